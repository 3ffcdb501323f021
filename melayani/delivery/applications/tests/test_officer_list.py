"""The list of all cases of my units, with its filter and its pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.applications import states
from melayani.delivery.applications.tests import factories
from melayani.foundation.people import Officer
from melayani.foundation.people.tests.factories import World, signed_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
LIST = "/kantor/permohonan/"


def test_the_newest_stand_first_and_finished_ones_stay(world: World, now: datetime, sign_in: SignIn) -> None:
    done = factories.application_in(states.WITHDRAWN, world=world, now=now)
    late = factories.overdue(world, now=now)
    html = sign_in(world.bontang_approver).get(LIST).content.decode()
    assert html.index(done.number) < html.index(late.number)
    assert "2 permohonan di unit Anda" in html


def test_another_unit_sees_none(world: World, now: datetime) -> None:
    row = factories.filed(world, now=now)
    html = signed_in(Client(), world.bengkalis_head).get(LIST).content.decode()
    assert row.number not in html
    assert "Tidak ada permohonan di sini" in html


def test_one_state_at_a_time(world: World, now: datetime, sign_in: SignIn) -> None:
    taken = factories.application_in(states.IN_REVIEW, world=world, now=now)
    fresh = factories.filed(world, now=now)
    client = sign_in(world.bontang_processor)
    html = client.get(LIST, {"status": states.IN_REVIEW}).content.decode()
    assert taken.number in html
    assert fresh.number not in html
    assert fresh.number in client.get(LIST, {"status": "entah"}).content.decode()


@pytest.mark.parametrize("page", ["", "0", "-1", "abc", "999999999999999999999", "٣"])
def test_an_odd_page_is_some_page(page: str, world: World, now: datetime, sign_in: SignIn) -> None:
    row = factories.filed(world, now=now)
    response = sign_in(world.bontang_processor).get(LIST, {"page": page})
    assert response.status_code == 200
    assert row.number in response.content.decode()


def test_pages_of_fifty_at_a_constant_cost(
    world: World, now: datetime, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    service = factories.birth_certificate(world.bontang)
    factories.many(3, service=service, now=now)
    client = sign_in(world.bontang_processor)
    with django_assert_num_queries(QUERIES):
        client.get(LIST)
    factories.many(57, service=factories.licence_with_levy(world.bontang), now=now)
    with django_assert_num_queries(QUERIES):
        first = client.get(LIST).content.decode()
    assert first.count("data-row") == 50
    assert client.get(LIST, {"page": "2"}).content.decode().count("data-row") == 10


QUERIES = 6
