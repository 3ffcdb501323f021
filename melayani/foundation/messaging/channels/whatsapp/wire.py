"""What Meta sends to the webhook, read into plain values; nothing is looked up here and nothing written.

Two forms of the same message exist: until 2026 with the telephone number in `from`; since then perhaps without it,
known by the business-scoped `user_id` in `contacts` or in `from_user_id`. `contacts` may be missing altogether.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from melayani.foundation.messaging.inbound import NotUnderstood

OBJECT = "whatsapp_business_account"
STATES = {"sent": "sent", "delivered": "delivered", "read": "read", "played": "read", "failed": "failed"}
MEDIA = {"image": "image", "sticker": "image", "document": "document", "audio": "document", "video": "document"}
REACTION = "reaction"
MEDIA_LOST = {131052, 131053}  # Meta could not get, or not keep, the file that was sent
TEMPLATE_FIELDS = {"message_template_status_update", "message_template_quality_update", "template_category_update"}
Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Incoming:
    """One message of a citizen. `phone` is +62… or "", `user_id` the business-scoped id or "": one of them is there.

    `kind`: text, choice (a button or a row of a list: `choice_id`, its title in `text`), image, document (also audio
    and video: `mime` tells), location, reaction (an emoji upon a message), other (what WhatsApp invents next; `text`
    then holds its name for it).
    `refused` is Meta's code where it tells of a file that it does not hand out: then there is no `media_id`.
    """

    wamid: str
    phone: str
    user_id: str
    name: str
    at: datetime
    kind: str
    text: str = ""
    choice_id: str = ""
    media_id: str = ""
    mime: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    reply_to: str = ""  # wamid of the message that this one quotes
    refused: int | None = None
    to: str = ""  # Meta's id of the number that was written to; an account may have several


@dataclass(frozen=True)
class Status:
    """What became of a message of ours: sent, delivered, read (also played) or failed with Meta's code and words."""

    wamid: str
    state: str
    at: datetime
    code: int | None = None
    title: str = ""
    tag: str = ""  # what we gave the message on its way (biz_opaque_callback_data)


@dataclass(frozen=True)
class TemplateNews:
    """Meta judged a template anew: `event` as it names it (APPROVED, PAUSED, …), or the new category."""

    name: str
    language: str
    event: str = ""
    category: str = ""


@dataclass(frozen=True)
class Parsed:
    """Everything one call told. A reader handles the three lists, then raises NotUnderstood when `unknown` is filled.

    So nothing that was understood waits for what was not, and what was not stays and is counted.
    """

    messages: list[Incoming] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    templates: list[TemplateNews] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def parse(body: str) -> Parsed:
    """Read one call: several entries, changes and messages are usual. Raises NotUnderstood when nothing can be read."""
    parsed = Parsed()
    for change in _changes(_load(body)):
        name, value = str(change.get("field", "")), change.get("value")
        if not isinstance(value, dict):
            parsed.unknown.append(f"{name}: no value")
        elif name == "messages":
            _read_messages(value, parsed)
        elif name in TEMPLATE_FIELDS:
            _collect([value], parsed.templates, _template, parsed.unknown)
        else:
            parsed.unknown.append(name or "change without a field")
    if not (parsed.messages or parsed.statuses or parsed.templates):
        raise NotUnderstood("; ".join(parsed.unknown) or "nothing in it")
    return parsed


def _load(body: str) -> Json:
    try:
        call = json.loads(body)
    except ValueError as error:
        raise NotUnderstood("no JSON") from error
    if not isinstance(call, dict) or call.get("object") != OBJECT:
        raise NotUnderstood(f"object is not {OBJECT}")
    return call


def _changes(call: Json) -> Iterator[Json]:
    for entry in _dicts(call.get("entry")):
        yield from _dicts(entry.get("changes"))


def _read_messages(value: Json, parsed: Parsed) -> None:
    people = _dicts(value.get("contacts"))
    messages, statuses = _dicts(value.get("messages")), _dicts(value.get("statuses"))
    to = str(_part(value, "metadata").get("phone_number_id") or "")
    _collect(messages, parsed.messages, lambda row: _incoming(row, people, to), parsed.unknown)
    _collect(statuses, parsed.statuses, _status, parsed.unknown)
    if not messages and not statuses:
        parsed.unknown.append(f"messages with {', '.join(sorted(value)) or 'nothing'}")


def _collect(rows: list[Json], into: list[T], read: Callable[[Json], T], unknown: list[str]) -> None:
    for row in rows:
        try:
            into.append(read(row))
        except (KeyError, ValueError, TypeError, OverflowError, OSError, InvalidOperation) as problem:
            unknown.append(f"{type(problem).__name__} {problem}")


def _incoming(row: Json, people: list[Json], to: str) -> Incoming:
    person = _person_of(row, people)
    phone = str(row.get("from") or person.get("wa_id") or "")
    user_id = str(row.get("from_user_id") or person.get("user_id") or "")
    if not phone.isdigit():  # some middlemen put the user id where the number stood
        phone, user_id = "", user_id or phone
    if not phone and not user_id:
        raise ValueError("message from nobody")
    profile = _part(person, "profile")
    return Incoming(
        wamid=_text(row, "id"),
        phone=f"+{phone}" if phone else "",
        user_id=user_id,
        name=str(profile.get("name") or profile.get("username") or ""),
        at=_moment(row),
        reply_to=str(_part(row, "context").get("id") or ""),
        to=to,
        **_content(row),
    )


def _person_of(row: Json, people: list[Json]) -> Json:
    """The entry of `contacts` that belongs to this message; a single one belongs to a message without a sender."""
    names = {str(row[key]) for key in ("from", "from_user_id") if row.get(key)}
    for person in people:
        if names & {str(person.get("wa_id")), str(person.get("user_id"))}:
            return person
    return people[0] if len(people) == 1 and not names else {}


def _content(row: Json) -> Json:
    """What was said, as the fields of Incoming."""
    kind = str(row.get("type", ""))
    part = _part(row, kind)
    if kind == "text":
        return {"kind": "text", "text": _text(part, "body")}
    if kind == "interactive":
        answer = _part(part, str(part.get("type", "")))  # button_reply or list_reply
        return _choice(answer.get("id"), answer.get("title"))
    if kind == "button":  # a quick reply of a template
        return _choice(part.get("payload") or part.get("text"), part.get("text"))
    if kind in MEDIA:
        words = str(part.get("caption") or part.get("filename") or "")
        mime = str(part.get("mime_type") or "")
        if code := _code(row) or _code(part):
            return {"kind": MEDIA[kind], "text": words, "mime": mime, "refused": code}
        return {"kind": MEDIA[kind], "text": words, "media_id": _text(part, "id"), "mime": mime}
    if kind == "location":
        return _location(part)
    if (code := _code(row)) in MEDIA_LOST:
        return {"kind": "document", "refused": code}
    return {"kind": kind if kind == REACTION else "other", "text": kind}


def _code(row: Json) -> int | None:
    """The code of the first error that Meta tells with a message, if any."""
    first = next(iter(_dicts(row.get("errors"))), {})
    code = str(first.get("code") or "")
    return int(code) if code.isascii() and code.isdigit() else None


def _choice(chosen: object, title: object) -> Json:
    return (
        {"kind": "choice", "choice_id": str(chosen), "text": str(title or "")}
        if chosen
        else {"kind": "other", "text": "interactive"}
    )


def _location(part: Json) -> Json:
    latitude, longitude = Decimal(str(part["latitude"])), Decimal(str(part["longitude"]))
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError("no place on earth")
    words = ", ".join(str(part[key]) for key in ("name", "address") if part.get(key))
    return {"kind": "location", "text": words, "latitude": latitude, "longitude": longitude}


def _status(row: Json) -> Status:
    state = STATES[str(row["status"])]
    problem = next(iter(_dicts(row.get("errors"))), {})
    code = problem.get("code")
    return Status(
        wamid=_text(row, "id"),
        state=state,
        at=_moment(row),
        code=int(code) if code is not None else None,
        title=str(problem.get("title") or problem.get("message") or ""),
        tag=str(row.get("biz_opaque_callback_data") or ""),
    )


def _template(value: Json) -> TemplateNews:
    return TemplateNews(
        name=_text(value, "message_template_name"),
        language=_text(value, "message_template_language"),
        event=str(value.get("event") or "").upper(),
        category=str(value.get("new_category") or value.get("category") or "").lower(),
    )


def _moment(row: Json) -> datetime:
    return datetime.fromtimestamp(int(row["timestamp"]), tz=UTC)


def _text(row: Json, key: str) -> str:
    if not isinstance(row[key], str) or not row[key]:
        raise ValueError(f"{key} is empty")
    return str(row[key])


def _part(row: Json, key: str) -> Json:
    part = row.get(key)
    return part if isinstance(part, dict) else {}


def _dicts(rows: object) -> list[Json]:
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
