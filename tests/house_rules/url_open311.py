"""What the addresses of the Open311 door name: a service with questions, and a report that was published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from melayani.entrances.open311.tests.factories import category, standing, with_questions
from melayani.entrances.open311.tokens import token_of
from melayani.foundation.people.tests.factories import World

PREFIX = "open311:"


def build(things: dict[str, Any], world: World, now: datetime) -> None:
    """Both belong to the registry of Bontang."""
    things["open311 service"] = with_questions(category("jalan-rusak-open311"))
    things["open311 request"] = standing(world.bontang, now, category=things["open311 service"])


def argument(things: dict[str, Any], world: World, parameter: str) -> str | None:
    """What stands in the address for `parameter`."""
    report = things["open311 request"]
    return {
        "agency": world.bontang.slug,
        "form": "json",
        "code": things["open311 service"].slug,
        "number": report.number,
        "token": token_of(report),
    }.get(parameter)
