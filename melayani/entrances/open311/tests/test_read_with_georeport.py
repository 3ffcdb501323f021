"""A client written by others, over HTTP, in both formats."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from georeport import GeoReport
from requests import HTTPError

from melayani.entrances.open311.tests.factories import category, standing, with_questions
from melayani.foundation.people.tests import factories as people
from melayani.voice.complaints import states

FORMS = ["json", "xml"]


@pytest.fixture
def address(transactional_db: None, live_server: Any) -> str:
    """Two services and two requests of Bontang at a server that runs."""
    world, now = people.world(), datetime.now(UTC)
    with_questions(category())
    lamp = category("lampu-mati", name="Lampu mati")
    standing(world.bontang, now, category=lamp)
    standing(world.bontang, now - timedelta(days=1), category=lamp, state=states.CLOSED)
    return f"{live_server.url}/open311/v2"


@pytest.mark.parametrize("form", FORMS)
def test_o311_3_12_georeport_reads_services_definitions_and_requests(address: str, form: str) -> None:
    for client in (
        GeoReport(f"{address}/disdukcapil-bontang", output_format=form),
        GeoReport(address, jurisdiction="disdukcapil-bontang", output_format=form),
    ):
        services = client.get_service_list()
        assert [one["service_code"] for one in services] == ["jalan-rusak", "lampu-mati", "umum"]
        definition: Any = client.get_service_definition("jalan-rusak")
        found = definition["attributes"] if form == "json" else definition["attributes"]["attribute"]
        assert [one["code"] for one in found][:2] == ["info", "panjang"]
        many = client.get_service_requests()
        assert [one["status"] for one in many] == ["open", "closed"]
        closed = client.get_service_requests(status="closed", service_code="lampu-mati")
        only = closed[0] if form == "json" else closed  # its XML reader gives a single element without a list
        assert only["service_name"] == "Lampu mati"
        one = client.get_service_request(many[0]["service_request_id"])
        assert one == many[0]
        assert float(one["lat"]) == 0.133


@pytest.mark.parametrize("form", FORMS)
def test_o311_3_13_georeport_hears_404_for_a_wrong_jurisdiction(address: str, form: str) -> None:
    client = GeoReport(address, jurisdiction="kota.salah", output_format=form)
    for ask in (client.get_service_list, client.get_service_requests, lambda: client.get_service_definition("umum")):
        with pytest.raises(HTTPError) as refused:
            ask()
        assert refused.value.response is not None
        assert refused.value.response.status_code == 404
