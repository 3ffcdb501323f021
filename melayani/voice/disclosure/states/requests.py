"""The life of a request for information: state, action, next state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from melayani.voice.disclosure.rules.words import Possible, Verb, Words, gettext_noop

RECEIVED, IN_PROCESS, DECIDED = "received", "in_process", "decided"
DELIVERED, CLOSED, WITHDRAWN = "delivered", "closed", "withdrawn"

FIRST = RECEIVED
FINAL = frozenset({CLOSED, WITHDRAWN})
RUNNING = frozenset({RECEIVED, IN_PROCESS})  # the notice is owed
NOTIFIED = frozenset({DECIDED, DELIVERED})  # the notice was given
OPEN = RUNNING | NOTIFIED

STATES: dict[str, Words] = {
    RECEIVED: Words(
        citizen=gettext_noop("Diterima"),
        officer="Baru masuk",
        next=gettext_noop("Petugas informasi (PPID) akan mencari informasi yang Anda minta."),
        tone="note",
    ),
    IN_PROCESS: Words(
        citizen=gettext_noop("Sedang diproses"),
        officer="Diproses",
        next=gettext_noop("Petugas sedang menyiapkan pemberitahuan tertulis. Anda tidak perlu melakukan apa pun."),
        tone="note",
    ),
    DECIDED: Words(
        citizen=gettext_noop("Sudah dijawab"),
        officer="Sudah dijawab",
        next=gettext_noop("Baca pemberitahuan tertulis di halaman ini."),
        tone="good",
    ),
    DELIVERED: Words(
        citizen=gettext_noop("Informasi sudah diserahkan"),
        officer="Diserahkan",
        next=gettext_noop("Periksa informasinya. Bila tidak sesuai, Anda boleh menyampaikan keberatan."),
        tone="good",
    ),
    CLOSED: Words(
        citizen=gettext_noop("Ditutup"),
        officer="Ditutup",
        next=gettext_noop("Tidak ada lagi yang perlu Anda lakukan. Anda boleh meminta informasi lain kapan saja."),
        tone="note",
    ),
    WITHDRAWN: Words(
        citizen=gettext_noop("Anda batalkan"),
        officer="Dibatalkan pemohon",
        next=gettext_noop("Permintaan ini ditutup. Anda boleh meminta lagi kapan saja."),
        tone="warn",
    ),
}

TAKE, EXTEND, DECIDE = "take", "extend", "decide"
RECORD_PAYMENT, DELIVER, REOPEN = "record_payment", "deliver", "reopen"
CLOSE, CLOSE_CONVERTED, WITHDRAW = "close", "close_converted", "withdraw"

# state, action, next state
TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (RECEIVED, TAKE, IN_PROCESS),
    (RECEIVED, EXTEND, RECEIVED),
    (RECEIVED, CLOSE_CONVERTED, CLOSED),
    (RECEIVED, WITHDRAW, WITHDRAWN),
    (IN_PROCESS, EXTEND, IN_PROCESS),
    (IN_PROCESS, DECIDE, DECIDED),
    (IN_PROCESS, CLOSE_CONVERTED, CLOSED),
    (IN_PROCESS, WITHDRAW, WITHDRAWN),
    (DECIDED, RECORD_PAYMENT, DECIDED),
    (DECIDED, DELIVER, DELIVERED),
    (DECIDED, REOPEN, IN_PROCESS),  # the superior upheld an objection
    (DECIDED, CLOSE, CLOSED),
    (DECIDED, WITHDRAW, WITHDRAWN),
    (DELIVERED, REOPEN, IN_PROCESS),
    (DELIVERED, CLOSE, CLOSED),
)

VERBS: dict[str, Verb] = {
    TAKE: Verb("Ambil dan proses", "A", primary=True),
    DECIDE: Verb("Beri pemberitahuan tertulis", "U", primary=True),
    EXTEND: Verb("Perpanjang waktu", "P"),
    RECORD_PAYMENT: Verb("Catat pembayaran", "B"),
    DELIVER: Verb("Serahkan informasi", "S", primary=True),
    CLOSE: Verb("Tutup permintaan", "T"),
    WITHDRAW: Verb("Catat pembatalan pemohon", "X"),
}


@dataclass(frozen=True)
class Facts:
    """What the table cannot know of a request."""

    extended: bool = False
    past_due: bool = False
    notified: bool = False  # a notice was given before
    gives: bool = False  # the decision gives something to hand over
    unpaid: bool = False
    may_still_object: bool = False
    objection_open: bool = False


def next_state(state: str, action: str) -> str | None:
    """The state after `action`, or None when the table does not allow it."""
    return next((target for start, verb, target in TRANSITIONS if (start, verb) == (state, action)), None)


def starts_of(action: str) -> tuple[str, ...]:
    """The states in which `action` is in the table."""
    return tuple(start for start, verb, _ in TRANSITIONS if verb == action)


def why_not_yet(state: str, action: str, facts: Facts) -> tuple[str, ...]:
    """Whole Indonesian sentences that say what stands in the way of `action`; empty when nothing does."""
    if next_state(state, action) is None:
        wanted = " atau ".join(f"“{STATES[start].officer}”" for start in starts_of(action))
        return (f"Bisa bila statusnya {wanted}; sekarang “{STATES[state].officer}”.",)
    check = _CHECKS.get(action)
    return check(facts) if check else ()


def available_actions(state: str, facts: Facts, may: Iterable[str]) -> list[Possible]:
    """The officer's actions in the order of VERBS: those possible now and those that only wait for something."""
    allowed, found = set(may), []
    for action, verb in VERBS.items():
        if next_state(state, action) is None:
            continue
        why = why_not_yet(state, action, facts)
        if action not in allowed:
            why = (*why, "Peran Anda tidak dapat melakukan ini.")
        found.append(Possible(action, verb.label, verb.key, verb.primary, why))
    return found


def _before_extending(facts: Facts) -> tuple[str, ...]:
    if facts.notified:
        return ("Pemberitahuan tertulis sudah diberikan; tidak ada waktu yang diperpanjang.",)
    if facts.extended:
        return ("Waktu sudah pernah diperpanjang; perpanjangan hanya boleh satu kali.",)
    return ("Batas waktu sudah lewat; perpanjangan hanya boleh sebelum jatuh tempo.",) if facts.past_due else ()


def _before_paying(facts: Facts) -> tuple[str, ...]:
    return () if facts.unpaid else ("Tidak ada biaya yang belum dibayar pada permintaan ini.",)


def _before_delivering(facts: Facts) -> tuple[str, ...]:
    if not facts.gives:
        return ("Keputusan ini tidak memberikan informasi, jadi tidak ada yang diserahkan.",)
    return ("Biaya belum tercatat lunas.",) if facts.unpaid else ()


def _before_closing(facts: Facts) -> tuple[str, ...]:
    found = []
    if facts.objection_open:
        found.append("Keberatan atas permintaan ini belum selesai.")
    if facts.may_still_object:
        found.append("Pemohon masih boleh menyampaikan keberatan.")
    return tuple(found)


_CHECKS = {
    EXTEND: _before_extending,
    RECORD_PAYMENT: _before_paying,
    DELIVER: _before_delivering,
    CLOSE: _before_closing,
}
