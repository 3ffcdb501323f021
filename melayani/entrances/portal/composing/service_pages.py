"""A service and an agency as their pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from melayani.delivery.appointments import queries as appointments
from melayani.delivery.catalogue import queries as catalogue
from melayani.delivery.catalogue.models import Pledge, ProcedureStep, Requirement, Service, Variant
from melayani.delivery.queues.queries import QueueBoard
from melayani.entrances.portal import readings, words
from melayani.entrances.portal.composing.facilities import FacilityCard, facility_card
from melayani.entrances.portal.composing.offices import HoursRow, Notice, Office, hours_table, offices
from melayani.entrances.portal.composing.promises import Beside, ServiceCard, beside_of, cards
from melayani.entrances.portal.composing.queues import live_queue
from melayani.entrances.portal.composing.standards import Cause, causes
from melayani.entrances.portal.composing.talks import Talk, talks_about
from melayani.foundation.organisations import queries as organisations
from melayani.foundation.organisations.models import Organisation, Tenancy
from melayani.foundation.ui.format import format_duration
from melayani.oversight.evaluation import queries as evaluation
from melayani.oversight.evaluation.queries import PublishedIndex
from melayani.oversight.facilities.access import has_public_list
from melayani.voice.surveys import queries as surveys

FEATURED = 6
MOST_AFTER = 10_000


def whole_number(typed: str) -> int:
    """The place in a list that an address asks for, at most MOST_AFTER; 0 for anything that is no number."""
    return min(int(typed), MOST_AFTER) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0


@dataclass(frozen=True)
class Asked:
    """What a visitor asked the search for; every value is bounded."""

    q: str = ""
    group: str = ""
    region: str = ""
    unit: str = ""
    after: int = 0

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Asked:
        return cls(
            q=query.get("q", "").replace("\x00", "").strip()[:200],
            group=query.get("kelompok", "").replace("\x00", "")[:40],
            region=query.get("wilayah", "").replace("\x00", "")[:5],
            unit=query.get("instansi", "").replace("\x00", "")[:80],
            after=whole_number(query.get("setelah", "")),
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.group or self.region or self.unit)


def featured(region: str) -> list[Service]:
    """What home shows: the services of the chosen province, else those named in data/home.json that are there."""
    if region:
        return catalogue.search("", region=region, limit=FEATURED).services
    named = catalogue.by_source(readings.home()["featured"])
    return named or catalogue.search("", limit=FEATURED).services


@dataclass(frozen=True)
class RequirementLine:
    """A requirement with the condition that the choice of the variant does not answer already."""

    requirement: Requirement
    condition: str


@dataclass(frozen=True)
class VariantCard:
    variant: Variant | None
    lines: list[RequirementLine]


@dataclass(frozen=True)
class Step:
    """A step with who acts, in words ("" when the standard does not say)."""

    step: ProcedureStep
    who: str

    @property
    def is_yours(self) -> bool:
        return self.step.actor == "applicant"


@dataclass(frozen=True)
class Limit:
    """A stage or a tier with its time in words."""

    name: str
    time: str


@dataclass(frozen=True)
class Way:
    """A way to apply, with what the standard says of it."""

    key: str
    icon: str
    title: str
    text: str
    note: str


@dataclass(frozen=True)
class Missing:
    """A part of the standard that the published one does not state."""

    name: str


@dataclass(frozen=True)
class ServicePage:
    """Everything on the page of a service."""

    view: catalogue.ServiceView
    beside: Beside
    office: Office
    hours: list[HoursRow]
    notices: list[Notice]
    figures: surveys.IndexResult | surveys.TooFew
    today: date
    visits: list[appointments.Visit]
    causes: list[Cause]
    talks: list[Talk]

    @property
    def service(self) -> Service:
        return self.view.service

    @property
    def agency(self) -> Organisation:
        return self.view.service.agency

    @property
    def variants(self) -> list[VariantCard]:
        return [
            VariantCard(one.variant, [_line(row, one.variant) for row in one.requirements])
            for one in self.view.variants
        ]

    @property
    def steps(self) -> list[Step]:
        return [Step(step=row, who=str(words.ACTORS.get(row.actor, ""))) for row in self.view.steps]

    @property
    def has_actors(self) -> bool:
        return any(row.actor for row in self.view.steps)

    @property
    def stated_public(self) -> int:
        return sum(1 for row in self.view.components if row.public and row.stated)

    @property
    def stated(self) -> int:
        return sum(1 for row in self.view.components if row.stated)

    @property
    def stages(self) -> list[Limit]:
        return [Limit(row.name, format_duration(row.min, row.max, row.unit)) for row in self.view.stages]

    @property
    def tiers(self) -> list[Limit]:
        return [Limit(row.tier, format_duration(None, row.max, row.unit)) for row in self.view.complaint_tiers]

    @property
    def ways(self) -> list[Way]:
        """Ways to apply; one that this platform does not know stays unsaid."""
        notes = self.service.channel_notes
        known = [(key, words.WAYS[key]) for key in self.service.channels if key in words.WAYS]
        return [
            Way(
                key,
                icon,
                str(title) if key != "external" else notes.get(key, str(title)),
                str(text),
                notes.get(key, ""),
            )
            for key, (icon, title, text) in known
        ]

    @property
    def source_link(self) -> str:
        """The address in the source, when it begins with one."""
        first = self.view.standard.source_url.split(" ")[0]
        return first if first.startswith(("https://", "http://")) else ""

    @property
    def missing(self) -> list[Missing]:
        """What the published standard leaves out, the public parts first."""
        names = [str(words.COMPONENTS[row.key]) for row in self.view.components if not row.stated]
        standard = self.view.standard
        extras = [
            (not standard.decree_no, _("Nomor keputusan standar")),
            (not standard.clock_starts and self.view.promise is not None, _("Mulai hitungan waktu")),
        ]
        return [Missing(name) for name in names] + [Missing(text) for absent, text in extras if absent]

    @property
    def dots(self) -> list[bool]:
        """One per component, true when stated, the public six first."""
        return [row.stated for row in self.view.components]

    @property
    def group(self) -> str:
        return words.group_name(self.service.group)


def service_page(slug: str, now: datetime) -> ServicePage | None:
    """The page of the service with this slug, or None; a constant number of queries."""
    view = catalogue.service_page(slug)
    if view is None:
        return None
    (office,) = offices([view.agency], now)
    today = now.astimezone(view.agency.zone).date()
    return ServicePage(
        view=view,
        beside=beside_of(view.standard, now),
        office=office,
        hours=hours_table(office.week, today),
        notices=office.notices,
        figures=surveys.index_of(unit=view.agency, service=view.service.pk, now=now),
        today=today,
        visits=appointments.visits_of(view.service, now),
        causes=causes(catalogue.origins_of(view.standard)),
        talks=talks_about(view.service, view.standard.version, today),
    )


def _line(row: Requirement, variant: Variant | None) -> RequirementLine:
    """Under "Hilang" the words "bila hilang" say nothing new."""
    answered = variant is not None and row.condition.removeprefix("bila ").casefold() in variant.label.casefold()
    return RequirementLine(requirement=row, condition="" if answered else row.condition)


@dataclass(frozen=True)
class AgencyPage:
    """Everything on the page of an agency."""

    agency: Organisation
    above: list[Organisation]
    office: Office
    hours: list[HoursRow]
    notices: list[Notice]
    cards: list[ServiceCard]
    figures: surveys.IndexResult | surveys.TooFew
    facilities: FacilityCard | None  # None of a government: its offices have theirs
    malls: list[Tenancy]
    queue: QueueBoard | None
    pledge: Pledge | None
    judged: PublishedIndex | None  # of the evaluation, once it is published


def agency_page(slug: str, now: datetime) -> AgencyPage | None:
    """The page of the organisation with this slug, or None; a constant number of queries."""
    agency = Organisation.objects.select_related("region__parent").filter(slug=slug).first()
    if agency is None:
        return None
    (office,) = offices([agency], now)
    today = now.astimezone(agency.zone).date()
    return AgencyPage(
        agency=agency,
        above=organisations.ancestors_and_self(agency)[:-1],
        office=office,
        hours=hours_table(office.week, today),
        notices=office.notices,
        cards=cards(catalogue.services_of(agency, limit=30), now),
        figures=surveys.index_of(unit=agency, now=now),
        facilities=facility_card(agency, today) if has_public_list(agency) else None,
        malls=catalogue.malls_hosting(agency, today),
        queue=live_queue(agency, now),
        pledge=catalogue.pledge_of(agency),
        judged=evaluation.published_index(agency),
    )
