"""Where a case stands, by its number; more with the secret of the case."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Header, Path, Query, Router, Schema

from melayani.delivery.applications import queries as applications
from melayani.foundation.numbers.rules import read_number
from melayani.voice.surveys import queries as surveys

router = Router(tags=["track"])


class MomentOut(Schema):
    """One line of the citizen's history."""

    at: datetime
    event: str
    text: str


class TrackOut(Schema):
    """What anybody may know who knows the number; `due` is null where no time is promised."""

    number: str
    kind: str
    state: str
    label: str
    next_step: str
    service: str
    unit: str
    submitted_at: datetime
    due: datetime | None
    clock_stopped: bool
    timeline: list[MomentOut] | None = None
    survey_url: str | None = None


Number = Annotated[str, Path(min_length=1, max_length=40, description="Nomor permohonan, misalnya PMH-7K3Q9XBT-W.")]
Secret = Annotated[str, Query(max_length=100, description="Kode rahasia dari tautan permohonan.")]
HeaderSecret = Annotated[str, Header(alias="X-Case-Secret", max_length=100, description="Sama dengan `secret`.")]


@router.get("/{number}", response=TrackOut, operation_id="track_case", summary="Lacak permohonan")
def track_case(
    request: HttpRequest, response: HttpResponse, number: Number, secret: Secret = "", x_case_secret: HeaderSecret = ""
) -> dict[str, Any]:
    """Keadaan umum; dengan kode rahasia juga riwayat dan tautan survei."""
    response["Cache-Control"] = "no-store"
    state = applications.public_state(number)
    if state is None:
        raise Http404
    zone = ZoneInfo(state.time_zone)
    known = {
        "number": state.number,
        "kind": "application",
        "state": state.state,
        "label": gettext(state.words.citizen),
        "next_step": gettext(state.words.next),
        "service": state.service,
        "unit": state.unit,
        "submitted_at": state.submitted_at.astimezone(zone),
        "due": state.due_at.astimezone(zone) if state.due_at else None,
        "clock_stopped": state.stopped,
    }
    key = x_case_secret or secret
    return {**known, **_private(number, key, zone)} if key else known


def _private(number: str, secret: str, zone: ZoneInfo) -> dict[str, Any]:
    """What only the holder of the secret may know; Http404 for a wrong one."""
    view = applications.case_for_citizen(read_number(number) or "", secret, timezone.now())
    lines = [{"at": line.at.astimezone(zone), "event": line.name, "text": line.text} for line in view.lines]
    return {"timeline": lines, "survey_url": surveys.invitation_link_for(view.application.reference)}
