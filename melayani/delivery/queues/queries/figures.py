"""What was, over days: how long people waited and were served, and how forecasts came true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Avg, Count, F, Q, QuerySet
from django.db.models.functions import Abs, ExtractHour

from melayani.delivery.queues import access, rules, states
from melayani.delivery.queues.models import Counter, Forecast, Handling, Line, Site, Sitting, Ticket, Way
from melayani.foundation.people import Officer

DAYS_MAX = 92
MINUTE = timedelta(minutes=1)
SERVED = (Handling.Outcome.DONE, Handling.Outcome.GONE_ON)
ONLINE = (Way.BOOKING.value, Way.PHONE.value)


@dataclass(frozen=True)
class Taken:
    """How many numbers were taken in one way and now stand in one state."""

    way: str
    state: str
    n: int


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    name: str
    figures: rules.Figures
    used: int | None = None  # percent, of a counter


@dataclass(frozen=True)
class Statistics:
    """A place, or the units of it that are the officer's, between two days."""

    site: Site
    since: date
    until: date
    whole: bool  # the whole place, not only some units
    total: rules.Figures
    units: list[Row]
    lines: list[Row]
    counters: list[Row]
    hours: list[Row]
    ways: list[Row]
    online: int
    walk_in: int


def statistics(officer: Officer, site: Site, *, since: date, until: date) -> Statistics:
    """The figures of a place; bounded to DAYS_MAX days, a constant number of queries."""
    since = max(since, until - timedelta(days=DAYS_MAX - 1))
    whole = access.may_plan(officer, site) or access.works_at(officer, site.organisation)
    lines = {row.pk: row for row in _lines(officer, site, whole=whole)}
    stays = _stays(site, list(lines), since, until)
    total = rules.Figures()
    for stay in stays:
        total.add(stay)
    taken = _taken(site, list(lines), since, until)
    total.visits = sum(row.n for row in taken)
    total.left = sum(row.n for row in taken if row.state in (states.LEFT, states.EXPIRED))
    return Statistics(
        site=site,
        since=since,
        until=until,
        whole=whole,
        total=total,
        units=_named(rules.grouped(stays, "unit"), {row.unit_id: row.unit.name for row in lines.values()}),
        lines=_named(
            rules.grouped(stays, "line"), {row.pk: f"{row.prefix} {row.service.title}" for row in lines.values()}
        ),
        counters=_counters(site, stays, since, until),
        hours=[Row(f"{key:02d}.00–{key:02d}.59", one) for key, one in rules.grouped(stays, "hour").items()],
        ways=_ways(stays, taken),
        online=sum(row.n for row in taken if row.way in ONLINE),
        walk_in=sum(row.n for row in taken if row.way not in ONLINE),
    )


@dataclass(frozen=True)
class Accuracy:
    """How the published waits came true, in all, by line and by hour of publishing."""

    site: Site
    since: date
    until: date
    total: rules.Judgement
    lines: list[tuple[str, rules.Judgement]]
    hours: list[tuple[str, rules.Judgement]]


def accuracy(officer: Officer, site: Site, *, since: date, until: date) -> Accuracy:
    """Forecasts of a place between two days, judged in the database; five queries."""
    since = max(since, until - timedelta(days=DAYS_MAX - 1))
    whole = access.may_plan(officer, site) or access.works_at(officer, site.organisation)
    lines = {row.pk: row for row in _lines(officer, site, whole=whole)}
    zone = site.organisation.zone
    first, last = _moments(site, since, until)
    rows = Forecast.objects.filter(line__in=lines, made_at__gte=first, made_at__lt=last)
    names = {pk: f"{row.prefix} {row.service.title}" for pk, row in lines.items()}
    by_hour = rows.annotate(hour=ExtractHour("made_at", tzinfo=zone))
    return Accuracy(
        site=site,
        since=since,
        until=until,
        total=next(iter(_judged(rows.annotate(one=F("line") * 0), "one").values()), rules.Judgement(0, 0)),
        lines=[(names[key], one) for key, one in _judged(rows, "line").items()],
        hours=[(f"{key:02d}.00–{key:02d}.59", one) for key, one in _judged(by_hour, "hour").items()],
    )


def _judged(rows: QuerySet[Forecast], by: str) -> dict[int, rules.Judgement]:
    known = Q(came_after__isnull=False)
    found = (
        rows.values(by)
        .order_by(by)
        .annotate(
            judged=Count("pk", filter=known),
            censored=Count("pk", filter=Q(censored=True)),
            bias=Avg(F("came_after") - F("middle"), filter=known),
            error=Avg(Abs(F("came_after") - F("middle")), filter=known),
            inside=Count("pk", filter=known & Q(came_after__gte=F("low"), came_after__lte=F("high"))),
            later=Count("pk", filter=known & Q(came_after__gt=F("high"))),
        )
    )
    return {
        row[by]: rules.judge(
            judged=row["judged"],
            censored=row["censored"],
            bias_s=row["bias"] or 0.0,
            error_s=row["error"] or 0.0,
            inside=row["inside"],
            later=row["later"],
        )
        for row in found
    }


def _lines(officer: Officer, site: Site, *, whole: bool) -> list[Line]:
    rows = Line.objects.filter(site=site).select_related("unit", "service").order_by("prefix")
    return [row for row in rows if whole or any(officer.holds(role, row.unit) for role in access.OFFICE)]


def _stays(site: Site, lines: Sequence[int], since: date, until: date) -> list[rules.Stay]:
    zone = site.organisation.zone
    rows = Handling.objects.filter(site=site, line__in=lines, day__gte=since, day__lte=until)
    rows = rows.filter(outcome__in=(*SERVED, Handling.Outcome.NO_SHOW))
    values = rows.values_list(
        "line__unit", "line", "counter", "ticket__way", "waited_from", "called_at", "ended_at", "outcome"
    )
    return [
        rules.Stay(
            unit=unit,
            line=line,
            counter=counter,
            way=way,
            hour=called.astimezone(zone).hour,
            waited=max(0.0, (called - waited_from) / MINUTE),
            served=(ended - called) / MINUTE if outcome in SERVED else None,
            is_no_show=outcome == Handling.Outcome.NO_SHOW,
        )
        for unit, line, counter, way, waited_from, called, ended, outcome in values
    ]


def _taken(site: Site, lines: Sequence[int], since: date, until: date) -> list[Taken]:
    rows = Ticket.objects.filter(site=site, taken_in__in=lines, day__gte=since, day__lte=until)
    found = rows.values_list("way", "state").annotate(n=Count("pk")).order_by("way", "state")
    return [Taken(way, state, n) for way, state, n in found]


def _named(groups: dict[int | str, rules.Figures], names: dict[int, str]) -> list[Row]:
    return [Row(names[int(key)], one) for key, one in groups.items() if int(key) in names]


def _ways(stays: Sequence[rules.Stay], taken: Sequence[Taken]) -> list[Row]:
    groups = rules.grouped(stays, "way")
    found = []
    for way in Way:
        figures = groups.get(way.value, rules.Figures())
        figures.visits = sum(row.n for row in taken if row.way == way.value)
        if figures.visits or figures.served:
            found.append(Row(str(way.label), figures))
    return found


def _counters(site: Site, stays: Sequence[rules.Stay], since: date, until: date) -> list[Row]:
    """Counters with the share of their seated time in which somebody stood there."""
    first, last = _moments(site, since, until)
    seated: dict[int, float] = {}
    sittings = Sitting.objects.filter(counter__site=site, since__gte=first, since__lt=last, until__isnull=False)
    for counter, begun, ended, pause in sittings.values_list("counter", "since", "until", "break_minutes"):
        if ended is not None:
            seated[counter] = seated.get(counter, 0.0) + max(0.0, (ended - begun) / MINUTE - pause)
    groups = rules.grouped(stays, "counter")
    rows = Counter.objects.filter(pk__in=[int(key) for key in groups]).select_related("unit").order_by("number")
    return [
        Row(
            f"Loket {row.number}, {row.unit}",
            groups[row.pk],
            rules.utilisation(sum(groups[row.pk].services), seated.get(row.pk, 0.0)),
        )
        for row in rows
    ]


def _moments(site: Site, since: date, until: date) -> tuple[datetime, datetime]:
    zone = site.organisation.zone
    return (
        datetime.combine(since, time.min, tzinfo=zone),
        datetime.combine(until + timedelta(days=1), time.min, tzinfo=zone),
    )
