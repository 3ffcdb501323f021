"""A complaint is found by its number, by those who may see it; its events are hidden like the case itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from melayani.foundation.people import Officer, Role
from melayani.foundation.people.models import Membership
from melayani.foundation.people.tests.factories import LONG_AGO, World, officer, reload_officer
from melayani.voice.complaints import actions, rules
from melayani.voice.complaints.tests import factories
from melayani.voice.complaints.tests.factories import Town

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]


@pytest.fixture
def town(world: World) -> Town:
    return factories.town(world)


def test_the_number_leads_to_the_case(town: Town, sign_in: SignIn) -> None:
    row = factories.filed(town, now=timezone.now())
    for who in (town.registry_liaison, town.city_liaison, town.auditor):
        answer = sign_in(who).post("/kantor/cari/", {"q": row.number.lower().replace("-", " ")})
        assert (answer.status_code, answer["Location"]) == (302, f"/kantor/pengaduan/{row.number}/")


def test_a_whole_nik_finds_the_persons_reports(town: Town, sign_in: SignIn) -> None:
    now, nik = timezone.now(), "6474011708900001"
    rows = [
        actions.file_complaint(
            actor=town.registry_liaison,
            report=factories.report(text=text),
            reporter=rules.Reporter(name="Contoh Siti", nik=nik),
            channel=rules.COUNTER,
            about=town.registry,
            now=now,
        )
        for text in ("Antrean di loket satu panjang sekali.", "Loket dua tutup sebelum waktunya.")
    ]
    page = sign_in(town.registry_liaison).post("/kantor/cari/", {"q": "6474 0117 0890 0001"}).content.decode()
    assert "2 kasus ditemukan" in page
    assert all(row.number in page for row in rows)
    assert "Contoh Siti" not in page
    assert sign_in(town.stranger).post("/kantor/cari/", {"q": nik}).status_code == 404


def test_strangers_and_the_unit_complained_about_find_nothing(town: Town, sign_in: SignIn) -> None:
    row = factories.oversight(town, now=timezone.now())
    for who in (town.stranger, town.registry_liaison, town.people.bontang_head):
        assert sign_in(who).post("/kantor/cari/", {"q": row.number}).status_code == 404
    assert sign_in(town.city_liaison).post("/kantor/cari/", {"q": row.number}).status_code == 302


def test_the_record_hides_what_is_about_the_reader(town: Town, sign_in: SignIn) -> None:
    now = timezone.now()
    plain, hidden = factories.filed(town, now=now), factories.oversight(town, now=now, email="lain@contoh.id")
    auditor = officer(Role.AUDITOR, town.city, name="Auditor kota")
    html = sign_in(auditor).get("/kantor/riwayat/", {"jenis": "complaint."}).content.decode()
    assert plain.number in html
    assert hidden.number in html
    both = officer(Role.AUDITOR, town.registry, name="Auditor dinas")

    Membership.objects.create(person=both.person, organisation=town.city, role=Role.AUDITOR, since=LONG_AGO)
    html = sign_in(reload_officer(both.person)).get("/kantor/riwayat/").content.decode()
    assert plain.number in html
    assert hidden.number not in html
