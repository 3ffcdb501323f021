"""Read SMS_GATEWAY: how the gateway wants to be asked, and how its answer is understood."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

BODIES = {"json", "form", "query"}
NUMBERS = {"+62": "+", "62": "", "0": "0"}  # how the gateway writes 0812…


class BadGateway(Exception):
    """SMS_GATEWAY cannot be used; the text says which part."""


@dataclass(frozen=True)
class Answer:
    """An answer of this meaning has one of these values at the dotted place `at`; without a place nothing has."""

    at: str = ""
    values: tuple[str, ...] = ()

    def fits(self, told: Any) -> bool:
        return bool(self.at) and look_up(told, self.at) in self.values


@dataclass(frozen=True)
class Gateway:
    """Where and how a message is handed over. `fields` and `headers` may hold {to}, {text}, {key}."""

    url: str
    fields: dict[str, str]
    method: str = "POST"
    headers: dict[str, str] = field(default_factory=dict)
    body: str = "json"
    number: str = "+62"
    status: tuple[int, ...] = (200, 201, 202)
    accepted: Answer = Answer()
    refused: Answer = Answer()
    later: Answer = Answer()
    error_at: str = ""
    id_at: str = ""
    price: int = 0  # rupiah for one part
    most_segments: int = 3

    def address(self, phone: str) -> str:
        """The number as the gateway wants it; numbers of other countries stay international."""
        if self.number == "0" and phone.startswith("+62"):
            return "0" + phone.removeprefix("+62")
        return phone if self.number == "+62" else phone.removeprefix("+")


def look_up(told: Any, place: str) -> str:
    """The value at a dotted place such as `data.0.id`, as text; "" where there is none."""
    for step in place.split("."):
        if isinstance(told, list) and step.isdigit() and int(step) < len(told):
            told = told[int(step)]
        elif isinstance(told, dict):
            told = told.get(step)
        else:
            return ""
    return "" if told is None or isinstance(told, dict | list) else str(told)


def read_gateway(source: str) -> Gateway:
    """Return the gateway that the JSON text describes; raise BadGateway when it describes none."""
    try:
        told = json.loads(source)
    except ValueError as error:
        raise BadGateway(f"no JSON ({error})") from error
    if not isinstance(told, dict):
        raise BadGateway("it must be a JSON object")
    unknown = set(told) - set(Gateway.__dataclass_fields__)
    if unknown:
        raise BadGateway(f"unknown names: {', '.join(sorted(unknown))}")
    for name in ("accepted", "refused", "later"):
        told[name] = _answer(told.get(name, {}), name)
    told["status"] = tuple(told.get("status", Gateway.status))
    _demand_usable(told)
    return Gateway(**told)


def _answer(told: Any, name: str) -> Answer:
    if not isinstance(told, dict) or not set(told) <= {"at", "values"} or not isinstance(told.get("values", []), list):
        raise BadGateway(f"{name} must read {{at: place, values: [texts]}}")
    return Answer(at=str(told.get("at", "")), values=tuple(str(value) for value in told.get("values", [])))


def _demand_usable(told: dict[str, Any]) -> None:
    if urlsplit(str(told.get("url", ""))).scheme not in {"http", "https"}:
        raise BadGateway("url is missing or no web address")
    _demand_texts(told)
    if told.get("body", "json") not in BODIES:
        raise BadGateway(f"body is one of {', '.join(sorted(BODIES))}")
    if told.get("number", "+62") not in NUMBERS:
        raise BadGateway(f"number is one of {', '.join(sorted(NUMBERS))}")
    whole = (told.get("price", 0), told.get("most_segments", 3), *told["status"])
    if not all(isinstance(number, int) and number >= 0 for number in whole) or told.get("most_segments", 3) < 1:
        raise BadGateway("price, most_segments and status are whole numbers")


def _demand_texts(told: dict[str, Any]) -> None:
    for name in ("fields", "headers"):
        pairs = told.get(name, {})
        if not isinstance(pairs, dict) or not all(isinstance(value, str) for value in pairs.values()):
            raise BadGateway(f"{name} must be an object of texts")
    for place in ("{to}", "{text}"):
        if not any(place in value for value in told.get("fields", {}).values()):
            raise BadGateway(f"no field holds {place}")
