"""What was published before this platform: figures of malls, and the restrictions of 2020 to 2022, with sources."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from melayani.oversight.reporting import rules
from melayani.oversight.reporting.rules.periods import MONTHS

FILE = Path(__file__).resolve().parent / "data" / "series.json"
SHOWN = ("mpp_applicants", "mpp_visits", "mpp_visits_by_tenant", "mpp_day_by_tenant", "mpp_count", "mpp_digital_count")
MONTH_LENGTH = 7  # of 2020-02
JAVA_AND_BALI = frozenset({"31", "32", "33", "34", "35", "36", "51"})
JAKARTA = "31"


@dataclass(frozen=True)
class Point:
    """One published figure, as it was published."""

    when: str
    value: Decimal
    note: str
    change: str = ""


@dataclass(frozen=True)
class Series:
    """A published series: its unit is kept with it, because applicants are no visits."""

    key: str
    title: str
    region: str
    unit: str
    points: Sequence[Point]
    source: str
    note: str


@dataclass(frozen=True)
class Restriction:
    """A restriction of movement; days are None where no source named them."""

    name: str
    scope: str
    first: date | None
    last: date | None
    note: str


@cache
def series() -> Sequence[Series]:
    """The series about malls, in the order of the file."""
    return [_series(one) for one in _read()["series"] if one["kind"] in SHOWN]


@cache
def restrictions() -> Sequence[tuple[str, Restriction]]:
    """Restrictions with the code of their region; "" where the scope is told in words only."""
    found = _read()["restrictions"]
    regional = [(one["code"], _psbb(one)) for one in found["psbb_2020"]["items"]]
    return [*regional, *(("", _ppkm(one)) for one in found["ppkm"]["items"])]


def restrictions_of(code: str) -> list[Restriction]:
    """Those that held at a regency or in a province, as far as a source says so and names their days.

    "10 provinsi" says not which, so it holds nowhere in particular.
    """
    return [one for place, one in restrictions() if one.first and one.last and code and _holds(place, one.scope, code)]


def _holds(place: str, scope: str, code: str) -> bool:
    if place:
        return code == place or code.startswith(f"{place}.")
    in_java_or_bali = code[:2] in JAVA_AND_BALI
    if scope.startswith("luar Jawa"):
        return not in_java_or_bali
    if scope.startswith("Jawa"):
        return in_java_or_bali
    return scope.startswith("seluruh provinsi") or (scope == "DKI Jakarta" and code[:2] == JAKARTA)


def before_and_during(
    values: Mapping[date, Decimal], found: Sequence[Restriction]
) -> tuple[date, Decimal, list[tuple[date, Decimal, rules.Change]]] | None:
    """The last month before the first restriction, its figure, and each month from then on as a change against it.

    None when the month before is not known, or nothing after it: nothing is estimated.
    """
    starts = [one.first for one in found if one.first]
    if not starts:
        return None
    first = min(starts).replace(day=1)
    earlier = [month for month in values if month < first]
    later = sorted(month for month in values if month >= first)
    if not earlier or not later:
        return None
    base = max(earlier)
    return base, values[base], [(one, values[one], rules.change(values[base], values[one])) for one in later]


def _series(row: Mapping[str, Any]) -> Series:
    points: list[Point] = []
    before: tuple[str, Decimal] | None = None
    for one in row["points"]:
        when = str(one.get("period") or one.get("date") or one.get("tenant") or "")
        value = Decimal(str(one["value"]))
        compared = before if before and _like(before[0], when) else None
        words = rules.change_words(rules.change(compared[1], value)) if compared else ""
        points.append(Point(_when_words(when), value, one.get("note") or one.get("src") or "", words))
        before = (when, value)
    return Series(
        key=row["id"],
        title=row["title"],
        region=row["region"] or "",
        unit=row["unit"],
        points=points,
        source=row["source"],
        note=row["note"] or "",
    )


def _when_words(text: str) -> str:
    """2024-06-24 as 24 Juni 2024, 2025-H1 as semester 1 2025, two with a stroke between as a span; a name as it is."""
    first, _, last = text.partition("/")
    if last and last[:1].isdigit():
        return f"{_when_words(first)} sampai {_when_words(last)}"
    year, _, rest = text.partition("-")
    if not year.isdigit() or not rest:
        return text
    if rest.startswith("H"):
        return f"Semester {rest[1:]} {year}"
    month, _, day = rest.partition("-")
    words = f"{MONTHS[int(month) - 1]} {year}"
    return f"{int(day)} {words}" if day else words


def _like(one: str, other: str) -> bool:
    """Whether two periods are of the same length: a part of a year is not compared with a year."""
    shapes = (len(one), len(other))
    return shapes in ((4, 4), (MONTH_LENGTH, MONTH_LENGTH)) and one[:2] == "20" and "H" not in one + other


def _psbb(row: Mapping[str, Any]) -> Restriction:
    return Restriction(
        "PSBB", row["region"], _day(row["start"]), _day(row["end_known_on_2020_05_24"]), row["note"] or ""
    )


def _ppkm(row: Mapping[str, Any]) -> Restriction:
    return Restriction(row["name"], row["scope"], _day(row["start"]), _day(row["end"]), "")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _read() -> Any:
    return json.loads(FILE.read_text())
