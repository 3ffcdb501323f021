"""Addresses of surveys: who may open which, the objects they name, and what the rightful ones do there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from melayani.foundation.people.tests.factories import World
from melayani.voice.surveys import actions, rules
from melayani.voice.surveys.batches import Setting, read_batch
from melayani.voice.surveys.sheets import read_bytes
from melayani.voice.surveys.tests import factories

# name, then GET by: visitor citizen stranger processor approver head admin ministry other,
# and after the bar POST by: visitor stranger ministry other
TABLE = """
surveys_office:collect                  in  in  in 200 404 200 404 404 200  |  in  in 404 405
surveys_office:reconcile                in  in  in 404 404 200 404 200 200  |  in  in 405 405
surveys_office:results                  in  in  in 404 404 200 404 200 404  |  in  in 405 405
surveys_office:instrument               in  in  in 404 404 200 404 404 404  |  in  in 404 404
surveys_office:points                   in  in  in 404 404 200 404 404 404  |  in  in 404 404
surveys_office:point_sheet              in  in  in 404 404 200 404 404 404  |  in  in 404 405
surveys_office:close_point              in  in  in 404 404 405 404 404 405  |  in  in 404 404
surveys_office:paper                    in  in  in 200 404 200 404 404 404  |  in  in 404 404
surveys_office:read_sheet               in  in  in 200 404 200 404 404 404  |  in  in 404 404
surveys_office:sheet                    in  in  in 200 404 404 404 404 404  |  in  in 404 404
surveys_office:plan                     in  in  in 404 404 405 404 404 405  |  in  in 404 404
surveys_office:announce                 in  in  in 404 404 405 404 404 405  |  in  in 404 404
surveys_office:tabulation               in  in  in 404 404 200 404 404 404  |  in  in 404 405
surveys_office:finish                   in  in  in 404 404 405 404 404 405  |  in  in 404 404
surveys_office:change                   in  in  in 404 404 405 404 404 405  |  in  in 404 404
surveys_office:withdraw                 in  in  in 404 404 405 404 404 405  |  in  in 404 404
surveys_office:correct                  in  in  in 404 404 405 404 404 405  |  in  in 404 404
surveys_office:unannounce               in  in  in 404 404 405 404 404 405  |  in  in 404 404
surveys:point                          200 200 200 200 200 200 200 200 200  | 422 422 422 422
surveys:kiosk                          200 200 200 200 200 200 200 200 200  | 200 200 200 200
surveys:badge                          200 200 200 200 200 200 200 200 200  | 405 405 405 405
surveys:result                         200 200 200 200 200 200 200 200 200  | 405 405 405 405
surveys:wall                           200 200 200 200 200 200 200 200 200  | 405 405 405 405
surveys:report                         200 200 200 200 200 200 200 200 200  | 405 405 405 405
surveys:workbook                       200 200 200 200 200 200 200 200 200  | 405 405 405 405
"""
ABOUT_PUBLISHED = ("plan", "announce", "tabulation")


def build(things: dict[str, Any], world: World, now: datetime) -> None:
    """A published quarter with a line of its plan, a counter's code, a kiosk, and a sheet that was tried."""
    unit, service = world.bontang, things["service"]
    factories.counted(service, factories.ALL_GOOD, times=12, now=now - timedelta(days=60))
    period = things["published period"] = factories.published(unit, now=now - timedelta(days=60))
    things["follow-up"] = actions.plan_follow_up(
        actor=world.bontang_head,
        period=period,
        element="time",
        action="Buka loket kedua",
        target=now.date(),
        responsible="Kepala bidang",
        now=now - timedelta(days=59),
    )
    things["survey announcement"] = actions.record_publication(
        actor=world.bontang_head,
        period=period,
        medium="website",
        published_on=period.ends_on + timedelta(days=1),
        evidence="Halaman",
        now=now - timedelta(days=59),
    )
    things["survey point"] = factories.opened(unit, service=service, now=now)
    things["survey kiosk"] = factories.opened(unit, kind="kiosk", name="Kios", service=service, now=now)
    form = rules.load_instrument()
    head = ",".join(element.id_key for element in form.elements)
    rows = read_bytes(f"{head}\n{','.join('3' * 9)}\n".encode(), "a.csv")
    today = now.astimezone(unit.zone).date()
    setting = Setting(instrument=form, today=today, services={}, service_id=service.pk, day=today)
    things["survey sheet"] = actions.read_in(
        actor=world.bontang_processor,
        organisation=unit,
        name="a.csv",
        sha256="0" * 64,
        batch=read_batch(rows, setting),
        instrument=form,
        now=now,
    )


BY_NAME: dict[tuple[str, str], Callable[[Mapping[str, Any]], object]] = {
    **{(f"surveys_office:{page}", "pk"): lambda things: things["published period"].pk for page in ABOUT_PUBLISHED},
    **{
        (f"surveys:{page}", "pk"): lambda things: things["published period"].pk
        for page in ("result", "wall", "report", "workbook")
    },
    ("surveys_office:finish", "pk"): lambda things: things["follow-up"].pk,
    ("surveys_office:correct", "pk"): lambda things: things["follow-up"].pk,
    ("surveys_office:correct", "deed"): lambda things: "ubah",
    ("surveys_office:unannounce", "pk"): lambda things: things["survey announcement"].pk,
    ("surveys_office:change", "pk"): lambda things: things["period"].pk,
    ("surveys_office:withdraw", "pk"): lambda things: things["period"].pk,
    ("surveys_office:point_sheet", "pk"): lambda things: things["survey point"].pk,
    ("surveys_office:close_point", "pk"): lambda things: things["survey point"].pk,
    ("surveys_office:sheet", "pk"): lambda things: things["survey sheet"].pk,
    ("surveys:point", "token"): lambda things: things["survey point"].token,
    ("surveys:kiosk", "token"): lambda things: things["survey kiosk"].token,
}


def argument(things: Mapping[str, Any], name: str, parameter: str) -> object | None:
    """The object of an address of this module, None where the general table knows it."""
    found = BY_NAME.get((name, parameter))
    return found(things) if found else None


def instrument(today: str) -> dict[str, str]:
    """A version that words one question anew."""
    given = {"valid_from": today, "order": "form", "marks": "numbers", "attributes": "", "reason": ""}
    for element in rules.load_instrument().elements:
        given[f"q-{element.key}"] = "Bagaimana menurut Anda?"
        given[f"e-{element.key}"] = given[f"m-{element.key}"] = ""
        given[f"l-{element.key}"] = "\n".join(label.words["id"] for label in element.labels)
    return given


RIGHTFUL = {
    **dict.fromkeys(("instrument", "points", "close_point", "plan", "announce", "finish"), "head"),
    **dict.fromkeys(("change", "withdraw", "correct", "unannounce"), "head"),
    **dict.fromkeys(("paper", "read_sheet", "sheet"), "processor"),
}


def deeds(things: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What is posted, by name of address."""
    service, zone = things["service"].pk, things["survey point"].organisation.zone
    today, period = datetime.now(zone).date().isoformat(), things["period"]
    head = ",".join(element.id_key for element in rules.load_instrument().elements)
    content = f"{head}\n{','.join('4' * 9)}\n".encode()
    return {
        "instrument": instrument(today),
        "points": {"kind": "qr", "name": "Loket 9", "shift": "", "service": ""},
        "close_point": {},
        "paper": {"line": "333333333", "service": service, "day": today, "point": ""},
        "read_sheet": {
            "sheet": lambda: SimpleUploadedFile("b.csv", content),
            "service": service,
            "day": today,
            "order": "",
        },
        "sheet": {},
        "plan": {"element": "fee", "action": "Pasang tarif", "target": today, "responsible": "Sekretaris"},
        "announce": {"medium": "print", "published_on": today, "evidence": "Papan"},
        "finish": {"done_on": today, "evidence": "Foto"},
        "change": {**{name: getattr(period, name).isoformat() for name in ("starts_on", "ends_on")}, "minimum": 12},
        "withdraw": {},
        "correct": {"element": "fee", "action": "Pasang tarif", "target": today, "responsible": "Sekretaris"},
        "unannounce": {},
    }
