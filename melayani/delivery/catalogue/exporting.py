"""Standards in the shape of services.json, written from the rows."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from melayani.delivery.catalogue import rules
from melayani.delivery.catalogue.models import (
    Collection,
    ComplaintChannel,
    ComplaintTier,
    FormCode,
    LegalBasis,
    ProcedureStep,
    PublishedLine,
    Service,
    Stage,
    Standard,
)

PARTS = (
    Prefetch("published_lines", PublishedLine.objects.order_by("position")),
    Prefetch("legal_bases", LegalBasis.objects.order_by("position")),
    Prefetch("complaint_channels", ComplaintChannel.objects.order_by("position")),
    Prefetch("forms", FormCode.objects.order_by("position")),
    Prefetch("steps", ProcedureStep.objects.order_by("number")),
    Prefetch("stages", Stage.objects.order_by("position")),
    Prefetch("complaint_tiers", ComplaintTier.objects.order_by("position")),
)


def export_services() -> dict[str, Any]:
    """Every imported service with its standard in force; what was added on the platform stands under "platform"."""
    standards = Standard.objects.in_force().select_related("service__agency").prefetch_related(*PARTS)
    rows = list(standards.order_by("service_id"))
    imported = [row for row in rows if row.service.source_id]
    added = [row for row in rows if not row.service.source_id]
    content: dict[str, Any] = {"meta": _meta(len(imported)), "services": [as_published(row) for row in imported]}
    if added:
        content["platform"] = [as_published(row) for row in added]
    return content


def _meta(count: int) -> dict[str, Any]:
    collection = Collection.objects.order_by("-collected_on", "-id").first()
    if collection is None:
        return {"count": count}
    return {
        "about": collection.about,
        "collected": collection.collected_on.isoformat(),
        "count": count,
        "units": collection.units,
        "caution": collection.caution,
        "fields": collection.fields,
    }


def as_published(standard: Standard) -> dict[str, Any]:
    """One record of services.json, from the rows of `standard`."""
    service: Service = standard.service
    content: dict[str, Any] = {
        "id": service.source_id or service.slug,
        "agency": standard.source.get("agency", str(service.agency)),
        "region_text": standard.source.get("region_text", ""),
        "service": service.title,
        "group": service.group,
        "legal_basis": [row.text for row in standard.legal_bases.all()],
        "decree_no": standard.decree_no or None,
        "forms": [row.code for row in standard.forms.all()],
        "requirements": [row.text for row in standard.published_lines.all()],
        "procedure_steps": [row.text for row in standard.steps.all()],
        "duration": _duration(standard),
        "fee": {"amount": standard.fee_amount, "currency": standard.fee_currency, "text": standard.fee_text},
        "product": standard.product,
        "complaint_channels": [row.text for row in standard.complaint_channels.all()],
        "partial": standard.partial,
        "note": standard.note or None,
        "source": standard.source_url,
    }
    if standard.stages.all():
        content["stages"] = [_stage(row) for row in standard.stages.all()]
    if standard.complaint_tiers.all():
        content["complaint_sla"] = [
            {"tier": row.tier, "max": row.max, "unit": rules.unit_as_published(row.unit)}
            for row in standard.complaint_tiers.all()
        ]
    return content


def _duration(standard: Standard) -> dict[str, Any]:
    return {
        "text": standard.duration_text,
        "min": standard.duration_min,
        "max": standard.duration_max,
        "unit": standard.duration_unit_published or rules.unit_as_published(standard.duration_unit),
        "clock_starts": standard.clock_starts or None,
    }


def _stage(stage: Stage) -> dict[str, Any]:
    minimum = {"min": stage.min} if stage.min_stated else {}
    return {"name": stage.name, **minimum, "max": stage.max, "unit": rules.unit_as_published(stage.unit)}
