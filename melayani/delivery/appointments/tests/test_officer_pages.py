"""The officers' pages: the day, on behalf, verbs, conflicts, plan, closing; what others cannot open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from melayani.delivery.appointments import states
from melayani.delivery.appointments.models import (
    Absence,
    Booking,
    Closing,
    Offer,
    ReleasePlan,
    SessionTemplate,
    Shift,
    Slot,
    UnitPlan,
)
from melayani.delivery.appointments.tests import factories
from melayani.delivery.catalogue.models import Service
from melayani.foundation.audit.models import Event
from melayani.foundation.organisations.models import Organisation, Tenancy
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
DESK = "/kantor/janji-temu/"
UNIT = "disdukcapil-bontang"


@pytest.fixture
def service(world: World) -> Service:
    made = factories.offered(world.bontang)
    factories.slots(world.bontang, now=timezone.now(), count=3, places=2)
    return made


def day_page(slot: Slot, world: World) -> str:
    return f"{DESK}hari/{UNIT}/?hari={slot.starts_at.astimezone(world.bontang.zone).date().isoformat()}"


def test_the_day_shows_who_comes_with_masked_names(world: World, sign_in: SignIn, service: Service) -> None:
    slot = Slot.objects.earliest("starts_at")
    booking = factories.booked(world, service, slot, now=timezone.now())
    client = sign_in(world.bontang_counter)
    assert client.get(DESK)["Location"] == f"{DESK}hari/{UNIT}/"
    page = client.get(day_page(slot, world)).content.decode()
    assert booking.number in page
    assert "Contoh Warga" not in page
    assert "1/2" in page
    assert "Tutup mendadak" not in page
    for typed in ("9999-12-31", "0001-01-01", "kemarin"):
        assert client.get(f"{DESK}hari/{UNIT}/?hari={typed}").status_code == 200
    assert client.get(f"{DESK}{booking.number}/").status_code == 200


def test_a_form_sent_twice_books_once(world: World, sign_in: SignIn, service: Service) -> None:
    client = sign_in(world.bontang_counter)
    address = f"{DESK}catat/{UNIT}/{service.slug}/"
    assert "form_key" in client.get(address).content.decode()
    typed = {"slot": Slot.objects.earliest("pk").pk, "name": "Contoh Mbah", "party_size": "1", "form_key": "satu"}
    landed = {client.post(address, typed)["Location"] for _ in range(2)}
    assert len(landed) == 1
    assert Booking.objects.get().name == "Contoh Mbah"
    wrong = client.post(address, {**typed, "form_key": "dua", "nik": "12", "slot": ""})
    assert wrong.status_code == 422
    assert "Pilih salah satu waktu" in wrong.content.decode()


def test_verbs_of_the_day(world: World, sign_in: SignIn, service: Service) -> None:
    now = timezone.now()
    slot = Slot.objects.earliest("starts_at")
    booking = factories.booked(world, service, slot, now=now)
    client = sign_in(world.bontang_counter)
    assert "dibuka pukul" in client.post(f"{DESK}{booking.number}/hadir/", follow=True).content.decode()
    other = Slot.objects.latest("starts_at")
    answer = client.post(f"{DESK}{booking.number}/ubah/", {"slot": other.pk}, follow=True)
    assert "waktu diubah" in answer.content.decode()
    client.post(f"{DESK}{booking.number}/batalkan/")
    booking.refresh_from_db()
    assert (booking.starts_at, booking.state) == (other.starts_at, states.CANCELLED)
    assert client.post(f"{DESK}{booking.number}/hapus/").status_code == 404


def test_conflicts_are_listed_and_settled(world: World, sign_in: SignIn, service: Service) -> None:
    now = timezone.now()
    slot = Slot.objects.earliest("starts_at")
    rows = [factories.booked(world, service, slot, now=now + timedelta(seconds=n), number=n) for n in range(2)]
    head = sign_in(world.bontang_head)
    head.post(f"{DESK}hari/{UNIT}/slot/{slot.pk}/", {"capacity": "1"})
    page = head.get(f"{DESK}bentrok/").content.decode()
    assert rows[1].number in page
    assert rows[0].number not in page
    head.post(f"{DESK}{rows[1].number}/tetap/")
    assert "Tidak ada bentrok" in head.get(f"{DESK}bentrok/").content.decode()


def test_the_head_plans_services_sessions_counters_and_releases(
    world: World, sign_in: SignIn, service: Service
) -> None:
    client, today = sign_in(world.bontang_head), timezone.localdate(timezone=world.bontang.zone)
    plan = f"{DESK}rencana/{UNIT}/"
    settings = {"horizon_days": "20", "lead_minutes": "0", "walk_in_percent": "20", "priority_percent": "10"}
    assert client.post(plan, {**settings, "is_open": "on"}).status_code == 302
    assert "bersama" in client.post(plan, {**settings, "walk_in_percent": "95"}).content.decode()
    every = [str(number) for number in range(7)]
    session = {"name": "Pagi", "weekdays": every, "starts": "08:00", "ends": "10:00", "slot_minutes": "30"}
    session |= {"places": "5", "valid_from": today.isoformat(), "capped": str(service.pk), "cap": "2"}
    assert client.post(f"{plan}sesi/", session).status_code == 302
    assert Slot.objects.standing().count() > 20
    assert "Bertabrakan" in client.post(f"{plan}sesi/", session).content.decode()
    counter = {"counter": "Loket 1", "weekdays": every, "starts": "08:00", "ends": "12:00"}
    assert client.post(f"{plan}loket/", {**counter, "valid_from": today.isoformat()}).status_code == 302
    gone = {"starts_on": today.isoformat(), "ends_on": today.isoformat(), "at_home": "on"}
    assert client.post(f"{plan}absen/?loket={Shift.objects.get().pk}", gone).status_code == 302
    assert Absence.objects.get().at_home
    offer = {"service": str(service.pk), "slots_needed": "2", "party_max": "3", "is_open": "on"}
    assert client.post(f"{plan}layanan/", offer).status_code == 302
    assert Offer.objects.get().slots_needed == 2
    in_nine_days = Slot.objects.standing().filter(starts_at__gt=timezone.now() + timedelta(days=9))
    first = in_nine_days.earliest("starts_at").starts_at.astimezone(world.bontang.zone).date().isoformat()
    release = {"name": "Undian", "kind": "draw", "first_day": first, "last_day": first}
    release |= {"opens_at": f"{today.isoformat()}T08:00"}
    assert "perlu akhir" in client.post(f"{plan}pembagian/", release).content.decode()
    ends = (today + timedelta(days=3)).isoformat()
    assert client.post(f"{plan}pembagian/", {**release, "closes_at": f"{ends}T08:00"}).status_code == 302
    assert Slot.objects.filter(release=ReleasePlan.objects.get()).exists()
    page = client.get(plan).content.decode()
    for words in ("Pagi", "Loket 1", "Undian", "Dari rumah"):
        assert words in page
    client.post(f"{plan}sesi/{SessionTemplate.objects.get().pk}/")
    client.post(f"{plan}loket/{Shift.objects.get().pk}/")
    assert SessionTemplate.objects.get().valid_until == Shift.objects.get().valid_until


def test_the_head_closes_an_hour_by_page(world: World, sign_in: SignIn, service: Service) -> None:
    slots = list(Slot.objects.order_by("starts_at"))
    booking = factories.booked(world, service, slots[0], now=timezone.now())
    client, zone = sign_in(world.bontang_head), world.bontang.zone
    typed = {"starts": f"{slots[0].starts_at.astimezone(zone):%Y-%m-%dT%H:%M}", "reason": "Listrik padam"}
    typed |= {"ends": f"{slots[0].ends_at.astimezone(zone):%Y-%m-%dT%H:%M}"}
    for _ in range(2):
        assert client.post(f"{DESK}tutup/{UNIT}/", typed).status_code == 302
    booking.refresh_from_db()
    assert (booking.state, booking.starts_at) == (states.MOVED, slots[1].starts_at)
    assert Closing.objects.get().starts_at == slots[0].starts_at
    assert "Tulis alasan" in client.post(f"{DESK}tutup/{UNIT}/", {**typed, "reason": "x"}).content.decode()


def test_hours_are_typed_by_the_clock_of_the_office(world: World, sign_in: SignIn, service: Service) -> None:
    Organisation.objects.filter(pk=world.bontang.pk).update(time_zone="Asia/Jayapura")
    client, east = sign_in(world.bontang_head), ZoneInfo("Asia/Jayapura")
    local = timezone.now().astimezone(east)
    shown = client.get(f"{DESK}tutup/{UNIT}/").content.decode()
    assert f'value="{local:%Y-%m-%dT%H}:' in shown or f'value="{timezone.now().astimezone(east):%Y-%m-%dT%H}:' in shown
    day = local.date() + timedelta(days=3)
    typed = {"starts": f"{day}T09:00", "ends": f"{day}T11:30", "reason": "Listrik padam"}
    assert client.post(f"{DESK}tutup/{UNIT}/", typed).status_code == 302
    closing = Closing.objects.get()
    hours = [moment.astimezone(UTC).strftime("%H:%M") for moment in (closing.starts_at, closing.ends_at)]
    assert hours == ["00:00", "02:30"]  # nine and half past eleven in Jayapura
    release = {"name": "Tahap", "kind": "waves", "first_day": f"{day}", "last_day": f"{day}"}
    release |= {"opens_at": f"{local.date()}T23:00", "closes_at": f"{local.date() + timedelta(days=1)}T08:00"}
    assert client.post(f"{DESK}rencana/{UNIT}/pembagian/", release).status_code == 302
    plan = ReleasePlan.objects.get()
    assert plan.opens_at.astimezone(UTC).hour == 14
    assert datetime.fromisoformat(plan.waves[1]["at"]).astimezone(UTC).hour == 23


def test_another_agency_and_other_duties_see_nothing(world: World, sign_in: SignIn, service: Service) -> None:
    booking = factories.booked(world, service, Slot.objects.earliest("pk"), now=timezone.now())
    pages = [f"{DESK}{booking.number}/", f"{DESK}hari/{UNIT}/", f"{DESK}rencana/{UNIT}/", f"{DESK}tutup/{UNIT}/"]
    for stranger in (world.bengkalis_head, world.bontang_approver):
        client = sign_in(stranger)
        assert [client.get(page).status_code for page in pages] == [404] * 4
    assert [sign_in(world.bontang_counter).get(page).status_code for page in pages] == [200, 200, 404, 404]


def test_the_mall_plans_for_its_tenants_and_sees_no_persons(world: World, sign_in: SignIn, service: Service) -> None:
    slot = Slot.objects.earliest("pk")
    booking = factories.booked(world, service, slot, now=timezone.now())
    manager = officer(Role.MALL_MANAGER, world.bengkalis, name="Pengelola mal")
    client = sign_in(manager)
    assert client.get(f"{DESK}hari/{UNIT}/").status_code == 404
    Tenancy.objects.create(mall=world.bengkalis, unit=world.bontang, since=timezone.localdate())
    page = client.get(day_page(slot, world)).content.decode()
    assert "1/2" in page
    assert booking.number not in page
    assert client.get(f"{DESK}rencana/{UNIT}/").status_code == 200
    assert client.get(f"{DESK}{booking.number}/").status_code == 404


def test_queries_of_the_day_do_not_grow(world: World, sign_in: SignIn, service: Service) -> None:
    now = timezone.now()
    client = sign_in(world.bontang_head)
    UnitPlan.objects.update(horizon_days=30)
    page = day_page(Slot.objects.earliest("starts_at"), world)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page).status_code == 200
        return len(seen)

    few = cost()
    Slot.objects.update(capacity=50)
    for number in range(12):
        factories.booked(world, service, Slot.objects.earliest("starts_at"), now=now, number=number)
    assert cost() == few
    assert few <= 32


def test_a_name_is_opened_once_with_a_reason_and_recorded(world: World, sign_in: SignIn, service: Service) -> None:
    booking = factories.booked(world, service, Slot.objects.earliest("starts_at"), now=timezone.now())
    client, address = sign_in(world.bontang_counter), f"{DESK}{booking.number}/"
    assert booking.name not in client.get(address).content.decode()
    refused = client.post(f"{address}buka/", {"field": "name", "reason": ""})
    assert refused.status_code == 422
    assert booking.name not in refused.content.decode()
    opened = client.post(f"{address}buka/", {"field": "name", "reason": "Menghubungi tamu"})
    assert booking.name in opened.content.decode()
    assert "no-store" in opened["Cache-Control"]
    assert booking.name not in client.get(address).content.decode()
    (event,) = Event.objects.filter(name="personal.unmasked", subject_number=booking.number)
    assert event.data == {"field": "name", "reason": "Menghubungi tamu"}
    assert event.person_id == world.bontang_counter.person_id
    assert "Data nama dibuka: Menghubungi tamu" in client.get(address).content.decode()


def test_only_what_is_masked_can_be_opened(world: World, sign_in: SignIn, service: Service) -> None:
    booking = factories.booked(world, service, Slot.objects.earliest("starts_at"), now=timezone.now())
    typed = {"field": "secret", "reason": "Menghubungi tamu"}
    answer = sign_in(world.bontang_counter).post(f"{DESK}{booking.number}/buka/", typed)
    assert answer.status_code == 422
    assert booking.secret not in answer.content.decode()
    assert not Event.objects.filter(name="personal.unmasked").exists()
