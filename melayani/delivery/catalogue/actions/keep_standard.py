"""Carry a version of a standard through its life; a published one is never changed, a new version takes its place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

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
from melayani.delivery.catalogue.rules import drafting
from melayani.delivery.catalogue.steps import NotPossible, demand, evidence, record_change, record_step
from melayani.delivery.catalogue.versions import component_rows, version_view, with_parts
from melayani.delivery.catalogue.words import HURDLES
from melayani.foundation.audit import Actor

PLAIN_PARTS = (Stage, ProcedureStep, LegalBasis, FormCode, ComplaintChannel, ComplaintTier, PublishedLine, Component)
CARRIED = frozenset(
    {"id", "pk", "service", "service_id", "version", "state", "published_at", "valid_from", "valid_until", "stated"}
)
NOT_COPIED = CARRIED - {"pk", "service_id"} | {
    *("collection", "collected_on", "source_url", "note", "decree_no", "decree_date", "decree_by", "decree_file"),
    *("present_state", "present_on", "unread", "revision", "stated", "reviewed_on", "review_due", "reminded_for"),
}
"""A new version begins its own way: its decree, its present state, its review are not those of the one before."""


def move(*, standard: Standard, action: str, actor: Actor, now: datetime) -> Standard:
    """Carry the version one step (states.TRANSITIONS) other than decree, publish and supersede.

    Raises NotPossible: without the right, from another state, or while something is missing (drafting.NEEDED).
    """
    if action in {"decree", "publish", "supersede"}:
        raise NotPossible("Menetapkan, mengumumkan, dan mengganti standar mempunyai langkahnya sendiri.")
    demand(access.may_change_standards(actor, standard.service.agency))
    _demand_ready(standard, action)
    return record_step(standard, action, actor, now)


def decree(
    *,
    standard: Standard,
    decree_no: str,
    decree_date: date,
    decree_by: str,
    actor: Actor,
    now: datetime,
    file: UUID | None = None,
) -> Standard:
    """Enter the decree of an agreed version, and carry it on; raises NotPossible.

    `file` is an upload of the actor. A decree is given by the head of the unit at least (service-standards, section 3).
    """
    number, given_by = decree_no.strip(), decree_by.strip()
    if not number or not given_by:
        raise NotPossible("Isi nomor keputusan dan siapa yang menetapkan.")
    if decree_date > _today(standard, now):
        raise NotPossible("Tanggal keputusan belum tiba.")
    with transaction.atomic():
        paper = evidence(file, standard, actor, now)
        fields = {"decree_no": number, "decree_date": decree_date, "decree_by": given_by, "decree_file": paper}
        return record_step(standard, "decree", actor, now, **fields)


def publish(
    *,
    standard: Standard,
    actor: Actor,
    now: datetime,
    valid_from: date | None = None,
    review_due: date | None = None,
) -> Standard:
    """Put the version in force from `valid_from` (today when None); the version before it is superseded.

    `review_due` is when it is to be reviewed at the latest; None leaves that open. Raises NotPossible. A draft is
    published at once only by the platform itself (imports).
    """
    if standard.state == states.DRAFT and actor.kind != "system":
        raise NotPossible("Rancangan harus dibahas, disepakati, dan ditetapkan sebelum diumumkan.")
    starts = valid_from or _today(standard, now)
    if review_due is not None and review_due <= starts:
        raise NotPossible("Tanggal tinjauan harus sesudah standar berlaku.")
    with transaction.atomic():
        for before in Standard.objects.in_force().filter(service=standard.service_id).exclude(pk=standard.pk):
            supersede(standard=before, actor=actor, now=now)
        said = with_parts(Standard.objects.filter(pk=standard.pk)).get()
        stated = drafting.join_stated(row.key for row in component_rows(said) if row.stated)
        dates = {"published_at": now, "valid_from": starts, "review_due": review_due}
        record_step(standard, "publish", actor, now, stated=stated, **dates)
        refresh_search(standard)
    return standard


def supersede(*, standard: Standard, actor: Actor, now: datetime) -> Standard:
    """Take the version out of force; cases keep the promise they were given. Raises NotPossible."""
    until = now.astimezone(standard.service.agency.zone).date()
    return record_step(standard, "supersede", actor, now, valid_until=until)


def draft_new_version(*, service: Service, actor: Actor, now: datetime) -> Standard:
    """A draft of the next version, with everything of the latest one to change; an empty first one for a service
    without a standard. Raises NotPossible without the right to it, or while another draft is open."""
    demand(access.may_change_standards(actor, service.agency))
    with transaction.atomic():
        latest = service.standards.select_for_update(of=("self",)).order_by("-version").first()
        if latest is not None and latest.state not in states.FROZEN:
            raise NotPossible(f"Versi {latest.version} masih disusun; selesaikan dahulu.")
        if latest is None:
            draft = Standard.objects.create(service=service)
        else:
            copied = {f.name: getattr(latest, f.name) for f in Standard._meta.fields if f.name not in NOT_COPIED}
            draft = Standard.objects.create(service=service, version=latest.version + 1, **copied)
            _copy_parts(latest, draft)
        record_change("standard.drafted", draft, actor, now)
    return draft


def change_draft(*, standard: Standard, actor: Actor, now: datetime, **fields: Any) -> Standard:
    """Set fields of a version that is not yet published; raises NotPossible (or models.Frozen by the model's guard)."""
    demand(access.may_change_standards(actor, standard.service.agency))
    if standard.state in states.FROZEN:
        raise NotPossible("Standar yang sudah diumumkan tidak diubah; buat versi baru.")
    if fields.keys() & CARRIED:
        raise NotPossible("Versi dan keadaan standar berubah lewat langkahnya sendiri.")
    with transaction.atomic():
        for name, value in fields.items():
            setattr(standard, name, value)
        _demand_valid(standard, fields)
        standard.save(update_fields=sorted(fields))
        record_change("standard.changed", standard, actor, now, fields=sorted(fields))
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


def _demand_valid(standard: Standard, changed: Iterable[str]) -> None:
    filled = {name for name in changed if getattr(standard, name) not in (None, "")}
    try:
        standard.clean_fields(exclude={field.name for field in Standard._meta.fields} - filled)
        standard.validate_constraints()
    except ValidationError as error:
        raise NotPossible(" ".join(error.messages)) from error


def _demand_ready(standard: Standard, action: str) -> None:
    """Refuse a step while something is missing; the platform itself takes over what an agency has gone through."""
    if action not in drafting.NEEDED:
        return
    view = version_view(with_parts(Standard.objects.filter(pk=standard.pk)).get())
    missing = drafting.hurdles(action, view.progress)
    if missing:
        raise NotPossible(" ".join(HURDLES[key] for key in missing))


def _today(standard: Standard, now: datetime) -> date:
    return now.astimezone(standard.service.agency.zone).date()
