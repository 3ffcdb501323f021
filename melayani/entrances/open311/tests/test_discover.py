"""Discovery, jurisdictions, and how refusals read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from melayani.entrances.open311 import limits
from melayani.entrances.open311.tests.factories import AGENCY, BASE, System, category, key_of, report
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.models import ApiKey
from melayani.foundation.people.tests.factories import World
from melayani.voice.complaints.models import Complaint

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_minute() -> None:
    limits.reads.forget()


@pytest.fixture
def domain(world: World) -> str:
    """The registry of Bontang has a site of its own."""
    Organisation.objects.filter(pk=world.bontang.pk).update(website="https://www.disdukcapil.bontang.go.id/")
    return "disdukcapil.bontang.go.id"


def test_o311_2_1_discovery_says_where_and_how(world: World) -> None:
    found = System().get("discovery.json").json
    assert set(found) == {"changeset", "contact", "key_service", "endpoints"}
    assert set(found["endpoints"][0]) == {"specification", "url", "changeset", "type", "formats"}
    assert found["endpoints"][0]["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert world.bontang.name in found["contact"]
    assert "kunci API" in found["key_service"]
    root = System().get("discovery.xml").xml
    assert [one.tag for one in root] == ["changeset", "contact", "key_service", "endpoints"]
    assert [one.text for one in root.iter("format")] == ["text/xml", "application/json"] * 2
    assert System(base=BASE).get("discovery.xml").status == 200


def test_o311_2_2_a_production_and_a_test_endpoint_and_the_test_keeps_nothing(world: World) -> None:
    category()
    endpoints = System().get("discovery.json").json["endpoints"]
    assert [one["type"] for one in endpoints] == ["production", "test"]
    for one in endpoints:
        assert datetime.fromisoformat(one["changeset"]) < datetime.now(UTC)
    test = System(key_of(world.bontang), base=endpoints[1]["url"].removeprefix("http://testserver"))
    answer = test.post("requests.json", report())
    assert answer.status == 200, answer.text
    assert "tidak disimpan" in answer.json[0]["service_notice"]
    assert not Complaint.objects.exists()
    assert test.post("requests.json", report(lat="")).status == 400
    assert test.get("services.xml").status == 200


def test_o311_3_10_addresses_of_endpoints_end_in_a_slash(world: World) -> None:
    for system in (System(), System(base=BASE)):
        for endpoint in system.get("discovery.json").json["endpoints"]:
            assert endpoint["url"].endswith("/")
            assert System(base=endpoint["url"].removeprefix("http://testserver")).get("discovery.xml").status == 200


def test_o311_3_11_at_least_two_endpoints_each_with_text_xml(world: World) -> None:
    endpoints = System(base=BASE).get("discovery.xml").xml.findall("endpoints/endpoint")
    assert len(endpoints) >= 2
    assert all("text/xml" in [form.text for form in one.iter("format")] for one in endpoints)


def test_o311_4_6_max_requests_on_request(world: World) -> None:
    assert System().get("discovery.json", {"extensions": "true"}).json["max_requests"] == 1000
    assert System().get("discovery.xml").xml.find("max_requests") is None


def test_o311_4_8_the_service_area_is_the_code_of_the_region(world: World) -> None:
    from melayani.entrances.open311.tests.factories import bontang_barat

    region = bontang_barat().parent
    Organisation.objects.filter(pk=world.bontang.pk).update(region=region)
    assert System().get("discovery.xml", {"extensions": "true"}).xml.findtext("service_area") == "64.74"
    assert System().get("discovery.xml").xml.find("service_area") is None


@pytest.mark.parametrize("path", ["services.json", "requests.json", "servicerequestupdates.json"])
def test_o311_1_9_the_shared_endpoint_wants_a_jurisdiction(world: World, path: str) -> None:
    shared = System(base=BASE)
    missing, unknown = shared.get(path), shared.get(path, {"jurisdiction_id": "tidak-ada"})
    assert (missing.status, missing.codes) == (400, ["400"])
    assert (unknown.status, unknown.codes) == (404, ["404"])
    assert "jurisdiction_id" in missing.words
    assert shared.get(path, {"jurisdiction_id": "disdukcapil-bontang"}).status == 200
    Organisation.objects.exclude(pk=world.bontang.pk).update(closed_on="2020-01-01")
    assert shared.get(path).status == 200  # only one is left, so that no name is needed


def test_o311_2_4_services_of_an_unknown_jurisdiction_are_404_and_of_none_400(world: World) -> None:
    shared = System(base=BASE)
    assert shared.get("services.xml").status == 400
    assert shared.get("services.xml", {"jurisdiction_id": "kota.salah.go.id"}).status == 404
    assert System(base=f"{BASE}tidak-ada/").get("services.xml").status == 404


def test_o311_5_1_each_agency_has_an_endpoint_and_its_domain_names_it(world: World, domain: str) -> None:
    for given in ({}, {"jurisdiction_id": domain}, {"jurisdiction_id": "disdukcapil-bontang"}):
        assert System().get("services.json", given).status == 200
    assert System().get("services.json", {"jurisdiction_id": "disdukcapil-bengkalis"}).status == 404
    shared = System(base=BASE)
    assert shared.get("services.json", {"jurisdiction_id": domain.upper()}).status == 200
    assert System().get("discovery.json", {"extensions": "true"}).json["jurisdiction_id"] == domain
    Organisation.objects.filter(pk=world.bontang.pk).update(closed_on="2020-01-01")
    assert System().get("services.json").status == 404
    assert shared.get("services.json", {"jurisdiction_id": domain}).status == 404


def test_o311_1_8_an_empty_parameter_is_an_absent_one(world: World) -> None:
    empty = ("jurisdiction_id", "service_request_id", "service_code", "status", "start_date", "bbox", "page", "api_key")
    assert System().get("requests.json", dict.fromkeys(empty, "")).json == System().get("requests.json").json == []
    assert System(base=BASE).get("services.json", {"jurisdiction_id": " "}).status == 400


def test_o311_1_10_only_a_post_needs_a_key(world: World) -> None:
    category()
    assert System().get("services.json").status == 200
    without, wrong = System().post("requests.json", report()), System("mly_salah_salah").post("requests.json", report())
    for answer in (without, wrong):
        assert (answer.status, answer.codes) == (403, ["403"])
    lacking = System(key_of(world.bontang, "services:read")).post("requests.json", report())
    elsewhere = System(key_of(world.bengkalis)).post("requests.json", report())
    assert (lacking.status, elsewhere.status) == (403, 403)
    right = key_of(world.bontang)
    assert System(right).post("requests.json", report()).status == 200
    other = report(description="Lampu jalan mati sejak pekan lalu di simpang tiga.")
    assert System().post("requests.json", other, Authorization=f"Bearer {right}").status == 200
    assert (
        System(key_of(world.ministry)).post("requests.json", report(description="Drainase tersumbat sampah.")).status
        == 200
    )
    ApiKey.objects.update(revoked_at=datetime.now(UTC))
    assert System(right).post("requests.json", report()).status == 403


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("requests/ADU-00000000-0.json", 404),
        ("requests/apa-saja.json", 404),
        ("services/tidak-ada.json", 404),
        ("tokens/tidak-ada.json", 404),
        ("tidak-ada.json", 404),
        ("services/.json", 400),
        ("requests/.json", 400),
        ("tokens/.json", 400),
        ("requests.json?status=baru", 400),
        ("requests.json?start_date=kemarin", 400),
        ("requests.json?bbox=1,2,3", 400),
        ("requests.json?page=0", 400),
        ("requests.json?service_code=tidak-ada", 404),
        ("services.json?api_key=mly_x_y", 403),
        ("services.json?jurisdiction_id=%00", 400),
        ("requests/%00.json", 404),
    ],
)
def test_o311_1_11_404_403_and_400(world: World, path: str, status: int) -> None:
    answer = System().get(path)
    assert (answer.status, answer.codes) == (status, [str(status)])


def test_o311_1_12_a_refusal_is_a_list_of_errors_in_both_formats(world: World) -> None:
    xml, json_ = System().get("requests.xml", {"page": "x"}), System().get("requests.json", {"page": "x"})
    assert xml.content_type == "text/xml; charset=utf-8"
    assert xml.xml.tag == "errors"
    assert [(one.tag, [part.tag for part in one]) for one in xml.xml] == [("error", ["code", "description"])]
    assert xml.xml.findtext("error/code") == "400"
    assert json_.json == [{"code": "400", "description": xml.xml.findtext("error/description")}]
    assert json_.json[0]["description"].startswith("page: Tulis angka")


def test_an_address_that_does_not_exist_is_a_refusal_not_a_page(world: World) -> None:
    for path in ("/open311/", "/open311/v2", "/open311/v2/", "/open311/v1/services.xml", f"{AGENCY}requests"):
        answer = System(base="").get(path)
        assert (answer.status, answer.xml.tag) == (404, "errors"), path


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_another_method_is_405_with_allow(world: World, method: str) -> None:
    answer = System().client.generic(method, f"{AGENCY}requests.xml")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")
    assert b"<code>405</code>" in answer.content


def test_head_is_get_without_a_body_and_options_says_what_there_is(world: World) -> None:
    client = System().client
    got, head = client.get(f"{AGENCY}services.xml"), client.head(f"{AGENCY}services.xml")
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == str(len(got.content))
    assert head["Content-Type"] == got["Content-Type"]
    options = client.options(f"{AGENCY}services.xml")
    assert (options.status_code, options["Allow"], options.content) == (204, "GET, HEAD, OPTIONS", b"")


def test_our_own_mistake_is_a_refusal_without_details(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from melayani.voice.complaints.models import Category

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("rahasia dalam")

    monkeypatch.setattr(Category.objects, "offered_at", broken)
    answer = System().get("services.json")
    assert (answer.status, answer.codes) == (500, ["500"])
    assert "rahasia" not in answer.text


def test_a_store_that_takes_no_writes_is_503_with_retry_after(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    from melayani.voice.complaints.models import Category

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(Category.objects, "offered_at", refuse)
    answer = System().get("services.json")
    assert (answer.status, answer.codes, answer.headers["Retry-After"]) == (503, ["503"], "60")
