"""The telephone of the demonstration: it calls the real door, signed, and shows what the outbox answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from melayani.entrances.whatsapp import machine_views, media, payloads, proof
from melayani.entrances.whatsapp.hearing import CHANNEL
from melayani.entrances.whatsapp.payloads import Handset
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.messaging import inbound
from melayani.foundation.messaging import queries as messaging
from melayani.foundation.messaging.models import ContactKind, OutboxMessage, Turn
from melayani.foundation.messaging.rules import without_numbers

SHOWN = 40
HANDSETS: dict[str, Handset] = {
    "1": Handset("Contoh Sari", phone="6281210000001", user_id="ID.contoh1"),
    "2": Handset("Contoh Tono", phone="6281210000002", user_id="ID.contoh2"),
    "3": Handset("Contoh Tanpa Nomor", user_id="ID.contoh3"),
}
# positions to send, where a telephone would know its own
PLACES: dict[str, tuple[str, str, str]] = {
    "bengkalis": ("Bengkalis, dekat alun-alun", "1.474800", "102.121300"),
    "bogor": ("Kota Bogor, Lapangan Sempur", "-6.591200", "106.800300"),
    "bontang": ("Bontang, Jalan Awang Long", "0.133300", "117.500000"),
    "tanpa-nama": ("", "1.474800", "102.121300"),
}
# what this telephone cannot make, but a real one sends
RECORDED = {"audio": gettext_lazy("Pesan suara"), "video": gettext_lazy("Video"), "sticker": gettext_lazy("Stiker")}


@dataclass(frozen=True)
class Bubble:
    """One message on the screen. `rows` belong to a list that its `button` opens."""

    mine: bool
    at: datetime
    order: tuple[datetime, int, int]
    text: SafeString
    buttons: list[Mapping[str, str]] = field(default_factory=list)
    rows: list[Mapping[str, str]] = field(default_factory=list)
    button: str = ""
    tick: str = ""


def send(key: str, content: Mapping[str, Any], now: datetime) -> int:
    """Call the door as Meta would, then read what came, as the worker does a second later; the status of the door."""
    raw = payloads.call(HANDSETS[key], content, at=now).encode()
    status = knock(raw, proof.sign_as_demonstration(raw))
    inbound.read_due(timezone.now())
    return status


def knock(raw: bytes, signature: str) -> int:
    """The very view of the webhook, asked with these bytes."""
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/webhooks/whatsapp/",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": str(settings.PORT),
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(raw)),
            "HTTP_X_HUB_SIGNATURE_256": signature,
            "wsgi.input": BytesIO(raw),
        }
    )
    return machine_views.webhook(request).status_code


def put_down(upload: UploadedFile[Any], now: datetime) -> str:
    """Lay a photo where the worker fetches it; its media id. Raises FileRefused."""
    kept = attachments.store(upload=upload, actor=media.PHONE, now=now, purpose=media.PURPOSE)
    return f"{media.PHONE_OF_THE_DEMONSTRATION}{kept.pk}"


def screen(key: str) -> list[Bubble]:
    """The last messages of this telephone, oldest first; a constant number of queries."""
    handset = HANDSETS[key]
    kind = ContactKind.PHONE if handset.phone else ContactKind.WHATSAPP
    value = f"+{handset.phone}" if handset.phone else handset.user_id
    conversation = messaging.conversation_with(CHANNEL, kind, value)
    if conversation is None:
        return []
    turns = [_said(turn) for turn in messaging.heard_in(conversation, SHOWN)]
    answers = [_answered(row) for row in messaging.newest_to(conversation.contact, SHOWN)]
    return sorted([*turns, *answers], key=lambda one: one.order)[-SHOWN:]


def _said(turn: Turn) -> Bubble:
    return Bubble(True, turn.at, (turn.at, 0, turn.pk), _words(turn.text), tick="✓✓")


def _answered(row: OutboxMessage) -> Bubble:
    offers = json.loads(row.offers) if row.offers else {}
    buttons, chosen = offers.get("buttons", []), offers.get("list", {})
    rows = chosen.get("rows", [])
    return Bubble(
        mine=False,
        at=row.created_at,
        order=(row.created_at, 1, row.pk),
        text=_words(without_numbers(row.body, len(buttons) or len(rows))),
        buttons=buttons,
        rows=rows,
        button=chosen.get("button", ""),
    )


def _words(text: str) -> SafeString:
    """Links as links, *bold* as bold; lines stay lines by the style sheet."""
    parts = text.split("*")
    pieces = (
        format_html("<b>{}</b>", part)
        if place % 2 and place + 1 < len(parts)
        else SafeString(urlize(part, autoescape=True))
        for place, part in enumerate(parts)
    )
    return format_html_join("", "{}", ((piece,) for piece in pieces))
