"""A unit's version of the instrument: what a unit may change, and what that does to comparability. Plain Python.

A version keeps the nine elements by key. It may word the questions, ask several about one element, mark answers with
letters or numbers, choose one of the two orders, and ask about the respondent. To leave an element out or to change the
words of the answers is a deviation: it needs a reason, weights become 1/k, and the result is not comparable.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from melayani.voice.surveys.instrument import (
    CURRENT,
    MARKS,
    Attribute,
    Element,
    Instrument,
    Label,
    Question,
    load_instrument,
    suggested_attributes,
)

__all__ = [
    "BadVersion",
    "Wish",
    "build",
    "content_of",
    "is_comparable",
    "read_attributes",
    "suggested_attributes",
    "write_attributes",
]

LONGEST_TEXT, MOST_QUESTIONS, MOST_VALUES, MOST_ATTRIBUTES = 300, 5, 9, 8  # values: one key each on paper
Words = tuple[str, str]  # Indonesian, English (which may be empty)


class BadVersion(ValueError):
    """The version makes no sense; the text says why."""


@dataclass(frozen=True)
class Wish:
    """What an officer wants: per element its questions (none: it is left out) and its labels; about respondents."""

    questions: Mapping[str, tuple[Words, ...]]
    labels: Mapping[str, tuple[Words, ...]]
    attributes: tuple[Attribute, ...] = ()
    order: str = "form"
    marks: str = "none"


def content_of(wish: Wish, *, base: str = CURRENT) -> dict[str, Any]:
    """The version as data; raises BadVersion."""
    shipped = load_instrument(base)
    _demand(any(wish.questions.get(key) for key in shipped.keys), "Paling sedikit satu unsur harus ditanyakan.")
    _demand(wish.order in shipped.orders and wish.marks in MARKS, "Urutan atau tanda jawaban tidak dikenal.")
    _demand(len(wish.attributes) <= MOST_ATTRIBUTES, f"Data responden paling banyak {MOST_ATTRIBUTES}.")
    for attribute in wish.attributes:
        name, many = attribute.names["id"], len(attribute.values)
        _demand(2 <= many <= MOST_VALUES, f"{name}: tulis 2 sampai {MOST_VALUES} pilihan.")
    return {
        "order": wish.order,
        "marks": wish.marks,
        "questions": [
            one for key in shipped.keys for one in _questions(shipped.element(key), wish.questions.get(key, ()))
        ],
        "labels": {
            key: [list(words) for words in wish.labels[key]]
            for key in shipped.keys
            if key in wish.labels and _differ(shipped.element(key), wish.labels[key])
        },
        "attributes": [
            {"key": one.key, "names": dict(one.names), "values": [[value, dict(words)] for value, words in one.values]}
            for one in wish.attributes
        ],
    }


def is_comparable(content: Mapping[str, Any], *, base: str = CURRENT) -> bool:
    """Whether the version asks all nine elements and keeps the official words of the answers."""
    asked = {question["element"] for question in content["questions"]}
    return asked == set(load_instrument(base).keys) and not content["labels"]


def build(content: Mapping[str, Any], *, name: str, comparable: bool, reason: str, base: str = CURRENT) -> Instrument:
    """The instrument of a version, as the questionnaire and the arithmetic use it."""
    shipped = load_instrument(base)
    asked = {question["element"] for question in content["questions"]}
    kept = [element for element in shipped.elements if element.key in asked]
    elements = tuple(_with_labels(element, content["labels"].get(element.key)) for element in kept)
    return replace(
        shipped,
        id=name,
        elements=elements,
        questions=tuple(
            Question(key=one["key"], element=one["element"], texts=one["texts"]) for one in content["questions"]
        ),
        attributes=tuple(
            Attribute(one["key"], one["names"], tuple((value, words) for value, words in one["values"]))
            for one in content["attributes"]
        ),
        order=content["order"],
        marks=content["marks"],
        comparable=comparable,
        reason=reason,
    )


def read_attributes(text: str, known: tuple[Attribute, ...]) -> tuple[Attribute, ...]:
    """Attributes from lines such as "Pendidikan: SD, SMP, SMA"; known names keep their keys and their English words.

    Raises BadVersion for a line without values or a name given twice.
    """
    by_name = {one.names["id"].casefold(): one for one in known}
    found: dict[str, Attribute] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, rest = line.partition(":")
        words = [word.strip() for word in rest.split(",") if word.strip()]
        _demand(bool(words) and bool(_slug(name)), f"Tulis {name.strip()[:40]} seperti ini: Pendidikan: SD, SMP, SMA.")
        shipped = by_name.get(name.strip().casefold())
        key = shipped.key if shipped else _slug(name)
        _demand(key not in found, f"{name.strip()[:40]} ditulis dua kali.")
        found[key] = _attribute(key, name.strip(), words, shipped)
    return tuple(found.values())


def write_attributes(attributes: tuple[Attribute, ...]) -> str:
    """The lines that `read_attributes` reads."""
    return "\n".join(f"{one.names['id']}: {', '.join(words['id'] for _, words in one.values)}" for one in attributes)


def _attribute(key: str, name: str, words: list[str], shipped: Attribute | None) -> Attribute:
    known = {one["id"].casefold(): (value, one) for value, one in shipped.values} if shipped else {}
    values: dict[str, Mapping[str, str]] = {}
    for word in words:
        value, both = known.get(word.casefold(), (_slug(word), {"id": word[:60]}))
        _demand(bool(value) and value not in values, f"{name}: pilihan {word[:40]} ditulis dua kali.")
        values[value] = both
    return Attribute(key=key, names=shipped.names if shipped else {"id": name[:60]}, values=tuple(values.items()))


def _questions(element: Element, texts: tuple[Words, ...]) -> list[dict[str, Any]]:
    _demand(len(texts) <= MOST_QUESTIONS, f"{element.names['id']}: paling banyak {MOST_QUESTIONS} pertanyaan.")
    _demand(all(len(word) <= LONGEST_TEXT for text in texts for word in text), "Pertanyaan paling panjang 300 huruf.")
    own = [{"id": text, **({"en": english} if english else {})} if text else {} for text, english in texts]
    if len(own) == 1:
        return [{"key": element.key, "element": element.key, "texts": own[0]}]
    return [
        {"key": f"{element.key}-{number}", "element": element.key, "texts": words}
        for number, words in enumerate(own, start=1)
    ]


def _differ(element: Element, labels: tuple[Words, ...]) -> bool:
    four = len(labels) == 4 and all(text for text, _ in labels)
    _demand(four, f"{element.names['id']}: tulis empat pilihan jawaban.")
    _demand(all(len(word) <= 60 for words in labels for word in words), "Pilihan jawaban paling panjang 60 huruf.")
    official = [label.words["id"] for label in element.labels]
    return [text for text, _ in labels] != official


def _with_labels(element: Element, labels: list[list[str]] | None) -> Element:
    if not labels:
        return element
    own = tuple(
        Label(score=score, words={"id": text, "en": english or text}) for score, (text, english) in enumerate(labels, 1)
    )
    return replace(element, labels=own)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:24]


def _demand(allowed: bool, why: str) -> None:
    if not allowed:
        raise BadVersion(why)
