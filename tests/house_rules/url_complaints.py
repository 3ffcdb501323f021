"""The complaints that the table's addresses name: all about Bontang's registry, in the states the deeds need."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.test import Client

from melayani.delivery.applications.tests.factories import uploaded
from melayani.foundation.people import Citizen
from melayani.foundation.people.tests.factories import World
from melayani.voice.complaints import actions, steps
from melayani.voice.complaints.models import Complaint
from melayani.voice.complaints.tests import factories, working

NAMES = ("complaints",)
FILES_GIVER = Citizen(token="sesi-berkas")
_ASKED, _ANSWERED, _SHOWN, _OWN = "complaint asked", "complaint answered", "complaint shown", "complaint of citizen"
_NUMBERS = {
    "complete": _ASKED,
    "confirm": _ANSWERED,
    "contest": _ANSWERED,
    "ombudsman": _ANSWERED,
    "public_case": _SHOWN,
    "join": _SHOWN,
}


def build(things: dict[str, Any], clients: dict[str, Client], world: World, now: datetime) -> None:
    """Own cases of citizen and stranger, one that is asked about, one answered, one public; drafts of both."""
    town = factories.town(world)
    for role in ("citizen", "stranger"):
        answer = clients[role].post("/pengaduan/buat/")
        things[f"complaint draft of {role}"] = answer["Location"].split("/")[3]
        things[f"complaint of {role}"] = _filed(town, now, f"Milik {role}.", files=role == "citizen", things=things)
    asked = working.verified(town, now=now, email="tanya@contoh.id", text=f"{factories.STORY} Tanya.")
    things[_ASKED] = actions.request_completion(
        actor=town.registry_liaison, complaint=asked, question="Pukul berapa?", now=now + working.HOUR * 2
    )
    things[_ANSWERED] = working.answered(town, now=now, email="jawab@contoh.id", text=f"{factories.STORY} Jawab.")
    things[_SHOWN] = working.published(town, now=now, email="tayang@contoh.id", text=f"{factories.STORY} Tayang.")


def _filed(town: factories.Town, now: datetime, more: str, *, files: bool, things: dict[str, Any]) -> Complaint:
    row = factories.filed(town, now=now, email=f"{more[6:-1]}@contoh.id", text=f"{factories.STORY} {more}")
    if files:
        things["complaint file"] = uploaded(FILES_GIVER, now=now)
        actions.reply(
            actor=FILES_GIVER,
            complaint=row,
            secret=row.secret,
            text="Ini fotonya.",
            files=[things["complaint file"]],
            now=now,
        )
    return row


def argument(things: dict[str, Any], name: str, parameter: str, role: str, wrong: str) -> object:
    """The object that an address of complaints is about; who has no right to a secret asks with another one."""
    about = _NUMBERS.get(name.split(":")[1], _OWN)
    if parameter == "secret":
        own = {"citizen": about, "stranger": "complaint of stranger"}.get(role)
        return things[own].secret if own else wrong
    found: dict[str, object] = {
        "number": things[about].number,
        "draft_id": things["complaint draft of citizen"],
        "step": steps.STORY,
        "file_id": things["complaint file"],
    }
    return found.get(parameter)
