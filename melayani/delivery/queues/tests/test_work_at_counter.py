"""The officers' pages: the counter by keys, the information desk, what a tenant and a manager see; query counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.queues import actions, states
from melayani.delivery.queues.models import Site, Sitting, Ticket
from melayani.delivery.queues.tests import factories
from melayani.foundation.audit.models import Event
from melayani.foundation.people import Officer
from melayani.foundation.people.tests.factories import World, signed_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
MINE = "/kantor/antrean/"
DESK = "/kantor/antrean/meja/disdukcapil-bontang/"
MINUTE = timedelta(minutes=1)
CALLER_QUERIES = 19
DESK_QUERIES = 24  # one for the letters that wait, one for emergency closings


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """It is noon at the place, whenever the tests run: a number of before midnight is none of today."""
    moment = datetime.now(ZoneInfo("Asia/Makassar")).replace(hour=12, minute=0)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def press(client: Client, place: factories.Place, verb: str, **data: Any) -> str:
    answer = client.post(f"{MINE}loket/{place.counters[0].pk}/{verb}/", data, follow=True)
    return str(answer.content.decode())


def test_a_morning_at_the_counter_by_keys(world: World, sign_in: SignIn) -> None:
    place = factories.place(world)
    now = timezone.now()
    first = factories.ticket(place, now=now - 9 * MINUTE)
    factories.ticket(place, now=now - 8 * MINUTE, priority=True, line=1)
    client = sign_in(world.bontang_counter)
    page = press(client, place, "duduk")
    assert 'data-key="P"' in page
    assert "2 orang menunggu" in page
    page = press(client, place, "panggil")
    assert [key for key in "LUTKHA" if f'data-key="{key}"' in page] == list("LUTKHA")
    assert re.search(r'class="code">B-001<', page)
    number = Ticket.objects.get(state=states.CALLED).number
    assert "2 kali dipanggil" in press(client, place, "ulang", nomor=number)
    assert 'data-key="S"' in press(client, place, "layani", nomor=number)
    press(client, place, "selesai", nomor=number)
    press(client, place, "panggil")
    page = press(client, place, "tidak-datang", nomor=first.number)
    assert "Disimpan dan tidak datang" in page
    page = press(client, place, "kembalikan", nomor=first.number)
    assert "1 orang menunggu" in page
    assert "Tidak ada yang menunggu" not in page
    page = press(client, place, "istirahat")
    assert "Akhiri istirahat" in page
    press(client, place, "kembali")
    press(client, place, "berdiri")
    assert Sitting.objects.get().until is not None


def test_a_refusal_is_said_and_changes_nothing(world: World, sign_in: SignIn) -> None:
    place = factories.place(world)
    row = factories.ticket(place, now=timezone.now())
    client = sign_in(world.bontang_counter)
    assert "belum duduk" in press(client, place, "panggil")
    press(client, place, "duduk")
    assert "tidak mungkin lagi" in press(client, place, "selesai", nomor=row.number)
    press(client, place, "panggil")
    assert "masih di loket" in press(client, place, "panggil")
    assert client.post(f"{MINE}loket/{place.counters[0].pk}/terbang/", {"nomor": row.number}).status_code == 404
    assert "Pilih antrean" in press(client, place, "alihkan", nomor=row.number, tujuan="antrean-x")
    press(client, place, "alihkan", nomor=row.number, tujuan=f"antrean-{place.lines[1].pk}")
    row.refresh_from_db()
    assert (row.state, row.line) == (states.WAITING, place.lines[1])


def test_the_name_of_a_booked_visitor_is_masked_and_unmasked_once(world: World, sign_in: SignIn) -> None:
    place = factories.place(world)
    now = timezone.now()
    visit = factories.booked(place, at=now + 10 * MINUTE, now=now - timedelta(days=1), number=7)
    row = actions.check_in(actor=world.bontang_counter, booking=visit, way="desk", now=now)
    client = sign_in(world.bontang_counter)
    press(client, place, "duduk")
    page = press(client, place, "panggil")
    assert "Contoh Warga 7" not in page
    answer = client.post(
        f"{MINE}loket/{place.counters[0].pk}/nama/", {"nomor": row.number, "reason": "Memanggil menurut nama"}
    )
    assert "Contoh Warga 7" in answer.content.decode()
    assert Event.objects.get(name="personal.unmasked").subject_number == row.number
    assert "Contoh Warga 7" not in text(client, f"{MINE}loket/{place.counters[0].pk}/")
    short = client.post(f"{MINE}loket/{place.counters[0].pk}/nama/", {"nomor": row.number, "reason": "ya"})
    assert short.status_code == 422


def test_the_information_desk_takes_numbers_checks_in_and_brings_back(world: World, sign_in: SignIn) -> None:
    place = factories.place(world)
    now = timezone.now()
    visit = factories.booked(place, at=now + 10 * MINUTE, now=now - timedelta(days=1))
    client = sign_in(world.bontang_counter)
    taken = {"line": place.lines[0].pk, "priority": "1", "wishes": [place.lines[1].pk], "request_key": "satu"}
    first = client.post(f"{DESK}ambil/", taken)
    again = client.post(f"{DESK}ambil/", taken)
    assert first["Location"] == again["Location"]
    row = Ticket.objects.get()
    assert (row.priority, row.wishes.count()) == (True, 1)
    assert "A-001" in text(client, first["Location"])
    page = client.post(f"{DESK}hadir/", {"number": visit.number.lower()}, follow=True).content.decode()
    assert "A-002" in page
    unknown = client.post(f"{DESK}hadir/", {"number": "JNJ-00000000-0"}, follow=True).content.decode()
    assert "tidak ada di sini" in unknown
    factories.called(place, now=now)
    actions.miss(actor=world.bontang_counter, ticket=row, now=now)
    assert "Kembalikan" in text(client, DESK)
    client.post(f"{DESK}kembalikan/", {"nomor": row.number})
    row.refresh_from_db()
    assert row.state == states.WAITING
    client.post(f"{DESK}cetak/", {"nomor": row.number})
    row.refresh_from_db()
    assert row.printed == 1
    assert row.code in text(client, f"{DESK}?q=a1")
    assert "Belum ada nomor seperti itu" in text(client, f"{DESK}?q=z9")


def test_numbers_are_stopped_with_a_reason_and_given_again(world: World, sign_in: SignIn) -> None:
    factories.place(world)
    client = sign_in(world.bontang_head)
    client.post(f"{DESK}hentikan/", {"reason": " "})
    assert Site.objects.get().gives_numbers
    client.post(f"{DESK}hentikan/", {"reason": "Listrik padam"})
    assert "Listrik padam" in text(client, DESK)
    client.post(f"{DESK}buka/")
    assert Site.objects.get().gives_numbers


def test_a_manager_of_the_mall_sees_totals_and_no_numbers(world: World, client: Client) -> None:
    mall, manager, desk = factories.mall(world)
    place = factories.place(world, organisation=mall, lines=0, counters=0)
    place.lines.append(factories.line(place.site, world.bontang, prefix="K"))
    row = factories.ticket(place, now=timezone.now())
    path = f"{MINE}meja/{mall.slug}/"
    page = text(signed_in(client, manager), path)
    assert "1 orang" in page
    assert row.code not in page
    assert "Hentikan nomor baru" in page
    assert client.post(f"{path}keluar/", {"nomor": row.number}).status_code == 404
    page = text(signed_in(Client(), desk), path)
    assert row.code in page
    own = text(signed_in(Client(), world.bontang_counter), path)
    assert row.code in own
    assert "Hentikan nomor baru" not in own
    assert signed_in(Client(), factories.stranger(world)).get(path).status_code == 404


def test_my_place_leads_to_my_counter(world: World, sign_in: SignIn) -> None:
    place = factories.place(world)
    client = sign_in(world.bontang_counter)
    page = text(client, MINE)
    assert "Loket 1" in page
    assert "Loket 2" in page
    press(client, place, "duduk")
    assert client.get(MINE)["Location"] == f"{MINE}loket/{place.counters[0].pk}/"
    assert "Anda duduk di" in text(client, f"{MINE}?semua=1")


def test_pages_read_a_constant_number_of_rows(
    world: World, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    place = factories.place(world)
    now = timezone.now()
    client = sign_in(world.bontang_counter)
    press(client, place, "duduk")
    factories.ticket(place, now=now)
    caller = f"{MINE}loket/{place.counters[0].pk}/"
    client.get(caller)
    with django_assert_num_queries(CALLER_QUERIES):
        client.get(caller)
    with django_assert_num_queries(DESK_QUERIES):
        client.get(DESK)
    for number in range(1, 6):
        visit = factories.booked(place, at=now + 10 * MINUTE, now=now - timedelta(days=1), number=number)
        actions.check_in(actor=world.bontang_counter, booking=visit, way="desk", now=now)
    with django_assert_num_queries(CALLER_QUERIES):
        client.get(caller)
    with django_assert_num_queries(DESK_QUERIES):
        client.get(DESK)
