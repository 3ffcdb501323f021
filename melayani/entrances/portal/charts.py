"""Geometry of the bar charts: numbers for SVG attributes, so that no style and no script is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

LOWEST, HIGHEST = Decimal(25), Decimal(100)  # an index runs from 25 to 100
TRACK = 78  # percent of the width; the value stands in the rest, so that long labels cannot run into it


@dataclass(frozen=True)
class Bar:
    """A horizontal bar: base lines of label and value, and the top of the bar (pixels), its length in percent."""

    label_y: int
    value_y: int
    y: int
    length: str
    label: str
    value: Decimal
    grade: str


ROW = 48  # pixels: a line of words, the bar, and air


@dataclass(frozen=True)
class Chart:
    """Bars under one another; `height` in pixels."""

    bars: list[Bar]
    track: str = f"{TRACK}%"

    @property
    def height(self) -> int:
        return len(self.bars) * ROW


def index_chart(rows: Sequence[tuple[str, Decimal, str]]) -> Chart:
    """Bars of indexes (label, index 25 to 100, grade), as long as the index is above its lowest possible value."""
    return Chart(
        [
            Bar(
                label_y=place * ROW + 16,
                value_y=place * ROW + 34,
                y=place * ROW + 24,
                length=_percent(value),
                label=label,
                value=value,
                grade=grade,
            )
            for place, (label, value, grade) in enumerate(rows)
        ]
    )


def _percent(value: Decimal) -> str:
    share = (value - LOWEST) / (HIGHEST - LOWEST) * TRACK
    return f"{max(Decimal(0), min(share, Decimal(TRACK))):.2f}%"
