"""The shipped instruments of PEKPPP as data: aspects, indicators, weights, scales, users' items, categories."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data" / "pekppp.json"
CURRENT = "pekppp-2022-6aspects"
CODES = ("A", "B")  # services at the counter; electronic services


class UnknownInstrument(Exception):
    """No version of that name, or no instrument of that code in it."""


@dataclass(frozen=True)
class Step:
    """One step of a scale with its words."""

    score: int
    names: Mapping[str, str]


@dataclass(frozen=True)
class Thing:
    """Something that an indicator counts."""

    key: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class Indicator:
    """One question of F-01 and F-02. `weight` is in percent of its aspect, None where no source states it.

    `scale` is empty where it is not known: then the evaluator gives 0 to 5 with a reason. `things` are what the rule
    counts; `rule` says how a score follows from facts (suggesting.py).
    """

    number: int
    aspect: str
    names: Mapping[str, str]
    weight: Fraction | None
    scale: tuple[Step, ...] = ()
    rule: Mapping[str, Any] | None = None
    evidence: tuple[str, ...] = ()
    note: str = ""
    shared: int | None = None  # the number of the indicator of A whose scale this is

    @property
    def things(self) -> tuple[Thing, ...]:
        rows = (self.rule or {}).get("items") or ()
        return tuple(Thing(row["key"], _names(row)) for row in rows)

    def words(self, score: int) -> str:
        """The step of that score in Indonesian, "" where the scale is not known."""
        return next((step.names["id"] for step in self.scale if step.score == score), "")


@dataclass(frozen=True)
class Aspect:
    """A part of the index; `weight` in percent of the whole."""

    code: str
    names: Mapping[str, str]
    weight: Fraction


@dataclass(frozen=True)
class Item:
    """One question of F-03, answered from 0 to 5. `number` is as printed: one number is skipped in the source."""

    number: int
    aspect: str
    key: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class Category:
    """What an index of `low` to `high` (both included, 2 decimals) is called."""

    code: str
    low: Decimal
    high: Decimal
    names: Mapping[str, str]
    zone: str


@dataclass(frozen=True)
class Instrument:
    """One instrument of one version. Shares are those of F-02 and F-03 in the index, together 1."""

    version: str
    code: str
    names: Mapping[str, str]
    form: str
    aspects: tuple[Aspect, ...]
    indicators: tuple[Indicator, ...]
    extra: tuple[Indicator, ...]
    items: tuple[Item, ...]
    categories: tuple[Category, ...]
    f02_share: Fraction
    f03_share: Fraction
    fewest: int
    most: int
    regulations: tuple[str, ...]
    caution: str

    def indicator(self, number: int) -> Indicator | None:
        return next((one for one in self.indicators if one.number == number), None)

    def of_aspect(self, code: str) -> list[Indicator]:
        return [one for one in self.indicators if one.aspect == code]

    def items_of(self, code: str) -> list[Item]:
        return [one for one in self.items if one.aspect == code]

    @property
    def open_weights(self) -> list[int]:
        """Numbers of the indicators whose weight nobody has entered."""
        return [one.number for one in self.indicators if one.weight is None]

    def with_weights(self, entered: Mapping[int, Fraction]) -> Instrument:
        """The same with weights for indicators that the version leaves open; what it states is not changed."""
        rows = tuple(
            replace(one, weight=entered[one.number]) if one.weight is None and one.number in entered else one
            for one in self.indicators
        )
        return replace(self, indicators=rows)

    def with_shares(self, f02: Fraction, f03: Fraction) -> Instrument:
        return replace(self, f02_share=f02, f03_share=f03)


@cache
def load(version: str, code: str) -> Instrument:
    """That instrument as it is published; raises UnknownInstrument."""
    row = next((one for one in _versions() if one["version"] == version), None)
    own = next((one for one in row["instruments"] if one["code"] == code), None) if row else None
    if row is None or own is None:
        raise UnknownInstrument("Instrumen ini tidak dikenal.")
    return _instrument(row, own)


def version_on(day: date) -> str:
    """The version in force on `day`, else the first one."""
    held = [
        row["version"]
        for row in _versions()
        if row["valid_from"] <= day.isoformat() and (not row["valid_until"] or day.isoformat() < row["valid_until"])
    ]
    return str(held[-1] if held else _versions()[0]["version"])


@cache
def _versions() -> tuple[Mapping[str, Any], ...]:
    return tuple(json.loads(DATA.read_text())["versions"])


def _instrument(row: Mapping[str, Any], own: Mapping[str, Any]) -> Instrument:
    known = {(one["code"], ind["number"]): ind for one in row["instruments"] for ind in one["indicators"]}
    return Instrument(
        version=row["version"],
        code=own["code"],
        names=_names(own["units"]),
        form=own["form"],
        aspects=tuple(Aspect(one["code"], _names(one["name"]), Fraction(one["weight"])) for one in row["aspects"]),
        indicators=tuple(_indicator(one, known) for one in own["indicators"]),
        extra=tuple(_indicator({**one, "aspect": ""}, known) for one in own.get("extra", ())),
        items=tuple(
            Item(one["number"], one["aspect"], one["key"], _names(one["name"])) for one in row["f03"][own["form"]]
        ),
        categories=tuple(
            Category(one["code"], Decimal(one["min"]), Decimal(one["max"]), _names(one["label"]), one["zone"])
            for one in row["categories"]
        ),
        f02_share=Fraction(row["shares"]["f02"]),
        f03_share=Fraction(row["shares"]["f03"]),
        fewest=row["f03_respondents"]["min"],
        most=row["f03_respondents"]["max"],
        regulations=tuple(row["regulations"]),
        caution=row["caution"],
    )


def _indicator(row: Mapping[str, Any], known: Mapping[tuple[str, int], Mapping[str, Any]]) -> Indicator:
    same = row.get("same_as")
    source = known[(same["instrument"], same["number"])] if same else row
    return Indicator(
        number=row["number"],
        aspect=row["aspect"],
        names=_names(row["name"]),
        weight=None if row["weight"] is None else Fraction(row["weight"]),
        scale=tuple(Step(step["score"], _names(step)) for step in source.get("scale") or ()),
        rule=source.get("rule"),
        evidence=tuple(source.get("evidence") or ()),
        note=source.get("note") or "",
        shared=same["number"] if same else None,
    )


def _names(row: Mapping[str, Any]) -> dict[str, str]:
    return {"id": row["id"], "en": row["en"]}
