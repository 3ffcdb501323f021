"""The life of one expected report: from what is owed to what is verified. Plain Python."""

from __future__ import annotations

OWED = "owed"  # expected, nothing written yet
DRAFT = "draft"
SENT = "sent"
RETURNED = "returned"
VERIFIED = "verified"
EXEMPT = "exempt"  # not owed, with a reason and a name

SAVE, SEND, RETURN, VERIFY, REOPEN, EXCUSE, OWE_AGAIN = (
    "save",
    "send",
    "return",
    "verify",
    "reopen",
    "excuse",
    "owe_again",
)

FIRST = OWED
FINAL: frozenset[str] = frozenset()
TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (OWED, SAVE, DRAFT),
    (DRAFT, SAVE, DRAFT),
    (RETURNED, SAVE, RETURNED),
    (DRAFT, SEND, SENT),
    (RETURNED, SEND, SENT),
    (SENT, RETURN, RETURNED),
    (SENT, VERIFY, VERIFIED),
    (VERIFIED, REOPEN, RETURNED),
    (OWED, EXCUSE, EXEMPT),
    (DRAFT, EXCUSE, EXEMPT),
    (RETURNED, EXCUSE, EXEMPT),
    (EXEMPT, OWE_AGAIN, DRAFT),
)
STATES = frozenset({OWED, DRAFT, SENT, RETURNED, VERIFIED, EXEMPT})
WRITABLE = frozenset({OWED, DRAFT, RETURNED})  # by the unit, while it is not locked
WAITING = WRITABLE  # on the unit
RECEIVED = frozenset({SENT, VERIFIED})  # what counts as there
WORDS = {
    OWED: "Belum diisi",
    DRAFT: "Sedang diisi",
    SENT: "Menunggu pengesahan",
    RETURNED: "Dikembalikan",
    VERIFIED: "Disahkan",
    EXEMPT: "Dibebaskan",
}
TONES = {OWED: "warn", DRAFT: "note", SENT: "note", RETURNED: "warn", VERIFIED: "good", EXEMPT: "off"}


def next_state(state: str, action: str) -> str | None:
    """Where `action` leads from `state`; None when it cannot be done there."""
    return next((target for known, verb, target in TRANSITIONS if (known, verb) == (state, action)), None)
