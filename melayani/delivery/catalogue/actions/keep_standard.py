"""Carry a version of a standard through its life; a published one is never changed, a new version takes its place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from melayani.delivery.catalogue import access, rules, states
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
from melayani.foundation.audit import Actor, record
from melayani.foundation.numbers.rules import Reference

EVENTS = {
    "consult": "standard.consultation_opened",
    "redraft": "standard.redrafted",
    "agree": "standard.agreed",
    "decree": "standard.decreed",
    "publish": "standard.published",
    "review": "standard.review_started",
    "keep": "standard.kept",
    "supersede": "standard.superseded",
}
PLAIN_PARTS = (Stage, ProcedureStep, LegalBasis, FormCode, ComplaintChannel, ComplaintTier, PublishedLine, Component)
CARRIED = frozenset(
    {"id", "pk", "service", "service_id", "version", "state", "published_at", "valid_from", "valid_until"}
)
NOT_COPIED = frozenset({"id", "service", "version", "state", "published_at", "valid_from", "valid_until", "collection"})


class NotPossible(Exception):
    """The actor may not do this, or the version's state does not allow it; the text says which, for the reader."""


def move(*, standard: Standard, action: str, actor: Actor, now: datetime) -> Standard:
    """Carry the version one step (states.TRANSITIONS) other than publish and supersede; raises NotPossible."""
    if action in {"publish", "supersede"}:
        raise NotPossible("Mengumumkan dan mengganti standar mempunyai langkahnya sendiri.")
    return _step(standard, action, actor, now)


def publish(*, standard: Standard, actor: Actor, now: datetime, valid_from: date | None = None) -> Standard:
    """Put the version in force from `valid_from` (today when None); the version before it is superseded.

    Raises NotPossible. A draft is published at once only by the platform itself (imports).
    """
    if standard.state == states.DRAFT and actor.kind != "system":
        raise NotPossible("Rancangan harus dibahas, disepakati, dan ditetapkan sebelum diumumkan.")
    with transaction.atomic():
        for before in Standard.objects.in_force().filter(service=standard.service_id).exclude(pk=standard.pk):
            supersede(standard=before, actor=actor, now=now)
        starts = valid_from or now.astimezone(standard.service.agency.zone).date()
        _step(standard, "publish", actor, now, published_at=now, valid_from=starts)
        refresh_search(standard)
    return standard


def supersede(*, standard: Standard, actor: Actor, now: datetime) -> Standard:
    """Take the version out of force; cases keep the promise they were given. Raises NotPossible."""
    until = now.astimezone(standard.service.agency.zone).date()
    return _step(standard, "supersede", actor, now, valid_until=until)


def draft_new_version(*, service: Service, actor: Actor, now: datetime) -> Standard:
    """A draft of the next version, with everything of the latest one to change. Raises NotPossible without the right
    to it, or while another draft is open."""
    _demand(access.may_change_standards(actor, service.agency))
    with transaction.atomic():
        latest = service.standards.select_for_update(of=("self",)).order_by("-version").first()
        if latest is None:
            raise NotPossible("Layanan ini belum mempunyai standar.")
        if latest.state not in states.FROZEN:
            raise NotPossible(f"Versi {latest.version} masih disusun; selesaikan dahulu.")
        copied = {f.name: getattr(latest, f.name) for f in Standard._meta.fields if f.name not in NOT_COPIED}
        draft = Standard.objects.create(service=service, version=latest.version + 1, **copied)
        _copy_parts(latest, draft)
        _record("standard.drafted", draft, actor, now)
    return draft


def change_draft(*, standard: Standard, actor: Actor, now: datetime, **fields: Any) -> Standard:
    """Set fields of a version that is not yet published; raises NotPossible (or models.Frozen by the model's guard)."""
    _demand(access.may_change_standards(actor, standard.service.agency))
    if standard.state in states.FROZEN:
        raise NotPossible("Standar yang sudah diumumkan tidak diubah; buat versi baru.")
    if fields.keys() & CARRIED:
        raise NotPossible("Versi dan keadaan standar berubah lewat langkahnya sendiri.")
    with transaction.atomic():
        for name, value in fields.items():
            setattr(standard, name, value)
        _demand_valid(standard, fields)
        standard.save(update_fields=sorted(fields))
        _record("standard.changed", standard, actor, now, fields=sorted(fields))
    return standard


def refresh_search(standard: Standard) -> None:
    """Write what people may search for in the service of `standard` into its columns, folded."""
    service = standard.service
    agency = service.agency
    region = agency.region
    names = [agency.name, agency.short_name, *agency.aliases, *standard.source.values()]
    if region is not None:
        names += [region.name, *region.aliases, region.parent.name if region.parent else ""]
    service.search_title = rules.searchable([service.title])
    service.search_aliases = rules.searchable(service.aliases)
    service.search_names = rules.searchable([standard.product, *names])
    lines = standard.published_lines.order_by("position").values_list("text", flat=True)
    requirements = standard.requirements.order_by("id").values_list("text", flat=True)
    service.search_text = rules.searchable(
        [service.title, standard.product, *service.aliases, *names, *lines, *requirements]
    )
    service.save(update_fields=["search_title", "search_aliases", "search_names", "search_text"])


def _copy_parts(before: Standard, after: Standard) -> None:
    for model in PLAIN_PARTS:
        rows = list(model.objects.filter(standard=before).order_by("id"))
        for row in rows:
            row.pk, row.standard_id = None, after.pk
            row._state.adding = True
        model.objects.bulk_create(rows)
    variants: dict[int | None, Variant | None] = {None: None}
    for variant in Variant.objects.filter(standard=before).order_by("position"):
        old = variant.pk
        variant.pk, variant.standard, variant._state.adding = None, after, True
        variant.save()
        variants[old] = variant
    requirements = list(Requirement.objects.filter(standard=before).order_by("id"))
    for requirement in requirements:
        requirement.variant = variants[requirement.variant_id]
        requirement.pk, requirement.standard, requirement._state.adding = None, after, True
    Requirement.objects.bulk_create(requirements)


def _step(standard: Standard, action: str, actor: Actor, now: datetime, **fields: Any) -> Standard:
    _demand(access.may_change_standards(actor, standard.service.agency))
    with transaction.atomic():
        row = Standard.objects.select_for_update(of=("self",)).get(pk=standard.pk)
        after = states.next_state(row.state, action)
        if after is None:
            raise NotPossible(f"Tidak bisa: standar ini {states.LABELS[row.state].lower()}.")
        for name, value in {"state": after, **fields}.items():
            setattr(standard, name, value)
        standard.save(update_fields=["state", *fields])
        _record(EVENTS[action], standard, actor, now)
    return standard


def _record(name: str, standard: Standard, actor: Actor, now: datetime, **data: Any) -> None:
    service = standard.service
    subject = Reference(kind="service", number=service.slug, title=service.title)
    data = {"version": standard.version, "service": service.pk, "standard": standard.pk, **data}
    record(name, actor=actor, subject=subject, organisation=service.agency, data=data, now=now)


def _demand_valid(standard: Standard, changed: Iterable[str]) -> None:
    filled = {name for name in changed if getattr(standard, name) not in (None, "")}
    try:
        standard.clean_fields(exclude={field.name for field in Standard._meta.fields} - filled)
        standard.validate_constraints()
    except ValidationError as error:
        raise NotPossible(" ".join(error.messages)) from error


def _demand(allowed: bool) -> None:
    if not allowed:
        raise NotPossible("Anda tidak berwenang mengubah standar instansi ini.")
