"""What a proposed calendar would do to open complaints, for the officer who is about to confirm it."""

from __future__ import annotations

from datetime import datetime

from melayani.foundation.people import Officer
from melayani.foundation.ui.format import format_number
from melayani.foundation.workdays import Effect, MovedRow, Proposal, shows_effects
from melayani.voice.complaints import access, case, clock, moves
from melayani.voice.complaints.moves import LATER, SAME, Move
from melayani.voice.complaints.rules import CASE

LOOKED_AT = 1000  # cases computed while the officer waits; the worker counts all of them afterwards
SHOWN = 20


@shows_effects("complaints")
def effect_on_cases(proposal: Proposal, officer: Officer, now: datetime) -> Effect:
    """How many open cases would get another date, and the first of them; bounded, nothing saved.

    Numbers are shown only to an officer who may open the cases, never those of cases that are hidden from the officer.
    """
    rows = moves.candidates(proposal.organisation).filter(due_at__isnull=False).defer("secret", *moves.SEALED)
    looked_at = list(rows.select_related("about").order_by("due_at", "pk")[:LOOKED_AT])
    since = proposal.change.touches_from(now)
    found = moves.moves_of(looked_at, clock.offices_of(looked_at, proposal), since, now)
    moved = [move for move in found if move.way != SAME and not access.hidden_from(officer, move.complaint)]
    may_open = officer.holds_any(access.READS, proposal.organisation)
    return Effect(_words(moved, len(looked_at)), [_row(move) for move in moved[:SHOWN]] if may_open else [])


def _words(moved: list[Move], looked_at: int) -> str:
    later = sum(1 for move in moved if move.way == LATER)
    said = "Tidak ada pengaduan terbuka yang batas waktunya bergeser."
    if moved:
        ways = f"{format_number(later)} mundur, {format_number(len(moved) - later)} maju"
        said = f"{format_number(len(moved))} pengaduan terbuka bergeser: {ways}."
    if later:
        said += " Pelapor yang tanggalnya mundur diberi tahu."
    if looked_at == LOOKED_AT:
        said += f" Yang dihitung sekarang {format_number(LOOKED_AT)} pengaduan; sisanya setelah Anda menyimpan."
    return said


def _row(move: Move) -> MovedRow:
    row = move.complaint
    return MovedRow(row.number, case.desk_path(row), move.before or move.dues[CASE].at, move.dues[CASE].at)
