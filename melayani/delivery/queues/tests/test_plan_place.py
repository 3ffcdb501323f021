"""Plan a place by page: open it, lines, counters, zones, machines with an address told once; by whom; figures of it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.catalogue.tests.factories import published_service
from melayani.delivery.queues import access, actions, queries, rules
from melayani.delivery.queues.models import Counter, Device, Line, Site, Zone
from melayani.delivery.queues.tests import factories
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer
from melayani.foundation.people.tests.factories import World, signed_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
MINUTE = timedelta(minutes=1)
PLAN = "/kantor/antrean/atur/disdukcapil-bontang/"
STATISTICS = "/kantor/antrean/statistik/disdukcapil-bontang/"
POLICY = {"priority_ahead": "10", "appointment_ahead": "0", "grace": "5", "paper_mm": "58"}


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> datetime:
    moment = datetime.now(ZoneInfo("Asia/Makassar")).replace(hour=12, minute=0)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment


def test_a_head_opens_a_queue_and_plans_it_by_page(world: World, sign_in: SignIn) -> None:
    service = published_service(world.bontang, title="Rekam KTP-el")
    client = sign_in(world.bontang_head)
    opened = client.post("/kantor/antrean/buka/", {"unit": world.bontang.slug})
    assert opened["Location"] == PLAN
    client.post(f"{PLAN}ruang/0/", {"name": "Lantai 1", "position": "1"})
    zone = Zone.objects.get()
    wanted = {"service": service.pk, "letters": "k", "minutes": "9", "zone": zone.pk, "is_open": "on"}
    client.post(f"{PLAN}antrean/0/", wanted)
    line = Line.objects.get()
    assert (line.prefix, line.unit, line.minutes, line.zone) == ("K", world.bontang, 9, zone)
    desk = {"number": "3", "unit": world.bontang.pk, "lines": [line.pk], "is_open": "on"}
    client.post(f"{PLAN}loket/0/", {**desk, "break_from": "12:00", "break_until": "13:00"})
    counter = Counter.objects.get()
    assert (counter.number, list(counter.lines.all()), counter.break_until is not None) == (3, [line], True)
    client.post(f"{PLAN}antrean/{line.pk}/", {"letters": "KT", "minutes": "11"})
    line.refresh_from_db()
    assert (line.prefix, line.is_open, line.service) == ("KT", False, service)
    page = client.get(PLAN).content.decode()
    assert "Loket 3" in page
    assert "Rekam KTP-el" in page


def test_what_does_not_fit_is_said_beside_the_form(world: World, sign_in: SignIn) -> None:
    place = factories.place(world)
    other = published_service(world.bontang, title="Lain")
    client = sign_in(world.bontang_head)
    twice = client.post(f"{PLAN}antrean/0/", {"service": other.pk, "letters": "A", "minutes": "9"})
    assert twice.status_code == 422
    assert "sudah dipakai" in twice.content.decode()
    digits = client.post(f"{PLAN}antrean/0/", {"service": other.pk, "letters": "7", "minutes": "9"})
    assert "satu atau dua huruf" in digits.content.decode()
    half = client.post(f"{PLAN}loket/0/", {"number": "9", "unit": world.bontang.pk, "break_from": "12:00"})
    assert "awal dan akhir istirahat" in half.content.decode()
    assert Line.objects.count() == len(place.lines)
    assert client.get(f"{PLAN}terbang/0/").status_code == 404
    assert client.get(f"{PLAN}antrean/99999/").status_code == 404


def test_the_order_is_changed_and_published_in_words(world: World, sign_in: SignIn) -> None:
    factories.place(world)
    client = sign_in(world.bontang_head)
    client.post(PLAN, POLICY)
    site = Site.objects.get()
    assert (site.priority_ahead, site.appointment_ahead, site.voice) == (10, 0, False)
    page = client.get(PLAN).content.decode()
    assert "seakan datang 10 menit lebih awal" in page
    assert "Yang punya janji temu" not in page
    assert client.post(PLAN, {**POLICY, "grace": "500"}).status_code == 422


def test_the_address_of_a_machine_is_told_once_and_renewed(world: World, sign_in: SignIn) -> None:
    factories.place(world)
    client = sign_in(world.bontang_head)
    told = client.post(f"{PLAN}perangkat/0/", {"kind": "screen", "name": "Layar lantai 2"}).content.decode()
    token = re.search(r"/layar/([^/]+)/", told)
    assert token is not None
    device = access.get_device(token[1], Device.Kind.SCREEN)
    assert token[1] not in client.get(PLAN).content.decode()
    renewed = client.post(f"{PLAN}perangkat/{device.pk}/alamat/").content.decode()
    assert token[1] not in renewed
    assert queries.pulse_of(token[1], "screen", timezone.now()) is None
    client.post(f"{PLAN}perangkat/{device.pk}/alamat/", {"tutup": "1"})
    assert not Device.objects.get(pk=device.pk).is_open
    door = Site.objects.get().door_token
    assert "/ambil/" in client.post(f"{PLAN}pintu/").content.decode()
    assert Site.objects.get().door_token != door


def test_a_place_with_people_in_it_is_not_closed(world: World, sign_in: SignIn) -> None:
    place = factories.place(world)
    row = factories.ticket(place, now=timezone.now())
    client = sign_in(world.bontang_head)
    assert "Masih ada yang menunggu" in client.post(f"{PLAN}tutup/", follow=True).content.decode()
    actions.leave(actor=world.bontang_counter, ticket=row, now=timezone.now())
    client.post(f"{PLAN}tutup/")
    assert not Site.objects.get().is_open
    assert client.get(PLAN).status_code == 404


def test_the_head_of_a_tenant_plans_its_own_lines_only(world: World, client: Client) -> None:
    mall, manager, desk = factories.mall(world)
    place = factories.place(world, organisation=mall, lines=0, counters=0)
    own = factories.line(place.site, world.bontang, prefix="K")
    foreign = factories.line(place.site, mall, prefix="M")
    path = f"/kantor/antrean/atur/{mall.slug}/"
    head = signed_in(client, world.bontang_head)
    page = head.get(path).content.decode()
    assert own.service.title in page
    assert foreign.service.title not in page
    assert head.get(f"{path}antrean/{foreign.pk}/").status_code == 404
    assert head.post(path, POLICY).status_code == 404
    for what in ("ruang/0/", "perangkat/0/"):
        assert head.get(f"{path}{what}").status_code == 404
    assert head.post(f"{path}antrean/{own.pk}/", {"letters": "KK", "minutes": "7"}).status_code == 302
    boss = signed_in(Client(), manager)
    assert foreign.service.title in boss.get(path).content.decode()
    for who in (desk, factories.stranger(world), world.bontang_counter):
        assert signed_in(Client(), who).get(path).status_code == 404
    with pytest.raises(rules.NotAllowed):
        actions.save_policy(actor=world.bontang_head, site=place.site, now=timezone.now(), grace=1)


def seen(place: factories.Place, *, times: int, line: int = 0) -> None:
    """`times` people who waited 10, 20, 30 … minutes and were served 6 minutes each, all called after eleven."""
    for number in range(1, times + 1):
        begin = timezone.now().replace(hour=11, minute=number)
        factories.ticket(place, now=begin - number * 10 * MINUTE, line=line)
        factories.done(place, now=begin, minutes=6)


def test_figures_tell_medians_of_real_visits_and_who_did_not_come(world: World, sign_in: SignIn) -> None:
    place = factories.place(world)
    seen(place, times=5)
    factories.ticket(place, now=timezone.now(), line=1)
    missed = factories.called(place, now=timezone.now())
    actions.miss(actor=world.bontang_counter, ticket=missed, now=timezone.now())
    actions.stand_up(actor=world.bontang_counter, counter=place.counters[0], now=timezone.now())
    day = timezone.now().date()
    found = queries.statistics(world.bontang_head, Site.objects.get(), since=day, until=day)
    assert (found.total.visits, found.total.served, found.total.no_shows) == (6, 5, 1)
    assert (found.total.wait_median, found.total.wait_p90, found.total.service_median) == (30, 50, 6)
    assert found.total.no_show_percent == 17
    assert [row.figures.served for row in found.lines] == [5, 0]
    assert [row.name for row in found.hours] == ["11.00–11.59", "12.00–12.59"]
    assert (found.online, found.walk_in) == (0, 6)
    assert found.counters[0].used is not None
    client = sign_in(world.bontang_head)
    page = client.get(STATISTICS).content.decode()
    assert "6 kunjungan, 5 layanan selesai" in page
    assert "9 dari 10 paling lama 50 menit" in page
    assert "Kunjungan: satu nomor" in page
    book = load_workbook(io.BytesIO(client.get(f"{STATISTICS}xlsx/").content))
    assert book.sheetnames == ["Seluruhnya", "Per unit", "Per layanan", "Per loket", "Per jam", "Per cara"]
    assert [cell.value for cell in book["Seluruhnya"][5]][:5] == ["Seluruhnya", 5, 1, 17, 30]
    Organisation.objects.filter(pk=world.bontang.pk).update(name="=1+1")
    named = load_workbook(io.BytesIO(client.get(f"{STATISTICS}xlsx/").content))["Seluruhnya"]["A1"]
    assert (named.value, named.data_type) == ("=1+1", "s")


def test_below_five_visits_no_median_is_told(world: World) -> None:
    place = factories.place(world)
    seen(place, times=4)
    day = timezone.now().date()
    found = queries.statistics(world.bontang_head, Site.objects.get(), since=day, until=day)
    assert (found.total.served, found.total.wait_median, found.total.no_show_percent) == (4, None, None)


def test_a_tenant_reads_its_own_figures_and_the_mall_all(world: World) -> None:
    mall, manager, _ = factories.mall(world)
    place = factories.place(world, organisation=mall, lines=0, counters=0)
    place.lines += [
        factories.line(place.site, world.bontang, prefix="K"),
        factories.line(place.site, mall, prefix="M"),
    ]
    factories.ticket(place, now=timezone.now())
    factories.ticket(place, now=timezone.now(), line=1)
    day = timezone.now().date()
    assert queries.statistics(manager, place.site, since=day, until=day).total.visits == 2
    own = queries.statistics(world.bontang_head, place.site, since=day, until=day)
    assert (own.total.visits, own.whole) == (1, False)


def test_figures_take_the_same_queries_for_many_visits(
    world: World, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    place = factories.place(world)
    client = sign_in(world.bontang_head)
    seen(place, times=2)
    client.get(STATISTICS)
    with django_assert_num_queries(14):
        client.get(STATISTICS)
    seen(place, times=5, line=1)
    with django_assert_num_queries(14):
        client.get(STATISTICS)


def test_rules_of_figures() -> None:
    assert rules.percentile([1, 2, 3, 4], 50) is None
    assert [rules.percentile([5, 1, 4, 2, 3], share) for share in (0, 50, 90, 100)] == [1, 3, 5, 5]
    assert rules.utilisation(30, 60) == 50
    assert rules.utilisation(90, 60) == 100
    assert rules.utilisation(1, 0) is None
    assert rules.published(rules.Wait(3.4, 5.0, 8.2)) == (3, 9)
    assert rules.published(rules.Wait(13.4, 18.0, 26.2)) == (10, 30)
    assert rules.published(None) == (None, None)
