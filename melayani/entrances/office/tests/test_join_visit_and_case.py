"""A visit becomes an application, and a case calls its owner: at the counter, by who works there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from melayani.delivery.applications import states as cases
from melayani.delivery.applications.models import Application
from melayani.delivery.applications.tests.factories import application_in, birth_certificate
from melayani.delivery.queues import actions, states
from melayani.delivery.queues.models import Call, Ticket
from melayani.delivery.queues.tests import factories
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Officer
from melayani.foundation.people.tests.factories import World, signed_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> datetime:
    moment = datetime.now(ZoneInfo("Asia/Makassar")).replace(hour=12, minute=0)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment


def with_line(world: World) -> tuple[factories.Place, Ticket]:
    """Somebody is served at counter 1 for the birth certificate."""
    place = factories.place(world, lines=0)
    service = birth_certificate(world.bontang)
    place.lines.append(factories.line(place.site, world.bontang, prefix="L", service=service))
    factories.ticket(place, now=timezone.now())
    return place, factories.serving(place, now=timezone.now())


def test_the_served_visit_becomes_an_application_and_knows_its_number(world: World, sign_in: SignIn) -> None:
    place, ticket = with_line(world)
    client = sign_in(world.bontang_counter)
    here = f"/kantor/antrean/nomor/{ticket.number}/permohonan/"
    form = client.get(here)["Location"]
    assert form.startswith(f"/kantor/permohonan/catat/{ticket.line.service.slug}/?kembali=")
    assert f'name="kembali" value="{here}"' in client.get(form).content.decode()
    brought = {f"way-syarat-{number}": "bring" for number in (1, 2, 3)}
    filed = client.post(
        form.split("?")[0],
        {"form_key": "satu", "name": "Contoh Ani", "channel": "counter", "kembali": here, **brought},
    )
    number = Application.objects.get().number
    assert filed["Location"] == f"{here}?nomor={number}"
    assert number in client.get(filed["Location"]).content.decode()
    ended = client.post(here, {"nomor": number, "selesai": "1"})
    assert ended["Location"] == f"/kantor/antrean/loket/{place.counters[0].pk}/"
    ticket.refresh_from_db()
    assert (ticket.state, ticket.case_number) == (states.DONE, number)


def test_a_way_back_to_elsewhere_is_not_taken(world: World, sign_in: SignIn) -> None:
    _, ticket = with_line(world)
    client = sign_in(world.bontang_counter)
    for path in ("https://jahat.example/", "//jahat.example/kantor/", "/lain/"):
        page = client.get(f"/kantor/permohonan/catat/{ticket.line.service.slug}/", {"kembali": path})
        assert 'name="kembali"' not in page.content.decode()


def test_a_case_calls_its_owner_to_my_counter_and_tells_them(world: World, sign_in: SignIn) -> None:
    place, ticket = with_line(world)
    actions.finish(actor=world.bontang_counter, ticket=ticket, now=timezone.now())
    case = application_in(cases.VERIFIED, world=world, now=timezone.now(), service=place.lines[0].service)
    client = sign_in(world.bontang_counter)
    path = f"/kantor/permohonan/{case.number}/panggil/"
    page = client.get(path).content.decode()
    assert "ke loket 1" in page
    for _ in range(2):
        client.post(path, {"form_key": "satu"})
    row = Ticket.objects.get(case_number=case.number)
    assert (row.state, row.way, row.counter) == (states.CALLED, "case", place.counters[0])
    assert Call.objects.filter(ticket=row).count() == 1
    if case.contact is not None:
        assert row.secret in OutboxMessage.objects.filter(event="ticket.called").get().body


def test_without_a_counter_the_case_says_so_and_strangers_find_nothing(world: World, sign_in: SignIn) -> None:
    case = application_in(cases.VERIFIED, world=world, now=timezone.now())
    path = f"/kantor/permohonan/{case.number}/panggil/"
    client = sign_in(world.bontang_processor)
    assert "Duduklah dulu" in client.get(path).content.decode()
    assert client.post(path, {"form_key": "x"}).status_code == 422
    assert not Ticket.objects.exists()
    stranger = signed_in(Client(), factories.stranger(world))
    assert stranger.get(path).status_code == 404
    _, ticket = with_line(world)
    here = f"/kantor/antrean/nomor/{ticket.number}/permohonan/"
    assert stranger.get(here).status_code == 404
    assert stranger.post(here, {"nomor": case.number, "selesai": "1"}).status_code == 404
    ticket.refresh_from_db()
    assert ticket.state == states.SERVING
