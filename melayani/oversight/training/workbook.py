"""Participants of an event as a workbook: people and offices counted apart; names masked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from melayani.foundation.ui.format import mask_name
from melayani.oversight.training import lists
from melayani.oversight.training.models import Event, Registration
from melayani.oversight.training.queries.figures import Figures


def participants_xlsx(event: Event, found: Figures, people: Sequence[Registration]) -> bytes:
    """Four sheets: sessions, regions, agencies, participants."""
    book = Workbook()
    first: Any = book.active
    first.title = "Sesi"
    _fill(
        first,
        [event.title, event.organisation.name],
        ("Sesi", "Nama", "Orang", "Kantor", "Hadir", "Catatan"),
        [
            (row.number, row.title or f"Sesi {row.number}", row.people, row.offices, row.came, row.note)
            for row in found.sessions
        ],
    )
    _fill(
        book.create_sheet("Per daerah"),
        [],
        ("Daerah", "Orang", "Kantor", "Orang hadir", "Kantor hadir"),
        [(row.region, row.people, row.offices, row.came, row.offices_came) for row in found.regions],
    )
    _fill(
        book.create_sheet("Per kantor"),
        [],
        ("Sesi", "Daerah", "Jenis kantor", "Kantor", "Orang", "Hadir"),
        [(row.session, row.region, row.office, row.agency, row.people, row.came) for row in found.agencies],
    )
    _fill(
        book.create_sheet("Peserta"),
        [],
        ("Sesi", "Daerah", "Jenis kantor", "Kantor", "Nama (disamarkan)", "Status", "Tes awal", "Tes akhir"),
        [_person(row) for row in people],
    )
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _person(row: Registration) -> tuple[object, ...]:
    region = row.region.name if row.region else ""
    office = lists.words("offices", row.office)
    tests = (row.pre_score, row.post_score)
    return (row.session.number, region, office, row.agency_name, mask_name(row.name), row.words.officer, *tests)


def _fill(sheet: Any, above: Sequence[str], head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    for line in above:
        sheet.append([_clean(line)])
    sheet.append(list(head))
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([_clean(value) if isinstance(value, str) else value for value in row])
    for letter in "ABCDEF":
        sheet.column_dimensions[letter].width = 26


def _clean(text: str) -> str:
    """Text that a sheet can hold and that no program takes for a formula."""
    plain = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{plain}" if plain[:1] in ("=", "+", "-", "@") else plain
