"""The desk: my work in its groups, page by page, at a cost that does not depend on the rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.applications import queries, states
from melayani.delivery.applications.models import Application
from melayani.delivery.applications.tests import factories
from melayani.entrances.office import ahead
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.foundation.ui.format import format_clock, format_day_short
from melayani.foundation.ui.work import LATE, Line
from melayani.foundation.workdays.queries import working_days_late
from melayani.voice.complaints.tests import factories as complaints
from melayani.voice.disclosure.tests import factories as information

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
MIXED = 33
QUERIES = 11
CALENDAR = 8  # how late each late line is


def desk(client: Client, **filters: str) -> str:
    response = client.get("/kantor/", filters)
    assert response.status_code == 200
    return str(response.content.decode())


def groups(html: str) -> dict[str, list[str]]:
    """The numbers of cases under each heading."""
    parts = re.split(r"<h2 id=\"g\d\">", html)[1:]
    return {part.split("</h2>")[0]: re.findall(r"data-row>(PMH-[0-9A-Z-]+)<", part) for part in parts}


def test_each_case_stands_in_its_group(world: World, sign_in: SignIn) -> None:
    now = timezone.now()
    late = factories.overdue(world, now=now)
    today = factories.filed(world, now=now)
    end_of_day = now.astimezone(world.bontang.zone).replace(hour=23, minute=59, second=59)
    today.due_at = end_of_day
    today.save(update_fields=["due_at"])
    following = factories.filed(world, now=now)
    waiting = factories.returned_case(world, now=now - timedelta(days=1))
    ready = factories.application_in(states.ISSUED, world=world, now=now - timedelta(days=1))
    done = factories.application_in(states.WITHDRAWN, world=world, now=now)
    html = desk(sign_in(world.bontang_processor))
    assert groups(html) == {
        "Terlambat": [late.number],
        "Jatuh tempo hari ini": [today.number],
        "Berikutnya": [following.number],
        "Menunggu warga": [waiting.number],
        "Siap diambil": [ready.number],
    }
    assert done.number not in html
    assert "1 terlambat, 5 permohonan terbuka" in html
    assert "Semua 5" in html


def test_an_empty_desk_says_what_to_do_next(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_processor)
    assert "Meja Anda bersih" in desk(client)
    assert "Bantu rekan" in desk(client, saya="1")


def test_mine_and_one_service(world: World, sign_in: SignIn) -> None:
    now = timezone.now()
    mine = factories.application_in(states.IN_REVIEW, world=world, now=now)
    other = factories.filed(world, now=now)
    client = sign_in(world.bontang_processor)
    assert groups(desk(client, saya="1")) == {"Berikutnya": [mine.number]}
    assert groups(desk(client, layanan=str(other.service_id))) == {"Berikutnya": [other.number]}
    assert "Ditugaskan ke saya 1" in desk(client)


@pytest.mark.parametrize(
    "odd", [{"layanan": "abc"}, {"layanan": "9" * 40}, {"page": "-3"}, {"page": "x"}, {"page": "9" * 30}, {"saya": "'"}]
)
def test_odd_addresses_are_no_fault(odd: dict[str, str], world: World, sign_in: SignIn) -> None:
    factories.filed(world, now=timezone.now())
    desk(sign_in(world.bontang_processor), **odd)


def test_officers_without_cases_of_their_own_have_an_empty_desk(world: World, sign_in: SignIn) -> None:
    row = factories.filed(world, now=timezone.now())
    html = desk(sign_in(officer(Role.MINISTRY, world.ministry, name="Pusat")))
    assert row.number not in html


def everything(world: World, now: datetime) -> dict[str, str]:
    """One case of each kind at Bontang, by its kind, all of them for the head."""
    return of_each_kind(world, complaints.town(world), information.desk_of(world), now)


def of_each_kind(world: World, town: complaints.Town, ppid: information.Desk, now: datetime) -> dict[str, str]:
    return {
        "Permohonan": factories.filed(world, now=now).number,
        "Pengaduan": complaints.filed(town, now=now).number,
        "Permintaan informasi": information.filed(ppid, now=now).number,
        "Keberatan": information.objected(
            ppid, now=now, draft=information.draft_of(ppid, now=now, token="lain")
        ).number,
    }


def lines(html: str) -> list[str]:
    """The numbers on the page, in their order."""
    return re.findall(r"data-row>([A-Z]{3}-[0-9A-Z]{8}-[0-9A-Z])<", html)


def test_a_head_sees_all_duties_due_first(world: World, sign_in: SignIn) -> None:
    """The clocks differ: applications 2 days here, a complaint 3 to verify, a request 10, an objection 30."""
    numbers = everything(world, timezone.now())
    client = sign_in(world.bontang_head)
    html = desk(client)
    assert set(lines(html)) == set(numbers.values())
    due = {line.number: str(line.due) for line in ahead.desk(world.bontang_head, ahead.Filters(), timezone.now()).page}
    assert lines(html) == sorted(lines(html), key=lambda number: due[number])
    assert "4 urusan terbuka, tidak ada yang terlambat" in html
    for kind, number in numbers.items():
        assert f"{kind} 1" in html
        assert lines(desk(client, jenis=kind.split()[-1].lower())) == [number]


def test_duties_that_are_not_mine_are_neither_listed_nor_counted(world: World, sign_in: SignIn) -> None:
    numbers = everything(world, timezone.now())
    ppid = desk(sign_in(officer(Role.INFORMATION, world.bontang, name="Contoh PPID Tiga")))
    assert set(lines(ppid)) == {numbers["Permintaan informasi"], numbers["Keberatan"]}
    assert "Pengaduan" not in ppid
    liaison = desk(sign_in(officer(Role.LIAISON, world.bontang, name="Contoh Penghubung Tiga")))
    assert lines(liaison) == [numbers["Pengaduan"]]
    for stranger in (world.bengkalis_head, officer(Role.LIAISON, world.bengkalis, name="Contoh Penghubung Lain")):
        assert not lines(desk(sign_in(stranger)))


def test_misconduct_is_on_no_desk_of_the_unit_it_is_about(world: World, sign_in: SignIn) -> None:
    town = complaints.town(world)
    row = complaints.oversight(town, now=timezone.now())
    assert row.number not in desk(sign_in(world.bontang_head))
    assert "Pengaduan 1" not in desk(sign_in(world.bontang_head))
    assert row.number in desk(sign_in(town.city_liaison))


def test_the_rail_counts_what_is_open_and_what_is_late(world: World, sign_in: SignIn) -> None:
    now = timezone.now()
    town = complaints.town(world)
    complaints.filed(town, now=now - timedelta(days=40))
    complaints.filed(town, now=now, email="dua@contoh.id", text="Antrean di loket tiga panjang sekali.")
    html = desk(sign_in(world.bontang_head))
    assert re.search(r"2 terbuka, </span>1<span class=\"sr\"> terlambat", html)


def test_mixed_duties_cost_the_same_with_few_and_many(
    world: World,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """Kinds without a line on the page are not read: a page of many may cost less, never more."""
    now, town, ppid = timezone.now(), complaints.town(world), information.desk_of(world)
    of_each_kind(world, town, ppid, now)
    client = sign_in(world.bontang_head)
    with django_assert_num_queries(MIXED):
        desk(client)
    for place in range(5):
        complaints.filed(town, now=now, email=f"{place}@contoh.id", text=f"Laporan {place} tentang antrean loket.")
        information.filed(ppid, now=now, draft=information.draft_of(ppid, now=now, token=f"sesi-{place}"))
    fill(world, 60)
    with django_assert_max_num_queries(MIXED):
        assert len(lines(desk(client))) == 50
    assert len(lines(desk(client, page="2"))) == 76 - 50


def fill(world: World, count: int) -> None:
    now = timezone.now()
    service = factories.birth_certificate(world.bontang, title=f"Akta {count}")
    factories.many(count, service=service, now=now)
    factories.many(2, service=service, now=now, state=states.RETURNED)


def test_three_rows_cost_as_much_as_sixty(
    world: World, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in(world.bontang_processor)
    fill(world, 3)
    with django_assert_num_queries(QUERIES):
        assert desk(client).count("data-row") == 5
    fill(world, 57)
    with django_assert_num_queries(QUERIES):
        assert desk(client).count("data-row") == 50
    assert desk(client, page="2").count("data-row") == 14


def test_a_planted_query_per_row_would_be_found(
    world: World,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """The count above is able to fail: with one query per row it does."""

    def slow(row: Application, now: datetime) -> Any:
        return row.answers.count() and None

    client = sign_in(world.bontang_processor)
    fill(world, 3)
    monkeypatch.setattr(queries.work, "days_used", slow)
    with pytest.raises(pytest.fail.Exception, match="Expected to perform"), django_assert_num_queries(QUERIES):
        desk(client)


def test_what_is_long_overdue_says_how_many_working_days_it_is_late(world: World, sign_in: SignIn) -> None:
    now = timezone.now()
    late = factories.filed(world, now=now - timedelta(days=30))
    town = complaints.town(world)
    complaints.filed(town, now=now - timedelta(days=40))
    html = desk(sign_in(world.bontang_head))
    late.refresh_from_db()
    assert late.due_at is not None
    for one in ahead.desk(world.bontang_head, ahead.Filters(), now).page:
        assert one.group == LATE
        days = working_days_late([(one.office, one.due or now)], now)
        assert days[0] > 9
        assert f"terlambat {days[0]} hari kerja" in html
    assert not re.search(r"hari \d+ dari \d+", html)


def test_one_late_line_and_many_are_counted_with_the_same_queries(
    world: World, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = timezone.now()
    factories.overdue(world, now=now)
    client = sign_in(world.bontang_processor)
    with django_assert_num_queries(QUERIES + CALENDAR):
        desk(client)
    service = factories.birth_certificate(world.bontang, title="Akta kelahiran lama")
    factories.many(20, service=service, now=now - timedelta(days=60))
    with django_assert_num_queries(QUERIES + CALENDAR):
        desk(client)


def test_what_ends_at_midnight_is_due_on_the_day_before(world: World) -> None:
    zone = world.bontang.zone
    made: dict[str, Any] = {"kind": "Laporan", "number": "", "url": "", "what": "", "who": "", "tone": "", "words": ""}
    midnight = Line(**made, due=datetime(2026, 11, 11, tzinfo=zone), office=world.bontang, group=LATE)
    assert (format_day_short(midnight.until, zone), format_clock(midnight.until, zone)) == ("Sel 10 Nov", "23.59")
    noon = datetime(2026, 11, 11, 12, tzinfo=zone)
    assert Line(**made, due=noon, office=world.bontang, group=LATE).until == noon


def test_who_may_only_read_has_nothing_on_the_desk(world: World, sign_in: SignIn) -> None:
    """The ministry reads complaints and requests of all agencies and may answer none: they wait for others."""
    now = timezone.now()
    row = complaints.filed(complaints.town(world), now=now - timedelta(days=40))
    asked = information.filed(information.desk_of(world), now=now - timedelta(days=40))
    reader = sign_in(officer(Role.AUDITOR, world.ministry, name="Contoh Pembaca"))
    html = desk(reader)
    assert row.number not in html
    assert asked.number not in html
    assert asked.number in reader.get("/kantor/informasi-publik/").content.decode()
    assert "terlambat</span>" not in html
    read = reader.get("/kantor/pengaduan/").content.decode()
    assert row.number in read
    assert "Tanggapi lebih dulu" not in read
    assert "golongkan, lalu teruskan" not in read
