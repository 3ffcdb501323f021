"""Names by which a letter finds its case again: our Message-ID, the thread of a case, the address to answer to.

Each carries a keyed hash, so that nobody makes one up: whoever knows it has had the message. RFC 5322, 3.6.4.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from melayani.foundation.audit import keyed_hash
from melayani.foundation.messaging.models import MessageKind, OutboxMessage
from melayani.foundation.numbers.rules import read_number

MARK = 20  # hexadecimal digits: 80 bits
ANSWERED = frozenset({"ADU", "PMH", "INF", "JNJ", "ATR"})  # kinds of cases to which free words can be added
LONGEST_LOCAL = 64  # RFC 5321, 4.5.3.1.1
READ_AT_MOST = 20_000  # characters of References
_OURS = re.compile(r"<melayani-(\d{1,18})-([0-9a-f]{20})@")


@dataclass(frozen=True)
class Tag:
    """A case and the proof that its holder was written to, as they stand in an address."""

    number: str
    mark: str

    def is_of(self, contact_id: int | None) -> bool:
        """Whether this tag was made for messages of that contact about that case (compared in constant time)."""
        return contact_id is not None and hmac.compare_digest(self.mark, _reply_mark(self.number, contact_id))


def message_id(message: OutboxMessage) -> str:
    """The Message-ID: the same at every attempt, so that a mailbox can tell a repeat from a second message."""
    return f"<melayani-{message.pk}-{_message_mark(message.pk)}@{_host()}>"


def message_of(text: str) -> OutboxMessage | None:
    """The message whose Message-ID stands last in `text` (In-Reply-To, References); None for a made-up one."""
    for pk, mark in reversed(_OURS.findall(text[-READ_AT_MOST:])):
        if hmac.compare_digest(mark, _message_mark(int(pk))):
            return OutboxMessage.objects.filter(pk=pk).select_related("contact").first()
    return None


def thread_id(message: OutboxMessage) -> str:
    """What all messages about one case refer to; "" where the message is about no case."""
    if read_number(message.reference_number) is None:
        return ""
    mark = keyed_hash(message.reference_number, purpose="messaging.thread")[:MARK]
    return f"<melayani-{message.reference_number.lower()}-{mark}@{_host()}>"


def reply_address(message: OutboxMessage) -> str:
    """The plus-address that brings an answer to the case of `message`; "" while no mailbox is read, or for no case."""
    local, _, domain = settings.MAIL_ADDRESS.partition("@")
    is_case = message.kind == MessageKind.CASE and read_number(message.reference_number) is not None
    if not domain or not is_case or message.reference_number[:3] not in ANSWERED or message.contact_id is None:
        return ""
    tagged = f"{local}+{message.reference_number}-{_reply_mark(message.reference_number, message.contact_id)}"
    return f"{tagged}@{domain}" if len(tagged) <= LONGEST_LOCAL else ""


def read_tag(plus: str) -> Tag | None:
    """The case and proof in what stands behind the plus of an address; None for any other word."""
    number, _, mark = plus.rpartition("-")
    found = read_number(number)
    return Tag(found, mark.lower()) if found and re.fullmatch(r"[0-9a-fA-F]{20}", mark) else None


def _message_mark(pk: int) -> str:
    return keyed_hash(str(pk), purpose="messaging.message_id")[:MARK]


def _reply_mark(number: str, contact_id: int) -> str:
    return keyed_hash(f"{number}\x00{contact_id}", purpose="messaging.reply")[:MARK]


def _host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"
