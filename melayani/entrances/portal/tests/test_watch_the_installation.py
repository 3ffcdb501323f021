"""/healthz, /readyz, /demo/pesan/, /privasi/, /aksesibilitas/, the frame and the error pages."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from melayani.entrances.portal import errors, health
from melayani.entrances.portal.tests.factories import limited
from melayani.entrances.portal.tests.test_read_a_service import read
from melayani.foundation.audit.models import Heartbeat
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.organisations.actions import mark_installation
from melayani.foundation.people.tests.factories import officer, signed_in, world

pytestmark = pytest.mark.django_db


def beat(seconds_ago: int) -> None:
    at = timezone.now() - timedelta(seconds=seconds_ago)
    Heartbeat.objects.update_or_create(name=health.WORKER, defaults={"at": at})


def checks(client: Client) -> tuple[int, dict[str, Any]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()["checks"]


def test_the_process_answers_without_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"ok": True}


def test_ready_while_the_worker_lives(client: Client) -> None:
    beat(5)
    status, found = checks(client)
    assert (status, {one["ok"] for one in found.values()}) == (200, {True})
    assert set(found) == {"database", "worker", "disk", "reactions"}


@pytest.mark.parametrize("seconds", [61, 100_000, None])
def test_a_stopped_worker_turns_it_red(client: Client, seconds: int | None) -> None:
    if seconds:
        beat(seconds)
    status, found = checks(client)
    assert (status, found["worker"]["ok"], found["database"]["ok"]) == (503, False, True)


def test_a_watcher_that_asks_again_and_again_fills_no_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.get("/readyz")
    client.get("/tidak-ada/")
    lines = [one.getMessage() for one in caplog.records if one.name == "django.request"]
    assert lines == ["Not Found: /tidak-ada/"]


def test_a_full_disk_turns_it_red(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    beat(5)
    monkeypatch.setattr(health, "LEAST_FREE", 10**18)
    status, found = checks(client)
    assert (status, found["disk"]["ok"]) == (503, False)


def test_a_database_that_does_not_answer_turns_it_red(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object) -> None:
        raise DatabaseError("away")

    monkeypatch.setattr(Heartbeat.objects, "exists", away)
    status, found = checks(client)
    assert (status, found["database"]["ok"]) == (503, False)


def test_messages_can_be_read_only_in_a_demonstration(client: Client) -> None:
    OutboxMessage.objects.create(
        event="uji",
        channel="demonstration",
        address="w@contoh.example",
        language="id",
        subject="Nomor Anda",
        body="Isi pesan https://contoh.example/x",
        state="sent",
        sent_at=timezone.now(),
        created_at=timezone.now(),
        next_attempt_at=timezone.now(),
    )
    assert client.get("/demo/pesan/").status_code == 404
    mark_installation(demonstration=True, now=timezone.now())
    text = read(client, "/demo/pesan/")
    assert "Nomor Anda" in text
    assert "Isi pesan" in text
    assert client.get("/demo/pesan/?sebelum=x").status_code == 200


def test_privacy_names_each_personal_field_with_purpose_and_basis(client: Client) -> None:
    text = read(client, "/privasi/")
    for name in (
        "NIK",
        "Nomor Kartu Keluarga",
        "Tanggal lahir",
        "Nama",
        "Alamat",
        "Nomor telepon",
        "Alamat surel",
        "Berkas yang Anda unggah",
        "Catatan kejadian",
    ):
        assert name in text
    assert text.count("Tujuan") >= 9
    assert text.count("Dasar hukum") >= 9


def test_accessibility_page(client: Client) -> None:
    assert "WCAG 2.2" in read(client, "/aksesibilitas/")


def test_the_demonstration_says_so_on_every_page(client: Client) -> None:
    assert "Data contoh" not in read(client, "/aksesibilitas/")
    mark_installation(demonstration=True, now=timezone.now())
    assert "Data contoh" in read(client, "/aksesibilitas/")


def test_a_limit_of_the_whole_platform_stands_on_every_page(client: Client) -> None:
    limited(world().ministry, now=timezone.now(), reason="Pemeliharaan gedung")
    assert "Pemeliharaan gedung" in read(client, "/privasi/")


def test_the_frame_costs_three_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(3):
        client.get("/privasi/")


def test_the_other_language_is_one_link_away(client: Client) -> None:
    assert b'href="/en/layanan/?q=ktp"' in client.get("/layanan/?q=ktp").content
    assert b'href="/layanan/"' in client.get("/en/layanan/").content


@pytest.mark.parametrize(
    ("role", "duties"),
    [
        ("counter_officer", {"Meja kerja", "Permohonan", "Dokumen"}),
        ("head_of_unit", {"Meja kerja", "Permohonan", "Dokumen", "Kalender dan jam", "Survei kepuasan"}),
        ("administrator", {"Meja kerja", "Kalender dan jam", "Survei kepuasan", "Orang", "Kunci API"}),
    ],
)
def test_the_rail_shows_the_duties_of_the_role(client: Client, role: str, duties: set[str]) -> None:
    who = officer(role, world().bontang, name="Uji Rel")
    text = read(signed_in(client, who), "/kantor/akun/")
    for duty in ("Permohonan", "Kalender dan jam", "Survei kepuasan", "Orang", "Kunci API"):
        assert (f" {duty} " in text) == (duty in duties), duty


def test_duties_open_by_a_link_where_there_is_little_room(client: Client) -> None:
    """Below 1000 px the rail is shown by its link only (`:target`), and comes with a way back to the content."""
    html = (
        signed_in(client, officer("processor", world().bontang, name="Uji Rel")).get("/kantor/akun/").content.decode()
    )
    assert '<a class="menu" href="#tugas">' in html
    assert '<nav class="rail" id="tugas"' in html
    assert '<p class="shut"><a href="#isi">' in html
    css = (Path(__file__).parents[3] / "foundation/ui/static/ui/melayani.css").read_text()
    assert "@media(max-width:999px){\n:where(.office) .rail:not(:target){display:none}" in css


def test_errors_say_what_helps() -> None:
    request = RequestFactory().get("/x/")
    answer = errors.server_error(request)
    assert answer.status_code == 500
    assert "Bukan salah Anda" in answer.content.decode()


def test_a_form_that_was_open_too_long_says_so() -> None:
    answer = Client(enforce_csrf_checks=True).post("/lacak/", {"nomor": "x"})
    assert answer.status_code == 403
    assert "terlalu lama terbuka" in answer.content.decode()
