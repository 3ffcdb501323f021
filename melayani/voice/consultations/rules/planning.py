"""What a consultation is about, how it is held, when it may run; when a promise is late. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from melayani.voice.consultations.rules.stakeholders import quota_problem
from melayani.voice.consultations.rules.words import PLACE_MAX, POST_MAX, TEXT_MAX, TITLE_MAX, clean, demand

DRAFT, CHANGE, REVIEW, EVALUATION = "draft", "change", "review", "evaluation"
PURPOSES: dict[str, str] = {
    DRAFT: "Menyusun standar baru",
    CHANGE: "Mengubah standar",
    REVIEW: "Meninjau standar yang berlaku",
    EVALUATION: "Menilai pelayanan",
}
FACE_TO_FACE, GROUP, WORKSHOP, ONLINE = "face_to_face", "group_discussion", "workshop", "online"
FORMS: dict[str, str] = {
    FACE_TO_FACE: "Tatap muka",
    GROUP: "Diskusi kelompok",
    WORKSHOP: "Lokakarya",
    ONLINE: "Daring",
}
STANDARD, ELEMENT, COMPLAINT, OTHER = "standard", "element", "complaint", "other"
TOPIC_KINDS: dict[str, str] = {
    STANDARD: "Standar pelayanan",
    ELEMENT: "Unsur survei yang rendah",
    COMPLAINT: "Pengaduan",
    OTHER: "Pokok lain",
}
ACCEPTED, PARTLY, REFUSED = "accepted", "partly", "refused"
ANSWERS: dict[str, str] = {ACCEPTED: "Diterima", PARTLY: "Diterima sebagian", REFUSED: "Tidak diterima"}
NEEDS_REASON = frozenset({PARTLY, REFUSED})
WINDOW_MAX = timedelta(days=92)
PLANNED_AHEAD = timedelta(days=2 * 366)
INTERVAL_MONTHS = 12  # practice; the regulation's own words on frequency could not be read, so it is advice, not law


@dataclass(frozen=True)
class Plan:
    """What an office types of a consultation. Days are those of the office, the window includes both of its ends."""

    title: str
    summary: str
    purpose: str
    form: str
    opens_on: date | None = None
    closes_on: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    link: str = ""
    facilitator: str = ""
    support: str = ""  # sign language, ramps, an interpreter
    quota: dict[str, int] = field(default_factory=dict)


def check_plan(plan: Plan, *, now: datetime, today: date, running: bool) -> Plan:
    """The plan with its texts cleaned; raises InputRefused with every problem by field.

    `running` says that it was announced: days that have passed may stay then, and the plan must stay whole.
    """
    tidy = Plan(
        title=clean(plan.title, TITLE_MAX),
        summary=clean(plan.summary, TEXT_MAX),
        purpose=plan.purpose,
        form=plan.form,
        opens_on=plan.opens_on,
        closes_on=plan.closes_on,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        place=clean(plan.place, PLACE_MAX),
        link=clean(plan.link, 300),
        facilitator=clean(plan.facilitator, POST_MAX),
        support=clean(plan.support, PLACE_MAX),
        quota={key: seats for key, seats in plan.quota.items() if seats},
    )
    demand(
        title="" if tidy.title else "Tulis judulnya, sebagaimana warga akan membacanya.",
        summary="" if tidy.summary else "Tulis dengan singkat apa yang dibahas dan mengapa.",
        purpose="" if tidy.purpose in PURPOSES else "Pilih tujuannya.",
        form="" if tidy.form in FORMS else "Pilih bentuknya.",
        closes_on=_window_problem(tidy, today, running),
        starts_at=_meeting_problem(tidy, now, running),
        place=_place_problem(tidy),
        link="" if not tidy.link or tidy.link.startswith(("https://", "http://")) else "Tautan dimulai dengan https://",
        quota=quota_problem(tidy.quota),
    )
    return tidy


def is_window_open(opens_on: date | None, closes_on: date | None, today: date) -> bool:
    """Whether contributions are taken on line on `today`; both ends included."""
    return opens_on is not None and closes_on is not None and opens_on <= today <= closes_on


def is_late(*, due: date, done_on: date | None, today: date) -> bool:
    """Whether a commitment was, or is, kept later than promised; the due day itself is in time."""
    return (done_on or today) > due


def due_again(last: date | None, today: date, months: int = INTERVAL_MONTHS) -> bool:
    """Whether a year (or `months`) went by without a consultation; an office that never held one is due."""
    if last is None:
        return True
    return (today.year - last.year) * 12 + today.month - last.month - (today.day < last.day) >= months


def _window_problem(plan: Plan, today: date, running: bool) -> str:
    if (plan.opens_on is None) != (plan.closes_on is None):
        return "Isi hari pertama dan hari terakhir masukan daring, atau kosongkan keduanya."
    if plan.opens_on is None or plan.closes_on is None:
        return ""
    if plan.closes_on < plan.opens_on:
        return "Hari terakhir masukan daring mendahului hari pertamanya."
    if plan.closes_on - plan.opens_on > WINDOW_MAX:
        return "Masa masukan daring paling lama tiga bulan."
    if plan.closes_on < today and not running:
        return "Masa masukan daring sudah lewat."
    return ""


def _meeting_problem(plan: Plan, now: datetime, running: bool) -> str:
    if plan.starts_at is None:
        return "" if plan.ends_at is None else "Isi kapan pertemuan dimulai."
    if plan.ends_at is None or plan.ends_at <= plan.starts_at:
        return "Isi kapan pertemuan selesai, sesudah dimulai."
    if plan.ends_at - plan.starts_at > timedelta(days=3):
        return "Satu pertemuan paling lama tiga hari."
    if plan.starts_at > now + PLANNED_AHEAD:
        return "Tanggal pertemuan terlalu jauh. Periksa tahunnya."
    if plan.ends_at < now and not running:
        return "Tanggal pertemuan sudah lewat."
    return ""


def _place_problem(plan: Plan) -> str:
    if plan.starts_at is None or plan.place or plan.link:
        return ""
    return "Tulis tempatnya, atau tautan bila daring."
