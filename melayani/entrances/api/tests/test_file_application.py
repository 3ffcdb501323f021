"""File an application for a citizen: with files, once per Idempotency-Key, by those who may."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from melayani.delivery.applications.models import Answer, Application
from melayani.delivery.applications.tests.factories import birth_certificate, lost_card
from melayani.delivery.catalogue.tests.factories import published_service, service_without_promise
from melayani.entrances.api.tests.factories import SITI, Caller, key_of, photo
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit.models import Event
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def caller(world: World) -> Caller:
    return Caller(key_of(world.bontang))


def body_for(service: Any, **more: Any) -> dict[str, Any]:
    return {"service": service.pk, "answers": {}, "citizen": SITI, **more}


def test_an_application_is_received_with_number_due_and_reason(world: World, caller: Caller) -> None:
    service = birth_certificate(world.bontang)
    answer = caller.post("/applications", body_for(service))
    assert answer.status_code == 201, answer.content
    got = answer.json()
    application = Application.objects.get(number=got["number"])
    assert (application.channel, application.service, application.name) == ("api", service, "Contoh Siti")
    assert datetime.fromisoformat(got["due"]) == application.due_at
    assert got["due"].endswith("+08:00")
    assert "hari kerja" in got["explanation"]
    assert got["track_url"] == f"http://testserver/permohonan/{application.number}/{application.secret}/"
    event = Event.objects.get(name="application.submitted")
    assert (event.actor_kind, event.subject_number) == ("api", application.number)


def test_answers_are_read_in_every_form(world: World, caller: Caller) -> None:
    service = birth_certificate(world.bontang)
    first, second = (caller.send(photo(colour=colour)).json()["id"] for colour in ("red", "blue"))
    answers = {"syarat-1": first, "syarat-2": {"kind": "upload", "files": [second]}, "syarat-3": "not_applicable"}
    answer = caller.post("/applications", {**body_for(service, answers=answers), "service": service.slug})
    assert answer.status_code == 201, answer.content
    rows = {row.number: row.kind for row in Answer.objects.all()}
    assert rows == {1: "upload", 2: "upload", 3: "not_applicable"}
    assert set(Attachment.objects.values_list("state", flat=True)) == {"claimed"}


def test_loose_files_go_to_the_first_open_requirement_and_the_rest_is_brought(world: World, caller: Caller) -> None:
    service = birth_certificate(world.bontang)
    file = caller.send(photo()).json()["id"]
    answers = {"syarat-1": "bring"}
    answer = caller.post("/applications", body_for(service, answers=answers, attachments=[file]))
    assert answer.status_code == 201, answer.content
    assert {row.number: row.kind for row in Answer.objects.all()} == {1: "bring", 2: "upload", 3: "bring"}


def test_a_variant_is_asked_for_where_there_are_some(world: World, caller: Caller) -> None:
    service = lost_card(world.bontang)
    refused = caller.post("/applications", body_for(service))
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert "jenis" in {row["field"] for row in refused.json()["errors"]}
    assert caller.post("/applications", body_for(service, variant="hilang")).status_code == 201


def test_a_service_without_promise_has_no_due_and_says_so(world: World, caller: Caller) -> None:
    got = caller.post("/applications", body_for(service_without_promise(world.bontang))).json()
    assert got["due"] is None
    assert "belum mencantumkan jangka waktu" in got["explanation"]


def test_a_service_without_requirements_asks_what_is_needed(world: World, caller: Caller) -> None:
    service = published_service(world.bontang, requirements=())
    assert caller.post("/applications", body_for(service)).status_code == 422
    told = caller.post("/applications", body_for(service, answers={"uraian": "Saya perlu surat pengantar."}))
    assert told.status_code == 201, told.content
    assert Answer.objects.get().text == "Saya perlu surat pengantar."


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"service": 999_999}, "service"),
        ({"service": "tidak-ada"}, "service"),
        ({"service": "9" * 40}, "service"),
        ({"citizen": {"name": "Contoh Siti"}}, "phone"),
        ({"citizen": {**SITI, "phone": "123"}}, "phone"),
        ({"citizen": {**SITI, "nik": "1234"}}, "nik"),
        ({"citizen": {**SITI, "birth_date": "1800-01-01"}}, "birth_date"),
        ({"citizen": {**SITI, "birth_date": "2026-02-30"}}, "citizen.birth_date"),
        ({"citizen": {**SITI, "name": "x" * 10_000}}, "citizen.name"),
        ({"citizen": {**SITI, "name": ""}}, "citizen.name"),
        ({"answers": {"syarat-99": "bring"}}, "syarat-99"),
        ({"answers": {"syarat-1": "diketik"}}, "syarat-1"),
        ({"answers": {"syarat-1": str(uuid4())}}, "papers"),
        ({"attachments": [str(uuid4())]}, "papers"),
        ({"channel": "web"}, "channel"),
    ],
)
def test_wrong_input_is_422_names_the_field_and_changes_nothing(
    world: World, caller: Caller, change: dict[str, Any], field: str
) -> None:
    answer = caller.post("/applications", {**body_for(birth_certificate(world.bontang)), **change})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), answer.content
    assert field in {row["field"] for row in answer.json()["errors"]}
    assert not Application.objects.exists()


def test_a_stranger_cannot_take_anothers_file(world: World, caller: Caller) -> None:
    service = birth_certificate(world.bontang)
    file = Caller(key_of(world.bengkalis)).send(photo()).json()["id"]
    answer = caller.post("/applications", body_for(service, attachments=[file]))
    assert answer.status_code == 422
    assert not Application.objects.exists()
    assert Attachment.objects.get().state == "pending"


def test_without_the_key_or_its_scope_nothing_is_filed(world: World) -> None:
    body = body_for(birth_certificate(world.bontang))
    missing = Caller().post("/applications", body)
    assert (missing.status_code, missing.json()["code"]) == (401, "unauthorized")
    assert missing["WWW-Authenticate"].startswith("Bearer")
    for plain in ("mly_x_y", "bukan-kunci", "é"):
        assert Caller(plain).post("/applications", body).status_code == 401
    reader = Caller(key_of(world.bontang, "services:read")).post("/applications", body)
    assert (reader.status_code, reader.json()["code"]) == (403, "scope_missing")
    assert not Application.objects.exists()


def test_the_same_key_and_body_is_one_application(world: World, caller: Caller) -> None:
    body = body_for(birth_certificate(world.bontang))
    key = {"Idempotency-Key": "permohonan-1"}
    first, again = caller.post("/applications", body, **key), caller.post("/applications", body, **key)
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    assert Application.objects.count() == 1
    other = caller.post("/applications", {**body, "citizen": {**SITI, "name": "Contoh Lain"}}, **key)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    another = Caller(key_of(world.bontang_city)).post("/applications", body, **key)
    assert another.status_code == 201
    assert Application.objects.count() == 2


def test_a_key_files_only_for_its_own_organisation_and_below(world: World) -> None:
    body = body_for(birth_certificate(world.bontang))
    refused = Caller(key_of(world.bengkalis)).post("/applications", body, **{"Idempotency-Key": "asing-1"})
    assert refused.status_code == 403
    assert not Application.objects.exists()
    assert (
        Caller(key_of(world.ministry)).post("/applications", body, **{"Idempotency-Key": "induk-1"}).status_code == 201
    )


def test_a_refusal_is_not_kept_and_may_be_mended(world: World, caller: Caller) -> None:
    body = body_for(birth_certificate(world.bontang))
    key = {"Idempotency-Key": "permohonan-2"}
    assert caller.post("/applications", {**body, "citizen": {"name": "Contoh Siti"}}, **key).status_code == 422
    assert caller.post("/applications", body, **key).status_code == 201
    assert Application.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb"])
def test_a_key_that_cannot_be_one_is_refused(world: World, caller: Caller, key: str) -> None:
    answer = caller.post("/applications", body_for(birth_certificate(world.bontang)), **{"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert not Application.objects.exists()
