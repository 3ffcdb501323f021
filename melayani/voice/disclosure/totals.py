"""Keep the figures of years: whatever happens to a request marks its year, and the worker counts that year anew.

Every total is a recount of the register of its desk and year: running twice changes nothing, totals equal a count.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, Sum

from melayani.voice.disclosure.models import InformationObjection, InformationRequest, YearTotals
from melayani.voice.disclosure.reports import WITHIN
from melayani.voice.disclosure.rules import deciding, objecting

SETTLE = timedelta(seconds=30)  # a busy year is counted at most so often
YEARS_AT_ONCE = 20

_ANSWERED = Q(first_notified_at__isnull=False)
REQUESTS: dict[str, Any] = {
    "received": Count("pk"),
    "answered": Count("pk", filter=_ANSWERED),
    "on_time": Count("pk", filter=_ANSWERED & Q(first_notified_at__lte=F("due_at"))),
    "cancelled": Count("pk", filter=Q(state="withdrawn", decision="")),
    "prolonged": Count("pk", filter=Q(extended_at__isnull=False)),
    "days_sum": Sum("days_taken", default=0),
    "days_count": Count("days_taken"),
    **{key: Count("pk", filter=Q(decision=key)) for key in deciding.DECISIONS},
    **{f"within_{days}": Count("pk", filter=Q(days_taken__lte=days)) for days in WITHIN},
}
OBJECTIONS: dict[str, Any] = {
    "lodged": Count("pk"),
    "upheld": Count("pk", filter=Q(outcome__in=(objecting.GRANTED, objecting.PARTLY))),
}
COLUMNS = (*REQUESTS, *OBJECTIONS)


def count_stale(*, now: datetime) -> int:
    """Count the marked years anew, oldest mark first; return how many. Those marked just now wait a moment."""
    keys = list(YearTotals.objects.stale(now - SETTLE).values_list("pk", flat=True)[:YEARS_AT_ONCE])
    for key in keys:
        with transaction.atomic():
            rows = YearTotals.objects.select_for_update(of=("self",), skip_locked=True)
            row = rows.filter(pk=key).first()
            if row is not None:
                count(row)
    return len(keys)


def count(row: YearTotals) -> None:
    """Count one year of one desk from its register. Call it with the row locked: a mark that comes now waits for it."""
    ours = {"desk": row.desk_id, "register_year": row.year}
    found = InformationRequest.objects.filter(**ours).aggregate(**REQUESTS)
    found |= InformationObjection.objects.filter(**ours).aggregate(**OBJECTIONS)
    for name, value in found.items():
        setattr(row, name, value)
    row.stale_since = None
    row.save(update_fields=[*COLUMNS, "stale_since"])


def rebuild(*, now: datetime) -> int:
    """Count every year of every desk anew; return how many. For data that came without events."""
    pairs: set[tuple[int, int]] = set()
    for rows in (InformationRequest.objects, InformationObjection.objects):
        pairs |= set(rows.order_by().values_list("desk_id", "register_year").distinct())
    for desk, year in sorted(pairs):
        YearTotals.objects.mark(desk, year, now=now)
    keys = list(YearTotals.objects.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            count(YearTotals.objects.select_for_update(of=("self",)).get(pk=key))
    return len(keys)
