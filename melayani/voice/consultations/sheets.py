"""The register of a year as a workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from melayani.voice.consultations.queries.desk import REGISTER_COLUMNS

WIDTHS = (18, 36, 40, 24, 16, 24, 30, 34, 50, 8, 8, 10, 10, 10, 10, 10, 10, 18, 24)
CELL_MAX = 32_000
FIGURES = frozenset({"Hadir", "Unsur hadir", "Masukan", "Usulan", "Komitmen", "Selesai", "Terlambat"})


def register_xlsx(year: int, rows: Sequence[Sequence[str]]) -> bytes:
    """One row per consultation; figures as numbers, everything else as text, never as a formula."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # a new workbook has one sheet of cells
    sheet.title = f"FKP {year}"
    for line, values in enumerate([REGISTER_COLUMNS, *rows], 1):
        for place, value in enumerate(values, 1):
            cell = sheet.cell(row=line, column=place)
            assert isinstance(cell, Cell)
            _write(cell, value, heading=line == 1, figure=REGISTER_COLUMNS[place - 1] in FIGURES)
    for place, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "B2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _write(cell: Cell, value: str, *, heading: bool, figure: bool) -> None:
    if figure and not heading:
        cell.value = int(value)
    else:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:CELL_MAX]
        cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(bold=heading)
