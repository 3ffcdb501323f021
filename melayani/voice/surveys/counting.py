"""Turn the answers of finished days into totals. Every total is a recount, so running twice changes nothing.

Months of a unit hold everything at or below it: a day that is counted again adds to them only what changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import BigIntegerField, CharField, Count, F, Model, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce

from melayani.foundation.organisations.models import TIME_ZONES
from melayani.voice.surveys import months
from melayani.voice.surveys.models import DailyTotal, DayForms, GroupTotal, Response, Score, Trait

GROUPS_AT_ONCE = 200
COUNTS = {
    **{f"c{score}": Count("pk", filter=Q(score=score)) for score in (1, 2, 3, 4)},
    "n": Count("pk") / F("parts"),
    "total": Sum("score"),
}
PLACED = ("organisation_id", "service_id", "day", "comparable")
PLACE = ("response__organisation_id", "response__service_id", "response__day", "response__comparable")
WIDE = Cast("value", BigIntegerField())  # PostgreSQL multiplies two small integers into a small one
FORMS = {
    "complete": Count("pk", filter=Q(value__isnull=False)),
    "incomplete": Count("pk", filter=Q(value__isnull=True)),
    "values": Coalesce(Sum("value"), 0),
    "squares": Coalesce(Sum(WIDE * WIDE), 0),
}
Fields = dict[str, Any]


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
    """Recount all totals of `since` to `until` from the answers; return how many rows stand now.

    Months that the span touches are summed anew from all their days.
    """
    with transaction.atomic():
        for model in (DailyTotal, GroupTotal, DayForms):
            model.objects.between(since, until).delete()
        written = _write(Response.objects.filter(counted=True, day__gte=since, day__lte=until))
        months.rebuild(since, until)
        return written


def _close(organisation_id: int, service_id: int, day: date) -> None:
    where = {"organisation_id": organisation_id, "service_id": service_id, "day": day}
    with transaction.atomic():
        answers = Response.objects.of_day(organisation_id, service_id, day)
        seen = list(answers.select_for_update(of=("self",)).values_list("pk", flat=True))
        changes = months.Changes()
        _collect(changes, where, -1)
        for model in (DailyTotal, GroupTotal, DayForms):
            model.objects.filter(**where).delete()
        _write(answers)
        _collect(changes, where, 1)
        months.add(changes)
        _mark_counted(seen)


def _collect(changes: months.Changes, where: Fields, sign: int) -> None:
    """What the day's rows give to their month, or take from it."""
    for row in DailyTotal.objects.filter(**where):
        changes.count(row, sign)
    for form in DayForms.objects.filter(**where):
        changes.forms(form, sign)


def _mark_counted(keys: Iterable[Any]) -> None:
    remaining = iter(keys)
    while part := list(islice(remaining, 500)):
        Response.objects.filter(pk__in=part).mark_counted()


def _write(answers: QuerySet[Response]) -> int:
    """Write the daily rows of these answers, made in the database itself; return how many totals."""
    scores = Score.objects.filter(response__in=answers.filter(value__isnull=False)).order_by()
    rows = scores.values_list(*PLACE, "element", "parts").annotate(**COUNTS)
    written = _insert(DailyTotal, (*PLACED, "element", "parts", *COUNTS), rows)
    forms = answers.order_by().values_list(*PLACED).annotate(**FORMS)
    _insert(DayForms, (*PLACED, *FORMS), forms)
    _write_groups(scores, answers)
    return written


def _write_groups(scores: QuerySet[Score], answers: QuerySet[Response]) -> None:
    """Who answered, where and how: one group at a time, so that no two of them can be crossed."""
    attributes = Trait.objects.filter(response__in=answers).order_by().values_list("attribute", flat=True).distinct()
    at_points = scores.exclude(response__point=None)
    by = {"channel": (scores, "response__channel"), "point": (at_points, "response__point_id")}
    for attribute in attributes:
        own = scores.filter(response__traits__attribute=attribute)
        by[attribute] = (own, "response__traits__value")
    for dimension, (rows, field) in by.items():
        named = rows.annotate(dimension=Value(dimension, output_field=CharField()), said=Cast(field, CharField()))
        found = named.values_list(*PLACE, "element", "parts", "dimension", "said").annotate(**COUNTS)
        _insert(GroupTotal, (*PLACED, "element", "parts", "dimension", "value", *COUNTS), found)


def _insert(model: type[Model], columns: Iterable[str], rows: QuerySet[Any, Any]) -> int:
    """Write what a query selects, column by column in that order, without carrying it through here."""
    try:
        select, parameters = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return 0
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(model._meta.db_table)} ({names}) {select}", parameters)  # noqa: S608
        return int(cursor.rowcount)
