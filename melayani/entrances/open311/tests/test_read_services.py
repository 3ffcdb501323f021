"""Services are categories, definitions are their questions."""

from __future__ import annotations

from typing import Any

import pytest

from melayani.entrances.open311 import schemas
from melayani.entrances.open311.tests.factories import System, category, key_of, report, standing, with_questions
from melayani.foundation.people.tests.factories import World
from melayani.voice.complaints.models import Complaint, Publication

pytestmark = pytest.mark.django_db


def services(system: System | None = None, language: str = "") -> dict[str, dict[str, Any]]:
    answer = (system or System()).get("services.json", language=language)
    return {one["service_code"]: one for one in answer.json}


def test_o311_2_3_services_say_what_they_are(world: World) -> None:
    with_questions(category(keywords=["jalan", "lubang, aspal"]))
    category("lampu-mati", name="Lampu mati", name_en="", moderated=True, description="Lampu jalan yang padam.")
    found = services()
    assert found["jalan-rusak"] == {
        "service_code": "jalan-rusak",
        "service_name": "Jalan rusak",
        "description": None,
        "metadata": True,
        "type": "realtime",
        "keywords": "jalan, lubang  aspal",
        "group": "Jalan",
    }
    assert (found["lampu-mati"]["type"], found["lampu-mati"]["metadata"]) == ("batch", False)
    assert list(found) == ["jalan-rusak", "lampu-mati", "umum"]  # what fits nowhere has a service, too
    fields = [part.tag for part in System().get("services.xml").xml[0]]
    assert fields == list(found["jalan-rusak"])


def test_services_of_an_agency_are_its_own_and_those_above_it(world: World) -> None:
    category("kota", organisation=world.bontang_city)
    category("sini", organisation=world.bontang)
    category("sana", organisation=world.bengkalis)
    category("lama", active=False)
    assert set(services()) == {"kota", "sini", "umum"}
    assert System().get("services/sana.json").status == 404


def test_o311_2_5_a_definition_exists_only_where_metadata_is_true(world: World) -> None:
    category("tanpa")
    with_questions(category())
    for code, one in services().items():
        assert System().get(f"services/{code}.xml").status == (200 if one["metadata"] else 404), code


def test_o311_2_6_attributes_have_every_field(world: World) -> None:
    with_questions(category())
    definition = System().get("services/jalan-rusak.json").json
    assert definition["service_code"] == "jalan-rusak"
    by_code = {one["code"]: one for one in definition["attributes"]}
    assert by_code["panjang"] == {
        "variable": True,
        "code": "panjang",
        "datatype": "number",
        "required": True,
        "datatype_description": "Meter.",
        "order": 2,
        "description": "Berapa meter?",
    }
    assert (by_code["info"]["variable"], by_code["info"]["required"]) == (False, False)
    values = [{"key": "utara", "name": "Utara"}, {"key": "selatan", "name": "Selatan"}]
    assert by_code["arah"]["values"] == values
    root = System().get("services/jalan-rusak.xml").xml
    assert root.tag == "service_definition"
    pairs = [(one.findtext("key"), one.findtext("name")) for one in root.findall("attributes/attribute/values/value")]
    assert pairs[:2] == [("utara", "Utara"), ("selatan", "Selatan")]


def test_o311_2_7_datatypes_and_orders(world: World) -> None:
    with_questions(category())
    attributes = System().get("services/jalan-rusak.json").json["attributes"]
    assert {one["datatype"] for one in attributes} == set(schemas.DATATYPES)
    assert [one["order"] for one in attributes] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("form", ["xml", "json"])
def test_o311_2_8_a_definition_of_nothing(world: World, form: str) -> None:
    assert System().get(f"services/tidak-ada.{form}").status == 404
    assert System().get(f"services/.{form}").status == 400
    assert System().get(f"services/%20.{form}").status == 400


def test_o311_3_7_words_that_clients_take_for_orders_are_never_keywords(world: World) -> None:
    category(keywords=["Private", "inactive", "jalan", "staff", "waste_only", " waste_only ", "jalan private"])
    assert services()["jalan-rusak"]["keywords"] == "jalan, jalan private"


def test_o311_3_8_a_service_without_a_group_has_an_empty_element(world: World) -> None:
    category(group="")
    group = System().get("services.xml").xml[0].find("group")
    assert group is not None
    assert group.text is None
    assert services()["jalan-rusak"]["group"] is None


def test_o311_4_9_names_in_english_on_request(world: World) -> None:
    with_questions(category())
    assert services()["jalan-rusak"]["service_name"] == "Jalan rusak"
    assert services(language="en-GB,en;q=0.9")["jalan-rusak"]["service_name"] == "Damaged road"
    assert services(language="fr")["jalan-rusak"]["service_name"] == "Jalan rusak"
    english = System().get("services/jalan-rusak.json", language="en")
    assert "Since when?" in english.text
    assert english.headers["Content-Language"] == "en"
    assert "Accept-Language" in english.headers["Vary"]


def test_o311_5_4_private_categories_are_for_a_key_with_the_right(world: World, now: Any) -> None:
    quiet = category("kekerasan", listed=False)
    one = standing(world.bontang, now, category=quiet, publication=Publication.PRIVATE, channel="open311")
    window = {"start_date": now.isoformat()}
    right, foreign = System(key_of(world.bontang)), System(key_of(world.bengkalis))
    assert "kekerasan" in services(right)
    assert [row["service_request_id"] for row in right.get("requests.json", window).json] == [one.number]
    row = right.get(f"requests/{one.number}.json").json[0]
    assert (row["description"], row["lat"], row["address"]) == (None, None, None)
    for stranger in (System(), foreign):
        assert "kekerasan" not in services(stranger)
        assert stranger.get("services/kekerasan.json").status == 404
        assert stranger.get("requests.json", window).json == []
        assert stranger.get(f"requests/{one.number}.json").status == 404
        assert stranger.get("requests.json", window | {"service_request_id": one.number}).json == []
    filed = right.post("requests.json", report(service_code="kekerasan", description="Ada anak yang dipukul tetangga."))
    assert "service_request_id" in filed.json[0]
    assert Complaint.objects.latest("pk").publication == Publication.PRIVATE
    assert System().post("requests.json", report(service_code="kekerasan"), Authorization="").status == 403


def test_the_list_of_services_costs_the_same_however_long(world: World, django_assert_num_queries: Any) -> None:
    for place in range(30):
        with_questions(category(f"kategori-{place}"))
    with django_assert_num_queries(3):
        assert len(System().get("services.json").json) == 31
