"""What was learnt: scores of the tests, the gain, the rule of the certificate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

BEFORE, AFTER = "pre", "post"
MOMENTS = (BEFORE, AFTER)


@dataclass(frozen=True)
class Gain:
    """Means in percent of those who took both tests, and how many they are."""

    people: int
    before: Decimal
    after: Decimal

    @property
    def points(self) -> Decimal:
        """By how many points the mean rose (or fell)."""
        return self.after - self.before


@dataclass(frozen=True)
class CertificateRule:
    """What an event asks of who wants its certificate. 0 asks nothing of that kind."""

    parts_percent: int
    post_score: int
    feedback: bool


def score(right: Mapping[int, int], given: Mapping[int, int]) -> int:
    """Percent of the questions answered rightly, rounded half up; by number of question. 0 without questions."""
    if not right:
        return 0
    hits = sum(1 for number, answer in right.items() if given.get(number) == answer)
    return int(_round(Decimal(hits * 100) / len(right), "1"))


def gain(pairs: Sequence[tuple[int, int]], *, at_least: int) -> Gain | None:
    """The gain over (before, after) scores; None below `at_least` people: a mean of few tells about persons."""
    if len(pairs) < at_least:
        return None
    before = Decimal(sum(one for one, _ in pairs)) / len(pairs)
    after = Decimal(sum(two for _, two in pairs)) / len(pairs)
    return Gain(len(pairs), _round(before, "0.1"), _round(after, "0.1"))


def missing(rule: CertificateRule, *, parts: int, marked: int, post_score: int | None, feedback: bool) -> list[str]:
    """What still keeps a person from the certificate: keys parts, post, feedback; empty when nothing does."""
    found = []
    if marked * 100 < rule.parts_percent * parts or not marked:
        found.append("parts")
    if rule.post_score and (post_score is None or post_score < rule.post_score):
        found.append("post")
    if rule.feedback and not feedback:
        found.append("feedback")
    return found


def _round(value: Decimal, step: str) -> Decimal:
    return value.quantize(Decimal(step), rounding=ROUND_HALF_UP)
