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
class Question:
    """One question. Several may ask about one element; without words of its own it asks about the element's topic."""

    key: str
    element: str
    texts: Mapping[str, str]

    def text(self, language: str) -> str:
        return self.texts.get(language) or self.texts.get("id", "")


@dataclass(frozen=True)
class Attribute:
    """What is asked about the respondent: a name and a list of values, each with its words by language."""

    key: str
    names: Mapping[str, str]
    values: tuple[tuple[str, Mapping[str, str]], ...]

    def name(self, language: str) -> str:
        return self.names.get(language) or self.names["id"]

    def choices(self, language: str) -> list[tuple[str, str]]:
        return [(value, words.get(language) or words["id"]) for value, words in self.values]


NO_MARKS, LETTERS, NUMBERS = "none", "letters", "numbers"
MARKS = {NO_MARKS: ("", "", "", ""), LETTERS: ("a", "b", "c", "d"), NUMBERS: ("1", "2", "3", "4")}


@dataclass(frozen=True)
class Instrument:
    """All that a survey needs to ask, to compute and to grade.

    `comparable` is False where a unit deviates: it leaves elements out or has other words for the answers.
    """

    id: str
    regulation: str
    elements: tuple[Element, ...]
    orders: Mapping[str, tuple[str, ...]]
    letters: Mapping[str, int]
    tables: tuple[GradeTable, ...]
    samples: tuple[tuple[int, int], ...]
    questions: tuple[Question, ...]
    attributes: tuple[Attribute, ...] = ()
    order: str = "form"
    marks: str = NO_MARKS
    comparable: bool = True
    reason: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The elements asked, in the order of the form."""
        known = {element.key for element in self.elements}
        return tuple(key for key in self.orders["form"] if key in known)

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions in the order that the unit shows."""
        place = {key: number for number, key in enumerate(self.orders[self.order])}
        return tuple(sorted(self.questions, key=lambda question: place[question.element]))

    def parts(self, element: str) -> int:
        """How many questions ask about the element."""
        return sum(1 for question in self.questions if question.element == element)

    def choices(self, question: Question, language: str) -> list[tuple[int, str]]:
        """The answers of a question with their words, marked with letters or numbers where the unit wants that."""
        marks = MARKS[self.marks]
        words = self.element(question.element).choices(language)
        return [(score, f"{marks[score - 1]}. {text}" if marks[score - 1] else text) for score, text in words]

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
    elements = tuple(_element(item) for item in raw["elements"])
    return Instrument(
        id=raw["id"],
        regulation=raw["regulation"],
        elements=elements,
        orders={key: tuple(raw["orders"][key]) for key in ("form", "text")},
        letters=raw["scale"]["letters"],
        tables=tuple(_table(item) for item in raw["grade_tables"]),
        samples=tuple((population, sample) for population, sample in raw["sample_size"]["table"]),
        questions=tuple(Question(key=element.key, element=element.key, texts={}) for element in elements),
    )


@lru_cache(maxsize=8)
def suggested_attributes(name: str = CURRENT) -> tuple[Attribute, ...]:
    """What the shipped instrument suggests to ask about respondents; nothing of it is asked unless a unit wants it."""
    raw = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    wanted = [item for item in raw["respondent_attributes"] if item["key"] in SUGGESTED]
    return tuple(_attribute(item, item["lists"][item["default_list"]]) for item in wanted)


@lru_cache(maxsize=8)
def media(name: str = CURRENT) -> dict[str, str]:
    """The kinds of media that count as distinct, by value, in Indonesian."""
    raw = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return {item["value"]: item["id"] for item in raw["publication_media"]}


SUGGESTED = ("sex", "age_band", "education", "occupation")


def _attribute(raw: Mapping[str, Any], options: list[dict[str, str]]) -> Attribute:
    values = tuple((one["value"], {"id": one["id"], "en": one["en"]}) for one in options)
    return Attribute(key=raw["key"], names=raw["name"], values=values)


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
