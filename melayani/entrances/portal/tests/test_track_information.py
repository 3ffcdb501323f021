"""A request for information and an objection are tracked by number: where they stand, never who asked or what."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from melayani.foundation.numbers.rules import make_number
from melayani.foundation.people.tests.factories import World, signed_in
from melayani.voice.disclosure.tests import factories

pytestmark = pytest.mark.django_db


def test_the_public_state_by_number(client: Client, world: World) -> None:
    row = factories.objected(factories.desk_of(world), now=timezone.now())
    for number, told in ((row.request.number, "Sudah dijawab"), (row.number, "Keberatan diterima")):
        html = client.post("/lacak/", {"nomor": number.lower()}).content.decode()
        assert told in html
        assert "Kota Bontang" in html
        for hidden in ("Contoh Ratna", "Rincian anggaran", "Saya meminta angka", row.request.secret):
            assert hidden not in html
    unknown = client.post("/lacak/", {"nomor": make_number("INF")}).content.decode()
    assert "tidak ada pada kami" in unknown


def test_an_officer_finds_it_by_number(client: Client, world: World) -> None:
    desk = factories.desk_of(world)
    row = factories.objected(desk, now=timezone.now())
    own = signed_in(client, desk.ppid)
    assert own.post("/kantor/cari/", {"q": row.request.number})["Location"].endswith(f"/{row.request.number}/")
    assert own.post("/kantor/cari/", {"q": row.number})["Location"].endswith(f"/keberatan/{row.number}/")
    stranger = signed_in(Client(), desk.stranger)
    assert stranger.post("/kantor/cari/", {"q": row.request.number}).status_code == 404
