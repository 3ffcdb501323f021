"""Satisfaction indexes: running and provisional, published and frozen, never from fewer than ten answers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from melayani.delivery.catalogue.tests.factories import published_service
from melayani.entrances.api.tests.factories import Caller
from melayani.foundation.people.tests.factories import World
from melayani.voice.surveys.tests.factories import ALL_BEST, ALL_GOOD, counted, published

pytestmark = pytest.mark.django_db


def test_running_and_published_indexes_are_told_apart(world: World) -> None:
    now = datetime.now(UTC)
    counted(published_service(world.bontang), ALL_GOOD, now=now)
    counted(published_service(world.bengkalis), ALL_BEST, times=9, now=now)
    period = published(world.bontang, now=now)
    rows = {row["unit"]: row for row in Caller().get("/indices/skm").json()["items"]}
    running = rows[world.bontang.slug]
    assert (running["index"], running["grade"], running["provisional"]) == (75.0, "C", True)
    assert len(running["elements"]) == 9
    few = rows[world.bengkalis.slug]
    assert (few["n"], few["index"], few["elements"]) == (9, None, [])
    frozen = Caller().get(f"/indices/skm?unit={world.bontang.slug}&period={period.ends_on:%Y-%m}").json()["items"]
    assert [(row["index"], row["published"], row["until"]) for row in frozen] == [
        (75.0, True, period.ends_on.isoformat())
    ]
    assert Caller().get("/indices/skm?period=published").json()["items"] == frozen
    assert Caller().get(f"/indices/skm?period={period.ends_on.year}").json()["items"] == frozen
    assert Caller().get("/indices/skm?period=2019").json()["items"] == []
    above = Caller().get(f"/indices/skm?unit={world.bontang_city.slug}").json()["items"]
    assert [row["unit"] for row in above] == [world.bontang.slug]


def test_the_list_is_paged(world: World) -> None:
    now = datetime.now(UTC)
    for organisation in (world.bontang, world.bengkalis):
        counted(published_service(organisation), ALL_GOOD, now=now)
        published(organisation, now=now)
    for period in ("running", "published"):
        page = Caller().get(f"/indices/skm?limit=1&period={period}").json()
        rest = Caller().client.get(page["next"].removeprefix("http://testserver")).json()
        assert rest["next"] is None
        assert {page["items"][0]["unit"], rest["items"][0]["unit"]} == {world.bontang.slug, world.bengkalis.slug}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("unit=tidak-ada", 404),
        ("period=kemarin", 422),
        ("period=2026-6", 422),
        ("period=2026-99", 422),
        ("period=0000", 422),
        ("limit=1000", 422),
        ("after=99999999999999999999", 422),
    ],
)
def test_questions_that_make_no_sense_are_refused(world: World, query: str, status: int) -> None:
    assert Caller().get(f"/indices/skm?{query}").status_code == status
