"""The way to a visit: from the page of a service, from home, and back by the number."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.appointments import actions
from melayani.delivery.appointments.models import Booking, Slot, UnitPlan
from melayani.delivery.appointments.tests import factories
from melayani.delivery.catalogue.models import Service
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.people import Citizen
from melayani.foundation.people.tests.factories import World
from melayani.foundation.ui.format import format_moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(world: World) -> Service:
    made = factories.offered(world.bontang)
    factories.slots(world.bontang, now=timezone.now(), count=2, places=1)
    return made


def booked(world: World, service: Service) -> Booking:
    return factories.booked(world, service, Slot.objects.earliest("starts_at"), now=timezone.now())


def track(client: Client, number: str) -> str:
    return client.post("/lacak/", {"nomor": number}).content.decode()


def test_the_page_of_a_service_names_the_next_free_time(client: Client, world: World, service: Service) -> None:
    first, second = Slot.objects.order_by("starts_at")
    link = f"/janji-temu/{service.slug}/{service.agency.slug}/"
    page = client.get(f"/layanan/{service.slug}/").content.decode()
    assert link in page
    assert format_moment(first.starts_at, world.bontang) in page
    booked(world, service)
    assert format_moment(second.starts_at, world.bontang) in client.get(f"/layanan/{service.slug}/").content.decode()


def test_where_no_visit_is_offered_the_page_says_nothing_of_it(client: Client, service: Service) -> None:
    UnitPlan.objects.update(is_open=False)
    assert "Buat janji temu" not in client.get(f"/layanan/{service.slug}/").content.decode()


def test_a_full_week_still_shows_the_way_in(client: Client, world: World, service: Service) -> None:
    Slot.objects.update(capacity=0)
    page = client.get(f"/layanan/{service.slug}/").content.decode()
    assert "Tujuh hari ke depan penuh" in page


def test_the_next_free_time_costs_the_same_however_many_slots_there_are(
    client: Client, world: World, service: Service, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(f"/layanan/{service.slug}/")
    for day in (2, 3):
        with django_assert_num_queries(31):
            client.get(f"/layanan/{service.slug}/")
        factories.slots(world.bontang, now=timezone.now() + factories.TOMORROW * day, count=9, places=1)


def test_home_leads_to_visits(client: Client) -> None:
    assert 'href="/janji-temu/"' in client.get("/").content.decode()


def test_the_number_shows_state_and_time_and_nothing_personal(client: Client, world: World, service: Service) -> None:
    booking = booked(world, service)
    text = track(client, booking.number.lower())
    for words in (booking.number, "Janji temu pasti", service.title, format_moment(booking.starts_at, world.bontang)):
        assert words in text
    assert booking.name not in text
    assert booking.secret not in text


def test_a_hold_is_no_booking_yet(client: Client, service: Service) -> None:
    slot = Slot.objects.earliest("starts_at")
    held = factories.held(service, slot, token="sesi", now=timezone.now())
    assert "tidak ada pada kami" in track(client, held.number)


def test_the_number_of_a_registration_leads_to_the_draw(client: Client, world: World, service: Service) -> None:
    now = timezone.now()
    plan = factories.draw_planned(world, now=now)
    entry = actions.register_for_draw(
        actor=Citizen(token="sesi"),
        plan=plan,
        terms=factories.terms(service),
        visitor=factories.visitor(),
        contact=keep_contact(email="warga1@contoh.id", now=now),
        party_size=1,
        now=now,
    )
    assert (
        client.post("/lacak/", {"nomor": entry.number})["Location"]
        == f"/janji-temu/undian/{plan.slug}/?nomor={entry.number}"
    )
