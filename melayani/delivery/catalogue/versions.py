"""One version as it is read: its lines by component, its way through the process, what changed and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from melayani.delivery.catalogue import rules, states
from melayani.delivery.catalogue.models import (
    ClauseOrigin,
    ComplaintChannel,
    ComplaintTier,
    Component,
    Discussion,
    FormCode,
    LegalBasis,
    ProcedureStep,
    Publication,
    Requirement,
    Service,
    Stage,
    Standard,
    StandardCheck,
    TeamMember,
    Variant,
)
from melayani.delivery.catalogue.rules import drafting
from melayani.foundation.ui.format import format_duration, format_rupiah

MOST_VERSIONS = 40
MOST_ROWS = 100


@dataclass(frozen=True)
class ComponentRow:
    """One of the fourteen components of a standard, and whether the standard states it."""

    key: str
    public: bool
    stated: bool


@dataclass(frozen=True)
class VersionView:
    """A version with everything of its process."""

    standard: Standard
    components: list[ComponentRow]
    team: list[TeamMember]
    discussions: list[Discussion]
    publications: list[Publication]
    checks: list[StandardCheck]
    origins: list[ClauseOrigin]

    @property
    def missing_public(self) -> list[str]:
        return [row.key for row in self.components if row.public and not row.stated]

    @property
    def missing(self) -> list[str]:
        return [row.key for row in self.components if not row.stated]

    @property
    def progress(self) -> drafting.Progress:
        standard = self.standard
        return drafting.Progress(
            unread=bool(standard.unread),
            team=len(self.team),
            present=bool(standard.present_state),
            missing_public=len(self.missing_public),
            discussions=len(self.discussions),
            minutes=sum(1 for one in self.discussions if one.has_minutes),
            decreed=bool(standard.decree_no and standard.decree_date and standard.decree_by),
        )


@dataclass(frozen=True)
class Edition:
    """A version in the history: what changed against the one before it, and what caused it."""

    standard: Standard
    changes: list[drafting.Change]
    origins: dict[str, list[ClauseOrigin]] = field(default_factory=dict)
    first: bool = False

    @property
    def other_origins(self) -> list[ClauseOrigin]:
        """Causes noted for a component whose words did not change."""
        changed = {change.component for change in self.changes}
        return [row for key, rows in self.origins.items() if key not in changed for row in rows]


def with_parts(rows: QuerySet[Standard]) -> QuerySet[Standard]:
    """The standards with all their parts, in nine queries more."""
    return rows.prefetch_related(
        Prefetch("variants", Variant.objects.order_by("position")),
        Prefetch("requirements", Requirement.objects.order_by("number", "id")),
        Prefetch("steps", ProcedureStep.objects.order_by("number")),
        Prefetch("stages", Stage.objects.order_by("position")),
        Prefetch("legal_bases", LegalBasis.objects.order_by("position")),
        Prefetch("forms", FormCode.objects.order_by("position")),
        Prefetch("complaint_channels", ComplaintChannel.objects.order_by("position")),
        Prefetch("complaint_tiers", ComplaintTier.objects.order_by("position")),
        Prefetch("components", Component.objects.order_by("key")),
    )


def version_of(service: Service, version: int) -> Standard | None:
    """That version with its parts, or None."""
    rows = Standard.objects.filter(service=service, version=version)
    return with_parts(rows.select_related("service__agency__region__parent", "decree_file")).first()


def latest_in_force(service: Service) -> Standard | None:
    """The version in force with its parts, or None."""
    return with_parts(Standard.objects.in_force().filter(service=service)).first()


def version_view(standard: Standard) -> VersionView:
    """The version (loaded with its parts) with its process; five queries."""
    return VersionView(
        standard=standard,
        components=component_rows(standard),
        team=list(TeamMember.objects.filter(standard=standard).order_by("pk")[:MOST_ROWS]),
        discussions=list(
            Discussion.objects.filter(standard=standard).select_related("minutes_file").order_by("held_on", "pk")
        ),
        publications=list(
            Publication.objects.filter(standard=standard)
            .select_related("file")
            .order_by("published_on", "pk")[:MOST_ROWS]
        ),
        checks=list(
            StandardCheck.objects.filter(standard=standard)
            .select_related("checked_by")
            .order_by("-checked_on", "-pk")[:MOST_ROWS]
        ),
        origins=origins_of(standard),
    )


def origins_of(version: Standard) -> list[ClauseOrigin]:
    """What caused the components of the version, in the order of the fourteen; one query."""
    rows = list(ClauseOrigin.objects.filter(standard=version).order_by("pk")[:MOST_ROWS])
    place = {key: number for number, key in enumerate(rules.COMPONENTS)}
    return sorted(rows, key=lambda row: (place.get(row.component, len(place)), row.pk))


def history(service: Service) -> list[Edition]:
    """The published versions, newest first, with what changed and why; a fixed number of queries."""
    rows = Standard.objects.frozen().filter(service=service)
    found = list(with_parts(rows.order_by("-version"))[:MOST_VERSIONS])
    causes: dict[int, dict[str, list[ClauseOrigin]]] = defaultdict(lambda: defaultdict(list))
    for row in ClauseOrigin.objects.filter(standard__in=found).order_by("pk"):
        causes[row.standard_id][row.component].append(row)
    editions = []
    for place, standard in enumerate(found):
        before = found[place + 1] if place + 1 < len(found) else None
        differs = drafting.changes(lines_of(before), lines_of(standard)) if before else []
        editions.append(Edition(standard, differs, dict(causes[standard.pk]), first=before is None))
    return editions


def versions_of(service: Service) -> list[Standard]:
    """All versions, newest first; one query."""
    return list(Standard.objects.filter(service=service).order_by("-version")[:MOST_VERSIONS])


def open_version(service: Service) -> Standard | None:
    """The version that is being made, or None; one query."""
    return Standard.objects.filter(service=service).exclude(state__in=states.FROZEN).order_by("-version").first()


def component_rows(standard: Standard) -> list[ComponentRow]:
    """The fourteen components of a standard loaded with its parts; what the source calls partial is not stated."""
    stated = {
        "requirements": bool(standard.requirements.all()) and "requirements" not in standard.partial,
        "procedure": bool(standard.steps.all()) and "procedure_steps" not in standard.partial,
        "duration": bool(standard.duration_unit) and "duration" not in standard.partial,
        "fee": "fee" not in standard.partial and (standard.fee_amount is not None or bool(standard.fee_text)),
        "product": bool(standard.product),
        "complaint_handling": bool(standard.complaint_channels.all()) and "complaint_channels" not in standard.partial,
        "legal_basis": bool(standard.legal_bases.all()),
    }
    internal = {row.key for row in standard.components.all() if row.text}
    return [
        ComponentRow(key=key, public=key in rules.PUBLIC, stated=stated.get(key, False) or key in internal)
        for key in rules.COMPONENTS
    ]


def lines_of(standard: Standard) -> dict[str, list[str]]:
    """The fourteen components of a standard (loaded with its parts) as lines of text, to compare and to print."""
    internal = {row.key: row.text.splitlines() for row in standard.components.all()}
    return {
        "requirements": _requirement_lines(standard),
        "procedure": [row.text for row in standard.steps.all()],
        "duration": _duration_lines(standard),
        "fee": _fee_lines(standard),
        "product": [standard.product] if standard.product else [],
        "complaint_handling": [
            *(row.text for row in standard.complaint_channels.all()),
            *(f"{row.tier}: {format_duration(None, row.max, row.unit)}" for row in standard.complaint_tiers.all()),
        ],
        "legal_basis": [row.text for row in standard.legal_bases.all()],
        **{key: internal.get(key, []) for key in rules.INTERNAL if key != "legal_basis"},
    }


def requirement_text(row: Requirement) -> str:
    """A requirement as one line: its text and when it holds."""
    return f"{row.text} ({row.condition})" if row.condition else row.text


def _requirement_lines(standard: Standard) -> list[str]:
    labels: Mapping[int | None, str] = {row.pk: row.label for row in standard.variants.all()}
    rows: Sequence[Requirement] = list(standard.requirements.all())
    place: dict[int | None, int] = {key: number for number, key in enumerate(labels)}
    ordered = sorted(rows, key=lambda row: (place.get(row.variant_id, -1), row.number))
    named = [(labels.get(row.variant_id, ""), requirement_text(row)) for row in ordered]
    return [f"{label}: {text}" if label else text for label, text in named]


def _duration_lines(standard: Standard) -> list[str]:
    lines = []
    if standard.duration_unit:
        lines.append(format_duration(standard.duration_min, standard.duration_max, standard.duration_unit))
    if standard.duration_text and standard.duration_text not in lines:
        lines.append(standard.duration_text)
    if standard.clock_starts:
        lines.append(f"dihitung sejak {standard.clock_starts}")
    return lines + [f"{row.name}: {format_duration(row.min, row.max, row.unit)}" for row in standard.stages.all()]


def _fee_lines(standard: Standard) -> list[str]:
    lines = [] if standard.fee_amount is None else [format_rupiah(standard.fee_amount)]
    return lines + [text for text in (standard.fee_text, standard.levy_text) if text and text not in lines]
