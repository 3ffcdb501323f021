"""The life of a consultation: state, action, next state; and what else must be true before an action."""

from __future__ import annotations

from dataclasses import dataclass

PLANNED, INVITED, HELD, RECORD_SIGNED = "planned", "invited", "held", "record_signed"
PUBLISHED, FOLLOWED_UP, CANCELLED = "published", "followed_up", "cancelled"

FIRST = PLANNED
FINAL = frozenset({CANCELLED})
OVER = frozenset({FOLLOWED_UP, CANCELLED})  # nothing is waited for; a promise opened again brings it back
PUBLIC = frozenset({INVITED, HELD, RECORD_SIGNED, PUBLISHED, FOLLOWED_UP, CANCELLED})

LABELS = {
    PLANNED: "Disiapkan",
    INVITED: "Diumumkan",
    HELD: "Pertemuan selesai",
    RECORD_SIGNED: "Berita acara ditandatangani",
    PUBLISHED: "Hasil terbit",
    FOLLOWED_UP: "Semua komitmen selesai",
    CANCELLED: "Dibatalkan",
}

CHANGE, ANNOUNCE, HOLD, WRITE = "change", "announce", "hold", "write"
SIGN, PUBLISH, FINISH, REOPEN, CANCEL = "sign", "publish", "finish", "reopen", "cancel"
VERBS = {
    CHANGE: "Mengubah rencana",
    ANNOUNCE: "Mengumumkan",
    HOLD: "Mencatat bahwa pertemuan selesai",
    WRITE: "Mengisi usulan, komitmen, dan berita acara",
    SIGN: "Mencatat berita acara yang ditandatangani",
    PUBLISH: "Menerbitkan hasil",
    FINISH: "Menutup",
    REOPEN: "Membuka kembali komitmen",
    CANCEL: "Membatalkan",
}

PREPARE, MEETING, FOLLOW_UP = "prepare", "meeting", "follow_up"
# the three stages of the regulation, and the states that stand in each
STAGES: tuple[tuple[str, str, frozenset[str]], ...] = (
    (PREPARE, "Persiapan", frozenset({PLANNED, CANCELLED})),
    (MEETING, "Pelaksanaan", frozenset({INVITED, HELD})),
    (FOLLOW_UP, "Tindak lanjut", frozenset({RECORD_SIGNED, PUBLISHED, FOLLOWED_UP})),
)

# state, action, next state. A signed record is never opened again; the last commitment finishes a consultation.
TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (PLANNED, CHANGE, PLANNED),
    (PLANNED, ANNOUNCE, INVITED),
    (PLANNED, CANCEL, CANCELLED),
    (INVITED, CHANGE, INVITED),
    (INVITED, WRITE, INVITED),
    (INVITED, HOLD, HELD),
    (INVITED, CANCEL, CANCELLED),
    (HELD, WRITE, HELD),
    (HELD, SIGN, RECORD_SIGNED),
    (RECORD_SIGNED, PUBLISH, PUBLISHED),
    (PUBLISHED, FINISH, FOLLOWED_UP),
    (FOLLOWED_UP, REOPEN, PUBLISHED),
)


@dataclass(frozen=True)
class Facts:
    """What the table cannot know: counts of parts, and whether the first day of the meeting has come."""

    topics: int = 0
    has_window_or_meeting: bool = True
    meeting_begun: bool = True
    window_open: bool = False
    attended: int = 0
    heard: int = 0  # published contributions
    waiting: int = 0  # contributions that nobody moderated yet
    unanswered: int = 0  # proposals without the agency's answer
    summary_written: bool = True
    open_commitments: int = 0


def next_state(state: str, action: str) -> str | None:
    """The state after `action`, or None when the table does not allow it."""
    return next((target for start, verb, target in TRANSITIONS if (start, verb) == (state, action)), None)


def stage_of(state: str) -> str:
    """Which of the three stages a state belongs to."""
    return next(key for key, _, states in STAGES if state in states)


def why_not_yet(state: str, action: str, facts: Facts) -> tuple[str, ...]:
    """Indonesian sentences that say why `action` is not possible now; empty when it is."""
    if next_state(state, action) is None:
        wanted = " atau ".join(f"“{LABELS[start]}”" for start, verb, _ in TRANSITIONS if verb == action)
        return (f"{VERBS[action]} hanya bisa pada keadaan {wanted}; sekarang “{LABELS[state]}”.",)
    return tuple(sentence for stands, sentence in _conditions(action, facts) if stands)


def _conditions(action: str, facts: Facts) -> tuple[tuple[bool, str], ...]:
    """What would stand in the way of an action, each with whether it does."""
    found: dict[str, tuple[tuple[bool, str], ...]] = {
        ANNOUNCE: (
            (not facts.topics, "Tulis dahulu paling sedikit satu pokok bahasan."),
            (not facts.has_window_or_meeting, "Isi tanggal pertemuan atau masa masukan daring."),
        ),
        HOLD: (
            (not facts.meeting_begun, "Pertemuan belum dimulai."),
            (facts.window_open, "Masa masukan daring belum berakhir."),
            (not facts.attended and not facts.heard, "Belum ada yang hadir dan belum ada masukan yang tayang."),
        ),
        SIGN: (
            (bool(facts.waiting), f"Masih ada {facts.waiting} masukan yang belum diperiksa."),
            (bool(facts.unanswered), f"Masih ada {facts.unanswered} usulan yang belum dijawab."),
            (not facts.summary_written, "Tulis dahulu jalannya pembahasan."),
        ),
        FINISH: ((bool(facts.open_commitments), "Masih ada komitmen yang belum selesai."),),
    }
    return found.get(action, ())
