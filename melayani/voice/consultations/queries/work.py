"""Promises among all that waits for an officer: those past their day or due within two weeks, on the general desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse

from melayani.foundation.people import Officer
from melayani.foundation.ui.work import ACT, Key, Line, group_of
from melayani.voice.consultations import access, states
from melayani.voice.consultations.models import Commitment, Consultation

COMMITMENT = "Komitmen FKP"
SOON = timedelta(days=14)
RUNNING = (states.RECORD_SIGNED, states.PUBLISHED)


def first_due(officer: Officer, most: int, now: datetime) -> list[Key]:
    """The first `most` promises of the officer's units, by their day; one query."""
    rows = _soon(officer, now).order_by("due", "pk")
    found = rows.values_list("due", "pk", "consultation__organisation__time_zone")[:most]
    return [Key(ACT, end_of(day, zone), pk) for day, pk, zone in found]


def lines(keys: Sequence[int], now: datetime) -> dict[int, Line]:
    """These promises as lines, by key; one query."""
    found = Commitment.objects.select_related("consultation__organisation").in_bulk(list(keys))
    return {pk: _line(row, now) for pk, row in found.items()}


def rail_counts(officer: Officer, now: datetime) -> Mapping[str, int]:
    """Promises due soon or late at the officer's units, and those that are late; one query."""
    found = _soon(officer, now).values_list("due", "consultation__organisation__time_zone")
    ends = [end_of(day, zone) for day, zone in found]
    return {"open": len(ends), "late": sum(end < now for end in ends)}


def end_of(day: date, zone: str) -> datetime:
    """The last second of a day where the office is: a promise is late after it."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(zone))


def _soon(officer: Officer, now: datetime) -> QuerySet[Commitment]:
    ours = Consultation.objects.within(officer.reach(*access.ANSWERABLE)).filter(state__in=RUNNING)
    edge = (now + SOON).date()
    return Commitment.objects.filter(consultation__in=ours, state=states.commitments.OPEN, due__lte=edge)


def _line(row: Commitment, now: datetime) -> Line:
    held = row.consultation
    due = end_of(row.due, held.organisation.time_zone)
    late = due < now
    return Line(
        kind=COMMITMENT,
        number=row.number,
        url=f"{reverse('consultations_office:commitments', args=[held.number])}#k-{row.entry}",
        what=row.action,
        who=row.responsible,
        tone="bad" if late else "note",
        words="Lewat target" if late else "Berjalan",
        due=due,
        office=held.organisation,
        group=group_of(ACT, due, held.organisation, now),
    )
