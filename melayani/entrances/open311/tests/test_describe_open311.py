"""The OpenAPI document of this door: committed, current, and kept (tried with generated requests)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS

from melayani.entrances.open311 import limits, schemas
from melayani.entrances.open311.description import document
from melayani.entrances.open311.management.commands.export_open311 import text_of_document
from melayani.entrances.open311.tests.factories import (
    BASE,
    System,
    bontang_barat,
    category,
    key_of,
    report,
    said,
    standing,
    with_questions,
)
from melayani.entrances.open311.tokens import token_of
from melayani.foundation.people.tests.factories import World
from melayani.voice.complaints import states
from melayani.voice.complaints.models import Channel

SERVER = get_wsgi_application()
COMMITTED = Path(__file__).resolve().parents[4] / "docs" / "open311-openapi.json"
OPERATIONS = sorted(operation["operationId"] for path in document()["paths"].values() for operation in path.values())
KEPT = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")


def test_the_committed_document_is_current() -> None:
    hint = "run: python -m melayani export_open311 docs/open311-openapi.json"
    assert COMMITTED.read_text(encoding="utf-8") == text_of_document(), hint


@pytest.mark.django_db
def test_the_served_document_is_the_committed_one() -> None:
    served = System(base=BASE).get("openapi.json").json
    assert served == json.loads(COMMITTED.read_text(encoding="utf-8"))
    jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schemas.REQUEST})


def judge(name: str, value: Any) -> None:
    jsonschema_rs.Draft202012Validator(schemas.COMPONENTS[name], validate_formats=True).validate(value)


@pytest.mark.django_db
def test_o311_3_14_answers_keep_to_their_schema(world: World) -> None:
    now = datetime.now(UTC)
    with_questions(category(keywords=["jalan"]))
    lamp = category("lampu", moderated=True)
    for place, state in enumerate(states.STATES):
        one = standing(world.bontang, now, state=state, category=lamp if place % 2 else None, region=None)
        said(one, "Sudah kami periksa.", at=now)
    standing(world.bontang, now, region=bontang_barat(), due_at=now, due_explanation={})
    system = System(key_of(world.bontang))
    judge("discovery", system.get("discovery.json", {"extensions": "true"}).json)
    judge("services", system.get("services.json").json)
    judge("service_definition", system.get("services/jalan-rusak.json").json)
    for asked in ({}, {"extensions": "true"}):
        judge("service_requests", system.get("requests.json", asked).json)
    judge("service_request_updates", system.get("servicerequestupdates.json").json)
    judge("receipts", system.post("requests.json", report(**{"attribute[panjang]": "2"})).json)
    waiting = system.post(
        "requests.json", report(service_code="lampu", description="Lampu padam di simpang lima.")
    ).json
    judge("receipts", waiting)
    judge("tokens", system.get(f"tokens/{waiting[0]['token']}.json").json)
    judge("errors", system.post("requests.json", report()).json)
    for wrong in ({"status": "baru"}, {"service_request_id": 1}, {"lat": "0.1"}, {"requested_datetime": "2026-03-16"}):
        row = System().get("requests.json").json[0] | wrong
        with pytest.raises(jsonschema_rs.ValidationError):
            judge("service_requests", [row])


def closing_server(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Our application as a server runs it: the answer is closed when it was sent, and its uploads with it."""
    answer = SERVER(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


@pytest.fixture
def patient_server(settings: Any) -> Iterator[None]:
    """Requests in the test's own transaction, and faster than anybody may send them."""
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    limits.reads.forget()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def known(world: World) -> dict[str, str]:
    """What exists, by the name of the parameter."""
    with_questions(category())
    one = standing(world.bontang, datetime.now(UTC), category=category("lampu"), channel=Channel.OPEN311)
    return {
        "jurisdiction_id": "disdukcapil-bontang",
        "service_code": "jalan-rusak",
        "service_request_id": one.number,
        "token": token_of(one),
        "api_key": key_of(world.bontang),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("name", OPERATIONS)
def test_generated_requests_find_no_error_of_ours(name: str, known: dict[str, str], patient_server: None) -> None:
    schema = schemathesis.openapi.from_wsgi(f"{BASE}openapi.json", closing_server)
    operation = schema.find_operation_by_id(name)
    good = {
        "file_request": {**report(service_code="lampu"), "api_key": known["api_key"]},
        "send_update": {"api_key": known["api_key"], "service_request_id": known["service_request_id"]},
    }.get(name.rpartition("_")[0], {})
    heard = set()

    @given(data=st.data(), number=st.integers(0, 10**9))
    @settings(max_examples=25, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    def try_one(data: Any, number: int) -> None:
        request = data.draw(operation.as_strategy())
        request.query.pop("api_key", None)
        if data.draw(st.booleans()):  # else nearly every request would be refused for what does not exist
            request.query = {"jurisdiction_id": known["jurisdiction_id"]}
            request.path_parameters.update({one: known[one] for one in request.path_parameters})
        elif data.draw(st.booleans()):
            request.query["jurisdiction_id"] = known["jurisdiction_id"]
        if good and data.draw(st.booleans()):
            own = {"update_id": str(number), "description": f"Lampu padam nomor {number} di simpang."}
            request.body, request.query = {**good, **own}, {"jurisdiction_id": known["jurisdiction_id"]}
        answer = request.call_and_validate(checks=[CHECKS.get_one(check) for check in KEPT])
        heard.add(answer.status_code)

    try_one()
    assert heard & {200}
    assert name.startswith("discovery") or heard - {200}
