"""Figures of places as a workbook."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from melayani.oversight.reporting.queries import Pivot

HEAD_ROW = 6


def pivot_xlsx(pivot: Pivot) -> bytes:
    """Places by periods as numbers; an empty cell is a figure that nobody gave, which is not zero."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Angka"
    asked = pivot.asked
    told = (
        (f"{asked.indicator.name}: {pivot.name}", asked.indicator.definition),
        ("Satuan", asked.indicator.unit),
        ("Dasar", "laporan yang disahkan" if asked.verified else "semua laporan yang masuk"),
        ("Unit", "mal pelayanan publik" if asked.kind == "mall" else "instansi"),
    )
    for place, (label, words) in enumerate(told, start=1):
        sheet.cell(place, 1, _clean(label))
        sheet.cell(place, 2, _clean(words))
    sheet["A1"].font = Font(bold=True, size=13)
    for place, label in enumerate(("Kode", "Tempat", *(day.isoformat() for day in asked.periods)), start=1):
        sheet.cell(HEAD_ROW, place, label).font = Font(bold=True)
    for number, row in enumerate([*pivot.rows, pivot.total], start=HEAD_ROW + 1):
        sheet.cell(number, 1, "" if row.slug else row.code)
        sheet.cell(number, 2, _clean(row.name))
        for place, one in enumerate(row.cells, start=3):
            sheet.cell(number, place, None if one.value is None else float(one.value)).number_format = "#,##0.##"
    sheet.column_dimensions["A"].width = 12
    sheet.column_dimensions["B"].width = 44
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _clean(text: str) -> str:
    """Text that a sheet can hold and that no program takes for a formula."""
    plain = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{plain}" if plain[:1] in ("=", "+", "-", "@") else plain
