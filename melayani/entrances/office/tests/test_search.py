"""Finding a case by its number in any spelling, or by a whole NIK that never stands in an address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from melayani.delivery.applications import rules
from melayani.delivery.applications.models import Application
from melayani.delivery.applications.tests import factories
from melayani.delivery.queues import actions as queues
from melayani.delivery.queues.tests.factories import place as queue_place
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
NIK = "6474011708900001"
BUDI = rules.Identity(name="Contoh Budi", nik=NIK, birth_date=date(1990, 8, 17))


@pytest.fixture
def row(world: World, now: datetime) -> Application:
    return factories.filed(world, now=now, identity=BUDI)


def found(client: Client, typed: str) -> str:
    """Where one hit leads; the page's heading otherwise."""
    response = client.post("/kantor/cari/", {"q": typed})
    if response.status_code == 302:
        return str(response["Location"])
    html = response.content.decode()
    assert NIK not in html
    return str(html.split("<h1>")[1].split("</h1>")[0])


@pytest.mark.parametrize(
    "spelt", [str, str.lower, lambda n: n.replace("-", ""), lambda n: f"  {n.replace('-', ' ')} ", lambda n: n[4:]]
)
def test_a_number_in_any_spelling(spelt: Callable[[str], str], row: Application, world: World, sign_in: SignIn) -> None:
    typed = spelt(row.number)
    where = found(sign_in(world.bontang_processor), typed)
    expected = "Tidak ditemukan" if not typed.strip().upper().startswith("PMH") else f"/kantor/permohonan/{row.number}/"
    assert where == expected


@pytest.mark.parametrize("typed", [NIK, "6474 0117 0890 0001", "6474.0117.0890.0001"])
def test_a_whole_nik(typed: str, row: Application, world: World, sign_in: SignIn) -> None:
    assert found(sign_in(world.bontang_processor), typed) == f"/kantor/permohonan/{row.number}/"


def test_several_cases_of_one_person_are_listed(row: Application, world: World, now: datetime, sign_in: SignIn) -> None:
    factories.filed(world, now=now, identity=BUDI, service=row.service)
    assert found(sign_in(world.bontang_processor), NIK) == "2 kasus ditemukan"


@pytest.mark.parametrize("typed", ["", "Budi", NIK[:15], "x" * 5000, "PMH-00000000-0", "'; --", "\x00"])
def test_anything_else_finds_nothing(typed: str, row: Application, world: World, sign_in: SignIn) -> None:
    assert found(sign_in(world.bontang_processor), typed) == "Tidak ditemukan"


def test_a_search_is_never_an_address(row: Application, world: World, sign_in: SignIn) -> None:
    assert sign_in(world.bontang_processor).get("/kantor/cari/", {"q": NIK}).status_code == 405


def test_other_units_cases_are_not_found(row: Application, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bengkalis_processor)
    assert found(client, row.number) == "Tidak ditemukan"
    assert found(client, NIK) == "Tidak ditemukan"


def test_who_works_on_no_cases_has_no_search(world: World, sign_in: SignIn) -> None:
    client = sign_in(officer(Role.MINISTRY, world.ministry, name="Pusat"))
    assert client.post("/kantor/cari/", {"q": NIK}).status_code == 404


def test_a_queue_number_leads_to_the_desk_that_shows_it(world: World, sign_in: SignIn, now: datetime) -> None:
    at = queue_place(world)
    ticket = queues.take_ticket(actor=at.machine, site=at.site, line=at.lines[0], way="kiosk", priority=False, now=now)
    typed = ticket.number.replace("-", " ").lower()
    where = found(sign_in(world.bontang_processor), typed)
    assert where == f"/kantor/antrean/meja/disdukcapil-bontang/?q={ticket.number}"
    assert found(sign_in(world.bengkalis_processor), typed) == "Tidak ditemukan"
