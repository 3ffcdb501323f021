"""Two officers at the same moment, and pages that cost the same however much there is."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from melayani.foundation.documents.actions import AlreadyIssued
from melayani.foundation.documents.models import Document
from melayani.foundation.documents.tests.factories import case, issued, replaced, revoked
from melayani.foundation.people import Officer
from melayani.foundation.people.tests.factories import World


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("repeat", range(5))
def test_two_officers_at_once_issue_one_document(world: World, repeat: int) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    about, outcomes, gate = case(), list[str](), threading.Barrier(4)

    def press() -> None:
        gate.wait()
        try:
            issued(world.bontang, world.bontang_approver, reference=about)
            outcomes.append("issued")
        except AlreadyIssued:
            outcomes.append("already")
        finally:
            connections.close_all()

    officers = [threading.Thread(target=press) for _ in range(4)]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join()
    assert sorted(outcomes) == ["already", "already", "already", "issued"]
    assert Document.objects.count() == 1


def cost(client: Client, address: str) -> int:
    """How many queries the page makes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.django_db
def test_the_list_costs_the_same_with_many_rows(world: World, sign_in: Callable[[Officer], Client]) -> None:
    issued(world.bontang, world.bontang_head)
    client = sign_in(world.bontang_head)
    one = cost(client, "/kantor/dokumen/")
    for _ in range(4):
        issued(world.bontang, world.bontang_head)
        revoked(world.bontang, world.bontang_head)
        replaced(world.bontang, world.bontang_head)
    assert cost(client, "/kantor/dokumen/") == one


@pytest.mark.django_db
def test_the_pages_of_one_document_cost_the_same_with_many(world: World, sign_in: Callable[[Officer], Client]) -> None:
    older, newer = replaced(world.bontang, world.bontang_head)
    client = sign_in(world.bontang_head)
    addresses = [f"/kantor/dokumen/{older.number}/", f"/verifikasi/{older.secret}/", f"/verifikasi/{newer.number}/"]
    before = [cost(client, address) for address in addresses]
    for _ in range(5):
        issued(world.bontang, world.bontang_head)
    assert [cost(client, address) for address in addresses] == before
