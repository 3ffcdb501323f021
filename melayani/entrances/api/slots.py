"""Free times of a service, for other systems. Counts are read without locks: a booking looks again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from melayani.delivery.appointments import queries as appointments
from melayani.entrances.api.paging import MOST, After, Limit, next_url
from melayani.entrances.api.problems import Problem

router = Router(tags=["bookings"])
DAYS_AT_MOST = 31
EARLIEST, LATEST = date(2020, 1, 1), date(2100, 1, 1)


class SlotOut(Schema):
    """A time at which the visit may begin; `remaining` is for everybody, without the places for priority groups."""

    id: str
    unit: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    remaining: int


class SlotList(Schema):
    items: list[SlotOut]
    next: str | None


Service = Annotated[str, Query(min_length=1, max_length=140, description="Nomor atau slug layanan.")]
Unit = Annotated[str, Query(max_length=80, description="Slug unit; kosongkan untuk semua unit.")]
From = Annotated[date | None, Query(alias="from", description="Hari pertama; kosong berarti hari ini.")]
To = Annotated[date | None, Query(alias="to", description="Hari terakhir; paling lama 31 hari.")]


@router.get("", response=SlotList, operation_id="list_slots", summary="Waktu janji temu")
def list_slots(
    request: HttpRequest,
    service: Service,
    unit: Unit = "",
    first: From = None,
    last: To = None,
    limit: Limit = MOST,
    after: After = 0,
) -> dict[str, Any]:
    """Waktu satu layanan yang dapat dipesan, juga yang penuh (`remaining` 0), menurut waktu."""
    now = timezone.now()
    begin = first or timezone.localdate(now)
    end = last or min(begin, LATEST) + timedelta(days=7)
    if not EARLIEST <= begin <= end <= LATEST or (end - begin).days > DAYS_AT_MOST:
        raise Problem("invalid", errors={"to": f"Paling lama {DAYS_AT_MOST} hari, dan tidak sebelum from."})
    number = service if not (service.isascii() and service.isdigit()) or len(service) <= 16 else "0"
    found = appointments.open_slots(service=number, unit=unit, first=begin, last=end, now=now)
    more = after + limit < len(found)
    return {"items": found[after : after + limit], "next": next_url(request, after + limit if more else None)}
