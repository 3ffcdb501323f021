"""Keep the figures of months: whatever happens to a case marks its month, and the worker counts that month anew.

Every total is a recount of its month, so that running twice changes nothing and totals equal a count of the cases.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Ceil

from melayani.foundation.organisations.models import Organisation
from melayani.voice.complaints import states
from melayani.voice.complaints.models import Complaint, DirtyMonth, MonthTotals
from melayani.voice.complaints.rules.figures import COUNTS, Figures

GROUP = ("complaint_class", "channel", "kind")
MONTHS_AT_ONCE = 50
SETTLE = timedelta(seconds=30)  # a busy month is counted at most so often
ONE_DAY = timedelta(days=1)

COUNTED: dict[str, Any] = {
    "received": Count("pk"),
    "verified": Count("pk", filter=Q(verified_at__isnull=False)),
    "answered": Count("pk", filter=Q(first_answered_at__isnull=False)),
    "with_due": Count("pk", filter=Q(first_answered_at__isnull=False, due_at__isnull=False)),
    "on_time": Count("pk", filter=Q(first_answered_at__isnull=False, first_answered_at__lte=F("due_at"))),
    "closed": Count("pk", filter=Q(state=states.CLOSED)),
    "confirmed": Count("pk", filter=Q(outcome=states.RESOLVED)),
    "rejected": Count("pk", filter=Q(state=states.REJECTED)),
    "duplicates": Count("pk", filter=Q(master__isnull=False)),
    "contested": Count("pk", filter=Q(round__gt=1)),
    "satisfaction_sum": Sum("satisfaction", default=0),
    "satisfaction_count": Count("satisfaction"),
}


def mark(organisations: Iterable[int], received_at: datetime, *, now: datetime) -> None:
    """Note that the month of a case changed at these organisations; a repeat changes nothing."""
    for place in Organisation.objects.filter(pk__in=set(organisations)):
        month = month_of(received_at, place)
        DirtyMonth.objects.get_or_create(organisation=place, month=month, defaults={"since": now})


def month_of(moment: datetime, organisation: Organisation) -> date:
    return moment.astimezone(organisation.zone).date().replace(day=1)


def count_dirty(*, now: datetime) -> int:
    """Count the marked months anew, oldest mark first; return how many. Those marked just now wait a moment."""
    waiting = DirtyMonth.objects.filter(since__lte=now - SETTLE).order_by("since", "pk")
    keys = list(waiting.values_list("pk", flat=True)[:MONTHS_AT_ONCE])
    for key in keys:
        with transaction.atomic():
            rows = DirtyMonth.objects.select_related("organisation").select_for_update(of=("self",), skip_locked=True)
            row = rows.filter(pk=key).first()
            if row is not None:
                row.delete()  # first: what changes from here on marks the month again
                count_month(row.organisation, row.month)
    return len(keys)


def count_month(organisation: Organisation, month: date) -> None:
    """Count one month of one organisation from its cases, and its sums in the organisations above."""
    _write(organisation, month, subtree=False, found=_from_cases(organisation, month))
    step, path = organisation.steplen, organisation.path
    line = [path[:end] for end in range(len(path), 0, -step)]
    for place in Organisation.objects.filter(path__in=line).order_by("-depth"):
        _write(place, month, subtree=True, found=_from_totals(place, month))


def rebuild(*, since: date, until: date) -> int:
    """Count every month of every organisation with cases from `since` to `until` anew; return how many."""
    MonthTotals.objects.filter(month__range=(since.replace(day=1), until)).delete()
    cases = Complaint.objects.filter(received_at__date__gte=since - ONE_DAY, received_at__date__lte=until + ONE_DAY)
    pairs = set()
    for place in Organisation.objects.filter(pk__in=cases.order_by().values("organisation").distinct()):
        pairs |= {(place, month_of(moment, place)) for moment in _moments(cases, place)}
    for place, month in sorted(pairs, key=lambda pair: (pair[1], pair[0].path)):
        count_month(place, month)
    return len(pairs)


def _moments(cases: Any, place: Organisation) -> Iterable[datetime]:
    return list(cases.filter(organisation=place).datetimes("received_at", "day", tzinfo=place.zone))


def _from_cases(organisation: Organisation, month: date) -> dict[tuple[str, ...], Figures]:
    rows = _cases_of(organisation, month).order_by()
    found: dict[tuple[str, ...], Figures] = {}
    for row in rows.values(*GROUP).annotate(**COUNTED):
        found.setdefault(tuple(row[name] for name in GROUP), Figures()).add(row, {})
    responded = rows.filter(response_hours__isnull=False).annotate(hour=Ceil("response_hours"))
    for row in responded.values(*GROUP, "hour").annotate(number=Count("pk")):
        key = tuple(row[name] for name in GROUP)
        found[key].hours[max(1, int(row["hour"]))] += row["number"]
    return found


def _cases_of(organisation: Organisation, month: date) -> Any:
    start = datetime(month.year, month.month, 1, tzinfo=organisation.zone)
    following = (month + timedelta(days=31)).replace(day=1)
    end = datetime(following.year, following.month, 1, tzinfo=organisation.zone)
    return Complaint.objects.filter(organisation=organisation).received_between(start, end)


def _from_totals(place: Organisation, month: date) -> dict[tuple[str, ...], Figures]:
    below = Organisation.objects.at_or_below([place.path]).order_by().values("pk")
    found: dict[tuple[str, ...], Figures] = {}
    for row in MonthTotals.objects.filter(subtree=False, month=month, organisation__in=below).order_by("pk"):
        found.setdefault(tuple(getattr(row, name) for name in GROUP), Figures()).add(row.__dict__, row.hours)
    return found


def _write(organisation: Organisation, month: date, *, subtree: bool, found: dict[tuple[str, ...], Figures]) -> None:
    MonthTotals.objects.filter(organisation=organisation, month=month, subtree=subtree).delete()
    MonthTotals.objects.bulk_create(
        MonthTotals(
            organisation=organisation,
            month=month,
            subtree=subtree,
            **dict(zip(GROUP, key, strict=True)),
            **{name: getattr(figures, name) for name in COUNTS},
            hours={str(hour): number for hour, number in sorted(figures.hours.items())},
        )
        for key, figures in sorted(found.items())
    )
