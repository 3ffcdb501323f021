"""Addresses of what a citizen writes on a case, a booking or a ticket; files and answers of the last two.

Rows read as in url_table.py.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from melayani.delivery.applications.tests.factories import uploaded
from melayani.delivery.appointments import actions as visits
from melayani.delivery.appointments.tests.factories import booked
from melayani.delivery.queues import actions as tickets
from melayani.foundation.people import Citizen
from melayani.foundation.people.tests.factories import World

TABLE = """
applications:ask_erasure               404  to 404 404 404 404 404 404 404  | 404 404 404 404
applications:write                     404  to 404 404 404 404 404 404 404  | 404 404 404 404
appointments:write                     404  to 404 404 404 404 404 404 404  | 404 404 404 404
disclosure:write                       404  to 404 404 404 404 404 404 404  | 404 404 404 404
appointments:letter_file               404 200 404 404 404 404 404 404 404  | 405 405 405 405
appointments_office:letter_file         in  in  in 200 404 200 404 404 404  |  in  in 405 405
appointments_office:erase               in  in  in 405 405 405 405 405 405  |  in  in 404 404
appointments_office:settle              in  in  in 405 405 405 405 405 405  |  in  in 404 404
queues:letter_file                     404 200 404 404 404 404 404 404 404  | 405 405 405 405
queues_office:letter_file               in  in  in 200 404 200 404 404 404  |  in  in 405 405
"""
NAMES = frozenset(line.split()[0] for line in TABLE.strip().splitlines())

KINDS = {"applications": "case", "appointments": "visit", "disclosure": "information", "queues": "ticket"}

Things = dict[str, Any]


def build(things: Things, world: World) -> None:
    """A letter with a photo on the visit and on the number of citizen; a visit that is over."""
    now, citizen = datetime.now(world.bontang.zone), Citizen(token="surat")
    visit, ticket = things["visit of citizen"], things["ticket of citizen"]
    things["visit letter"], things["ticket letter"] = uploaded(citizen, now=now), uploaded(citizen, now=now)
    given: dict[str, Any] = {"actor": citizen, "text": "Saya datang bersama ibu.", "now": now}
    visits.write(booking=visit, secret=visit.secret, files=[things["visit letter"]], **given)
    over = things["visit over"] = booked(world, things["visited"], things["slots"][1], now=now, number=5)
    visits.cancel(actor=world.bontang_counter, booking=over, now=now)
    tickets.write(ticket=ticket, secret=ticket.secret, files=[things["ticket letter"]], **given)


def argument(things: Things, name: str, parameter: str, role: str, wrong: str) -> object:
    """The object that an address is about; who has no right to the secret asks with another one."""
    if name == "appointments_office:erase":
        return things["visit over"].number
    kind = KINDS[name.split(":")[0].removesuffix("_office")]
    if parameter == "number":
        return things[f"{kind} of citizen"].number
    if parameter == "secret":
        return things[f"{kind} of {role}"].secret if role in ("citizen", "stranger") else wrong
    return things["queue"].site.organisation.slug if parameter == "slug" else things[f"{kind} letter"]


def deeds() -> dict[str, tuple[str, dict[str, str]]]:
    """Each address that takes something: who may send it, and what."""
    words = ("citizen", {"text": "Bolehkah ibu saya yang datang?"})
    return {
        "appointments_office:erase": ("head", {"reason": "Diminta tamu sendiri di loket.", "sure": "on"}),
        "appointments_office:settle": ("processor", {"answer": "Baik, kami tunggu."}),
        "applications:write": words,
        "applications:withdraw": ("citizen", {}),
        "appointments:write": words,
        "disclosure:write": words,
    }
