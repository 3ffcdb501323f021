"""Our message in the shapes of the Cloud API: text, buttons, a list, or an approved form with its values."""

from __future__ import annotations

import json
from typing import Any

from melayani.foundation.messaging.models import ContactKind, MessageTemplate, OutboxMessage, TemplateCategory

LONGEST_TEXT, LONGEST_WITH_OFFERS = 4096, 1024
Json = dict[str, Any]


def addressed(message: OutboxMessage, content: Json) -> Json:
    """`content` with its recipient: a number in `to`, a business-scoped user id in `recipient`.

    The tag comes back in statuses: what was sent is then known even when the worker died before noting it.
    """
    by_id = bool(message.contact and message.contact.kind == ContactKind.WHATSAPP)
    recipient = {"recipient": message.address} if by_id else {"to": message.address.removeprefix("+")}
    whole = {"messaging_product": "whatsapp", "recipient_type": "individual", **recipient, **content}
    return {**whole, "biz_opaque_callback_data": tag_of(message)}


def tag_of(message: OutboxMessage) -> str:
    return f"m{message.pk}"


def free(message: OutboxMessage) -> Json:
    """Our own words, with buttons or a list where the message offers them and its text is short enough for them."""
    words = f"*{message.subject}*\n\n{message.body}" if message.template else message.body
    words = words.strip()
    offers = json.loads(message.offers) if message.offers else {}
    action = _action(offers) if len(words) <= LONGEST_WITH_OFFERS else None
    if action is None:
        cut = words if len(words) <= LONGEST_TEXT else words[: LONGEST_TEXT - 1] + "…"
        return {"type": "text", "text": {"body": cut, "preview_url": False}}
    kind = "button" if offers.get("buttons") else "list"
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": words}, "action": action}}


def _action(offers: Json) -> Json | None:
    if offers.get("buttons"):
        replies = [{"id": str(one["id"]), "title": str(one["title"])[:20]} for one in offers["buttons"][:3]]
        return {"buttons": [{"type": "reply", "reply": reply} for reply in replies]}
    listed = offers.get("list") or {}
    if not listed.get("rows"):
        return None
    rows = []
    for one in listed["rows"][:10]:
        row = {"id": str(one["id"]), "title": str(one["title"])[:24]}
        if one.get("description"):
            row["description"] = str(one["description"])[:72]
        rows.append(row)
    return {"button": str(listed.get("button") or "Pilih")[:20], "sections": [{"rows": rows}]}


def form(template: MessageTemplate, values: dict[str, str]) -> Json:
    """The approved form with its values in their places; a code also stands behind the button that copies it."""
    texts = [values[name] for name in template.parameters]
    if template.category == TemplateCategory.AUTHENTICATION:
        texts = [text.replace(" ", "") for text in texts[:1]]
    places = [{"type": "text", "text": text or "-"} for text in texts]
    parts: list[Json] = [{"type": "body", "parameters": places}] if places else []
    if template.category == TemplateCategory.AUTHENTICATION:
        parts.append({"type": "button", "sub_type": "url", "index": "0", "parameters": places})
    language = {"code": template.language}
    return {"type": "template", "template": {"name": template.name, "language": language, "components": parts}}
