"""One slice per channel: the first that is on and reaches the contact sends the message, the next is the fall-back."""

from __future__ import annotations

from typing import Protocol

from melayani.foundation.messaging.channels.chat.sender import Chat
from melayani.foundation.messaging.channels.demonstration.sender import Demonstration
from melayani.foundation.messaging.channels.email.sender import Email
from melayani.foundation.messaging.channels.push.sender import Push
from melayani.foundation.messaging.channels.sms.sender import Sms
from melayani.foundation.messaging.channels.whatsapp.sender import WhatsApp
from melayani.foundation.messaging.models import Contact, OutboxMessage


class Channel(Protocol):
    """What a slice offers to the worker.

    Three more names are used where a slice has them:
    `prepare(message, now) -> Callable[[], str]` does what of `send` needs the database; what it returns talks with the
    provider and may run in a thread beside the other channels (lanes.py), so it must not touch the database.
    `note_problem(message, problem, now)` learns from a refusal (a form that was withdrawn).
    `promises(kind)` says whether it reaches people of this kind who never wrote first; without it `accepts` does.
    """

    @property
    def kind(self) -> str:
        """Its name in the outbox."""

    def is_on(self) -> bool:
        """Whether the settings (or the kind of database) switch it on."""

    def accepts(self, contact: Contact) -> bool:
        """Whether it can reach a contact of this kind."""

    def send(self, message: OutboxMessage) -> str:
        """Hand the message over; return the provider's name of it ("" without one).

        Raises Refused, Stopped, TryLater, Elsewhere or ChannelAway (outcomes.py).
        """


# The demonstration comes first: in a demonstration database nothing may leave the house.
REGISTRY: list[Channel] = [
    Demonstration(),
    Email(),
    WhatsApp(),
    Sms(),
    Push(),
    Chat(),
]


def channels_on() -> list[Channel]:
    """The channels that are switched on now, in order of preference."""
    on = [channel for channel in REGISTRY if channel.is_on()]
    return on[:1] if on and on[0].kind == "demonstration" else on
