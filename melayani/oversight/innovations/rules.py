"""What an innovation's record must say, whether it still runs, and how far a figure moved. Plain Python.

Criteria and phases: PermenPANRB 91/2021. Minimum age, questions and the period between two looks are data
(facts/innovation.md): contests change them from year to year, and no rule fixes the period.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

CREATION, DEVELOPMENT, INSTITUTIONALISATION = "creation", "development", "institutionalisation"
PHASES = {
    CREATION: "Penciptaan",
    DEVELOPMENT: "Pengembangan",
    INSTITUTIONALISATION: "Pelembagaan",
}
CRITERIA = {
    "novelty": "Kebaruan",
    "effective": "Efektif",
    "beneficial": "Bermanfaat",
    "easy_to_spread": "Mudah disebarkan",
    "sustainable": "Berkelanjutan",
}
RUNNING, CHANGED, STOPPED = "running", "changed", "stopped"
UNKNOWN, UNCHECKED = "unknown", "unchecked"
HEALTH = {
    RUNNING: "Berjalan",
    CHANGED: "Berjalan, berubah",
    STOPPED: "Berhenti",
    UNKNOWN: "Tidak diketahui lagi",
    UNCHECKED: "Belum pernah dipantau",
}
FOUND = (RUNNING, CHANGED, STOPPED)
STOP_REASONS = {
    "politics": "Perubahan pimpinan atau kebijakan",
    "management": "Pengelolaan, anggaran, atau petugas",
    "traits": "Inovasinya sendiri tidak cocok lagi",
    "environment": "Keadaan di luar kantor",
}
NO_BASIS, DRAFT_BASIS, IN_FORCE = "", "draft", "in_force"
LEGAL_STATES = {DRAFT_BASIS: "Baru rancangan", IN_FORCE: "Berlaku"}
RESOURCES = {"budget": "Anggaran", "facilities": "Sarana", "staff": "Petugas"}
ENTERED, PASSED, FINALIST, WON, FAILED = "entered", "passed", "finalist", "won", "failed"
RESULTS = {
    ENTERED: "Ikut serta",
    PASSED: "Lolos seleksi administrasi",
    FINALIST: "Finalis",
    WON: "Meraih penghargaan",
    FAILED: "Tidak lolos",
}
# no rule fixes when keepers are reminded: two weeks before the look, then monthly; of a first look, two weeks after
# publication
REMIND_BEFORE, FIRST_LOOK, REMIND_AGAIN = timedelta(days=14), timedelta(days=14), timedelta(days=30)
# Sustainable Development Goals, by number
GOAL_NAMES = (
    "Tanpa kemiskinan",
    "Tanpa kelaparan",
    "Kehidupan sehat dan sejahtera",
    "Pendidikan berkualitas",
    "Kesetaraan gender",
    "Air bersih dan sanitasi layak",
    "Energi bersih dan terjangkau",
    "Pekerjaan layak dan pertumbuhan ekonomi",
    "Industri, inovasi, dan infrastruktur",
    "Berkurangnya kesenjangan",
    "Kota dan permukiman yang berkelanjutan",
    "Konsumsi dan produksi yang bertanggung jawab",
    "Penanganan perubahan iklim",
    "Ekosistem lautan",
    "Ekosistem daratan",
    "Perdamaian, keadilan, dan kelembagaan yang tangguh",
    "Kemitraan untuk mencapai tujuan",
)
GOALS = len(GOAL_NAMES)


@dataclass(frozen=True)
class Question:
    """A question of the proposal: `least` is the number of words below which an answer counts as careless."""

    key: str
    label: str
    hint: str
    least: int
    required: bool
    label_en: str = ""


@dataclass(frozen=True)
class Missing:
    """What a record lacks before it can be sent for a look: the field, and what to do."""

    field: str
    words: str


def words_in(text: str) -> int:
    """How many words `text` has."""
    return len(text.split())


def missing(
    *,
    summary: str,
    initiators: str,
    answers: Mapping[str, str],
    criteria: Mapping[str, str],
    questions: Sequence[Question],
    trial_from: date | None,
) -> list[Missing]:
    """What must be filled in before the record can be sent; empty when nothing is missing."""
    found = []
    if not summary.strip():
        found.append(Missing("summary", "Tulis ringkasannya: apa yang berubah bagi warga."))
    if not initiators.strip():
        found.append(Missing("initiators", "Tulis unit atau tim yang memulai."))
    if trial_from is None:
        found.append(Missing("trial_from", "Isi kapan mulai dicoba."))
    found += [
        Missing(one.key, f"Jawab: {one.label}.")
        for one in questions
        if one.required and not answers.get(one.key, "").strip()
    ]
    found += [
        Missing(key, f"Jelaskan kriteria {label.lower()}.")
        for key, label in CRITERIA.items()
        if not criteria.get(key, "").strip()
    ]
    return found


def warnings(
    *,
    title: str,
    answers: Mapping[str, str],
    questions: Sequence[Question],
    used_from: date | None,
    age_months: int,
    other_titles: Collection[str],
    today: date,
) -> list[str]:
    """What made proposals fail in past contests; a warning, never a refusal (facts/innovation.md, section 2)."""
    found = []
    if used_from is None:
        found.append("Belum dipakai warga. Lomba hanya menerima yang sudah dipakai.")
    elif months_between(used_from, today) < age_months:
        found.append(f"Dipakai kurang dari {age_months} bulan. Lomba meminta paling sedikit selama itu.")
    short = [one.label for one in questions if 0 < words_in(answers.get(one.key, "")) < one.least]
    if short:
        found.append("Jawaban ini sangat pendek: " + "; ".join(short) + ".")
    if _plain(title) in {_plain(other) for other in other_titles}:
        found.append("Ada inovasi lain dengan judul yang sama di instansi ini.")
    return found


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())


def months_between(since: date, until: date) -> int:
    """Whole months from `since` to `until`; negative days round down."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return months - (until.day < since.day)


def add_months(day: date, months: int) -> date:
    """The same day some months later, at most the last day of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def health(*, found: str, next_check: date | None, today: date) -> str:
    """Whether the innovation runs: what the last look found, until the next one is missed. A missed look makes it
    unknown, never running; what has stopped stays stopped."""
    if found not in FOUND:
        return UNCHECKED
    if found != STOPPED and next_check is not None and next_check < today:
        return UNKNOWN
    return found


@dataclass(frozen=True)
class Movement:
    """How far a figure moved: `percent` None when it began at zero; `better` None when it did not move."""

    percent: Decimal | None
    better: bool | None


def movement(baseline: Decimal, result: Decimal, *, lower_is_better: bool) -> Movement:
    """From the figure before to the figure after, in percent of the one before, half-up to one decimal."""
    better = None if baseline == result else (result < baseline) == lower_is_better
    if baseline == 0:
        return Movement(None, better)
    share = (result - baseline) / abs(baseline) * 100
    return Movement(share.quantize(Decimal("0.1"), ROUND_HALF_UP), better)
