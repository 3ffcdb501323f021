"""What changed in a standard and why, the sheet to print, and the pledge: in both languages, for everybody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.catalogue import actions
from melayani.delivery.catalogue.models import Service, Standard
from melayani.delivery.catalogue.tests.factories import decreed, pledge, published_service
from melayani.foundation.people.tests.factories import World
from melayani.foundation.ui.format import format_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def renewed(world: World, now: datetime) -> Service:
    """A service whose second version has a complaint channel, because of a consultation and a complaint."""
    head = world.bontang_head
    service = published_service(world.bontang)
    draft = actions.draft_new_version(service=service, actor=head, now=now)
    actions.publish(standard=decreed(draft, head, now), actor=head, now=now)
    note: dict[str, Any] = {"standard": draft, "component": "complaint_handling", "actor": head, "now": now}
    actions.note_origin(kind="consultation", number="FKP-1", words="Warga minta kanal.", **note)
    actions.note_origin(kind="complaint", number="ADU-7K3Q9XBT-M", words="Tidak dijawab.", **note)
    return service


def test_the_history_says_what_changed_and_why(renewed: Service, client: Client) -> None:
    html = client.get(f"/layanan/{renewed.slug}/riwayat/").content.decode()
    assert "<ins>Loket pengaduan</ins>" in html
    assert "forum konsultasi publik FKP-1" in html
    assert "Versi pertama yang tercatat di sini." in html
    english = client.get(f"/en/layanan/{renewed.slug}/riwayat/").content.decode()
    assert "Changed because of" in english
    assert "public consultation FKP-1" in english


@pytest.mark.parametrize(("held_for", "last"), [(14, 13), (1, 0), (0, 0)])
def test_a_version_ends_on_the_day_before_the_next_begins(
    renewed: Service, client: Client, held_for: int, last: int
) -> None:
    """And one that held for less than a day does not end before it began."""
    first = Standard.objects.get(service=renewed, version=1)
    assert first.valid_from is not None
    until = first.valid_from + timedelta(days=held_for)
    Standard.objects.filter(pk=first.pk).update(valid_until=until)
    html = client.get(f"/layanan/{renewed.slug}/riwayat/").content.decode()
    shown = format_day(first.valid_from + timedelta(days=last))
    assert f"Berlaku {format_day(first.valid_from)} sampai {shown}." in html


def test_the_number_of_a_complaint_stays_its_reporters_own(renewed: Service, client: Client) -> None:
    for address in (f"/layanan/{renewed.slug}/", f"/layanan/{renewed.slug}/riwayat/"):
        html = client.get(address).content.decode()
        assert "Tidak dijawab." in html
        assert "ADU-7K3Q9XBT-M" not in html


def test_a_service_without_a_standard_has_no_history(world: World, client: Client, now: datetime) -> None:
    made = actions.create_service(
        agency=world.bontang, title="Baru", group="adminduk", channels=[], actor=world.bontang_head, now=now
    )
    for end in ("", "riwayat/", "lembar/"):
        assert client.get(f"/layanan/{made.slug}/{end}").status_code == 404


def test_the_sheet_and_the_pledge(renewed: Service, world: World, client: Client, now: datetime) -> None:
    assert client.get(f"/en/layanan/{renewed.slug}/lembar/").content.startswith(b"%PDF")
    address = f"/instansi/{world.bontang.slug}/maklumat/"
    assert client.get(address).status_code == 404
    assert client.get(f"{address}lembar/").status_code == 404
    row = pledge(world.bontang, world.bontang_head, now)
    html = client.get(f"/en{address}").content.decode()
    assert "Service pledge" in html
    assert row.document.number in html
    sheet = client.get(f"{address}lembar/")
    assert sheet.getvalue().startswith(b"%PDF")


def test_the_history_asks_the_same_of_two_and_three_versions(
    renewed: Service, world: World, client: Client, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address, head = f"/layanan/{renewed.slug}/riwayat/", world.bontang_head
    client.get(address)
    with django_assert_num_queries(15):
        client.get(address)
    draft = actions.draft_new_version(service=renewed, actor=head, now=now)
    actions.publish(standard=decreed(draft, head, now), actor=head, now=now)
    with django_assert_num_queries(15):
        client.get(address)
