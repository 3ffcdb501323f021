"""The objects of public information that the table's addresses name: all of Bontang's, in the states the deeds need."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from melayani.foundation.documents.models import Document
from melayani.foundation.people.tests.factories import World, signed_in
from melayani.voice.disclosure import actions, rules
from melayani.voice.disclosure.tests import factories

NAMES = ("disclosure", "disclosure_office")


def build(things: dict[str, Any], clients: dict[str, Client], world: World, now: datetime) -> None:
    """Requests, an objection answered and one that waits, entries, exclusions, a report; one officer more, `ppid`."""
    desk = factories.desk_of(world)
    clients["ppid"] = signed_in(Client(), desk.ppid)
    slug = world.bontang.slug
    for role in ("citizen", "stranger"):
        answer = clients[role].post(f"/informasi-publik/ajukan/{slug}/")
        things[f"information draft of {role}"] = answer["Location"].split("/")[3]
    files = factories.redacted_files(desk, now=now)
    own = factories.delivered(desk, factories.PARTLY, now=now, files=files, draft=_draft(desk, now, "satu"))
    things["information of citizen"] = own
    things["information of stranger"] = factories.filed(desk, now=now, draft=_draft(desk, now, "dua"))
    things["information answered"] = factories.answered(desk, now=now, objection=_objection(desk, own, now))
    things["information new"] = factories.at_the_desk(desk, now=now)
    things["information taken"] = factories.taken(desk, now=now, draft=_draft(desk, now, "tiga"))
    other = factories.decided(desk, factories.NOT_HELD, now=now, draft=_draft(desk, now, "empat"))
    things["information open"] = factories.decided(desk, factories.NOT_HELD, now=now, draft=_draft(desk, now, "lima"))
    things["information lodged"] = _objection(desk, other, now, ground="d")
    things["information letter"] = Document.objects.about(own.reference.kind, own.number).order_by("pk")[0].number
    things["information file"] = own.files.get(kind="delivered").attachment_id
    _books(things, desk, now)


def _draft(desk: factories.Desk, now: datetime, token: str) -> Any:
    return factories.draft_of(desk, now=now, token=token)


def _objection(desk: factories.Desk, row: Any, now: datetime, *, ground: str = "a") -> Any:
    lodged = rules.Lodged((ground,), "Angka saja cukup.")
    return actions.object_to(
        actor=factories.citizen(), request=row, lodged=lodged, secret=row.secret, now=now + timedelta(days=3)
    )


def _books(things: dict[str, Any], desk: factories.Desk, now: datetime) -> None:
    picture = factories.uploaded(desk.ppid, now=now)
    unit = desk.world.bontang
    entry = actions.add_information(
        actor=desk.ppid, organisation=unit, entry=factories.entry(), files=[(picture, "Laporan")], now=now
    )
    things["entry"] = actions.publish_information(actor=desk.ppid, information=entry, now=now)
    things["entry file"] = picture
    things["entry draft"] = actions.add_information(
        actor=desk.ppid, organisation=unit, entry=factories.entry(title="Konsep"), now=now
    )
    tested = factories.proposed(desk, now=now, content="Belum ditetapkan")
    actions.record_test(actor=desk.ppid, exclusion=tested, tested=factories.examined(now.date()), now=now)
    things["exclusion"] = tested
    texts = {"recommendations": "Tambah petugas."}
    year = things["information year"] = now.year - 1
    actions.save_report(actor=desk.ppid, organisation=unit, year=year, texts=texts, now=now)


def secret(things: dict[str, Any], role: str, wrong: str) -> str:
    """The secret with which a role asks."""
    own = {"citizen": "information of citizen", "stranger": "information of stranger"}.get(role)
    return str(things[own].secret) if own else wrong


Find = Callable[[dict[str, Any]], object]
_NUMBERS = {
    "disclosure_office:objection": "information lodged",
    "disclosure_office:answer": "information lodged",
    "disclosure_office:objection_receipt": "information lodged",
    "disclosure_office:withdraw_objection": "information lodged",
    "disclosure_office:act": "information new",
    "disclosure_office:decide": "information taken",
    "disclosure_office:object": "information open",
}
_ENTRIES = {"disclosure_office:publish_entry": "entry draft"}
_EXCLUSIONS = frozenset({"exclusion", "test", "settle"})


def argument(things: dict[str, Any], name: str, parameter: str, role: str, wrong: str) -> object:
    """The object that an address of public information is about; None where it is nobody's in particular."""
    if parameter == "secret":
        return secret(things, role, wrong)
    short = name.split(":")[1]
    if parameter == "number":
        return things[_NUMBERS.get(name, "information of citizen")].number
    if parameter == "pk":
        return things["exclusion" if short in _EXCLUSIONS else _ENTRIES.get(name, "entry")].pk
    if parameter in ("file", "file_id"):
        return things["entry file" if short == "entry_file" else "information file"]
    found: dict[str, object] = {
        "draft_id": things["information draft of citizen"],
        "step": "siapa",
        "letter": things["information letter"],
        "objection": things["information answered"].number,
        "what": "tetapkan",
        "book": "permintaan",
        "kind": "xlsx",
        "year": things["information year"],
    }
    return found.get(parameter)
