"""What ships for the register of malls: the malls that sources name, national counts, the criteria of readiness."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True)
class Criterion:
    """One criterion of readiness: its official name, and what we read in it."""

    key: str
    names: Mapping[str, str]
    meanings: Mapping[str, str]

    def name(self, language: str) -> str:
        return self.names.get(language, self.names["id"])

    def meaning(self, language: str) -> str:
        return self.meanings.get(language, self.meanings["id"])


@dataclass(frozen=True)
class Criteria:
    """A version of the criteria with its source, in force from `valid_from` until `valid_until` (None: still)."""

    version: str
    valid_from: date
    valid_until: date | None
    titles: Mapping[str, str]
    source: str
    items: tuple[Criterion, ...]

    @property
    def keys(self) -> list[str]:
        return [item.key for item in self.items]

    def find(self, key: str) -> Criterion | None:
        return next((item for item in self.items if item.key == key), None)


@dataclass(frozen=True)
class NationalCount:
    """How many malls there were in the country on a day; several values where sources differ."""

    on: date
    values: tuple[int, ...]
    source: str


@cache
def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DATA / name).read_text())
    return content


def shipped_malls() -> list[dict[str, Any]]:
    """The malls (MPP) that published sources name, with what they say of each (data/NOTICE.md)."""
    malls: list[dict[str, Any]] = _read("malls.json")["malls"]
    return malls


@cache
def national_counts() -> tuple[NationalCount, ...]:
    """Published counts of the whole country, oldest first."""
    rows = _read("malls.json")["counts"]
    return tuple(NationalCount(date.fromisoformat(row["on"]), tuple(row["values"]), row["source"]) for row in rows)


def national_count_before(day: date) -> NationalCount | None:
    """The newest published count that is not later than `day`; None before the first."""
    return next((one for one in reversed(national_counts()) if one.on <= day), None)


@cache
def all_criteria() -> tuple[Criteria, ...]:
    """Every version of the criteria, oldest first."""
    return tuple(_criteria(row) for row in _read("mpp-digital.json")["criteria"])


def criteria_on(day: date) -> Criteria:
    """The version in force on `day`, else the first one (a mall of 2021 is read by it, too)."""
    versions = all_criteria()
    held = [one for one in versions if one.valid_from <= day and (one.valid_until is None or day < one.valid_until)]
    return held[-1] if held else versions[0]


def _criteria(row: Mapping[str, Any]) -> Criteria:
    until = row["valid_until"]
    return Criteria(
        version=row["version"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_until=date.fromisoformat(until) if until else None,
        titles=row["title"],
        source=row["source"],
        items=tuple(
            Criterion(item["key"], {"id": item["id"], "en": item["en"]}, item["what"]) for item in row["items"]
        ),
    )
