"""Addresses of WhatsApp: the webhook and the demonstration's telephone, which are off here; officers' conversations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from melayani.delivery.applications.tests.factories import uploaded
from melayani.foundation.messaging import conversations
from melayani.foundation.people import Citizen
from melayani.foundation.people.tests.factories import World

TABLE = """
whatsapp_webhook                       404 404 404 404 404 404 404 404 404  | 404 404 404 404
whatsapp:phone                         404 404 404 404 404 404 404 404 404  | 404 404 404 404
office_conversations                    in  in  in 200 404 200 404 404 200  |  in  in 405 405
office_conversation                     in  in  in 200 404 200 404 404 404  |  in  in 405 405
office_conversation_file                in  in  in 200 404 200 404 404 404  |  in  in 405 405
office_conversation_act                 in  in  in 405 405 405 405 405 405  |  in  in 404 404
"""
NAMES = frozenset({"office_conversation", "office_conversation_act", "office_conversation_file"})
TAKES_NOTHING = frozenset({"whatsapp_webhook", "whatsapp:phone"})  # off without settings; the module's tests turn it on

Things = dict[str, Any]
# name, who may, what is sent, verb
DEEDS: tuple[tuple[str, str, Callable[[Things], dict[str, Any]], str], ...] = (
    ("office_conversation_act", "processor", lambda things: {"text": "Besok pagi."}, "jawab"),
    ("office_conversation_act", "processor", lambda things: {}, "kembalikan"),
    ("office_conversation_act", "head", lambda things: {}, "undang"),
)


def build(things: Things, world: World) -> None:
    """A citizen waits for an officer of Bontang."""
    now = datetime.now(world.bontang.zone)
    row = conversations.begin(channel="whatsapp", phone="+6281210000009", user_id="", now=now)
    conversations.hear(conversation=row, text="Kapan KTP saya jadi?", at=now, now=now)
    citizen = Citizen(contact_id=row.contact_id)
    conversations.hand_over(actor=citizen, conversation=row, organisation=world.bontang, now=now)
    turn = conversations.hear(conversation=row, text="[foto]", at=now, now=now)
    things["conversation file"] = uploaded(citizen, now=now)
    conversations.keep_file(turn=turn.pk, file=things["conversation file"], actor=citizen, now=now)
    things["conversation"] = row


def argument(things: Things, name: str, parameter: str, role: str, wrong: str) -> object:
    """The conversation that an address is about."""
    if parameter == "file":
        return things["conversation file"]
    return things["conversation"].pk if parameter == "pk" else "jawab"
