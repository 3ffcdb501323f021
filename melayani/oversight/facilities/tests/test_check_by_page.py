"""The officer's pages of facilities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from melayani.foundation.organisations.tests.factories import made
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.oversight.facilities.actions import Finding, record_check
from melayani.oversight.facilities.models import FacilityCheck

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
PLACE = "/kantor/sarana/tempat/disdukcapil-bontang/"


KEY = "5b0c1f0e-6a55-4b1c-9f3e-0a4c2f7d9e11"


def today() -> str:
    return timezone.localdate().isoformat()


def test_a_walk_through_a_section_records_what_was_seen(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    page = client.get(f"{PLACE}periksa/special/").content.decode()
    assert "belum pernah dilihat" in page
    sent = {
        "checked_on": today(),
        "key": KEY,
        "state_ramp": "met",
        "count_ramp": "2",
        "note_ramp": "Pintu barat",
        "count_lift": "1",
    }
    answer = client.post(f"{PLACE}periksa/special/", sent)
    assert answer["Location"] == PLACE
    row = FacilityCheck.objects.get()  # the lift got a number but no state: it was not looked at
    assert (row.item, row.count, row.note) == ("ramp", 2, "Pintu barat")
    text = client.get(PLACE).content.decode()
    assert "1 dari 14 butir terpenuhi, nilai 1 dari 5" in text
    assert "Pintu barat" in client.get(f"{PLACE}riwayat/ramp/").content.decode()
    assert "1 dari 14 terpenuhi" in client.get("/kantor/sarana/").content.decode()


def test_what_was_found_before_is_never_confirmed_unseen(world: World, sign_in: SignIn) -> None:
    finding = Finding("ramp", "met", count=2)
    now = timezone.now()
    record_check(
        actor=world.bontang_head,
        organisation=world.bontang,
        section="special",
        findings=[finding],
        checked_on=timezone.localdate(),
        now=now,
    )
    client = sign_in(world.bontang_head)
    page = client.get(f"{PLACE}periksa/special/")
    assert "sebelumnya: Ada" in page.content.decode()
    assert page.context["form"]["state_ramp"].value() is None
    assert page.context["form"]["count_ramp"].value() == 2
    answer = client.post(f"{PLACE}periksa/special/", {"checked_on": today(), "key": KEY, "count_ramp": "2"})
    assert answer.status_code == 422
    assert "Belum ada butir yang dinilai" in answer.content.decode()
    assert FacilityCheck.objects.count() == 1


def test_a_refusal_stands_beside_its_item(world: World, sign_in: SignIn) -> None:
    sent = {"checked_on": today(), "key": KEY, "state_lift": "not_needed", "floor_lift": "3"}
    answer = sign_in(world.bontang_head).post(f"{PLACE}periksa/special/", sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors["state_lift"] == [
        "Lift tidak diperlukan hanya bila layanan ada di lantai 1. Isi lantainya."
    ]


@pytest.mark.parametrize(
    "sent", [{}, {"checked_on": "kemarin"}, {"checked_on": "2026-01-05", "key": KEY, "state_ramp": "x"}, {"key": "x"}]
)
def test_odd_input_is_no_fault(world: World, sign_in: SignIn, sent: dict[str, str]) -> None:
    assert sign_in(world.bontang_head).post(f"{PLACE}periksa/special/", sent).status_code == 422
    assert not FacilityCheck.objects.exists()


def test_help_is_written_and_shown(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    assert "Belum dituliskan" in client.get(PLACE).content.decode()
    client.post(f"{PLACE}bantuan/", {"text": "Tekan bel.", "contact": "0548 000"})
    assert "Tekan bel." in client.get(PLACE).content.decode()
    assert client.post(f"{PLACE}bantuan/", {"text": "x" * 301}).status_code == 422


def test_unknown_sections_and_items_are_404(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    for path in ("periksa/atap/", "riwayat/atap/"):
        assert client.get(f"{PLACE}{path}").status_code == 404
    assert client.get("/kantor/sarana/kota-bontang/").status_code == 404  # a government is no place


def test_strangers_find_nothing(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bengkalis_head)
    for path in ("", "periksa/special/", "bantuan/", "riwayat/ramp/"):
        assert client.get(f"{PLACE}{path}").status_code == 404
        assert client.post(f"{PLACE}{path}", {"checked_on": today(), "key": KEY, "state_ramp": "met"}).status_code in {
            404,
            405,
        }
    assert not FacilityCheck.objects.exists()
    assert "Bontang" not in client.get("/kantor/sarana/").content.decode()


def test_the_bureau_sees_all_places_of_its_region_in_the_same_queries(
    world: World, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    client = sign_in(officer(Role.BUREAU, world.bontang_city))
    client.get("/kantor/sarana/")
    for number in range(12):
        made("agency", f"Dinas {number}", world.bontang_city)
    with django_assert_num_queries(6):
        text = client.get("/kantor/sarana/?q=Dinas").content.decode()
    assert "Dinas 11" in text
    with django_assert_num_queries(8):
        client.get(PLACE)
