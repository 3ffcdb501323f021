"""The life of an announcement: state, action, next state (docs/modules/announcements.md)."""

from __future__ import annotations

DRAFT = "draft"
CHECKED = "checked"
PUBLISHED = "published"
WITHDRAWN = "withdrawn"
OVER = "over"

LABELS = {
    DRAFT: "Rancangan",
    CHECKED: "Sudah diperiksa",
    PUBLISHED: "Terbit",
    WITHDRAWN: "Ditarik",
    OVER: "Sudah berakhir",
}
TONES = {DRAFT: "note", CHECKED: "note", PUBLISHED: "good", WITHDRAWN: "off", OVER: "off"}
STATES = tuple(LABELS)
FIRST = DRAFT
FINAL = frozenset({WITHDRAWN})

TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (DRAFT, "edit", DRAFT),
    (DRAFT, "check", CHECKED),
    (DRAFT, "publish", PUBLISHED),
    (DRAFT, "withdraw", WITHDRAWN),
    (CHECKED, "edit", DRAFT),
    (CHECKED, "publish", PUBLISHED),
    (CHECKED, "withdraw", WITHDRAWN),
    (PUBLISHED, "edit", PUBLISHED),
    (PUBLISHED, "extend", PUBLISHED),
    (PUBLISHED, "withdraw", WITHDRAWN),
    (PUBLISHED, "end", OVER),
    (OVER, "extend", PUBLISHED),
)
"""A second pair of eyes is possible, not demanded: a flooded office tells it at once. Changing words that were checked
makes a draft of them again; changing published words is a correction with a new version number."""


def next_state(state: str, action: str) -> str | None:
    """The state that `action` leads to from `state`, or None when it is not possible there."""
    return next((after for before, verb, after in TRANSITIONS if (before, verb) == (state, action)), None)


RUNNING = "running"
STOPPED = "stopped"
DONE = "done"
TELLING = {RUNNING: "Sedang dikirim", STOPPED: "Dihentikan", DONE: "Selesai"}
"""The sending of one announcement: an officer may stop it and let it go on; the worker ends it."""
