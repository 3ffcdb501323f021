"""The door: refusals as problems, limits, bodies that cannot be read. Nothing a caller sends is a 500."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError

from melayani.delivery.catalogue import queries as catalogue
from melayani.entrances.api import limits
from melayani.entrances.api.problems import TITLES
from melayani.entrances.api.tests.factories import Caller, key_of
from melayani.foundation.people.models import ApiKey, Attempt
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_minute() -> None:
    limits.reads.forget()


def raw(body: bytes, content_type: str = "application/json", path: str = "/surveys/x/responses") -> Any:
    return Caller().client.generic("POST", f"/api/v1{path}", body, content_type=content_type)


@pytest.mark.parametrize("path", ["", "/", "/tidak/ada", "/services/", "/openapi", "/%00", "/services/%00"])
def test_an_unknown_address_is_a_problem_not_a_page(path: str) -> None:
    answer = Caller().get(path if path else "/")
    assert answer.status_code in {404, 422}
    assert answer["Content-Type"] == "application/problem+json"
    assert set(answer.json()) >= {"type", "title", "status", "code"}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_another_method_is_405_with_allow(method: str) -> None:
    answer = Caller().client.generic(method, "/api/v1/services")
    assert (answer.status_code, answer.json()["code"], answer["Allow"]) == (405, "method_not_allowed", "GET")


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"{",
        b"\xff\xfe",
        b'{"answers": NaN}',
        b'{"comment": "\\u0000"}',
        b'{"comment": "\\ud800"}',
        b'{"\\u0000": 1}',
        b"[" * 100_000,
        b'{"answers": ' + b"9" * 5000 + b"}",
    ],
)
def test_json_that_no_database_could_keep_is_400(body: bytes) -> None:
    answer = raw(body)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed"), answer.content


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "", "multipart/form-data"])
def test_another_media_type_is_415(content_type: str) -> None:
    answer = raw(b"{}", content_type)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_a_large_json_body_is_413() -> None:
    answer = raw(b'{"comment": "' + b"x" * 1_100_000 + b'"}')
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_wrong_key_is_401_even_where_none_is_needed(world: World) -> None:
    assert Caller("mly_salah_salah").get("/services").status_code == 401
    assert Caller().get("/services", Authorization="Basic eDp5").status_code == 401
    assert Caller(key_of(world.bontang, "services:read")).get("/services").status_code == 200


def test_reads_over_the_limit_are_429_per_caller(world: World, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 3
    known = Caller(key_of(world.bontang, "services:read"))
    statuses = [Caller().get("/services").status_code for _ in range(5)]
    refused = Caller().get("/services")
    assert statuses[:3] == [200, 200, 200]
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert known.get("/services").status_code == 200
    assert not Attempt.objects.exists()


def test_writes_over_the_limit_are_429_across_processes(settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 2
    statuses = [raw(b"{}").status_code for _ in range(4)]
    assert statuses == [422, 422, 429, 429]
    limits.reads.forget()  # another process has a memory of its own; the count of writes is not in it
    refused = raw(b"{}")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert int(refused["Retry-After"]) >= 1


def test_our_own_mistake_is_a_problem_without_details(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("rahasia dalam")

    monkeypatch.setattr(catalogue, "search", broken)
    answer = Caller().get("/services")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert "rahasia" not in answer.content.decode()


def test_a_database_that_takes_no_writes_is_503_with_retry_after(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(catalogue, "search", refuse)
    answer = Caller().get("/services")
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert int(answer["Retry-After"]) > 0


def test_codes_are_stable() -> None:
    """A changed code breaks programs of others: change it here only with a new version of the API."""
    assert set(TITLES) == {
        "already_answered",
        "already_booked",
        "busy",
        "file_refused",
        "internal_error",
        "invalid",
        "key_reused",
        "looks_like_spam",
        "malformed",
        "method_not_allowed",
        "not_allowed",
        "not_found",
        "refused",
        "request_running",
        "scope_missing",
        "survey_expired",
        "too_large",
        "too_many_requests",
        "unauthorized",
        "unsupported_media_type",
        "slot_full",
    }


def test_a_key_that_sends_something_is_noted_and_reading_writes_nothing(world: World) -> None:
    caller = Caller(key_of(world.bontang))
    caller.get("/services")
    assert ApiKey.objects.get().last_used_at is None
    caller.post("/applications", {})
    assert ApiKey.objects.get().last_used_at is not None


@pytest.mark.parametrize(
    ("path", "field", "words"),
    [
        ("/services?limit=101", "limit", "Paling besar 100."),
        ("/services?limit=banyak", "limit", "Tulis bilangan bulat."),
        ("/slots?service=a&from=2026-13-01", "from", "Tulis tanggal seperti 2026-03-16."),
        ("/indices/skm?period=y", "period", "Bentuknya keliru"),
    ],
)
def test_what_is_wrong_with_a_field_is_said_in_one_language(path: str, field: str, words: str) -> None:
    answer = Caller().get(path)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["field"]) == (422, field)
    assert error["message"].startswith(words)


def test_a_choice_names_what_may_be_chosen(world: World) -> None:
    answer = Caller(key_of(world.bontang, "complaints:write")).post("/complaints", {"kind": "x", "text": "Loket tutup"})
    found = {one["field"]: one["message"] for one in answer.json()["errors"]}
    assert found["kind"] == "Pilih 'complaint', 'aspiration' atau 'information_question'."


def test_pages_of_other_sites_read_what_is_open_and_no_answer_to_one_caller_is_kept(world: World) -> None:
    opened = Caller().get("/services")
    assert opened["Access-Control-Allow-Origin"] == "*"
    owned = Caller(key_of(world.bontang, "webhooks:write")).get("/webhooks")
    filed = Caller(key_of(world.bontang, "complaints:write")).post("/complaints", {"text": "Loket tutup sejak pagi"})
    for answer in (owned, filed):
        assert "Access-Control-Allow-Origin" not in answer
        assert answer["Cache-Control"] == "no-store"
