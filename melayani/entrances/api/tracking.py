"""Where a case stands, by its number; more with the secret of the case."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header, Path, Query, Router, Schema

from melayani.entrances.api import standing

router = Router(tags=["track"])


class MomentOut(Schema):
    """One line of the citizen's history."""

    at: datetime
    event: str
    text: str


class TrackOut(Schema):
    """What anybody may know who knows the number; `due` is null where no time is promised, `service` empty where
    the case is not about one. `kind` is application, complaint, information_request or information_objection."""

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


Number = Annotated[
    str,
    Path(min_length=1, max_length=40, description="Nomor urusan, misalnya PMH-7K3Q9XBT-W, ADU-…, INF-… atau KBR-…."),
]
Secret = Annotated[str, Query(max_length=100, description="Kode rahasia dari tautan urusan itu.")]
HeaderSecret = Annotated[str, Header(alias="X-Case-Secret", max_length=100, description="Sama dengan `secret`.")]


@router.get("/{number}", response=TrackOut, operation_id="track_case", summary="Lacak urusan")
def track_case(
    request: HttpRequest, response: HttpResponse, number: Number, secret: Secret = "", x_case_secret: HeaderSecret = ""
) -> dict[str, Any]:
    """Keadaan umum permohonan, pengaduan, permintaan informasi atau keberatan; dengan kode rahasia juga riwayatnya."""
    response["Cache-Control"] = "no-store"
    known = standing.public_part(number)
    key = x_case_secret or secret
    return {**known, **standing.private_part(number, key, timezone.now())} if key else known
