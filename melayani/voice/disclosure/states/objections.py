"""The life of an objection to the superior of the information officer: state, action, next state."""

from __future__ import annotations

from melayani.voice.disclosure.rules.words import Verb, Words, gettext_noop

LODGED, ANSWERED, CLOSED, WITHDRAWN = "lodged", "answered", "closed", "withdrawn"

FIRST = LODGED
FINAL = frozenset({CLOSED, WITHDRAWN})
OPEN = frozenset({LODGED, ANSWERED})

STATES: dict[str, Words] = {
    LODGED: Words(
        citizen=gettext_noop("Keberatan diterima"),
        officer="Menunggu jawaban atasan",
        next=gettext_noop("Atasan petugas informasi akan memeriksa dan menjawab keberatan Anda secara tertulis."),
        tone="note",
    ),
    ANSWERED: Words(
        citizen=gettext_noop("Keberatan dijawab"),
        officer="Dijawab atasan",
        next=gettext_noop("Baca jawaban atasan di halaman ini, lalu beri tahu kami apakah Anda menerimanya."),
        tone="good",
    ),
    CLOSED: Words(
        citizen=gettext_noop("Keberatan selesai"),
        officer="Selesai",
        next=gettext_noop("Tidak ada lagi yang perlu Anda lakukan di sini."),
        tone="note",
    ),
    WITHDRAWN: Words(
        citizen=gettext_noop("Keberatan Anda batalkan"),
        officer="Dibatalkan pemohon",
        next=gettext_noop("Selama waktunya masih ada, Anda boleh menyampaikan keberatan lagi."),
        tone="warn",
    ),
}

ANSWER, RESPOND, CLOSE, WITHDRAW = "answer_objection", "respond_to_objection", "close_objection", "withdraw_objection"

# state, action, next state
TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (LODGED, ANSWER, ANSWERED),
    (LODGED, WITHDRAW, WITHDRAWN),
    (ANSWERED, RESPOND, ANSWERED),
    (ANSWERED, CLOSE, CLOSED),
)

VERBS: dict[str, Verb] = {
    ANSWER: Verb("Jawab keberatan", "J", primary=True),
    WITHDRAW: Verb("Catat pembatalan keberatan", "X"),
}


def next_state(state: str, action: str) -> str | None:
    """The state after `action`, or None when the table does not allow it."""
    return next((target for start, verb, target in TRANSITIONS if (start, verb) == (state, action)), None)


def why_not_yet(state: str, action: str) -> tuple[str, ...]:
    """The Indonesian sentence that says why `action` is not possible in this state; empty when it is."""
    if next_state(state, action) is not None:
        return ()
    wanted = " atau ".join(f"“{STATES[start].officer}”" for start, verb, _ in TRANSITIONS if verb == action)
    return (f"Bisa bila statusnya {wanted}; sekarang “{STATES[state].officer}”.",)
