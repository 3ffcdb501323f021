"""The life of a complaint as a table one can read aloud: state, action, next state (docs/modules/complaints.md).

An answer is provisional: a case is closed only when the reporter agrees or stays silent. Texts are Indonesian sources;
`gettext_noop` only marks them for translation, so that this file needs no Django.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogue of translations and leave it as it is."""
    return text


RECEIVED = "received"
NEEDS_COMPLETION = "needs_completion"
VERIFIED = "verified"
FORWARDED = "forwarded"
IN_PROGRESS = "in_progress"
ANSWERED = "answered"
REOPENED = "reopened"
CLOSED = "closed"
REJECTED = "rejected"

FIRST = RECEIVED
FINAL = frozenset({CLOSED, REJECTED})
WORKING = frozenset({VERIFIED, FORWARDED, IN_PROGRESS, REOPENED})  # the office has the next word
UNANSWERED = WORKING | {RECEIVED}  # the class clock runs
WAITING_FOR_REPORTER = frozenset({NEEDS_COMPLETION, ANSWERED})
OPEN = UNANSWERED | WAITING_FOR_REPORTER


@dataclass(frozen=True)
class Words:
    """How a state reads for the reporter and for the officer, what comes next for the reporter, and its sign."""

    citizen: str
    officer: str
    next: str
    tone: str  # good, note, warn, bad: never shown without the words
    public: str  # how it reads for everybody else


STATES: dict[str, Words] = {
    RECEIVED: Words(
        citizen=gettext_noop("Diterima"),
        officer="Baru masuk",
        next=gettext_noop("Petugas membaca laporan Anda dan meneruskannya ke unit yang berwenang."),
        tone="note",
        public=gettext_noop("Diterima"),
    ),
    NEEDS_COMPLETION: Words(
        citizen=gettext_noop("Perlu Anda lengkapi"),
        officer="Menunggu pelapor melengkapi",
        next=gettext_noop("Jawab pertanyaan petugas di halaman ini. Jam tindak lanjut berhenti sampai Anda menjawab."),
        tone="warn",
        public=gettext_noop("Menunggu keterangan pelapor"),
    ),
    VERIFIED: Words(
        citizen=gettext_noop("Sudah diperiksa"),
        officer="Terverifikasi, belum didisposisikan",
        next=gettext_noop("Laporan Anda jelas dan akan ditangani. Anda tidak perlu melakukan apa pun."),
        tone="note",
        public=gettext_noop("Sudah diperiksa"),
    ),
    FORWARDED: Words(
        citizen=gettext_noop("Diteruskan ke unit yang berwenang"),
        officer="Didisposisikan",
        next=gettext_noop("Unit yang berwenang akan memulai tindak lanjut dan mengabari Anda."),
        tone="note",
        public=gettext_noop("Diteruskan ke unit yang berwenang"),
    ),
    IN_PROGRESS: Words(
        citizen=gettext_noop("Sedang ditangani"),
        officer="Ditindaklanjuti",
        next=gettext_noop("Unit yang berwenang sedang bekerja. Kami mengabari Anda setiap ada perkembangan."),
        tone="note",
        public=gettext_noop("Sedang ditangani"),
    ),
    ANSWERED: Words(
        citizen=gettext_noop("Sudah dijawab, menunggu tanggapan Anda"),
        officer="Dijawab, menunggu pelapor",
        next=gettext_noop("Baca jawabannya. Katakan apakah laporan Anda sudah selesai atau belum."),
        tone="good",
        public=gettext_noop("Sudah dijawab"),
    ),
    REOPENED: Words(
        citizen=gettext_noop("Dibuka lagi"),
        officer="Dibuka lagi",
        next=gettext_noop("Unit yang berwenang memeriksa lagi laporan Anda dan akan menjawab."),
        tone="warn",
        public=gettext_noop("Dibuka lagi"),
    ),
    CLOSED: Words(
        citizen=gettext_noop("Selesai"),
        officer="Selesai",
        next=gettext_noop("Tidak ada lagi yang perlu Anda lakukan."),
        tone="good",
        public=gettext_noop("Selesai"),
    ),
    REJECTED: Words(
        citizen=gettext_noop("Tidak dapat ditangani"),
        officer="Ditolak",
        next=gettext_noop("Baca alasannya di bawah ini. Anda boleh melapor lagi dengan keterangan yang lebih lengkap."),
        tone="bad",
        public=gettext_noop("Tidak dapat ditangani"),
    ),
}

RESOLVED, AUTO_CLOSED, WITHDRAWN, TRANSFERRED = "resolved", "auto_closed", "withdrawn", "transferred"
UNCLEAR, NOT_WITHIN_AUTHORITY = "unclear", "not_within_authority"
DUPLICATE, OUTSIDE_SCOPE = "duplicate", "outside_scope"
REJECTIONS = (UNCLEAR, NOT_WITHIN_AUTHORITY, DUPLICATE, OUTSIDE_SCOPE)
CLOSINGS = (RESOLVED, AUTO_CLOSED, WITHDRAWN, TRANSFERRED)


@dataclass(frozen=True)
class Outcome:
    """How a case ended, for the citizen and for the officer."""

    citizen: str
    officer: str


OUTCOMES: dict[str, Outcome] = {
    RESOLVED: Outcome(gettext_noop("Anda menyatakan laporan ini selesai."), "Selesai menurut pelapor"),
    AUTO_CLOSED: Outcome(
        gettext_noop("Ditutup karena tidak ada tanggapan setelah jawaban."), "Ditutup karena pelapor tidak menanggapi"
    ),
    WITHDRAWN: Outcome(gettext_noop("Anda mencabut laporan ini."), "Dicabut pelapor"),
    TRANSFERRED: Outcome(gettext_noop("Dilimpahkan ke lembaga lain yang berwenang."), "Dilimpahkan ke luar"),
    UNCLEAR: Outcome(gettext_noop("Keterangannya belum cukup untuk ditindaklanjuti."), "Tidak jelas"),
    NOT_WITHIN_AUTHORITY: Outcome(gettext_noop("Bukan kewenangan instansi ini."), "Bukan kewenangan"),
    DUPLICATE: Outcome(gettext_noop("Sama dengan laporan Anda yang lain."), "Laporan ganda"),
    OUTSIDE_SCOPE: Outcome(gettext_noop("Di luar hal yang dapat diadukan di sini."), "Di luar lingkup pengaduan"),
}

VERIFY, REQUEST_COMPLETION, COMPLETE, CONTINUE = "verify", "request_completion", "complete", "continue"
FORWARD, RETURN_DISPOSITION = "forward", "return_disposition"
FOLLOW_UP, ANSWER, CORRECT_ANSWER, REPLY = "follow_up", "answer", "correct_answer", "reply"
CONFIRM, CONTEST, CLOSE_SILENT, REOPEN = "confirm", "contest", "close_silent", "reopen"
WITHDRAW, REJECT, TRANSFER_OUT, MERGE_INTO = "withdraw", "reject", "transfer_out", "merge_into"
RECLASSIFY, SET_ABOUT, CONVERT, ESCALATE, JOIN = "reclassify", "set_about", "convert", "escalate", "join"
PUBLISH, WITHHOLD, REDACT = "publish", "withhold", "redact"
ADD_NOTE, RECORD_EXTERNAL_NUMBER = "add_note", "record_external_number"

# state, action, next state
TRANSITIONS: tuple[tuple[str, str, str], ...] = (
    (RECEIVED, VERIFY, VERIFIED),
    (RECEIVED, REJECT, REJECTED),
    (NEEDS_COMPLETION, COMPLETE, RECEIVED),  # asked before it was verified
    (NEEDS_COMPLETION, CONTINUE, IN_PROGRESS),  # asked afterwards: the work goes on where it stood
    (NEEDS_COMPLETION, REJECT, REJECTED),
    (NEEDS_COMPLETION, WITHDRAW, CLOSED),
    (VERIFIED, REJECT, REJECTED),
    (FORWARDED, RETURN_DISPOSITION, VERIFIED),
    (FORWARDED, REJECT, REJECTED),
    (IN_PROGRESS, RETURN_DISPOSITION, VERIFIED),
    (VERIFIED, RETURN_DISPOSITION, VERIFIED),  # one level further up, when it came back to a unit that was given it
    (REOPENED, RETURN_DISPOSITION, VERIFIED),
    (IN_PROGRESS, REJECT, REJECTED),
    (ANSWERED, CONFIRM, CLOSED),
    (ANSWERED, CONTEST, REOPENED),
    (ANSWERED, REOPEN, REOPENED),
    (ANSWERED, CLOSE_SILENT, CLOSED),
    *((state, FORWARD, FORWARDED) for state in sorted(WORKING)),
    *((state, FOLLOW_UP, IN_PROGRESS) for state in sorted(WORKING)),
    *((state, ANSWER, ANSWERED) for state in sorted(WORKING)),
    *((state, REQUEST_COMPLETION, NEEDS_COMPLETION) for state in sorted(UNANSWERED)),
    *((state, MERGE_INTO, IN_PROGRESS) for state in sorted(UNANSWERED)),
    *((state, TRANSFER_OUT, CLOSED) for state in sorted(UNANSWERED)),
    *((state, WITHDRAW, CLOSED) for state in sorted(UNANSWERED)),
    *((state, ESCALATE, state) for state in sorted(UNANSWERED)),
    *((state, RECLASSIFY, state) for state in sorted(WORKING)),
    *((state, SET_ABOUT, state) for state in sorted(OPEN)),
    *((state, CONVERT, state) for state in sorted(UNANSWERED)),
    *((state, REPLY, state) for state in sorted(OPEN)),
    *((state, JOIN, state) for state in sorted(OPEN)),
)
# a case that silence closed, and nobody else: its reporter may still speak up, or the office finds its answer wanting
AFTER_SILENCE: tuple[tuple[str, str, str], ...] = ((CLOSED, CONTEST, REOPENED), (CLOSED, REOPEN, REOPENED))
# what may be done in every state, also when the case is over: it moves nothing
ANYWHERE = frozenset({CORRECT_ANSWER, PUBLISH, WITHHOLD, REDACT, ADD_NOTE, RECORD_EXTERNAL_NUMBER})


@dataclass(frozen=True)
class Verb:
    """How an action reads on the officer's button, and the key that presses it."""

    label: str
    key: str
    primary: bool = False


# the officer's actions in the order of their buttons; those of reporter and worker have none
VERBS: dict[str, Verb] = {
    VERIFY: Verb("Verifikasi dan golongkan", "V", primary=True),
    FORWARD: Verb("Disposisikan", "D", primary=True),
    FOLLOW_UP: Verb("Catat tindak lanjut", "T"),
    ANSWER: Verb("Jawab pelapor", "J", primary=True),
    CORRECT_ANSWER: Verb("Perbaiki jawaban", "P"),
    REQUEST_COMPLETION: Verb("Minta pelapor melengkapi", "K"),
    RETURN_DISPOSITION: Verb("Kembalikan disposisi", "B"),
    REOPEN: Verb("Buka lagi", "O"),
    RECLASSIFY: Verb("Ubah golongan", "G"),
    SET_ABOUT: Verb("Ubah unit atau kategori", "U"),
    CONVERT: Verb("Ubah jenis laporan", "E"),
    MERGE_INTO: Verb("Gabungkan dengan laporan lain", "M"),
    PUBLISH: Verb("Tayangkan untuk umum", "Y"),
    REDACT: Verb("Samarkan bagian yang tayang", "S"),
    WITHHOLD: Verb("Jangan tayangkan", "H"),
    ADD_NOTE: Verb("Tulis catatan internal", "C"),
    RECORD_EXTERNAL_NUMBER: Verb("Catat nomor LAPOR!", "N"),
    TRANSFER_OUT: Verb("Limpahkan ke lembaga lain", "L"),
    REJECT: Verb("Tolak laporan", "X"),
}


@dataclass(frozen=True)
class Facts:
    """What the table cannot know of a case."""

    has_answer: bool = False
    has_disposition: bool = False  # an open one, which can be returned
    verified: bool = False
    secret: bool = False
    oversight: bool = False  # by its class, or by the reporter's word until it is classified
    listed: bool = True  # the category may stand in public lists
    published: bool = False
    withheld: bool = False
    master: str = ""  # the number of the case that this one was joined to
    duplicates: int = 0
    by_silence: bool = False  # closed because the reporter said nothing, which resolves nothing


@dataclass(frozen=True)
class Possible:
    """An action with its button, whether it can be done now, and if not why not yet (whole sentences)."""

    action: str
    label: str
    key: str
    primary: bool
    why_not: tuple[str, ...]
    forbidden: bool = False  # by the officer's role here, whatever the state

    @property
    def allowed(self) -> bool:
        return not self.why_not


def next_state(state: str, action: str) -> str | None:
    """The state after `action`, or None when the table does not allow it. After silence see why_not_yet, too."""
    if action in ANYWHERE:
        return state
    steps = (*TRANSITIONS, *AFTER_SILENCE)
    return next((target for start, verb, target in steps if (start, verb) == (state, action)), None)


def completing(*, verified: bool) -> str:
    """The action by which the reporter's completion moves the case: back to the verifier, or on with the work."""
    return CONTINUE if verified else COMPLETE


def starts_of(action: str) -> tuple[str, ...]:
    """The states in which `action` is in the table."""
    return tuple(STATES) if action in ANYWHERE else tuple(start for start, verb, _ in TRANSITIONS if verb == action)


def why_not_yet(state: str, action: str, facts: Facts) -> tuple[str, ...]:
    """Whole Indonesian sentences that say what stands in the way of `action`; empty when nothing does."""
    if next_state(state, action) is None:
        return (_wrong_state(state, action),)
    if state in FINAL and action not in ANYWHERE and not facts.by_silence:
        return (_wrong_state(state, action),)
    checks = {
        ANSWER: _before_answering,
        CORRECT_ANSWER: _before_correcting,
        RETURN_DISPOSITION: _before_returning,
        MERGE_INTO: _before_merging,
        PUBLISH: _before_publishing,
        WITHHOLD: _before_withholding,
        REDACT: _before_redacting,
    }
    return checks[action](facts) if action in checks else ()


def available_actions(state: str, facts: Facts, may: Iterable[str]) -> list[Possible]:
    """The officer's actions in the order of VERBS: those possible now and those that only wait for something.

    `may` names the actions that the officer's roles allow. An action far from `state` is left out unless it is the
    natural next one (answer before verification), so that the page can say what is still missing.
    """
    allowed = set(may)
    found = []
    for action, verb in VERBS.items():
        here = next_state(state, action) is not None
        if not (here or action in _AHEAD.get(state, ())):
            continue
        why = why_not_yet(state, action, facts)
        if why and action in _SILENT:
            continue
        if action not in allowed:
            why = (*why, "Peran Anda tidak dapat melakukan ini.")
        found.append(Possible(action, verb.label, verb.key, verb.primary, why, action not in allowed))
    return found


# shown only when they can be done: their absence explains itself
_SILENT = frozenset({CORRECT_ANSWER, RETURN_DISPOSITION, WITHHOLD, REDACT, REOPEN})
_AHEAD: dict[str, tuple[str, ...]] = {RECEIVED: (FORWARD,), NEEDS_COMPLETION: (VERIFY,)}


def _wrong_state(state: str, action: str) -> str:
    wanted = " atau ".join(f"“{STATES[start].officer}”" for start in starts_of(action))
    return f"Bisa bila statusnya {wanted}; sekarang “{STATES[state].officer}”."


def _before_answering(facts: Facts) -> tuple[str, ...]:
    return (
        (f"Laporan ini digabung ke {facts.master}. Jawab di sana; pelapor ini ikut dijawab.",) if facts.master else ()
    )


def _before_correcting(facts: Facts) -> tuple[str, ...]:
    return () if facts.has_answer else ("Belum ada jawaban yang dapat diperbaiki.",)


def _before_returning(facts: Facts) -> tuple[str, ...]:
    return () if facts.has_disposition else ("Tidak ada disposisi yang dapat dikembalikan.",)


def _before_merging(facts: Facts) -> tuple[str, ...]:
    if facts.master:
        return (f"Laporan ini sudah digabung ke {facts.master}.",)
    if facts.duplicates:
        return (f"{facts.duplicates} laporan lain sudah digabung ke laporan ini; gabungkan yang lain ke sini.",)
    return ()


def _before_publishing(facts: Facts) -> tuple[str, ...]:
    found = []
    if facts.secret:
        found.append("Pelapor meminta isinya dirahasiakan dari umum.")
    if facts.oversight:
        found.append("Laporan berkadar pengawasan tidak pernah ditayangkan.")
    if not facts.listed:
        found.append("Kategori ini tidak ditayangkan untuk umum.")
    if not facts.verified:
        found.append("Verifikasi dahulu laporan ini.")
    return tuple(found)


def _before_withholding(facts: Facts) -> tuple[str, ...]:
    return ("Laporan ini memang tidak ditayangkan.",) if facts.withheld or facts.secret or facts.oversight else ()


def _before_redacting(facts: Facts) -> tuple[str, ...]:
    return () if facts.published else ("Laporan ini belum tayang.",)
