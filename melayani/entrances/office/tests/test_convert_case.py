"""A report becomes a request for information and back: two cases in one step, each with its own clock, or nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Officer
from melayani.foundation.people.models import Membership
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import LONG_AGO, World, officer, reload_officer
from melayani.voice.complaints.models import Complaint
from melayani.voice.complaints.tests import factories as reports
from melayani.voice.disclosure.models import InformationRequest
from melayani.voice.disclosure.tests import factories as requests

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
FORM = {
    "address": "Jalan Contoh 1",
    "information": "Jumlah aduan jalan 2025",
    "purpose": "Bahan rapat desa",
    "reason": "Ini permintaan data.",
}


@pytest.fixture
def town(world: World) -> reports.Town:
    return reports.town(world)


def test_a_report_goes_on_as_a_request(town: reports.Town, sign_in: SignIn) -> None:
    row = reports.verified(town, now=timezone.now())
    path = f"/kantor/alihkan/pengaduan/{row.number}/"
    client = sign_in(reports.liaison_of(town, row))
    assert reports.STORY in client.get(path).content.decode()
    refused = client.post(path, {**FORM, "purpose": ""})
    assert (refused.status_code, "Ini permintaan data." in refused.content.decode()) == (422, True)
    answer = client.post(path, FORM)
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == f"/kantor/pengaduan/{row.number}/"
    row.refresh_from_db()
    found = InformationRequest.objects.get()
    assert row.state == "closed"
    assert found.number in row.outcome_reason
    assert (found.converted_from_number, found.name, found.channel) == (row.number, "Contoh Siti", "converted")
    assert found.first_received_at == row.received_at
    assert found.received_at > row.received_at  # its clock starts with the conversion
    told = OutboxMessage.objects.filter(reference_number__in=[row.number, found.number], contact=row.contact)
    assert {message.reference_number for message in told} == {row.number, found.number}


def test_an_anonymous_report_or_one_about_misconduct_does_not(town: reports.Town, sign_in: SignIn) -> None:
    row = reports.anonymous(town, now=timezone.now())
    answer = sign_in(reports.liaison_of(town, row)).post(f"/kantor/alihkan/pengaduan/{row.number}/", FORM)
    assert "memerlukan nama dan alamat" in answer.content.decode()
    guarded = reports.oversight(town, now=timezone.now())
    other = sign_in(town.inspectorate_liaison).post(f"/kantor/alihkan/pengaduan/{guarded.number}/", FORM)
    assert other.status_code in (404, 422)
    assert not InformationRequest.objects.exists()
    assert not Complaint.objects.filter(state="closed").exists()


def test_a_request_goes_on_as_a_report_or_nothing_happens(town: reports.Town, sign_in: SignIn) -> None:
    desk = requests.desk_of(town.people)
    row = requests.taken(desk, now=timezone.now())
    path = f"/kantor/alihkan/informasi/{row.number}/"
    alone = sign_in(desk.ppid).post(path, {"reason": "Ini keluhan."})
    assert alone.status_code == 422  # who may not file reports changes nothing
    row.refresh_from_db()
    assert (row.state, Complaint.objects.count()) == ("in_process", 0)
    person = desk.ppid.person
    Membership.objects.create(person=person, organisation=row.organisation, role=Role.LIAISON, since=LONG_AGO)
    both = sign_in(reload_officer(person))
    assert "Jadikan pengaduan" in both.get(f"/kantor/informasi-publik/{row.number}/").content.decode()
    assert both.post(path, {"reason": "Ini keluhan."})["Location"] == f"/kantor/informasi-publik/{row.number}/"
    row.refresh_from_db()
    report = Complaint.objects.get()
    assert (row.state, row.converted_to_number) == ("closed", report.number)
    assert row.number in report.text
    assert report.name == row.name
    assert both.post(path, {"reason": "Sekali lagi."}).status_code == 422


def test_strangers_find_neither(town: reports.Town, sign_in: SignIn) -> None:
    report = reports.verified(town, now=timezone.now())
    row = requests.taken(requests.desk_of(town.people), now=timezone.now())
    stranger = officer(Role.LIAISON, town.people.bengkalis, name="Penghubung lain")
    Membership.objects.create(
        person=stranger.person, organisation=town.people.bengkalis, role=Role.INFORMATION, since=LONG_AGO
    )
    client = sign_in(reload_officer(stranger.person))
    for path in (f"/kantor/alihkan/pengaduan/{report.number}/", f"/kantor/alihkan/informasi/{row.number}/"):
        assert client.get(path).status_code == 404
        assert client.post(path, FORM).status_code == 404
