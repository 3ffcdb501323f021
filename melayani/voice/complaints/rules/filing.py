"""What a report and its reporter must hold, by field, in whole sentences that say how to mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_EVEN, Decimal

from melayani.voice.complaints.states import gettext_noop

# the sentences below name these limits in words, so that they can be translated
TITLE_MAX, TEXT_MAX, FIELD_MAX, ADDRESS_MAX, NAME_MAX = 150, 10_000, 1_000, 300, 120
TEXT_MIN = 20
ANSWER_MAX, REASON_MAX = 10_000, 2_000
FILES_MAX = 20
OLDEST_YEAR = 1990

COMPLAINT, ASPIRATION, INFORMATION_QUESTION = "complaint", "aspiration", "information_question"
KINDS = (COMPLAINT, ASPIRATION, INFORMATION_QUESTION)
OVERSIGHT, NON_OVERSIGHT = "oversight", "non_oversight"
CLASSES = (OVERSIGHT, NON_OVERSIGHT, ASPIRATION, INFORMATION_QUESTION)

WEB, COUNTER, LETTER, PHONE, BOX, EMAIL = "web", "counter", "letter", "phone", "box", "email"
WHATSAPP, SOCIAL, API, OPEN311 = "whatsapp", "social", "api", "open311"
CHANNELS = (WEB, COUNTER, LETTER, PHONE, BOX, EMAIL, WHATSAPP, SOCIAL, API, OPEN311)
OFFICER_CHANNELS = frozenset({COUNTER, LETTER, PHONE, BOX, EMAIL, WHATSAPP, SOCIAL})
KEY_CHANNELS = frozenset({API, OPEN311})

# from Rote (south) to Rondo (north), from Benggala (west) to the border at Merauke (east), with a little sea
SOUTH, NORTH, WEST, EAST = Decimal("-11.2"), Decimal("6.3"), Decimal("94.5"), Decimal("141.1")

STRING, NUMBER, DATETIME, TEXT = "string", "number", "datetime", "text"
SINGLE, MULTI = "singlevaluelist", "multivaluelist"
DATATYPES = (STRING, NUMBER, DATETIME, TEXT, SINGLE, MULTI)


class ActionRefused(Exception):
    """The action is not possible; the text (Indonesian) tells the person what is wrong and what helps."""


class NotAllowed(ActionRefused):
    """The actor does not hold the role, or not at this unit, or lacks the secret of the case."""


class InputRefused(ActionRefused):
    """Something typed is wrong: `problems` maps a field (`text`, `nik`, `question-pole` …) to a sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


class Spam(ActionRefused):
    """The content looks like advertising or a repeat; `why` names the finding, the text says how to mend it."""

    def __init__(self, text: str, *, why: str) -> None:
        super().__init__(text)
        self.why = why


@dataclass(frozen=True)
class Report:
    """What a citizen reports, as typed."""

    kind: str
    text: str
    title: str = ""
    occurred_on: date | None = None
    loss: str = ""
    asked: str = ""
    address: str = ""
    region: str = ""  # the code of a district or regency
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    anonymous: bool = False  # the name is kept from everybody
    secret: bool = False  # the content is kept from the public
    conduct: bool = False  # it is about misuse of office, corruption or discipline
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reporter:
    """Who reports, as typed. Telephone and e-mail are normalised by messaging when a contact is kept."""

    name: str = ""
    address: str = ""
    nik: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Asked:
    """A question of the category as the form needs it; `values` are (key, name)."""

    code: str
    datatype: str
    required: bool
    values: tuple[tuple[str, str], ...] = ()


def clean(text: str) -> str:
    """The text as it is kept: HTML and emoji stay, NUL and half characters go, line ends become one kind."""
    whole = text.encode("utf-8", "ignore").decode("utf-8")
    return whole.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def latest_today(now: datetime) -> date:
    """The calendar day where Indonesia's day begins first (UTC+9): what happened today there is not in the future."""
    return now.astimezone(timezone(timedelta(hours=9))).date()


def report_problems(report: Report, *, today: date, files: int = 0) -> dict[str, str]:
    """What is wrong with a report, by field."""
    problems = {}
    if report.kind not in KINDS:
        problems["kind"] = gettext_noop("Pilih jenis laporan: pengaduan, aspirasi, atau permintaan informasi.")
    if len(clean(report.text)) < TEXT_MIN:
        problems["text"] = gettext_noop("Ceritakan apa yang terjadi, paling sedikit 20 huruf.")
    elif len(report.text) > TEXT_MAX:
        problems["text"] = gettext_noop("Ceritanya paling panjang 10.000 huruf. Singkat, atau lampirkan sebagai PDF.")
    problems |= _length_problems(report) | place_problems(report.latitude, report.longitude)
    if report.occurred_on and not date(OLDEST_YEAR, 1, 1) <= report.occurred_on <= today:
        problems["occurred_on"] = gettext_noop("Tanggal kejadian tidak boleh setelah hari ini. Periksa tahunnya.")
    if files > FILES_MAX:
        problems["files"] = gettext_noop("Paling banyak 20 berkas untuk satu laporan. Hapus sebagian.")
    return problems


def _length_problems(report: Report) -> dict[str, str]:
    problems = {}
    if len(report.title) > TITLE_MAX:
        problems["title"] = gettext_noop("Judul paling panjang 150 huruf.")
    if len(report.loss) > FIELD_MAX:
        problems["loss"] = gettext_noop("Uraian kerugian paling panjang 1.000 huruf.")
    if len(report.asked) > FIELD_MAX:
        problems["asked"] = gettext_noop("Permintaan penyelesaian paling panjang 1.000 huruf.")
    if len(report.address) > ADDRESS_MAX:
        problems["address"] = gettext_noop("Alamat kejadian paling panjang 300 huruf.")
    return problems


def place_problems(latitude: Decimal | None, longitude: Decimal | None) -> dict[str, str]:
    """What is wrong with a position: half of it, or one outside Indonesia."""
    if latitude is None and longitude is None:
        return {}
    if latitude is None or longitude is None:
        return {"latitude": gettext_noop("Isi lintang dan bujur keduanya, atau kosongkan keduanya.")}
    if not (
        latitude.is_finite() and longitude.is_finite() and SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST
    ):
        return {
            "latitude": gettext_noop(
                "Titik ini di luar Indonesia. Periksa lintang (−11 sampai 6) dan bujur (95 sampai 141), "
                "atau tulis alamatnya saja."
            )
        }
    return {}


def reporter_problems(reporter: Reporter, *, anonymous: bool, needs_name: bool) -> dict[str, str]:
    """What is wrong with the reporter's own data; the NIK and the contact are judged apart."""
    problems = {}
    if needs_name and not anonymous and not reporter.name.strip():
        problems["name"] = gettext_noop("Isi nama Anda, atau pilih “Rahasiakan nama saya dari semua orang”.")
    if len(reporter.name) > NAME_MAX:
        problems["name"] = gettext_noop("Nama paling panjang 120 huruf. Singkat bila perlu.")
    if len(reporter.address) > ADDRESS_MAX:
        problems["reporter_address"] = gettext_noop("Alamat Anda paling panjang 300 huruf.")
    return problems


def answer_problems(questions: Sequence[Asked], answers: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """What is wrong with the answers to a category's questions, by `question-<code>`."""
    problems = {}
    known = {question.code for question in questions}
    if set(answers) - known:
        problems["answers"] = gettext_noop("Ada jawaban yang tidak ditanyakan kategori ini. Muat ulang halaman.")
    for question in questions:
        given = tuple(value for value in answers.get(question.code, ()) if value.strip())
        if problem := _answer_problem(question, given):
            problems[f"question-{question.code}"] = problem
    return problems


def _answer_problem(question: Asked, given: tuple[str, ...]) -> str:
    if not given:
        return gettext_noop("Pertanyaan ini perlu dijawab.") if question.required else ""
    if len(given) > 1 and question.datatype != MULTI:
        return gettext_noop("Pilih satu jawaban saja.")
    if any(len(value) > FIELD_MAX for value in given):
        return gettext_noop("Jawaban paling panjang 1.000 huruf.")
    if question.values and set(given) - {key for key, _ in question.values}:
        return gettext_noop("Pilih jawaban dari daftar.")
    if question.datatype == NUMBER and not _is_number(given[0]):
        return gettext_noop("Tulis angka saja.")
    if question.datatype == DATETIME and not _is_moment(given[0]):
        return gettext_noop("Tulis tanggal, misalnya 2026-03-16.")
    return ""


def _is_number(text: str) -> bool:
    try:
        return Decimal(text.strip().replace(",", ".")).is_finite()
    except ArithmeticError:
        return False


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text.strip())
    except ValueError:
        return False
    return True


def rounded(value: Decimal | None) -> Decimal | None:
    """A coordinate as the public may see it: three decimals, about a hundred metres."""
    return None if value is None else value.quantize(Decimal("0.001"), ROUND_HALF_EVEN)
