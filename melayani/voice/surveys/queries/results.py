"""Results from several sides: by service, counter, tenant, unit, agency, region, way and group; trend; spread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from melayani.foundation.organisations.models import (
    Kind,
    Organisation,
    OrganisationQuerySet,
    Tenancy,
    at_or_below,
)
from melayani.voice.surveys import rules
from melayani.voice.surveys.figures import Figures, Pool, TooFew, figures
from melayani.voice.surveys.instrument import suggested_attributes
from melayani.voice.surveys.models import (
    Channel,
    DayTotal,
    FollowUp,
    GroupTotal,
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
    "gerai": "Gerai",
    "instansi": "Instansi",
    "wilayah": "Wilayah",
}
_PLACES = {"loket": "point_id", "cara": "channel"}
_KINDS = {"instansi": (Kind.AGENCY,), "wilayah": (Kind.PROVINCE, Kind.REGENCY, Kind.CITY)}


@dataclass(frozen=True)
class Group:
    """One row of a break-down. A group under five answers has no figures, nor has one that would give it away."""

    label: str
    n: int
    figures: Figures
    slug: str = ""  # of the tenant, where a row is one


def breakdown(unit: Organisation, side: str, *, since: date, until: date) -> list[Group]:
    """The answers at or below the unit from one side (a key of SIDES, or an attribute); at most three queries."""
    if side == "gerai":
        return mall_index(unit, since=since, until=until, fewest=rules.GROUP_MINIMUM).tenants
    if side in ("unit", *_KINDS):
        return _shown(_units_below(unit, side, since, until), since, until)
    if side == "layanan":
        rows = DayTotal.objects.between(since, until).within([unit.path])
        titled = grouped_by(rows, "service_id", "service__title")
        return _shown([(title, pool) for (_, title), pool in titled.items()], since, until)
    if side in _PLACES:
        rows = DayTotal.objects.between(since, until).within([unit.path]).exclude(**{_PLACES[side]: None})
        found = {str(value): pool for (value,), pool in grouped_by(rows, _PLACES[side]).items()}
    else:
        rows = GroupTotal.objects.between(since, until).within([unit.path]).filter(dimension=side)
        found = {value: pool for (value,), pool in grouped_by(rows, "value").items()}
    names = _names(unit, side, found, until)
    return _shown([(names.get(value, value), pool) for value, pool in found.items()], since, until)


def attributes_answered(unit: Organisation, *, since: date, until: date) -> list[str]:
    """What respondents said about themselves in the span: attribute keys; one query."""
    rows = GroupTotal.objects.between(since, until).within([unit.path])
    return sorted(rows.order_by().values_list("dimension", flat=True).distinct())


@dataclass(frozen=True)
class MallIndex:
    """A mall with its tenants pooled, and each of them; the mall's own desk stands among them where it has answers."""

    figures: Figures
    tenants: list[Group]
    since: date
    until: date


def mall_index(mall: Organisation, *, since: date, until: date, fewest: int = rules.MINIMUM_SHOWN) -> MallIndex:
    """The answers of the mall's tenants on the days they stood there, and the mall's own; at most four queries.

    Answers are pooled, so a big tenant weighs more than a small one. Tenants below `fewest` answers have no figures.
    """
    tenants = _tenants(mall, since, until)
    own = _own_desk(mall, [one.path for one in tenants], since, until)
    pool = merged([own, *(one.pool for one in tenants)])
    rows = [*((one.label, one.pool) for one in tenants), (str(mall), own)]
    slugs = {one.label: one.slug for one in tenants} | {str(mall): mall.slug}
    groups = [replace(group, slug=slugs[group.label]) for group in _shown(rows, since, until, fewest=fewest)]
    return MallIndex(figures(pool, since=since, until=until), groups, since, until)


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


def _shown(
    found: Sequence[tuple[str, Pool]], since: date, until: date, *, fewest: int = rules.GROUP_MINIMUM
) -> list[Group]:
    """Rows with most answers first; what is too small goes, and so does the next smallest where one alone would be."""
    groups = [
        Group(label, one.n, one)
        for label, pool in found
        for one in (figures(pool, since=since, until=until, fewest=fewest),)
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
        own = DayTotal.objects.between(since, until).filter(organisation=unit)
        found.append((f"{unit} sendiri", pooled(own)))
    return found


def _own_desk(mall: Organisation, tenants: Sequence[str], since: date, until: date) -> Pool:
    """What the mall answers for itself: a tenant that hangs below it in the tree is not counted twice."""
    below = [path for path in tenants if path.startswith(mall.path)]
    if not below:
        return pool_of(mall, since, until)
    rows = DayTotal.objects.between(since, until).within([mall.path])
    return pooled(rows.exclude(at_or_below(below, "organisation__")))


@dataclass
class _Tenant:
    """A tenant's answers at one stand."""

    label: str
    slug: str
    path: str
    pool: Pool = field(default_factory=dict)


def _tenants(mall: Organisation, since: date, until: date) -> list[_Tenant]:
    """Each tenant's answers on the days of its agreed stay within the span; two queries."""
    stays = Tenancy.objects.agreed().filter(Q(until__isnull=True) | Q(until__gte=since), mall=mall, since__lte=until)
    found = list(stays.select_related("unit").order_by("stand", "unit__name", "since")[:ROWS_SHOWN])
    if not found:
        return []
    paths = [stay.unit.path for stay in found]
    by_day = grouped_by(DayTotal.objects.between(since, until).within(paths), "organisation__path", "day")
    tenants: dict[str, _Tenant] = {}
    for stay in found:
        label = f"{stay.unit} ({stay.stand})" if stay.stand else str(stay.unit)
        own = tenants.setdefault(label, _Tenant(label, stay.unit.slug, stay.unit.path))
        last = min(until, stay.until or until)
        during = (
            pool
            for (path, day), pool in by_day.items()
            if path.startswith(stay.unit.path) and max(since, stay.since) <= day <= last
        )
        own.pool = merged([own.pool, *during])
    return list(tenants.values())


def _names(unit: Organisation, side: str, values: Mapping[str, Any], day: date) -> dict[str, str]:
    """The words of a side's values; one query but for ways."""
    if side == "cara":
        return {value: str(label) for value, label in Channel.choices}
    if side == "loket":
        points = Point.objects.filter(pk__in=[int(value) for value in values])
        return {str(point.pk): str(point) for point in points}
    known = {one.key: one for one in (*suggested_attributes(), *instrument_for(unit, day).attributes)}
    return dict(known[side].choices("id")) if side in known else {}
