"""Addresses of standards and pledges: who may open which, the objects they name, and what the rightful do there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from melayani.delivery.catalogue import actions
from melayani.delivery.catalogue.tests.factories import on_paper, pledge, published_service
from melayani.foundation.attachments.actions import store
from melayani.foundation.attachments.tests.factories import photo, upload
from melayani.foundation.people.tests.factories import World

NAMES = ("standards_office", "portal:standard_history", "portal:standard_sheet", "portal:pledge", "portal:pledge_sheet")
# columns as in url_table
TABLE = """
standards_office:services               in  in  in 404 404 200 200 200 200  |  in  in 405 405
standards_office:new_service            in  in  in 404 404 200 200 404 200  |  in  in 404 422
standards_office:coverage               in  in  in 404 404 200 200 200 200  |  in  in 405 405
standards_office:gaps                   in  in  in 404 404 200 200 200 200  |  in  in 405 405
standards_office:gaps_sheet             in  in  in 404 404 200 200 200 200  |  in  in 405 405
standards_office:pledges                in  in  in 404 404 200 200 200 200  |  in  in 405 405
standards_office:pledge                 in  in  in 404 404 200 200 200 404  |  in  in 404 404
standards_office:withdraw_pledge        in  in  in 404 404 405 405 404 405  |  in  in 404 404
standards_office:service                in  in  in 404 404 200 200 200 404  |  in  in 405 405
standards_office:draft                  in  in  in 404 404 405 405 404 405  |  in  in 404 404
standards_office:version                in  in  in 404 404 200 200 200 404  |  in  in 405 405
standards_office:edit                   in  in  in 404 404 200 200 404 404  |  in  in 404 404
standards_office:compare                in  in  in 404 404 200 200 200 404  |  in  in 405 405
standards_office:printed                in  in  in 404 404 200 200 200 404  |  in  in 405 405
standards_office:evidence               in  in  in 404 404 200 200 200 404  |  in  in 405 405
standards_office:act                    in  in  in 404 404 405 405 404 405  |  in  in 404 404
portal:standard_history                200 200 200 200 200 200 200 200 200  | 405 405 405 405
portal:standard_sheet                  200 200 200 200 200 200 200 200 200  | 405 405 405 405
portal:pledge                          200 200 200 200 200 200 200 200 200  | 405 405 405 405
portal:pledge_sheet                    200 200 200 200 200 200 200 200 200  | 405 405 405 405
"""
STATEMENTS = {"promise": "Kami sanggup.", "duty": "Kami wajib.", "sanction": "Kami menerima sanksi."}


def build(things: dict[str, Any], world: World, now: datetime) -> None:
    """A service whose second version is a draft with a paper, a service without a draft, and a pledge in Bontang."""
    head = world.bontang_head
    service = published_service(world.bontang, title="Kartu identitas anak")
    draft = on_paper(actions.draft_new_version(service=service, actor=head, now=now), head, now)
    actions.move(standard=draft, action="consult", actor=head, now=now)
    paper = store(upload=upload(photo()), actor=head, now=now).pk
    day = now.astimezone(world.bontang.zone).date()
    actions.record_discussion(
        standard=draft, kind="other", held_on=day, words="Dibahas.", file=paper, actor=head, now=now
    )
    things["standard draft"] = actions.move(standard=draft, action="redraft", actor=head, now=now)
    things["standard paper"] = paper
    things["standard in force"] = published_service(world.bontang, title="Surat pindah")
    things["pledge"] = pledge(world.bontang, head, now)


def argument(things: Mapping[str, Any], name: str, parameter: str) -> object:
    """What stands in the address for `parameter`."""
    page = name.split(":")[1]
    if parameter == "slug" and "pledge" in page:
        return things["pledge"].organisation.slug
    if parameter == "slug" and page in ("draft", "standard_history", "standard_sheet"):
        return things["standard in force"].slug
    draft = things["standard draft"]
    return {
        "slug": draft.service.slug,
        "number": draft.version,
        "file": things["standard paper"],
        "verb": "anggota",
    }[parameter]


def _signing(things: Mapping[str, Any]) -> dict[str, str]:
    day = things["pledge"].signed_on.isoformat()
    return {**STATEMENTS, "signer_name": "Contoh Ani", "signer_post": "Kepala", "place": "Bontang", "signed_on": day}


# each address that takes something: what the head sends, and the verb where there is one
DEEDS: tuple[tuple[str, Callable[[Mapping[str, Any]], dict[str, str]], str], ...] = (
    ("standards_office:draft", lambda things: {}, ""),
    (
        "standards_office:edit",
        lambda things: {"revision": str(things["standard draft"].revision), "facilities-text": "Kursi"},
        "",
    ),
    ("standards_office:act", lambda things: {"name": "Contoh Ani", "function": "front"}, "anggota"),
    ("standards_office:pledge", _signing, ""),
    ("standards_office:withdraw_pledge", lambda things: {"reason": "Kepala berganti."}, ""),
)
