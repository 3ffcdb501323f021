"""The record of my units: who did what, and who opened personal data and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.applications import actions
from melayani.delivery.applications.tests import factories
from melayani.entrances.office import queries
from melayani.foundation.audit import SYSTEM, record
from melayani.foundation.people import Officer
from melayani.foundation.people.tests.factories import World, signed_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
REASON = "Mencocokkan dengan berkas"


def history(client: Client, **filters: str) -> str:
    response = client.get("/kantor/riwayat/", filters)
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_head_reads_who_opened_what_and_why(world: World, now: datetime, sign_in: SignIn) -> None:
    row = factories.filed(world, now=now)
    actions.unmask_field(actor=world.bontang_counter, application=row, field="name", reason=REASON, now=now)
    html = history(sign_in(world.bontang_head))
    assert REASON in html
    assert world.bontang_counter.name in html
    assert row.number in html
    assert "Contoh Siti" not in html
    only = history(signed_in(Client(), world.bontang_head), jenis="personal.")
    assert only.count('<th scope="row"') == 1


def test_another_unit_reads_nothing_of_it(world: World, now: datetime, sign_in: SignIn) -> None:
    row = factories.filed(world, now=now)
    assert row.number not in history(sign_in(world.bengkalis_head))


def test_who_only_works_on_cases_has_no_history_page(world: World, sign_in: SignIn) -> None:
    assert sign_in(world.bontang_processor).get("/kantor/riwayat/").status_code == 404


@pytest.mark.parametrize("odd", [{"jenis": "'"}, {"sebelum": "-1"}, {"sebelum": "x"}, {"sebelum": "9" * 17}])
def test_odd_addresses_are_no_fault(odd: dict[str, str], world: World, now: datetime, sign_in: SignIn) -> None:
    factories.filed(world, now=now)
    history(sign_in(world.bontang_head), **odd)


def test_older_pages_at_a_constant_cost(
    world: World, now: datetime, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row = factories.filed(world, now=now)
    client = sign_in(world.bontang_head)
    with django_assert_num_queries(QUERIES):
        history(client)
    for _ in range(queries.PAGE_SIZE + 5):
        record("application.taken", actor=SYSTEM, subject=row.reference, organisation=world.bontang, now=now)
    with django_assert_num_queries(QUERIES):
        first = history(client)
    assert first.count('<th scope="row"') == queries.PAGE_SIZE
    older = first.split("sebelum=")[1].split('"')[0]
    second = history(client, sebelum=older)
    assert 5 < second.count('<th scope="row"') < queries.PAGE_SIZE


QUERIES = 9
