"""A mall closes by one press: each unit like a single one, each visitor told once, long work gone on with later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from melayani.delivery.appointments import actions, places, rules, states, ticks
from melayani.delivery.appointments.actions import closing, following
from melayani.delivery.appointments.models import Booking, Closing, Proposal, Slot, WaitingEntry
from melayani.delivery.appointments.tests import factories
from melayani.delivery.catalogue.models import Service
from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.organisations.actions import create_organisation
from melayani.foundation.organisations.models import Organisation, Tenancy
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import LONG_AGO, World, officer

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
PAGE = "/kantor/janji-temu/tutup-mal/mpp-bontang/"


class Mall:
    """A mall with two tenants that give visits; a third unit of the same region stands elsewhere."""

    def __init__(self, world: World, now: datetime) -> None:
        self.world, self.now = world, now
        self.house = _new(world.bontang_city, "mall", "MPP Bontang", "mpp-bontang")
        self.other = _new(world.bontang_city, "agency", "Dinas Perizinan", "dinas-perizinan")
        self.outside = _new(world.bontang_city, "agency", "Dinas Luar", "dinas-luar")
        for unit in (world.bontang, self.other):
            Tenancy.objects.create(mall=self.house, unit=unit, since=LONG_AGO.date())
        self.manager = officer(Role.MALL_MANAGER, self.house, name="Pengelola MPP")
        self.services: dict[int, Service] = {}
        self.slots: dict[int, list[Slot]] = {}
        for unit in (world.bontang, self.other, self.outside):
            self.services[unit.pk] = factories.offered(unit, title=f"Layanan {unit.slug}")
            self.slots[unit.pk] = factories.slots(unit, now=now, count=4, places=6)

    def booked(self, unit: Organisation, number: int, *, slot: int = 0) -> Booking:
        return actions.book(
            actor=SYSTEM,
            terms=factories.terms(self.services[unit.pk], unit),
            slot_id=self.slots[unit.pk][slot].pk,
            visitor=factories.visitor(number),
            party_size=1,
            now=self.now,
        )

    def close(self, *, by: Officer | None = None, **over: object) -> actions.ClosedMall:
        slots = self.slots[self.world.bontang.pk]
        given = {"starts_at": slots[0].starts_at, "ends_at": slots[1].ends_at, "reason": "Genset terbakar"}
        return actions.close_mall_in_emergency(
            actor=by or self.manager,
            mall=self.house,
            now=self.now,
            **{**given, **over},  # type: ignore[arg-type]
        )


@pytest.fixture
def mall(world: World, now: datetime) -> Mall:
    return Mall(world, now)


def test_all_tenants_close_like_single_ones_and_everybody_hears_it_once(mall: Mall, world: World) -> None:
    visits = [mall.booked(unit, n) for n, unit in enumerate((world.bontang, world.bontang, mall.other))]
    spared = [mall.booked(mall.outside, 7), mall.booked(mall.other, 8, slot=3)]
    before = Event.objects.count()
    done = mall.close()
    assert {row.organisation for row in done.closings} == {mall.house, world.bontang, mall.other}
    assert all(row.settled_at for row in done.closings)
    assert Event.objects.filter(name="visits.closed").count() == 3
    assert Event.objects.count() == before + 3 + len(visits)
    assert OutboxMessage.objects.filter(event="booking.proposal").count() == len(visits)
    moved = Booking.objects.filter(pk__in=[row.pk for row in visits])
    assert {row.state for row in moved} == {states.MOVED}
    assert {row.starts_at for row in moved} == {mall.slots[mall.other.pk][2].starts_at}
    assert {row.state for row in Booking.objects.filter(pk__in=[row.pk for row in spared])} == {states.BOOKED}
    assert not Slot.objects.standing().filter(pk__in=[s.pk for s in mall.slots[mall.other.pk][:2]]).exists()
    assert Slot.objects.standing().of_unit(mall.outside.pk).count() == 4
    counts = (Event.objects.count(), OutboxMessage.objects.count(), Closing.objects.count())
    mall.close()
    ticks.settle_closings(mall.now)
    assert (Event.objects.count(), OutboxMessage.objects.count(), Closing.objects.count()) == counts


def test_what_a_press_cannot_do_the_worker_goes_on_with(
    mall: Mall, world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "SETTLED_AT_ONCE", 2)
    for number in range(5):
        mall.booked((world.bontang, mall.other)[number % 2], number)
    mall.close()
    assert Proposal.objects.count() == 2
    assert Closing.objects.filter(settled_at__isnull=True).exists()
    assert "3 warga lagi sedang kami carikan" in sign_in(mall.manager).get(PAGE).content.decode()
    real = following.take_instead

    def one_fails(booking: Booking, **kwargs: object) -> Booking:
        if booking.name.endswith("3"):
            raise OSError("a fault")
        return real(booking, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(closing, "take_instead", one_fails)
    ticks.settle_closings(mall.now)
    assert Proposal.objects.count() == 4
    monkeypatch.setattr(closing, "take_instead", real)
    ticks.settle_closings(mall.now)
    assert Proposal.objects.count() == OutboxMessage.objects.filter(event="booking.proposal").count() == 5
    assert not Closing.objects.filter(settled_at__isnull=True).exists()
    assert "lagi sedang kami carikan" not in sign_in(mall.manager).get(PAGE).content.decode()


def test_two_runs_that_meet_settle_a_visit_once(mall: Mall, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both read the booking before either settled it: the second sees it under the lock and leaves it alone."""
    mall.booked(world.bontang, 1)
    real = closing.waiting_to_be_settled

    def both_at_once(row: Closing, at_most: int) -> list[Booking]:
        found = real(row, at_most)
        if found and not Proposal.objects.exists():
            monkeypatch.setattr(closing, "waiting_to_be_settled", real)
            closing._settle_some(row, actor=SYSTEM, now=mall.now, at_most=5)
        return found

    monkeypatch.setattr(closing, "waiting_to_be_settled", both_at_once)
    mall.close()
    assert Proposal.objects.count() == OutboxMessage.objects.filter(event="booking.proposal").count() == 1
    assert Booking.objects.get().sequence == 1


def test_who_waits_for_a_place_already_is_not_told_again(mall: Mall, world: World) -> None:
    Slot.objects.of_unit(mall.other.pk).filter(pk__in=[s.pk for s in mall.slots[mall.other.pk][1:]]).delete()
    waits = mall.booked(mall.other, 1)
    slot = mall.slots[mall.other.pk][0]
    actions.close_in_emergency(
        actor=mall.manager,
        organisation=mall.other,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        reason="Listrik padam",
        now=mall.now,
    )
    mall.close()
    assert WaitingEntry.objects.filter(replaces=waits).count() == 1
    assert OutboxMessage.objects.filter(event="booking.closed").count() == 1
    assert not Closing.objects.filter(settled_at__isnull=True).exists()


def test_a_busy_unit_is_named_and_the_others_are_closed(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    mall = Mall(world, timezone.now())
    theirs = {slot.pk for slot in mall.slots[world.bontang.pk]}
    real = places.lock_rows

    def busy(keys: list[int]) -> list[Slot]:
        if theirs & set(keys):
            raise rules.Busy
        return real(keys)

    monkeypatch.setattr(places, "lock", busy)
    page = sign_in(mall.manager).post(PAGE, sent(mall), follow=True).content.decode()
    assert "Belum tertutup" in page
    assert world.bontang.name in page
    assert set(Closing.objects.values_list("organisation", flat=True)) == {mall.house.pk, mall.other.pk}
    monkeypatch.setattr(places, "lock", real)
    page = sign_in(mall.manager).post(PAGE, sent(mall), follow=True).content.decode()
    assert "Ditutup: 3 instansi" in page
    assert Closing.objects.count() == 3


def sent(mall: Mall, **over: str) -> dict[str, str]:
    slots, zone = mall.slots[mall.world.bontang.pk], mall.house.zone
    span = {"starts": slots[0].starts_at, "ends": slots[1].ends_at}
    return {**{name: f"{at.astimezone(zone):%Y-%m-%dT%H:%M}" for name, at in span.items()}, "reason": "Gempa", **over}


def test_the_page_counts_what_a_time_touches_and_closes_by_one_press(world: World, sign_in: SignIn) -> None:
    mall = Mall(world, timezone.now())
    for number in range(3):
        mall.booked((world.bontang, mall.other)[number % 2], number)
    client = sign_in(mall.manager)
    assert PAGE in client.get("/kantor/janji-temu/").content.decode()
    asked = {name: value for name, value in sent(mall).items() if name != "reason"}
    page = client.get(PAGE, asked).content.decode()
    assert "3 instansi, 3 warga" in page
    assert "Contoh Warga" not in page
    refused = client.post(PAGE, sent(mall, reason="x"))
    assert refused.status_code == 422
    assert not Closing.objects.exists()
    page = client.post(PAGE, sent(mall), follow=True).content.decode()
    assert "Ditutup: 3 instansi. Semua warga" in page
    assert page.count("Ditutup</") == 3
    assert Closing.objects.filter(mall=mall.house, closed_by=mall.manager.person_id).count() == 3
    nonsense = {"starts": asked["ends"], "ends": asked["starts"]}
    assert "Akhir penutupan harus setelah" in client.get(PAGE, nonsense).content.decode()
    assert client.get(PAGE, {"starts": "kemarin", "ends": ""}).status_code == 200


def test_queries_of_the_page_do_not_grow(mall: Mall, world: World, sign_in: SignIn) -> None:
    client = sign_in(mall.manager)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(PAGE, sent(mall)).status_code == 200
        return len(seen)

    client.get(PAGE)
    few = cost()
    for number in range(6):
        mall.booked(mall.other, number)
        Tenancy.objects.create(
            mall=mall.house,
            unit=_new(world.bontang_city, "agency", f"Dinas {number}", f"dinas-{number}"),
            since=LONG_AGO.date(),
        )
    assert cost() == few


def test_only_the_manager_of_this_mall_closes_it(mall: Mall, world: World, sign_in: SignIn) -> None:
    elsewhere = _new(world.bengkalis_regency, "mall", "MPP Bengkalis", "mpp-bengkalis")
    neighbour = officer(Role.MALL_MANAGER, elsewhere, name="Pengelola lain")
    head = officer(Role.HEAD, mall.house, name="Kepala MPP")
    for stranger in (neighbour, head, world.bontang_head, world.bontang_counter):
        with pytest.raises(rules.NotAllowed):
            mall.close(by=stranger)
        client = sign_in(stranger)
        assert (client.get(PAGE).status_code, client.post(PAGE, sent(mall)).status_code) == (404, 404)
    assert not Closing.objects.exists()
    with pytest.raises(rules.InputRefused):
        mall.close(ends_at=mall.now - timedelta(days=1))


def test_a_tenant_of_another_day_stays_open(mall: Mall, world: World) -> None:
    Tenancy.objects.filter(unit=mall.other).update(until=mall.now.date() - timedelta(days=1))
    assert {row.organisation for row in mall.close().closings} == {mall.house, world.bontang}


def _new(parent: Organisation, kind: str, name: str, slug: str) -> Organisation:
    return create_organisation(
        actor=SYSTEM, kind=kind, name=name, slug=slug, parent=parent, now=LONG_AGO, time_zone="Asia/Makassar"
    )
