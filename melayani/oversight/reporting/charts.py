"""Lines of periods and tiles of provinces as numbers for SVG attributes: no style, no script. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from melayani.oversight.reporting import rules

HEIGHT, HEAD, FOOT = 240, 16, 28  # pixels
LEVELS = 5
LABELS = 6  # so many names of periods fit beside one another on a phone
TILE = 56  # pixels of the tile map
SHORT_NAMES = {  # of provinces whose first letters would not tell them apart, as officials write them
    "Sumatera Utara": "Sumut",
    "Sumatera Barat": "Sumbar",
    "Sumatera Selatan": "Sumsel",
    "Bengkulu": "Bengkulu",
    "Lampung": "Lampung",
    "Kepulauan Bangka Belitung": "Babel",
    "Kepulauan Riau": "Kepri",
    "Daerah Khusus Ibukota Jakarta": "Jakarta",
    "Jawa Barat": "Jabar",
    "Jawa Tengah": "Jateng",
    "Daerah Istimewa Yogyakarta": "DIY",
    "Jawa Timur": "Jatim",
    "Nusa Tenggara Barat": "NTB",
    "Nusa Tenggara Timur": "NTT",
    "Kalimantan Barat": "Kalbar",
    "Kalimantan Tengah": "Kalteng",
    "Kalimantan Selatan": "Kalsel",
    "Kalimantan Timur": "Kaltim",
    "Kalimantan Utara": "Kaltara",
    "Sulawesi Utara": "Sulut",
    "Sulawesi Tengah": "Sulteng",
    "Sulawesi Selatan": "Sulsel",
    "Sulawesi Tenggara": "Sultra",
    "Sulawesi Barat": "Sulbar",
    "Maluku Utara": "Malut",
}


@dataclass(frozen=True)
class Segment:
    x1: str
    y1: int
    x2: str
    y2: int


@dataclass(frozen=True)
class Dot:
    x: str
    y: int
    words: str


@dataclass(frozen=True)
class Grid:
    y: int
    words: str


@dataclass(frozen=True)
class Shade:
    """A restriction behind the lines."""

    x: str
    width: str
    words: str


@dataclass(frozen=True)
class Lines:
    """This series, the same periods a year earlier, restrictions, and names below. A gap in the figures is a gap."""

    segments: list[Segment]
    dots: list[Dot]
    earlier: list[Segment]
    shades: list[Shade]
    grid: list[Grid]
    labels: list[tuple[str, str]]
    height: int = HEIGHT
    foot: int = HEIGHT - FOOT
    label_y: int = HEIGHT - 8


@dataclass(frozen=True)
class Tile:
    x: int
    y: int
    middle: int
    name_y: int
    value_y: int
    code: str
    name: str
    short: str
    words: str
    level: int


def lines_of(
    periods: Sequence[date],
    values: Sequence[Decimal | None],
    earlier: Sequence[Decimal | None],
    spans: Sequence[tuple[date, date, str]] = (),
) -> Lines:
    """The drawing of one figure over its periods; the scale begins at zero."""
    known = [one for one in (*values, *earlier) if one is not None]
    top = max([*known, Decimal(1)])
    each = 100 / max(len(periods), 1)
    spots = [f"{each * (place + 0.5):.2f}%" for place in range(len(periods))]
    step = -(-len(periods) // LABELS)
    names = [
        (spot, _short(day))
        for place, (spot, day) in enumerate(zip(spots, periods, strict=True))
        if _named(place, len(periods), step)
    ]
    return Lines(
        segments=_segments(spots, values, top),
        dots=[
            Dot(spot, _y(one, top), rules.write_number(one))
            for spot, one in zip(spots, values, strict=True)
            if one is not None
        ],
        earlier=_segments(spots, earlier, top),
        shades=[shade for span in spans if (shade := _shade(span, periods, each))],
        grid=[
            Grid(_y(top * part / 2, top), rules.write_number((top * part / 2).quantize(Decimal(1))))
            for part in (0, 1, 2)
        ],
        labels=names,
    )


def _named(place: int, count: int, step: int) -> bool:
    return (count - 1 - place) % step == 0


def _segments(spots: Sequence[str], values: Sequence[Decimal | None], top: Decimal) -> list[Segment]:
    pairs = zip(zip(spots, values, strict=True), list(zip(spots, values, strict=True))[1:], strict=False)
    return [
        Segment(x1, _y(one, top), x2, _y(two, top))
        for (x1, one), (x2, two) in pairs
        if one is not None and two is not None
    ]


def _y(value: Decimal, top: Decimal) -> int:
    return HEIGHT - FOOT - round(value / top * (HEIGHT - FOOT - HEAD))


def _shade(span: tuple[date, date, str], periods: Sequence[date], each: float) -> Shade | None:
    first, last, words = span
    inside = [place for place, day in enumerate(periods) if first <= rules.month_of(day).last and day <= last]
    if not inside:
        return None
    return Shade(f"{each * inside[0]:.2f}%", f"{each * len(inside):.2f}%", words)


def _short(day: date) -> str:
    return f"{rules.month_name(day)[:3]} {day:%y}"


def levels_of(values: Mapping[str, Decimal | None]) -> dict[str, int]:
    """1 (small) to 5 (large) by rank, in groups of equal size; 0 for what is not there. Equal figures share a level."""
    ranks = ranks_of(values.values())
    return {key: ranks[one] if one is not None else 0 for key, one in values.items()}


def ranks_of(values: Iterable[Decimal | None]) -> dict[Decimal, int]:
    """The level of each figure that is there, from 1 (small) to 5 (large)."""
    known = sorted({one for one in values if one is not None})
    return {one: 1 + place * LEVELS // len(known) for place, one in enumerate(known)}


def tiles_of(
    places: Mapping[str, tuple[int, int]], names: Mapping[str, str], values: Mapping[str, Decimal | None]
) -> list[Tile]:
    """One tile for each province, coloured by the level of its figure."""
    levels = levels_of(values)
    return [
        Tile(
            x=column * TILE,
            y=row * TILE,
            middle=column * TILE + TILE // 2 - 2,
            name_y=row * TILE + 22,
            value_y=row * TILE + 40,
            code=code,
            name=names.get(code, code),
            short=_letters(names.get(code, code)),
            words=_compact(values.get(code)),
            level=levels.get(code, 0),
        )
        for code, (column, row) in places.items()
    ]


def _letters(name: str) -> str:
    """Jawa Barat → Jabar, as everybody writes it; of a name not listed its first letters."""
    if name in SHORT_NAMES:
        return SHORT_NAMES[name]
    parts = [one for one in name.split() if one not in ("Daerah", "Khusus", "Ibukota", "Istimewa")]
    if len(parts) == 1:
        return parts[0][:6]
    if parts[0] == "Kepulauan":
        return f"Kep{parts[1][:3]}"
    ends = [one[:3] for one in parts[1:]] if len(parts) == 2 else [one[0] for one in parts[1:]]
    return "".join([parts[0][:3], *ends])


def _compact(value: Decimal | None) -> str:
    if value is None:
        return "–"
    if value >= 1_000_000:
        return f"{value / 1_000_000:.1f} jt".replace(".", ",")
    return (
        f"{value / 1000:.0f} rb"
        if value >= 10_000
        else rules.write_number(value.quantize(Decimal(1)) if value >= 1000 else value)
    )
