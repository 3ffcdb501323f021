"""Indexes of units and services, from totals only: whole months of a unit, single days at the edges of a span."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from melayani.foundation.organisations.models import Organisation, OrganisationQuerySet
from melayani.voice.surveys import counts, months, rules
from melayani.voice.surveys.figures import Figures, IndexResult, Pool, TooFew, figures, thaw
from melayani.voice.surveys.models import DayTotal, MonthTotal, Period, TotalQuerySet

__all__ = ["Figures", "IndexResult", "TooFew"]

WINDOW = timedelta(days=364)  # where no period runs, the last 365 days: the law asks for a survey at least once a year
SERVICES_SHOWN = 100


@dataclass(frozen=True)
class UnitIndex:
    """A unit with its running index and the one it published last."""

    unit: Organisation
    running: Figures
    published: IndexResult | None


@dataclass(frozen=True)
class ServiceIndex:
    """A service (by id and title) with its index."""

    service_id: int
    slug: str
    title: str
    figures: Figures


def index_of(
    *, unit: Organisation | None = None, service: Any = None, period: Period | None = None, now: datetime | None = None
) -> Figures:
    """The index of a unit (all answers at or below it), of a service (row or id), or of both; at most three queries.

    With a published `period` the frozen figures, without a query. Otherwise what stands in finished days of the period,
    or, without one, of the unit's running period or the last 365 days: provisional, and TooFew below ten answers.
    """
    service_id = getattr(service, "pk", service)
    if period is not None and period.frozen is not None:
        return _frozen_of(period, service_id)
    if period is not None:
        unit, (since, until) = unit or period.organisation, (period.starts_on, period.ends_on)
    else:
        since, until = window(unit, now or timezone.now())
    if unit is not None and service_id is None:
        return figures(pool_of(unit, since, until), since=since, until=until)
    rows = DayTotal.objects.between(since, until)
    if unit is not None:
        rows = rows.within([unit.path])
    if service_id is not None:
        rows = rows.filter(service_id=service_id)
    return figures(pooled(rows), since=since, until=until)


def figures_between(unit: Organisation, *, since: date, until: date) -> Figures:
    """The index of all answers at or below `unit` in finished days of a span; at most two queries."""
    return figures(pool_of(unit, since, until), since=since, until=until)


def window(unit: Organisation | None, now: datetime) -> tuple[date, date]:
    """The days of the running index of `unit`: its running period up to today, else the last 365 days; one query."""
    today = now.astimezone(unit.zone).date() if unit else timezone.localdate(now)
    running = running_period(unit, today) if unit is not None else None
    return (running.starts_on if running else today - WINDOW), today


def running_period(unit: Organisation, day: date) -> Period | None:
    """The unit's period that runs on `day`; one query."""
    return Period.objects.running().covering(day).filter(organisation=unit).order_by("-starts_on").first()


def latest_published(unit: Organisation) -> Period | None:
    """The period that the unit published last; one query."""
    return Period.objects.published().filter(organisation=unit).order_by("-ends_on").first()


def find_period(unit: Organisation, starts_on: date, ends_on: date) -> Period | None:
    """The published period of exactly these days, or None."""
    return Period.objects.published().filter(organisation=unit, starts_on=starts_on, ends_on=ends_on).first()


def periods_of(unit: Organisation, *, limit: int = 24) -> list[Period]:
    """The unit's periods, newest first; one query."""
    return list(Period.objects.filter(organisation=unit).order_by("-starts_on")[:limit])


def published_of(unit: Organisation, *, until: date | None = None, limit: int = 24) -> list[Period]:
    """The unit's own published periods that ended by a day, newest first; one query."""
    rows = Period.objects.published().filter(organisation=unit, **({"ends_on__lte": until} if until else {}))
    return list(rows.order_by("-ends_on", "-pk")[:limit])


def published_periods(
    *, unit: Organisation | None = None, ended: str = "", limit: int = 50, offset: int = 0
) -> list[Period]:
    """Published periods at or below `unit`, newest first; `ended` is a year (2026) or month (2026-06); one query."""
    rows = Period.objects.published().select_related("organisation")
    year, _, month = ended.partition("-")
    if year:
        rows = rows.filter(ends_on__year=int(year), **({"ends_on__month": int(month)} if month else {}))
    if unit is not None:
        rows = rows.within([unit.path])
    return list(rows.order_by("-ends_on", "organisation__path", "-pk")[offset : offset + limit])


def newly_published(*, paths: Iterable[str] = ("",), limit: int = 50) -> list[tuple[Period, datetime]]:
    """Periods published at or below the tree paths with the moment of it, the latest first; one query."""
    rows = Period.objects.published().within(paths).select_related("organisation").order_by("-published_at", "-pk")
    return [(row, row.published_at) for row in rows[:limit] if row.published_at is not None]


def indices_of_services(
    services: Iterable[Any], *, now: datetime | None = None, since: date | None = None, until: date | None = None
) -> dict[int, Figures]:
    """Running index of each service (row or id), TooFew where ten answers are missing; one query."""
    today = timezone.localdate(now or timezone.now())
    first, last = since or today - WINDOW, until or today
    ids = [getattr(service, "pk", service) for service in services]
    rows = DayTotal.objects.between(first, last).filter(service_id__in=ids)
    grouped = grouped_by(rows, "service_id")
    return {pk: figures(grouped.get((pk,), {}), since=first, until=last) for pk in ids}


def services_of(
    unit: Organisation, *, since: date, until: date, limit: int | None = SERVICES_SHOWN
) -> list[ServiceIndex]:
    """The services answered about at or below `unit`, most answers first; one query."""
    rows = DayTotal.objects.between(since, until).within([unit.path])
    grouped = grouped_by(rows, "service_id", "service__slug", "service__title")
    found = [
        ServiceIndex(service_id=pk, slug=slug, title=title, figures=figures(pool, since=since, until=until))
        for (pk, slug, title), pool in grouped.items()
    ]
    return sorted(found, key=lambda row: (-row.figures.n, row.title))[:limit]


def indices(
    *,
    unit: Organisation | None = None,
    paths: Sequence[str] | None = None,
    now: datetime | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[UnitIndex]:
    """Units with answers or a published period, at or below `unit` or `paths`, in the order of the tree.

    Each with its running index (of its own running period, else of the last 365 days) and its latest published one.
    Four queries whatever the number of units.
    """
    today = timezone.localdate(now or timezone.now())
    wanted = paths if paths is not None else [unit.path if unit else ""]
    units = list(_units_with_figures(wanted, today)[offset : offset + limit])
    if not units:
        return []
    ids = [one.pk for one in units]
    running = Period.objects.running().covering(today).filter(organisation_id__in=ids).order_by("starts_on")
    starts = {period.organisation_id: period.starts_on for period in running}
    since = {one.pk: starts.get(one.pk, today - WINDOW) for one in units}
    pools = pools_of(units, since, today)
    latest = _latest_published(ids)
    return [
        UnitIndex(
            unit=one,
            running=figures(pools[one.pk], since=since[one.pk], until=today),
            published=latest.get(one.pk),
        )
        for one in units
    ]


def pool_of(unit: Organisation, since: date, until: date) -> Pool:
    """The answers at or below `unit` in finished days of the span; one query for whole months, one for other days."""
    days = DayTotal.objects.within([unit.path])
    span = months.whole_months(since, until)
    if span is None:
        return pooled(days.between(since, until))
    whole = pooled(MonthTotal.objects.filter(organisation=unit).between(*span))
    edges = Q(day__gte=since, day__lt=span[0]) | Q(day__gt=span[1], day__lte=until)
    return whole if span == (since, until) else merged([whole, pooled(days.filter(edges))])


def pools_between(units: Sequence[Organisation], since: date, until: date) -> dict[int, Pool]:
    """The same for each of several units in one span; two queries."""
    if not units:
        return {}
    span = months.whole_months(since, until)
    days = DayTotal.objects.within([unit.path for unit in units])
    if span is None:
        whole, edges = {}, days.between(since, until)
    else:
        rows = MonthTotal.objects.filter(organisation__in=units).between(*span)
        whole = grouped_by(rows, "organisation_id")
        edges = days.filter(Q(day__gte=since, day__lt=span[0]) | Q(day__gt=span[1], day__lte=until))
    single = {} if span == (since, until) else grouped_by(edges, "organisation__path")
    return {
        unit.pk: merged(
            [whole.get((unit.pk,), {}), *(pool for (path,), pool in single.items() if path.startswith(unit.path))]
        )
        for unit in units
    }


def pooled(rows: TotalQuerySet) -> Pool:
    """All the counts of `rows` together; one query."""
    return grouped_by(rows).get((), {})


def merged(pools: Iterable[Pool]) -> Pool:
    """The counts of several pools, comparable ones and others apart."""
    parts = list(pools)
    return {kind: rules.pooled(pool.get(kind, {}) for pool in parts) for kind in (True, False)}


def grouped_by(rows: TotalQuerySet, *keys: str) -> dict[tuple[Any, ...], Pool]:
    """Counts per element for each group of `keys`; one query."""
    found: dict[tuple[Any, ...], dict[bool, counts.Counts]] = {}
    for *group, comparable, kept in rows.order_by().values_list(*keys, "comparable", "counts"):
        counts.add(found.setdefault(tuple(group), {}).setdefault(comparable, {}), kept)
    return {
        group: {comparable: counts.tallies(sums) for comparable, sums in pool.items()} for group, pool in found.items()
    }


def _frozen_of(period: Period, service_id: int | None) -> Figures:
    frozen: Mapping[str, Any] = period.frozen or {}
    if service_id is None:
        return thaw(frozen["unit"])
    row = next((row for row in frozen["services"] if row["id"] == service_id), None)
    return thaw(row["figures"]) if row else TooFew(n=0, since=period.starts_on, until=period.ends_on)


def _units_with_figures(paths: Sequence[str], today: date) -> OrganisationQuerySet:
    answered = DayTotal.objects.between(today - WINDOW, today).values("organisation_id")
    published = Period.objects.published().values("organisation_id")
    rows = Organisation.objects.at_or_below(paths).filter(Q(pk__in=answered) | Q(pk__in=published))
    return rows.order_by("path")


def pools_of(units: Sequence[Organisation], since: Mapping[int, date], today: date) -> dict[int, Pool]:
    """The answers at or below each unit since its own day; two queries: months, and days outside whole months."""
    if not units:
        return {}
    spans = {pk: months.whole_months(start, today) or (start, start - timedelta(days=1)) for pk, start in since.items()}
    first = min(since.values()).replace(day=1)
    by_month = grouped_by(
        MonthTotal.objects.filter(organisation_id__in=since).between(first, today), "organisation_id", "day"
    )
    edges = Q(pk__in=[])
    for start, (begin, end) in {(since[pk], span) for pk, span in spans.items()}:
        edges |= Q(day__gte=start, day__lt=begin) | Q(day__gt=end, day__lte=today)
    days = DayTotal.objects.within([unit.path for unit in units]).filter(edges)
    by_day = grouped_by(days, "organisation__path", "day")
    return {
        unit.pk: merged(
            [
                *(pool for (pk, day), pool in by_month.items() if pk == unit.pk and _within(day, spans[pk])),
                *(
                    pool
                    for (path, day), pool in by_day.items()
                    if path.startswith(unit.path) and since[unit.pk] <= day and not _within(day, spans[unit.pk])
                ),
            ]
        )
        for unit in units
    }


def _within(day: date, span: tuple[date, date]) -> bool:
    return span[0] <= day <= span[1]


def _latest_published(ids: Sequence[int]) -> dict[int, IndexResult]:
    newest = Period.objects.published().filter(organisation_id__in=ids).order_by()
    ends = newest.values("organisation_id").annotate(last=Max("ends_on")).values_list("organisation_id", "last")
    wanted = Q(pk__in=[])
    for organisation_id, last in ends:
        wanted |= Q(organisation_id=organisation_id, ends_on=last)
    found = {}
    for period in newest.filter(wanted):
        result = thaw((period.frozen or {})["unit"])
        if isinstance(result, IndexResult):
            found[period.organisation_id] = result
    return found
