"""Register, list and end the endpoints of the key's own organisation from another system."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema, Status
from pydantic import WithJsonSchema

from melayani.foundation.people import ApiClient
from melayani.foundation.webhooks import access, actions, rules
from melayani.foundation.webhooks.models import Endpoint

router = Router(tags=["webhooks"])
FURTHEST = 100_000
Event = Annotated[str, WithJsonSchema({"type": "string", "enum": list(rules.NEWS)})]
Key = Annotated[int, Path(ge=1, le=2**53, description="Nomor webhook.")]
Limit = Annotated[int, Query(ge=1, le=100, description="Banyaknya per halaman, paling banyak 100.")]
After = Annotated[int, Query(ge=0, le=FURTHEST, description="Lewati sekian butir; dipakai oleh `next`.")]


class ApiRequest(HttpRequest):
    """A request whose key was accepted."""

    auth: ApiClient


class WebhookIn(Schema):
    """Where to, and what. `events` are names of docs/webhooks.md; units below the organisation are heard too."""

    name: str = Field(min_length=1, max_length=80)
    url: str = Field(min_length=1, max_length=rules.URL_LENGTH, description="https, alamat umum di internet.")
    events: list[Event] = Field(min_length=1, max_length=len(rules.NEWS))


class WebhookOut(Schema):
    """An endpoint as it is kept; `failing_since` is null while it takes what we send."""

    id: int
    organisation: str
    name: str
    url: str
    events: list[str]
    state: Literal["active", "paused", "ended"]
    pause_reason: str
    failing_since: datetime | None
    last_success_at: datetime | None
    created_at: datetime


class WebhookMade(WebhookOut):
    """The new endpoint with its secret, which no other answer shows again."""

    secret: str


class WebhookList(Schema):
    items: list[WebhookOut]
    next: str | None


@router.get("", response=WebhookList, operation_id="list_webhooks", summary="Webhook instansi pemilik kunci")
def list_webhooks(request: ApiRequest, response: HttpResponse, limit: Limit = 20, after: After = 0) -> dict[str, Any]:
    """Webhook yang belum diakhiri, terbaru dulu, tanpa rahasianya. Izin: webhooks:write."""
    rows = list(access.kept_by(request.auth)[after : after + limit + 1])
    more = len(rows) > limit and after + limit <= FURTHEST
    following = urlencode({"after": after + limit, "limit": limit})
    response["Cache-Control"] = "no-store"
    return {
        "items": [_out(row) for row in rows[:limit]],
        "next": f"{settings.PUBLIC_URL}{request.path}?{following}" if more else None,
    }


@router.post("", response={201: WebhookMade}, operation_id="create_webhook", summary="Daftarkan webhook")
def create_webhook(request: ApiRequest, response: HttpResponse, given: WebhookIn) -> Any:
    """Rahasia untuk memeriksa tanda tangan ada di jawaban ini saja; ulangan dengan Idempotency-Key yang sama mendapat
    jawaban yang sama selama 24 jam. Izin: webhooks:write."""
    client = request.auth
    row, secret = actions.register(
        actor=client,
        organisation=client.organisation,
        name=given.name,
        url=given.url,
        events=given.events,
        now=timezone.now(),
    )
    response["Cache-Control"] = "no-store"
    return Status(201, {**_out(row), "secret": secret})


@router.delete("/{id}", response={204: None}, operation_id="delete_webhook", summary="Akhiri webhook")
def delete_webhook(request: ApiRequest, id: Key) -> Any:
    """Tidak ada lagi yang dikirim ke sana; catatannya tetap ada. Izin: webhooks:write."""
    row = access.get_for_client(request.auth, id)
    actions.end(actor=request.auth, endpoint=row, now=timezone.now())
    return Status(204, None)


def _out(row: Endpoint) -> dict[str, Any]:
    kept = ("name", "url", "events", "state", "pause_reason", "failing_since", "last_success_at", "created_at")
    return {"id": row.pk, "organisation": row.organisation.slug, **{name: getattr(row, name) for name in kept}}
