"""From scores and users' answers to the index and its category: exact fractions, rounded half up once, at the end.

F-02 is the sum over aspects of (aspect weight x sum of (indicator weight x score)); F-03 the plain mean of its aspect
means; the index (IPP) takes both by the shares of the instrument. Every figure comes from the instrument.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from melayani.oversight.evaluation.instrument import Aspect, Category, Indicator, Instrument

SCORES = range(6)
WHOLE = Fraction(100)


class BadInstrument(Exception):
    """The weights cannot be used; the text says which and why."""


class OpenWeights(BadInstrument):
    """A weight that the published instrument leaves open was not entered."""


class BadScores(Exception):
    """A score or an answer is missing, unknown or off the scale; the text says which."""


@dataclass(frozen=True)
class Term:
    """One indicator in the sum of its aspect."""

    indicator: Indicator
    weight: Fraction
    score: int

    @property
    def product(self) -> Fraction:
        return self.weight * self.score


@dataclass(frozen=True)
class AspectResult:
    """An aspect with every step. F-03 figures are None where the users' form has no item of this aspect."""

    aspect: Aspect
    terms: tuple[Term, ...]
    answers: int = 0
    answered: Fraction | None = None

    @property
    def total(self) -> Fraction:
        return sum((term.product for term in self.terms), Fraction(0))

    @property
    def index(self) -> Fraction:
        """The index of the aspect from F-02, 0 to 5."""
        return self.total / WHOLE

    @property
    def part(self) -> Fraction:
        """What the aspect gives to F-02."""
        return self.aspect.weight * self.index / WHOLE

    @property
    def f03(self) -> Fraction | None:
        return self.answered / self.answers if self.answered is not None and self.answers else None


@dataclass(frozen=True)
class Result:
    """The index of a unit, exact and rounded."""

    aspects: tuple[AspectResult, ...]
    f02: Fraction
    f03: Fraction
    ipp: Fraction
    respondents: int
    category: Category

    @property
    def shown(self) -> Decimal:
        return rounded(self.ipp)


def rounded(value: Fraction) -> Decimal:
    """To 2 decimals, half up, from the exact value: no float and no earlier rounding stands between."""
    return Decimal((value * 200 + 1) // 2).scaleb(-2)


def demand_weights(instrument: Instrument) -> None:
    """Raise OpenWeights for weights nobody entered, BadInstrument unless every sum is exactly 100 and shares 1."""
    if instrument.open_weights:
        numbers = ", ".join(map(str, instrument.open_weights))
        raise OpenWeights(
            f"Instrumen {instrument.code} belum berbobot pada indikator {numbers}. Isi bobotnya lebih dulu."
        )
    whole = sum(aspect.weight for aspect in instrument.aspects)
    if whole != WHOLE:
        raise BadInstrument(f"Bobot aspek berjumlah {_plain(whole)}, seharusnya 100.")
    for aspect in instrument.aspects:
        weights = [one.weight for one in instrument.of_aspect(aspect.code)]
        if any(weight is None or weight < 0 for weight in weights):
            raise BadInstrument(f"Bobot indikator pada aspek {aspect.code} tidak boleh di bawah nol.")
        total = sum((weight for weight in weights if weight is not None), Fraction(0))
        if total != WHOLE:
            raise BadInstrument(f"Bobot indikator pada aspek {aspect.code} berjumlah {_plain(total)}, seharusnya 100.")
    if instrument.f02_share + instrument.f03_share != 1 or min(instrument.f02_share, instrument.f03_share) < 0:
        raise BadInstrument("Bagian F-02 dan F-03 harus berjumlah tepat satu.")


def compute(instrument: Instrument, f02: Mapping[int, int], f03: Sequence[Sequence[int]]) -> Result:
    """The index from a score for every indicator and one row of answers per respondent, items in their order.

    Raises OpenWeights, BadInstrument, BadScores.
    """
    demand_weights(instrument)
    _demand_scores(instrument, f02)
    _demand_answers(instrument, f03)
    aspects = tuple(_aspect(instrument, aspect, f02, f03) for aspect in instrument.aspects)
    from_f02 = sum((one.part for one in aspects), Fraction(0))
    means = [one.f03 for one in aspects if one.f03 is not None]
    from_f03 = sum(means, Fraction(0)) / len(means)
    ipp = instrument.f02_share * from_f02 + instrument.f03_share * from_f03
    return Result(aspects, from_f02, from_f03, ipp, len(f03), category_of(instrument, rounded(ipp)))


def category_of(instrument: Instrument, index: Decimal) -> Category:
    """The category of an index already rounded to 2 decimals; raises BadScores outside the table."""
    found = next((one for one in instrument.categories if one.low <= index <= one.high), None)
    if found is None:
        raise BadScores(f"Indeks {index} di luar tabel kategori.")
    return found


def partial(instrument: Instrument, f02: Mapping[int, int]) -> tuple[AspectResult, ...]:
    """The aspects with what is scored so far, for a page that shows work in progress; weights may be open (0 then)."""
    return tuple(_aspect(instrument, aspect, f02, ()) for aspect in instrument.aspects)


def _aspect(
    instrument: Instrument, aspect: Aspect, f02: Mapping[int, int], f03: Sequence[Sequence[int]]
) -> AspectResult:
    terms = tuple(
        Term(one, one.weight or Fraction(0), f02[one.number])
        for one in instrument.of_aspect(aspect.code)
        if one.number in f02
    )
    places = [place for place, item in enumerate(instrument.items) if item.aspect == aspect.code]
    if not places or not f03:
        return AspectResult(aspect, terms)
    total = sum(row[place] for row in f03 for place in places)
    return AspectResult(aspect, terms, answers=len(places) * len(f03), answered=Fraction(total))


def _demand_scores(instrument: Instrument, f02: Mapping[int, int]) -> None:
    known = {one.number for one in (*instrument.indicators, *instrument.extra)}
    strange = sorted(set(f02) - known)
    if strange:
        raise BadScores(f"Indikator {strange[0]} tidak ada dalam instrumen {instrument.code}.")
    for one in instrument.indicators:
        if one.number not in f02:
            raise BadScores(f"Nilai indikator {one.number} belum ada.")
    for number, score in f02.items():
        if not _is_score(score):
            raise BadScores(f"Nilai indikator {number} harus bilangan bulat 0 sampai 5.")


def _demand_answers(instrument: Instrument, f03: Sequence[Sequence[int]]) -> None:
    if not f03:
        raise BadScores("Belum ada jawaban pengguna (F-03).")
    for line, row in enumerate(f03, start=1):
        if len(row) != len(instrument.items):
            raise BadScores(f"Responden {line} menjawab {len(row)} butir, seharusnya {len(instrument.items)}.")
        if not all(_is_score(answer) for answer in row):
            raise BadScores(f"Jawaban responden {line} harus bilangan bulat 0 sampai 5.")


def _is_score(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value in SCORES


def _plain(value: Fraction | int) -> str:
    return f"{float(value):g}".replace(".", ",")
