"""The life of a citizen's report that an item is not as stated: state, action, next state."""

from __future__ import annotations

OPEN, SETTLED, SET_ASIDE = "open", "settled", "set_aside"
SETTLE, PUT_ASIDE = "settle", "put_aside"

FIRST = OPEN
FINAL = frozenset({SETTLED, SET_ASIDE})
LABELS = {OPEN: "Menunggu diperiksa", SETTLED: "Sudah diperiksa", SET_ASIDE: "Tidak ditindaklanjuti"}

TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (OPEN, SETTLE, SETTLED),
    (OPEN, PUT_ASIDE, SET_ASIDE),
)


def next_state(state: str, action: str) -> str | None:
    """The state after `action`; None when the table does not know that step."""
    return next((target for here, verb, target in TRANSITIONS if (here, verb) == (state, action)), None)
