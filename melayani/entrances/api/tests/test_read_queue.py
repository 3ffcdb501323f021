"""GET /queues/{unit}: the board of a place and of a unit in it, by the contract; nobody's name."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from melayani.delivery.queues import forecasting
from melayani.delivery.queues.models import Site
from melayani.delivery.queues.tests import factories
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    return now


def test_the_queue_says_who_is_called_and_how_long_one_waits(world: World, now: datetime, client: Client) -> None:
    place = factories.place(world)
    for _ in range(3):
        factories.ticket(place, now=now)
    called = factories.called(place, now=now)
    forecasting.foretell(Site.objects.select_related("organisation").get(), now)
    answer = client.get("/api/v1/queues/disdukcapil-bontang")
    found = answer.json()
    assert (found["waiting"], found["open_counters"], found["gives_numbers"]) == (2, 1, True)
    assert [(row["code"], row["counter"]) for row in found["now_serving"]] == [("A-001", 1)]
    line = found["lines"][0]
    assert (line["prefix"], line["waiting"], line["counters"]) == ("A", 2, [1])
    assert line["estimate"]["low"] <= line["estimate"]["high"]
    assert called.number not in answer.content.decode()
    assert client.get("/api/v1/queues/tidak-ada").status_code == 404


def test_a_tenant_has_its_lines_of_the_mall(world: World, now: datetime, client: Client) -> None:
    mall, _, _ = factories.mall(world)
    place = factories.place(world, organisation=mall, lines=0, counters=0)
    factories.line(place.site, world.bontang, prefix="K")
    factories.line(place.site, mall, prefix="M")
    assert [row["prefix"] for row in client.get("/api/v1/queues/mpp-bontang").json()["lines"]] == ["K", "M"]
    found = client.get("/api/v1/queues/disdukcapil-bontang").json()
    assert [row["prefix"] for row in found["lines"]] == ["K"]
    assert found["lines"][0]["estimate"] is None
    assert found["lines"][0]["words"].startswith("Belum ada loket")
