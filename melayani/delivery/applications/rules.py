"""The form derived from a standard, what a filing must hold, and when the promised time runs. No Django here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from melayani.delivery.applications.states import gettext_noop

# --- limits -----------------------------------------------------------------------------------------------------------
# the sentences below name these limits in words, so that they can be translated
NAME_MAX, ADDRESS_MAX, TEXT_MAX, REASON_MAX = 120, 300, 4000, 1000
PAUSE_REASON_MAX = 300
AMOUNT_MAX = 1_000_000_000_000  # rupiah
FILES_MAX = 5
DRAFT_LIFE = timedelta(days=30)
OLDEST_YEARS = 120
TOO_FEW = 5  # below so many finished cases no real time is shown (DESIGN.md section 6)

UPLOAD, BRING, TEXT, NOT_APPLICABLE = "upload", "bring", "text", "not_applicable"
UNJUDGED, MET, NOT_MET = "unjudged", "met", "not_met"
WEB, COUNTER, PHONE, POST, API = "web", "counter", "phone", "post", "api"
OFFICER_CHANNELS = frozenset({COUNTER, PHONE, POST})
RETURNED_PAUSE, PAYMENT_PAUSE, DISTURBANCE_PAUSE = "returned", "payment", "disturbance"
DAY_UNITS = frozenset({"calendar_day", "working_day"})
DATE_UNITS = DAY_UNITS | {"month"}
CLOCK_UNITS = frozenset({"minute", "hour", "calendar_day", "working_day", "month"})


class ActionRefused(Exception):
    """The action is not possible; the text (Indonesian) tells the person what is wrong and what helps."""


class NotAllowed(ActionRefused):
    """The actor does not hold the role, or not at this unit, or lacks the secret of the case."""


class InputRefused(ActionRefused):
    """Something typed is wrong: `problems` maps a field (`name`, `nik`, `requirement-3` …) to a sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


# --- what is asked ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Asked:
    """A requirement of the standard as the form needs it; `variant` is None when it holds for every variant."""

    number: int
    text: str
    condition: str = ""
    alternatives: tuple[str, ...] = ()
    variant: str | None = None
    is_fact: bool = False  # a circumstance such as an age, not a paper


@dataclass(frozen=True)
class Outline:
    """What of a standard shapes its form."""

    is_civil_registration: bool = False
    variants: tuple[tuple[str, str], ...] = ()  # key, label
    requirements: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Step:
    """One screen with one question."""

    key: str
    kind: str  # who, address, contact, variant, requirement, story
    title: str
    purpose: str
    requirement: Asked | None = None
    ways: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()


WHO, ADDRESS, CONTACT, VARIANT, STORY = "nama", "alamat", "kontak", "jenis", "uraian"
_WRITTEN = re.compile(r"^\s*(isian wajib|isian)\b", re.IGNORECASE)
_CONDITIONAL = re.compile(r"\b(bila|jika|apabila|kalau)\b|\([^)]*\b(tahun|WNA|TNI)\b[^)]*\)", re.IGNORECASE)


_ABOUT_YOU = (
    Step(
        WHO,
        "who",
        gettext_noop("Siapa yang mengajukan?"),
        gettext_noop("Nama dan tanggal lahir dipakai untuk mencocokkan permohonan dengan berkas Anda."),
    ),
    Step(
        ADDRESS,
        "address",
        gettext_noop("Di mana alamat Anda?"),
        gettext_noop("Alamat dipakai untuk memastikan kantor ini yang melayani Anda."),
    ),
    Step(
        CONTACT,
        "contact",
        gettext_noop("Bagaimana kami mengabari Anda?"),
        gettext_noop("Kabar setiap perubahan dikirim ke sini. Satu saja sudah cukup."),
    ),
)
_WHICH_VARIANT = Step(
    VARIANT,
    "variant",
    gettext_noop("Keadaan mana yang sesuai dengan Anda?"),
    gettext_noop("Syaratnya berbeda menurut keadaan. Pilih satu."),
)
_YOUR_STORY = Step(
    STORY,
    "story",
    gettext_noop("Apa yang Anda perlukan?"),
    gettext_noop(
        "Standar layanan ini belum mencantumkan syarat. Ceritakan keperluan Anda; petugas akan mengabari "
        "bila ada yang perlu dibawa."
    ),
    ways=(TEXT,),
)


def form_steps(outline: Outline, variant: str | None = None) -> list[Step]:
    """The screens of the form in order; requirements follow `variant` once it is chosen (none before that)."""
    which = [replace(_WHICH_VARIANT, choices=outline.variants)] if outline.variants else []
    asked = [requirement_step(item) for item in requirements_of(outline, variant)]
    return [*_ABOUT_YOU, *which, *(asked if outline.requirements else [_YOUR_STORY])]


def requirement_step(asked: Asked) -> Step:
    """The screen for one numbered requirement, with the ways to answer it."""
    return Step(
        key=field_key(asked.number),
        kind="requirement",
        title=asked.text,
        purpose=gettext_noop("Diminta oleh standar layanan ini."),
        requirement=asked,
        ways=ways_for(asked),
    )


def ways_for(asked: Asked) -> tuple[str, ...]:
    """How a requirement may be answered: typed, or uploaded or brought; a conditional one may not apply."""
    ways: tuple[str, ...] = (UPLOAD, BRING)
    if asked.is_fact or is_written(asked.text):
        ways = (TEXT, UPLOAD, BRING)
    return (*ways, NOT_APPLICABLE) if is_conditional(asked) else ways


def ways_again(kind: str, requirement: str) -> tuple[str, ...]:
    """How a returned requirement may be answered: what was typed is typed again, or shown by a file, or brought."""
    return (TEXT, UPLOAD, BRING) if kind == TEXT or is_written(requirement) else (UPLOAD, BRING)


def is_written(text: str) -> bool:
    """Whether the published line lists what to fill in ("Isian wajib: nama, …") rather than a paper."""
    return bool(_WRITTEN.match(text))


def is_conditional(asked: Asked) -> bool:
    """Whether the requirement holds only for some ("bila …", an age, a foreigner), so that it may not apply."""
    return bool(asked.condition) or bool(_CONDITIONAL.search(asked.text))


def requirements_of(outline: Outline, variant: str | None) -> list[Asked]:
    """The requirements that hold for `variant`; with variants in the standard and none chosen: none yet."""
    if outline.variants and variant is None:
        return []
    return [item for item in outline.requirements if item.variant in (None, variant)]


def field_key(number: int) -> str:
    """The key of the screen and the form field of requirement `number`."""
    return f"syarat-{number}"


# --- what is given ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Identity:
    """Who applies, as typed. The e-mail and telephone are normalised by messaging when a contact is kept."""

    name: str
    nik: str = ""
    birth_date: date | None = None
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Given:
    """The answer to one requirement; `number` 0 is the free text of a service without known requirements."""

    number: int
    kind: str
    text: str = ""
    files: tuple[UUID, ...] = field(default=())


def identity_problems(identity: Identity, *, today: date, needs_contact: bool) -> dict[str, str]:
    """What is wrong with the identity, by field; the NIK is judged apart (people.rules.check_nik)."""
    problems = {}
    if not identity.name.strip():
        problems["name"] = gettext_noop("Isi nama sesuai KTP atau dokumen lain.")
    elif len(identity.name) > NAME_MAX:
        problems["name"] = gettext_noop("Nama paling panjang 120 huruf. Singkat bila perlu.")
    if len(identity.address) > ADDRESS_MAX:
        problems["address"] = gettext_noop("Alamat paling panjang 300 huruf.")
    if identity.birth_date and not _plausible_birth(identity.birth_date, today):
        problems["birth_date"] = gettext_noop("Tanggal lahir tidak masuk akal. Periksa tahunnya.")
    if needs_contact and not (identity.phone.strip() or identity.email.strip()):
        problems["phone"] = gettext_noop("Isi nomor telepon atau e-mail, supaya kami dapat mengabari Anda.")
    return problems


def _plausible_birth(born: date, today: date) -> bool:
    return today.replace(year=today.year - OLDEST_YEARS, day=min(today.day, 28)) < born <= today


def given_problems(outline: Outline, variant: str | None, given: Sequence[Given]) -> dict[str, str]:
    """What is missing or wrong among the answers, by field key; unknown numbers are a problem, too."""
    asked = {item.number: item for item in requirements_of(outline, variant)}
    problems = {}
    if outline.variants and variant not in {key for key, _ in outline.variants}:
        problems[VARIANT] = gettext_noop("Pilih keadaan yang sesuai dengan Anda.")
    if not outline.requirements:
        asked = {0: Asked(0, "")}
    by_number = {item.number: item for item in given}
    forged = bool(variant) and not outline.variants
    if forged or len(by_number) != len(given) or set(by_number) - set(asked):
        problems["answers"] = gettext_noop(
            "Ada jawaban yang tidak diminta oleh standar layanan ini. Muat ulang halaman."
        )
    for number, item in asked.items():
        key = field_key(number) if number else STORY
        ways = ways_for(item) if number else (TEXT,)
        if problem := answer_problem(by_number.get(number), ways):
            problems[key] = problem
    return problems


def answer_problem(given: Given | None, ways: Sequence[str]) -> str:
    """The sentence that says what is wrong with one answer, or an empty text."""
    if given is None:
        return gettext_noop("Syarat ini belum dijawab.")
    if given.kind not in ways:
        return gettext_noop("Pilih salah satu cara yang tersedia.")
    if given.kind == UPLOAD and not given.files:
        return gettext_noop("Pilih paling sedikit satu berkas, atau pilih “Saya bawa ke loket”.")
    if len(given.files) > FILES_MAX:
        return gettext_noop("Paling banyak 5 berkas untuk satu syarat. Hapus sebagian.")
    if given.kind == TEXT and not given.text.strip():
        return gettext_noop("Tulis jawaban Anda.")
    if len(given.text) > TEXT_MAX:
        return gettext_noop("Paling panjang 4.000 huruf. Singkat jawaban Anda.")
    return ""


# --- the clock --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class PromisedTime:
    amount: int | None
    unit: str
    restarts_when_complete: bool


def promised_time(*, minimum: int | None, maximum: int | None, unit: str | None, clock_starts: str) -> PromisedTime:
    """The time one case is promised: the longest the standard names; none for unknown or external clocks.

    Where the standard counts from "berkas lengkap dan benar", the clock starts anew with the last answer to a return.
    """
    amount = maximum if maximum is not None else minimum
    usable = amount is not None and amount > 0 and unit in CLOCK_UNITS
    restarts = "lengkap" in (clock_starts or "").lower()
    return PromisedTime(amount if usable else None, (unit or "") if usable else "", restarts)


def moved(before: datetime, after: datetime, *, unit: str, zone: tzinfo) -> int:
    """1 when a promise became later, -1 when earlier, 0 when not so that anybody need be told.

    A promise of days or months moves with its date where the office is: another closing time on the same day is no
    news. One of minutes or hours moves with its moment.
    """
    if unit in DATE_UNITS:
        was, will = before.astimezone(zone).date(), after.astimezone(zone).date()
        return (will > was) - (will < was)
    return (after > before) - (after < before)


# --- reality ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Reality:
    """How long finished cases of a service really took. `on_time` is a share 0…1, None when nothing had a due date."""

    count: int
    median: Decimal | None
    p90: Decimal | None
    on_time: Decimal | None
    unit: str = "working_day"

    @property
    def is_enough(self) -> bool:
        return self.count >= TOO_FEW


def reality(taken: Mapping[Decimal, int], *, kept: int, with_due: int) -> Reality:
    """Median and 90th percentile (nearest rank) from how many cases took each number of working days.

    `kept` of the `with_due` cases that had a due date were decided in time.
    """
    share = (Decimal(kept) / with_due).quantize(Decimal("0.001"), ROUND_HALF_UP) if with_due else None
    count = sum(taken.values())
    if not count:
        return Reality(0, None, None, share)
    return Reality(count, _rank(taken, count, Decimal("0.5")), _rank(taken, count, Decimal("0.9")), share)


def _rank(taken: Mapping[Decimal, int], count: int, share: Decimal) -> Decimal:
    """Nearest rank: the smallest number of days that at least `share` of the cases did not exceed."""
    seen = 0
    for days in sorted(taken):
        seen += taken[days]
        if seen >= share * count:
            return days
    return max(taken)


def is_late(*, due_at: datetime | None, decided_at: datetime | None, stopped: bool, now: datetime) -> bool:
    """Whether the promise is broken: a case is judged at its decision, an open one now unless its clock stands."""
    if due_at is None:
        return False
    return decided_at > due_at if decided_at else (not stopped and now > due_at)
