"""What can be followed on a device: modules offer their kinds here, one page and one action serve them all.

A tag names a kind and a key of it and proves that we made it: whoever was shown the link may switch its news on.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from melayani.foundation.audit import Actor, keyed_hash, record
from melayani.foundation.messaging.models import Consent, Contact
from melayani.foundation.numbers.rules import Reference

MARK = 24  # hexadecimal digits: 96 bits
LONGEST = 120  # characters of a tag


@dataclass(frozen=True)
class Topic:
    """One thing that can be followed, in words of the language that is active."""

    name: str  # a case number, a queue number, the name of an office
    promise: str  # what will come; shown before somebody agrees, and kept as proof
    otherwise: str  # how the news comes to whoever has no notifications
    back: str = ""  # the page it belongs to, where the tag's holder may open it
    is_over: bool = False  # nothing will come any more


class Kind(Protocol):
    """How one kind of topics is found, and what following one means."""

    def find(self, key: str) -> Topic | None:
        """The topic of this key; None for one that is not there."""

    def is_kept(self, key: str, contact: Contact) -> bool:
        """Whether the contact follows it now."""

    def keep(self, key: str, contact: Contact, on: bool, *, actor: Actor, words: str, now: datetime) -> None:
        """Begin or end it, with its proof; the contact's row is locked."""


@dataclass(frozen=True)
class ByConsent:
    """A kind whose followers are those whose last word was yes; there is no other row."""

    kind: str
    finds: Callable[[str], Topic | None]

    def find(self, key: str) -> Topic | None:
        return self.finds(key)

    def is_kept(self, key: str, contact: Contact) -> bool:
        last = (
            Consent.objects.filter(contact=contact, purpose=purpose_of(self.kind, key)).order_by("-at", "-pk").first()
        )
        return last is not None and last.given

    def keep(self, key: str, contact: Contact, on: bool, *, actor: Actor, words: str, now: datetime) -> None:
        Consent.objects.create(
            contact=contact, purpose=purpose_of(self.kind, key), given=on, by="push", words=words[:300], at=now
        )
        name = "contact.follows_case" if on else "contact.leaves_case"
        record(name, actor=actor, subject=Reference(kind="contact", number=str(contact.pk)), now=now)


_kinds: dict[str, Kind] = {}


def offer(name: str, kind: Kind) -> None:
    """Let devices follow this kind; `name` is lower-case letters. A name that is offered again replaces the former."""
    _kinds[name] = kind


def followed_by_consent(name: str) -> Callable[[Callable[[str], Topic | None]], Callable[[str], Topic | None]]:
    """Offer a kind by the function that finds its topics."""

    def keep(finds: Callable[[str], Topic | None]) -> Callable[[str], Topic | None]:
        offer(name, ByConsent(name, finds))
        return finds

    return keep


def tag_of(kind: str, key: str) -> str:
    return f"{kind}-{key}-{_mark(kind, key)}"


def read_tag(tag: str) -> tuple[Kind, str] | None:
    """Kind and key that a link was made for; None for an invented one."""
    name, _, rest = tag[:LONGEST].partition("-")
    key, _, mark = rest.rpartition("-")
    if name not in _kinds or not hmac.compare_digest(mark.encode(), _mark(name, key).encode()):
        return None
    return _kinds[name], key


def purpose_of(kind: str, key: str) -> str:
    """Of a consent."""
    return f"{kind}:{key}"


def _mark(kind: str, key: str) -> str:
    return keyed_hash(f"{kind}\x00{key}", purpose="messaging.device")[:MARK]
