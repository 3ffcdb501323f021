"""The life of a contribution: state, action, next state. What was hidden can be shown after all, and the reverse;
words that show can be put better (a name that was overlooked)."""

from __future__ import annotations

RECEIVED, SHOWN, HIDDEN = "received", "shown", "hidden"

FIRST = RECEIVED
FINAL: frozenset[str] = frozenset()

LABELS = {RECEIVED: "Belum diperiksa", SHOWN: "Tayang", HIDDEN: "Tidak tayang"}

SHOW, HIDE = "show", "hide"

# state, action, next state
TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (RECEIVED, SHOW, SHOWN),
    (RECEIVED, HIDE, HIDDEN),
    (SHOWN, SHOW, SHOWN),
    (SHOWN, HIDE, HIDDEN),
    (HIDDEN, SHOW, SHOWN),
)


def next_state(state: str, action: str) -> str | None:
    """The state after `action`, or None when the table does not allow it."""
    return next((target for start, verb, target in TRANSITIONS if (start, verb) == (state, action)), None)
