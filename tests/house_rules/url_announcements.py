"""Addresses of announcements: who may open which, the objects they name, and what the rightful ones do there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.test import Client

from melayani.delivery.announcements import access, actions
from melayani.delivery.announcements.tests import factories
from melayani.delivery.applications.tests.factories import photo as paper
from melayani.foundation.attachments.actions import store
from melayani.foundation.attachments.tests.factories import photo, upload
from melayani.foundation.people import Role
from melayani.foundation.people.tests.factories import World, officer, signed_in

NAMES = ("announcements", "announcements_office")
# columns as in url_table
TABLE = """
announcements:index                    200 200 200 200 200 200 200 200 200  | 405 405 405 405
announcements:feed                     200 200 200 200 200 200 200 200 200  | 405 405 405 405
announcements:calendar                 200 200 200 200 200 200 200 200 200  | 405 405 405 405
announcements:office_feed              200 200 200 200 200 200 200 200 200  | 405 405 405 405
announcements:office_calendar          200 200 200 200 200 200 200 200 200  | 405 405 405 405
announcements:follow                   200 200 200 200 200 200 200 200 200  | 422 422 422 422
announcements:leave                    404 200 404 404 404 404 404 404 404  | 404 404 404 404
announcements:page                     200 200 200 200 200 200 200 200 200  | 405 405 405 405
announcements:card                     200 200 200 200 200 200 200 200 200  | 405 405 405 405
list_announcements                     200 200 200 200 200 200 200 200 200  | 405 405 405 405
announcements_office:list               in  in  in 404 404 200 200 200 200  |  in  in 405 405
announcements_office:choose             in  in  in 404 404 200 200 404  to  |  in  in 404 422
announcements_office:new                in  in  in 404 404 200 200 404 404  |  in  in 404 404
announcements_office:record             in  in  in 404 404 200 200 200 404  |  in  in 405 405
announcements_office:edit               in  in  in 404 404 200 200 404 404  |  in  in 404 404
announcements_office:card               in  in  in 404 404 200 200 200 404  |  in  in 405 405
announcements_office:check              in  in  in 404 404 405 405 404 405  |  in  in 404 404
announcements_office:publish            in  in  in 404 404 200 200 404 404  |  in  in 404 404
announcements_office:extend             in  in  in 404 404 405 405 404 405  |  in  in 404 404
announcements_office:withdraw           in  in  in 404 404 405 405 404 405  |  in  in 404 404
announcements_office:stop               in  in  in 404 404 405 405 404 405  |  in  in 404 404
announcements_office:resume             in  in  in 404 404 405 405 404 405  |  in  in 404 404
announcements_office:media              in  in  in 404 404 200 200 404 404  |  in  in 404 404
announcements_office:file               in  in  in 404 404 200 200 200 404  |  in  in 405 405
"""
API = {"list_announcements": "/api/v1/announcements"}
OF_DRAFT = ("edit", "check", "publish")


def build(things: dict[str, Any], clients: dict[str, Client], world: World, now: datetime) -> None:
    """A draft; one that is being sent, with a record of media; one whose sending was stopped; a follower."""
    unit, head = world.bontang, world.bontang_head
    things["follower"] = factories.follower(unit, now=now)
    things["announcement draft"] = factories.draft(unit, now=now, valid_until=None)
    row = things["announcement"] = factories.published(unit, now=now, valid_until=None)
    file = things["announcement file"] = store(upload=upload(photo(), "papan.jpg"), actor=head, now=now)
    actions.make_known(
        actor=head, announcement=row, medium="board", place="Papan kelurahan", at=now, files=[file.pk], now=now
    )
    stopped = things["announcement stopped"] = factories.published(unit, now=now, valid_until=None)
    actions.stop_telling(actor=head, announcement=stopped, now=now)
    clients["bureau of Bontang"] = signed_in(Client(), officer(Role.BUREAU, world.bontang_city, name="Biro membaca"))


def argument(things: Mapping[str, Any], name: str, parameter: str, role: str, wrong: str) -> object:
    """What stands in the address for `parameter`; who has no right to a secret asks with another one."""
    short = name.split(":")[1]
    follower = things["follower"]
    if parameter == "token":
        return access.leave_token(follower.contact_id, follower.pk) if role == "citizen" else wrong
    if parameter == "file":
        return things["announcement file"].pk
    fixed = {"shape": "lebar", "what": "kantor", "key": follower.unit.slug, "office": follower.unit.slug}
    if parameter in fixed:
        return fixed[parameter]
    if short in ("office_feed", "office_calendar"):
        return follower.unit.slug
    if short in OF_DRAFT:
        return things["announcement draft"].slug
    return things["announcement stopped" if short == "resume" else "announcement"].slug


def deeds(day: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Each address that takes something: who may send it, and what."""
    begin = f"{day}T08:00"
    written = {
        "kind": "outage",
        "severity": "note",
        "title": "Jaringan terganggu",
        "text": "Perekaman tertunda sampai jaringan pulih.",
        "audience": "unit",
        "valid_from": begin,
    }
    return {
        "announcements:leave": ("citizen", {}),
        "announcements_office:new": ("head", written),
        "announcements_office:edit": ("head", written),
        "announcements_office:check": ("head", {}),
        "announcements_office:publish": ("head", {}),
        "announcements_office:extend": ("head", {}),
        "announcements_office:withdraw": ("head", {"reason": "Batal"}),
        "announcements_office:stop": ("head", {}),
        "announcements_office:resume": ("head", {}),
        "announcements_office:media": (
            "head",
            {"medium": "radio", "place": "RRI", "at": "2026-01-05T08:00", "papers": paper},
        ),
    }
