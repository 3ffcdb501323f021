"""File a complaint from another system. The key's holder vouches for the contact."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Field, Router, Schema, Status

from melayani.foundation.people import ApiClient
from melayani.foundation.workdays.rules import Due, explain
from melayani.voice.complaints import actions, case, named, rules
from melayani.voice.complaints.models import Complaint
from melayani.voice.complaints.rules import filing

router = Router(tags=["complaints"])


class ApiRequest(HttpRequest):
    """A request whose key was accepted."""

    auth: ApiClient


class ReporterIn(Schema):
    """Who reports. For an anonymous report only the way to send news is kept."""

    name: str = Field("", max_length=filing.NAME_MAX)
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=254)
    nik: str = Field("", max_length=32)
    address: str = Field("", max_length=filing.ADDRESS_MAX)


class PlaceIn(Schema):
    """Where it happened: a position, words, the code of a district or regency, or several of them."""

    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)
    address: str = Field("", max_length=filing.ADDRESS_MAX)
    region: str = Field("", max_length=8)


Slug = Annotated[str, Field(max_length=140)]
Answer = Annotated[str, Field(max_length=filing.FIELD_MAX)]


class ComplaintIn(Schema):
    """`unit` and `service` are slugs; `category` and the codes of `answers` are those of GeoReport's services. Without
    `unit` and `service` the report goes to the key's own organisation."""

    kind: Literal["complaint", "aspiration", "information_question"] = "complaint"
    text: str = Field(min_length=1, max_length=filing.TEXT_MAX)
    title: str = Field("", max_length=filing.TITLE_MAX)
    unit: Slug = ""
    service: Slug = ""
    category: Slug = ""
    answers: dict[str, Annotated[list[Answer], Field(max_length=50)]] = Field(default_factory=dict, max_length=100)
    location: PlaceIn = Field(default_factory=lambda: PlaceIn.model_validate({}))
    occurred_at: datetime | None = None
    loss: str = Field("", max_length=filing.FIELD_MAX)
    asked: str = Field("", max_length=filing.FIELD_MAX)
    anonymous: bool = False
    secret: bool = False
    conduct: bool = False
    citizen: ReporterIn = Field(default_factory=lambda: ReporterIn.model_validate({}))
    attachments: list[UUID] = Field(default_factory=list, max_length=filing.FILES_MAX)


class ComplaintOut(Schema):
    """`due` is null where no time is promised, and `explanation` says so."""

    number: str
    due: datetime | None
    explanation: str
    track_url: str


@router.post("", response={201: ComplaintOut}, operation_id="create_complaint", summary="Kirim pengaduan")
def create_complaint(request: ApiRequest, payload: ComplaintIn) -> Any:
    """Pengaduan atas nama warga; pemegang kunci menjamin nomor telepon atau e-mailnya. Izin: complaints:write."""
    who = payload.citizen
    unit, service = named.unit(payload.unit), named.service(payload.service)
    target = unit or (service.agency if service else request.auth.organisation)
    complaint = actions.file_complaint(
        actor=request.auth,
        report=_report(payload),
        reporter=rules.Reporter(name=who.name, address=who.address, nik=who.nik, phone=who.phone, email=who.email),
        channel=filing.API,
        about=target,
        service=service,
        category=named.category(payload.category, target),
        files=payload.attachments,
        now=timezone.now(),
    )
    zone = complaint.coordinator.zone
    return Status(
        201,
        {
            "number": complaint.number,
            "due": complaint.due_at.astimezone(zone) if complaint.due_at else None,
            "explanation": _explanation(complaint),
            "track_url": settings.PUBLIC_URL + case.case_path(complaint),
        },
    )


def _report(payload: ComplaintIn) -> rules.Report:
    place = payload.location
    return rules.Report(
        kind=payload.kind,
        text=payload.text,
        title=payload.title,
        occurred_on=payload.occurred_at.date() if payload.occurred_at else None,
        loss=payload.loss,
        asked=payload.asked,
        address=place.address,
        region=place.region,
        latitude=_degree(place.lat),
        longitude=_degree(place.lon),
        anonymous=payload.anonymous,
        secret=payload.secret,
        conduct=payload.conduct,
        answers={code: tuple(values) for code, values in payload.answers.items()},
    )


def _degree(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.000001"))


def _explanation(complaint: Complaint) -> str:
    if not complaint.due_explanation:
        return gettext("Untuk laporan semacam ini peraturan tidak menyebut jangka waktu. Kami tetap menjawab.")
    return " ".join(explain(Due.from_json(complaint.due_explanation)))
