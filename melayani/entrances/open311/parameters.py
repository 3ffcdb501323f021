"""Read what a client sent. An empty parameter equals an absent one; whoever sends nonsense hears which parameter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal, InvalidOperation

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime

from melayani.entrances.open311.refusals import invalid

WINDOW = timedelta(days=90)
MOST_RESULTS = 1_000
DEEPEST = 100_000
MOST_IDS = 200
STATUSES = ("open", "closed")
ATTRIBUTE = re.compile(r"^attribute\[([^\[\]]{1,120})\](\[\])?$")
OUT_OF_RANGE = "Tulis waktu menurut ISO 8601 dengan zona, misalnya 2026-03-16T09:00:00Z."


@dataclass(frozen=True)
class Span:
    """From, inclusive, until, inclusive."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Box:
    """A rectangle in degrees: west, south, east, north."""

    west: Decimal
    south: Decimal
    east: Decimal
    north: Decimal


@dataclass(frozen=True)
class Page:
    """Which part of a list, counted from 1."""

    number: int
    size: int

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size


def text(given: QueryDict, name: str) -> str:
    """The last value that is not empty, without blanks around it."""
    values = [value.strip() for value in given.getlist(name)]
    return next((value for value in reversed(values) if value), "")


def listed(given: QueryDict, name: str) -> list[str]:
    """A list with commas, or the parameter repeated, each value once."""
    parts = [part.strip() for value in given.getlist(name) for part in value.split(",")]
    return list(dict.fromkeys(part for part in parts if part))


def flag(given: QueryDict, name: str) -> bool:
    return text(given, name).lower() in {"true", "1", "yes"}


def statuses(given: QueryDict) -> list[str]:
    found = [status.lower() for status in listed(given, "status")]
    if unknown := [status for status in found if status not in STATUSES]:
        raise invalid(f"status: {unknown[0][:40]} tidak dikenal; pakai open, closed, atau keduanya dengan koma.")
    return found


def ids(given: QueryDict, name: str) -> list[str]:
    found = listed(given, name)
    if len(found) > MOST_IDS:
        raise invalid(f"{name}: Paling banyak {MOST_IDS} dalam satu permintaan.")
    return found


def moment(given: QueryDict, name: str, zone: tzinfo) -> datetime | None:
    """A moment by ISO 8601; without an offset it is read in the agency's zone. A blank stands for a lost "+"."""
    value = text(given, name)
    if not value:
        return None
    try:
        found = _moment(re.sub(r" (?=\d\d:?\d\d$)", "+", value), zone)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise invalid(f"{name}: {OUT_OF_RANGE}")
    return found


def span(given: QueryDict, *, now: datetime, zone: tzinfo) -> Span:
    """The window that is asked for: at most 90 days, by default the last 90."""
    start, end = moment(given, "start_date", zone), moment(given, "end_date", zone)
    if start is None:
        end = end or now
        return Span(end - WINDOW, end)
    end = end or min(start + WINDOW, max(now, start))
    if end < start:
        raise invalid("end_date: Waktu akhir lebih awal daripada start_date.")
    if end - start > WINDOW:
        raise invalid("start_date, end_date: Jarak keduanya paling lama 90 hari.")
    return Span(start, end)


def box(given: QueryDict) -> Box | None:
    """`bbox=west,south,east,north`."""
    value = text(given, "bbox")
    if not value:
        return None
    try:
        west, south, east, north = (Decimal(part.strip()) for part in value.split(","))
        good = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    except (ValueError, InvalidOperation):
        good = False
    if not good:
        raise invalid("bbox: Tulis barat,selatan,timur,utara dalam derajat, misalnya 117.4,0.0,117.6,0.2.")
    return Box(west, south, east, north)


def page(given: QueryDict) -> Page:
    """`page` and `page_size`; a size over 1,000 means 1,000."""
    number, size = _count(given, "page", 1), min(_count(given, "page_size", MOST_RESULTS), MOST_RESULTS)
    found = Page(number, size)
    if found.first + size > DEEPEST:
        raise invalid(f"page: Paling jauh {DEEPEST} laporan; persempit dengan start_date dan end_date.")
    return found


def degree(given: QueryDict, name: str, limit: int) -> Decimal | None:
    """A coordinate with at most six decimals; raises 400 beyond `limit` degrees."""
    value = text(given, name)
    if not value:
        return None
    try:
        found = Decimal(value.replace(",", "."))
        good = found.is_finite() and abs(found) <= limit
    except InvalidOperation:
        good = False
    if not good:
        raise invalid(f"{name}: Tulis derajat WGS84 sebagai angka antara -{limit} dan {limit}.")
    return found.quantize(Decimal("0.000001"))


def attributes(given: QueryDict) -> Mapping[str, Sequence[str]]:
    """`attribute[code]` and `attribute[code][]`, repeated or not, by code in the order they came."""
    found: dict[str, list[str]] = {}
    for name, values in given.lists():
        match = ATTRIBUTE.match(name)
        kept = [lines(value) for value in values if value.strip()]
        if match and kept:
            found.setdefault(match[1], []).extend(kept)
    return found


def lines(value: str) -> str:
    """Text with line feeds only, whatever the client's line ends are."""
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def _moment(value: str, zone: tzinfo) -> datetime | None:
    found = parse_datetime(value)
    if found is None and (day := parse_date(value)):
        found = datetime(day.year, day.month, day.day, tzinfo=zone)
    if found is None or not 1970 <= found.year <= 9000:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def _count(given: QueryDict, name: str, default: int) -> int:
    value = text(given, name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and len(value) <= 7 and int(value) >= 1):
        raise invalid(f"{name}: Tulis angka mulai dari 1.")
    return int(value)
