"""Columns of months as numbers for SVG attributes, so that no style and no script is needed. Plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT, FOOT, HEAD = 190, 24, 22  # pixels
SHARE, INNER = 0.62, 0.36  # of a month's width: what came in, and inside it what was answered
LABELS = 6  # so many names of months fit under one another's neighbours on a phone


@dataclass(frozen=True)
class Column:
    """One month: what came in behind, what was answered of it in front."""

    x: str
    inner_x: str
    middle: str
    received_y: int
    received_height: int
    answered_y: int
    answered_height: int
    value_y: int
    label: str
    value: int | None


@dataclass(frozen=True)
class Columns:
    """The drawing, and the sentence that says the same."""

    columns: list[Column]
    width: str
    inner_width: str
    sentence: str
    height: int = HEIGHT
    label_y: int = HEIGHT - 6


def months_chart(rows: Sequence[tuple[str, int, int]], sentence: str) -> Columns:
    """Columns of (name of the month, received, answered), oldest first; the highest and the last carry their number."""
    most = max([received for _, received, _ in rows] + [1])
    peak = next((place for place, row in enumerate(rows) if row[1] == most), -1)
    each = 100 / max(len(rows), 1)
    step = -(-len(rows) // LABELS)
    columns = []
    for place, (name, received, answered) in enumerate(rows):
        middle, high, inner = each * (place + 0.5), _pixels(received, most), _pixels(min(answered, received), most)
        told = place in (peak, len(rows) - 1) and received
        columns.append(
            Column(
                x=f"{middle - each * SHARE / 2:.2f}%",
                inner_x=f"{middle - each * INNER / 2:.2f}%",
                middle=f"{middle:.2f}%",
                received_y=_floor() - high,
                received_height=high,
                answered_y=_floor() - inner,
                answered_height=inner,
                value_y=_floor() - high - 6,
                label=name if (len(rows) - 1 - place) % step == 0 else "",
                value=received if told else None,
            )
        )
    return Columns(columns, f"{each * SHARE:.2f}%", f"{each * INNER:.2f}%", sentence)


def _floor() -> int:
    return HEIGHT - FOOT


def _pixels(value: int, most: int) -> int:
    """The height of a column; what is there at all is seen."""
    high = round(value / most * (HEIGHT - FOOT - HEAD))
    return max(high, 2) if value else 0
