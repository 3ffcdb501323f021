"""Hand one message to the SMS gateway, and tell what its answer means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

import httpx
from django.conf import settings
from django.utils import timezone

from melayani.foundation.messaging.channels.sms import text
from melayani.foundation.messaging.channels.sms.gateway import BadGateway, Gateway, look_up, read_gateway
from melayani.foundation.messaging.connections import client
from melayani.foundation.messaging.models import Contact, ContactKind, OutboxMessage
from melayani.foundation.messaging.outcomes import ChannelAway, Refused, TryLater

TOO_MANY, NOT_ALLOWED = 429, {401, 402, 403}  # 402: no credit left


@dataclass(frozen=True)
class Sms:
    """On when SMS_GATEWAY is set; one that cannot be read is refused by a system check."""

    kind: str = "sms"

    def is_on(self) -> bool:
        return bool(settings.SMS_GATEWAY)

    def accepts(self, contact: Contact) -> bool:
        return contact.kind == ContactKind.PHONE

    def send(self, message: OutboxMessage) -> str:
        """Hand the message over; return the gateway's name of it. Raises Refused, TryLater, ChannelAway."""
        return self.prepare(message, timezone.now())()

    def prepare(self, message: OutboxMessage, now: datetime) -> Callable[[], str]:
        """Fit the text and count what it costs; what is returned talks with the gateway and touches no database."""
        gateway = _gateway(settings.SMS_GATEWAY)
        words = text.fitted(message.subject, message.body, most=gateway.most_segments)
        message.segments = text.segments(words)
        message.cost = message.segments * gateway.price
        # the same at every attempt: a gateway that knows such keys sends a repeat after a crash only once
        key = f"melayani-{message.pk}-{message.created_at:%Y%m%d%H%M%S}"
        return partial(_hand_over, gateway, {"to": gateway.address(message.address), "text": words, "key": key})


def _hand_over(gateway: Gateway, values: dict[str, str]) -> str:
    headers, fields = _filled(gateway.headers, values), _filled(gateway.fields, values)
    how: dict[str, Any] = {{"json": "json", "form": "data", "query": "params"}[gateway.body]: fields}
    try:
        answer = client("sms").request(gateway.method, gateway.url, headers=headers, **how)
    except httpx.HTTPError as problem:  # no server, no answer in time, hung up
        raise ChannelAway(f"{type(problem).__name__}: {problem}") from problem
    return _understood(gateway, answer)


def _understood(gateway: Gateway, answer: httpx.Response) -> str:
    try:
        told = answer.json()
    except ValueError:
        told = {"text": answer.text.strip()}  # some gateways answer with a bare word: place `text`
    code = look_up(told, gateway.error_at) if gateway.error_at else str(answer.status_code)
    words = f"{answer.status_code} {answer.text[:200]}"
    if gateway.refused.fits(told):
        raise Refused(words, code=code)
    if answer.status_code == TOO_MANY or gateway.later.fits(told):
        raise TryLater(words, code=code)
    if answer.status_code >= 500 or answer.status_code in NOT_ALLOWED:
        raise ChannelAway(words, code=code)
    taken = answer.status_code in gateway.status and (not gateway.accepted.at or gateway.accepted.fits(told))
    if not taken:
        raise Refused(words, code=code)
    return look_up(told, gateway.id_at) if gateway.id_at else ""


def _filled(pairs: dict[str, str], values: dict[str, str]) -> dict[str, str]:
    """Put the values into their places in one pass, so that words in braces within a text stay words."""
    return {name: _PLACES.sub(lambda found: values[found[1]], pattern) for name, pattern in pairs.items()}


_PLACES = re.compile(r"\{(to|text|key)\}")


@lru_cache(maxsize=2)
def _gateway(source: str) -> Gateway:
    try:
        return read_gateway(source)
    except BadGateway as error:
        raise ChannelAway(str(error)) from error
