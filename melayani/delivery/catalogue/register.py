"""The register of malls as pages read it: found malls with their counts, one mall with tenants and readiness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from melayani.delivery.catalogue import mall_readings, rules
from melayani.delivery.catalogue.models import MallEntry, ReadinessCheck, Service
from melayani.foundation.organisations.models import Kind, Organisation, OrganisationQuerySet, Region, Tenancy

FORMER = 50
HISTORY = 40


@dataclass(frozen=True)
class MallRow:
    """A mall in the register with what stands in it on the day asked."""

    mall: Organisation
    tenants: int
    services: int
    readiness: rules.Readiness


@dataclass(frozen=True)
class FoundMalls:
    """A page of the register; `after` is what to ask for the next page (None: that was the last)."""

    rows: list[MallRow]
    total: int
    after: int | None = None


@dataclass(frozen=True)
class MallCount:
    """Malls of this register on a day: surely open, and those whose opening date nobody stated."""

    open: int
    unknown: int
    national: mall_readings.NationalCount | None


@dataclass(frozen=True)
class Stand:
    """A tenant in force with the services that it or a unit below it offers."""

    tenancy: Tenancy
    services: list[Service]


@dataclass(frozen=True)
class CriterionRow:
    """A criterion with the judgement that holds, if there is one."""

    criterion: mall_readings.Criterion
    check: ReadinessCheck | None

    @property
    def state(self) -> str:
        return self.check.state if self.check else rules.NOT_JUDGED


@dataclass(frozen=True)
class MallView:
    """All that the catalogue knows of a mall on a day."""

    mall: Organisation
    entry: MallEntry | None
    stands: list[Stand]
    former: list[Tenancy]
    criteria: mall_readings.Criteria
    rows: list[CriterionRow]

    @property
    def readiness(self) -> rules.Readiness:
        states = {row.criterion.key: row.state for row in self.rows}
        return rules.readiness(self.criteria.keys, states)

    @property
    def services(self) -> list[Service]:
        return [service for stand in self.stands for service in stand.services]


def search_malls(
    q: str = "",
    *,
    day: date,
    region: str = "",
    among: Collection[int] | None = None,
    limit: int = 12,
    after: int = 0,
) -> FoundMalls:
    """Malls not closed on `day` and not opened later, by region and name; five queries at most.

    Each word of `q` stands in the name of the mall, of its region or of the province. `region` is a Kemendagri code;
    `among` keeps only malls with these primary keys.
    """
    rows = _named(_malls_on(day), q)
    if region:
        rows = rows.filter(region__code__startswith=region[:8])
    if among is not None:
        rows = rows.filter(pk__in=list(among))
    total = rows.count()
    ordered = rows.select_related("region__parent").order_by("region_id", "name", "pk")
    page = list(ordered[after : after + limit])
    return FoundMalls(mall_rows(page, day), total, after + limit if after + limit < total else None)


def provinces_with_malls() -> list[tuple[str, str]]:
    """Code and name of each province with a mall, by code; two queries."""
    rows = Organisation.objects.filter(kind=Kind.MALL, region__isnull=False).order_by()
    codes = {code[:2] for code in rows.values_list("region_id", flat=True).distinct()}
    return list(Region.objects.filter(code__in=codes).order_by("code").values_list("code", "name"))


def count_malls(day: date) -> MallCount:
    """How many malls of this register were there on `day`, beside what is published of the country; two queries."""
    rows = _malls_on(day)
    return MallCount(
        open=rows.filter(opened_on__isnull=False).count(),
        unknown=rows.filter(opened_on__isnull=True).count(),
        national=mall_readings.national_count_before(day),
    )


def mall_view(slug: str, day: date) -> MallView | None:
    """The mall of this slug on `day`, open or closed; None when there is none. Five queries, however many tenants."""
    rows = Organisation.objects.select_related("region__parent").filter(kind=Kind.MALL, slug=slug[:80])
    mall = rows.first()
    if mall is None:
        return None
    stays = Tenancy.objects.filter(mall=mall).select_related("unit")
    criteria = mall_readings.criteria_on(day)
    checks = {row.criterion: row for row in ReadinessCheck.objects.current(criteria.version).filter(mall=mall)}
    return MallView(
        mall=mall,
        entry=MallEntry.objects.filter(mall=mall).first(),
        stands=_stands(list(stays.current(day).order_by("stand", "unit__name", "pk"))),
        former=list(stays.over(day).order_by("-until", "unit__name", "pk")[:FORMER]),
        criteria=criteria,
        rows=[CriterionRow(item, checks.get(item.key)) for item in criteria.items],
    )


def malls_hosting(unit: Organisation, day: date) -> list[Tenancy]:
    """Where the unit also serves on `day`, with mall loaded; one query."""
    return list(Tenancy.objects.current(day).filter(unit=unit).select_related("mall").order_by("mall__name", "pk"))


def readiness_history(mall: Organisation, criterion: str) -> list[ReadinessCheck]:
    """The judgements of one criterion, newest first, with who made them; one query."""
    rows = ReadinessCheck.objects.filter(mall=mall, criterion=criterion).select_related("checked_by")
    return list(rows.order_by("-pk")[:HISTORY])


def mall_rows(malls: Sequence[Organisation], day: date) -> list[MallRow]:
    """The malls with what stands in each on `day`; three queries."""
    stays = list(Tenancy.objects.current(day).filter(mall__in=malls).select_related("unit")) if malls else []
    offered = [] if not stays else _offered(stays)
    criteria = mall_readings.criteria_on(day)
    checks: dict[int, dict[str, str]] = defaultdict(dict)
    for row in ReadinessCheck.objects.current(criteria.version).filter(mall__in=malls) if malls else ():
        checks[row.mall_id][row.criterion] = row.state
    hosted: dict[int, list[str]] = defaultdict(list)
    for stay in stays:
        hosted[stay.mall_id].append(stay.unit.path)
    return [
        MallRow(
            mall=mall,
            tenants=len(hosted[mall.pk]),
            services=sum(1 for one in offered if one.agency.path.startswith(tuple(hosted[mall.pk]))),
            readiness=rules.readiness(criteria.keys, checks[mall.pk]),
        )
        for mall in malls
    ]


def _malls_on(day: date) -> OrganisationQuerySet:
    found: OrganisationQuerySet = Organisation.objects.open_on(day).filter(kind=Kind.MALL)
    return found


def _named(rows: OrganisationQuerySet, q: str) -> OrganisationQuerySet:
    for word in q.replace("\x00", "").split()[:8]:
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(short_name__icontains=word)
            | Q(region__name__icontains=word)
            | Q(region__parent__name__icontains=word)
        )
    return rows


def _stands(stays: Sequence[Tenancy]) -> list[Stand]:
    offered = _offered(stays) if stays else []
    return [Stand(stay, [one for one in offered if one.agency.path.startswith(stay.unit.path)]) for stay in stays]


def _offered(stays: Iterable[Tenancy]) -> list[Service]:
    rows = Service.objects.offered().of_agencies({stay.unit.path for stay in stays}).select_related("agency")
    return list(rows.order_by("title", "pk"))
