"""Limits, grounds and categories as the regulations state them: data with a source, a mark and dates, read once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "data"

REQUEST, EXTENSION = "request", "extension"
OBJECTION_WINDOW, OBJECTION_ANSWER, DISPUTE = "objection_window", "objection_answer", "dispute"
DUTY, RIGHT = "duty", "right"

PERIODIC, IMMEDIATE, ALWAYS, EXEMPT = "periodic", "immediate", "always", "exempt"
CATEGORIES = (PERIODIC, IMMEDIATE, ALWAYS, EXEMPT)


@dataclass(frozen=True)
class Stage:
    """A time limit. A `duty` binds the office (it may promise less), a `right` the requester (nobody may cut it)."""

    key: str
    amount: int
    unit: str
    kind: str
    verified: bool  # False: never shown to a citizen as law
    source: str
    label: str


@dataclass(frozen=True)
class RefusalGround:
    """A letter of an article by which information may be refused."""

    key: str  # "17-h"
    article: str
    letter: str
    label: str
    law: str
    needs_test: bool

    @property
    def words(self) -> str:
        """As it stands in a letter: "UU 14/2008 pasal 17 huruf h: …"."""
        return f"{self.law} huruf {self.letter}: {self.label}"


@dataclass(frozen=True)
class ObjectionGround:
    """A ground of an objection, for officers and registers, and as a citizen would say it."""

    key: str
    label: str
    citizen: str


@dataclass(frozen=True)
class Category:
    """A category of the public list; `review_months`: how often it must be renewed at least."""

    key: str
    label: str
    citizen: str
    hint: str
    review_months: int | None


def stages(on: date) -> dict[str, Stage]:
    """The limits in force on a day, by key; the oldest known version before that."""
    versions = _read("limits")["versions"]
    fitting = [one for one in versions if one["valid_from"] <= on.isoformat() <= (one["valid_until"] or "9999")]
    return {row["key"]: Stage(**row) for row in (fitting or versions)[-1]["stages"]}


@cache
def refusal_grounds() -> dict[str, RefusalGround]:
    """All grounds of refusal by key, in the order of the law."""
    found = {}
    for article in _read("refusal_grounds")["articles"]:
        for row in article["grounds"]:
            found[row["key"]] = RefusalGround(
                key=row["key"],
                article=article["article"],
                letter=row["letter"],
                label=row["label"],
                law=article["law"],
                needs_test=article["needs_test"],
            )
    return found


@cache
def objection_grounds() -> dict[str, ObjectionGround]:
    """The grounds a to g by key."""
    return {row["key"]: ObjectionGround(**row) for row in _read("objection_grounds")["grounds"]}


@cache
def categories() -> dict[str, Category]:
    """The categories of the public list by key."""
    rows = _read("categories")["categories"]
    return {row["key"]: Category(**{name: row[name] for name in Category.__annotations__}) for row in rows}


@cache
def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return found
