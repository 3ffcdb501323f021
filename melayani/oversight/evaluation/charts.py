"""Geometry of bars from 0 to 5: numbers for SVG attributes, so that no style and no script is needed. Plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

HIGHEST = Decimal(5)
TRACK = 82  # percent of the width; the value stands in the rest, so that long labels cannot run into it
ROW = 48  # pixels: a line of words, the bar, and air


@dataclass(frozen=True)
class Bar:
    """A horizontal bar: base lines of label and value and the top of the bar in pixels, its length in percent."""

    label_y: int
    value_y: int
    y: int
    length: str
    label: str
    value: Decimal
    category: str


@dataclass(frozen=True)
class Chart:
    """Bars under one another; `height` in pixels."""

    bars: Sequence[Bar]
    track: str = f"{TRACK}%"

    @property
    def height(self) -> int:
        return len(self.bars) * ROW


def ipp_chart(rows: Sequence[tuple[str, Decimal, str]]) -> Chart:
    """Bars of (label, index 0 to 5, category), in the order given."""
    return Chart(
        [
            Bar(
                label_y=place * ROW + 16,
                value_y=place * ROW + 34,
                y=place * ROW + 24,
                length=f"{max(Decimal(0), min(value, HIGHEST)) / HIGHEST * TRACK:.2f}%",
                label=label,
                value=value,
                category=category,
            )
            for place, (label, value, category) in enumerate(rows)
        ]
    )
