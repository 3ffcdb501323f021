"""Registers and the yearly report as files: XLSX by openpyxl, PDF by typst."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from melayani.foundation.audit import Actor
from melayani.foundation.documents import letterhead, render
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.ui.format import format_moment
from melayani.voice.disclosure import queries, registers, reports
from melayani.voice.disclosure.models import AnnualReport

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
WIDTH = 4  # characters of a sheet's column for each share of the paper's width
CELL_MAX = 32_000


def request_register_xlsx(desk: Organisation, year: int, *, reader: Actor) -> bytes:
    """The register of requests of a year as a workbook."""
    rows = registers.request_rows(queries.requests_of(desk, year), reader=reader)
    return _workbook("Permintaan", registers.REQUEST_COLUMNS, registers.REQUEST_WIDTHS, rows)


def objection_register_xlsx(desk: Organisation, year: int, *, reader: Actor) -> bytes:
    """The register of objections of a year as a workbook."""
    rows = registers.objection_rows(queries.objections_of(desk, year), reader=reader)
    return _workbook("Keberatan", registers.OBJECTION_COLUMNS, registers.OBJECTION_WIDTHS, rows)


def request_register_pdf(desk: Organisation, year: int, *, reader: Actor, now: datetime) -> bytes:
    """The register of requests of a year on paper (A3, crosswise)."""
    rows = registers.request_rows(queries.requests_of(desk, year), reader=reader)
    title = f"Register permintaan informasi publik {year}"
    return _paper(desk, title, registers.REQUEST_COLUMNS, registers.REQUEST_WIDTHS, rows, now)


def objection_register_pdf(desk: Organisation, year: int, *, reader: Actor, now: datetime) -> bytes:
    """The register of objections of a year on paper (A3, crosswise)."""
    rows = registers.objection_rows(queries.objections_of(desk, year), reader=reader)
    title = f"Register keberatan {year}"
    return _paper(desk, title, registers.OBJECTION_COLUMNS, registers.OBJECTION_WIDTHS, rows, now)


def report_xlsx(report: AnnualReport) -> bytes:
    """The figures and words of the yearly report as a workbook: one sheet of words, one for each table."""
    with override("id"):
        chapters = reports.chapters(report, reports.figures_of(report.organisation, report.year))
    book = Workbook()
    words = _sheet(book, "Laporan", first=True)
    _fill(words, ("Bab", "Isi"), [[one["heading"], "\n".join(one["paragraphs"])] for one in chapters], (10, 30))
    for table in (table for one in chapters for table in one["tables"]):
        sheet = _sheet(book, table["caption"][:31])
        _fill(sheet, table["headers"], table["rows"], (15, 4, 4))
    return _saved(book)


def report_pdf(report: AnnualReport, *, actor: Actor, now: datetime) -> bytes:
    """The yearly report on paper before it is issued: a draft without number and code."""
    values = {
        **reports.inputs(report, actor),
        "title": reports.title_of(report.organisation, report.year),
        "number": "Konsep",
        "date": "",
        "organisation": letterhead(report.organisation),
    }
    return render("disclosure/report", values, at=now)


def _paper(
    desk: Organisation,
    title: str,
    columns: Sequence[str],
    widths: Sequence[int],
    rows: list[list[str]],
    now: datetime,
) -> bytes:
    with override("id"):
        printed = format_moment(now, desk)
    values: dict[str, Any] = {
        "title": title,
        "subtitle": f"{desk.name} · dicetak {printed}",
        "organisation": letterhead(desk),
        "headers": list(columns),
        "widths": list(widths),
        "rows": rows,
        "empty": "Belum ada yang tercatat pada tahun ini.",
    }
    return render("disclosure/register", values, at=now)


def _workbook(name: str, columns: Sequence[str], widths: Sequence[int], rows: list[list[str]]) -> bytes:
    book = Workbook()
    _fill(_sheet(book, name, first=True), columns, rows, widths)
    return _saved(book)


def _sheet(book: Workbook, name: str, *, first: bool = False) -> Worksheet:
    sheet = book.active if first else book.create_sheet()
    assert isinstance(sheet, Worksheet)  # a new workbook has one sheet of cells
    sheet.title = name
    return sheet


def _fill(sheet: Worksheet, columns: Sequence[str], rows: list[list[str]], widths: Sequence[int]) -> None:
    """Header and rows as text: a citizen who begins with "=" gets exactly that, never a formula."""
    for line, values in enumerate([list(columns), *rows], 1):
        for place, value in enumerate(values, 1):
            cell = sheet.cell(row=line, column=place)
            assert isinstance(cell, Cell)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:CELL_MAX]
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=line == 1)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width * WIDTH
    sheet.freeze_panes = "A2"


def _saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
