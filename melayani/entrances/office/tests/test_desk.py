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
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
QUERIES = 11


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
    monkeypatch.setattr(queries, "days_used", slow)
    with pytest.raises(pytest.fail.Exception, match="Expected to perform"), django_assert_num_queries(QUERIES):
        desk(client)
