"""The life of a registration: asked, perhaps judged or waiting, sure of a place, there, completed."""

from __future__ import annotations

from melayani.oversight.training.wording import Words, gettext_noop

ASKED = "asked"  # never stored: the action that takes the form places it at once
PENDING = "pending"
CONFIRMED = "confirmed"
WAITING = "waiting"
REJECTED = "rejected"
WITHDRAWN = "withdrawn"
LAPSED = "lapsed"
ATTENDED = "attended"
ABSENT = "absent"
COMPLETED = "completed"

PLACE = "place"
SUBMIT = "submit"
QUEUE = "queue"
APPROVE = "approve"
REJECT = "reject"
PROMOTE = "promote"
PROPOSE = "propose"
WITHDRAW = "withdraw"
LAPSE = "lapse"
ATTEND = "attend"
UNDO = "undo"
MISS = "miss"
COMPLETE = "complete"

FIRST = ASKED
FINAL = frozenset({REJECTED, WITHDRAWN, LAPSED, COMPLETED})
HOLDS_PLACE = frozenset({PENDING, CONFIRMED, ATTENDED, ABSENT, COMPLETED})
ALIVE = HOLDS_PLACE | {WAITING}  # one of these per person and event
AHEAD = frozenset({PENDING, CONFIRMED, WAITING})
SURE = frozenset({CONFIRMED, ATTENDED, COMPLETED})  # may enter the room, read materials, take the tests
CAME = frozenset({ATTENDED, COMPLETED})

TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (ASKED, PLACE, CONFIRMED),
    (ASKED, SUBMIT, PENDING),
    (ASKED, QUEUE, WAITING),
    (PENDING, APPROVE, CONFIRMED),
    (PENDING, REJECT, REJECTED),
    (PENDING, WITHDRAW, WITHDRAWN),
    (PENDING, LAPSE, LAPSED),
    (WAITING, PROMOTE, CONFIRMED),
    (WAITING, PROPOSE, PENDING),
    (WAITING, REJECT, REJECTED),
    (WAITING, WITHDRAW, WITHDRAWN),
    (WAITING, LAPSE, LAPSED),
    (CONFIRMED, WITHDRAW, WITHDRAWN),
    (CONFIRMED, ATTEND, ATTENDED),
    (CONFIRMED, MISS, ABSENT),
    (CONFIRMED, LAPSE, LAPSED),
    (ATTENDED, UNDO, CONFIRMED),
    (ATTENDED, COMPLETE, COMPLETED),
    (ABSENT, ATTEND, ATTENDED),
)

STATES: dict[str, Words] = {
    ASKED: Words(gettext_noop("Dikirim"), "Dikirim", gettext_noop("Pendaftaran Anda sedang dicatat."), "note"),
    PENDING: Words(
        gettext_noop("Menunggu persetujuan"),
        "Menunggu persetujuan",
        gettext_noop("Tempat Anda kami simpan. Penyelenggara memeriksa pendaftaran ini dan mengabari Anda."),
        "note",
    ),
    CONFIRMED: Words(
        gettext_noop("Tempat Anda pasti"),
        "Terdaftar",
        gettext_noop("Simpan ke kalender. Kami mengingatkan Anda sehari dan dua jam sebelumnya."),
        "good",
    ),
    WAITING: Words(
        gettext_noop("Di daftar tunggu"),
        "Daftar tunggu",
        gettext_noop("Begitu ada tempat, Anda mendapatkannya menurut urutan dan kami kabari."),
        "warn",
    ),
    REJECTED: Words(
        gettext_noop("Belum dapat ikut"),
        "Ditolak",
        gettext_noop("Alasannya tertulis di halaman ini. Anda boleh mendaftar pada acara lain."),
        "off",
    ),
    WITHDRAWN: Words(
        gettext_noop("Dibatalkan"),
        "Mengundurkan diri",
        gettext_noop("Tempatnya sudah kembali untuk peserta lain. Anda boleh mendaftar lagi selama dibuka."),
        "off",
    ),
    LAPSED: Words(
        gettext_noop("Tidak berlaku lagi"),
        "Gugur",
        gettext_noop("Acara dibatalkan, atau sudah mulai sebelum ada tempat untuk Anda."),
        "off",
    ),
    ATTENDED: Words(
        gettext_noop("Anda hadir"),
        "Hadir",
        gettext_noop("Kehadiran Anda tercatat. Isi tes akhir dan umpan balik bila diminta."),
        "good",
    ),
    ABSENT: Words(
        gettext_noop("Kehadiran tidak tercatat"),
        "Tidak hadir",
        gettext_noop("Bila Anda sebenarnya hadir, kabari penyelenggara."),
        "off",
    ),
    COMPLETED: Words(
        gettext_noop("Selesai dan bersertifikat"),
        "Bersertifikat",
        gettext_noop("Unduh sertifikat Anda. Keasliannya dapat diperiksa siapa pun."),
        "good",
    ),
}


def next_state(state: str, action: str) -> str | None:
    """The state after `action`, or None when the table does not allow it."""
    return next((target for start, verb, target in TRANSITIONS if (start, verb) == (state, action)), None)
