"""The officer's case page: given beside asked, judgements, clock, what is not possible yet; masked; a fixed cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.applications import actions, rules, states
from melayani.delivery.applications.models import Answer, Application
from melayani.delivery.applications.tests import factories
from melayani.foundation.people import Officer
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
NIK, PHONE = "6474011708900001", "081234567890"
BUDI = rules.Identity(
    name="Contoh Budiman", nik=NIK, birth_date=date(1990, 8, 17), address="Jalan Rahasia 7", phone=PHONE, email="b@c.id"
)


def address(row: Application, part: str = "") -> str:
    return f"/kantor/permohonan/{row.number}/{part}"


def page(client: Client, row: Application) -> str:
    response = client.get(address(row))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return str(response.content.decode())


def test_each_requirement_stands_beside_what_was_given(world: World, now: datetime, sign_in: SignIn) -> None:
    row = factories.answered_again(world, now=now)
    html = page(sign_in(world.bontang_processor), row)
    for text in ("Surat kelahiran", "Salinan KK", "Surat kuasa"):
        assert text in html
    assert "Dibawa ke loket." in html
    assert "<b>2</b> terpenuhi, <b>0</b> belum" in html
    assert "<b>1</b> belum dinilai" in html
    assert "Pernah dikembalikan: Cap tidak terbaca." in html
    assert html.count("Nilai lagi") == 2


def test_a_judgement_names_who_judged_and_why(world: World, now: datetime, sign_in: SignIn) -> None:
    html = page(sign_in(world.bontang_processor), factories.returned_case(world, now=now))
    assert "Cap tidak terbaca." in html
    assert f"({world.bontang_processor.name})" in html
    assert "(jam berhenti)" in html
    assert "Warga sudah membawa perbaikan" in html


def test_the_clock_counts_the_days(world: World, now: datetime, sign_in: SignIn) -> None:
    officer = sign_in(world.bontang_processor)
    html = page(officer, factories.filed(world, now=timezone.now()))
    assert "hari ke-0 dari 5</h2>" in html
    assert "jatuh tempo</span>" in html
    assert re.search(r"terlambat [0-9.]+ hari kerja</h2>", page(officer, factories.filed(world, now=now)))


def test_a_case_without_a_usable_duration_says_so(world: World, now: datetime, sign_in: SignIn) -> None:
    row = factories.filed(world, now=now, service=factories.birth_certificate(world.bontang, amount=None))
    html = page(sign_in(world.bontang_processor), row)
    assert "Tanpa jatuh tempo: standar belum mencantumkan jangka waktu" in html
    assert "tidak mempunyai jatuh tempo" in html


def test_what_is_not_possible_yet_says_why(world: World, now: datetime, sign_in: SignIn) -> None:
    row = factories.application_in(states.IN_REVIEW, world=world, now=now)
    html = page(sign_in(world.bontang_processor), row)
    assert "Syarat 1, syarat 2 dan syarat 3 belum dinilai." in html
    assert "Peran Anda tidak dapat melakukan ini." in html


@pytest.mark.parametrize("who", ["counter", "processor", "approver", "head"])
@pytest.mark.parametrize("state", sorted(states.STATES))
def test_the_page_stands_in_every_state_for_every_duty(
    who: str, state: str, world: World, now: datetime, sign_in: SignIn
) -> None:
    row = factories.application_in(state, world=world, now=now)
    html = page(sign_in(getattr(world, f"bontang_{who}")), row)
    assert states.STATES[state].officer in html
    assert row.number in html


def test_no_personal_value_stands_in_clear(world: World, now: datetime, sign_in: SignIn) -> None:
    row = factories.filed(world, now=now, identity=BUDI)
    client = sign_in(world.bontang_head)
    for path in (address(row), address(row, "tanda-terima/"), "/kantor/permohonan/", "/kantor/"):
        response = client.get(path)
        html = response.content.decode()
        for clear in ("Budiman", NIK, PHONE, "+6281234567890", "Jalan Rahasia", "b@c.id", "1990-08-17", row.secret):
            assert clear not in html, (path, clear)


def test_the_cost_does_not_grow_with_answers_and_events(
    world: World, now: datetime, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row = factories.application_in(states.IN_REVIEW, world=world, now=now)
    client = sign_in(world.bontang_processor)
    Answer.objects.bulk_create(
        Answer(application=row, number=number, requirement="Salinan", field_key=f"syarat-{number}", kind=rules.BRING)
        for number in range(4, 44)
    )
    for number in range(1, 44):
        actions.judge(
            actor=world.bontang_processor,
            application=row,
            number=number,
            judgement=rules.NOT_MET,
            reason="Kabur.",
            now=now + timedelta(hours=2),
        )
    with django_assert_num_queries(22):  # one for letters
        html = page(client, row)
    assert html.count("Belum terpenuhi") >= 43
