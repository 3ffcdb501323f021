"""The bureau's overview as a workbook: a page per table, plain values."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from melayani.oversight.innovations import rules, states
from melayani.oversight.innovations.models import Innovation
from melayani.oversight.innovations.queries import AgencyLine

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLACES = ("Instansi", "Terbit", "Berjalan", "Perlu dipantau", "Berhenti", "Direplikasi")
RECORDS = ("Judul", "Instansi", "Tahap", "Keadaan catatan", "Mulai dipakai", "Keadaan", "Dipantau", "Pantau lagi")


def overview_workbook(lines: Sequence[AgencyLine], rows: Iterable[Innovation], today: date) -> bytes:
    """One page of places with their counts and one of records, as of `today`."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "Per instansi"
    _head(first, PLACES)
    for one in lines:
        counts = (one.published, one.running, one.to_check, one.stopped, one.replicated)
        first.append([_plain(str(one.organisation)), *counts])
    second = book.create_sheet("Catatan")
    _head(second, RECORDS)
    for row in rows:
        second.append(_record(row, today))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _record(row: Innovation, today: date) -> list[str | date | None]:
    health = rules.health(found=row.found, next_check=row.next_check, today=today)
    return [
        _plain(row.title),
        _plain(str(row.organisation)),
        row.phase_label,
        states.LABELS[row.state],
        row.used_from,
        rules.HEALTH[health],
        row.checked_on,
        row.next_check,
    ]


def _head(page: Worksheet, words: Sequence[str]) -> None:
    page.append(list(words))
    for cell in page[1]:
        cell.font = Font(bold=True)
    page.freeze_panes = "B2"
    for letter in "ABCDEFGH":
        page.column_dimensions[letter].width = 18
    page.column_dimensions["A"].width = 48


def _plain(text: str) -> str:
    """Text that stays text: no control characters, and never read as a formula."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{clean}" if clean[:1] in "=+-@" else clean
