"""The life of an entry of the public list (Daftar Informasi Publik): state, action, next state."""

from __future__ import annotations

DRAFT, PUBLISHED, WITHDRAWN = "draft", "published", "withdrawn"

FIRST = DRAFT
FINAL: frozenset[str] = frozenset()

LABELS = {DRAFT: "Konsep", PUBLISHED: "Terbit", WITHDRAWN: "Ditarik"}

CHANGE, PUBLISH, WITHDRAW = "change_information", "publish_information", "withdraw_information"

# state, action, next state
TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (DRAFT, CHANGE, DRAFT),
    (DRAFT, PUBLISH, PUBLISHED),
    (PUBLISHED, CHANGE, PUBLISHED),
    (PUBLISHED, WITHDRAW, WITHDRAWN),
    (WITHDRAWN, CHANGE, WITHDRAWN),
    (WITHDRAWN, PUBLISH, PUBLISHED),
)


def next_state(state: str, action: str) -> str | None:
    """The state after `action`, or None when the table does not allow it."""
    return next((target for start, verb, target in TRANSITIONS if (start, verb) == (state, action)), None)


def why_not_yet(state: str, action: str) -> tuple[str, ...]:
    """The Indonesian sentence that says why `action` is not possible in this state; empty when it is."""
    if next_state(state, action) is not None:
        return ()
    wanted = " atau ".join(f"“{LABELS[start]}”" for start, verb, _ in TRANSITIONS if verb == action)
    return (f"Bisa bila statusnya {wanted}; sekarang “{LABELS[state]}”.",)
