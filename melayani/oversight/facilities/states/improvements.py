"""The life of an improvement: state, action, next state."""

from __future__ import annotations

OPEN, DONE, DROPPED = "open", "done", "dropped"
REPORT_PROGRESS, COMPLETE, DROP = "report_progress", "complete", "drop"

FIRST = OPEN
FINAL = frozenset({DONE, DROPPED})
LABELS = {OPEN: "Berjalan", DONE: "Selesai", DROPPED: "Dibatalkan"}

TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (OPEN, REPORT_PROGRESS, OPEN),
    (OPEN, COMPLETE, DONE),
    (OPEN, DROP, DROPPED),
)


def next_state(state: str, action: str) -> str | None:
    """The state after `action`; None when the table does not know that step."""
    return next((target for here, verb, target in TRANSITIONS if (here, verb) == (state, action)), None)
