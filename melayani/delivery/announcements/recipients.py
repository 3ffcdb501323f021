"""Who gets a message when an announcement is published: three sources of contacts, each read in batches by its key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from melayani.delivery.announcements import rules
from melayani.delivery.announcements.models import Announcement, Subscription
from melayani.delivery.applications.models import Application
from melayani.delivery.appointments.models import Booking, Closing
from melayani.foundation.organisations.models import Organisation, at_or_below

BOOKINGS, CASES, SUBSCRIBERS = 0, 1, 2
SOURCES = (BOOKINGS, CASES, SUBSCRIBERS)
OPEN_ENDED = timedelta(days=31)  # how far ahead bookings are told of what has no end yet


def rows_of(announcement: Announcement, source: int, now: datetime) -> QuerySet[Any]:
    """The rows of one source that have a contact; empty when the announcement does not speak to it."""
    if source == BOOKINGS:
        return _bookings(announcement, now)
    if source == CASES:
        return _cases(announcement)
    return _subscriptions(announcement)


def batch(row: Announcement, source: int, *, after: int, size: int, now: datetime) -> Sequence[tuple[int, int]]:
    """The next `size` rows of a source past the key `after`: their key and their contact's."""
    rows = rows_of(row, source, now).filter(pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", "contact_id")[:size])


def count_people(announcement: Announcement, now: datetime) -> int:
    """How many contacts will get a message, each once though named in several sources; one query."""
    first, *others = (rows_of(announcement, one, now).order_by().values("contact_id") for one in SOURCES)
    return first.union(*others).count()


def _bookings(row: Announcement, now: datetime) -> QuerySet[Any]:
    """Visits that are coming in the time it is about. Whom a closing in an emergency told, or tells in these minutes,
    is not told again."""
    if not row.tell_bookings:
        return Booking.objects.none()
    first, last = row.span
    begin = max(first, now)
    end = last or begin + OPEN_ENDED
    closings = Closing.objects.filter(starts_at__lt=end, ends_at__gt=first)
    told = closings.filter(proposals__booking=OuterRef("pk"))
    telling = closings.filter(settled_at__isnull=True, organisation=OuterRef("organisation"))
    telling = telling.filter(starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at"))
    rows = Booking.objects.coming().filter(starts_at__lt=end, ends_at__gt=begin, contact__isnull=False)
    return rows.filter(_served(row, "organisation")).exclude(Exists(told)).exclude(Exists(telling))


def _cases(row: Announcement) -> QuerySet[Any]:
    if not row.tell_cases:
        return Application.objects.none()
    return Application.objects.open().filter(_served(row, "organisation"), contact__isnull=False)


def _subscriptions(row: Announcement) -> QuerySet[Any]:
    """Who follows the place, something within it, or something around it; not who wants no announcements at all."""
    if not row.tell_subscribers:
        return Subscription.objects.none()
    return Subscription.objects.filter(_followed(row), contact__opted_out_at__isnull=True)


def _served(row: Announcement, office: str) -> Q:
    """Rows of citizens' affairs that the announcement is about."""
    if row.audience == rules.SERVICE:
        return Q(service=row.service_id)
    if row.audience == rules.UNIT and row.unit:
        within = Organisation.objects.at_or_below([row.unit.path]).order_by().values("pk")
        return Q(**{f"{office}__in": within})
    if row.audience == rules.REGION:
        inside = Organisation.objects.filter(_inside(row.region_id or "", "region__code")).order_by().values("pk")
        return Q(**{f"{office}__in": inside})
    return Q()


def _followed(row: Announcement) -> Q:
    if row.audience == rules.ALL:
        return Q()
    if row.audience == rules.REGION:
        code = row.region_id or ""
        return (
            _inside(code, "region__code")
            | Q(region__in=_around(code))
            | _inside(code, "unit__region__code")
            | _inside(code, "service__agency__region__code")
        )
    home = row.unit if row.unit else row.service.agency if row.service else row.organisation
    above = [home.path[:end] for end in range(home.steplen, len(home.path) + 1, home.steplen)]
    around = Q(unit__path__in=above) | Q(region__in=_around(home.region_id or ""))
    if row.audience == rules.SERVICE:
        return around | Q(service=row.service_id)
    return around | at_or_below([home.path], "unit__") | at_or_below([home.path], "service__agency__")


def _inside(code: str, column: str) -> Q:
    return Q(**{column: code}) | Q(**{f"{column}__startswith": f"{code}."})


def _around(code: str) -> list[str]:
    parts = code.split(".") if code else []
    return [".".join(parts[:end]) for end in range(1, len(parts) + 1)]


def whole_days(first: Any, last: Any, zone: Any) -> tuple[datetime, datetime | None]:
    """The moments from the beginning of `first` to the end of `last` by the clock of `zone`; no end for None."""
    begin = datetime.combine(first, time(), zone)
    return begin, None if last is None else datetime.combine(last + timedelta(days=1), time(), zone)
