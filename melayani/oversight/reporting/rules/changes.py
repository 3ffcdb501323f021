"""How a figure changed, and whether it stands out: words, bounds, median and spread. Plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

TENTH = Decimal("0.1")
ENOUGH = 6  # earlier periods below which nothing is called an outlier
THRESHOLD = Decimal("3.5")  # of the modified z-score (Iglewicz and Hoaglin)
SCALE = Decimal("0.6745")
FROM_ZERO = "dari nol"


@dataclass(frozen=True)
class Change:
    """From one figure to the next. `percent` is None without a comparison and from zero."""

    before: Decimal | None
    after: Decimal | None
    percent: Decimal | None = None
    from_zero: bool = False

    @property
    def known(self) -> bool:
        return self.before is not None and self.after is not None

    @property
    def by(self) -> Decimal | None:
        return self.after - self.before if self.after is not None and self.before is not None else None


def change(before: Decimal | None, after: Decimal | None) -> Change:
    """The change in percent, one decimal rounded half-up; from zero there is no percent."""
    if before is None or after is None:
        return Change(before, after)
    if before == 0:
        return Change(before, after, Decimal("0.0") if after == 0 else None, after != 0)
    percent = ((after - before) * 100 / abs(before)).quantize(TENTH, ROUND_HALF_UP)
    return Change(before, after, percent)


def change_words(one: Change) -> str:
    """−44,0 % · +1.469,4 % · 0,0 % · dari nol; empty when there is nothing to compare with."""
    if one.from_zero:
        return FROM_ZERO
    if one.percent is None:
        return ""
    sign = "−" if one.percent < 0 else "+" if one.percent > 0 else ""
    return f"{sign}{abs(one.percent):,.1f} %".translate(str.maketrans(",.", ".,"))


def is_corrected(counted: Decimal | None, value: Decimal | None, counted_choice: str, choice: str) -> bool:
    """Whether a unit says something else than the platform counted; what the platform does not count is its own."""
    if counted_choice:
        return choice != counted_choice
    return counted is not None and value != counted


def is_jump(one: Change, *, bound: int, floor: int) -> bool:
    """Whether the change is larger than `bound` percent and at least `floor` in amount, or came from zero so far."""
    if one.by is None or abs(one.by) < floor:
        return False
    return one.from_zero or (one.percent is not None and abs(one.percent) > bound)


def outlier_score(earlier: Sequence[Decimal], value: Decimal) -> Decimal | None:
    """The modified z-score 0.6745 × (x − median) / MAD against earlier periods.

    None when nothing can be claimed: fewer than ENOUGH earlier figures, or half of them are the same (MAD 0).
    """
    if len(earlier) < ENOUGH:
        return None
    middle = median(earlier)
    spread = median([abs(one - middle) for one in earlier])
    if spread == 0:
        return None
    return SCALE * (value - middle) / spread


def outlier_words(earlier: Sequence[Decimal], value: Decimal) -> str:
    """A sentence when `value` lies far from what was usual; empty otherwise."""
    score = outlier_score(earlier, value)
    if score is None or abs(score) <= THRESHOLD:
        return ""
    side = "di atas" if score > 0 else "di bawah"
    return f"Jauh {side} yang biasa (nilai tengah {median(earlier):,.0f} dari {len(earlier)} periode).".replace(
        ",", "."
    )
