"""Services with their standards; one service beside its real times and its index (three modules, joined here)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema

from melayani.delivery.applications import queries as applications
from melayani.delivery.applications import rules as filing
from melayani.delivery.catalogue import queries as catalogue
from melayani.delivery.catalogue.models import Service
from melayani.entrances.api.paging import After, Limit, next_url
from melayani.voice.surveys import queries as surveys

router = Router(tags=["services"])
OPTIONAL = "Kosongkan untuk semua."


class ServiceRow(Schema):
    """A service in a list."""

    id: int
    slug: str
    name: str
    unit: str = Field(description="Slug instansi, untuk parameter `unit`.")
    unit_name: str
    region: str | None = Field(description="Kode wilayah Kemendagri, untuk parameter `region`.")
    region_name: str | None
    url: str


class ServiceList(Schema):
    items: list[ServiceRow]
    next: str | None


class Duration(Schema):
    """The promised time as amounts in `unit` (minute, hour, calendar_day, working_day, month)."""

    min: int | None
    max: int | None
    unit: str
    clock_starts: str
    text: str


class Fee(Schema):
    """Null means that the standard does not state it; 0 means free."""

    amount: int | None
    currency: str
    text: str
    levy: str


class RequirementRow(Schema):
    key: str = Field(description="Kunci untuk `answers` pada POST /applications.")
    number: int
    text: str
    condition: str
    alternatives: list[str]
    ways: list[str]


class VariantRow(Schema):
    key: str | None
    label: str | None
    requirements: list[RequirementRow]


class StepRow(Schema):
    number: int
    text: str
    actor: str


class StandardOut(Schema):
    version: int
    decree_no: str
    decree_date: date | None
    valid_from: date | None
    product: str
    note: str
    variants: list[VariantRow]
    steps: list[StepRow]
    legal_bases: list[str]
    forms: list[str]
    complaint_channels: list[str]
    not_stated: list[str] = Field(description="Komponen standar yang belum dicantumkan.")


class RealityOut(Schema):
    """How long decided cases of the last 365 days took. Below `count` 5 the figures are null."""

    count: int
    unit: str
    median: float | None
    p90: float | None
    on_time: float | None


class IndexOut(Schema):
    """The satisfaction index of finished days. Below 10 answers `index` and `grade` are null."""

    n: int
    index: float | None
    grade: str | None
    label: str | None
    provisional: bool


class ServiceOut(ServiceRow):
    standard: StandardOut
    clock: Duration | None = Field(description="Jam yang berjalan untuk setiap permohonan; null bila tidak ada.")
    promise: Duration | None
    fee: Fee
    reality: RealityOut
    index: IndexOut
    apply_url: str


Words = Annotated[str, Query(max_length=200, description=OPTIONAL)]
Slug = Annotated[str, Query(max_length=80, description=OPTIONAL)]
Code = Annotated[str, Query(max_length=8, description=OPTIONAL)]
ServiceId = Annotated[str, Path(min_length=1, max_length=140, description="Nomor atau slug layanan.")]


@router.get("", response=ServiceList, operation_id="list_services", summary="Cari layanan")
def list_services(
    request: HttpRequest, q: Words = "", unit: Slug = "", region: Code = "", limit: Limit = 20, after: After = 0
) -> dict[str, Any]:
    """Layanan yang ditawarkan, yang paling cocok lebih dahulu."""
    found = catalogue.search(q, unit=unit or None, region=region or None, limit=limit, after=after)
    return {"items": [_row(service) for service in found.services], "next": next_url(request, found.after)}


@router.get("/{id}", response=ServiceOut, operation_id="get_service", summary="Satu layanan: janji dan kenyataan")
def get_service(request: HttpRequest, id: ServiceId) -> dict[str, Any]:
    """Standar layanan, jam, biaya, janji di samping waktu nyata, dan indeks kepuasan."""
    view = catalogue.service_page(_slug_of(id))
    if view is None:
        raise Http404
    now = timezone.now()
    reality = applications.real_times([view.service.pk]).get(view.service.pk)
    promise = _promise(view)
    standard = view.standard
    return {
        **_row(view.service),
        "standard": _standard(view),
        "clock": promise,
        "promise": promise,
        "fee": {
            "amount": standard.fee_amount,
            "currency": standard.fee_currency,
            "text": standard.fee_text,
            "levy": standard.levy_text,
        },
        "reality": _reality(reality),
        "index": index_json(surveys.index_of(unit=view.agency, service=view.service, now=now)),
        "apply_url": settings.PUBLIC_URL + reverse("applications:start", args=[view.service.slug]),
    }


def index_json(figures: surveys.IndexResult | surveys.TooFew) -> dict[str, Any]:
    """An index as the API says it."""
    if isinstance(figures, surveys.TooFew):
        return {"n": figures.n, "index": None, "grade": None, "label": None, "provisional": True}
    return {
        "n": figures.n,
        "index": float(figures.index),
        "grade": figures.grade,
        "label": figures.label,
        "provisional": figures.provisional,
    }


def _slug_of(id: str) -> str:
    """The slug behind a number; a text is a slug already."""
    if not (id.isascii() and id.isdigit()):
        return id
    standard = catalogue.published_standard(int(id)) if len(id) <= 15 else None
    if standard is None:
        raise Http404
    return standard.service.slug


def _row(service: Service) -> dict[str, Any]:
    region = service.agency.region
    return {
        "id": service.pk,
        "slug": service.slug,
        "name": service.title,
        "unit": service.agency.slug,
        "unit_name": service.agency.name,
        "region": region.code if region else None,
        "region_name": region.name if region else None,
        "url": settings.PUBLIC_URL + reverse("portal:service", args=[service.slug]),
    }


def _promise(view: catalogue.ServiceView) -> dict[str, Any] | None:
    promise = view.promise
    if promise is None:
        return None
    return {
        "min": promise.min,
        "max": promise.max,
        "unit": promise.unit,
        "clock_starts": promise.clock_starts,
        "text": promise.text,
    }


def _standard(view: catalogue.ServiceView) -> dict[str, Any]:
    standard = view.standard
    return {
        "version": standard.version,
        "decree_no": standard.decree_no,
        "decree_date": standard.decree_date,
        "valid_from": standard.valid_from,
        "product": standard.product,
        "note": standard.note,
        "variants": [_variant(row) for row in view.variants],
        "steps": [{"number": step.number, "text": step.text, "actor": step.actor} for step in view.steps],
        "legal_bases": [row.text for row in view.legal_bases],
        "forms": [row.code for row in view.forms],
        "complaint_channels": [row.text for row in view.complaint_channels],
        "not_stated": [row.key for row in view.components if not row.stated],
    }


def _variant(row: catalogue.VariantView) -> dict[str, Any]:
    return {
        "key": row.variant.key if row.variant else None,
        "label": row.variant.label if row.variant else None,
        "requirements": [_requirement(requirement) for requirement in row.requirements],
    }


def _requirement(row: Any) -> dict[str, Any]:
    alternatives = [str(text) for text in row.alternatives]
    asked = filing.Asked(
        number=row.number,
        text=row.text,
        condition=row.condition,
        alternatives=tuple(alternatives),
        is_fact=row.kind == "fact",
    )
    return {
        "key": filing.field_key(row.number),
        "number": row.number,
        "text": row.text,
        "condition": row.condition,
        "alternatives": alternatives,
        "ways": list(filing.ways_for(asked)),
    }


def _reality(reality: filing.Reality | None) -> dict[str, Any]:
    if reality is None or not reality.is_enough:
        count = reality.count if reality else 0
        return {"count": count, "unit": "working_day", "median": None, "p90": None, "on_time": None}
    return {
        "count": reality.count,
        "unit": reality.unit,
        "median": _number(reality.median),
        "p90": _number(reality.p90),
        "on_time": _number(reality.on_time),
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
