"""The way of one unit through a campaign, from its own answers to the published index, as a table. Plain Python."""

from __future__ import annotations

from typing import Final

FILLING: Final = "filling"
DESK: Final = "desk"
FIELD: Final = "field"
REVIEW: Final = "review"
ANNOUNCED: Final = "announced"
OBJECTED: Final = "objected"
SIGNING: Final = "signing"
FINAL_STATE: Final = "final"
PUBLISHED: Final = "published"

STATES: dict[str, str] = {
    FILLING: "Unit mengisi F-01",
    DESK: "Diperiksa di meja",
    FIELD: "Diperiksa di lapangan",
    REVIEW: "Ditelaah ketua",
    ANNOUNCED: "Hasil disampaikan, masa sanggah",
    OBJECTED: "Sanggahan dibahas",
    SIGNING: "Berita acara ditandatangani",
    FINAL_STATE: "Nilai tetap",
    PUBLISHED: "Terbit",
}

# state, action, next state
TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (FILLING, "send", DESK),
    (DESK, "return", FILLING),
    (DESK, "finish_desk", FIELD),
    (FIELD, "finish_field", REVIEW),
    (REVIEW, "ask_again", FIELD),
    (REVIEW, "announce", ANNOUNCED),
    (ANNOUNCED, "object", OBJECTED),
    (ANNOUNCED, "accept", SIGNING),
    (OBJECTED, "object", OBJECTED),
    (OBJECTED, "settle", SIGNING),
    (SIGNING, "seal", FINAL_STATE),
    (FINAL_STATE, "publish", PUBLISHED),
)
FIRST: Final = FILLING
FINAL: Final = frozenset({PUBLISHED})

SCORING: Final = frozenset({DESK, FIELD})  # evaluators give scores
KNOWN_TO_UNIT: Final = frozenset({ANNOUNCED, OBJECTED, SIGNING, FINAL_STATE, PUBLISHED})  # the unit reads its scores
FIXED: Final = frozenset({FINAL_STATE, PUBLISHED})  # the figures are frozen


def next_state(state: str, action: str) -> str | None:
    """The state after `action`, or None when it is not allowed in `state`."""
    return next((target for before, verb, target in TRANSITIONS if (before, verb) == (state, action)), None)
