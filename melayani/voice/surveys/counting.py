"""Turn the answers of finished days into totals. Every total is a recount, so running twice changes nothing.

Answers are counted where they lie: a closing sends one unit's day through the same statements (`statements.py`) as
a rebuild sends all years. Months hold everything at or below a unit: a day that is counted again adds what changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from melayani.foundation.organisations.models import TIME_ZONES
from melayani.voice.surveys import months, statements
from melayani.voice.surveys.models import DayTotal, GroupTotal, Response

GROUPS_AT_ONCE = 200


def close_days(*, now: datetime) -> int:
    """Count the answers of days that are over where their office is; return how many units × days.

    An answer that is committed after midnight with yesterday's day is found by the next call.
    """
    closed = 0
    for zone, _name in TIME_ZONES:
        today = now.astimezone(ZoneInfo(zone)).date()
        waiting = Response.objects.uncounted_before(today, zone).order_by()
        groups = waiting.values_list("organisation_id", "day").distinct()
        for organisation_id, day in list(groups[:GROUPS_AT_ONCE]):
            count_day(organisation_id, day)
            closed += 1
    return closed


def rebuild_totals(*, since: date, until: date) -> int:
    """Recount all totals of the months that `since` to `until` touch; return how many daily rows stand now.

    The answers are read once; closings wait meanwhile. A unit's answers go to the units that stand above it now: so a
    unit may have moved.
    """
    first, last = since.replace(day=1), months.last_of_month(until)
    with transaction.atomic(), connection.cursor() as cursor:
        statements.hold_closings(cursor, connection.vendor)
        return statements.rebuild(cursor, connection.vendor, first, last)


def count_day(organisation_id: int, day: date) -> None:
    """Count a finished day of one unit, anew if it was counted before."""
    where = {"organisation_id": organisation_id, "day": day}
    with transaction.atomic(), connection.cursor() as cursor:
        statements.wait_for_rebuild(cursor, connection.vendor)
        answers = Response.objects.of_day(organisation_id, day)
        seen = list(answers.select_for_update(of=("self",)).values_list("pk", flat=True))
        changes = months.Changes()
        _collect(changes, where, -1)
        for model in (DayTotal, GroupTotal):
            model.objects.filter(**where).delete()
        statements.close(cursor, connection.vendor, organisation_id, day)
        _collect(changes, where, 1)
        months.add(changes)
        _mark_counted(seen)


def _collect(changes: months.Changes, where: dict[str, Any], sign: int) -> None:
    """What the day's rows give to their month, or take from it."""
    for row in DayTotal.objects.filter(**where):
        changes.count(row, sign)


def _mark_counted(keys: Iterable[Any]) -> None:
    remaining = iter(keys)
    while part := list(islice(remaining, 500)):
        Response.objects.filter(pk__in=part).mark_counted()
