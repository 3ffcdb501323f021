"""Cells of the wide tables and tiles of the map as text: a country of two years has 950 cells.

A template takes 30 microseconds for each of them, twice that for grouped numbers; joined, they take one. Equal cells of
completeness are written once.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from melayani.oversight.reporting.charts import Tile
from melayani.oversight.reporting.queries import Cell, PivotCell
from melayani.oversight.reporting.rules import write_number

TILE = (
    '<a href="?{}&amp;wilayah={}"><title>{}</title><rect class="t{}" x="{}" y="{}" width="52" height="52" rx="6"/>'
    '<text class="tt{}" x="{}" y="{}" text-anchor="middle">{}</text>'
    '<text class="tt{}" x="{}" y="{}" text-anchor="middle">{}</text></a>'
)


def heat_cells(cells: Iterable[Cell], *, timely: bool) -> SafeString:
    """Percent, and below it how many of how many; darker is more complete."""
    return _joined(_heat_cell(*_shown(one, timely)) for one in cells)


def figure_cells(cells: Iterable[PivotCell]) -> SafeString:
    """Figures, coloured by rank; – is no figure, which is not zero."""
    return _joined(f'<td class="h{one.level}">{one.words}</td>' for one in cells)


def plain_cells(cells: Iterable[PivotCell]) -> SafeString:
    """Figures of all places, without colours."""
    return _joined(f"<td>{one.words}</td>" for one in cells)


def tiles(found: Iterable[Tile], base: str) -> SafeString:
    """The provinces as links into the table of each; `base` is the address without a place."""
    return _joined(
        format_html(
            TILE,
            *(base, one.code, one.name, one.level, one.x, one.y),
            *(one.level, one.middle, one.name_y, one.short),
            *(one.level, one.middle, one.value_y, one.words),
        )
        for one in found
    )


def _shown(cell: Cell, timely: bool) -> tuple[int, int | None, int, int]:
    if timely:
        return cell.level, cell.timeliness, cell.on_time, cell.expected
    return cell.level, cell.completeness, cell.received, cell.expected


@lru_cache(maxsize=4096)
def _heat_cell(level: int, share: int | None, part: int, whole: int) -> str:
    if share is None:
        return f'<td class="h{level}">–</td>'
    words = f"{write_number(Decimal(part))}/{write_number(Decimal(whole))}"
    return f'<td class="h{level}">{share} %<small>{words}</small></td>'


def _joined(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - numbers, and what format_html has made safe
