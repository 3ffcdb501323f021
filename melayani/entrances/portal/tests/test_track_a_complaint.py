"""/lacak/ for a complaint: who received it and by when; never what, by whom, or about whom it is."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from melayani.foundation.people.tests.factories import World
from melayani.voice.complaints.tests import factories

pytestmark = pytest.mark.django_db


def test_the_number_of_a_complaint_shows_its_public_state(world: World, client: Client) -> None:
    town = factories.town(world)
    row = factories.oversight(town, now=timezone.now())
    html = client.post("/lacak/", {"nomor": row.number.lower()}).content.decode()
    assert row.number in html
    assert "Pemerintah Kota Bontang" in html
    assert "Diterima" in html
    assert 'name="code"' in html
    for kept in (row.text, "Siti", row.secret, town.registry.name):
        assert kept not in html


def test_a_limit_that_nobody_set_is_not_invented(world: World, client: Client) -> None:
    row = factories.aspiration(factories.town(world), now=timezone.now())
    assert row.due_at is None
    assert "tidak menyebut jangka waktu" in client.post("/lacak/", {"nomor": row.number}).content.decode()


def test_the_english_page_tells_the_same(world: World, client: Client) -> None:
    row = factories.filed(factories.town(world), now=timezone.now())
    assert row.number in client.post("/en/lacak/", {"nomor": row.number}).content.decode()
