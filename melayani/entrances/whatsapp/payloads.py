"""Calls of the webhook in Meta's own form (since 2026: with `user_id`, perhaps without the number)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

Json = dict[str, Any]
RECORDED = {"audio": "audio/ogg; codecs=opus", "video": "video/mp4", "sticker": "image/webp"}


@dataclass(frozen=True)
class Handset:
    """Whose telephone it is: a number, or only the id that the business knows; and the name of its profile."""

    name: str
    phone: str = ""  # digits with the country code, no plus
    user_id: str = ""


def text(words: str) -> Json:
    return {"type": "text", "text": {"body": words}}


def tapped(key: str, title: str, *, row: bool = False) -> Json:
    """A button, or a row of a list."""
    kind = "list_reply" if row else "button_reply"
    return {"type": "interactive", "interactive": {"type": kind, kind: {"id": key, "title": title}}}


def image(media_id: str, caption: str = "") -> Json:
    told: Json = {"id": media_id, "mime_type": "image/jpeg", "sha256": "", **({"caption": caption} if caption else {})}
    return {"type": "image", "image": told}


def recorded(kind: str) -> Json:
    """A voice message, a video or a sticker; there is nothing behind its id."""
    told: Json = {"id": token_hex(8), "mime_type": RECORDED[kind], "sha256": ""}
    return {"type": kind, kind: told}


def location(latitude: str, longitude: str, name: str = "") -> Json:
    place: Json = {"latitude": float(latitude), "longitude": float(longitude), **({"name": name} if name else {})}
    return {"type": "location", "location": place}


def call(handset: Handset, content: Mapping[str, Any], *, at: datetime, wamid: str = "") -> str:
    """The body of one call with one message."""
    contact: Json = {"profile": {"name": handset.name}}
    message: Json = {"id": wamid or f"wamid.{token_hex(16)}", "timestamp": str(int(at.timestamp())), **content}
    if handset.phone:
        contact["wa_id"] = message["from"] = handset.phone
    if handset.user_id:
        contact["user_id"] = message["from_user_id"] = handset.user_id
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "6281100000000", "phone_number_id": "100000000000001"},
        "contacts": [contact],
        "messages": [message],
    }
    change = {"field": "messages", "value": value}
    body = {"object": "whatsapp_business_account", "entry": [{"id": "200000000000002", "changes": [change]}]}
    return json.dumps(body, ensure_ascii=False)
