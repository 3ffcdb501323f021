"""Addresses of queues in the office: counters, the information desk, planning, figures; and what joins them to cases.

The processor of Bontang sits at counter 2; rows read as in url_table.py.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from melayani.delivery.queues import actions, rules
from melayani.delivery.queues.tests import factories
from melayani.foundation.people.tests.factories import World

TABLE = """
queues_office:mine                      in  in  in  to 404 200 404 404 200  |  in  in 405 405
queues_office:open                      in  in  in 405 405 405 405 405 405  |  in  in 404 404
queues_office:caller                    in  in  in 200 404 200 404 404 404  |  in  in 405 405
queues_office:pulse                     in  in  in 200 404 200 404 404 404  |  in  in 405 405
queues_office:unmask                    in  in  in 405 405 405 405 405 405  |  in  in 404 404
queues_office:act                       in  in  in 405 405 405 405 405 405  |  in  in 404 404
queues_office:desk                      in  in  in 200 404 200 404 404 404  |  in  in 405 405
queues_office:take                      in  in  in 405 405 405 405 405 405  |  in  in 404 404
queues_office:check_in                  in  in  in 405 405 405 405 405 405  |  in  in 404 404
queues_office:paper                     in  in  in 200 404 200 404 404 404  |  in  in 405 405
queues_office:desk_act                  in  in  in 405 405 405 405 405 405  |  in  in 404 404
queues_office:statistics                in  in  in 200 404 200 404 404 404  |  in  in 405 405
queues_office:statistics_xlsx           in  in  in 200 404 200 404 404 404  |  in  in 405 405
queues_office:accuracy                  in  in  in 200 404 200 404 404 404  |  in  in 405 405
queues_office:plan                      in  in  in 404 404 200 404 404 404  |  in  in 404 404
queues_office:edit                      in  in  in 404 404 200 404 404 404  |  in  in 404 404
queues_office:address                   in  in  in 405 405 405 405 405 405  |  in  in 404 404
queues_office:plan_act                  in  in  in 405 405 405 405 405 405  |  in  in 404 404
office_file_for_ticket                  in  in  in  to 404  to 404 404 404  |  in  in 404 404
office_call_owner                       in  in  in 200 404 200 404 404 404  |  in  in 404 404
surveys:of_visit                       404 200 404 404 404 404 404 404 404  | 405 405 405 405
get_queue                              200 200 200 200 200 200 200 200 200  | 405 405 405 405
"""
API = {"get_queue": "/api/v1/queues/{unit}"}
NAMES = frozenset(line.split()[0] for line in TABLE.strip().splitlines()) - {"get_queue", "office_call_owner"}
TAKES_NOTHING = frozenset({"queues_office:open"})  # Bontang's queue is open; the module's own test opens one

Things = dict[str, Any]
POLICY = {"priority_ahead": "10", "appointment_ahead": "20", "grace": "5", "paper_mm": "58"}
# name, who may, what is sent, verb
DEEDS: tuple[tuple[str, str, Callable[[Things], dict[str, Any]], str], ...] = (
    ("queues_office:act", "processor", lambda things: {}, "duduk"),
    (
        "queues_office:unmask",
        "processor",
        lambda things: {"nomor": things["booked ticket"].number, "reason": "Memanggil menurut nama"},
        "",
    ),
    ("queues_office:take", "processor", lambda things: {"line": things["queue"].lines[0].pk}, ""),
    ("queues_office:check_in", "processor", lambda things: {"number": things["visit to come"].number}, ""),
    ("queues_office:desk_act", "processor", lambda things: {"reason": "Listrik padam"}, "hentikan"),
    ("queues_office:plan", "head", lambda things: POLICY, ""),
    ("queues_office:edit", "head", lambda things: {"letters": "Z", "minutes": "9", "is_open": "on"}, ""),
    ("queues_office:address", "head", lambda things: {}, ""),
    ("queues_office:plan_act", "head", lambda things: {}, "pintu"),
    ("office_file_for_ticket", "processor", lambda things: {"nomor": things["case of citizen"].number}, ""),
    ("office_call_owner", "processor", lambda things: {"form_key": "satu"}, ""),
)


def build(things: Things, world: World) -> None:
    """Beside the queue of url_queues: a booked visitor who is here, one who comes soon, and who sits at counter 2."""
    now = datetime.now(world.bontang.zone)
    place, soon = things["queue"], now + timedelta(minutes=10)
    here = factories.booked(place, at=soon, now=now - timedelta(days=1), number=71)
    things["booked ticket"] = actions.check_in(actor=world.bontang_counter, booking=here, way=rules.DESK, now=now)
    things["visit to come"] = factories.booked(place, at=soon, now=now - timedelta(days=1), number=72)
    actions.sit_down(actor=world.bontang_processor, counter=place.counters[1], now=now)


def argument(things: Things, name: str, parameter: str, role: str, wrong: str) -> object:
    """The object that an address is about; who has no right to the secret of a number asks with another one."""
    place = things["queue"]
    if parameter == "slug":
        return place.site.organisation.slug
    if parameter == "number":
        return things["ticket of citizen"].number
    if parameter == "secret":
        return things[f"ticket of {role}"].secret if role in ("citizen", "stranger") else wrong
    if parameter == "what":
        return "antrean"
    if parameter == "verb":
        return "duduk"
    if name == "queues_office:edit":
        return place.lines[0].pk
    return place.screen.pk if name == "queues_office:address" else place.counters[0].pk
