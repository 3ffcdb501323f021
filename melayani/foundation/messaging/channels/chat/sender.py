"""Hand one alert to Telegram, and tell what its answer means (core.telegram.org/bots/api)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import httpx
from django.conf import settings
from django.utils import timezone

from melayani.foundation.messaging.connections import client
from melayani.foundation.messaging.models import Contact, ContactKind, OutboxMessage
from melayani.foundation.messaging.outcomes import ChannelAway, Refused, TryLater

TEXT_MOST = 4000  # Telegram takes 4096 characters
LONGEST_WAIT = 3600  # seconds
WRONG_TOKEN = {401, 404}


@dataclass(frozen=True)
class Chat:
    """On when TELEGRAM_TOKEN is set: the token of a bot that the officers have started."""

    kind: str = "chat"

    def is_on(self) -> bool:
        return bool(settings.TELEGRAM_TOKEN)

    def accepts(self, contact: Contact) -> bool:
        return contact.kind == ContactKind.CHAT

    def promises(self, kind: str) -> bool:
        """No page for citizens asks for a chat."""
        return False

    def send(self, message: OutboxMessage) -> str:
        """Send it; return Telegram's number of the message. Raises Refused, TryLater, ChannelAway."""
        return self.prepare(message, timezone.now())()

    def prepare(self, message: OutboxMessage, now: datetime) -> Callable[[], str]:
        """Plain text without a preview of its link; what is returned touches no database."""
        text = f"{message.subject}\n\n{message.body}"[:TEXT_MOST]
        return partial(_post, {"chat_id": message.address, "text": text, "link_preview_options": {"is_disabled": True}})


def _post(content: dict[str, Any]) -> str:
    url = f"{settings.TELEGRAM_URL}/bot{settings.TELEGRAM_TOKEN}/sendMessage"
    try:
        answer = client("chat").post(url, json=content)
    except httpx.HTTPError as problem:  # its words may hold the address, which holds the token
        raise ChannelAway(type(problem).__name__) from None
    told = _told(answer)
    code, words = str(answer.status_code), f"{answer.status_code} {str(told.get('description', ''))[:200]}"
    if answer.status_code == 429:
        raise TryLater(words, code=code, wait=_wait(told))
    if answer.status_code >= 500 or answer.status_code in WRONG_TOKEN:
        raise ChannelAway(words, code=code)
    result = told.get("result")
    if not answer.is_success or not told.get("ok") or not isinstance(result, dict):
        raise Refused(words, code=code)  # 400 no such chat, 403 the officer stopped the bot
    return str(result.get("message_id", ""))


def _told(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _wait(told: dict[str, Any]) -> timedelta | None:
    """`parameters.retry_after` in seconds, an hour at most."""
    parameters = told.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return timedelta(seconds=min(max(seconds, 1), LONGEST_WAIT)) if isinstance(seconds, int) else None
