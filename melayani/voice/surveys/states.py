"""The life of a survey period as a table one can read aloud. Plain Python."""

from __future__ import annotations

from typing import Final

RUNNING: Final = "running"
CLOSED: Final = "closed"
PUBLISHED: Final = "published"

STATES: dict[str, str] = {RUNNING: "Berjalan", CLOSED: "Selesai", PUBLISHED: "Terbit"}

# state, action, next state. A period closes by itself after its last day; a published one never
# changes again. One that was opened by mistake is taken away as long as it is not published: it holds no figure.
TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (RUNNING, "change", RUNNING),
    (RUNNING, "close", CLOSED),
    (CLOSED, "change", CLOSED),
    (CLOSED, "publish", PUBLISHED),
)
FIRST: Final = RUNNING
FINAL: Final = frozenset({PUBLISHED})


def next_state(state: str, action: str) -> str | None:
    """The state after `action`, or None when it is not allowed in `state`."""
    return next((target for before, verb, target in TRANSITIONS if (before, verb) == (state, action)), None)
