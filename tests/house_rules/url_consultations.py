"""Addresses of public consultations: who may open which, the objects they name, and what the rightful ones do there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from melayani.foundation.documents import letterhead, render
from melayani.foundation.people.tests.factories import World
from melayani.voice.consultations import actions
from melayani.voice.consultations.models import Consultation
from melayani.voice.consultations.tests import factories

NAMES = ("consultations", "consultations_office")

# name, then GET by: visitor citizen stranger processor approver head admin ministry other,
# and after the bar POST by: visitor stranger ministry other
TABLE = """
consultations:index                    200 200 200 200 200 200 200 200 200  | 405 405 405 405
consultations:feed                     200 200 200 200 200 200 200 200 200  | 405 405 405 405
consultations:page                     200 200 200 200 200 200 200 200 200  | 405 405 405 405
consultations:contribute               200 200 200 200 200 200 200 200 200  | 422 422 422 422
consultations:follow                   200 200 200 200 200 200 200 200 200  | 422 422 422 422
consultations:invitation               404 200 404 404 404 404 404 404 404  | 404 404 404 404
consultations:leave                    200 200 200 200 200 200 200 200 200  | 200 200 200 200
consultations:own                      404 200 404 404 404 404 404 404 404  | 405 405 405 405
consultations:attend                   404 200 404 404 404 404 404 404 404  | 404 404 404 404
consultations:material                 200 200 200 200 200 200 200 200 200  | 405 405 405 405
consultations:minutes                  200 200 200 200 200 200 200 200 200  | 405 405 405 405
consultations:sheet                    404 404 404 404 404 404 404 404 404  | 405 405 405 405
consultations_office:desk               in  in  in 200 404 200 404 200 200  |  in  in 405 405
consultations_office:new                in  in  in 404 404 200 404 404 200  |  in  in 404 422
consultations_office:overview           in  in  in 200 404 200 404 200 200  |  in  in 405 405
consultations_office:register           in  in  in 200 404 200 404 200 200  |  in  in 405 405
consultations_office:case               in  in  in 200 404 200 404 200 404  |  in  in 405 405
consultations_office:change             in  in  in 404 404 200 404 404 404  |  in  in 404 404
consultations_office:topics             in  in  in 404 404 200 404 404 404  |  in  in 404 404
consultations_office:remove_topic       in  in  in 405 405 405 405 405 405  |  in  in 404 404
consultations_office:materials          in  in  in 200 404 200 404 200 404  |  in  in 404 404
consultations_office:material           in  in  in 200 404 200 404 200 404  |  in  in 405 405
consultations_office:remove_material    in  in  in 405 405 405 405 405 405  |  in  in 404 404
consultations_office:invitations        in  in  in 200 404 200 404 200 404  |  in  in 404 404
consultations_office:send               in  in  in 405 405 405 405 405 405  |  in  in 404 404
consultations_office:guest              in  in  in 405 405 405 405 405 405  |  in  in 404 404
consultations_office:attendance         in  in  in 200 404 200 404 200 404  |  in  in 404 404
consultations_office:drop_attendance    in  in  in 405 405 405 405 405 405  |  in  in 404 404
consultations_office:screen             in  in  in 200 404 200 404 404 404  |  in  in 405 405
consultations_office:contributions      in  in  in 200 404 200 404 200 404  |  in  in 404 404
consultations_office:judge              in  in  in 405 405 405 405 405 405  |  in  in 404 404
consultations_office:proposals          in  in  in 200 404 200 404 200 404  |  in  in 404 404
consultations_office:answer             in  in  in 405 405 405 405 405 405  |  in  in 404 404
consultations_office:drop_proposal      in  in  in 405 405 405 405 405 405  |  in  in 404 404
consultations_office:commitments        in  in  in 200 404 200 404 200 404  |  in  in 404 404
consultations_office:keep               in  in  in 405 405 405 405 405 405  |  in  in 404 404
consultations_office:evidence           in  in  in 200 404 200 404 200 404  |  in  in 405 405
consultations_office:record             in  in  in 200 404 200 404 200 404  |  in  in 404 404
consultations_office:sign               in  in  in 405 405 405 405 405 405  |  in  in 404 404
consultations_office:paper              in  in  in 200 404 200 404 200 404  |  in  in 405 405
consultations_office:sheet              in  in  in 200 404 200 404 404 404  |  in  in 405 405
consultations_office:announced          in  in  in 405 405 405 405 405 405  |  in  in 404 404
consultations_office:act                in  in  in 405 405 405 405 405 405  |  in  in 404 404
"""


def build(things: dict[str, Any], clients: dict[str, Client], world: World, now: datetime) -> None:
    """One with its window open, one whose meeting runs, one held, one published; guests, words, files."""
    head = world.bontang_head
    given: dict[str, Any] = {"actor": head, "now": now}
    begun = now - timedelta(days=10, hours=1)
    opened = things["fkp open"] = factories.announced(world, now)
    things["fkp topic"] = actions.add_topic(consultation=opened, kind="other", title="Parkir", **given)
    things["fkp asked"] = factories.asked(world, opened, now)
    things["fkp guest"] = factories.guest(world, opened, now, email="lain@contoh.example")
    meets = things["fkp meeting"] = factories.announced(world, begun)
    spoken: dict[str, Any] = {
        "actor": factories.CITIZEN,
        "consultation": meets,
        "contact": factories.contact(now),
        "now": begun,
    }
    things["fkp said"] = actions.contribute(said=factories.said(), once="meja", **spoken)
    things["fkp proposal"] = actions.add_proposal(consultation=meets, text="Buka Sabtu.", **given)
    came: dict[str, Any] = {"name": "Contoh Keliru", "kind": "media", "once": "keliru"}
    things["fkp came"] = actions.note_attendance(consultation=meets, **came, **given)
    things["fkp held"] = factories.held(world, now)
    things["fkp published"] = factories.published(world, now)
    things["fkp promise"] = factories.the_commitment(things["fkp published"])
    file = factories.uploaded(head, now, world)
    actions.report_progress(commitment=things["fkp promise"], text="Jadwal.", file=file, **given)
    things["fkp evidence"] = file
    for name, row in (("fkp file", opened), ("fkp paper", things["fkp published"])):
        things[name] = factories.uploaded(head, now, world)
        actions.add_material(
            consultation=row, kind="material", title="Bahan", file=things[name], is_public=True, **given
        )
    follower = actions.follow(actor=factories.CITIZEN, consultation=opened, contact=factories.contact(now), now=now)
    things["fkp follower"] = follower


_OF_MEETING = (
    "attend",
    "attendance",
    "drop_attendance",
    "drop_proposal",
    "screen",
    "judge",
    "proposals",
    "answer",
    "contributions",
)
_OF_HELD = ("sign", "commitments")
_OF_PUBLISHED = ("minutes", "sheet", "keep", "evidence", "announced")


def _row(things: dict[str, Any], name: str) -> Consultation:
    space, short = name.split(":")
    if short in _OF_HELD or name == "consultations_office:record":
        return things["fkp held"]  # type: ignore[no-any-return]
    if short in _OF_PUBLISHED or name == "consultations:material":
        return things["fkp published"]  # type: ignore[no-any-return]
    return things["fkp meeting" if short in _OF_MEETING else "fkp open"]  # type: ignore[no-any-return]


VERBS = {
    "consultations_office:guest": "hadir",
    "consultations_office:judge": "tayangkan",
    "consultations_office:keep": "kemajuan",
    "consultations_office:act": "cancel",
}


def argument(things: dict[str, Any], name: str, parameter: str, role: str, wrong: str) -> object:
    """The object that an address is about; who has no right to a secret asks with another one."""
    short = name.split(":")[1]
    if parameter == "number":
        return _row(things, name).number
    if parameter == "token":
        own = things[{"invitation": "fkp asked", "own": "fkp said"}.get(short, "fkp follower")]
        return own.token if role == "citizen" else wrong
    if parameter == "code":
        return things["fkp meeting"].code if role == "citizen" else wrong
    if parameter == "file":
        if short == "evidence":
            return things["fkp evidence"]
        return things["fkp paper" if name == "consultations:material" else "fkp file"]
    keys = {"remove_topic": "topic", "guest": "asked", "judge": "said", "answer": "proposal", "keep": "promise"}
    keys |= {"drop_proposal": "proposal", "drop_attendance": "came"}
    return things[f"fkp {keys[short]}"].pk if parameter == "pk" else VERBS[name]


def _sheet(things: dict[str, Any]) -> SimpleUploadedFile:
    row = things["fkp held"]
    values: dict[str, Any] = {
        "title": "Lembar",
        "number": "1",
        "subject": "Uji",
        "organisation": letterhead(row.organisation),
    }
    values |= {"facts": [], "sections": [], "lines": [], "is_draft": True}
    return SimpleUploadedFile("lembar.pdf", render("consultations/minutes", values), content_type="application/pdf")


def _plan(things: dict[str, Any]) -> dict[str, Any]:
    row = things["fkp open"]
    return {
        "title": "Judul lain",
        "summary": "Isi",
        "purpose": "review",
        "form": "online",
        "opens_on": row.opens_on.isoformat(),
        "closes_on": row.closes_on.isoformat(),
    }


def _signed(things: dict[str, Any]) -> dict[str, Any]:
    names = {"side_0": "unit", "name_0": "Contoh Kepala", "side_1": "users", "name_1": "Contoh Wakil"}
    day = things["fkp held"].held_on.isoformat()
    return {**names, "signed_on": day, "scan": lambda: _sheet(things)}


_SAID = {"text": "Loket tutup cepat.", "kind": "users"}
Data = Callable[[dict[str, Any]], dict[str, Any]]
# address, by whom, what is posted
DEEDS: tuple[tuple[str, str, Data], ...] = (
    ("consultations:invitation", "citizen", lambda things: {"step": "reply", "comes": "ya"}),
    ("consultations:attend", "citizen", lambda things: {"name": "Contoh Hadir", "kind": "users"}),
    ("consultations_office:change", "head", _plan),
    ("consultations_office:topics", "head", lambda things: {"kind": "other", "title": "Toilet"}),
    ("consultations_office:remove_topic", "head", lambda things: {}),
    (
        "consultations_office:materials",
        "processor",
        lambda things: {"kind": "material", "title": "Bahan", "file": lambda: _sheet(things)},
    ),
    ("consultations_office:remove_material", "processor", lambda things: {}),
    (
        "consultations_office:invitations",
        "processor",
        lambda things: {"kind": "media", "name": "Contoh Kabar", "on_paper": "on"},
    ),
    ("consultations_office:send", "processor", lambda things: {}),
    ("consultations_office:guest", "processor", lambda things: {}),
    ("consultations_office:contributions", "processor", lambda things: {**_SAID, "once": "ketik"}),
    (
        "consultations_office:attendance",
        "processor",
        lambda things: {"name": "Contoh Hadir", "kind": "cso", "once": "kertas"},
    ),
    (
        "consultations_office:commitments",
        "processor",
        lambda things: {
            "action": "Cat ulang",
            "responsible": "Sekretaris",
            "due": things["fkp promise"].due.isoformat(),
        },
    ),
    ("consultations_office:judge", "processor", lambda things: {"text": "Tayang."}),
    ("consultations_office:proposals", "processor", lambda things: {"text": "Usul lain."}),
    ("consultations_office:answer", "processor", lambda things: {"answer": "accepted"}),
    ("consultations_office:keep", "processor", lambda things: {"text": "Maju."}),
    ("consultations_office:drop_attendance", "processor", lambda things: {}),
    ("consultations_office:drop_proposal", "processor", lambda things: {}),
    ("consultations_office:sign", "head", _signed),
    (
        "consultations_office:announced",
        "processor",
        lambda things: {"medium": "Kabar", "evidence": "Hal. 3", "published_on": _day(things)},
    ),
    ("consultations_office:record", "processor", lambda things: {"summary": "Dibahas tertib sekali."}),
    ("consultations_office:act", "head", lambda things: {"reason": "Gedung banjir."}),
)


def _day(things: dict[str, Any]) -> str:
    return str(things["fkp published"].held_on.isoformat())
