"""What a proposed calendar would do to running cases, for the officer who is about to confirm it."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from melayani.delivery.applications import access, clock, moves
from melayani.delivery.applications.moves import LATER, SAME, Move
from melayani.foundation.people import Officer
from melayani.foundation.ui.format import format_number
from melayani.foundation.workdays import Effect, MovedRow, Proposal, shows_effects

LOOKED_AT = 1000  # cases computed while the officer waits; the worker counts all of them afterwards
SHOWN = 20


@shows_effects("applications")
def effect_on_cases(proposal: Proposal, officer: Officer, now: datetime) -> Effect:
    """How many running cases would get another date, and the first of them; at most twelve queries, nothing saved.

    Numbers are shown only to an officer who may open the cases: who merely keeps the calendar reads the count.
    """
    rows = moves.candidates(proposal.change.touches_from(now), proposal.organisation).defer("secret")
    looked_at = list(rows.order_by("due_at", "pk")[:LOOKED_AT])
    found = moves.moves_of(looked_at, clock.calendars_of(looked_at, proposal), now)
    moved = [move for move in found if move.way != SAME]
    others = rows.count() - LOOKED_AT if len(looked_at) == LOOKED_AT else 0
    may_open = officer.holds_any(access.DESK_ROLES, proposal.organisation)
    return Effect(_words(moved, others), [_row(move) for move in moved[:SHOWN]] if may_open else [])


def _words(moved: list[Move], others: int) -> str:
    later = sum(1 for move in moved if move.way == LATER)
    said = "Tidak ada permohonan berjalan yang tanggalnya bergeser."
    if moved:
        ways = f"{format_number(later)} mundur, {format_number(len(moved) - later)} maju"
        said = f"{format_number(len(moved))} permohonan berjalan bergeser: {ways}."
    if later:
        said += " Warga yang tanggalnya mundur diberi tahu."
    if others > 0:
        said += (
            f" Yang dihitung sekarang {format_number(LOOKED_AT)} permohonan dengan jatuh tempo terdekat; "
            f"{format_number(others)} lainnya dihitung setelah Anda menyimpan."
        )
    return said


def _row(move: Move) -> MovedRow:
    number = move.application.number
    return MovedRow(number, reverse("applications_office:case", args=[number]), move.before, move.due.at)
