"""Services: found, paged, and one beside its reality and its index."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from melayani.delivery.applications import states
from melayani.delivery.applications.tests.factories import birth_certificate, many
from melayani.delivery.catalogue.tests.factories import imported, published_service, service_without_promise
from melayani.entrances.api.tests.factories import Caller
from melayani.foundation.people.tests.factories import World
from melayani.voice.surveys.tests.factories import ALL_GOOD, counted

pytestmark = pytest.mark.django_db


def test_services_are_listed_searched_and_paged(world: World) -> None:
    for title in ("Akta kelahiran", "Akta kematian", "Kartu keluarga"):
        published_service(world.bontang, title=title)
    published_service(world.bengkalis, title="Akta kelahiran")
    anybody = Caller()
    page = anybody.get("/services?limit=3").json()
    assert len(page["items"]) == 3
    rest = anybody.client.get(page["next"].removeprefix("http://testserver")).json()
    assert (len(rest["items"]), rest["next"]) == (1, None)
    assert {row["id"] for row in page["items"]}.isdisjoint(row["id"] for row in rest["items"])
    found = anybody.get(f"/services?q=kelahiran&unit={world.bengkalis.slug}").json()["items"]
    assert [(row["name"], row["unit"]) for row in found] == [("Akta kelahiran", world.bengkalis.slug)]
    assert found[0]["url"] == f"http://testserver/layanan/{found[0]['slug']}/"
    assert anybody.get("/services?unit=tidak-ada").json() == {"items": [], "next": None}


def test_published_standards_of_real_agencies_are_served_whole() -> None:
    services = imported()
    anybody = Caller()
    first = anybody.get("/services?limit=100").json()
    assert len(first["items"]) == len(services) == 28
    for row in first["items"]:
        answer = anybody.get(f"/services/{row['id']}")
        assert answer.status_code == 200, answer.content
        assert answer.json()["slug"] == row["slug"]


def test_one_service_shows_promise_beside_reality_and_index(world: World) -> None:
    now = datetime.now(UTC)
    service = birth_certificate(world.bontang)
    many(6, service=service, now=now - timedelta(days=3), state=states.REFUSED)
    counted(service, ALL_GOOD, now=now)
    answer = Caller().get(f"/services/{service.slug}").json()
    assert answer == Caller().get(f"/services/{service.pk}").json()
    assert (answer["promise"]["max"], answer["promise"]["unit"]) == (5, "working_day")
    assert answer["clock"] == answer["promise"]
    assert (answer["fee"]["amount"], answer["fee"]["currency"]) == (0, "IDR")
    assert answer["reality"]["count"] == 6
    assert answer["reality"]["median"] is not None
    assert answer["index"] == {"n": 12, "index": 75.0, "grade": "C", "label": "Kurang baik", "provisional": True}
    requirements = answer["standard"]["variants"][0]["requirements"]
    assert [row["key"] for row in requirements] == ["syarat-1", "syarat-2", "syarat-3"]
    assert "not_applicable" in requirements[2]["ways"]
    assert "legal_basis" in answer["standard"]["not_stated"]


def test_what_is_unknown_is_null_and_few_cases_have_no_figures(world: World) -> None:
    service = service_without_promise(world.bontang)
    many(4, service=service, now=datetime.now(UTC) - timedelta(days=3), state=states.REFUSED)
    answer = Caller().get(f"/services/{service.pk}").json()
    assert answer["promise"] is None
    assert answer["reality"] == {"count": 4, "unit": "working_day", "median": None, "p90": None, "on_time": None}
    assert answer["index"]["index"] is None


@pytest.mark.parametrize("id", ["0", "999999", "9" * 15, "9" * 100, "tidak-ada", "-1", "1.5", "%20"])
def test_a_service_that_is_not_there_is_404(world: World, id: str) -> None:
    answer = Caller().get(f"/services/{id}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=810223418212661640298496",
        "after=-1",
        "after=810223418212661640298496",
        "limit=x",
        f"q={'x' * 201}",
        "region=123456789",
    ],
)
def test_questions_out_of_bounds_are_422(world: World, query: str) -> None:
    answer = Caller().get(f"/services?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.json()["errors"][0]["field"] == query.partition("=")[0]


def test_queries_do_not_grow_with_rows(world: World) -> None:
    def queries_of(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert Caller().get(path).status_code == 200
        return len(captured)

    service = birth_certificate(world.bontang)
    few: list[Any] = [queries_of("/services"), queries_of(f"/services/{service.pk}")]
    for place in range(8):
        published_service(world.bontang, title=f"Layanan {place}")
    many(12, service=service, now=datetime.now(UTC) - timedelta(days=2), state=states.REFUSED)
    assert [queries_of("/services"), queries_of(f"/services/{service.pk}")] == few
    assert few == [2, 14]


def test_a_get_writes_nothing(world: World) -> None:
    service = birth_certificate(world.bontang)
    for path in ("/services", f"/services/{service.pk}", "/indices/skm", "/openapi.json"):
        with CaptureQueriesContext(connection) as captured:
            assert Caller().get(path).status_code == 200
        assert not [row["sql"] for row in captured if not row["sql"].startswith("SELECT")]
