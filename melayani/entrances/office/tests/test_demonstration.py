"""The demonstration: loaded once, in a fresh database only, and then every account sees something real."""

from __future__ import annotations

import io
from dataclasses import replace
from importlib import import_module

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from melayani.delivery.applications.models import Application
from melayani.entrances.office import demonstration
from melayani.entrances.office.demonstration import complaints
from melayani.entrances.office.demonstration.load import PLANS, load
from melayani.entrances.office.demonstration.people import SHARED_WORD
from melayani.foundation.organisations.queries import is_demonstration
from melayani.foundation.people.tests.factories import World
from melayani.voice.complaints.models import Complaint
from melayani.voice.surveys.models import Response

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same demonstration with three finished cases per service, so that it loads in seconds."""
    small = tuple(replace(plan, finished=3) for plan in PLANS)
    monkeypatch.setattr(import_module(load.__module__), "PLANS", small)
    monkeypatch.setattr(complaints, "PLACES", complaints.PLACES[:2])
    monkeypatch.setattr(complaints, "PLAN", (("resolved", 30), ("contested", 20), ("working", 9), ("new", 0)))
    monkeypatch.setattr(complaints, "EXTRA", (("oversight", 7),))


def enter(client: Client, email: str) -> None:
    answer = client.post("/kantor/akun/masuk/", {"login": email, "password": SHARED_WORD})
    assert answer.status_code == 302, email


@pytest.mark.one_database
@pytest.mark.usefixtures("small")
def test_every_account_of_the_demonstration_works(client: Client) -> None:
    call_command("demo", "--if-empty", stdout=io.StringIO())
    assert is_demonstration()
    assert Response.objects.exists()
    assert all(row.name.startswith("Contoh ") for row in Application.objects.all())
    said = io.StringIO()
    call_command("demo", "--sign-ins", stdout=said)
    for _name, path in demonstration.machines():
        assert path in said.getvalue()
        assert Client().get(path).status_code == 200
    for one in demonstration.sign_ins():
        assert one.email in said.getvalue()
        visitor = Client()
        enter(visitor, one.email)
        assert visitor.get("/kantor/").status_code == 200  # no second factor in a demonstration
    enter(client, "petugas.bengkalis@contoh.example")
    html = client.get("/kantor/").content.decode()
    for words in ("Terlambat", "Berikutnya", "Menunggu warga", "Surat warga"):
        assert words in html
    assert client.get("/demo/pesan/").status_code == 200
    assert all(row.anonymous or row.name.startswith("Contoh ") for row in Complaint.objects.all())
    coordinator = Client()
    enter(coordinator, "pengaduan.bengkalis@contoh.example")
    html = coordinator.get("/kantor/pengaduan/").content.decode()
    for group in ("Belum selesai menurut pelapor", "Perlu diverifikasi", "Sedang ditangani"):
        assert group in html
    before = Application.objects.count()
    call_command("demo", "--if-empty", stdout=io.StringIO())
    assert Application.objects.count() == before
    with pytest.raises(CommandError, match="not empty"):
        call_command("demo", stdout=io.StringIO())


def test_a_real_database_never_becomes_a_demonstration(world: World) -> None:
    with pytest.raises(CommandError, match="not empty"):
        call_command("demo", stdout=io.StringIO())
    assert not is_demonstration()
