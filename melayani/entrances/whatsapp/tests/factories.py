"""Telephones that write to the webhook as Meta does, and read what the outbox answers."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from pytest_django import Settings

from melayani.entrances.whatsapp import payloads
from melayani.entrances.whatsapp.payloads import Handset
from melayani.foundation.messaging import conversations, inbound
from melayani.foundation.messaging.models import Conversation, InboundPayload, OutboxMessage

SECRET, WORD = "rahasia-aplikasi-contoh", "kata-jabat-tangan"
SARI = Handset("Contoh Sari", phone="6281210000001", user_id="ID.sari")
TONO = Handset("Contoh Tono", phone="6281210000002", user_id="ID.tono")
NOBODY = Handset("Contoh Tanpa Nomor", user_id="ID.tanpa")
WEBHOOK = "/webhooks/whatsapp/"


def switched_on(settings: Settings) -> None:
    settings.WHATSAPP_APP_SECRET = SECRET
    settings.WHATSAPP_VERIFY_TOKEN = WORD
    settings.WHATSAPP_NUMBER_ID = "100000000000001"
    settings.WHATSAPP_TOKEN = "tanda-masuk-contoh"


def signed(raw: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


def post(raw: bytes, signature: str | None = None) -> int:
    """The status with which the webhook answers these bytes."""
    header = signed(raw) if signature is None else signature
    return (
        Client()
        .post(WEBHOOK, raw, content_type="application/json", headers={"X-Hub-Signature-256": header})
        .status_code
    )


@dataclass
class Phone:
    """Somebody's telephone. Each message comes a second after the one before, by the test's own clock."""

    handset: Handset
    now: datetime
    wamids: list[str] = field(default_factory=list)

    def send(self, content: Mapping[str, Any], *, wamid: str = "") -> list[OutboxMessage]:
        """What was answered to this message, by the whole way: door, table, worker."""
        self.now += timedelta(seconds=1)
        before = OutboxMessage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        raw = payloads.call(self.handset, content, at=self.now, wamid=wamid).encode()
        assert post(raw) == 200
        self.work()
        rows = OutboxMessage.objects.filter(pk__gt=before, event=conversations.REPLY).order_by("pk")
        return [row for row in rows if row.contact_id == self.conversation.contact_id]

    def work(self) -> None:
        """Let the worker read; nothing may be left over or not understood."""
        InboundPayload.objects.update(next_attempt_at=self.now)
        inbound.read_due(self.now)
        wrong = [row.problem for row in InboundPayload.objects.exclude(state="read")]
        assert not wrong, wrong

    def write(self, words: str, **options: Any) -> str:
        """What one reads on the screen afterwards, all of it."""
        return "\n".join(row.body for row in self.send(payloads.text(words), **options))

    def tap(self, title: str) -> str:
        """Tap the button or row of this title under the last answer."""
        key, row = self.offered()[title]
        return "\n".join(one.body for one in self.send(payloads.tapped(key, title, row=row)))

    def offered(self) -> dict[str, tuple[str, bool]]:
        """Titles of the last answer's buttons or rows, with their ids and whether they are rows."""
        offers = json.loads(self.last.offers or "{}")
        found = {one["title"]: (one["id"], False) for one in offers.get("buttons", [])}
        return found | {one["title"]: (one["id"], True) for one in offers.get("list", {}).get("rows", [])}

    @property
    def last(self) -> OutboxMessage:
        rows = OutboxMessage.objects.filter(event=conversations.REPLY, contact=self.conversation.contact_id)
        return rows.order_by("-pk")[0]

    @property
    def conversation(self) -> Conversation:
        kind, value = ("phone", f"+{self.handset.phone}") if self.handset.phone else ("whatsapp", self.handset.user_id)
        from melayani.foundation.messaging.queries import conversation_with

        found = conversation_with("whatsapp", kind, value)
        assert found is not None
        return found
