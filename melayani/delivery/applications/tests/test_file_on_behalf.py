"""An officer files for a citizen: one page, nothing lost, one case, and a code on paper that opens it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from melayani.delivery.applications import rules
from melayani.delivery.applications.models import Application
from melayani.delivery.applications.once import file_once
from melayani.delivery.applications.tests import factories
from melayani.delivery.catalogue.models import Service
from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Officer
from melayani.foundation.people import actions as people
from melayani.foundation.people.tests.factories import World, signed_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
BROUGHT = {f"way-syarat-{number}": "bring" for number in (1, 2, 3)}


@pytest.fixture
def service(world: World) -> Service:
    return factories.birth_certificate(world.bontang)


def typed(**over: Any) -> dict[str, Any]:
    return {"form_key": "kunci-1", "name": "Contoh Mbah", "channel": "counter", **BROUGHT, **over}


def send(client: Client, service: Service, **over: Any) -> tuple[int, str]:
    response = client.post(f"/kantor/permohonan/catat/{service.slug}/", typed(**over))
    return response.status_code, response["Location"] if response.status_code == 302 else response.content.decode()


def test_the_form_asks_everything_on_one_page(service: Service, world: World, sign_in: SignIn) -> None:
    html = sign_in(world.bontang_counter).get(f"/kantor/permohonan/catat/{service.slug}/").content.decode()
    for name in ("name", "nik", "birth_date", "address", "phone", "email", "channel", "way-syarat-1", "way-syarat-3"):
        assert f'name="{name}"' in html
    assert 'name="form_key"' in html


@pytest.mark.parametrize("channel", ["counter", "phone", "post"])
def test_counter_telephone_and_post(channel: str, service: Service, world: World, sign_in: SignIn) -> None:
    status, where = send(sign_in(world.bontang_counter), service, channel=channel)
    row = Application.objects.get()
    assert (status, where) == (302, f"/kantor/permohonan/{row.number}/tanda-terima/")
    assert (row.channel, row.filed_by, row.name) == (channel, world.bontang_counter.person, "Contoh Mbah")
    assert Event.objects.filter(name="application.submitted", person=world.bontang_counter.person).count() == 1


@pytest.mark.parametrize("channel", ["web", "api", "merpati"])
def test_no_other_channel_can_be_forged(channel: str, service: Service, world: World, sign_in: SignIn) -> None:
    assert send(sign_in(world.bontang_counter), service, channel=channel)[0] == 422
    assert not Application.objects.exists()


def test_a_mistake_stands_beside_its_field_and_nothing_typed_is_lost(
    service: Service, world: World, sign_in: SignIn
) -> None:
    client = sign_in(world.bontang_counter)
    status, html = send(
        client,
        service,
        name="",
        nik="123",
        birth_date="31-02-1990",
        address="Jalan Contoh 9",
        phone="bukan telepon",
        channel="phone",
        **{"way-syarat-3": "not_applicable"},
    )
    assert status == 422
    for name in ("name", "birth_date"):
        assert f'href="#f-{name}"' in html
    for kept in ("123", "31-02-1990", "Jalan Contoh 9", "bukan telepon"):
        assert f'value="{kept}"' in html
    assert 'name="channel" value="phone" checked' in html
    assert 'name="way-syarat-3" value="not_applicable" checked' in html
    assert not Application.objects.exists()
    status, html = send(client, service, nik="123", phone="bukan telepon")
    assert (status, 'id="e-nik"' in html) == (422, True)
    status, html = send(client, service, phone="bukan telepon")
    assert (status, 'id="e-phone"' in html) == (422, True)


@pytest.mark.parametrize("born", ["1990-08-17", "17-08-1990", "17/08/1990"])
def test_dates_are_read_as_the_page_asks_for_them(born: str, service: Service, world: World, sign_in: SignIn) -> None:
    assert send(sign_in(world.bontang_counter), service, birth_date=born)[0] == 302
    assert Application.objects.get().birth_date == "1990-08-17"


@pytest.mark.parametrize("over", [{"name": "a" * 10_000}, {"address": "b" * 10_000}, {"birth_date": "2999-01-01"}])
def test_odd_input_is_told(over: dict[str, str], service: Service, world: World, sign_in: SignIn) -> None:
    assert send(sign_in(world.bontang_counter), service, **over)[0] == 422
    assert not Application.objects.exists()


def test_a_scan_becomes_part_of_the_case(service: Service, world: World, sign_in: SignIn) -> None:
    scan = {"way-syarat-2": "upload", "files-syarat-2": [factories.photo("kk.jpg"), factories.photo("kk2.jpg")]}
    assert send(sign_in(world.bontang_counter), service, **scan)[0] == 302
    row = Application.objects.get()
    files = [file.attachment for file in row.answers.get(number=2).files.all()]
    assert sorted(file.name for file in files) == ["kk.jpg", "kk2.jpg"]
    assert {file.owner_number for file in files} == {row.number}


def test_a_scan_survives_a_mistake_elsewhere(service: Service, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_counter)
    script = SimpleUploadedFile("skrip.pdf", b"#!/bin/sh\n", content_type="application/pdf")
    ways = {"way-syarat-1": "upload", "way-syarat-2": "upload"}
    files = {"files-syarat-1": script, "files-syarat-2": factories.photo("kk.jpg")}
    status, html = send(client, service, **ways, **files)
    scanned = Attachment.objects.get()
    assert (status, "bukan foto" in html) == (422, True)
    assert f'name="kept-syarat-2" value="{scanned.pk}" checked' in html
    kept = {"way-syarat-2": "upload", "kept-syarat-2": str(scanned.pk)}
    assert send(client, service, **kept)[0] == 302
    assert Application.objects.get().answers.get(number=2).files.get().attachment == scanned


@pytest.mark.parametrize("forged", ["bukan-uuid", "00000000-0000-0000-0000-000000000000", ""])
def test_forged_files_give_nothing(forged: str, service: Service, world: World, sign_in: SignIn) -> None:
    status, _ = send(sign_in(world.bontang_counter), service, **{"way-syarat-2": "upload", "kept-syarat-2": forged})
    assert status == 422


def test_a_colleagues_upload_cannot_be_taken(service: Service, world: World, now: datetime, sign_in: SignIn) -> None:
    foreign = str(factories.uploaded(world.bontang_processor, now=now))
    kept = {"way-syarat-2": "upload", "kept-syarat-2": foreign}
    assert send(sign_in(world.bontang_counter), service, **kept)[0] == 422
    assert Attachment.objects.get().state == "pending"


def test_six_files_for_one_requirement_are_refused(service: Service, world: World, sign_in: SignIn) -> None:
    six = {"way-syarat-2": "upload", "files-syarat-2": [factories.photo(f"{number}.jpg") for number in range(6)]}
    status, html = send(sign_in(world.bontang_counter), service, **six)
    assert (status, "Paling banyak 5 berkas" in html) == (422, True)
    assert not Attachment.objects.exists()


def test_a_second_click_files_nothing(service: Service, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_counter)
    first, second = send(client, service), send(client, service, name="Contoh Lain")
    assert first == second
    assert Application.objects.count() == 1
    assert send(client, service, form_key="kunci-2")[0] == 302
    assert send(signed_in(Client(), world.bontang_processor), service)[0] == 302  # a colleague's form is another form
    assert Application.objects.count() == 3


def test_a_mended_form_is_not_a_second_click(service: Service, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_counter)
    assert send(client, service, name="")[0] == 422
    assert send(client, service)[0] == 302
    assert Application.objects.count() == 1


def test_a_click_while_the_first_still_runs_waits_and_is_told(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("melayani.delivery.applications.once.time.sleep", waited.append)
    who = world.bontang_counter
    people.begin_request(owner=f"officer:{who.person_id}:filing", key="k", body=b"", now=now)
    with pytest.raises(rules.ActionRefused, match="sedang dicatat"):
        file_once(officer=who, key="k", now=now, work=lambda: factories.filed(world, now=now))
    assert len(waited) == 4
    assert not Application.objects.exists()


def test_the_code_on_paper_opens_the_case(service: Service, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_counter)
    _, receipt = send(client, service)
    row = Application.objects.get()
    assert not OutboxMessage.objects.exists()
    assert "Buat kode kertas" in client.get(receipt).content.decode()
    response = client.post(f"{receipt}kode/")
    assert "no-store" in response["Cache-Control"]
    code = response.context["paper_code"]
    assert code in response.content.decode()
    assert code not in client.get(receipt).content.decode()
    found = Client().post("/permohonan/", {"number": row.number.lower(), "code": code.lower()})
    assert found["Location"] == f"/permohonan/{row.number}/{row.secret}/"
    newer = client.post(f"{receipt}kode/").context["paper_code"]
    assert Client().post("/permohonan/", {"number": row.number, "code": code}).status_code != 302
    assert Client().post("/permohonan/", {"number": row.number, "code": newer}).status_code == 302


def test_variants_are_chosen_first(world: World, sign_in: SignIn) -> None:
    service = published_service(world.bontang)
    client = sign_in(world.bontang_counter)
    where = f"/kantor/permohonan/catat/{service.slug}/"
    assert 'name="form_key"' not in client.get(where).content.decode()
    variant = service.standards.get().variants.order_by("position").first()
    assert variant is not None
    assert 'name="form_key"' in client.get(where, {"variant": variant.key}).content.decode()
    assert client.post(where, typed(variant="palsu")).status_code == 422


def test_only_services_of_the_own_units(service: Service, world: World, sign_in: SignIn) -> None:
    html = sign_in(world.bontang_counter).get("/kantor/permohonan/catat/").content.decode()
    assert service.title in html
    other = signed_in(Client(), world.bengkalis_counter)
    assert service.title not in other.get("/kantor/permohonan/catat/").content.decode()
    assert send(other, service)[0] == 404
    assert send(signed_in(Client(), world.bontang_approver), service)[0] == 404
    assert not Application.objects.exists()
