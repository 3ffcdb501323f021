"""The life of an endpoint, and of one delivery, as tables one can read aloud (docs/modules/webhooks.md)."""

from __future__ import annotations

ACTIVE = "active"
PAUSED = "paused"
ENDED = "ended"

PAUSE = "pause"
RESUME = "resume"
END = "end"

FIRST = ACTIVE
FINAL = frozenset({ENDED})
STATES: dict[str, str] = {ACTIVE: "Menyala", PAUSED: "Dijeda", ENDED: "Diakhiri"}
TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (ACTIVE, PAUSE, PAUSED),
    (PAUSED, RESUME, ACTIVE),
    (ACTIVE, END, ENDED),
    (PAUSED, END, ENDED),
)

WAITING = "waiting"
DELIVERED = "delivered"
GIVEN_UP = "given_up"
DELIVERIES: dict[str, str] = {WAITING: "Menunggu", DELIVERED: "Diterima", GIVEN_UP: "Menyerah"}


def next_state(state: str, action: str) -> str | None:
    """Where `action` leads from `state`; None where it is not possible."""
    return next((end for start, verb, end in TRANSITIONS if (start, verb) == (state, action)), None)
