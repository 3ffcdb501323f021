"""Find an old published index again: by exact weights, by the printed 0.111, by the rule of 2004. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from melayani.voice.surveys import rules


class CannotReconcile(ValueError):
    """The figures cannot be computed; the text says why."""


@dataclass(frozen=True)
class Reading:
    """The index by one way of computing, its grade by the table of the day, and whether the report shows it."""

    way: str
    index: Decimal
    grade: str
    label: str
    found: bool


WAYS = {
    rules.EXACT: "Bobot tepat (1 dibagi banyaknya unsur)",
    rules.LITERAL: "Bobot 0,111 seperti tercetak: hanya untuk mencocokkan, paling tinggi 99,90",
    "2004": "Aturan 2004 (14 unsur, bobot 0,071)",
}


def read_means(text: str) -> list[Fraction]:
    """Element means as somebody typed or pasted them, with comma or point; raises CannotReconcile."""
    words = re.findall(r"\d+(?:[.,]\d+)?", text)
    means = [Fraction(word.replace(",", ".")) for word in words]
    if not means or any(not 1 <= mean <= 4 for mean in means):
        raise CannotReconcile("Nilai rata-rata tiap unsur harus di antara 1 dan 4.")
    return means


def readings(means: Sequence[Fraction], *, on: date, reported: Decimal | None = None) -> list[Reading]:
    """Every way that fits the number of means, graded by the regulation of the day; raises CannotReconcile.

    2014 to 2016 have no verified table, and the reading says so instead of guessing.
    """
    if len(means) == rules.LEGACY_ELEMENTS:
        computed = {rules.EXACT: rules.satisfaction_index(means), "2004": rules.legacy_index(means)}
    elif len(means) == 9:
        computed = {way: rules.satisfaction_index(means, weights=way) for way in (rules.EXACT, rules.LITERAL)}
    else:
        raise CannotReconcile(f"Tertulis {len(means)} nilai; perlu 9, atau 14 untuk aturan 2004.")
    found = []
    for way, index in computed.items():
        letter, label = _grade(index, on)
        same = reported is not None and rules.round_half_up(index, 2) == rules.round_half_up(reported, 2)
        found.append(Reading(WAYS[way], index, letter, label, same))
    return found


def _grade(index: Decimal, on: date) -> tuple[str, str]:
    try:
        grade = rules.grade(index, on=on)
    except rules.NoGradeTable as error:
        return "", str(error)
    except rules.BadScore:  # 0.111 of nine ones is below the lowest index there is
        return "", "Di luar tabel mutu."
    return grade.letter, grade.label("id")
