"""Reads of services and standards, each with a bounded number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Length

from melayani.delivery.catalogue import rules
from melayani.delivery.catalogue import work as work
from melayani.delivery.catalogue.coverage import GAPS as GAPS
from melayani.delivery.catalogue.coverage import Coverage as Coverage
from melayani.delivery.catalogue.coverage import GapRow as GapRow
from melayani.delivery.catalogue.coverage import ServiceFacts as ServiceFacts
from melayani.delivery.catalogue.coverage import StandardFacts as StandardFacts
from melayani.delivery.catalogue.coverage import coverage as coverage
from melayani.delivery.catalogue.coverage import coverage_by_agency as coverage_by_agency
from melayani.delivery.catalogue.coverage import gap_counts as gap_counts
from melayani.delivery.catalogue.coverage import gap_row as gap_row
from melayani.delivery.catalogue.coverage import gap_services as gap_services
from melayani.delivery.catalogue.coverage import pledge_of as pledge_of
from melayani.delivery.catalogue.coverage import pledged as pledged
from melayani.delivery.catalogue.coverage import pledges_of as pledges_of
from melayani.delivery.catalogue.coverage import services_with_facts as services_with_facts
from melayani.delivery.catalogue.coverage import standard_facts as standard_facts
from melayani.delivery.catalogue.mall_readings import shipped_malls as shipped_malls
from melayani.delivery.catalogue.models import (
    ComplaintChannel,
    ComplaintTier,
    FormCode,
    LegalBasis,
    ProcedureStep,
    Requirement,
    Service,
    ServiceQuerySet,
    Stage,
    Standard,
    Variant,
)
from melayani.delivery.catalogue.readings import shipped_standards as shipped_standards
from melayani.delivery.catalogue.register import CriterionRow as CriterionRow
from melayani.delivery.catalogue.register import MallCount as MallCount
from melayani.delivery.catalogue.register import MallRow as MallRow
from melayani.delivery.catalogue.register import MallView as MallView
from melayani.delivery.catalogue.register import count_malls as count_malls
from melayani.delivery.catalogue.register import mall_rows as mall_rows
from melayani.delivery.catalogue.register import mall_view as mall_view
from melayani.delivery.catalogue.register import malls_hosting as malls_hosting
from melayani.delivery.catalogue.register import provinces_with_malls as provinces_with_malls
from melayani.delivery.catalogue.register import readiness_history as readiness_history
from melayani.delivery.catalogue.register import search_malls as search_malls
from melayani.delivery.catalogue.sheets import gaps_xlsx as gaps_xlsx
from melayani.delivery.catalogue.sheets import standard_pdf as standard_pdf
from melayani.delivery.catalogue.versions import ComponentRow as ComponentRow
from melayani.delivery.catalogue.versions import Edition as Edition
from melayani.delivery.catalogue.versions import VersionView as VersionView
from melayani.delivery.catalogue.versions import component_rows as component_rows
from melayani.delivery.catalogue.versions import history as history
from melayani.delivery.catalogue.versions import latest_in_force as latest_in_force
from melayani.delivery.catalogue.versions import lines_of as lines_of
from melayani.delivery.catalogue.versions import open_version as open_version
from melayani.delivery.catalogue.versions import origins_of as origins_of
from melayani.delivery.catalogue.versions import version_of as version_of
from melayani.delivery.catalogue.versions import version_view as version_view
from melayani.delivery.catalogue.versions import versions_of as versions_of
from melayani.delivery.catalogue.versions import with_parts
from melayani.foundation.organisations.models import Organisation, Region

MOST = 100
WEIGHTS = (("search_title", 8), ("search_aliases", 4), ("search_names", 2), ("search_text", 1))


@dataclass(frozen=True)
class Found:
    """A page of services. `after` is what to ask for the next page (None: that was the last); `guessed` says that
    nothing matched as typed and words one letter off were taken."""

    services: list[Service]
    total: int
    after: int | None = None
    guessed: bool = False


@dataclass(frozen=True)
class VariantView:
    """A variant with its requirements; `variant` is None for a standard without variants."""

    variant: Variant | None
    requirements: list[Requirement]


@dataclass(frozen=True)
class ServiceView:
    """All that the catalogue knows of a service, for its page."""

    service: Service
    standard: Standard
    promise: rules.Promise | None
    variants: list[VariantView]
    steps: list[ProcedureStep] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    legal_bases: list[LegalBasis] = field(default_factory=list)
    forms: list[FormCode] = field(default_factory=list)
    complaint_channels: list[ComplaintChannel] = field(default_factory=list)
    complaint_tiers: list[ComplaintTier] = field(default_factory=list)
    components: list[ComponentRow] = field(default_factory=list)

    @property
    def agency(self) -> Organisation:
        return self.service.agency


def published_standard(service: Service | int) -> Standard | None:
    """The standard in force (published or under review), with service and agency; None when there is none."""
    pk = service if isinstance(service, int) else service.pk
    return Standard.objects.in_force().select_related("service__agency").filter(service=pk).first()


def published_standards(services: Iterable[int]) -> dict[int, Standard]:
    """Standards in force by the services' primary keys; one query."""
    return {row.service_id: row for row in Standard.objects.in_force().filter(service__in=list(services))}


def get_service(slug: str) -> Service | None:
    return Service.objects.offered().select_related("agency__region__parent").filter(slug=slug).first()


def offered_among(slugs: Iterable[str]) -> frozenset[str]:
    """Which of these services citizens can read; one query."""
    return frozenset(Service.objects.offered().filter(slug__in=set(slugs)).values_list("slug", flat=True))


def requirements_for(standard: Standard, variant: Variant | None) -> list[Requirement]:
    """The numbered requirements of `variant` (those of a standard without variants for None), in order; one query."""
    return list(Requirement.objects.filter(standard=standard, variant=variant).order_by("number"))


def variants_of(standard: Standard) -> list[Variant]:
    return list(Variant.objects.filter(standard=standard).order_by("position"))


def components(standard: Standard) -> list[ComponentRow]:
    """The fourteen components, each stated or not. What the source calls partial or unknown is not stated."""
    loaded = with_parts(Standard.objects.filter(pk=standard.pk)).get()
    return component_rows(loaded)


def service_page(slug: str) -> ServiceView | None:
    """The service with this slug, its standard in force and all parts; None when there is none to show."""
    rows = Standard.objects.in_force().filter(service__slug=slug, service__is_offered=True)
    standard = with_parts(rows.select_related("service__agency__region__parent")).first()
    if standard is None:
        return None
    return ServiceView(
        service=standard.service,
        standard=standard,
        promise=rules.promised(standard),
        variants=_variant_views(standard),
        steps=list(standard.steps.all()),
        stages=list(standard.stages.all()),
        legal_bases=list(standard.legal_bases.all()),
        forms=list(standard.forms.all()),
        complaint_channels=list(standard.complaint_channels.all()),
        complaint_tiers=list(standard.complaint_tiers.all()),
        components=component_rows(standard),
    )


def by_source(source_ids: Sequence[str]) -> list[Service]:
    """Offered services by the ids of their records, in that order; what is not there is left out. One query."""
    rows = Service.objects.offered().select_related("agency").filter(source_id__in=source_ids)
    found = {row.source_id: row for row in rows}
    return [found[source_id] for source_id in source_ids if source_id in found]


def services_of(agency: Organisation, *, limit: int = MOST) -> list[Service]:
    """Services that the agency or a unit below it offers, by title."""
    rows = Service.objects.offered().of_agencies([agency.path]).select_related("agency")
    return list(rows.order_by("title", "id")[:limit])


def groups() -> list[tuple[str, int]]:
    """Each group of services with how many are offered, the largest first."""
    rows = Service.objects.offered().values_list("group").annotate(count=Count("id")).order_by("-count", "group")
    return [(group, count) for group, count in rows]


def agencies_offering(*, region: str = "", limit: int = MOST) -> list[Organisation]:
    """Agencies with at least one service, in the order of the tree, within the region (a Kemendagri code)."""
    found = Organisation.objects.filter(services__in=Service.objects.offered())
    if region:
        found = found.filter(region__code__startswith=region)
    return list(found.distinct().prefetch_related("region__parent")[:limit])


def provinces_offering() -> list[tuple[str, str]]:
    """Code and name of each province where a service is offered, by code; two plain queries, no join of regions."""
    places = Service.objects.offered().filter(agency__region__isnull=False).order_by()
    codes = {code[:2] for code in places.values_list("agency__region_id", flat=True).distinct()}
    return list(Region.objects.filter(code__in=codes).order_by("code").values_list("code", "name"))


def search(
    q: str = "",
    *,
    unit: str | None = None,
    region: str | None = None,
    group: str | None = None,
    near: str = "",
    limit: int = 20,
    after: int = 0,
) -> Found:
    """Services in which every word of `q` begins a word of title, alias, agency, region or requirement.

    The best match comes first: the very title, then by how many words stand in the title, then what is offered in or
    around the region `near`, then title before alias before agency before requirement, then the shorter title, of
    which more was named. `unit` is an agency's slug,
    `region` and `near` are Kemendagri codes (a province reaches its regencies). `limit` is at most 100; `after` is
    `Found.after` of the page before.
    """
    limit, after = max(1, min(limit, MOST)), max(0, min(after, 100_000))
    rows = _within(
        Service.objects.offered().select_related("agency").prefetch_related("agency__region"), unit, region, group
    )
    words = rules.query_words(q)
    found, guessed = _matching(rows, words)
    total = found.count()
    page = list(_best_first(found, q, words, near)[after : after + limit])
    more = after + limit < total
    return Found(services=page, total=total, after=after + limit if more else None, guessed=guessed)


def regions_of_search(q: str, *, limit: int = MOST) -> list[Region]:
    """The regencies in which services under these words are offered, by name; three queries at most."""
    words = rules.query_words(q)
    if not words:
        return []
    found, _guessed = _matching(Service.objects.offered(), words)
    codes = found.order_by().values("agency__region")
    return list(Region.objects.filter(code__in=codes, level="regency").order_by("name", "code")[:limit])


def _best_first(rows: ServiceQuerySet, q: str, words: Sequence[str], near: str) -> ServiceQuerySet:
    if not words:
        return rows.order_by("title", "id")
    whole = Case(When(search_title=rules.searchable([q[:200]]), then=Value(1)), default=Value(0))
    titled: Any = Value(0)
    for word in words:
        titled = titled + Case(When(search_title__contains=rules.beginning_with(word), then=Value(1)), default=Value(0))
    known: Any = rows.annotate(whole=whole, titled=titled, nearness=_nearness(near))
    return cast(
        ServiceQuerySet,
        known.order_by("-whole", "-titled", "-nearness", "-score", Length("search_title"), "title", "id"),
    )


def _nearness(near: str) -> Combinable:
    """2 for what is offered in the region `near`, 1 in its province, else 0."""
    if not near:
        return Value(0)
    there = When(agency__region__code__startswith=near[:8], then=Value(2))
    return cast(
        Combinable, Case(there, When(agency__region__code__startswith=near[:2], then=Value(1)), default=Value(0))
    )


def _within(rows: ServiceQuerySet, unit: str | None, region: str | None, group: str | None) -> ServiceQuerySet:
    unit, region, group = ((asked or "").replace("\x00", "") for asked in (unit, region, group))
    if unit:
        agency = Organisation.objects.filter(slug=unit[:80]).values_list("path", flat=True).first()
        rows = rows.of_agencies([agency] if agency else [])
    if region:
        rows = rows.filter(agency__region__code__startswith=region[:8])
    return rows.filter(group=group[:40]) if group else rows


def _matching(rows: ServiceQuerySet, words: Sequence[str]) -> tuple[ServiceQuerySet, bool]:
    if not words:
        return rows, False
    exact = rows.filter(*(Q(search_text__contains=rules.beginning_with(word)) for word in words))
    if exact.exists():
        return exact.annotate(
            score=_score(words, "contains", {word: rules.beginning_with(word) for word in words})
        ), False
    patterns = {word: rules.one_letter_off(word) for word in words}
    near = rows.filter(
        *(Q(search_text__contains=rules.beginning_with(word)) | Q(search_text__regex=patterns[word]) for word in words)
    )
    return near.annotate(score=_score(words, "regex", patterns)), True


def _score(words: Sequence[str], lookup: str, patterns: dict[str, str]) -> Combinable:
    total: Any = Value(0)
    for word in words:
        conditions = [When(**{f"{column}__{lookup}": patterns[word]}, then=Value(weight)) for column, weight in WEIGHTS]
        total = total + Case(*conditions, default=Value(0), output_field=IntegerField())
    return cast(Combinable, total)


def _variant_views(standard: Standard) -> list[VariantView]:
    requirements = list(standard.requirements.all())
    variants = list(standard.variants.all())
    if not variants:
        return [VariantView(variant=None, requirements=requirements)] if requirements else []
    return [
        VariantView(variant=variant, requirements=[row for row in requirements if row.variant_id == variant.pk])
        for variant in variants
    ]
