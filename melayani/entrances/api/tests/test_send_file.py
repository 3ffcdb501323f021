"""Send a file: judged by content, bounded, repeatable."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from melayani.entrances.api.tests.factories import Caller, key_of, photo
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def caller(world: World) -> Caller:
    return Caller(key_of(world.bontang, "attachments:write"))


def test_a_file_is_stored_for_the_key_that_sent_it(caller: Caller) -> None:
    answer = caller.send(photo("foto ktp.png"))
    assert answer.status_code == 201, answer.content
    row = Attachment.objects.get()
    assert answer.json() == {
        "id": str(row.pk),
        "name": "foto ktp.png",
        "content_type": "image/png",
        "size": row.size,
        "sha256": row.sha256,
    }
    assert row.actor_kind == "api"


@pytest.mark.parametrize("content", [b"", b"#!/bin/sh\nrm -rf /\n", b"%PDF-1.7 broken"])
def test_what_is_no_file_of_ours_is_refused_in_words(caller: Caller, content: bytes) -> None:
    answer = caller.send(SimpleUploadedFile("berkas.pdf", content))
    assert answer.status_code == 422
    assert answer.json()["code"] in {"file_refused", "invalid"}
    assert not Attachment.objects.exists()


def test_a_file_over_the_limit_is_413_by_its_length(caller: Caller) -> None:
    big = SimpleUploadedFile("besar.png", b"x" * (settings.UPLOAD_REQUEST_MAX_BYTES + 1))
    answer = caller.send(big)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert answer["Content-Type"] == "application/problem+json"


def test_a_repeated_upload_is_one_file_though_the_boundary_differs(caller: Caller) -> None:
    key = {"Idempotency-Key": "berkas-1"}
    first, again = caller.send(photo(), **key), caller.send(photo(), **key)
    assert first.json() == again.json()
    assert Attachment.objects.count() == 1
    other = caller.send(photo(colour="red"), **key)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


def test_a_missing_part_json_or_a_torn_form_is_refused(caller: Caller) -> None:
    empty = caller.client.post("/api/v1/attachments", {"lain": "x"}, headers=caller.headers)
    assert (empty.status_code, empty.json()["errors"][0]["field"]) == (422, "file")
    assert caller.post("/attachments", {}).status_code == 415
    torn = caller.client.generic(
        "POST", "/api/v1/attachments", b"xx", content_type="multipart/form-data", headers=caller.headers
    )
    assert (torn.status_code, torn.json()["code"]) == (400, "malformed")


def test_a_key_without_the_scope_sends_nothing(world: World) -> None:
    assert Caller(key_of(world.bontang, "services:read")).send(photo()).status_code == 403
    assert Caller().send(photo()).status_code == 401
    assert not Attachment.objects.exists()
