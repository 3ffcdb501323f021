"""What everybody reads of an evaluation: only what was published, in both languages."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.catalogue.tests.factories import published_service
from melayani.entrances.portal.tests.factories import ALL_GOOD, counted
from melayani.foundation.people.tests.factories import World
from melayani.foundation.ui.atom import ATOM
from melayani.oversight.evaluation import actions, states
from melayani.oversight.evaluation.tests.factories import cast, in_state
from melayani.voice.surveys.tests.factories import published

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


def entries(client: Client, address: str) -> list[tuple[str, str, str]]:
    """Title, words and link of each entry of a feed."""
    root = ElementTree.fromstring(client.get(address).content)  # noqa: S314 - our own
    rows = root.findall(f"{{{ATOM}}}entry")
    links = [one.find(f"{{{ATOM}}}link") for one in rows]
    return [
        (one.findtext(f"{{{ATOM}}}title", ""), one.findtext(f"{{{ATOM}}}summary", ""), link.get("href", ""))
        for one, link in zip(rows, links, strict=True)
        if link is not None
    ]


def test_what_was_published_is_followed_as_atom_in_both_languages(
    world: World, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = timezone.now()
    counted(published_service(world.bontang), ALL_GOOD, now=now)
    in_state(world, cast(world), states.PUBLISHED)
    assert [title for title, _, _ in entries(client, "/kinerja/umpan.atom")] == [f"{world.bontang}: 3,81 (B, Baik)"]
    period = published(world.bontang, now=now)
    with django_assert_num_queries(2):
        found = entries(client, "/kinerja/umpan.atom")
    assert {title for title, _, _ in found} == {
        f"{world.bontang}: 75,00 (C, Kurang baik)",
        f"{world.bontang}: 3,81 (B, Baik)",
    }
    path = f"/survei/hasil/{world.bontang.slug}/{period.pk}/"
    assert [link for _, _, link in found if link.endswith(path)]
    english = " ".join(text for _, text, _ in entries(client, f"/en/kinerja/umpan.atom?instansi={world.bontang.slug}"))
    assert "Citizen satisfaction index" in english
    assert "Public Service Index" in english
    assert entries(client, f"/kinerja/umpan.atom?instansi={world.bengkalis.slug}") == []
    assert client.get("/kinerja/umpan.atom?instansi=tidak-ada").status_code == 404
