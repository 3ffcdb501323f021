"""Reads the worked sheet: what stands there in tables, nothing is computed here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

SHEET = Path(__file__).resolve().parent / "worked" / "two-units.md"


@dataclass(frozen=True)
class Worked:
    """One unit of the sheet: its input, and the figures that a hand arrived at."""

    code: str
    weights: dict[int, Fraction]
    scores: dict[int, int]
    answers: list[list[int]]
    sums: dict[str, Fraction]
    f02: str
    f03: str
    ipp: str
    category: str


def worked(code: str) -> Worked:
    text = next(part for part in SHEET.read_text().split("\n## ") if part.startswith(f"Unit {code}:"))
    terms = re.findall(r"^\| (?:I|II|III|IV|V|VI) \| (\d+) \| (\d+) \| (\d) \| \d+ \|$", text, re.M)
    sums = re.findall(r"^\| (I|II|III|IV|V|VI) \| [\d+]+ = (\d+) \| ", text, re.M)[:6]
    answers = re.findall(r"^\| \d+ \| ((?:\d \| ){9,}\d) \|$", text, re.M)
    end = re.search(r"\*\*F-02 (\S+), F-03 (\S+), IPP (\S+), category (\S+)\.\*\*", text)
    assert end is not None
    return Worked(
        code,
        {int(number): Fraction(weight) for number, weight, _ in terms},
        {int(number): int(score) for number, _, score in terms},
        [[int(answer) for answer in row.split(" | ")] for row in answers],
        {aspect: Fraction(total) for aspect, total in sums},
        *end.groups(),
    )
