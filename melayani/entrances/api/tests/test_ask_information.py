"""Ask for public information from another system, and follow the request and the objection."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from melayani.entrances.api.tests.factories import Caller, key_of, photo, question
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.people.tests.factories import World
from melayani.voice.disclosure.models import InformationRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def caller(world: World) -> Caller:
    return Caller(key_of(world.bontang))


def filed(answer: Any) -> InformationRequest:
    assert answer.status_code == 201, answer.content
    return InformationRequest.objects.get(number=answer.json()["number"])


def test_a_request_gets_its_number_and_the_legal_day(caller: Caller, world: World) -> None:
    answer = caller.post("/information-requests", question(world.bontang))
    row, body = filed(answer), answer.json()
    assert set(body) == {"number", "due", "explanation", "track_url"}
    assert datetime.fromisoformat(body["due"]) == row.due_at
    assert "10 hari kerja" in body["explanation"]
    assert body["track_url"].startswith("http://testserver/informasi-publik/INF-")
    assert (row.channel, row.organisation, row.manner, row.copy_form) == ("api", world.bontang, "copy", "soft")


def test_form_delivery_and_who_asks_are_kept(caller: Caller, world: World) -> None:
    paper = caller.send(photo("ktp.png")).json()["id"]
    body = {"kind": "body", "body_name": "Yayasan Contoh", "body_paper": "AHU-1"}
    given = question(world.bontang, form="hard", delivery="post", identity=[paper])
    given["citizen"] |= body
    row = filed(caller.post("/information-requests", given))
    assert (row.applicant_kind, row.body_name, row.copy_form, row.medium) == ("body", "Yayasan Contoh", "hard", "post")
    assert Attachment.objects.get(pk=paper).owner_number == row.number
    seen = filed(caller.post("/information-requests", question(world.bontang, form="see", delivery="pick_up")))
    assert (seen.manner, seen.copy_form) == ("see", "")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"unit": "tidak-ada"}, "unit"),
        ({"purpose": " "}, "purpose"),
        ({"form": "hard", "delivery": "online"}, "medium"),
        ({"form": "foto"}, "form"),
        ({"citizen": {"name": "Contoh Siti", "address": "Jalan 1"}}, "phone"),
        ({"citizen": {"name": "Contoh Siti"}}, "citizen.address"),
    ],
)
def test_what_is_wrong_is_said_by_field(caller: Caller, world: World, wrong: dict[str, Any], field: str) -> None:
    answer = caller.post("/information-requests", question(world.bontang) | wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), answer.content
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert not InformationRequest.objects.exists()


def test_a_key_needs_the_scope_and_reaches_its_own_organisation_only(world: World) -> None:
    given = question(world.bontang)
    assert Caller().post("/information-requests", given).status_code == 401
    lacking = Caller(key_of(world.bontang, "complaints:write")).post("/information-requests", given)
    assert (lacking.status_code, lacking.json()["code"]) == (403, "scope_missing")
    elsewhere = Caller(key_of(world.bengkalis)).post("/information-requests", given)
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (403, "not_allowed")


def test_it_is_tracked_by_number_and_with_the_secret_its_history(caller: Caller, world: World) -> None:
    row = filed(caller.post("/information-requests", question(world.bontang)))
    public = Caller().get(f"/track/{row.number}").json()
    assert (public["kind"], public["state"], public["unit"]) == ("information_request", "received", world.bontang.name)
    assert "Siti" not in str(public)
    own = Caller().get(f"/track/{row.number}?secret={row.secret}").json()
    assert [line["event"] for line in own["timeline"]] == ["information_request.filed"]
    assert Caller().get("/track/KBR-00000000-0").status_code == 404
    assert Caller().get("/track/DOK-00000000-0").status_code == 404
