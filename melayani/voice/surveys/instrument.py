"""The shipped instrument of the survey: elements, labels, grade tables by date, sample sizes. Plain Python."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

CURRENT = "skm-2017"
DATA = Path(__file__).parent / "data"


class UnknownInstrument(LookupError):
    """No instrument of that id is shipped."""


class NoGradeTable(LookupError):
    """No verified grade table was in force on that day; the text says which rule was."""


@dataclass(frozen=True)
class Label:
    """One answer of a question: its score and its official words."""

    score: int
    words: Mapping[str, str]


@dataclass(frozen=True)
class Element:
    """One of the nine things asked. Named by `key` or `id_key`, never by position: two orders are in use."""

    key: str
    id_key: str
    code: str
    names: Mapping[str, str]
    topics: Mapping[str, str]
    labels: tuple[Label, ...]

    def name(self, language: str) -> str:
        return self.names.get(language, self.names["id"])

    def topic(self, language: str) -> str:
        return self.topics.get(language, self.topics["id"])

    def choices(self, language: str) -> list[tuple[int, str]]:
        return [(label.score, label.words.get(language, label.words["id"])) for label in self.labels]


@dataclass(frozen=True)
class Band:
    """A grade with the lowest rounded index that earns it."""

    grade: str
    perception: int
    labels: Mapping[str, str]
    lowest: Decimal


@dataclass(frozen=True)
class GradeTable:
    """The bands of one regulation, in force from the year `since` until before the year `until`."""

    regulation: str
    since: int
    until: int | None
    elements: int
    printed_weight: Decimal | None
    bands: tuple[Band, ...]

    def holds_on(self, day: date) -> bool:
        return self.since <= day.year and (self.until is None or day.year < self.until)


@dataclass(frozen=True)
class Instrument:
    """All that a survey needs to ask, to compute and to grade."""

    id: str
    regulation: str
    elements: tuple[Element, ...]
    orders: Mapping[str, tuple[str, ...]]
    letters: Mapping[str, int]
    tables: tuple[GradeTable, ...]
    samples: tuple[tuple[int, int], ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return self.orders["form"]

    def element(self, key: str) -> Element:
        """The element of that key; raises KeyError."""
        return {element.key: element for element in self.elements}[key]

    def table_on(self, day: date) -> GradeTable:
        """The grade table in force on `day`; raises NoGradeTable where none is verified (before 2004, 2014 to 2016)."""
        for table in self.tables:
            if table.holds_on(day) and table.bands:
                return table
            if table.holds_on(day):
                raise NoGradeTable(
                    f"Batas mutu menurut {table.regulation} yang berlaku pada {day.isoformat()} belum dapat dipastikan."
                )
        raise NoGradeTable(f"Belum ada tabel mutu yang berlaku pada {day.isoformat()}.")


@lru_cache(maxsize=8)
def load_instrument(name: str = CURRENT) -> Instrument:
    """Read the shipped instrument `name`; raises UnknownInstrument."""
    path = DATA / f"{name}.json"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.is_file():
        raise UnknownInstrument(name)
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Instrument(
        id=raw["id"],
        regulation=raw["regulation"],
        elements=tuple(_element(item) for item in raw["elements"]),
        orders={key: tuple(raw["orders"][key]) for key in ("form", "text")},
        letters=raw["scale"]["letters"],
        tables=tuple(_table(item) for item in raw["grade_tables"]),
        samples=tuple((population, sample) for population, sample in raw["sample_size"]["table"]),
    )


def _element(raw: dict[str, Any]) -> Element:
    labels = tuple(
        Label(score=item["score"], words={"id": item["id"], "en": item["en"]})
        for item in sorted(raw["labels"], key=lambda item: int(item["score"]))
    )
    return Element(
        key=raw["key"],
        id_key=raw["id_key"],
        code=raw["code_form_order"],
        names=raw["name"],
        topics=raw["topic"],
        labels=labels,
    )


def _table(raw: dict[str, Any]) -> GradeTable:
    bands = [
        Band(
            grade=item["grade"], perception=item["perception"], labels=item["label"], lowest=Decimal(item["index_min"])
        )
        for item in raw["bands"] or []
    ]
    return GradeTable(
        regulation=raw["regulation"],
        since=raw["valid_from_year"],
        until=raw["valid_until_year"],
        elements=raw["elements"],
        printed_weight=Decimal(raw["printed_weight"]) if raw["printed_weight"] else None,
        bands=tuple(sorted(bands, key=lambda band: band.lowest)),
    )
