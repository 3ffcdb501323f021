"""Book a visit from another system. The key's holder vouches for the contact."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from melayani.delivery.appointments import actions, queries, rules, visit
from melayani.delivery.appointments.models import Booking
from melayani.delivery.appointments.visitors import Visitor
from melayani.foundation.people import ApiClient
from melayani.foundation.people.actions import keep_ahead

router = Router(tags=["bookings"])


class ApiRequest(HttpRequest):
    """A request whose key was accepted."""

    auth: ApiClient


class VisitorIn(Schema):
    """Who comes. The person is known by the NIK if given, else by the telephone number."""

    name: str = Field(min_length=1, max_length=rules.NAME_MAX)
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=254)
    nik: str = Field("", max_length=32)


Help = Literal["wheelchair", "sign_language", "guide", "companion", "reading"]


class BookingIn(Schema):
    """`slot` is an id of GET /slots."""

    slot: str = Field(min_length=1, max_length=120)
    citizen: VisitorIn
    party_size: int = Field(1, ge=1, le=rules.PARTY_MAX)
    priority: bool = Field(default=False, description="Lansia, penyandang disabilitas, ibu hamil, membawa bayi.")
    assistance: list[Help] = Field(default_factory=list, max_length=len(rules.ASSISTANCE))
    note: str = Field("", max_length=rules.NOTE_MAX)


class BookingOut(Schema):
    """The booking; `manage_url` opens, changes and cancels it, so it is the citizen's alone."""

    number: str
    starts_at: datetime
    unit: str
    service: str
    ics_url: str
    manage_url: str


@router.post("", response={201: BookingOut}, operation_id="create_booking", summary="Buat janji temu")
def create_booking(request: ApiRequest, payload: BookingIn) -> Any:
    """Janji temu atas nama warga; pemegang kunci menjamin nomor teleponnya. 409 `slot_full` menyebut waktu lain yang
    masih kosong, 503 `busy` berarti coba lagi sebentar. Izin: bookings:write."""
    now = timezone.now()
    slot_id, terms = queries.wanted(payload.slot)
    citizen = payload.citizen
    try:
        booking = actions.book(
            actor=request.auth,
            terms=terms,
            slot_id=slot_id,
            visitor=Visitor(
                name=citizen.name,
                phone=citizen.phone,
                email=citizen.email,
                nik=citizen.nik,
                assistance=tuple(payload.assistance),
                note=payload.note,
            ),
            party_size=payload.party_size,
            priority=payload.priority,
            now=now,
            before_lock=lambda booking: keep_ahead(status=201, body=_answer(booking)),
        )
    except rules.SlotFull as full:
        full.alternatives = queries.alternatives(payload.slot, terms, payload.party_size, now)
        raise
    return HttpResponse(_answer(booking), status=201, content_type="application/json; charset=utf-8")


def _answer(booking: Booking) -> str:
    """What the caller gets, as it is kept for a repetition."""
    return BookingOut(
        number=booking.number,
        starts_at=booking.starts_at.astimezone(booking.organisation.zone),
        unit=booking.organisation.name,
        service=booking.service.title,
        ics_url=settings.PUBLIC_URL + visit.path_of(booking, page="calendar"),
        manage_url=settings.PUBLIC_URL + visit.path_of(booking),
    ).model_dump_json()
