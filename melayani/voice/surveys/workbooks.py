"""A period as a workbook whose formulas compute the same means, index and grade again."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from melayani.voice.surveys import months, queries, reports, rules
from melayani.voice.surveys.figures import ElementResult, IndexResult
from melayani.voice.surveys.models import Period

FIRST = 4  # the row of the first element
TABULATED = "Tabulasi"
HEAD = ("Unsur", "Jawaban 1", "Jawaban 2", "Jawaban 3", "Jawaban 4", "Pertanyaan", "Kuesioner", "Jumlah nilai")
MORE = ("Nilai rata-rata", "Indeks unsur", "Mutu")


def period_xlsx(period: Period, *, answers: Sequence[Sequence[int]] = ()) -> bytes:
    """The workbook of a published period.

    With `answers` (one row per questionnaire, scores in the order of the form; no day, no service, in no order) the
    counts are formulas over them. A share is turned into an index by whole numbers divided once, so that a half rounds
    as it does here.
    """
    found = reports.shown(period)
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Indeks"
    _heading(sheet, period)
    _elements(sheet, found.result, tabulated=len(answers))
    _index(sheet, found.result, _bands(sheet, period, len(found.result.elements)))
    if answers:
        _tabulation(book.create_sheet(TABULATED), found.result, answers)
    _services(book.create_sheet("Layanan"), found.services)
    _trend(book.create_sheet("Perkembangan"), period)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _heading(sheet: Worksheet, period: Period) -> None:
    sheet["A1"] = _clean(f"Survei kepuasan masyarakat: {period.organisation.name}")
    sheet["A1"].font = Font(bold=True, size=13)
    sheet["A2"] = f"{period.starts_on.isoformat()} sampai {period.ends_on.isoformat()}"
    for place, label in enumerate((*HEAD, *MORE), start=1):
        sheet.cell(FIRST - 1, place, label).font = Font(bold=True)
    sheet.column_dimensions["A"].width = 44


def _elements(sheet: Worksheet, result: IndexResult, *, tabulated: int) -> None:
    """The counts of each element: formulas over the `tabulated` rows, plain numbers where there are none."""
    for row, one in enumerate(result.elements, start=FIRST):
        sheet.cell(row, 1, one.names["id"])
        for score in rules.SCORES:
            column = chr(ord("A") + row - FIRST)
            formula = f"=COUNTIF({TABULATED}!{column}$2:{column}${tabulated + 1},{score})"
            sheet.cell(row, 1 + score, formula if tabulated else one.counts[score - 1])
        _sums(sheet, row, one)
        sheet.cell(row, 9, f"=H{row}/G{row}").number_format = "0.0000"
        sheet.cell(row, 10, f"=ROUND(2500*H{row}/G{row},0)/100").number_format = "0.00"
        sheet.cell(row, 11, f"=LOOKUP(J{row},{_lookup(len(result.elements))})")


def _sums(sheet: Worksheet, row: int, one: ElementResult) -> None:
    """Questionnaires and sum of scores; where differently asking units were pooled they cannot come from the counts."""
    points = f"(B{row}+2*C{row}+3*D{row}+4*E{row})"
    if one.parts:
        sheet.cell(row, 6, one.parts)
        sheet.cell(row, 7, f"=SUM(B{row}:E{row})/F{row}")
        sheet.cell(row, 8, f"={points}/F{row}")
        return
    sheet.cell(row, 7, one.n)
    sheet.cell(row, 8, f"={one.total.numerator}/{one.total.denominator}")


def _index(sheet: Worksheet, result: IndexResult, lookup: str) -> None:
    last = FIRST + len(result.elements) - 1
    row = last + 2
    sums, numbers = f"H{FIRST}:H{last}", f"G{FIRST}:G{last}"
    even = len({one.n for one in result.elements}) == 1
    exact = f"2500*SUM({sums})/(COUNT({numbers})*G{FIRST})"
    uneven = f"2500*SUMPRODUCT({sums}/{numbers})/COUNT({numbers})"
    sheet.cell(row, 1, "Indeks kepuasan masyarakat").font = Font(bold=True)
    sheet.cell(row, 10, f"=ROUND({exact if even else uneven},0)/100").number_format = "0.00"
    sheet.cell(row, 11, f"=LOOKUP(J{row},{lookup})")
    sheet.cell(row + 1, 1, "Indeks yang terbit")
    sheet.cell(row + 1, 10, float(result.index)).number_format = "0.00"
    sheet.cell(row + 1, 11, result.grade)


def _bands(sheet: Worksheet, period: Period, elements: int) -> str:
    """The grade table below the figures; return the range and letters that LOOKUP reads."""
    top = FIRST + elements + 5
    sheet.cell(top - 1, 1, "Batas mutu").font = Font(bold=True)
    for place, band in enumerate(rules.load_instrument().table_on(period.ends_on).bands):
        sheet.cell(top + place, 1, band.labels["id"])
        sheet.cell(top + place, 10, float(band.lowest)).number_format = "0.00"
        sheet.cell(top + place, 11, band.grade)
    return _lookup(elements)


def _lookup(elements: int) -> str:
    top = FIRST + elements + 5
    return f"J${top}:J${top + 3},K${top}:K${top + 3}"


def _tabulation(sheet: Worksheet, result: IndexResult, answers: Sequence[Sequence[int]]) -> None:
    sheet.append([one.names["id"] for one in result.elements])
    for row in answers:
        sheet.append(list(row))


def _services(sheet: Worksheet, rows: Sequence[reports.Row]) -> None:
    sheet.append(["Layanan", "Jawaban", "Indeks", "Mutu"])
    for row in rows:
        shown = row.figures if isinstance(row.figures, IndexResult) else None
        sheet.append([_clean(row.label), row.n, float(shown.index) if shown else None, shown.grade if shown else None])
    sheet.column_dimensions["A"].width = 60


def _trend(sheet: Worksheet, period: Period) -> None:
    """Years with formulas that compute their indexes again, and the published periods, both up to this one."""
    unit, until = period.organisation, months.last_of_month(period.ends_on)
    sheet.append(["Tahun", "Kuesioner", "Jumlah jawaban", "Jumlah nilai", "Indeks", "Mutu", "Catatan"])
    for row, one in enumerate(queries.yearly(unit, until=until), start=2):
        again = one.answers is not None and one.headline.index is not None
        index = f"=ROUND(2500*D{row}/C{row},0)/100" if again else _number(one.headline.index)
        sums = [one.answers, one.points] if again else [None, None]
        sheet.append([one.year, one.headline.n, *sums, index, one.headline.grade, _year_note(one)])
        sheet.cell(row, 5).number_format = "0.00"
    sheet.append([])
    sheet.append(["Masa survei yang terbit", "Kuesioner", None, None, "Indeks", "Mutu"])
    for before in queries.published_of(unit, until=period.ends_on):
        result = reports.shown(before).result
        span = f"{before.starts_on.isoformat()} sampai {before.ends_on.isoformat()}"
        sheet.append([span, result.n, None, None, float(result.index), result.grade])
        sheet.cell(sheet.max_row, 5).number_format = "0.00"
    sheet.column_dimensions["A"].width = 30


def _number(index: Decimal | None) -> float | None:
    return None if index is None else float(index)


def _year_note(one: queries.Year) -> str:
    """What a reader of the line must know."""
    notes = [
        "" if one.headline.index is not None else "jawaban terlalu sedikit atau tanpa tabel mutu",
        "" if one.comparable else "kuesioner menyimpang",
        "" if one.is_whole else f"sampai {one.until.isoformat()}",
    ]
    return "; ".join(note for note in notes if note)


def _clean(text: str) -> str:
    """Text that a sheet can hold and that no program takes for a formula."""
    plain = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{plain}" if plain[:1] in ("=", "+", "-", "@") else plain
