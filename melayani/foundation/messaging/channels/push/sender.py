"""Hand one message to the push service of a browser, and tell what its answer means (RFC 8030)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import httpx
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext

from melayani.foundation.messaging.channels.push import subscription, vapid
from melayani.foundation.messaging.channels.push.encryption import seal
from melayani.foundation.messaging.connections import client
from melayani.foundation.messaging.models import Contact, ContactKind, MessageKind, OutboxMessage
from melayani.foundation.messaging.outcomes import Refused, TryLater

GONE = {"404", "410"}
LIFE = timedelta(days=3)  # how long the service keeps it for a device that is off
TITLE_MOST, BODY_MOST = 120, 400


@dataclass(frozen=True)
class Push:
    """On when PUSH_CONTACT is set: whom a push service may write to about our messages."""

    kind: str = "push"

    def is_on(self) -> bool:
        return bool(settings.PUSH_CONTACT)

    def accepts(self, contact: Contact) -> bool:
        return contact.kind == ContactKind.PUSH

    def promises(self, kind: str) -> bool:
        """Nobody types a subscription in: no page asks whether it can be reached."""
        return False

    def send(self, message: OutboxMessage) -> str:
        """Post it; return the service's name of it. Raises Refused, TryLater."""
        return self.prepare(message, timezone.now())()

    def prepare(self, message: OutboxMessage, now: datetime) -> Callable[[], str]:
        """Encrypt it; what is returned talks with the push service and touches no database."""
        try:
            browser = subscription.kept(message.address)
            body = seal(_payload(message), browser=browser.key, auth=browser.auth)
        except (subscription.BadSubscription, ValueError) as error:
            return partial(_refuse, str(error))
        if not subscription.is_known_host(browser.endpoint):
            return partial(_refuse, "not a push service")
        left = min(LIFE, message.expires_at - now) if message.expires_at else LIFE
        headers = {
            "Authorization": vapid.authorization(browser.endpoint, now=now),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(max(0, int(left.total_seconds()))),
            "Urgency": "high" if message.urgent else "normal",
        }
        return partial(_post, browser.endpoint, body, headers)

    def note_problem(self, message: OutboxMessage, problem: Exception, now: datetime) -> None:
        """A subscription that is gone is forgotten: its owner ended it, or cleared the browser."""
        if getattr(problem, "code", "") in GONE and message.contact_id:
            Contact.objects.filter(pk=message.contact_id, kind=ContactKind.PUSH).delete()


def _refuse(words: str) -> str:
    raise Refused(words)


def _post(endpoint: str, body: bytes, headers: dict[str, str]) -> str:
    try:
        answer = client("push").post(endpoint, content=body, headers=headers)
    except httpx.HTTPError as problem:
        # one maker's service is away, the others are not: this message waits, the channel goes on
        raise TryLater(f"{type(problem).__name__}: {problem}") from problem
    code, words = str(answer.status_code), f"{answer.status_code} {answer.text[:200]}"
    if answer.is_success:
        return str(answer.headers.get("Location", ""))[-200:]
    if answer.status_code == 429 or answer.status_code >= 500:
        raise TryLater(words, code=code, wait=_wait(answer.headers.get("Retry-After", "")))
    raise Refused(words, code=code)


def _wait(told: str) -> timedelta | None:
    """What Retry-After says, an hour at most; None where it says nothing in seconds."""
    return timedelta(seconds=min(int(told), 3600)) if told.isascii() and told.isdigit() and len(told) < 9 else None


def _payload(message: OutboxMessage) -> bytes:
    """Title, some words and the link, as the service worker of the portal reads them."""
    lines = [line.strip() for line in message.body.split("\n")]
    links = [line for line in lines if line.startswith(f"{settings.PUBLIC_URL}/")] or [settings.PUBLIC_URL]
    told = " ".join(line for line in lines if line and not line.startswith("http"))
    content = {"title": message.subject[:TITLE_MOST], "body": told[:BODY_MOST], "url": links[0], "tag": _tag(message)}
    if message.kind == MessageKind.ANNOUNCEMENT and len(links) > 1:
        content |= _end(links[-1], message.language)
    return json.dumps(content, ensure_ascii=False).encode()


def _end(link: str, language: str) -> dict[str, str]:
    """The button on an announcement that ends what brought it: one POST to the link at its foot (RFC 8058)."""
    with translation.override(language):
        return {
            "leave": link,
            "stop": gettext("Berhenti"),
            "stopped": gettext("Anda tidak menerima pengumuman ini lagi."),
        }


def _tag(message: OutboxMessage) -> str:
    """News of one case replaces the news before it on the screen."""
    return f"{message.reference_kind}:{message.reference_number}"
