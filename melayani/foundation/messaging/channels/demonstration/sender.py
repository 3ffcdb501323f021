"""The channel of a demonstration database: a message counts as sent and can be read on the demonstration page."""

from __future__ import annotations

from dataclasses import dataclass

from melayani.foundation.messaging.models import Contact, OutboxMessage
from melayani.foundation.organisations.queries import is_demonstration


@dataclass(frozen=True)
class Demonstration:
    """On only where the database is marked as a demonstration; takes every message and sends none."""

    kind: str = "demonstration"

    def is_on(self) -> bool:
        return is_demonstration()

    def accepts(self, contact: Contact) -> bool:
        return True

    def send(self, message: OutboxMessage) -> str:
        """Nothing leaves the house: the row itself is what the page shows."""
        return ""
