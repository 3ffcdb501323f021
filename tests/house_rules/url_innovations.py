"""Addresses of innovations: who may open which, the objects they name, and what the rightful ones do there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.test import Client

from melayani.delivery.applications.tests.factories import photo as paper
from melayani.foundation.attachments.actions import store
from melayani.foundation.attachments.tests.factories import photo, upload
from melayani.foundation.people import Role
from melayani.foundation.people.tests.factories import World, officer, signed_in
from melayani.oversight.innovations import actions
from melayani.oversight.innovations.actions.copying import Takeover
from melayani.oversight.innovations.tests import factories

NAMES = ("innovations", "innovations_office")
# columns as in url_table
TABLE = """
innovations:library                    200 200 200 200 200 200 200 200 200  | 405 405 405 405
innovations:innovation                 200 200 200 200 200 200 200 200 200  | 405 405 405 405
innovations:evidence                   200 200 200 200 200 200 200 200 200  | 405 405 405 405
innovations_office:list                 in  in  in 404 404 200 404 200 200  |  in  in 405 405
innovations_office:start                in  in  in 404 404 200 404 404 200  |  in  in 404 422
innovations_office:overview             in  in  in 404 404 200 404 200 200  |  in  in 405 405
innovations_office:sheet                in  in  in 404 404 200 404 200 200  |  in  in 405 405
innovations_office:record               in  in  in 404 404 200 404 200 404  |  in  in 405 405
innovations_office:describe             in  in  in 404 404 200 404 404 404  |  in  in 404 404
innovations_office:figures              in  in  in 404 404 200 404 404 404  |  in  in 404 404
innovations_office:evidence             in  in  in 404 404 200 404 404 404  |  in  in 404 404
innovations_office:file                 in  in  in 404 404 200 404 200 404  |  in  in 405 405
innovations_office:remove_file          in  in  in 404 404 405 404 404 405  |  in  in 404 404
innovations_office:contest              in  in  in 404 404 200 404 404 404  |  in  in 404 404
innovations_office:submit               in  in  in 404 404 405 404 404 405  |  in  in 404 404
innovations_office:send_back            in  in  in 404 404 404 404 404 405  |  in  in 404 404
innovations_office:publish              in  in  in 404 404 404 404 404 405  |  in  in 404 404
innovations_office:withdraw             in  in  in 404 404 405 404 404 405  |  in  in 404 404
innovations_office:look                 in  in  in 404 404 200 404 404 404  |  in  in 404 404
innovations_office:replicate            in  in  in 404 404 200 404 404 200  |  in  in 404 422
innovations_office:outside              in  in  in 404 404 200 404 404 404  |  in  in 404 404
innovations_office:confirm              in  in  in 404 404 405 404 404 405  |  in  in 404 404
innovations_office:decline              in  in  in 404 404 405 404 404 405  |  in  in 404 404
"""
STATES = {"submit": "described", "send_back": "sent", "publish": "sent"}


def build(things: dict[str, Any], clients: dict[str, Client], world: World, now: datetime) -> None:
    """One innovation in the library with a file and a copy that awaits its word, one described, one sent."""
    unit, head = world.bontang, world.bontang_head
    row = things["innovation"] = factories.published(unit, now=now)
    file = store(upload=upload(photo(), "rute.jpg"), actor=head, now=now)
    actions.add_evidence(actor=head, innovation=row, file=file.pk, title="Rute", now=now)
    things["innovation file"] = file
    actions.replicate(
        actor=world.bengkalis_head, original=row, organisation=world.bengkalis, takeover=Takeover(), now=now
    )
    things["replication"] = row.replications.get()
    things["described innovation"] = factories.described(unit, now=now, title="Belum terkirim")
    things["sent innovation"] = factories.submitted(unit, now=now, title="Terkirim")
    clients["bureau"] = signed_in(Client(), officer(Role.BUREAU, world.bontang_city, name="Biro Bontang"))


def argument(things: Mapping[str, Any], name: str, parameter: str) -> object:
    """What stands in the address for `parameter`."""
    if parameter == "file":
        return things["innovation file"].pk
    if parameter == "pk":
        return things["replication"].pk
    state = STATES.get(name.split(":")[1])
    return things[f"{state} innovation" if state else "innovation"].slug


def deeds(day: str, world_slug: str = "disdukcapil-bontang") -> dict[str, tuple[str, dict[str, Any]]]:
    """Each address that takes something: who may send it, and what."""
    title = factories.TITLE
    figures = {"form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"}
    seen = {"found": "running", "checked_on": day, "owner": "Bidang", "evidence": "Buku antar"}
    contest = {"contest": "KIPP", "year": str(date.fromisoformat(day).year), "result": "entered"}
    return {
        "innovations_office:start": ("head", {"title": "Baru", "organisation": world_slug}),
        "innovations_office:describe": ("head", {"title": title, "phase": "creation"}),
        "innovations_office:figures": ("head", figures),
        "innovations_office:evidence": ("head", {"title": "Rute", "paper": paper}),
        "innovations_office:remove_file": ("head", {}),
        "innovations_office:contest": ("head", contest),
        "innovations_office:submit": ("head", {}),
        "innovations_office:send_back": ("bureau", {"reason": "Lengkapi"}),
        "innovations_office:publish": ("bureau", {}),
        "innovations_office:withdraw": ("head", {"reason": "Batal"}),
        "innovations_office:look": ("head", seen),
        "innovations_office:outside": ("head", {"place": "Kabupaten Contoh"}),
        "innovations_office:confirm": ("head", {}),
        "innovations_office:decline": ("head", {"reason": "Bukan"}),
    }
