"""The life of an innovation's page in the library: state, action, next state (facts/innovation.md, section 2)."""

from __future__ import annotations

DRAFT = "draft"
SUBMITTED = "submitted"
PUBLISHED = "published"
WITHDRAWN = "withdrawn"

LABELS = {
    DRAFT: "Rancangan",
    SUBMITTED: "Menunggu pemeriksaan biro",
    PUBLISHED: "Terbit di pustaka",
    WITHDRAWN: "Ditarik",
}
STATES = tuple(LABELS)
FIRST = DRAFT
FINAL = frozenset({WITHDRAWN})

TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (DRAFT, "submit", SUBMITTED),
    (DRAFT, "withdraw", WITHDRAWN),
    (SUBMITTED, "send_back", DRAFT),
    (SUBMITTED, "publish", PUBLISHED),
    (PUBLISHED, "withdraw", WITHDRAWN),
)
"""The organisation bureau is the local administrator of the contest, so it looks before a page becomes public."""

OPEN_TO_CHANGE = frozenset({DRAFT, PUBLISHED})

PROPOSED = "proposed"
CONFIRMED = "confirmed"
DECLINED = "declined"
REPLICATIONS = {PROPOSED: "Menunggu konfirmasi asal", CONFIRMED: "Dikonfirmasi", DECLINED: "Tidak diakui asal"}
"""A replica: who takes an innovation over says so, the owner of the original confirms it."""


def next_state(state: str, action: str) -> str | None:
    """The state that `action` leads to from `state`, or None when it is not possible there."""
    return next((after for before, verb, after in TRANSITIONS if (before, verb) == (state, action)), None)
