"""Take in one standard that an agency has published elsewhere, as it stands there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from melayani.delivery.catalogue import readings, rules
from melayani.delivery.catalogue.actions.keep_standard import publish
from melayani.delivery.catalogue.actions.place_agency import place_agency
from melayani.delivery.catalogue.models import (
    Collection,
    ComplaintChannel,
    ComplaintTier,
    FormCode,
    LegalBasis,
    ProcedureStep,
    Publication,
    PublishedLine,
    Requirement,
    Service,
    Stage,
    Standard,
    Variant,
)
from melayani.foundation.audit import Actor, record
from melayani.foundation.numbers.rules import Reference

SIPPN = re.compile(r"https://sippn\.menpan\.go\.id/pelayanan-publik/(\d+)/?")
LAPOR = "https://www.lapor.go.id/"


def import_standard(
    *, source: Mapping[str, Any], actor: Actor, now: datetime, collection: Collection | None = None
) -> Standard:
    """Create the service of `source` (a record of services.json) with its standard, published; idempotent by its id.

    Creates the agency too. Raises UnknownRegion when the record's region is not among the shipped ones.
    """
    with transaction.atomic():
        existing = Standard.objects.filter(service__source_id=source["id"], version=1).first()
        if existing is not None:
            return existing
        service = _create_service(source, actor, now)
        standard = _create_standard(source, service, collection)
        fill_standard(standard, source)
        publish(standard=standard, actor=actor, now=now, valid_from=standard.collected_on)
        _note_medium(standard, service, now)
    return standard


def _create_service(source: Mapping[str, Any], actor: Actor, now: datetime) -> Service:
    agency = place_agency(published=source["agency"], region_text=source["region_text"], actor=actor, now=now)
    channels, notes = readings.channels_of(source["id"])
    sippn = SIPPN.match(source["source"])
    at_lapor = any("LAPOR" in channel or "lapor.go.id" in channel for channel in source["complaint_channels"])
    service = Service.objects.create(
        source_id=source["id"],
        slug=free_slug(f"{rules.slug(source['service'])}-{agency.slug}"),
        title=source["service"],
        agency=agency,
        group=source["group"],
        aliases=readings.aliases_of([source["service"], source["product"]]),
        channels=channels,
        channel_notes=notes,
        sippn_id=sippn[1] if sippn else "",
        sippn_url=sippn[0] if sippn else "",
        lapor_url=LAPOR if at_lapor else "",
        created_at=now,
    )
    subject = Reference(kind="service", number=service.slug)
    record("service.created", actor=actor, subject=subject, organisation=agency, now=now)
    return service


def _create_standard(source: Mapping[str, Any], service: Service, collection: Collection | None) -> Standard:
    duration, fee = source["duration"], source["fee"]
    return Standard.objects.create(
        service=service,
        decree_no=source["decree_no"] or "",
        duration_text=duration["text"],
        duration_min=duration["min"],
        duration_max=duration["max"],
        duration_unit=rules.unit_from_published(duration["unit"]),
        duration_unit_published=duration["unit"] or "",
        clock_starts=duration["clock_starts"] or "",
        fee_amount=fee["amount"],
        fee_currency=fee["currency"],
        fee_text=fee["text"],
        levy_text=_levy(source),
        product=source["product"],
        note=source["note"] or "",
        source_url=source["source"],
        partial=source["partial"],
        collected_on=collection.collected_on if collection else None,
        collection=collection,
        source={"agency": source["agency"], "region_text": source["region_text"]},
    )


def _note_medium(standard: Standard, service: Service, now: datetime) -> None:
    """Where the collector read the standard is a medium in which it is published; when it began is not known."""
    address = standard.source_url.split(" ")[0]
    if address.startswith(("https://", "http://")):
        seen = standard.collected_on or now.astimezone(service.agency.zone).date()
        medium = "sippn" if service.sippn_url else "website"
        words = "Terbaca oleh pengumpul pada tanggal ini."
        Publication.objects.create(
            standard=standard, medium=medium, published_on=seen, address=address[:400], words=words
        )


def _levy(source: Mapping[str, Any]) -> str:
    """The regional levy or tax that the standard mentions: in the fee's text, else as a requirement (proof of it)."""
    texts = [source["fee"]["text"], *source["requirements"]]
    return next((text for text in texts if re.search(r"retribusi|pajak", text, re.IGNORECASE)), "")


def fill_standard(standard: Standard, source: Mapping[str, Any]) -> None:
    """Add the parts that `source` lists (keys as in services.json, each may be missing) to an open `standard`."""
    _add_requirements(standard, source.get("requirements", ()), source.get("id", ""))
    for model, texts in (
        (PublishedLine, source.get("requirements", ())),
        (LegalBasis, source.get("legal_basis", ())),
        (ComplaintChannel, source.get("complaint_channels", ())),
    ):
        model.objects.bulk_create(
            model(standard=standard, position=position, text=text) for position, text in enumerate(texts, 1)
        )
    FormCode.objects.bulk_create(
        FormCode(standard=standard, position=position, code=code)
        for position, code in enumerate(source.get("forms", ()), 1)
    )
    ProcedureStep.objects.bulk_create(
        ProcedureStep(standard=standard, number=number, text=text, actor=rules.actor_of(text))
        for number, text in enumerate(source.get("procedure_steps", ()), 1)
    )
    _add_limits(standard, source)


def _add_limits(standard: Standard, source: Mapping[str, Any]) -> None:
    Stage.objects.bulk_create(
        Stage(
            standard=standard,
            position=position,
            name=stage["name"],
            min=stage.get("min"),
            max=stage["max"],
            unit=rules.unit_from_published(stage["unit"]),
            min_stated="min" in stage,
        )
        for position, stage in enumerate(source.get("stages", ()), 1)
    )
    ComplaintTier.objects.bulk_create(
        ComplaintTier(
            standard=standard,
            position=position,
            tier=tier["tier"],
            max=tier["max"],
            unit=rules.unit_from_published(tier["unit"]),
        )
        for position, tier in enumerate(source.get("complaint_sla", ()), 1)
    )


def _add_requirements(standard: Standard, lines: Sequence[str], source_id: str) -> None:
    groups = rules.read_requirements(lines, readings.variants_of(source_id))
    variants = {
        group.key: Variant.objects.create(standard=standard, key=group.key, label=group.label, position=position)
        for position, group in enumerate(groups, 1)
        if group.key
    }
    Requirement.objects.bulk_create(
        Requirement(
            standard=standard,
            variant=variants.get(group.key),
            number=number,
            published_line=item.line,
            kind=item.kind,
            text=item.text,
            condition=item.condition,
            alternatives=list(item.alternatives),
        )
        for group in groups
        for number, item in enumerate(group.items, 1)
    )


def free_slug(wanted: str) -> str:
    """An address for a service that none has yet, near to what is wanted."""
    base = wanted[:130].rstrip("-")
    taken = set(Service.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = [base, *(f"{base}-{count}" for count in range(2, len(taken) + 3))]
    return next(candidate for candidate in candidates if candidate not in taken)


def collection_of(meta: Mapping[str, Any]) -> Collection:
    """The collection that `meta` of a file tells of, created once."""
    row, _ = Collection.objects.get_or_create(
        about=meta["about"],
        collected_on=date.fromisoformat(meta["collected"]),
        defaults={"units": meta["units"], "caution": meta["caution"], "fields": meta["fields"]},
    )
    return row
