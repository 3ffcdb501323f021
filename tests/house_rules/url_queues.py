"""Addresses of queues that everybody may ask: screens, kiosks, doors, own numbers, boards.

A machine has no account: its address holds a secret, which `citizen` stands for here. Rows read as in url_table.py.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from melayani.delivery.queues import actions, rules
from melayani.delivery.queues.models import Ticket
from melayani.delivery.queues.tests import factories
from melayani.foundation.people.tests.factories import World

TABLE = """
queue_screen                           404 200 404 404 404 404 404 404 404  | 405 405 405 405
queue_screen_state                     404 200 404 404 404 404 404 404 404  | 405 405 405 405
queue_kiosk                            404 200 404 404 404 404 404 404 404  | 405 405 405 405
queue_kiosk_take                       405 405 405 405 405 405 405 405 405  | 404 404 404 404
queue_kiosk_check_in                   404 200 404 404 404 404 404 404 404  | 404 404 404 404
queue_kiosk_beat                       404 204 404 404 404 404 404 404 404  | 405 405 405 405
queue_kiosk_ticket                     404 200 404 404 404 404 404 404 404  | 404 404 404 404
queues:index                           200 200 200 200 200 200 200 200 200  | 405 405 405 405
queues:board                           200 200 200 200 200 200 200 200 200  | 405 405 405 405
queues:board_state                     200 200 200 200 200 200 200 200 200  | 405 405 405 405
queues:door                            404 200 404 404 404 404 404 404 404  | 404 404 404 404
queues:ticket                          404 200 404 404 404 404 404 404 404  | 405 405 405 405
queues:state                           404 200 404 404 404 404 404 404 404  | 405 405 405 405
queues:paper                           404 200 404 404 404 404 404 404 404  | 405 405 405 405
queues:leave                           404 200 404 404 404 404 404 404 404  | 404 404 404 404
queues:check_in                        404 200 404 404 404 404 404 404 404  | 404 404 404 404
"""
NAMES = frozenset(line.split()[0] for line in TABLE.strip().splitlines())
# the visit of this world is tomorrow, too early to check in, and its office has hours: the module's own tests do these
TAKES_NOTHING = frozenset({"queue_kiosk_check_in", "queue_kiosk_take", "queues:check_in", "queues:door"})

Things = dict[str, Any]
DEEDS: tuple[tuple[str, Callable[[Things], dict[str, Any]]], ...] = (
    ("queue_kiosk_ticket", lambda things: {}),
    ("queues:leave", lambda things: {}),
)


def build(things: Things, world: World) -> None:
    """The registry's queue, with a number of citizen and one of stranger."""
    now = datetime.now(world.bontang.zone)
    place = things["queue"] = factories.place(world)
    for role in ("citizen", "stranger"):
        things[f"ticket of {role}"] = _taken(place, now)


def _taken(place: factories.Place, now: datetime) -> Ticket:
    """A number given by an officer, who looks past the hours: this suite runs at night, too."""
    return actions.take_ticket(
        actor=place.world.bontang_counter,
        site=place.site,
        line=place.lines[0],
        way=rules.DESK,
        priority=False,
        now=now,
    )


def argument(things: Things, name: str, parameter: str, role: str, wrong: str) -> object:
    """The object that an address of queues is about; who has no right to a secret asks with another one."""
    place = things["queue"]
    if parameter == "slug":
        return place.site.organisation.slug
    if parameter == "number":
        return things["visit of citizen" if name == "queues:check_in" else "ticket of citizen"].number
    if parameter == "secret":
        kind = "visit" if name == "queues:check_in" else "ticket"
        return things[f"{kind} of {role}"].secret if role in ("citizen", "stranger") else wrong
    if role != "citizen":
        return wrong
    if parameter == "door":
        return place.site.door_token
    return place.screen.token if "screen" in name else place.kiosk.token
