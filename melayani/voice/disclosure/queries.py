"""Reads that feed pages, doors, books and the worker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from melayani.foundation.numbers.rules import read_number
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer
from melayani.voice.disclosure import access, states
from melayani.voice.disclosure import work as work  # what waits at the desk, for the office door
from melayani.voice.disclosure.models import (
    Exclusion,
    Information,
    InformationObjection,
    InformationQuerySet,
    InformationRequest,
)
from melayani.voice.disclosure.rules import limits, listing
from melayani.voice.disclosure.states import objections

WORDS_ASKED, BATCH, BOOK_AT_MOST = 5, 200, 20_000


@dataclass(frozen=True)
class Load:
    """What waits at an officer's desks."""

    new: int
    running: int
    due_soon: int
    overdue: int
    objections: int
    objections_overdue: int


def load_of(officer: Officer, now: datetime) -> Load:
    """Counts for the officer's desks; two queries for each kind at most, nothing read of the rows."""
    rows = access.visible_to(officer)
    lodged = access.visible_objections(officer)
    owed = rows.owed()
    return Load(
        new=rows.filter(state=states.RECEIVED).count(),
        running=rows.running().count(),
        due_soon=owed.filter(due_at__gte=now, due_at__lt=now + limits.REMIND_BEFORE).count(),
        overdue=rows.overdue(now).count(),
        objections=lodged.running().count(),
        objections_overdue=lodged.overdue(now).count(),
    )


@dataclass(frozen=True)
class PublicState:
    """What anybody who knows the number may see."""

    number: str
    kind: str
    state: str
    label: str
    due_at: datetime | None


def public_state(number: str) -> PublicState | None:
    """The state of a request (INF) or an objection (KBR) by its number, without anything personal; None if unknown."""
    canonical = read_number(number) or ""
    if canonical.startswith("INF-"):
        row = InformationRequest.objects.of_number(canonical).only("number", "state", "due_at").first()
        if row:
            return PublicState(row.number, "information_request", row.state, row.words.citizen, row.due_at)
    if canonical.startswith("KBR-"):
        one = InformationObjection.objects.filter(number=canonical).only("number", "state", "due_at").first()
        if one:
            return PublicState(one.number, "information_objection", one.state, one.words.citizen, one.due_at)
    return None


def found_entries(text: str, rows: InformationQuerySet | None = None) -> InformationQuerySet:
    """Published entries that hold every word typed, or a longer word that begins with it; all of them for no text."""
    entries = access.public_entries() if rows is None else rows
    for word in listing.words_of(text)[:WORDS_ASKED]:
        entries = entries.filter(pk__in=_with_word(word))
    return entries


def _with_word(word: str) -> QuerySet[Information, int]:
    return Information.objects.filter(words__word__startswith=word).order_by().values_list("pk", flat=True)


# --- the books --------------------------------------------------------------------------------------------------------
def requests_of(desk: Organisation, year: int) -> Iterable[InformationRequest]:
    """The register of requests of a desk and year, in the order of its numbers."""
    rows = InformationRequest.objects.registered_in(desk, year)
    return rows.select_related("organisation", "desk", "exclusion")[:BOOK_AT_MOST]


def objections_of(desk: Organisation, year: int) -> Iterable[InformationObjection]:
    """The register of objections of a desk and year, in the order of its numbers."""
    rows = InformationObjection.objects.registered_in(desk, year)
    return rows.select_related("desk", "request__organisation", "request__desk")[:BOOK_AT_MOST]


# --- the worker's lists, oldest first ---------------------------------------------------------------------------------
def to_remind(now: datetime) -> list[InformationRequest]:
    """Requests whose notice is due soon and about which nobody was reminded."""
    rows = InformationRequest.objects.owed().filter(due_at__gte=now, due_at__lt=now + limits.REMIND_BEFORE)
    return list(rows.filter(reminded_at__isnull=True).order_by("due_at")[:BATCH])


def fallen_silent(now: datetime) -> list[InformationRequest]:
    """Requests whose time passed without a notice, not yet noted."""
    rows = InformationRequest.objects.overdue(now).filter(told_overdue_at__isnull=True)
    return list(rows.order_by("due_at")[:BATCH])


def objections_to_remind(now: datetime) -> list[InformationObjection]:
    """Objections whose answer is due soon and about which nobody was reminded."""
    rows = InformationObjection.objects.running().filter(due_at__gte=now, due_at__lt=now + limits.REMIND_BEFORE)
    return list(rows.filter(reminded_at__isnull=True).select_related("request").order_by("due_at")[:BATCH])


def objections_overdue(now: datetime) -> list[InformationObjection]:
    """Objections whose time passed without an answer, not yet noted."""
    rows = InformationObjection.objects.overdue(now).filter(told_overdue_at__isnull=True)
    return list(rows.select_related("request").order_by("due_at")[:BATCH])


def objections_to_close(now: datetime) -> list[InformationObjection]:
    """Answered objections whose time for a dispute is over."""
    rows = InformationObjection.objects.filter(state=objections.ANSWERED, dispute_until__lt=now)
    return list(rows.select_related("desk", "request__organisation").order_by("dispute_until")[:BATCH])


def requests_to_close(now: datetime) -> list[InformationRequest]:
    """Answered requests of which every window is over and no objection is open."""
    rows = InformationRequest.objects.filter(state__in=sorted(states.NOTIFIED), windows__closes_at__lt=now)
    rows = rows.exclude(windows__closes_at__gte=now)
    rows = rows.exclude(objections__state__in=sorted(objections.OPEN))
    return list(rows.distinct().order_by("pk")[:BATCH])


def identities_to_delete(now: datetime) -> list[InformationRequest]:
    """Requests whose copies of identity papers have reached their end."""
    rows = InformationRequest.objects.filter(identity_delete_at__lte=now, identity_deleted_at__isnull=True)
    return list(rows.order_by("identity_delete_at")[:BATCH])


def lapsed_exclusions(today: date) -> list[Exclusion]:
    """Exclusions whose time is over."""
    return list(Exclusion.objects.lapsed(today).order_by("ends_on")[:BATCH])
