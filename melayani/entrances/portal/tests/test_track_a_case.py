"""/lacak/: any number by one field; the public state only; counted per address; a GET writes nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.applications.tests.factories import many
from melayani.delivery.catalogue.tests.factories import published_service
from melayani.entrances.portal.citizen_views import tracking
from melayani.foundation.numbers.rules import make_number
from melayani.foundation.people.models import Attempt

pytestmark = pytest.mark.django_db


def track(client: Client, number: str, status: int = 200) -> str:
    answer = client.post("/lacak/", {"nomor": number})
    assert answer.status_code == status
    return answer.content.decode()


def test_a_number_shows_the_public_state_and_nothing_personal(client: Client) -> None:
    (case,) = many(1, service=published_service(), now=timezone.now())
    text = track(client, case.number.lower().replace("-", " "))
    assert case.number in text
    assert "KTP-el rusak atau hilang" in text
    assert "Contoh Warga" not in text
    assert case.secret not in text
    assert 'name="code"' in text


def test_a_wrong_number_says_what_to_look_at(client: Client) -> None:
    assert "ada huruf yang keliru" in track(client, "PMH-7K3Q9XBT-1")
    assert "Tuliskan nomornya dahulu" in track(client, "")
    assert not Attempt.objects.exists()


def test_a_well_formed_number_that_is_not_ours_is_said_so(client: Client) -> None:
    number = make_number("PMH")
    assert f"Nomor {number} tidak ada pada kami." in track(client, number)
    assert "tidak ada pada kami" in track(client, make_number("ADU"))


def test_a_document_number_leads_to_its_check(client: Client) -> None:
    number = make_number("DOK")
    answer = client.post("/lacak/", {"nomor": number})
    assert (answer.status_code, answer["Location"]) == (302, f"/verifikasi/{number}/")


def test_looking_up_is_counted_and_stopped(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "LIMIT", 2)
    for _ in range(2):
        track(client, make_number("PMH"))
    answer = client.post("/lacak/", {"nomor": make_number("PMH")})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "Terlalu banyak percobaan" in answer.content.decode()


def test_a_get_writes_nothing_and_fills_the_field_in(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        text = client.get("/lacak/?nomor=PMH-1").content.decode()
    assert 'value="PMH-1"' in text
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("typed", ["\x00", "'" * 30, "9" * 10_000, "🙂", "<b>"])
def test_odd_input_is_no_fault(client: Client, typed: str) -> None:
    track(client, typed)
