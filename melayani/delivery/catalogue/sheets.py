"""Standards on paper (PDF by typst) and the gap list as a workbook (XLSX by openpyxl)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from melayani.delivery.catalogue import rules, states, words
from melayani.delivery.catalogue.coverage import GAPS, GapRow
from melayani.delivery.catalogue.models import Standard
from melayani.delivery.catalogue.versions import lines_of
from melayani.foundation.documents import letterhead, qr_svg, render
from melayani.foundation.ui.format import format_day

GROUPS = (
    ("Penyampaian pelayanan (wajib diumumkan)", rules.PUBLIC),
    ("Pengelolaan pelayanan di dalam kantor", rules.INTERNAL),
)
NUMBERED = frozenset({"requirements", "procedure"})
COLUMNS = (
    *("Instansi", "Layanan", "Standar", "Keadaan", "Sedang disusun", "Kekurangan", "Bagian yang belum ada"),
    *("Media", "Ditinjau terakhir", "Ditinjau paling lambat"),
)
WIDTHS = (36, 44, 10, 26, 26, 40, 60, 8, 18, 20)


def standard_pdf(standard: Standard, *, address: str, now: datetime) -> bytes:
    """The version (loaded with its parts) as a sheet to print; the code on it opens `address`. In Indonesian."""
    service, lines = standard.service, lines_of(standard)
    inputs = {
        "title": f"Standar Pelayanan: {service.title}",
        "number": f"Versi {standard.version}",
        "organisation": letterhead(service.agency),
        "facts": _facts(standard),
        "groups": [
            {
                "heading": heading,
                "parts": [
                    {"heading": words.COMPONENTS[key], "lines": lines[key], "numbered": key in NUMBERED} for key in keys
                ],
            }
            for heading, keys in GROUPS
        ],
        "missing": "Belum dicantumkan.",
        "qr": qr_svg(address),
        "qr_words": "Versi yang berlaku dapat dibaca di",
        "address": address,
    }
    return render("catalogue/standard", inputs, at=now)


def _facts(standard: Standard) -> list[tuple[str, str]]:
    decree = f"{standard.decree_no}, {format_day(standard.decree_date)}" if standard.decree_date else standard.decree_no
    rows = [
        ("Keadaan", states.LABELS[standard.state]),
        ("Keputusan", decree or "Belum dicantumkan"),
        ("Ditetapkan oleh", standard.decree_by),
        ("Berlaku sejak", format_day(standard.valid_from)),
        ("Sampai", format_day(standard.valid_until)),
    ]
    return [(label, value) for label, value in rows if value]


def gaps_xlsx(rows: Iterable[GapRow], *, title: str, day: date) -> bytes:
    """The gap list as a workbook: one service a row, in the order given."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Kekurangan"
    sheet.append([_plain(f"{title}, {format_day(day)}")])
    sheet["A1"].font = Font(bold=True, size=13)
    sheet.append(list(COLUMNS))
    for place, width in enumerate(WIDTHS, start=1):
        sheet.cell(2, place).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row in rows:
        sheet.append(_cells(row))
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "C3"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _cells(row: GapRow) -> list[object]:
    return [
        _plain(row.service.agency.name),
        _plain(row.service.title),
        f"Versi {row.version}" if row.version else "",
        states.LABELS.get(row.state, ""),
        f"Versi {row.open_version}: {states.LABELS[row.open_state]}" if row.open_version else "",
        "; ".join(GAPS[key] for key in row.gaps),
        "; ".join(words.COMPONENTS[key] for key in row.missing) if row.version else "",
        row.media,
        row.reviewed_on,
        row.review_due,
    ]


def _plain(text: str) -> str:
    """Text that a sheet can hold and that no program takes for a formula."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{clean}" if clean[:1] in ("=", "+", "-", "@") else clean
