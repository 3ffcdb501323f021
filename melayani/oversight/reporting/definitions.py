"""Indicators, templates, kinds of constraint and working regions: versions of shipped data, each with its source."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from melayani.oversight.reporting.rules import Check

HERE = Path(__file__).resolve().parent / "data"
COUNT, PERCENT, INDEX, CHOICE = "count", "percent", "index", "choice"
OTHER = "other"


@dataclass(frozen=True)
class Indicator:
    """What is counted, in which unit, and how the figures of many units become one (`over`, rules.combine)."""

    key: str
    name: str
    name_en: str
    unit: str
    kind: str
    over: str
    better: str
    feed: str
    definition: str
    parts: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def computed(self) -> bool:
        """Never entered: a ratio of two others."""
        return self.over == "ratio"

    @property
    def comparable(self) -> bool:
        """Whether a change of it can be a jump."""
        return self.kind != CHOICE and not self.computed


@dataclass(frozen=True)
class Item:
    indicator: Indicator
    compulsory: bool


@dataclass(frozen=True)
class Section:
    key: str
    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Template:
    """A version of a report: its sections, checks, and after how many days it is due and locked."""

    key: str
    version: str
    name: str
    name_en: str
    frequency: str
    kinds: tuple[str, ...]
    due_days: int
    lock_days: int
    bound: int
    floor: int
    source: str
    sections: tuple[Section, ...]
    checks: tuple[Check, ...]
    valid_from: date
    valid_until: date | None

    @property
    def items(self) -> list[Item]:
        return [item for section in self.sections for item in section.items]

    @property
    def entered(self) -> list[Item]:
        return [item for item in self.items if not item.indicator.computed]


@cache
def indicators() -> Mapping[str, Indicator]:
    content = _read("indicators.json")
    return {one["key"]: _indicator(one) for one in content["indicators"]}


@cache
def templates() -> Sequence[Template]:
    return [_template(one) for one in _read("templates.json")["templates"]]


def template_named(key: str, version: str) -> Template:
    """This version of a template; raises LookupError when it was never shipped."""
    found = next((one for one in templates() if (one.key, one.version) == (key, version)), None)
    if found is None:
        raise LookupError(f"{key} {version}")
    return found


def template_on(key: str, day: date) -> Template | None:
    """The version in force on `day`."""
    return next(
        (
            one
            for one in templates()
            if one.key == key and one.valid_from <= day and (one.valid_until is None or one.valid_until >= day)
        ),
        None,
    )


@cache
def constraint_kinds() -> Mapping[str, str]:
    kinds: dict[str, str] = _read("templates.json")["constraints"]["kinds"]
    return kinds


def wilayah_of(province: str, day: date) -> str:
    """I, II or III as a source named it for that day; "" when none did."""
    return next(
        (
            str(one["wilayah"])
            for one in _read("wilayah.json")["places"]
            if province[:2] in one["provinces"]
            and date.fromisoformat(one["since"]) <= day
            and (one["until"] is None or day <= date.fromisoformat(one["until"]))
        ),
        "",
    )


def provinces_of_wilayah(key: str, day: date) -> list[str]:
    """Codes of the provinces of a working region on a day."""
    codes = {code for one in _read("wilayah.json")["places"] for code in one["provinces"]}
    return sorted(code for code in codes if wilayah_of(code, day) == key)


@cache
def tiles() -> Mapping[str, tuple[int, int]]:
    """Column and row of each province on the tile map."""
    return {code: (place[0], place[1]) for code, place in _read("tiles.json")["tiles"].items()}


@cache
def _read(name: str) -> Any:
    return json.loads((HERE / name).read_text())


def _indicator(row: Mapping[str, Any]) -> Indicator:
    lists = {"parts": tuple(row.get("parts", ())), "choices": tuple(row.get("choices", {}).items())}
    return Indicator(**{**{key: value for key, value in row.items() if key not in lists}, **lists})


def _template(row: Mapping[str, Any]) -> Template:
    known = indicators()
    sections = tuple(
        Section(one["key"], one["name"], tuple(Item(known[key], needed) for key, needed in one["items"]))
        for one in row["sections"]
    )
    until = row["valid_until"]
    made = {
        "kinds": tuple(row["kinds"]),
        "sections": sections,
        "checks": tuple(_check(one) for one in row["checks"]),
        "valid_from": date.fromisoformat(row["valid_from"]),
        "valid_until": date.fromisoformat(until) if until else None,
    }
    return Template(**{**row, **made})


def _check(row: Mapping[str, Any]) -> Check:
    number = Decimal(row["number"]) if "number" in row else None
    known = {key: row[key] for key in ("key", "severity", "left", "op", "text")}
    return Check(**known, right=tuple(row.get("right", ())), number=number)
