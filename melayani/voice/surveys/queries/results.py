"""Results from several sides: by service, counter, tenant, unit, agency, region, way and group; trend; spread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.db.models.functions import TruncQuarter
from django.utils import timezone

from melayani.foundation.organisations.models import Kind, Organisation, OrganisationQuerySet, Tenancy
from melayani.voice.surveys import months, rules
from melayani.voice.surveys.figures import Figures, Pool, TooFew, figures
from melayani.voice.surveys.instrument import suggested_attributes
from melayani.voice.surveys.models import (
    Channel,
    DailyTotal,
    DayForms,
    FollowUp,
    GroupTotal,
    MonthForms,
    MonthTotal,
    Period,
    Point,
    Publication,
    Response,
    Score,
)
from melayani.voice.surveys.queries.indexes import grouped_by, merged, pool_of, pooled, pools_between
from melayani.voice.surveys.queries.instruments import instrument_for

ROWS_SHOWN = 100
TABULATED = 20_000
SIDES: dict[str, str] = {
    "layanan": "Layanan",
    "loket": "Loket dan kios",
    "cara": "Cara menjawab",
    "unit": "Unit di bawahnya",
    "gerai": "Gerai (penghuni MPP)",
    "instansi": "Instansi",
    "wilayah": "Wilayah",
}
_KINDS = {"instansi": (Kind.AGENCY,), "wilayah": (Kind.PROVINCE, Kind.REGENCY, Kind.CITY)}


@dataclass(frozen=True)
class Group:
    """One row of a break-down. A group under five answers has no figures, nor has one that would give it away."""

    label: str
    n: int
    figures: Figures


@dataclass(frozen=True)
class Spread:
    """How many forms came, complete or not, and half the 95 % interval of the index (points), None if it has none."""

    complete: int
    incomplete: int
    margin: Decimal | None


@dataclass(frozen=True)
class Step:
    """One quarter of a trend."""

    label: str
    since: date
    figures: Figures


def breakdown(unit: Organisation, side: str, *, since: date, until: date) -> list[Group]:
    """The answers at or below the unit from one side (a key of SIDES, or an attribute); at most three queries."""
    if side == "gerai":
        return _shown(_tenants(unit, since, until), since, until)
    if side in ("unit", *_KINDS):
        return _shown(_units_below(unit, side, since, until), since, until)
    if side == "layanan":
        rows = DailyTotal.objects.between(since, until).within([unit.path])
        titled = grouped_by(rows, "service_id", "service__title")
        return _shown([(title, pool) for (_, title), pool in titled.items()], since, until)
    dimension = {"loket": "point", "cara": "channel"}.get(side, side)
    rows = GroupTotal.objects.between(since, until).within([unit.path]).filter(dimension=dimension)
    found = {value: pool for (value,), pool in grouped_by(rows, "value").items()}
    names = _names(unit, dimension, found, until)
    return _shown([(names.get(value, value), pool) for value, pool in found.items()], since, until)


def attributes_answered(unit: Organisation, *, since: date, until: date) -> list[str]:
    """What respondents said about themselves in the span: attribute keys; one query."""
    rows = GroupTotal.objects.between(since, until).within([unit.path]).exclude(dimension__in=["point", "channel"])
    return sorted(rows.order_by().values_list("dimension", flat=True).distinct())


def mall_pool(mall: Organisation, *, since: date, until: date) -> Pool:
    """All answers of the mall's tenants while they stood there, and the mall's own."""
    return merged([pool_of(mall, since, until), *(pool for _, pool in _tenants(mall, since, until))])


def mall_figures(mall: Organisation, *, since: date, until: date) -> Figures:
    """The index of all answers of a mall, its tenants' as long as they stood there."""
    return _figures(mall_pool(mall, since=since, until=until), since, until)


def spread_of(unit: Organisation, *, since: date, until: date) -> Spread:
    """Forms and spread of the answers at or below the unit; at most two queries. Comparable ones make the margin."""
    span = months.whole_months(since, until)
    days = DayForms.objects.within([unit.path])
    if span is None:
        return _spread([days.between(since, until)])
    edges = Q(day__gte=since, day__lt=span[0]) | Q(day__gt=span[1], day__lte=until)
    return _spread([MonthForms.objects.filter(organisation=unit).between(*span), days.filter(edges)])


def trend_of(unit: Organisation, *, until: date, years: int = 7) -> list[Step]:
    """Quarters with answers up to `until`, oldest first, from months; one query."""
    since = date(until.year - years, 1, 1)
    rows = MonthTotal.objects.filter(organisation=unit).between(since, until).annotate(quarter=TruncQuarter("day"))
    found = {first: pool for (first,), pool in grouped_by(rows, "quarter").items()}
    return [
        Step(f"{first.year} triwulan {(first.month + 2) // 3}", first, _figures(pool, first, last))
        for first, pool in sorted(found.items())
        for last in (months.last_of_month(date(first.year, first.month + 2, 1)),)
    ]


def follow_ups_of(period: Period) -> list[FollowUp]:
    """The plan that follows from a period, by target; one query."""
    return list(FollowUp.objects.filter(period=period).order_by("target", "pk")[:ROWS_SHOWN])


def publications_of(period: Period) -> list[Publication]:
    """Where the result was announced, first one first; one query."""
    return list(Publication.objects.filter(period=period).order_by("published_on", "pk")[:ROWS_SHOWN])


def tabulation(period: Period) -> list[list[int]]:
    """The scores of each comparable complete questionnaire, elements in the order of the form; two queries.

    No day, no service, no group, in the order of random ids; at most TABULATED. Nothing where some asked twice.
    """
    unit = period.organisation
    rows = Response.objects.filter(
        counted=True,
        comparable=True,
        value__isnull=False,
        organisation__path__startswith=unit.path,
        day__gte=period.starts_on,
        day__lte=period.ends_on,
    )
    keys = {key: place for place, key in enumerate(rules.load_instrument().keys)}
    found: dict[Any, list[int]] = {}
    scores = Score.objects.filter(response__in=rows, parts=1).order_by("response_id")
    for pk, element, score in scores.values_list("response_id", "element", "score").iterator():
        found.setdefault(pk, [0] * len(keys))[keys[element]] = score
        if len(found) > TABULATED:
            break
    complete = [row for row in found.values() if all(row)]
    return complete if len(complete) == rows.count() else []


def follow_up_score(period: Period, rows: Sequence[FollowUp]) -> rules.FollowUpScore:
    """How far the plan is, and the marks that PEKPPP gives for it."""
    reported = (period.published_at or timezone.now()).astimezone(period.organisation.zone).date()
    return rules.follow_up_score(reported_on=reported, done_on=[row.done_on for row in rows])


def period_before(period: Period) -> Period | None:
    """The unit's published period that ended last before this one began; one query."""
    rows = Period.objects.published().filter(organisation_id=period.organisation_id, ends_on__lt=period.starts_on)
    return rows.order_by("-ends_on").first()


def _figures(pool: Pool, since: date, until: date) -> Figures:
    try:
        return figures(pool, since=since, until=until)
    except rules.NoGradeTable:  # 2014 to 2016: no verified table
        return TooFew(n=0, since=since, until=until)


def _spread(sets: Iterable[Any]) -> Spread:
    sums = {name: 0 for name in ("complete", "incomplete", "n", "values", "squares")}
    fields = ("complete", "incomplete", "values", "squares")
    for rows in sets:
        for comparable, *found in rows.order_by().values_list("comparable").annotate(*(Sum(name) for name in fields)):
            complete, incomplete, values, squares = found
            sums["complete"] += complete
            sums["incomplete"] += incomplete
            if comparable:
                sums["n"] += complete
                sums["values"] += values
                sums["squares"] += squares
    half = rules.margin(n=sums["n"], values=sums["values"], squares=sums["squares"])
    return Spread(sums["complete"], sums["incomplete"], half)


def _shown(found: Sequence[tuple[str, Pool]], since: date, until: date) -> list[Group]:
    """Rows with most answers first; what is under five goes, and so does the next smallest where one alone would be."""
    groups = [
        Group(label, one.n, one)
        for label, pool in found
        for one in (figures(pool, since=since, until=until, fewest=rules.GROUP_MINIMUM),)
        if one.n
    ]
    groups.sort(key=lambda group: (-group.n, group.label))
    few = [place for place, group in enumerate(groups) if isinstance(group.figures, TooFew)]
    if len(few) == 1 and len(groups) > 1:
        place = few[0] - 1
        groups[place] = Group(groups[place].label, groups[place].n, TooFew(groups[place].n, since, until))
    return groups[:ROWS_SHOWN]


def _units_below(unit: Organisation, side: str, since: date, until: date) -> list[tuple[str, Pool]]:
    rows: OrganisationQuerySet = Organisation.objects.at_or_below([unit.path]).exclude(pk=unit.pk)
    rows = rows.filter(kind__in=_KINDS[side]) if side in _KINDS else rows.filter(depth=unit.depth + 1)
    units = list(rows[:ROWS_SHOWN])
    pools = pools_between(units, since, until)
    found = [(one.name, pools[one.pk]) for one in units]
    if side == "unit":
        own = DailyTotal.objects.between(since, until).filter(organisation=unit)
        found.append((f"{unit} sendiri", pooled(own)))
    return found


def _tenants(mall: Organisation, since: date, until: date) -> list[tuple[str, Pool]]:
    """Each tenant's answers on the days of its stay within the span; two queries."""
    stays = Tenancy.objects.filter(Q(until__isnull=True) | Q(until__gte=since), mall=mall, since__lte=until)
    found = list(stays.select_related("unit").order_by("stand", "unit__name")[:ROWS_SHOWN])
    if not found:
        return []
    paths = [stay.unit.path for stay in found]
    by_day = grouped_by(DailyTotal.objects.between(since, until).within(paths), "organisation__path", "day")
    pools: dict[str, list[Pool]] = {}
    for stay in found:
        label = f"{stay.unit} ({stay.stand})" if stay.stand else str(stay.unit)
        last = min(until, stay.until or until)
        pools.setdefault(label, []).extend(
            pool
            for (path, day), pool in by_day.items()
            if path.startswith(stay.unit.path) and max(since, stay.since) <= day <= last
        )
    return [(label, merged(own)) for label, own in pools.items()]


def _names(unit: Organisation, dimension: str, values: Mapping[str, Any], day: date) -> dict[str, str]:
    """The words of a dimension's values; one query but for ways."""
    if dimension == "channel":
        return {value: str(label) for value, label in Channel.choices}
    if dimension == "point":
        points = Point.objects.filter(pk__in=[int(value) for value in values])
        return {str(point.pk): str(point) for point in points}
    known = {one.key: one for one in (*suggested_attributes(), *instrument_for(unit, day).attributes)}
    return dict(known[dimension].choices("id")) if dimension in known else {}
