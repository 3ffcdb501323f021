"""What the addresses of training name, who may open them, and what the rightful send."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from melayani.foundation.people.tests.factories import World
from melayani.oversight.training import actions, lists
from melayani.oversight.training.rules import presence
from melayani.oversight.training.tests import factories

NAMES = ("training", "training_office")
# columns as in url_table
TABLE = """
training_office:events                  in  in  in 200 200 200 200 200 200  |  in  in 405 405
training_office:new                     in  in  in 404 404 200 404 200 200  |  in  in 422 422
training_office:event                   in  in  in 200 404 200 404 404 404  |  in  in 405 405
training_office:change                  in  in  in 404 404 200 404 404 404  |  in  in 404 404
training_office:cancel                  in  in  in 404 404 405 404 405 405  |  in  in 404 404
training_office:add_session             in  in  in 404 404 200 404 404 404  |  in  in 404 404
training_office:change_session          in  in  in 404 404 200 404 404 404  |  in  in 404 404
training_office:session                 in  in  in 200 404 200 404 404 404  |  in  in 405 405
training_office:invite                  in  in  in 404 404 200 404 404 404  |  in  in 404 404
training_office:join                    in  in  in 200 200 200 200 200 200  |  in  in 422 422
training_office:code                    in  in  in 200 404 200 404 404 404  |  in  in 405 405
training_office:scan                    in  in  in 200 404 200 404 404 404  |  in  in 404 404
training_office:host                    in  in  in 405 404 405 404 405 405  |  in  in 404 404
training_office:questions               in  in  in 404 404 200 404 404 404  |  in  in 404 404
training_office:material                in  in  in 404 404 200 404 404 404  |  in  in 404 404
training_office:remove_material         in  in  in 404 404 405 404 405 405  |  in  in 404 404
training_office:give_task               in  in  in 404 404 200 404 404 404  |  in  in 404 404
training_office:figures                 in  in  in 404 404 200 404 404 404  |  in  in 405 405
training_office:figures_xlsx            in  in  in 404 404 200 404 404 404  |  in  in 405 405
training_office:act                     in  in  in 404 404 405 404 405 405  |  in  in 404 404
training_office:registration            in  in  in 200 404 200 404 404 404  |  in  in 405 405
training_office:unmask                  in  in  in 405 404 405 404 405 405  |  in  in 404 404
training_office:act_on_person           in  in  in 405 404 405 404 405 405  |  in  in 404 404
training_office:invitation              in  in  in 404 404 200 404 404 404  |  in  in 404 404
training_office:decline                 in  in  in 404 404 405 404 404 405  |  in  in 404 404
training_office:task                    in  in  in 404 404 200 404 404 404  |  in  in 405 405
training_office:finish_task             in  in  in 404 404 405 404 405 405  |  in  in 404 404
training:index                         200 200 200 200 200 200 200 200 200  | 405 405 405 405
training:feed                          200 200 200 200 200 200 200 200 200  | 405 405 405 405
training:event                         200 200 200 200 200 200 200 200 200  | 405 405 405 405
training:calendar                      200 200 200 200 200 200 200 200 200  | 405 405 405 405
training:material                       to  to  to  to  to  to  to  to  to  | 405 405 405 405
training:register                      200 200 200 200 200 200 200 200 200  | 422 422 422 422
training:invitation                    404 200 404 404 404 404 404 404 404  | 404 404 404 404
training:decline                       405 405 405 405 405 405 405 405 405  | 404 404 404 404
training:mine                          404 200 404 404 404 404 404 404 404  | 405 405 405 405
training:own_calendar                  404 200 404 404 404 404 404 404 404  | 405 405 405 405
training:own_material                  404  to 404 404 404 404 404 404 404  | 405 405 405 405
training:certificate                   404 404 404 404 404 404 404 404 404  | 405 405 405 405
training:withdraw                      404 200 404 404 404 404 404 404 404  | 404 404 404 404
training:present                       405 405 405 405 405 405 405 405 405  | 404 404 404 404
training:room                          405 405 405 405 405 405 405 405 405  | 404 404 404 404
training:test                          404 200 404 404 404 404 404 404 404  | 404 404 404 404
training:feedback                      404 200 404 404 404 404 404 404 404  | 404 404 404 404
"""
# Refused to strangers, and what the rightful can do with them needs another moment or server: the module's tests do it.
TAKES_NOTHING = {"training:room", "training_office:host"}


OFFICE_DEEDS = (
    "change",
    "cancel",
    "add_session",
    "change_session",
    "invite",
    "scan",
    "material",
    "remove_material",
    "questions",
    "give_task",
    "unmask",
    "decline",
    "invitation",
    "finish_task",
)
OWN_DEEDS = ("invitation", "decline", "withdraw", "present", "test", "feedback")


def build(things: dict[str, Any], world: World, now: datetime) -> None:
    """Today's event of the registry of Bontang with somebody who is there, and one ahead that invites the registry."""
    today = factories.open_session(world.bontang, now=now - timedelta(days=7, hours=1))  # it began an hour ago
    things["training session"] = today
    event = today.event
    things["training registration"] = factories.registered(today, now=now - timedelta(days=1))
    given: dict[str, Any] = {"actor": world.bontang_head, "event": event, "now": now}
    actions.save_questions(asked=factories.QUESTIONS, **given)
    things["training material"] = actions.add_material(
        title="Rekaman", url="https://contoh.id/rekaman", public=True, **given
    )
    day = now.astimezone(world.bontang.zone).date() + timedelta(days=9)
    things["training task"] = actions.give_task(organisation=world.bontang, text="Perbarui", due_on=day, **given)
    ahead = factories.open_session(world.bontang, now=now, event={"title": "Rapat yang mengundang"})
    things["training ahead"] = ahead
    things["training invitation"] = actions.invite_units(
        actor=world.bontang_head, session=ahead, organisations=[world.bontang], office="other", people=2, now=now
    )[0]


def argument(things: Mapping[str, Any], name: str, parameter: str, role: str, wrong: str) -> object:
    """What stands in the address for `parameter`; who has no right to a secret asks with another one."""
    page = name.split(":")[1]
    if parameter in ("secret", "token"):
        kind = "training invitation" if page in ("invitation", "decline") else "training registration"
        return things[kind].secret if role == "citizen" else wrong
    if parameter == "pk":
        found = {"task": "training task", "finish_task": "training task", "invitation": "training invitation"}
        found |= {"decline": "training invitation"}
        return things[found.get(page, "training material")].pk
    ahead = page in ("register", "join", "invite", "change_session", "act", "cancel")
    session = things["training ahead" if ahead else "training session"]
    return {
        "slug": session.event.slug,
        "number": session.number,
        "key": things["training registration"].key,
        "moment": "akhir",
        "verb": "hadir",
    }[parameter]


def deeds(things: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What is posted, by name of address."""
    now = timezone.now()
    soon = (now + timedelta(days=12)).date().isoformat()
    running = things["training session"]
    registry = running.event.organisation
    event = {"title": "Acara lain", "kind": "workshop", "parts_percent": "100", "post_score": "0"}
    session = {
        "starts_at": f"{soon}T09:00",
        "ends_at": f"{soon}T12:00",
        "capacity": "9",
        "parts": "1",
        "room_kind": "none",
    }
    sent = {"name": "Contoh Budi", "position": "Analis", "email": "budi@contoh.id"}
    liked = dict.fromkeys(("material", "speaker", "organisation", "room"), "4")
    code = presence.code_at(running.code_secret, now, seconds=lists.limit("code_seconds"))
    return {
        "training_office:change": event,
        "training_office:cancel": {"reason": "Banjir"},
        "training_office:add_session": session,
        "training_office:change_session": session,
        "training_office:invite": {"office": "other", "people": "1", "units": str(things["mall"].pk)},
        "training_office:scan": {"code": things["training registration"].secret, "key": "kunci"},
        "training_office:material": {"title": "Tautan", "url": "https://contoh.id/lain"},
        "training_office:questions": {"questions": "Satu?\n* ya\ntidak"},
        "training_office:give_task": {"unit": registry.slug, "text": "Lapor", "due_on": soon},
        "training_office:unmask": {"field": "name", "reason": "Mencetak tanda nama"},
        "training_office:decline": {"reason": "Sibuk"},
        "training_office:invitation": sent,
        "training_office:finish_task": {"result": "Sudah"},
        "training:invitation": sent,
        "training:decline": {"reason": "Sibuk"},
        "training:present": {"code": code},
        "training:test": {"q1": "1", "q2": "0"},
        "training:feedback": {**liked, "text": ""},
    }


# name, who may, the verb of the address
DEEDS = (
    *((f"training_office:{page}", "head", "") for page in OFFICE_DEEDS),
    ("training_office:act", "head", "tutup"),
    ("training_office:act_on_person", "processor", "hadir"),
    *((f"training:{page}", "citizen", "") for page in OWN_DEEDS),
)
