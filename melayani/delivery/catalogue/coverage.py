"""Which services have a standard, which of its parts, published where, reviewed when; and the gaps to work through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from melayani.delivery.catalogue import rules, states
from melayani.delivery.catalogue.models import Pledge, Publication, Service, Standard
from melayani.delivery.catalogue.rules import drafting
from melayani.foundation.organisations.models import Organisation

WHOLE = drafting.join_stated(rules.COMPONENTS)
NO_STANDARD, NO_PARTS, NO_MEDIUM, OVERDUE, UNPLANNED, NO_PLEDGE = (
    *("standar", "bagian", "media", "tinjauan", "jadwal"),
    "maklumat",
)
GAPS = {
    NO_STANDARD: "Belum punya standar",
    NO_PARTS: "Bagian belum lengkap",
    NO_MEDIUM: "Belum tercatat di media",
    OVERDUE: "Tinjauan terlambat",
    UNPLANNED: "Tinjauan belum dijadwalkan",
    NO_PLEDGE: "Unit tanpa maklumat",
}
MOST_SERVICES = 2_000


@dataclass(frozen=True)
class Coverage:
    """Services offered at or below an organisation, and how many of them have what."""

    services: int
    standards: int
    whole: int
    public: int
    published: int
    reviewed: int
    overdue: int
    pledged: int
    components: list[tuple[str, int]]

    def percent(self, count: int) -> int:
        """Share of all services, rounded down: 100 stands only where nothing is missing."""
        return count * 100 // self.services if self.services else 0


@dataclass(frozen=True)
class GapRow:
    """A service with what it lacks."""

    service: Service
    version: int | None
    state: str
    missing: tuple[str, ...]
    media: int
    review_due: date | None
    reviewed_on: date | None
    open_version: int | None
    open_state: str
    gaps: tuple[str, ...]

    @property
    def stated(self) -> int:
        """How many of the fourteen components the standard in force states."""
        return len(rules.COMPONENTS) - len(self.missing)


@dataclass(frozen=True)
class ServiceFacts:
    """What PEKPPP asks of one service; `components` and `media` of its standard in force, both empty without one."""

    service: int
    title: str
    published: bool
    components: frozenset[str]
    media: frozenset[str]
    reviewed_on: date | None
    review_due: date | None

    @property
    def states_all_public(self) -> bool:
        return self.components.issuperset(rules.PUBLIC)

    @property
    def in_sippn(self) -> bool:
        return "sippn" in self.media


@dataclass(frozen=True)
class StandardFacts:
    """What PEKPPP asks of a unit and what is below it; `media` are those in which every service stands."""

    services: list[ServiceFacts]
    published: int
    media: frozenset[str]
    pledge_published: bool
    last_review: date | None

    @property
    def media_count(self) -> int:
        """Media besides SIPPN in which every service of the unit stands."""
        return len(self.media - {"sippn"})


def services_with_facts(paths: Iterable[str]) -> QuerySet[Service]:
    """Offered services at or below the tree `paths`, each with its standard in force beside it, if there is one.

    No name of a column here may be a name of a figure: an aggregate would hide the column of its name.
    """
    media = Publication.objects.filter(standard=OuterRef("held__pk")).order_by().values("standard")
    being_made = Standard.objects.filter(service=OuterRef("pk")).exclude(state__in=states.FROZEN)
    pledges = Pledge.objects.filter(organisation=OuterRef("agency_id"), state="published")
    return (
        Service.objects.of_agencies(paths)
        .filter(is_offered=True)
        .annotate(held=FilteredRelation("standards", condition=Q(standards__state__in=sorted(states.IN_FORCE))))
        .annotate(
            held_pk=F("held__pk"),
            held_version=F("held__version"),
            held_state=F("held__state"),
            held_stated=F("held__stated"),
            held_due=F("held__review_due"),
            held_reviewed=F("held__reviewed_on"),
            media_count=Coalesce(Subquery(media.annotate(n=Count("medium", distinct=True)).values("n")), Value(0)),
            open_version=Subquery(being_made.order_by("-version").values("version")[:1]),
            open_state=Subquery(being_made.order_by("-version").values("state")[:1]),
            has_medium=Exists(Publication.objects.filter(standard=OuterRef("held__pk"))),
            has_pledge=Exists(pledges),
        )
    )


def lacking(gap: str, day: date) -> Q:
    """Services (of `services_with_facts`) that lack that."""
    conditions = {
        NO_STANDARD: Q(held_pk__isnull=True),
        NO_PARTS: Q(held_pk__isnull=False) & ~Q(held_stated=WHOLE),
        NO_MEDIUM: Q(held_pk__isnull=False, has_medium=False),
        OVERDUE: Q(held_due__lt=day),
        UNPLANNED: Q(held_pk__isnull=False, held_due__isnull=True),
        NO_PLEDGE: Q(has_pledge=False),
    }
    return conditions[gap]


def coverage(paths: Sequence[str], day: date) -> Coverage:
    """The figures of all services at or below the paths; one query."""
    every = {f"has_{key}": _count(Q(held_stated__contains=f"|{key}|")) for key in rules.COMPONENTS}
    found = services_with_facts(paths).aggregate(services=Count("pk"), **_figures(day), **every)
    components = [(key, found.pop(f"has_{key}")) for key in rules.COMPONENTS]
    return Coverage(**found, components=components)


def coverage_by_agency(paths: Sequence[str], day: date) -> QuerySet[Any]:
    """The figures per agency in the order of the tree, as dictionaries; for a paginator."""
    rows = services_with_facts(paths).order_by().values("agency__slug", "agency__name", "agency__path")
    return rows.annotate(services=Count("pk"), **_figures(day)).order_by("agency__path")


def gap_services(paths: Sequence[str], day: date, gap: str = "") -> QuerySet[Service]:
    """Services that lack something (that one thing when `gap` is given): those without a date first."""
    wanted = lacking(gap, day) if gap in GAPS else Q()
    for one in () if gap in GAPS else GAPS:
        wanted |= lacking(one, day)
    rows = services_with_facts(paths).filter(wanted).select_related("agency")
    by_date = F("held_due").asc(nulls_last=True) if gap in GAPS else F("held_due").asc(nulls_first=True)
    return rows.order_by(by_date, "title", "pk")


def gap_counts(paths: Sequence[str], day: date) -> dict[str, int]:
    """How many services lack what; one query."""
    return services_with_facts(paths).aggregate(**{gap: _count(lacking(gap, day)) for gap in GAPS})


def gap_row(service: Any, day: date) -> GapRow:
    """One service of `services_with_facts` with its gaps in words; no query."""
    stated = drafting.split_stated(service.held_stated or "")
    lacks = {
        NO_STANDARD: service.held_pk is None,
        NO_PARTS: service.held_pk is not None and len(stated) < len(rules.COMPONENTS),
        NO_MEDIUM: service.held_pk is not None and service.media_count == 0,
        OVERDUE: service.held_due is not None and service.held_due < day,
        UNPLANNED: service.held_pk is not None and service.held_due is None,
        NO_PLEDGE: not service.has_pledge,
    }
    return GapRow(
        service=service,
        version=service.held_version,
        state=service.held_state or "",
        missing=tuple(key for key in rules.COMPONENTS if key not in stated),
        media=service.media_count,
        review_due=service.held_due,
        reviewed_on=service.held_reviewed,
        open_version=service.open_version,
        open_state=service.open_state or "",
        gaps=tuple(key for key, holds in lacks.items() if holds),
    )


def standard_facts(unit: Organisation) -> StandardFacts:
    """What PEKPPP asks of the unit: its services and those below it; three queries, at most 2,000 services."""
    rows: list[Any] = list(services_with_facts([unit.path]).order_by("title", "pk")[:MOST_SERVICES])
    media: dict[int, set[str]] = defaultdict(set)
    wanted = [row.held_pk for row in rows if row.held_pk]
    for standard, medium in Publication.objects.filter(standard__in=wanted).values_list("standard", "medium"):
        media[standard].add(medium)
    services = [
        ServiceFacts(
            service=row.pk,
            title=row.title,
            published=row.held_pk is not None,
            components=frozenset(drafting.split_stated(row.held_stated or "")),
            media=frozenset(media[row.held_pk]) if row.held_pk else frozenset(),
            reviewed_on=row.held_reviewed,
            review_due=row.held_due,
        )
        for row in rows
    ]
    return StandardFacts(
        services=services,
        published=sum(one.published for one in services),
        media=frozenset.intersection(*(one.media for one in services)) if services else frozenset(),
        pledge_published=Pledge.objects.filter(organisation=unit, state="published").exists(),
        last_review=max((one.reviewed_on for one in services if one.reviewed_on), default=None),
    )


def pledge_of(unit: Organisation) -> Pledge | None:
    """The unit's pledge in force with its sheet; one query."""
    rows = Pledge.objects.filter(organisation=unit, state="published")
    return rows.select_related("document__attachment", "organisation").first()


def pledges_of(unit: Organisation, limit: int = 20) -> list[Pledge]:
    """The unit's pledges, newest first, with their sheets; one query."""
    return list(Pledge.objects.filter(organisation=unit).select_related("document").order_by("-pk")[:limit])


def pledged(units: Iterable[Organisation]) -> dict[int, Pledge]:
    """Pledges in force by their units' keys; one query."""
    rows = Pledge.objects.filter(organisation__in=[unit.pk for unit in units], state="published")
    return {row.organisation_id: row for row in rows}


def _figures(day: date) -> dict[str, Count]:
    public = Q(held_pk__isnull=False)
    for key in rules.PUBLIC:
        public &= Q(held_stated__contains=f"|{key}|")
    return {
        "standards": _count(Q(held_pk__isnull=False)),
        "whole": _count(Q(held_stated=WHOLE)),
        "public": _count(public),
        "published": _count(Q(has_medium=True)),
        "reviewed": _count(Q(held_reviewed__isnull=False)),
        "overdue": _count(lacking(OVERDUE, day)),
        "pledged": _count(Q(has_pledge=True)),
    }


def _count(condition: Q) -> Count:
    return Count("pk", filter=condition)
