"""An officer answers a caller: finds the case, reads it out, files for the caller, writes the call down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.applications.models import Application, equality_hash
from melayani.delivery.applications.tests.factories import application_in
from melayani.entrances.office import calls
from melayani.foundation.audit import record
from melayani.foundation.audit.models import Event, EventPersonal
from melayani.foundation.audit.recording import erase_subject
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.foundation.ui.format import mask_name

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
PAGE, NOTE, CALLER = "/kantor/telepon/", "/kantor/telepon/catat/", "/kantor/telepon/penelepon/"
SAID = {"topic": "state", "caller": "Contoh Ani", "note": "Menanyakan akta anaknya", "promise": "Dikabari lewat SMS"}


@pytest.fixture
def case(world: World) -> Application:
    """A case in review of somebody who gave a telephone number and a NIK."""
    row = application_in("in_review", world=world, now=timezone.now() - timedelta(hours=2))
    row.phone, row.nik = "+6281234567890", "6474015708900001"
    row.phone_hash, row.nik_hash = (equality_hash(getattr(row, one), field=one) for one in ("phone", "nik"))
    row.save(update_fields=["phone", "nik", "phone_hash", "nik_hash"])
    return row


@pytest.fixture
def desk(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.bontang_processor)


def found(client: Client, typed: str) -> str:
    return client.post(PAGE, {"q": typed}).content.decode()


def test_a_number_gives_the_state_to_read_out_and_hides_who_it_is(desk: Client, case: Application) -> None:
    page = found(desk, case.number.lower().replace("-", " "))
    assert "“Keadaannya sekarang: Sedang diperiksa.”" in page
    assert mask_name(case.name) in page
    assert case.name not in page
    assert case.phone not in page
    assert f'value="{case.number}"' in page  # the note goes to this case


def test_a_telephone_number_and_a_nik_find_the_cases_of_a_person(desk: Client, case: Application) -> None:
    assert case.number in found(desk, "0812-3456-7890")
    assert case.number in found(desk, case.nik)
    assert "Tidak ditemukan di unit Anda" in found(desk, "0811 0000 0001")
    assert "bukan nomor yang dikenal" in found(desk, "Contoh Ani")


def test_nothing_that_was_typed_stands_in_an_address(desk: Client, case: Application) -> None:
    assert "q=" not in desk.post(PAGE, {"q": case.nik}).request["QUERY_STRING"]
    assert case.number not in desk.get(f"{PAGE}?q={case.number}").content.decode()


def test_strangers_find_nothing_and_note_nothing(world: World, case: Application, sign_in: SignIn) -> None:
    client = sign_in(world.bengkalis_processor)
    assert "Tidak ditemukan" in found(client, case.number)
    assert client.post(NOTE, {**SAID, "number": case.number}).status_code == 404
    assert not Event.objects.filter(name="call.noted").exists()


def test_who_answers_no_cases_has_no_telephone(world: World, sign_in: SignIn) -> None:
    client = sign_in(officer(Role.MINISTRY, world.bontang_city, name="Kementerian"))
    assert [client.get(PAGE).status_code, client.post(NOTE, SAID).status_code] == [404, 404]


def test_a_call_is_an_event_on_its_case_and_what_people_said_is_encrypted(
    world: World, desk: Client, case: Application
) -> None:
    answer = desk.post(NOTE, {**SAID, "number": case.number, "promised_by": "2027-01-05"}, follow=True)
    event = Event.objects.get(name="call.noted")
    assert (event.subject_kind, event.subject_number) == ("application", case.number)
    assert event.person_id == world.bontang_processor.person_id
    assert event.organisation == case.organisation
    assert "Ani" not in str(event.data)
    assert "akta" not in EventPersonal.objects.get(event=event).ciphertext
    page = answer.content.decode()
    assert "Menanyakan akta anaknya" in page
    assert "Dikabari lewat SMS" in page
    assert "Telepon: menanyakan keadaan; dijanjikan kabar 2027-01-05" in found(desk, case.number)
    assert "Telepon: menanyakan keadaan" in desk.get(f"/kantor/permohonan/{case.number}/").content.decode()


def test_what_was_said_goes_with_the_case(desk: Client, case: Application) -> None:
    desk.post(NOTE, {**SAID, "number": case.number})
    erase_subject(case.reference, now=timezone.now())
    page = desk.get(PAGE).content.decode()
    assert "Menanyakan akta" not in page
    assert case.number in page


def test_a_call_without_a_case_stands_by_itself_and_only_its_officer_sees_it(
    world: World, desk: Client, client: Client, sign_in: SignIn
) -> None:
    desk.post(NOTE, {**SAID, "topic": "requirements"})
    assert Event.objects.get(name="call.noted").subject_kind == "call"
    assert "menanyakan syarat" in desk.get(PAGE).content.decode()
    other = sign_in(world.bontang_approver)
    assert "Menanyakan akta" not in other.get(PAGE).content.decode()


def test_a_note_without_words_is_refused_and_nothing_is_lost(desk: Client, case: Application) -> None:
    answer = desk.post(NOTE, {**SAID, "note": "", "number": case.number})
    assert answer.status_code == 422
    assert "Dikabari lewat SMS" in answer.content.decode()
    assert case.number in answer.content.decode()


def test_the_caller_goes_along_to_the_forms_and_leaves_with_the_call(
    world: World, case: Application, sign_in: SignIn
) -> None:
    who = officer(Role.COUNTER, world.bontang, name="Petugas telepon")
    desk = sign_in(who)
    desk.post(CALLER, {"name": "Contoh Budi", "phone": "0812 3456 7890"})
    assert "Contoh Budi" not in str(dict(desk.session))
    forms = [
        reverse("applications_office:file", args=[case.service.slug]),
        reverse("complaints_office:file"),
        reverse("disclosure_office:record"),
    ]
    for form in forms:
        page = desk.get(form).content.decode()
        assert "Contoh Budi" in page, form
        assert "0812 3456 7890" in page, form
    desk.post(CALLER, {"selesai": "1", "name": "Contoh Budi"})
    for form in forms:
        assert "Contoh Budi" not in desk.get(form).content.decode(), form


def test_the_page_costs_the_same_however_many_calls_there_were(
    world: World, desk: Client, case: Application, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    desk.post(NOTE, {**SAID, "number": case.number})
    with django_assert_num_queries(6):
        desk.get(PAGE)
    for _ in range(30):
        desk.post(NOTE, {**SAID, "number": case.number})
    with django_assert_num_queries(6):
        page = desk.get(PAGE).content.decode()
    assert page.count("Menanyakan akta anaknya") == calls.ROWS
    assert "page=2" in page


def test_yesterdays_calls_are_not_todays(world: World, case: Application) -> None:
    now = timezone.now()
    who = world.bontang_processor
    with transaction.atomic():
        record("call.noted", actor=who, subject=case.reference, now=now - timedelta(days=1), data={"topic": "x"})
    assert len(calls.calls_today(who, now, "1")) == 0
