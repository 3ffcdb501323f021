"""The life of an exclusion: proposed, tested, in force by decision, ended. Without a test nothing is excluded."""

from __future__ import annotations

PROPOSED, TESTED, IN_FORCE, DROPPED, ENDED = "proposed", "tested", "in_force", "dropped", "ended"

FIRST = PROPOSED
FINAL = frozenset({DROPPED, ENDED})

LABELS = {
    PROPOSED: "Diusulkan",
    TESTED: "Sudah diuji",
    IN_FORCE: "Berlaku",
    DROPPED: "Tidak dikecualikan",
    ENDED: "Berakhir",
}

TEST, DECIDE, DROP, END = "test_exclusion", "decide_exclusion", "drop_exclusion", "end_exclusion"

# state, action, next state
TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (PROPOSED, TEST, TESTED),
    (PROPOSED, DROP, DROPPED),
    (TESTED, TEST, TESTED),
    (TESTED, DECIDE, IN_FORCE),
    (TESTED, DROP, DROPPED),
    (IN_FORCE, TEST, IN_FORCE),
    (IN_FORCE, END, ENDED),
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
