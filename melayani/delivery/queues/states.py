"""The life of a ticket as a table one can read aloud: state, action, next state (docs/modules/queues.md).

Texts are Indonesian sources; `gettext_noop` only marks them for translation, so that this file needs no Django.
"""

from __future__ import annotations

from dataclasses import dataclass


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogue of translations and leave it as it is."""
    return text


WAITING = "waiting"
CALLED = "called"
SERVING = "serving"
HELD = "held"
NO_SHOW = "no_show"
DONE = "done"
LEFT = "left"
EXPIRED = "expired"

CALL = "call"
RECALL = "recall"
SERVE = "serve"
FINISH = "finish"
GO_ON = "go_on"
MISS = "miss"
RETURN = "return"
HOLD = "hold"
RESUME = "resume"
TRANSFER = "transfer"
LEAVE = "leave"
EXPIRE = "expire"

FIRST = WAITING
FINAL = frozenset({DONE, LEFT, EXPIRED})
AT_COUNTER = frozenset({CALLED, SERVING})  # one of these per counter
HERE = AT_COUNTER | {WAITING, HELD}

TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (WAITING, CALL, CALLED),
    (WAITING, HOLD, HELD),
    (WAITING, TRANSFER, WAITING),
    (WAITING, LEAVE, LEFT),
    (WAITING, EXPIRE, EXPIRED),
    (CALLED, RECALL, CALLED),
    (CALLED, SERVE, SERVING),
    (CALLED, MISS, NO_SHOW),
    (CALLED, RETURN, WAITING),
    (CALLED, HOLD, HELD),
    (CALLED, TRANSFER, WAITING),
    (CALLED, EXPIRE, EXPIRED),
    (SERVING, FINISH, DONE),
    (SERVING, GO_ON, WAITING),
    (SERVING, HOLD, HELD),
    (SERVING, TRANSFER, WAITING),
    (SERVING, EXPIRE, EXPIRED),
    (HELD, RESUME, WAITING),
    (HELD, CALL, CALLED),
    (HELD, TRANSFER, WAITING),
    (HELD, LEAVE, LEFT),
    (HELD, EXPIRE, EXPIRED),
    (NO_SHOW, RETURN, WAITING),
    (NO_SHOW, EXPIRE, EXPIRED),
)


@dataclass(frozen=True)
class Words:
    """How a state reads for the citizen and for the officer, what comes next for the citizen, and its sign."""

    citizen: str
    officer: str
    next: str
    tone: str  # good, note, warn, bad, off: never shown without the words


STATES: dict[str, Words] = {
    WAITING: Words(
        citizen=gettext_noop("Anda dalam antrean"),
        officer="Menunggu",
        next=gettext_noop("Halaman ini menyegarkan sendiri. Tetaplah di dekat loket bila giliran Anda sudah dekat."),
        tone="note",
    ),
    CALLED: Words(
        citizen=gettext_noop("Silakan ke loket"),
        officer="Dipanggil",
        next=gettext_noop("Nomor Anda sedang dipanggil. Tunjukkan nomor ini kepada petugas."),
        tone="good",
    ),
    SERVING: Words(
        citizen=gettext_noop("Anda sedang dilayani"),
        officer="Dilayani",
        next=gettext_noop("Bila ada yang kurang jelas, tanyakan langsung kepada petugas."),
        tone="good",
    ),
    HELD: Words(
        citizen=gettext_noop("Nomor Anda kami simpan"),
        officer="Disimpan",
        next=gettext_noop("Kembalilah ke loket yang menyimpan nomor ini; giliran Anda tidak hilang."),
        tone="warn",
    ),
    NO_SHOW: Words(
        citizen=gettext_noop("Nomor Anda terlewat"),
        officer="Tidak datang",
        next=gettext_noop("Lapor ke meja informasi hari ini juga, supaya nomor yang sama kami panggil lagi."),
        tone="warn",
    ),
    DONE: Words(
        citizen=gettext_noop("Selesai dilayani"),
        officer="Selesai",
        next=gettext_noop("Terima kasih sudah datang. Ceritakan bagaimana kami melayani Anda."),
        tone="off",
    ),
    LEFT: Words(
        citizen=gettext_noop("Anda keluar dari antrean"),
        officer="Keluar",
        next=gettext_noop("Ambil nomor baru kapan saja selama loket buka."),
        tone="off",
    ),
    EXPIRED: Words(
        citizen=gettext_noop("Nomor ini sudah tidak berlaku"),
        officer="Kedaluwarsa",
        next=gettext_noop("Nomor hanya berlaku pada harinya. Ambil nomor baru, atau buat janji temu."),
        tone="off",
    ),
}


def next_state(state: str, action: str) -> str | None:
    """The state after `action`, or None when the table does not allow it."""
    return next((target for start, verb, target in TRANSITIONS if (start, verb) == (state, action)), None)
