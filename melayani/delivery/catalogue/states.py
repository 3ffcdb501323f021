"""The life cycle of a standard: state, action, next state (service-standards, section 3; PermenPANRB 15/2014)."""

from __future__ import annotations

DRAFT = "draft"
IN_CONSULTATION = "in_consultation"
AGREED = "agreed"
DECREED = "decreed"
PUBLISHED = "published"
UNDER_REVIEW = "under_review"
SUPERSEDED = "superseded"

LABELS = {
    DRAFT: "Rancangan",
    IN_CONSULTATION: "Dibahas dengan masyarakat",
    AGREED: "Disepakati",
    DECREED: "Ditetapkan",
    PUBLISHED: "Berlaku dan diumumkan",
    UNDER_REVIEW: "Berlaku, sedang ditinjau",
    SUPERSEDED: "Diganti",
}
STATES = tuple(LABELS)
FIRST = DRAFT
FINAL = frozenset({SUPERSEDED})

TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (DRAFT, "consult", IN_CONSULTATION),
    (DRAFT, "publish", PUBLISHED),
    (IN_CONSULTATION, "agree", AGREED),
    (IN_CONSULTATION, "redraft", DRAFT),
    (AGREED, "decree", DECREED),
    (DECREED, "publish", PUBLISHED),
    (PUBLISHED, "review", UNDER_REVIEW),
    (UNDER_REVIEW, "keep", PUBLISHED),
    (PUBLISHED, "supersede", SUPERSEDED),
    (UNDER_REVIEW, "supersede", SUPERSEDED),
)
"""A draft is published at once only by an import of a standard that an agency has published already."""

IN_FORCE = frozenset({PUBLISHED, UNDER_REVIEW})
FROZEN = IN_FORCE | FINAL


def next_state(state: str, action: str) -> str | None:
    """The state that `action` leads to from `state`, or None when it is not possible there."""
    return next((after for before, verb, after in TRANSITIONS if (before, verb) == (state, action)), None)
