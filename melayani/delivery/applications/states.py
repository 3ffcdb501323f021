"""The life of an application as a table one can read aloud: state, action, next state (docs/modules/applications.md).

Texts are Indonesian sources; `gettext_noop` only marks them for translation, so that this file needs no Django.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogue of translations and leave it as it is."""
    return text


SUBMITTED = "submitted"
IN_REVIEW = "in_review"
RETURNED = "returned"
AWAITING_PAYMENT = "awaiting_payment"
VERIFIED = "verified"
APPROVED = "approved"
ISSUED = "issued"
COMPLETED = "completed"
REFUSED = "refused"
WITHDRAWN = "withdrawn"

FIRST = SUBMITTED
FINAL = frozenset({COMPLETED, REFUSED, WITHDRAWN})
DECIDED = frozenset({ISSUED, COMPLETED, REFUSED})
RUNNING = frozenset({SUBMITTED, IN_REVIEW, VERIFIED, APPROVED})
WAITING_FOR_CITIZEN = frozenset({RETURNED, AWAITING_PAYMENT})

OPEN = RUNNING | WAITING_FOR_CITIZEN | {ISSUED}


@dataclass(frozen=True)
class Words:
    """How a state reads for the citizen and for the officer, what comes next for the citizen, and its sign."""

    citizen: str
    officer: str
    next: str
    tone: str  # good, note, warn, bad: never shown without the words


STATES: dict[str, Words] = {
    SUBMITTED: Words(
        citizen=gettext_noop("Diterima"),
        officer="Baru masuk",
        next=gettext_noop("Petugas akan memeriksa berkas Anda satu per satu."),
        tone="note",
    ),
    IN_REVIEW: Words(
        citizen=gettext_noop("Sedang diperiksa"),
        officer="Diperiksa",
        next=gettext_noop("Petugas sedang memeriksa berkas Anda. Anda tidak perlu melakukan apa pun."),
        tone="note",
    ),
    RETURNED: Words(
        citizen=gettext_noop("Perlu Anda lengkapi"),
        officer="Dikembalikan",
        next=gettext_noop("Lengkapi yang diminta di bawah ini. Jam janji berhenti sampai Anda menjawab."),
        tone="warn",
    ),
    AWAITING_PAYMENT: Words(
        citizen=gettext_noop("Menunggu pembayaran"),
        officer="Menunggu bayar",
        next=gettext_noop("Bayar sesuai jumlah dan kode di bawah ini, lalu kirim buktinya. Jam janji berhenti."),
        tone="warn",
    ),
    VERIFIED: Words(
        citizen=gettext_noop("Berkas lengkap, menunggu keputusan"),
        officer="Terverifikasi",
        next=gettext_noop("Semua syarat terpenuhi. Pejabat yang berwenang akan memutuskan."),
        tone="note",
    ),
    APPROVED: Words(
        citizen=gettext_noop("Disetujui, hasil sedang disiapkan"),
        officer="Disetujui",
        next=gettext_noop("Hasil layanan sedang diterbitkan."),
        tone="good",
    ),
    ISSUED: Words(
        citizen=gettext_noop("Hasil sudah terbit"),
        officer="Terbit",
        next=gettext_noop("Unduh hasilnya di halaman ini, atau ambil di loket."),
        tone="good",
    ),
    COMPLETED: Words(
        citizen=gettext_noop("Selesai, hasil sudah diserahkan"),
        officer="Selesai",
        next=gettext_noop("Tidak ada lagi yang perlu Anda lakukan."),
        tone="good",
    ),
    REFUSED: Words(
        citizen=gettext_noop("Ditolak"),
        officer="Ditolak",
        next=gettext_noop("Baca alasannya di bawah ini. Anda boleh mengajukan lagi atau menyampaikan keberatan."),
        tone="bad",
    ),
    WITHDRAWN: Words(
        citizen=gettext_noop("Anda batalkan"),
        officer="Dibatalkan warga",
        next=gettext_noop("Permohonan ini ditutup. Anda boleh mengajukan lagi kapan saja."),
        tone="warn",
    ),
}

TAKE, JUDGE, RETURN, ANSWER = "take", "judge", "return", "answer"
VERIFY, SEND_BACK = "verify", "send_back"
REQUEST_PAYMENT, GIVE_PROOF, CONFIRM_PAYMENT = "request_payment", "give_payment_proof", "confirm_payment"
APPROVE, REFUSE, ISSUE, HAND_OVER = "approve", "refuse", "issue", "hand_over"
WITHDRAW, REASSIGN, PAUSE, RESUME = "withdraw", "reassign", "pause", "resume"

# state, action, next state
TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (SUBMITTED, TAKE, IN_REVIEW),
    (SUBMITTED, WITHDRAW, WITHDRAWN),
    (IN_REVIEW, JUDGE, IN_REVIEW),
    (IN_REVIEW, RETURN, RETURNED),
    (IN_REVIEW, REQUEST_PAYMENT, AWAITING_PAYMENT),
    (IN_REVIEW, VERIFY, VERIFIED),
    (IN_REVIEW, REFUSE, REFUSED),
    (IN_REVIEW, WITHDRAW, WITHDRAWN),
    (RETURNED, ANSWER, IN_REVIEW),
    (RETURNED, WITHDRAW, WITHDRAWN),
    (AWAITING_PAYMENT, GIVE_PROOF, AWAITING_PAYMENT),
    (AWAITING_PAYMENT, CONFIRM_PAYMENT, IN_REVIEW),
    (AWAITING_PAYMENT, WITHDRAW, WITHDRAWN),
    (VERIFIED, APPROVE, APPROVED),
    (VERIFIED, SEND_BACK, IN_REVIEW),
    (VERIFIED, REFUSE, REFUSED),
    (VERIFIED, WITHDRAW, WITHDRAWN),
    (APPROVED, ISSUE, ISSUED),
    (ISSUED, HAND_OVER, COMPLETED),
    *((state, PAUSE, state) for state in sorted(RUNNING)),
    *((state, RESUME, state) for state in sorted(RUNNING)),
    *((state, REASSIGN, state) for state in sorted(RUNNING | WAITING_FOR_CITIZEN)),
)


@dataclass(frozen=True)
class Verb:
    """How an action reads on the officer's button, and the key that presses it."""

    label: str
    key: str
    primary: bool = False


VERBS: dict[str, Verb] = {
    TAKE: Verb("Ambil dan periksa", "A", primary=True),
    JUDGE: Verb("Nilai syarat", "S"),
    VERIFY: Verb("Teruskan ke penandatangan", "T", primary=True),
    RETURN: Verb("Kembalikan untuk dilengkapi", "K"),
    REQUEST_PAYMENT: Verb("Minta pembayaran", "B"),
    CONFIRM_PAYMENT: Verb("Pembayaran sudah diterima", "B", primary=True),
    APPROVE: Verb("Setujui", "U", primary=True),
    SEND_BACK: Verb("Kembalikan ke pemroses", "P"),
    ISSUE: Verb("Terbitkan hasil", "H", primary=True),
    HAND_OVER: Verb("Serahkan kepada warga", "H", primary=True),
    PAUSE: Verb("Hentikan jam karena gangguan", "G"),
    RESUME: Verb("Jalankan lagi jam", "G", primary=True),
    REASSIGN: Verb("Limpahkan ke petugas lain", "L"),
    REFUSE: Verb("Tolak permohonan", "X"),
}


@dataclass(frozen=True)
class Facts:
    """What the table cannot know of a case: judgements by requirement label, payment, the clock."""

    unjudged: tuple[str, ...] = ()
    not_met: tuple[str, ...] = ()
    unpaid: bool = False
    disturbed: bool = False


@dataclass(frozen=True)
class Possible:
    """An action with its button, whether it can be done now, and if not why not yet (whole sentences)."""

    action: str
    label: str
    key: str
    primary: bool
    why_not: tuple[str, ...]

    @property
    def allowed(self) -> bool:
        return not self.why_not


def next_state(state: str, action: str) -> str | None:
    """The state after `action`, or None when the table does not allow it."""
    return next((target for start, verb, target in TRANSITIONS if (start, verb) == (state, action)), None)


def starts_of(action: str) -> tuple[str, ...]:
    """The states in which `action` is in the table."""
    return tuple(start for start, verb, _ in TRANSITIONS if verb == action)


def why_not_yet(state: str, action: str, facts: Facts) -> tuple[str, ...]:
    """Whole Indonesian sentences that say what stands in the way of `action`; empty when nothing does."""
    if next_state(state, action) is None:
        return (_wrong_state(state, action),)
    checks = {
        VERIFY: _before_verifying,
        RETURN: _before_returning,
        REQUEST_PAYMENT: _while_disturbed,
        PAUSE: _before_pausing,
        RESUME: _before_resuming,
        APPROVE: _while_disturbed,
        ISSUE: _while_disturbed,
    }
    return checks[action](facts) if action in checks else ()


def available_actions(state: str, facts: Facts, may: Iterable[str]) -> list[Possible]:
    """The officer's actions in the order of VERBS: those possible now and those that only wait for something.

    `may` names the actions that the officer's roles allow. An action far from `state` is left out unless it is the
    natural next one (approve before verification), so that the page can say what is still missing.
    """
    allowed = set(may)
    found = []
    for action, verb in VERBS.items():
        here = next_state(state, action) is not None
        if not (here or action in _AHEAD.get(state, ())):
            continue
        why = why_not_yet(state, action, facts)
        if action in (PAUSE, RESUME) and why:
            continue  # one of the two is always out of place; only the fitting one is shown
        if action not in allowed:
            why = (*why, "Peran Anda tidak dapat melakukan ini.")
        found.append(Possible(action, verb.label, verb.key, verb.primary, why))
    return found


_AHEAD: dict[str, tuple[str, ...]] = {
    SUBMITTED: (VERIFY,),
    IN_REVIEW: (APPROVE,),
    RETURNED: (VERIFY,),
    AWAITING_PAYMENT: (VERIFY,),
    VERIFIED: (ISSUE,),
    APPROVED: (HAND_OVER,),
}


def _wrong_state(state: str, action: str) -> str:
    wanted = " atau ".join(f"“{STATES[start].officer}”" for start in starts_of(action))
    return f"Bisa bila statusnya {wanted}; sekarang “{STATES[state].officer}”."


def _before_verifying(facts: Facts) -> tuple[str, ...]:
    found = []
    if facts.unjudged:
        found.append(f"{_list(facts.unjudged)} belum dinilai.")
    if facts.not_met:
        found.append(f"{_list(facts.not_met)} belum terpenuhi.")
    if facts.unpaid:
        found.append("Pembayaran belum diterima.")
    return (*found, *_while_disturbed(facts))


def _before_returning(facts: Facts) -> tuple[str, ...]:
    if facts.not_met:
        return _while_disturbed(facts)
    return ("Nilai dahulu syarat mana yang belum terpenuhi, dengan alasannya.",)


def _before_pausing(facts: Facts) -> tuple[str, ...]:
    return ("Jam sudah berhenti.",) if facts.disturbed else ()


def _before_resuming(facts: Facts) -> tuple[str, ...]:
    return () if facts.disturbed else ("Jam tidak sedang berhenti karena gangguan.",)


def _while_disturbed(facts: Facts) -> tuple[str, ...]:
    return ("Jam berhenti karena gangguan. Jalankan lagi dahulu.",) if facts.disturbed else ()


def _list(labels: tuple[str, ...]) -> str:
    head, last = ", ".join(labels[:-1]), labels[-1]
    text = f"{head} dan {last}" if head else last
    return text[:1].upper() + text[1:]
