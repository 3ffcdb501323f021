"""Geometry of the chart of waits by hour: numbers for SVG attributes, so that no style and no script is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from melayani.delivery.queues.queries.figures import Row

COLUMN, WIDTH, TOP, FLOOR = 56, 28, 24, 184  # pixels


@dataclass(frozen=True)
class Bar:
    """The wait of an hour: the bar is the median, the thin line above it reaches to the 90th percentile."""

    x: int
    middle: int
    y: int
    height: int
    tail_y: int
    label: str
    value: str
    sentence: str


@dataclass(frozen=True)
class Chart:
    """Bars beside one another; `grid` are lines (y, words)."""

    bars: list[Bar]
    grid: list[tuple[int, str]]

    @property
    def width(self) -> int:
        return max(1, len(self.bars)) * COLUMN + 44


def waits_by_hour(rows: Sequence[Row]) -> Chart:
    """The hours in which enough people were called."""
    known = [row for row in rows if row.figures.wait_median is not None and row.figures.wait_p90 is not None]
    most = max((row.figures.wait_p90 or 0.0 for row in known), default=1.0) or 1.0
    step = next((size for size in (5, 10, 15, 30, 60, 120) if most / size <= 5), 240)
    top = step * max(1, -int(-most // step))
    return Chart(
        [_bar(place, row, top) for place, row in enumerate(known)],
        [(_y(value, top), f"{value}") for value in range(0, top + 1, step)],
    )


def _bar(place: int, row: Row, top: int) -> Bar:
    median, p90 = row.figures.wait_median or 0.0, row.figures.wait_p90 or 0.0
    x = 40 + place * COLUMN
    return Bar(
        x=x,
        middle=x + WIDTH // 2,
        y=_y(median, top),
        height=FLOOR - _y(median, top),
        tail_y=_y(p90, top),
        label=row.name[:5],
        value=f"{median:.0f}",
        sentence=f"{row.name}: separuh menunggu paling lama {median:.0f} menit, 9 dari 10 paling lama {p90:.0f} menit.",
    )


def _y(value: float, top: int) -> int:
    return round(FLOOR - (FLOOR - TOP) * value / top)
