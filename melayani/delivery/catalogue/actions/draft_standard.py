"""Enter a service, and write the draft of its standard section by section."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from melayani.delivery.catalogue import access, rules, states
from melayani.delivery.catalogue.actions.import_standard import free_slug
from melayani.delivery.catalogue.models import (
    ComplaintChannel,
    ComplaintTier,
    Component,
    FormCode,
    LegalBasis,
    ProcedureStep,
    PublishedLine,
    Requirement,
    Service,
    Stage,
    Standard,
    Variant,
)
from melayani.delivery.catalogue.rules import sections as drafted
from melayani.delivery.catalogue.steps import (
    NotPossible,
    demand,
    locked,
    record_change,
    record_of_service,
)
from melayani.delivery.catalogue.versions import lines_of, with_parts
from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Organisation


class Overtaken(NotPossible):
    """Somebody saved this draft since the actor opened it; nothing was written."""


def create_service(
    *,
    agency: Organisation,
    title: str,
    group: str,
    channels: Sequence[str],
    actor: Actor,
    now: datetime,
    aliases: Sequence[str] = (),
) -> Service:
    """A service that has no standard yet: citizens see it once a standard is in force. Raises NotPossible."""
    demand(access.may_change_standards(actor, agency))
    name = title.strip()
    if not name:
        raise NotPossible("Isi nama layanan.")
    with transaction.atomic():
        service = Service.objects.create(
            slug=free_slug(f"{rules.slug(name)}-{agency.slug}"),
            title=name,
            agency=agency,
            group=group,
            aliases=[alias.strip() for alias in aliases if alias.strip()],
            channels=list(channels),
            created_at=now,
        )
        record_of_service("service.created", service, actor, now)
    return service


def save_draft(
    *,
    standard: Standard,
    sections: drafted.Sections,
    actor: Actor,
    now: datetime,
    unread: Mapping[str, Any] | None = None,
    revision: int | None = None,
) -> Standard:
    """Write the readable `sections` of a draft, and keep what is `unread` as it was typed, by section.

    A section that is not given stays as it is. `revision` is the one that the actor saw; Overtaken is raised when a
    colleague saved since. Raises NotPossible without the right to it, or when the version is no draft.
    """
    demand(access.may_change_standards(actor, standard.service.agency))
    with transaction.atomic():
        row = locked(standard)
        if row.state != states.DRAFT:
            raise NotPossible("Isi hanya diubah selama masih rancangan. Kembalikan dahulu menjadi rancangan.")
        if revision is not None and revision != row.revision:
            raise Overtaken("Rekan Anda menyimpan rancangan ini sejak Anda membukanya.")
        before = _read(standard)
        for key, value in sections.items():
            _WRITERS[key](row, value)
        row.unread, row.revision = dict(unread or {}), row.revision + 1
        after = _read(standard)
        changed = [key for key, lines in after.items() if lines != before[key]]
        complete = {word for key, word in drafted.PARTIAL.items() if key in changed}
        row.partial = [word for word in row.partial if word not in complete]
        _save_valid(row)
        record_change("standard.changed", row, actor, now, components=changed)
    standard.refresh_from_db()
    return standard


def _read(standard: Standard) -> dict[str, list[str]]:
    return lines_of(with_parts(Standard.objects.filter(pk=standard.pk)).get())


def _save_valid(row: Standard) -> None:
    columns = ["unread", "revision", "partial", *_COLUMNS]
    try:
        row.clean_fields(exclude={one.name for one in Standard._meta.fields if not getattr(row, one.attname)})
        row.validate_constraints()
    except ValidationError as error:
        raise NotPossible(" ".join(error.messages)) from error
    row.save(update_fields=columns)


_COLUMNS = (
    *("duration_text", "duration_min", "duration_max", "duration_unit", "duration_unit_published", "clock_starts"),
    *("fee_amount", "fee_text", "levy_text", "product"),
)


def _columns(row: Standard, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    if "duration_unit" in values:
        row.duration_unit_published = ""  # the officer's own words now


def _requirements(row: Standard, rows: Sequence[drafted.RequirementRow]) -> None:
    labels, numbered = drafted.numbered(rows)
    row.requirements.all().delete()
    row.variants.all().delete()
    row.published_lines.all().delete()
    variants: dict[str, Variant | None] = {"": None}
    for position, label in enumerate(labels, 1):
        key = f"{rules.slug(label)[:50] or 'varian'}-{position}"
        variants[label] = Variant.objects.create(standard=row, key=key, label=label, position=position)
    Requirement.objects.bulk_create(
        Requirement(
            standard=row,
            variant=variants[one.variant],
            number=one.number,
            published_line=one.line,
            kind=one.row.kind,
            text=one.row.text,
            condition=one.row.condition,
            alternatives=list(one.row.alternatives),
        )
        for one in numbered
    )
    PublishedLine.objects.bulk_create(
        PublishedLine(standard=row, position=place, text=one.line[:300]) for place, one in enumerate(rows, 1)
    )


def _procedure(row: Standard, rows: Sequence[drafted.StepRow]) -> None:
    row.steps.all().delete()
    ProcedureStep.objects.bulk_create(
        ProcedureStep(standard=row, number=number, text=one.text, actor=one.actor or rules.actor_of(one.text))
        for number, one in enumerate(rows, 1)
    )


def _stages(row: Standard, rows: Sequence[drafted.LimitRow]) -> None:
    row.stages.all().delete()
    Stage.objects.bulk_create(
        Stage(standard=row, position=place, name=one.name, max=one.most, unit=one.unit, min_stated=False)
        for place, one in enumerate(rows, 1)
    )


def _tiers(row: Standard, rows: Sequence[drafted.LimitRow]) -> None:
    row.complaint_tiers.all().delete()
    ComplaintTier.objects.bulk_create(
        ComplaintTier(standard=row, position=place, tier=one.name[:80], max=one.most, unit=one.unit)
        for place, one in enumerate(rows, 1)
    )


def _forms(row: Standard, codes: Sequence[str]) -> None:
    row.forms.all().delete()
    FormCode.objects.bulk_create(
        FormCode(standard=row, position=place, code=code) for place, code in enumerate(codes, 1)
    )


def _channels(row: Standard, texts: Sequence[str]) -> None:
    row.complaint_channels.all().delete()
    ComplaintChannel.objects.bulk_create(
        ComplaintChannel(standard=row, position=place, text=text) for place, text in enumerate(texts, 1)
    )


def _legal_bases(row: Standard, texts: Sequence[str]) -> None:
    row.legal_bases.all().delete()
    LegalBasis.objects.bulk_create(
        LegalBasis(standard=row, position=place, text=text) for place, text in enumerate(texts, 1)
    )


def _component(key: str) -> Callable[[Standard, str], None]:
    def write(row: Standard, text: str) -> None:
        row.components.filter(key=key).delete()
        if text:
            Component.objects.create(standard=row, key=key, text=text)

    return write


_WRITERS: dict[str, Callable[[Standard, Any], None]] = {
    "requirements": _requirements,
    "forms": _forms,
    "procedure": _procedure,
    "duration": _columns,
    "stages": _stages,
    "fee": _columns,
    "product": _columns,
    "complaint_handling": _channels,
    "tiers": _tiers,
    "legal_basis": _legal_bases,
    **{key: _component(key) for key in drafted.TEXTS},
}
