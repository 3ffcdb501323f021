"""A database that takes no writes, a disk that is full: pages are read, a write gets a calm answer, nothing is lost."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import connection
from django.test import Client

from melayani.delivery.applications import states
from melayani.delivery.applications.models import Application, Draft
from melayani.delivery.applications.tests import factories
from melayani.delivery.catalogue.models import Service
from melayani.entrances.api import limits
from melayani.foundation.people.tests.factories import PASSWORD, World, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def no_writing() -> Iterator[None]:
    """This connection may read only, as on a standby or after a disk was mounted read-only."""
    off, on = (
        ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off")
        if connection.vendor == "postgresql"
        else ("PRAGMA query_only = ON", "PRAGMA query_only = OFF")
    )
    with connection.cursor() as cursor:
        cursor.execute(off)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(on)


@pytest.fixture
def service(world: World) -> Service:
    return factories.birth_certificate(world.bontang)


@pytest.fixture
def visitor() -> Client:
    """A browser that is shown what went wrong instead of the test."""
    return Client(raise_request_exception=False)


def begin(client: Client, service: Service) -> str:
    return str(client.post(f"/permohonan/ajukan/{service.slug}/")["Location"])


def test_pages_read_while_the_database_takes_no_writes(world: World, service: Service, now: datetime) -> None:
    row = factories.application_in(states.ISSUED, world=world, now=now)
    case = f"/permohonan/{row.number}/{row.secret}/"
    officer = signed_in(Client(), world.bontang_processor)
    public = ("/", "/layanan/", f"/layanan/{service.slug}/", "/kinerja/", "/lacak/", case, "/healthz")
    with no_writing():
        for where in public:
            assert Client().get(where).status_code == 200, where
        for where in ("/kantor/", f"/kantor/permohonan/{row.number}/"):
            assert officer.get(where).status_code == 200, where
        assert Client().get("/api/v1/services").status_code == 200


Writing = Callable[[Client, Application, Service], Any]
WRITES: dict[str, Writing] = {
    "begin a form": lambda visitor, row, service: visitor.post(f"/permohonan/ajukan/{service.slug}/"),
    "withdraw": lambda visitor, row, service: visitor.post(f"/permohonan/{row.number}/{row.secret}/batalkan/"),
    "look for a number": lambda visitor, row, service: visitor.post("/lacak/", {"nomor": row.number}),
    "sign in": lambda visitor, row, service: visitor.post(
        "/kantor/akun/masuk/", {"login": "a@contoh.go.id", "password": "salah salah"}
    ),
}


@pytest.mark.parametrize("what", WRITES)
def test_a_write_is_refused_calmly_and_changes_nothing(
    what: str, visitor: Client, world: World, service: Service, now: datetime
) -> None:
    row = factories.filed(world, now=now, service=service)
    with no_writing():
        answer = WRITES[what](visitor, row, service)
    if what != "sign in" or answer.status_code != 200:  # a wrong password may need no write at all
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
        assert "belum bisa menyimpan" in answer.content.decode()
    assert Application.objects.get().state == states.SUBMITTED
    assert not Draft.objects.exists()


def test_an_officers_write_is_refused_calmly(world: World, service: Service, now: datetime) -> None:
    row = factories.filed(world, now=now, service=service)
    officer = signed_in(Client(raise_request_exception=False), world.bontang_processor)
    with no_writing():
        answer = officer.post(f"/kantor/permohonan/{row.number}/take/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert Application.objects.get().state == states.SUBMITTED


def test_the_api_says_it_as_a_problem(visitor: Client) -> None:
    limits.writes.forget()  # writes counted ahead by an earlier test of this process would need none now
    with no_writing():
        answer = visitor.post("/api/v1/surveys/x/responses", {"answers": {}}, content_type="application/json")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert answer.json()["code"] == "storage_read_only"


def test_a_session_that_cannot_be_saved_is_told_calmly(visitor: Client, world: World) -> None:
    """It is saved after the page is done, where no page can catch what goes wrong."""
    who = world.bontang_processor.person
    who.set_password(PASSWORD)
    who.save()
    visitor.post("/kantor/akun/masuk/", {"login": who.email, "password": PASSWORD})
    with no_writing():
        answer = visitor.get("/kantor/akun/verifikasi/pasang/")  # keeps the new secret in the session
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


@pytest.mark.parametrize("checks", [False, True])
def test_a_disk_that_fills_up_during_an_upload(checks: bool, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser's form carries its token, so that the upload is read before any page is."""
    browser = Client(enforce_csrf_checks=checks, raise_request_exception=False)
    token = browser.get(f"/permohonan/ajukan/{service.slug}/").cookies["csrftoken"].value if checks else ""
    where = browser.post(f"/permohonan/ajukan/{service.slug}/", {"csrfmiddlewaretoken": token})["Location"]
    step = where.replace("/nama/", "/syarat-1/")

    def full(self: Any, raw_data: bytes, start: int) -> None:
        self.file.close()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", full)
    photo = SimpleUploadedFile("kk.jpg", b"\xff\xd8" + b"x" * 1000, content_type="image/jpeg")
    data = {"way": "upload", "papers": photo, "csrfmiddlewaretoken": token}
    answer = browser.post(step, data)
    assert (answer.status_code, answer["Retry-After"]) == (507, "60")
    assert "belum bisa menyimpan" in answer.content.decode()
    assert Draft.objects.get().answers == "{}"
