"""The arithmetic of the satisfaction index (IKM): means, index, grade, sample size. Sources: PermenPANRB 14/2017.

All is exact (Fraction) until the one rounding, half up to two decimals; the grade is read from the rounded figure.
Answers are pooled: the index of a unit comes from its answers, never from the indexes of its services.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from melayani.voice.surveys.instrument import CURRENT, Instrument, NoGradeTable, Question, load_instrument

__all__ = [
    "CURRENT",
    "EXACT",
    "LITERAL",
    "MINIMUM_SHOWN",
    "BadScore",
    "GROUP_MINIMUM",
    "FollowUpScore",
    "Grade",
    "Instrument",
    "NoGradeTable",
    "Question",
    "Result",
    "Tally",
    "compute",
    "element_mean",
    "even_index",
    "follow_up_score",
    "form_value",
    "grade",
    "legacy_index",
    "load_instrument",
    "margin",
    "pooled",
    "required_sample",
    "round_half_up",
    "satisfaction_index",
    "summarise",
    "tally",
]

EXACT: Final = "exact"
LITERAL: Final = "0.111"  # what many reports printed and some computed with; only to reconcile their figures
FACTOR = 25
SCORES = (1, 2, 3, 4)
MINIMUM_SHOWN = 10  # fewer answers are neither shown nor published: one person could be recognised in them
GROUP_MINIMUM = 5  # a group of respondents, a counter, a tenant below this is not shown
LEGACY_WEIGHT = Fraction("0.071")
LEGACY_ELEMENTS = 14


class BadScore(ValueError):
    """An answer outside 1 to 4, or an index that cannot be one; the text says which."""


Counts = tuple[int, int, int, int]
NOTHING = Fraction(0)


@dataclass(frozen=True)
class Tally:
    """The answers to one element as counts per score; sums and means follow from them, nothing is stored rounded.

    Where several questions ask about the element, a questionnaire still counts once, with the mean of its answers:
    `extra` are the answers beyond one per questionnaire, `extra_total` the points they would add.
    """

    counts: Counts = (0, 0, 0, 0)
    extra: int = 0
    extra_total: Fraction = NOTHING

    @classmethod
    def of(cls, counts: Counts, *, parts: int = 1) -> Tally:
        """The answers to `parts` questions about one element, all answered in each questionnaire."""
        if parts == 1:
            return cls(counts)
        answers, total = sum(counts), _total(counts)
        return cls(counts, answers - answers // parts, total - Fraction(total, parts))

    @property
    def n(self) -> int:
        """The number of questionnaires."""
        return sum(self.counts) - self.extra

    @property
    def total(self) -> Fraction:
        """The sum over questionnaires of the element's score (1 to 4)."""
        return _total(self.counts) - self.extra_total if self.extra else Fraction(_total(self.counts))

    def __add__(self, other: Tally) -> Tally:
        (a1, a2, a3, a4), (b1, b2, b3, b4) = self.counts, other.counts
        both = (a1 + b1, a2 + b2, a3 + b3, a4 + b4)
        if not self.extra and not other.extra:
            return Tally(both)
        return Tally(both, self.extra + other.extra, self.extra_total + other.extra_total)


def _total(counts: Counts) -> int:
    c1, c2, c3, c4 = counts
    return c1 + 2 * c2 + 3 * c3 + 4 * c4


@dataclass(frozen=True)
class Grade:
    """The letter of an index with its words: A "Sangat baik" to D "Tidak baik"."""

    letter: str
    perception: int
    labels: Mapping[str, str]

    def label(self, language: str) -> str:
        return self.labels.get(language, self.labels["id"])


@dataclass(frozen=True)
class ElementFigures:
    """One element's figures: mean to four decimals, index (25 times the exact mean) to two, grade of that index."""

    key: str
    n: int
    counts: Counts
    mean: Decimal
    index: Decimal
    grade: Grade


@dataclass(frozen=True)
class Result:
    """Index and grade of pooled answers, with the elements in the order of the form."""

    n: int
    index: Decimal
    grade: Grade
    elements: tuple[ElementFigures, ...]

    def lowest_first(self) -> list[ElementFigures]:
        """Elements by mean, the one to improve first; equal ones in the order of the form."""
        return sorted(self.elements, key=lambda element: element.mean)


def round_half_up(value: Fraction | Decimal, places: int) -> Decimal:
    """Round half up to `places` decimals, exactly: 76.605 becomes 76.61 (Decimal's and float's default would not)."""
    numerator, denominator = value.as_integer_ratio()
    whole = (2 * numerator * 10**places + denominator) // (2 * denominator)
    return Decimal(whole).scaleb(-places)


def element_mean(total: int | Fraction, n: int) -> Fraction:
    """The element's mean (NRR): sum of answers by number of answers; raises BadScore when none, or out of 1 to 4."""
    if n < 1 or not n <= total <= 4 * n:
        raise BadScore("Nilai rata-rata unsur harus berasal dari jawaban 1 sampai 4.")
    return Fraction(total, n)


def satisfaction_index(means: Iterable[Fraction], *, weights: str = EXACT) -> Decimal:
    """25 times the weighted sum of element means, rounded half up once to two decimals.

    `weights` "exact" gives each of k elements 1/k; "0.111" is the printed label taken literally, for nine elements only
    (it cannot pass 99.90). Raises BadScore for no element, a mean out of 1 to 4, or other weights.
    """
    values = list(means)
    if not values or any(not 1 <= mean <= 4 for mean in values):
        raise BadScore("Nilai rata-rata unsur harus di antara 1 dan 4.")
    if weights == EXACT:
        return round_half_up(FACTOR * sum(values, Fraction()) / len(values), 2)
    if weights == LITERAL and len(values) == 9:
        return round_half_up(FACTOR * Fraction(LITERAL) * sum(values, Fraction()), 2)
    raise BadScore("Bobot harus exact, atau 0.111 untuk sembilan unsur.")


def even_index(*, points: int, answers: int) -> Decimal:
    """The same where all elements were answered equally often: 25 times the points of all answers by their number."""
    return Decimal((200 * FACTOR * points + answers) // (2 * answers)).scaleb(-2)


def legacy_index(means: Iterable[Fraction]) -> Decimal:
    """The index of KEP/25/M.PAN/2/2004: 14 elements, weight 0.071, weighted sum rounded to 3 decimals, then times 25.

    Only to reconcile old reports (43.08 x 0.071 = 3.05868, 3.059, 76.475). Raises BadScore for another number of means.
    """
    values = list(means)
    if len(values) != LEGACY_ELEMENTS or any(not 1 <= mean <= 4 for mean in values):
        raise BadScore("Aturan 2004 memakai 14 unsur dengan nilai rata-rata di antara 1 dan 4.")
    weighted = round_half_up(LEGACY_WEIGHT * sum(values, Fraction()), 3)
    return FACTOR * weighted


def grade(index: Decimal, *, on: date, instrument: Instrument | None = None) -> Grade:
    """The grade of `index` by the table in force on `on`, read from the figure rounded to two decimals.

    Raises NoGradeTable where no table is verified, BadScore for a figure out of 25 to 100.
    """
    rounded = round_half_up(index, 2)
    bands = (instrument or load_instrument()).table_on(on).bands
    fitting = [band for band in bands if band.lowest <= rounded]
    if not fitting or rounded > 100:
        raise BadScore(f"Indeks {rounded} berada di luar 25,00 sampai 100,00.")
    best = fitting[-1]
    return Grade(letter=best.grade, perception=best.perception, labels=best.labels)


def form_value(scores: Mapping[str, int], *, instrument: Instrument | None = None) -> int | None:
    """The value of one questionnaire in hundredths of an index (2500 to 10000), None while a question is unanswered.

    `scores` are by question. An element asked by several questions counts with their mean.
    """
    chosen = instrument or load_instrument()
    if any(question.key not in scores for question in chosen.questions):
        return None
    means = [
        Fraction(sum(scores[one.key] for one in chosen.questions if one.element == key), chosen.parts(key))
        for key in chosen.keys
    ]
    return int(satisfaction_index(means) * 100)


Z_95 = Fraction("1.96")


def margin(*, n: int, values: int, squares: int) -> Decimal | None:
    """Half of the 95 % confidence interval of an index, in points of the index; None below two questionnaires.

    `values` and `squares` sum the questionnaires' values (hundredths) and their squares. Normal approximation with the
    spread by n - 1: for a sample drawn at random; where everybody was asked it says how far chance alone would reach.
    """
    if n < 2:
        return None
    variance = Fraction(squares * n - values * values, n * (n - 1))
    half = Z_95 * Fraction(math.sqrt(variance / n)) / 100
    return round_half_up(half, 2)


def tally(answers: Iterable[int]) -> Tally:
    """Count answers per score; raises BadScore for an answer out of 1 to 4 (the scale has four points, not five)."""
    counted = Counter(answers)
    if set(counted) - set(SCORES):
        raise BadScore("Jawaban harus 1, 2, 3, atau 4.")
    return Tally((counted[1], counted[2], counted[3], counted[4]))


def pooled(tallies: Iterable[Mapping[str, Tally]]) -> dict[str, Tally]:
    """Add the answers of several services or days, element by element by key."""
    sums: dict[str, Tally] = {}
    for part in tallies:
        for key, one in part.items():
            sums[key] = sums.get(key, Tally()) + one
    return sums


def compute(
    tallies: Mapping[str, Tally],
    *,
    on: date,
    weights: str = EXACT,
    instrument: Instrument | None = None,
    uneven: bool = False,
) -> Result:
    """Index, grade and element figures of pooled answers; n is the number of questionnaires behind each element.

    `uneven` is for instruments that deviate in different ways: each element by its own number, n the smallest of them.
    Raises BadScore when an element of `tallies` has no answer or, unless `uneven`, the elements have different numbers.
    """
    chosen = instrument or load_instrument()
    n, means = _means(tallies, chosen, uneven)
    index = satisfaction_index(means.values(), weights=weights)
    figures = tuple(_figures(key, tallies[key], mean, on, chosen) for key, mean in means.items())
    return Result(n=n, index=index, grade=grade(index, on=on, instrument=chosen), elements=figures)


def summarise(tallies: Mapping[str, Tally], *, on: date, uneven: bool = False) -> tuple[int, Decimal, Grade]:
    """Only n, index and grade, as `compute` gives them: for a line of a trend. Raises BadScore like it."""
    chosen = load_instrument()
    n, means = _means(tallies, chosen, uneven)
    index = satisfaction_index(means.values())
    return n, index, grade(index, on=on, instrument=chosen)


def _means(tallies: Mapping[str, Tally], chosen: Instrument, uneven: bool) -> tuple[int, dict[str, Fraction]]:
    """The smallest number of questionnaires and the mean of each element, in the order of the form."""
    numbers = {key: tallies[key].n for key in chosen.keys if key in tallies}
    different = set(numbers.values())
    if len(numbers) != len(tallies) or not numbers or (len(different) > 1 and not uneven):
        raise BadScore("Setiap unsur harus dikenal dan dijawab oleh jumlah responden yang sama.")
    return min(different), {key: element_mean(tallies[key].total, n) for key, n in numbers.items()}


def _figures(key: str, one: Tally, mean: Fraction, on: date, instrument: Instrument) -> ElementFigures:
    index = round_half_up(FACTOR * mean, 2)
    return ElementFigures(
        key=key,
        n=one.n,
        counts=one.counts,
        mean=round_half_up(mean, 4),
        index=index,
        grade=grade(index, on=on, instrument=instrument),
    )


def required_sample(population: int, *, instrument: Instrument | None = None) -> int:
    """Answers needed for `population` users, by the table of Krejcie and Morgan: the first row not below it.

    Below ten everybody is asked; above the last row the last row holds. Between rows the next row can ask for more
    people than there are (16 would need 19): then everybody is enough. Raises ValueError below 1.
    """
    if population < 1:
        raise ValueError("Jumlah pengguna layanan paling sedikit 1.")
    rows = (instrument or load_instrument()).samples
    if population < rows[0][0]:
        return population
    return min(population, next((sample for size, sample in rows if size >= population), rows[-1][1]))


@dataclass(frozen=True)
class FollowUpScore:
    """How far a plan is: lines planned and done, percent, months until all were done; and PEKPPP's marks 0 to 5."""

    planned: int
    done: int
    months: int | None
    percent_mark: int
    speed_mark: int

    @property
    def percent(self) -> int:
        """Done of planned, rounded down: 100 only when all is done."""
        return 100 * self.done // self.planned if self.planned else 0


SPEEDS = ((1, 5), (3, 4), (6, 3), (9, 2), (12, 1))  # months at most, mark


def follow_up_score(*, reported_on: date, done_on: Iterable[date | None]) -> FollowUpScore:
    """Marks of PEKPPP F02 indicators 8 (percent) and 9 (speed) of a plan whose lines were done on these days.

    Percent: no plan 0, planned only 1, under 30 % 2, 30 to 80 % 3, over 80 % 4, all 5. Speed: months, begun ones
    counted whole, from the report to the day all were done (12/9/6/3/1 give 1 to 5); 0 while something is open.
    """
    days = list(done_on)
    finished = [day for day in days if day is not None]
    months = _months(reported_on, max(finished)) if finished and len(finished) == len(days) else None
    speed = next((mark for most, mark in SPEEDS if months is not None and months <= most), 0)
    return FollowUpScore(len(days), len(finished), months, _percent_mark(len(days), len(finished)), speed)


def _percent_mark(planned: int, done: int) -> int:
    if not planned:
        return 0
    bounds = (done == 0, 10 * done < 3 * planned, 10 * done <= 8 * planned, done < planned)
    return next((mark for mark, holds in enumerate(bounds, start=1) if holds), 5)


def _months(since: date, until: date) -> int:
    """Months from one day to another, a begun month as a whole one, at least 1."""
    whole = (until.year - since.year) * 12 + until.month - since.month
    return max(1, whole + (until.day > since.day))
