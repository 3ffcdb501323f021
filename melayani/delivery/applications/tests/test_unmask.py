"""Opening one personal value: with a reason, on one answer, with a trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from melayani.delivery.applications import rules
from melayani.delivery.applications.models import Application
from melayani.delivery.applications.tests import factories
from melayani.foundation.audit.models import Event
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
REASON = "Mencocokkan dengan berkas"
RATNA = rules.Identity(name="Contoh Ratna", address="Jalan Rahasia 7", phone="081234567890")


@pytest.fixture
def row(world: World, now: datetime) -> Application:
    return factories.filed(world, now=now, identity=RATNA)


def ask(client: Client, row: Application, **data: str) -> tuple[int, str]:
    response = client.post(f"/kantor/permohonan/{row.number}/buka/", data)
    assert response.status_code == 404 or "no-store" in response["Cache-Control"]
    return response.status_code, response.content.decode()


def test_the_value_is_shown_once_and_the_reason_is_kept(row: Application, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_counter)
    status, html = ask(client, row, field="name", reason=REASON)
    assert status == 200
    assert "<b>Contoh Ratna</b>" in html
    assert "Jalan Rahasia" not in html
    event = Event.objects.get(name="personal.unmasked")
    assert (event.person, event.subject_number) == (world.bontang_counter.person, row.number)
    assert (event.data["field"], event.data["reason"]) == ("name", REASON)
    again = client.get(f"/kantor/permohonan/{row.number}/").content.decode()
    assert "Contoh Ratna" not in again
    assert REASON in again  # the history of the case says why it was opened


def test_an_own_reason_is_taken(row: Application, world: World, sign_in: SignIn) -> None:
    status, html = ask(
        sign_in(world.bontang_head), row, field="phone", reason="other", other_reason="Warga minta ditelepon balik"
    )
    assert (status, "0812-3456-7890" in html) == (200, True)
    assert Event.objects.get(name="personal.unmasked").data["reason"] == "Warga minta ditelepon balik"


@pytest.mark.parametrize("typed", ["", "   ", "perlu", "123456789", "          a"])
def test_a_reason_below_ten_characters_opens_nothing(
    typed: str, row: Application, world: World, sign_in: SignIn
) -> None:
    status, html = ask(sign_in(world.bontang_counter), row, field="address", reason="other", other_reason=typed)
    assert status == 422
    assert "Jalan Rahasia" not in html
    assert not Event.objects.filter(name="personal.unmasked").exists()


def test_a_refused_reason_stays_in_its_field(row: Application, world: World, sign_in: SignIn) -> None:
    _, html = ask(sign_in(world.bontang_counter), row, field="name", reason="other", other_reason="perlu")
    assert 'value="perlu"' in html
    assert '<option value="other" selected>' in html
    assert html.count('value="perlu"') == 1


@pytest.mark.parametrize("field", ["", "secret", "paper_code_hash", "name__", "nik_hash", "x" * 5000])
def test_only_masked_fields_can_be_opened(field: str, row: Application, world: World, sign_in: SignIn) -> None:
    status, html = ask(sign_in(world.bontang_counter), row, field=field, reason=REASON)
    assert status == 422
    assert row.secret not in html
    assert not Event.objects.filter(name="personal.unmasked").exists()


def test_strangers_open_nothing(row: Application, world: World, sign_in: SignIn) -> None:
    for who in (world.bengkalis_counter, world.bengkalis_head, officer(Role.MINISTRY, world.ministry, name="Pusat")):
        assert ask(sign_in(who), row, field="name", reason=REASON)[0] == 404
    assert not Event.objects.filter(name="personal.unmasked").exists()
