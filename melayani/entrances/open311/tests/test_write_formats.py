"""The two formats: XML without ornaments, JSON by the Spark convention."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melayani.entrances.open311.codec import JSON, XML, Many, moment, write
from melayani.entrances.open311.tests.factories import System, category, standing, with_questions
from melayani.foundation.people.tests.factories import World

PATHS = ("discovery", "services", "services/jalan-rusak", "requests", "servicerequestupdates")


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text.encode())  # noqa: S314


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_o311_1_1_every_resource_answers_in_both_formats(world: World, path: str) -> None:
    with_questions(category())
    xml, json_ = System().get(f"{path}.xml"), System().get(f"{path}.json")
    assert (xml.status, json_.status) == (200, 200)
    assert xml.xml.tag
    assert isinstance(json_.json, list | dict)
    assert System().get(path).status == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_o311_1_2_content_types_name_utf_8(world: World, path: str) -> None:
    with_questions(category(name="Jalan “rusak” – émoji 🕳"))
    xml, json_ = System().get(f"{path}.xml"), System().get(f"{path}.json")
    assert xml.content_type == "text/xml; charset=utf-8"
    assert json_.content_type == "application/json; charset=utf-8"
    assert xml.text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<')


@pytest.mark.django_db
def test_o311_1_4_xml_has_no_attributes_no_namespaces_and_nothing_foreign(world: World) -> None:
    with_questions(category())
    standing(world.bontang, datetime.now(UTC), category=category("lampu-mati"))
    for path in PATHS:
        for element in System().get(f"{path}.xml").xml.iter():
            assert element.attrib == {}
            assert "{" not in element.tag
    strict, more = System().get("requests.xml").xml, System().get("requests.xml", {"extensions": "true"}).xml
    assert {"notes", "extended_attributes"} & {element.tag for element in strict.iter()} == set()
    assert {"notes", "extended_attributes"} <= {element.tag for element in more.iter()}


def test_o311_1_5_containers_are_arrays_empty_is_null_and_the_root_falls_away() -> None:
    one = Many(
        "request", [{"id": "001", "empty": "", "none": None, "list": Many("value", ["a"]), "lat": Decimal("1.50")}]
    )
    assert json.loads(write("service_requests", one, JSON)) == [
        {"id": "001", "empty": None, "none": None, "list": ["a"], "lat": 1.5}
    ]
    assert write("service_requests", Many("request", []), JSON) == "[]"


def test_o311_1_6_an_absent_value_is_an_empty_element() -> None:
    text = write(
        "service_requests", Many("request", [{"a": None, "b": "", "c": False, "d": 0, "e": Many("x", [])}]), XML
    )
    request = parsed(text)[0]
    assert [(one.tag, one.text) for one in request] == [
        ("a", None),
        ("b", None),
        ("c", "false"),
        ("d", "0"),
        ("e", None),
    ]
    assert "null" not in text
    assert "None" not in text


@pytest.mark.django_db
def test_o311_1_7_every_moment_says_its_zone(world: World) -> None:
    now = datetime(2026, 3, 16, 9, 0, 12, 345678, tzinfo=UTC)
    assert moment(now) == "2026-03-16T09:00:12+00:00"
    assert moment(now.astimezone(timezone(timedelta(hours=8)))) == "2026-03-16T17:00:12+08:00"
    today = datetime.now(UTC)
    due: dict[str, Any] = {"due_at": today + timedelta(days=5), "due_explanation": {}}
    standing(world.bontang, today, category=category(), **due)
    row = System().get("requests.json").json[0]
    for name in ("requested_datetime", "updated_datetime", "expected_datetime"):
        assert row[name].endswith("+08:00"), name
        assert datetime.fromisoformat(row[name]).tzinfo is not None


@given(st.text(), st.text())
def test_o311_3_15_xml_is_well_formed_whatever_was_written(first: str, second: str) -> None:
    root = parsed(write("errors", Many("error", [{"code": first, "description": second}]), XML))
    assert [one.tag for one in root[0]] == ["code", "description"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3).map(lambda rows: Many("row", rows)),
        max_leaves=5,
    )
)
def test_both_formats_tell_the_same(value: Any) -> None:
    """What is written in XML reads as what is written in JSON, but for types."""
    xml = parsed(write("root", {"value": value}, XML))[0]
    assert _flat_xml(xml, value) == _flat_json(json.loads(write("root", {"value": value}, JSON))["value"])


def _flat_xml(element: ET.Element, value: Any) -> Any:
    if isinstance(value, Many):
        return [_flat_xml(inner, row) for inner, row in zip(element, value.rows, strict=True)]
    return _comparable(element.text)


def _flat_json(value: Any) -> Any:
    if isinstance(value, list):
        return [_flat_json(inner) for inner in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return _comparable(value)


def _comparable(value: Any) -> str:
    """XML ends lines with a line feed only, and has no control characters."""
    text = "" if value is None else str(value)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in text if letter in "\t\n" or " " <= letter <= "\ufffd" or letter > "\uffff")
