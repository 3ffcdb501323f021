"""What the addresses of facilities name, who may open them, and what the rightful send."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from melayani.delivery.applications.tests.factories import uploaded
from melayani.foundation.people import Citizen
from melayani.foundation.people.tests.factories import World
from melayani.oversight.facilities.actions import Finding
from melayani.oversight.facilities.tests.factories import looked, planned, reported

NAMES = ("facilities", "facilities_office")
ITEMS = {"facilities_office:plan": "toilet"}
# columns as in url_table
TABLE = """
facilities:place                       200 200 200 200 200 200 200 200 200  | 405 405 405 405
facilities:photo                       200 200 200 200 200 200 200 200 200  | 405 405 405 405
facilities:mismatch                    200 200 200 200 200 200 200 200 200  | 422 422 422 422
facilities:report                      404 200 404 404 404 404 404 404 404  | 405 405 405 405
facilities_office:places                in  in  in 404 404 200 404 404 200  |  in  in 404 405
facilities_office:compare               in  in  in 404 404 200 404 404 200  |  in  in 404 405
facilities_office:compare_xlsx          in  in  in 404 404 200 404 404 200  |  in  in 404 405
facilities_office:waiting               in  in  in 404 404 200 404 404 200  |  in  in 404 405
facilities_office:place                 in  in  in 404 404 200 404 404 404  |  in  in 404 405
facilities_office:help                  in  in  in 404 404 200 404 404 404  |  in  in 404 404
facilities_office:check                 in  in  in 404 404 200 404 404 404  |  in  in 404 404
facilities_office:history               in  in  in 404 404 200 404 404 404  |  in  in 404 405
facilities_office:photo                 in  in  in 404 404 200 404 404 404  |  in  in 404 405
facilities_office:plan                  in  in  in 404 404 200 404 404 404  |  in  in 404 404
facilities_office:improvement           in  in  in 404 404 200 404 404 404  |  in  in 404 405
facilities_office:progress              in  in  in 404 404 405 404 404 405  |  in  in 404 404
facilities_office:complete              in  in  in 404 404 405 404 404 405  |  in  in 404 404
facilities_office:drop                  in  in  in 404 404 405 404 404 405  |  in  in 404 404
facilities_office:report                in  in  in 404 404 200 404 404 404  |  in  in 404 405
facilities_office:set_aside             in  in  in 404 404 405 404 404 405  |  in  in 404 404
"""


def build(things: dict[str, Any], world: World, now: datetime) -> None:
    """At the registry of Bontang: a ramp with a photo that a citizen denies, a missing toilet, seats to come."""
    photo = uploaded(world.bontang_head, now=now)
    ramp = Finding("ramp", "met", photo=photo, photo_alt="Ram di pintu barat")
    looked(world.bontang_head, world.bontang, now, ramp, Finding("toilet", "not_met"))
    things["facility photo"] = photo
    things["improvement"] = planned(world.bontang_head, world.bontang, now, "waiting")
    someone = Citizen(token="warga", contact_id=None)
    things["mismatch"] = reported(someone, world.bontang, now)


def argument(things: Mapping[str, Any], name: str, parameter: str, role: str, wrong: str) -> object:
    """What stands in the address for `parameter`; the secret only for the citizen whose report it is."""
    if parameter == "pk":
        return things["mismatch" if name.split(":")[1] in {"report", "set_aside"} else "improvement"].pk
    found: dict[str, Any] = {
        "slug": things["improvement"].organisation.slug,
        "section": "special",
        "item": ITEMS.get(name, "ramp"),
        "file": things["facility photo"],
        "secret": things["mismatch"].secret if role == "citizen" else wrong,
    }
    return found[parameter]


def deeds(day: Callable[[int], str]) -> dict[str, tuple[str, Callable[[Mapping[str, Any]], dict[str, Any]]]]:
    """Each address that takes something: who may send it, and what."""
    sent: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
        "help": lambda things: {"text": "Tekan bel."},
        "check": lambda things: {"checked_on": day(0), "key": str(uuid4()), "state_ramp": "not_met"},
        "plan": lambda things: {"plan": "Bangun.", "owner": things["improvement"].owner_id, "deadline": day(9)},
        "progress": lambda things: {"percent": "30", "text": "Kursi dipesan."},
        "complete": lambda things: {"text": "Kursi terpasang."},
        "drop": lambda things: {"reason": "Ruangnya dibongkar."},
        "set_aside": lambda things: {"reason": "Bukan tentang ram."},
    }
    return {f"facilities_office:{name}": ("head", data) for name, data in sent.items()}
