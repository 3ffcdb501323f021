"""Read a raw e-mail. Whatever it is made of, this answers with a `Letter` and never raises: strangers write mail.

Headers are read by the old lenient policy of the standard library and decoded here, because the new one raises on some
headers that are out there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from melayani.entrances.mailbox import words

LETTER, BOUNCE, AUTO, BULK, BROKEN = "letter", "bounce", "auto", "bulk", "broken"
PARTS_MOST, ATTACHED_MOST = 200, 20
TEXT_MOST = 200_000  # characters of the body that are read
HEADER_MOST = 20_000
TINY_PICTURE = 5_000  # bytes; a picture inside the text below that is a logo or a counter
RECIPIENT_HEADERS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Forwarded-To")
BARE = re.compile(r"[^\s<>,;:\"()\[\]@]{1,64}@[^\s<>,;:\"()\[\]@]{1,190}")
BULK_WORDS = {"bulk", "list", "junk"}


@dataclass(frozen=True)
class Attached:
    """A file as it came; nothing is known of it but its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Bounce:
    """A delivery report, RFC 3464: whether it is final, what the server said, and the headers of what came back."""

    failed: bool
    words: str
    about: str


@dataclass(frozen=True)
class Letter:
    """An e-mail as the door understands it. `said` is the text without quotation and signature, `text` is all of it."""

    kind: str
    sender: str = ""  # in lower case; "" when there is none that could be answered
    sender_name: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    said: str = ""
    attached: tuple[Attached, ...] = ()
    left_out: int = 0  # files beyond ATTACHED_MOST
    message_id: str = ""
    references: str = ""
    bounce: Bounce | None = None
    forged: bool = False  # the receiving server says that the sender is not who it claims (RFC 8601, dmarc=fail)


def read(raw: bytes) -> Letter:
    """The letter in `raw` (RFC 5322); of kind BROKEN, with the bytes as text, where nothing can be made out of it."""
    try:
        return _read(message_from_bytes(raw, policy=policy.compat32))
    except Exception:  # RecursionError, LookupError, ValueError … of the parser: a stranger's bytes, no fault of ours
        return Letter(kind=BROKEN, text=words.decode(raw[:TEXT_MOST], ""))


def _read(mail: Message) -> Letter:
    senders = _addresses(mail, ("From", "Reply-To"))
    name, address = senders[0] if senders else ("", "")
    parts = list(_leaves(mail))
    text = _text_of(parts)
    attached = _attached(parts)
    return Letter(
        kind=_kind(mail, parts),
        sender=address.lower(),
        sender_name=name,
        recipients=tuple(dict.fromkeys(address.lower() for _, address in _addresses(mail, RECIPIENT_HEADERS))),
        subject=_header(mail, "Subject")[:300],
        text=text,
        said=words.without_quotes(text),
        attached=tuple(attached[:ATTACHED_MOST]),
        left_out=max(0, len(attached) - ATTACHED_MOST),
        message_id=_header(mail, "Message-ID")[:300],
        references=f"{_header(mail, 'References')} {_header(mail, 'In-Reply-To')}",
        bounce=_bounce(parts),
        forged="dmarc=fail" in _header(mail, "Authentication-Results").lower(),
    )


# --- headers ----------------------------------------------------------------------------------------------------------
def _header(mail: Message, name: str) -> str:
    """All headers of that name as one line of text without control characters; "" when there is none."""
    return words.one_line(" ".join(_decoded(str(value)) for value in mail.get_all(name, [])[:20]))


def _decoded(value: str) -> str:
    """A header with its encoded words (RFC 2047) read; wrong ones stay as they are."""
    try:
        pieces = decode_header(value[:HEADER_MOST])
    except Exception:  # binascii.Error, HeaderParseError, ValueError: an encoded word that is none
        return value[:HEADER_MOST]
    return "".join(piece if isinstance(piece, str) else words.decode(piece, charset or "") for piece, charset in pieces)


def _addresses(mail: Message, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Display names and addresses in the headers `names`; bare addresses where a header is written badly."""
    raw = [str(value)[:HEADER_MOST] for name in names for value in mail.get_all(name, [])[:20]]
    found = [(name, address) for name, address in getaddresses(raw)[:100] if "@" in address]
    found = found or [("", address) for address in BARE.findall(" ".join(raw))[:100]]
    return [(words.one_line(_decoded(name))[:120], words.one_line(address)[:254]) for name, address in found]


# --- what sort of letter ----------------------------------------------------------------------------------------------
def _kind(mail: Message, parts: list[Message]) -> str:
    """Bounce, automatic answer, mailing list, or what a person wrote. RFC 3834, RFC 2919, RFC 3464."""
    if mail.get_content_type() == "multipart/report" or any(_is_status(part) for part in parts):
        return BOUNCE if any(_is_status(part) for part in parts) else AUTO
    automatic = _header(mail, "Auto-Submitted").lower().partition(";")[0].strip() not in {"", "no"}
    precedence = _header(mail, "Precedence").lower()
    if _header(mail, "List-Id") or _header(mail, "List-Unsubscribe") or precedence in BULK_WORDS:
        return BULK
    marks = ("X-Auto-Response-Suppress", "X-Autoreply", "X-Autorespond")
    if automatic or precedence == "auto_reply" or any(_header(mail, name) for name in marks):
        return AUTO
    return AUTO if "".join(_header(mail, "Return-Path").split()) == "<>" else LETTER


def _is_status(part: Message) -> bool:
    return part.get_content_type() == "message/delivery-status"


def _bounce(parts: list[Message]) -> Bounce | None:
    status = next((part for part in parts if _is_status(part)), None)
    if status is None:
        return None
    said = _plain(status)
    action = re.search(r"^Action:\s*(\w+)", said, re.IGNORECASE | re.MULTILINE)
    answer = re.search(r"^Diagnostic-Code:\s*(.{1,400})", said, re.IGNORECASE | re.MULTILINE)
    code = re.search(r"^Status:\s*([245]\.\d{1,3}\.\d{1,3})", said, re.IGNORECASE | re.MULTILINE)
    about = "\n".join(_plain(part) for part in parts if part.get_content_type() in RETURNED)
    spoken = " ".join(found.group(1).strip() for found in (code, answer) if found)
    return Bounce(failed=action.group(1).lower() == "failed", words=spoken, about=about) if action else None


RETURNED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers")


# --- parts ------------------------------------------------------------------------------------------------------------
def _leaves(mail: Message) -> Iterator[Message]:
    """The parts that hold something themselves, PARTS_MOST at most; a letter inside the letter is one of them."""
    waiting, seen = [mail], 0
    while waiting and seen < PARTS_MOST:
        part = waiting.pop(0)
        seen += 1
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting = [one for one in payload if isinstance(one, Message)] + waiting
        else:
            yield part


def _plain(part: Message) -> str:
    """The part as text: its own, or that of the messages it wraps (a delivery status has one per recipient)."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n".join(str(one)[:HEADER_MOST] for one in payload[:20])
    return words.decode(_bytes(part)[:TEXT_MOST], part.get_content_charset() or "")


def _bytes(part: Message) -> bytes:
    payload = part.get_payload()
    if isinstance(payload, list):
        return b"".join(str(one).encode("utf-8", "replace") for one in payload)
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else str(payload).encode("utf-8", "replace")


def _is_file(part: Message) -> bool:
    kind = part.get_content_maintype()
    return (
        part.get_content_disposition() == "attachment" or bool(part.get_filename()) or kind in ("image", "application")
    )


def _text_of(parts: list[Message]) -> str:
    """The plain text; where there is none, the HTML with everything but its words taken away."""
    for subtype, read_as in (("text/plain", str), ("text/html", words.of_html)):
        found = [_plain(one) for one in parts if one.get_content_type() == subtype and not _is_file(one)]
        text = words.clean("\n\n".join(read_as(one) for one in found if one.strip()))[:TEXT_MOST]
        if text:
            return text
    return ""


def _attached(parts: list[Message]) -> list[Attached]:
    found = []
    for part in parts:
        if not _is_file(part) or _is_status(part):
            continue
        content = _bytes(part)
        is_logo = part.get_content_maintype() == "image" and part.get("Content-ID") and len(content) < TINY_PICTURE
        if content and not is_logo:
            found.append(Attached(name=words.one_line(_decoded(part.get_filename() or ""))[:120], content=content))
    return found
