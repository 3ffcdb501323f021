"""How many places stand at each score, as numbers for SVG attributes. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ROW, TRACK = 44, 82  # pixels; percent of the width, so that the number stands beside the bar


@dataclass(frozen=True)
class Bar:
    """A bar under its words: positions in pixels, its length in percent."""

    label: str
    value: int
    label_y: int
    value_y: int
    y: int
    length: str


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    track: str = f"{TRACK}%"

    @property
    def height(self) -> int:
        return len(self.bars) * ROW


def spread_chart(spread: Mapping[int | None, int]) -> Chart:
    """A bar for each score from 5 down to 0, and one for places where nobody has looked."""
    rows = [(f"Nilai {score}", spread.get(score, 0)) for score in range(5, -1, -1)]
    rows.append(("Belum pernah diperiksa", spread.get(None, 0)))
    most = max([value for _, value in rows] + [1])
    return Chart(
        [
            Bar(label, value, place * ROW + 16, place * ROW + 32, place * ROW + 23, f"{value / most * TRACK:.2f}%")
            for place, (label, value) in enumerate(rows)
        ]
    )
