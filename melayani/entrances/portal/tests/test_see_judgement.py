"""What everybody reads of an evaluation: only what was published, in both languages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from melayani.foundation.people.tests.factories import World
from melayani.oversight.evaluation import actions, states
from melayani.oversight.evaluation.tests.factories import cast, in_state

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_index_is_seen_once_it_is_published(world: World, client: Client) -> None:
    who = cast(world)
    row = in_state(world, who, states.FINAL_STATE)
    addresses = ("/kinerja/", f"/kinerja/?instansi={world.bontang.slug}", f"/instansi/{world.bontang.slug}/")
    for address in addresses:
        assert "Indeks Pelayanan Publik" not in read(client, address)
    actions.publish(actor=who.bureau, assessment=row, now=timezone.now())
    assert "3,81 (B, Baik)" in read(client, addresses[0])
    for address in addresses[1:]:
        shown = read(client, address)
        assert "kategori B (Baik)" in shown
        assert "3,99" in shown  # aspect I
    assert "Indeks Pelayanan Publik" not in read(client, f"/instansi/{world.bengkalis.slug}/")
    assert "3,81" not in read(client, "/kinerja/?wilayah=11")


def test_the_same_in_english(world: World, client: Client) -> None:
    in_state(world, cast(world), states.PUBLISHED)
    shown = read(client, f"/en/kinerja/?instansi={world.bontang.slug}")
    assert "category B (Good)" in shown
    assert "Service policy" in shown
