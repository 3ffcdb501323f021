"""The OpenAPI document: committed, current, and kept by the API (tried with generated requests)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS

from melayani.delivery.applications import states
from melayani.delivery.applications.tests.factories import application_in, birth_certificate
from melayani.delivery.appointments.queries import open_slots
from melayani.delivery.appointments.tests.factories import offered, slots
from melayani.delivery.queues.tests import factories as queues
from melayani.entrances.api import limits
from melayani.entrances.api.management.commands.export_openapi import text_of_document
from melayani.entrances.api.root import document
from melayani.entrances.api.tests.factories import SITI, Caller, key_of, question
from melayani.foundation.people.tests.factories import World
from melayani.foundation.webhooks.tests.factories import registered
from melayani.voice.surveys.tests.factories import ALL_GOOD, counted, invited

SERVER = get_wsgi_application()
COMMITTED = Path(__file__).resolve().parents[4] / "docs" / "openapi.json"
OPERATIONS = [
    "answer_survey",
    "create_application",
    "create_attachment",
    "create_booking",
    "create_complaint",
    "create_information_request",
    "create_webhook",
    "delete_webhook",
    "get_queue",
    "get_service",
    "list_announcements",
    "list_reports",
    "list_satisfaction_indices",
    "list_services",
    "list_slots",
    "list_webhooks",
    "track_case",
]


def test_the_committed_document_is_current() -> None:
    hint = "run: python -m melayani export_openapi docs/openapi.json"
    assert COMMITTED.read_text(encoding="utf-8") == text_of_document(), hint


@pytest.mark.django_db
def test_the_served_document_is_the_committed_one() -> None:
    served = Caller().get("/openapi.json").json()
    assert served == json.loads(COMMITTED.read_text(encoding="utf-8"))
    assert served["openapi"].startswith("3.1")


def test_every_operation_is_known_and_says_what_it_refuses() -> None:
    operations = [operation for path in document()["paths"].values() for operation in path.values()]
    assert sorted(operation["operationId"] for operation in operations) == OPERATIONS
    for operation in operations:
        assert {"422", "429"} <= set(operation["responses"])
    secured = {operation["operationId"] for operation in operations if operation.get("security")}
    assert secured == {
        "create_application",
        "create_attachment",
        "create_booking",
        "create_complaint",
        "create_information_request",
        "create_webhook",
        "delete_webhook",
        "list_webhooks",
    }


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


@pytest.mark.django_db
@pytest.mark.parametrize("name", OPERATIONS)
def test_generated_requests_find_no_error_of_ours(name: str, world: World, patient_server: None) -> None:
    now = datetime.now(UTC)
    service = birth_certificate(world.bontang)
    case = application_in(states.ISSUED, world=world, now=now)
    counted(service, ALL_GOOD, now=now)
    token = invited(service, now=now).token
    queue = queues.place(world).site.organisation.slug
    known = {"id": str(service.pk), "number": case.number, "token": token, "unit": queue}
    if name == "delete_webhook":
        known["id"] = str(registered(world, now=now).pk)
    good = {
        "create_webhook": {"name": "Kota", "url": "https://sistem.contoh.go.id/", "events": ["booking.made"]},
        "create_application": {"service": service.pk, "citizen": SITI},
        "create_complaint": {"text": "Loket tutup sebelum jam dua belas, padahal antrean panjang."},
        "create_information_request": question(world.bontang),
        "create_booking": {"slot": free_slot(world), "citizen": SITI},
        "answer_survey": {"answers": ALL_GOOD},
    }
    key = key_of(world.bontang_city if name == "delete_webhook" else world.bontang)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", closing_server)
    operation = schema.find_operation_by_id(name)
    heard = set()

    @given(data=st.data())
    @settings(max_examples=40, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    def try_one(data: Any) -> None:
        request = data.draw(operation.as_strategy())
        if data.draw(st.booleans()):  # else nearly every request would be refused for what does not exist
            request.path_parameters.update({name: known[name] for name in request.path_parameters})
            request.query.pop("unit", None)
            if data.draw(st.booleans()):  # a known number with a wrong secret does not exist
                request.query.pop("secret", None)
            if name in good:
                request.body = good[name]
        checks = [CHECKS.get_one(check) for check in KEPT]
        answer = request.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=checks)
        heard.add(answer.status_code)

    try_one()
    done = {200, 201, 204}
    assert heard & done
    assert name in {"list_services", "list_webhooks"} or heard - done


def free_slot(world: World) -> str:
    """The id of a time tomorrow with room."""
    now = datetime.now(UTC)
    visits = offered(world.bontang, title="Rekam KTP-el")
    slots(world.bontang, now=now, places=50)
    tomorrow = now.date() + timedelta(days=1)
    return str(open_slots(service=str(visits.pk), unit="", first=tomorrow, last=tomorrow, now=now)[0]["id"])


KEPT = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
