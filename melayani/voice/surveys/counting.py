"""Turn the answers of finished days into daily totals. Every total is a recount, so running twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from melayani.foundation.organisations.models import TIME_ZONES
from melayani.voice.surveys.models import DailyTotal, Response, Score

GROUPS_AT_ONCE = 200
COUNTS = {f"c{score}": Count("pk", filter=Q(score=score)) for score in (1, 2, 3, 4)}
GROUP = ("response__organisation_id", "response__service_id", "response__day", "element")


def close_days(*, now: datetime) -> int:
    """Count the answers of days that are over where their office is; return how many units × services × days.

    An answer that is committed after midnight with yesterday's day is found by the next call.
    """
    closed = 0
    for zone, _name in TIME_ZONES:
        today = now.astimezone(ZoneInfo(zone)).date()
        waiting = Response.objects.uncounted_before(today, zone).order_by()
        groups = waiting.values_list("organisation_id", "service_id", "day").distinct()
        for organisation_id, service_id, day in list(groups[:GROUPS_AT_ONCE]):
            _close(organisation_id, service_id, day)
            closed += 1
    return closed


def rebuild_totals(*, since: date, until: date) -> int:
    """Recount all totals of `since` to `until` from the answers; return how many rows stand now."""
    with transaction.atomic():
        DailyTotal.objects.between(since, until).delete()
        answers = Response.objects.filter(counted=True, day__gte=since, day__lte=until)
        return _write(Score.objects.filter(response__in=answers))


def _close(organisation_id: int, service_id: int, day: date) -> None:
    with transaction.atomic():
        answers = Response.objects.of_day(organisation_id, service_id, day)
        seen = list(answers.select_for_update(of=("self",)).values_list("pk", flat=True))
        DailyTotal.objects.filter(organisation_id=organisation_id, service_id=service_id, day=day).delete()
        _write(Score.objects.filter(response__in=answers))
        _mark_counted(seen)


def _mark_counted(keys: Iterable[Any]) -> None:
    remaining = iter(keys)
    while part := list(islice(remaining, 500)):
        Response.objects.filter(pk__in=part).mark_counted()


def _write(scores: QuerySet[Score]) -> int:
    rows = scores.order_by().values_list(*GROUP).annotate(**COUNTS)
    totals = (
        DailyTotal(
            organisation_id=organisation_id,
            service_id=service_id,
            day=day,
            element=element,
            n=c1 + c2 + c3 + c4,
            total=c1 + 2 * c2 + 3 * c3 + 4 * c4,
            c1=c1,
            c2=c2,
            c3=c3,
            c4=c4,
        )
        for organisation_id, service_id, day, element, c1, c2, c3, c4 in rows
    )
    return len(DailyTotal.objects.bulk_create(totals, batch_size=500))
