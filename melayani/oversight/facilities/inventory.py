"""The shipped list of what a location may have, by sections, with the groups of people whom each item helps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from melayani.oversight.facilities.rules import Band, Rule

DATA = Path(__file__).resolve().parent / "data" / "facilities.json"
SPECIAL = "special"
EVERYBODY = "all"


@dataclass(frozen=True)
class Named:
    """Something with a key and a name in both languages."""

    key: str
    names: Mapping[str, str]

    def name(self, language: str) -> str:
        return self.names.get(language, self.names["id"])


@dataclass(frozen=True)
class Item(Named):
    """One thing to look for. `helps` are keys of groups, or EVERYBODY; `section` is where it is checked."""

    helps: tuple[str, ...]
    section: str


@dataclass(frozen=True)
class Section(Named):
    """Items that are checked together; an item that another section checks is listed here too."""

    indicator: int
    items: tuple[Item, ...]
    rule: Rule

    @property
    def own(self) -> list[Item]:
        """The items that are checked here."""
        return [item for item in self.items if item.section == self.key]


@dataclass(frozen=True)
class Inventory:
    """A version of the list with its source, in force from `valid_from` until `valid_until` (None: still)."""

    version: str
    valid_from: date
    valid_until: date | None
    source: str
    report_days: int  # how long a place may take to look again after a report: our aim, no law
    groups: tuple[Named, ...]
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section | None:
        return next((one for one in self.sections if one.key == key), None)

    def item(self, key: str) -> Item | None:
        return next((item for one in self.sections for item in one.items if item.key == key), None)

    def group(self, key: str) -> Named | None:
        return next((one for one in self.groups if one.key == key), None)

    def items_for(self, group: str) -> list[Item]:
        """What helps this group in particular; what helps everybody tells a place not apart."""
        return [item for one in self.sections for item in one.own if group in item.helps]


@cache
def versions() -> tuple[Inventory, ...]:
    """Every version of the list, oldest first."""
    return tuple(_inventory(row) for row in json.loads(DATA.read_text())["versions"])


def inventory_on(day: date) -> Inventory:
    """The version in force on `day`, else the first one."""
    held = [one for one in versions() if one.valid_from <= day and (one.valid_until is None or day < one.valid_until)]
    return held[-1] if held else versions()[0]


def _inventory(row: Mapping[str, Any]) -> Inventory:
    until = row["valid_until"]
    own = {
        item["key"]: Item(item["key"], _names(item), tuple(item["for"]), section["key"])
        for section in row["sections"]
        for item in section["items"]
        if "same_as" not in item
    }
    return Inventory(
        version=row["version"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_until=date.fromisoformat(until) if until else None,
        source=row["source"],
        report_days=row["report_days"],
        groups=tuple(Named(group["key"], _names(group)) for group in row["groups"]),
        sections=tuple(
            Section(
                key=one["key"],
                names=_names(one),
                indicator=one["indicator"],
                items=tuple(own[item["key"]] for item in one["items"]),
                rule=_rule(one["rule"]),
            )
            for one in row["sections"]
        ),
    )


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(row["kind"], tuple(Band(band["score"], band["min"]) for band in row["bands"]))


def _names(row: Mapping[str, Any]) -> dict[str, str]:
    return {"id": row["id"], "en": row["en"]}
