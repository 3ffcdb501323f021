"""What the officers' addresses of complaints name beside the cases: settings of Bontang's registry, which it keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from melayani.foundation.people.tests.factories import World
from melayani.voice.complaints import actions

NAMES = ("complaints_office",)
REASON = "Menghubungi pelapor"


def build(things: dict[str, Any], world: World, now: datetime) -> None:
    """A reply text, a category, a limit and a rung of the registry; the cases are those of url_complaints."""
    head, registry = world.bontang_head, world.bontang
    kept: dict[str, Any] = {"actor": head, "organisation": registry, "now": now}
    things["complaint text"] = actions.keep_template(title="Pembuka", text="Terima kasih.", **kept)
    things["complaint category"] = actions.keep_category(details={"name": "Loket"}, **kept)
    things["complaint clock"] = actions.keep_clock(
        clock="case",
        complaint_class="non_oversight",
        amount=10,
        unit="working_day",
        source="Keputusan contoh",
        valid_from=now.astimezone(registry.zone).date() + timedelta(days=1),
        **kept,
    )
    things["complaint rung"] = actions.keep_step(key="sendiri", clock="case", hours=-24, level="head", **kept)


_PKS = {
    "template": "complaint text",
    "template_retire": "complaint text",
    "clock_end": "complaint clock",
    "step_drop": "complaint rung",
}


def argument(things: dict[str, Any], name: str, parameter: str) -> object:
    """The object that an office address of complaints is about."""
    if parameter == "pk":
        return things[_PKS[name.split(":")[1]]].pk
    found: dict[str, Callable[[], object]] = {
        "number": lambda: things["complaint of citizen"].number,
        "slug": lambda: things["complaint category"].slug,
        "file": lambda: things["complaint file"],
        "verb": lambda: "add_note",
    }
    return found[parameter]()


def deeds(world: World) -> dict[str, dict[str, Any]]:
    """What the head sends to each address that changes something."""
    place = str(world.bontang.pk)
    return {
        "template": {"organisation": place, "title": "Pembuka baru", "text": "Terima kasih banyak."},
        "category": {"organisation": place, "name": "Loket depan", "kind": "complaint", "active": "on"},
        "question": {"code": "jam", "description": "Pukul berapa?", "datatype": "string", "order": "1"},
        "unmask": {"field": "name", "reason": REASON},
        "act": {"text": "Hubungi seksi terkait."},
    }
