"""One unit's sum, and many units' indexes, as workbooks whose formulas compute the same again."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from melayani.oversight.evaluation.instrument import load
from melayani.oversight.evaluation.models import Assessment
from melayani.oversight.evaluation.queries import Comparison

BOLD = Font(bold=True)
FIRST = 4  # the row of the first indicator
HEAD = ("Aspek", "No", "Indikator", "Bobot", "Nilai", "Bobot × nilai", "Alasan")
ASPECTS = ("Aspek", "Bobot", "Jumlah", "Indeks", "Bagian", "F-03: jumlah", "F-03: jawaban", "F-03: rata-rata")


def unit_xlsx(assessment: Assessment, figures: Mapping[str, Any]) -> bytes:
    """Indicators, aspects, F-02, F-03 and the index by formulas, and beside it the recorded index, which is exact: a
    sheet computes with floating point, where a half may fall on the other side."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Indikator"
    sheet["A1"] = _clean(f"PEKPPP {assessment.campaign.year}: {assessment.unit.name}")
    sheet["A1"].font = BOLD
    sheet["A2"] = f"Instrumen {figures['code']}, {figures['version']}"
    last = _indicators(sheet, figures)
    _index(book.create_sheet("Indeks"), figures, last)
    return _bytes(book)


def comparison_xlsx(found: Comparison) -> bytes:
    """Units in rows, years in columns, as numbers."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Indeks"
    heads = ["Unit", *[word for year in found.years for word in (str(year), f"Kategori {year}")], "Selisih"]
    sheet.append(heads)
    for cell in sheet[1]:
        cell.font = BOLD
    for line in found.rows:
        cells: list[Any] = []
        for one in line.cells:
            cells += [float(one.index), one.category] if one and one.index is not None else [None, None]
        change = float(line.change) if line.change is not None else None
        sheet.append([_clean(line.unit.name), *cells, change])
    sheet.column_dimensions["A"].width = 60
    return _bytes(book)


def _indicators(sheet: Worksheet, figures: Mapping[str, Any]) -> int:
    """Write the indicators; return the last row."""
    for place, label in enumerate(HEAD, start=1):
        sheet.cell(FIRST - 1, place, label).font = BOLD
    row = FIRST
    for aspect in figures["aspects"]:
        for term in aspect["terms"]:
            values = (
                aspect["code"],
                term["number"],
                _clean(term["names"]["id"]),
                _number(term["weight"]),
                term["score"],
            )
            for place, value in enumerate(values, start=1):
                sheet.cell(row, place, value)
            sheet.cell(row, 6, f"=D{row}*E{row}")
            sheet.cell(row, 7, _clean(term["reason"]))
            row += 1
    sheet.column_dimensions["C"].width = 48
    sheet.column_dimensions["G"].width = 60
    return row - 1


def _index(sheet: Worksheet, figures: Mapping[str, Any], last: int) -> None:
    for place, label in enumerate(ASPECTS, start=1):
        sheet.cell(1, place, label).font = BOLD
    row = 2
    for aspect in figures["aspects"]:
        sheet.cell(row, 1, aspect["code"])
        sheet.cell(row, 2, _number(aspect["weight"]))
        sheet.cell(row, 3, f"=SUMIF(Indikator!A{FIRST}:A{last},A{row},Indikator!F{FIRST}:F{last})")
        sheet.cell(row, 4, f"=C{row}/100").number_format = "0.0000"
        sheet.cell(row, 5, f"=B{row}*C{row}/10000").number_format = "0.0000"
        if aspect["f03"]:
            sheet.cell(row, 6, _number(aspect["f03"]["sum"]))
            sheet.cell(row, 7, aspect["f03"]["answers"])
            sheet.cell(row, 8, f"=F{row}/G{row}").number_format = "0.0000"
        row += 1
    _results(sheet, figures, row)


def _results(sheet: Worksheet, figures: Mapping[str, Any], row: int) -> None:
    end = row - 1
    shares = figures["shares"]
    lines = [
        ("F-02", f"=SUMPRODUCT(B2:B{end},C2:C{end})/10000"),
        ("F-03", f"=AVERAGE(H2:H{end})"),
        ("Indeks", f"=ROUND({_number(shares['f02'])}*B{row + 1}+{_number(shares['f03'])}*B{row + 2},2)"),
        ("Indeks yang tercatat", float(figures["ipp"]["shown"])),
        ("Kategori", figures["category"]),
    ]
    for place, (label, value) in enumerate(lines, start=1):
        sheet.cell(row + place, 1, label).font = BOLD
        sheet.cell(row + place, 2, value)
    top = row + len(lines) + 2
    sheet.cell(top, 1, "Batas kategori").font = BOLD
    for place, one in enumerate(load(figures["version"], figures["code"]).categories, start=1):
        sheet.cell(top + place, 1, one.code)
        sheet.cell(top + place, 2, float(one.low))
        sheet.cell(top + place, 3, one.names["id"])


def _number(text: str) -> float:
    """An exact figure as it is shown, as a number: the fraction behind an ellipsis is taken whole."""
    if "(" in text:
        top, _, bottom = text.partition("(")[2].rstrip(")").partition("/")
        return int(top) / int(bottom)
    return float(text.replace(",", "."))


def _clean(text: str) -> str:
    """Text that a sheet can hold and that no program takes for a formula."""
    plain = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{plain}" if plain[:1] in ("=", "+", "-", "@") else plain


def _bytes(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
