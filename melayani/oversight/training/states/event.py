"""The life of an event: drafted, open for registration, closed, held; or cancelled."""

from __future__ import annotations

from melayani.oversight.training.wording import Words, gettext_noop

DRAFT = "draft"
OPEN = "open"
CLOSED = "closed"
HELD = "held"
CANCELLED = "cancelled"

PUBLISH = "publish"
CLOSE = "close"
REOPEN = "reopen"
FINISH = "finish"
CANCEL = "cancel"

FIRST = DRAFT
FINAL = frozenset({HELD, CANCELLED})
PUBLIC = frozenset({OPEN, CLOSED, HELD, CANCELLED})  # a draft is nobody's business but the organiser's
COMING = frozenset({OPEN, CLOSED})

TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (DRAFT, PUBLISH, OPEN),
    (DRAFT, FINISH, HELD),  # an event of the past is put on record
    (DRAFT, CANCEL, CANCELLED),
    (OPEN, CLOSE, CLOSED),
    (OPEN, FINISH, HELD),
    (OPEN, CANCEL, CANCELLED),
    (CLOSED, REOPEN, OPEN),
    (CLOSED, FINISH, HELD),
    (CLOSED, CANCEL, CANCELLED),
)

STATES: dict[str, Words] = {
    DRAFT: Words(gettext_noop("Disiapkan"), "Rancangan", gettext_noop("Acara ini belum diumumkan."), "off"),
    OPEN: Words(gettext_noop("Pendaftaran dibuka"), "Dibuka", gettext_noop("Pilih sesi, lalu daftar."), "good"),
    CLOSED: Words(
        gettext_noop("Pendaftaran ditutup"),
        "Ditutup",
        gettext_noop("Yang sudah terdaftar tetap ditunggu. Pendaftar baru tidak diterima lagi."),
        "note",
    ),
    HELD: Words(
        gettext_noop("Sudah berlangsung"), "Selesai", gettext_noop("Acara sudah selesai; catatannya tetap ada."), "off"
    ),
    CANCELLED: Words(gettext_noop("Dibatalkan"), "Dibatalkan", gettext_noop("Acara ini tidak jadi diadakan."), "warn"),
}


def next_state(state: str, action: str) -> str | None:
    """The state after `action`, or None when the table does not allow it."""
    return next((target for start, verb, target in TRANSITIONS if (start, verb) == (state, action)), None)
