"""Pictures of an operator's own map server under the points, when one is named. Plain Python, no request by us.

The map itself needs none: without an address nobody outside learns who looks where. Tiles are those of the usual
square scheme {z}/{x}/{y}; each is stretched to the plain degrees of our picture, which near the equator is not seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import asinh, atan, degrees, floor, log2, pi, radians, sinh, tan

from melayani.voice.complaints.maps import Box

ACROSS = 3  # about so many tiles beside one another
DEEPEST = 18
HIGHEST = 85.0  # degrees; the scheme ends there
PARTS = ("{z}", "{x}", "{y}")


@dataclass(frozen=True)
class Tile:
    """One picture and where it lies, in percent of the map."""

    href: str
    left: str
    top: str
    width: str
    height: str


def tiles_of(box: Box, address: str) -> list[Tile]:
    """The tiles that cover `box`, at most some two dozen; none without an address."""
    if not address:
        return []
    level = max(0, min(DEEPEST, floor(log2(ACROSS * 360 / box.width))))
    return [_tile(box, address, level, x, y) for x, y in _numbers(box, level)]


def _numbers(box: Box, level: int) -> Iterator[tuple[int, int]]:
    last = (1 << level) - 1
    first_x, last_x = (_column(edge, level) for edge in (box.west, box.east))
    first_y, last_y = (_row(edge, level) for edge in (box.north, box.south))
    for y in range(max(0, first_y), min(last, last_y) + 1):
        for x in range(max(0, first_x), min(last, last_x) + 1):
            yield x, y


def _tile(box: Box, address: str, level: int, x: int, y: int) -> Tile:
    west, east = (place / (1 << level) * 360 - 180 for place in (x, x + 1))
    north, south = (_latitude(place / (1 << level)) for place in (y, y + 1))
    left, right = ((edge - box.west) / box.width * 100 for edge in (west, east))
    high = box.north - box.south
    top, bottom = ((box.north - edge) / high * 100 for edge in (north, south))
    href = address.replace("{z}", str(level)).replace("{x}", str(x)).replace("{y}", str(y))
    return Tile(href, *(f"{part:.3f}%" for part in (left, top, right - left, bottom - top)))


def _column(longitude: float, level: int) -> int:
    return floor((longitude + 180) / 360 * (1 << level))


def _row(latitude: float, level: int) -> int:
    bounded = radians(max(-HIGHEST, min(HIGHEST, latitude)))
    return floor((1 - asinh(tan(bounded)) / pi) / 2 * (1 << level))


def _latitude(part: float) -> float:
    return degrees(atan(sinh(pi * (1 - 2 * part))))
