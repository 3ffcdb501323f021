"""The life of a booking as a table one can read aloud: state, action, next state (docs/modules/appointments.md).

Texts are Indonesian sources; `gettext_noop` only marks them for translation, so that this file needs no Django.
"""

from __future__ import annotations

from dataclasses import dataclass


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogue of translations and leave it as it is."""
    return text


HELD = "held"
BOOKED = "booked"
MOVED = "moved"
CONFLICT = "conflict"
CHECKED_IN = "checked_in"
SERVED = "served"
NO_SHOW = "no_show"
CANCELLED = "cancelled"

CONFIRM = "confirm"
RELEASE = "release"
CHANGE = "change"
CANCEL = "cancel"
CHECK_IN = "check_in"
UNDO_CHECK_IN = "undo_check_in"
SERVE = "serve"
MISS = "miss"
COLLIDE = "collide"
RESTORE = "restore"
KEEP = "keep"
PROPOSE = "propose"
ACCEPT = "accept"

FIRST = HELD
FINAL = frozenset({SERVED, NO_SHOW, CANCELLED})
COMING = frozenset({BOOKED, MOVED, CONFLICT})  # the visit still lies ahead
ACTIVE = COMING | {CHECKED_IN}  # one of these per person, service and day

TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (HELD, CONFIRM, BOOKED),
    (HELD, RELEASE, CANCELLED),
    (BOOKED, CHANGE, BOOKED),
    (BOOKED, CANCEL, CANCELLED),
    (BOOKED, CHECK_IN, CHECKED_IN),
    (BOOKED, MISS, NO_SHOW),
    (BOOKED, COLLIDE, CONFLICT),
    (BOOKED, PROPOSE, MOVED),
    (MOVED, ACCEPT, BOOKED),
    (MOVED, CHANGE, BOOKED),
    (MOVED, CANCEL, CANCELLED),
    (MOVED, CHECK_IN, CHECKED_IN),
    (MOVED, MISS, NO_SHOW),
    (MOVED, COLLIDE, CONFLICT),
    (MOVED, PROPOSE, MOVED),
    (CONFLICT, CHANGE, BOOKED),
    (CONFLICT, CANCEL, CANCELLED),
    (CONFLICT, CHECK_IN, CHECKED_IN),
    (CONFLICT, MISS, NO_SHOW),
    (CONFLICT, RESTORE, BOOKED),
    (CONFLICT, KEEP, BOOKED),
    (CONFLICT, PROPOSE, MOVED),
    (CHECKED_IN, UNDO_CHECK_IN, BOOKED),
    (CHECKED_IN, SERVE, SERVED),
)


@dataclass(frozen=True)
class Words:
    """How a state reads for the citizen and for the officer, what comes next for the citizen, and its sign."""

    citizen: str
    officer: str
    next: str
    tone: str  # good, note, warn, bad, off: never shown without the words


STATES: dict[str, Words] = {
    HELD: Words(
        citizen=gettext_noop("Tempat ditahan untuk Anda"),
        officer="Ditahan",
        next=gettext_noop("Selesaikan isian sebelum waktunya habis, supaya tempat ini menjadi milik Anda."),
        tone="note",
    ),
    BOOKED: Words(
        citizen=gettext_noop("Janji temu pasti"),
        officer="Terjadwal",
        next=gettext_noop("Datanglah sekitar 10 menit sebelum jamnya, dan bawa kode ini."),
        tone="good",
    ),
    MOVED: Words(
        citizen=gettext_noop("Kami usulkan waktu lain"),
        officer="Diusulkan pindah",
        next=gettext_noop("Kantor tutup pada waktu semula. Terima waktu baru ini, pilih waktu lain, atau batalkan."),
        tone="warn",
    ),
    CONFLICT: Words(
        citizen=gettext_noop("Waktu ini sedang kami atur ulang"),
        officer="Bentrok",
        next=gettext_noop("Tempat pada waktu ini berkurang. Pilih waktu lain sekarang, atau tunggu kabar dari kami."),
        tone="warn",
    ),
    CHECKED_IN: Words(
        citizen=gettext_noop("Anda sudah hadir"),
        officer="Hadir",
        next=gettext_noop("Silakan duduk. Anda akan dipanggil."),
        tone="good",
    ),
    SERVED: Words(
        citizen=gettext_noop("Selesai dilayani"),
        officer="Selesai",
        next=gettext_noop("Terima kasih sudah datang."),
        tone="off",
    ),
    NO_SHOW: Words(
        citizen=gettext_noop("Waktunya sudah lewat"),
        officer="Tidak hadir",
        next=gettext_noop("Anda boleh membuat janji temu baru kapan saja."),
        tone="off",
    ),
    CANCELLED: Words(
        citizen=gettext_noop("Dibatalkan"),
        officer="Dibatalkan",
        next=gettext_noop("Tempatnya sudah kembali untuk warga lain. Anda boleh membuat janji temu baru kapan saja."),
        tone="off",
    ),
}


def next_state(state: str, action: str) -> str | None:
    """The state after `action`, or None when the table does not allow it."""
    return next((target for start, verb, target in TRANSITIONS if (start, verb) == (state, action)), None)


def why_not(state: str, action: str) -> str:
    """A whole sentence that says why `action` is not possible; empty when it is."""
    if next_state(state, action) is not None:
        return ""
    return gettext_noop("Janji temu ini berstatus “{state}”, jadi tindakan ini tidak mungkin lagi.").format(
        state=STATES[state].officer
    )
