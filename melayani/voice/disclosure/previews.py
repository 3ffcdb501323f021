"""What a proposed calendar would do to running requests and objections, for the officer who is about to confirm it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from melayani.foundation.organisations.models import Organisation, at_or_below
from melayani.foundation.people import Officer
from melayani.foundation.ui.format import format_number
from melayani.foundation.workdays import Effect, MovedRow, Proposal, shows_effects
from melayani.foundation.workdays.rules import Due
from melayani.voice.disclosure import access, clock
from melayani.voice.disclosure.models import InformationObjection, InformationRequest
from melayani.voice.disclosure.rules import limits

LOOKED_AT = 1000  # of each kind computed while the officer waits; the worker counts all of them afterwards
SHOWN = 20
REQUEST_NEEDS = ("number", "received_at", "promised_days", "extension_days", "due_at")
OBJECTION_NEEDS = ("number", "lodged_at", "promised_days", "due_at")


@dataclass(frozen=True)
class Move:
    """One clock that would end on another date; `way` is 1 for later and -1 for earlier."""

    row: InformationRequest | InformationObjection
    after: datetime
    way: int


@shows_effects("disclosure")
def effect_on_requests(proposal: Proposal, officer: Officer, now: datetime) -> Effect:
    """How many running requests and objections would get another date, and the first of them; bounded, nothing saved.

    Numbers are shown only to an officer who may read the cases: who merely keeps the calendar reads the count.
    """
    since = proposal.change.touches_from(now)
    requests = InformationRequest.objects.owed().filter(due_at__gte=since).select_related("desk")
    lodged = InformationObjection.objects.running().filter(due_at__gte=since).select_related("desk")
    asked = _first(requests.only(*REQUEST_NEEDS, "desk"), proposal.organisation)
    objected = _first(lodged.only(*OBJECTION_NEEDS, "desk"), proposal.organisation)
    starts = [(row.desk, row.received_at) for row in asked] + [(row.desk, row.lodged_at) for row in objected]
    calendars = clock.calendars_of(starts, proposal)
    moved_requests = _moved(asked, lambda row: clock.due_of_request(row, calendars[row.desk_id]), now)
    moved_objections = _moved(objected, lambda row: clock.due_of_objection(row, calendars[row.desk_id]), now)
    moved = sorted([*moved_requests, *moved_objections], key=lambda move: move.row.due_at)
    may_open = officer.holds_any(access.READERS, proposal.organisation)
    many = LOOKED_AT in (len(asked), len(objected))
    text = _words(len(moved_requests), len(moved_objections), sum(move.way > 0 for move in moved), many=many)
    return Effect(text, [_shown(move) for move in moved[:SHOWN]] if may_open else [])


def _first(rows: QuerySet[Any], organisation: Organisation) -> list[Any]:
    """The rows at the desks at or below the organisation that are due first."""
    return list(rows.filter(at_or_below([organisation.path], "desk__")).order_by("due_at", "pk")[:LOOKED_AT])


def _moved(rows: Sequence[Any], due_of: Callable[[Any], Due], now: datetime) -> list[Move]:
    found = []
    for row in rows:
        after = due_of(row).at
        way = limits.moved(row.due_at, after, row.desk.zone)
        if way and not limits.breaks(row.due_at, after, now):
            found.append(Move(row, after, way))
    return found


def _words(requests: int, objections: int, later: int, *, many: bool) -> str:
    said = "Tidak ada permintaan informasi atau keberatan yang tanggalnya bergeser."
    if requests or objections:
        parts = [(requests, "permintaan informasi"), (objections, "keberatan")]
        what = " dan ".join(f"{format_number(count)} {name}" for count, name in parts if count)
        earlier = requests + objections - later
        said = f"{what} bergeser: {format_number(later)} mundur, {format_number(earlier)} maju."
    if later:
        said += " Pemohon yang tanggalnya mundur diberi tahu; waktu mereka mengajukan keberatan tidak pernah dipotong."
    if many:
        said += f" Yang dihitung sekarang {format_number(LOOKED_AT)} yang paling dekat; sisanya setelah Anda menyimpan."
    return said


def _shown(move: Move) -> MovedRow:
    page = "case" if isinstance(move.row, InformationRequest) else "objection"
    url = reverse(f"disclosure_office:{page}", args=[move.row.number])
    return MovedRow(move.row.number, url, move.row.due_at, move.after)
