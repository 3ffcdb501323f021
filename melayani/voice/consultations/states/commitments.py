"""The life of a commitment: state, action, next state. It runs from the signed record on, and never silently ends.

One that was noted as done by mistake is opened again, with a reason.
"""

from __future__ import annotations

OPEN, DONE = "open", "done"

FIRST = OPEN
FINAL: frozenset[str] = frozenset()

LABELS = {OPEN: "Berjalan", DONE: "Selesai"}

REPORT, FINISH, REOPEN = "report", "finish", "reopen"

# state, action, next state
TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (OPEN, REPORT, OPEN),
    (OPEN, FINISH, DONE),
    (DONE, REOPEN, OPEN),
)


def next_state(state: str, action: str) -> str | None:
    """The state after `action`, or None when the table does not allow it."""
    return next((target for start, verb, target in TRANSITIONS if (start, verb) == (state, action)), None)
