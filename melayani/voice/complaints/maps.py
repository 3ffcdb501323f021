"""Points on a graticule: a map without tiles, so that no other server learns who looks where. Plain Python.

Places are given in percent of the picture, which keeps dots and words at the same size on a phone and on a wide screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

WIDTH, HEIGHT = 4, 3  # the picture's shape; its class in the style sheet says the same
SMALLEST_SPAN = 0.02  # degrees, about 2 km: a single place is still shown with its surroundings
MARGIN = 0.12
NEAR = 8.0  # percent of the width: on a phone 24 pixels, the smallest thing that a finger hits
STEPS = (20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005)
KM_PER_DEGREE = 111.32
BARS = (1000, 500, 200, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.2)


@dataclass(frozen=True)
class Point:
    """A place to show, with the words and the address of what is there."""

    latitude: float
    longitude: float
    label: str
    url: str
    tone: str = "note"


@dataclass(frozen=True)
class Box:
    """A part of the earth's surface in degrees."""

    south: float
    west: float
    north: float
    east: float

    def __str__(self) -> str:
        return ",".join(f"{edge:.4f}" for edge in self.edges)

    @property
    def edges(self) -> tuple[float, float, float, float]:
        return self.south, self.west, self.north, self.east

    @property
    def width(self) -> float:
        return self.east - self.west

    def holds(self, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


@dataclass(frozen=True)
class Dot:
    """One point, or several that lie too near to be told apart; `box` is what to ask for to see them apart."""

    x: float
    y: float
    points: tuple[Point, ...]
    box: Box

    @property
    def count(self) -> int:
        return len(self.points)

    @property
    def radius(self) -> int:
        return 9 if self.count == 1 else min(22, 11 + len(str(self.count)) * 3)

    @property
    def left(self) -> str:
        return f"{self.x:.2f}%"

    @property
    def top(self) -> str:
        return f"{self.y:.2f}%"


@dataclass(frozen=True)
class Line:
    """A meridian or parallel: where it runs, and its degrees."""

    at: str
    degrees: float
    places: int

    @property
    def amount(self) -> float:
        return abs(self.degrees)


@dataclass(frozen=True)
class Picture:
    """All that the template draws."""

    dots: list[Dot]
    meridians: list[Line]
    parallels: list[Line]
    box: Box
    bar_km: float
    bar: str
    bar_left: str

    @property
    def count(self) -> int:
        return sum(dot.count for dot in self.dots)


def read_box(typed: str) -> Box | None:
    """The box of an address such as "1.4,101.9,1.6,102.2"; None for anything else."""
    parts = typed.split(",")
    try:
        south, west, north, east = (float(part) for part in parts)
    except ValueError:
        return None
    sane = -90 <= south < north <= 90 and -180 <= west < east <= 180
    return Box(south, west, north, east) if sane else None


def compose(points: Sequence[Point], *, within: Box | None = None) -> Picture | None:
    """The picture of `points` (of those `within` a box, when given); None when there is nothing to show."""
    shown = [one for one in points if within is None or within.holds(one.latitude, one.longitude)]
    if not shown:
        return None
    box = frame_of(shown)
    km = (box.east - box.west) * KM_PER_DEGREE * _squeeze(box)
    bar = next((one for one in BARS if one <= km / 4), BARS[-1])
    step = next((one for one in STEPS if (box.east - box.west) / one >= 2), STEPS[-1])
    places = len(str(step).partition(".")[2]) if step < 1 else 0
    return Picture(
        dots=_gather(shown, box),
        meridians=[Line(f"{_x(box, at):.2f}%", at, places) for at in _ticks(box.west, box.east, step)],
        parallels=[Line(f"{_y(box, at):.2f}%", at, places) for at in _ticks(box.south, box.north, step)],
        box=box,
        bar_km=bar,
        bar=f"{bar / km * 100:.2f}%",
        bar_left=f"{96 - bar / km * 100:.2f}%",
    )


def frame_of(points: Sequence[Point]) -> Box:
    """The smallest box of the picture's shape around the points, with a margin and never smaller than a village."""
    north, south = max(one.latitude for one in points), min(one.latitude for one in points)
    east, west = max(one.longitude for one in points), min(one.longitude for one in points)
    middle_y, middle_x = (north + south) / 2, (east + west) / 2
    squeeze = max(cos(radians(middle_y)), 0.2)
    high = max((north - south) * (1 + 2 * MARGIN), SMALLEST_SPAN)
    wide = max((east - west) * (1 + 2 * MARGIN), SMALLEST_SPAN)
    high = max(high, wide * squeeze * HEIGHT / WIDTH)
    wide = high * WIDTH / HEIGHT / squeeze
    return Box(middle_y - high / 2, middle_x - wide / 2, middle_y + high / 2, middle_x + wide / 2)


def _gather(points: Sequence[Point], box: Box) -> list[Dot]:
    """Points that would cover one another become one dot with their number; the first one found is its middle."""
    groups: list[tuple[float, float, list[Point]]] = []
    for one in points:
        x, y = _x(box, one.longitude), _y(box, one.latitude)
        for left, top, members in groups:
            if abs(left - x) < NEAR and abs(top - y) < NEAR * WIDTH / HEIGHT:
                members.append(one)
                break
        else:
            groups.append((x, y, [one]))
    return [Dot(x, y, tuple(members), frame_of(members)) for x, y, members in groups]


def _squeeze(box: Box) -> float:
    return max(cos(radians((box.north + box.south) / 2)), 0.2)


def _x(box: Box, longitude: float) -> float:
    return (longitude - box.west) / (box.east - box.west) * 100


def _y(box: Box, latitude: float) -> float:
    return (box.north - latitude) / (box.north - box.south) * 100


def _ticks(low: float, high: float, step: float) -> list[float]:
    """Round degrees between `low` and `high`, none so near the edge that its words would be cut."""
    air = (high - low) * 0.06
    first = int(-(-(low + air) // step))
    last = int((high - air) // step)
    return [round(place * step, 6) for place in range(first, last + 1)]
