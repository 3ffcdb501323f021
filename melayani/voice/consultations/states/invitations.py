"""The life of an invitation: state, action, next state. An answer may be changed until the meeting is over."""

from __future__ import annotations

PREPARED, SENT, ACCEPTED, DECLINED = "prepared", "sent", "accepted", "declined"

FIRST = PREPARED
FINAL: frozenset[str] = frozenset()

LABELS = {PREPARED: "Disiapkan", SENT: "Terkirim", ACCEPTED: "Akan hadir", DECLINED: "Tidak hadir"}

SEND, ACCEPT, DECLINE = "send", "accept", "decline"

# state, action, next state
TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (PREPARED, SEND, SENT),
    (SENT, ACCEPT, ACCEPTED),
    (SENT, DECLINE, DECLINED),
    (ACCEPTED, ACCEPT, ACCEPTED),
    (ACCEPTED, DECLINE, DECLINED),
    (DECLINED, ACCEPT, ACCEPTED),
    (DECLINED, DECLINE, DECLINED),
)


def next_state(state: str, action: str) -> str | None:
    """The state after `action`, or None when the table does not allow it."""
    return next((target for start, verb, target in TRANSITIONS if (start, verb) == (state, action)), None)
