"""Each verb by its button: done, refused with what was typed kept, unknown, by two officers at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from melayani.delivery.applications import rules, states
from melayani.delivery.applications.models import Application
from melayani.delivery.applications.officer_views.acting import DO, DONE
from melayani.delivery.applications.tests import factories
from melayani.foundation.audit.models import Event
from melayani.foundation.people import Officer
from melayani.foundation.people.tests.factories import World, signed_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
REASON = "Cap tidak terbaca."
# verb: who, the state before, what is typed, the state after
HAPPY: dict[str, tuple[str, str, dict[str, str], str]] = {
    "take": ("processor", states.SUBMITTED, {}, states.IN_REVIEW),
    "judge": ("processor", states.IN_REVIEW, {"number": "1", "judgement": "met"}, states.IN_REVIEW),
    "answer": ("counter", states.RETURNED, {}, states.IN_REVIEW),
    "request_payment": ("processor", states.IN_REVIEW, {"amount": "Rp 25.000"}, states.AWAITING_PAYMENT),
    "confirm_payment": ("processor", states.AWAITING_PAYMENT, {}, states.IN_REVIEW),
    "approve": ("approver", states.VERIFIED, {}, states.APPROVED),
    "send_back": ("approver", states.VERIFIED, {"reason": REASON}, states.IN_REVIEW),
    "refuse": ("approver", states.IN_REVIEW, {"reason": REASON}, states.REFUSED),
    "issue": ("approver", states.APPROVED, {"remark": "Ambil di loket 3."}, states.ISSUED),
    "hand_over": ("counter", states.ISSUED, {"to": "Contoh Kakak"}, states.COMPLETED),
    "withdraw": ("counter", states.IN_REVIEW, {}, states.WITHDRAWN),
    "pause": ("head", states.IN_REVIEW, {"reason": "Listrik padam"}, states.IN_REVIEW),
}
# verb: who, the state before, what is typed, a piece of the sentence
REFUSED: dict[str, tuple[str, str, dict[str, str], str]] = {
    "judge": ("processor", states.IN_REVIEW, {"number": "1", "judgement": "not_met", "reason": " "}, "Tulis alasannya"),
    "return": ("processor", states.IN_REVIEW, {"note": "Lengkapi ya"}, "Nilai dahulu syarat mana"),
    "verify": ("processor", states.IN_REVIEW, {}, "belum dinilai"),
    "request_payment": ("processor", states.IN_REVIEW, {"amount": "banyak"}, "rupiah"),
    "send_back": ("approver", states.VERIFIED, {"reason": ""}, "alasan"),
    "refuse": ("approver", states.VERIFIED, {"reason": " "}, "alasan"),
    "reassign": ("head", states.IN_REVIEW, {"to": "99999"}, "Pilih petugas"),
    "pause": ("head", states.IN_REVIEW, {"reason": ""}, "alasan"),
}


def send(client: Client, row: Application, verb: str, **data: str) -> tuple[int, str]:
    response = client.post(f"/kantor/permohonan/{row.number}/{verb}/", data)
    return response.status_code, response.content.decode()


def case_in(state: str, world: World, now: datetime) -> Application:
    service = factories.licence_with_levy(world.bontang)
    return factories.application_in(state, world=world, now=now, service=service)


@pytest.mark.parametrize("verb", sorted(HAPPY))
def test_the_button_does_it_and_says_so(verb: str, world: World, now: datetime, sign_in: SignIn) -> None:
    who, before, data, after = HAPPY[verb]
    row = case_in(before, world, now)
    client = sign_in(getattr(world, f"bontang_{who}"))
    response = client.post(f"/kantor/permohonan/{row.number}/{verb}/", data)
    assert (response.status_code, response["Location"]) == (302, f"/kantor/permohonan/{row.number}/")
    assert [str(message) for message in get_messages(response.wsgi_request)] == [DONE[verb]]
    assert Application.objects.get(pk=row.pk).state == after


def test_returning_verifying_resuming_reassigning(world: World, now: datetime, sign_in: SignIn) -> None:
    row = case_in(states.IN_REVIEW, world, now)
    client = sign_in(world.bontang_processor)
    for number in ("1", "2"):
        assert send(client, row, "judge", number=number, judgement="met")[0] == 302
    assert send(client, row, "judge", number="3", judgement="not_met", reason=REASON)[0] == 302
    assert send(client, row, "return", note="Datang lagi, ya.")[0] == 302
    assert send(client, row, "answer")[0] == 302
    assert send(client, row, "judge", number="3", judgement="met")[0] == 302
    assert send(client, row, "pause", reason="Listrik padam")[0] == 302
    assert send(client, row, "resume")[0] == 302
    assert send(client, row, "verify")[0] == 302
    head = signed_in(Client(), world.bontang_head)
    assert send(head, row, "reassign", to=str(world.bontang_counter.person_id))[0] == 302
    found = Application.objects.get(pk=row.pk)
    assert (found.state, found.assigned_to) == (states.VERIFIED, world.bontang_counter.person)


@pytest.mark.parametrize("verb", sorted(REFUSED))
def test_a_refusal_keeps_what_was_typed(verb: str, world: World, now: datetime, sign_in: SignIn) -> None:
    who, before, data, sentence = REFUSED[verb]
    row = case_in(before, world, now)
    events = Event.objects.count()
    status, html = send(sign_in(getattr(world, f"bontang_{who}")), row, verb, **data)
    assert status == 422
    assert sentence.lower() in html.lower()
    for typed in (value for name, value in data.items() if name not in ("number", "judgement", "to") and value.strip()):
        assert typed in html
    assert Application.objects.get(pk=row.pk).state == before
    assert Event.objects.count() == events


def test_a_closed_case_stays_with_whom_it_was(world: World, now: datetime, sign_in: SignIn) -> None:
    row = case_in(states.COMPLETED, world, now)
    status, html = send(sign_in(world.bontang_head), row, "reassign", to=str(world.bontang_counter.person_id))
    assert status == 422
    assert "sekarang “Selesai”" in html


@pytest.mark.parametrize("amount", ["", "-5", "1e9", "25,5", "٢٥", "9" * 40, "0"])
def test_odd_amounts_are_told(amount: str, world: World, now: datetime, sign_in: SignIn) -> None:
    row = case_in(states.IN_REVIEW, world, now)
    status, _ = send(sign_in(world.bontang_processor), row, "request_payment", amount=amount)
    assert status == 422
    assert not row.payments.exists()


@pytest.mark.parametrize("number", ["", "0", "99", "satu", "9" * 30, "²"])
def test_an_unknown_requirement_is_told(number: str, world: World, now: datetime, sign_in: SignIn) -> None:
    row = case_in(states.IN_REVIEW, world, now)
    status, _ = send(sign_in(world.bontang_processor), row, "judge", number=number, judgement="met")
    assert status == 422


@pytest.mark.parametrize("verb", sorted(DO))
def test_no_verb_answers_to_get(verb: str, world: World, now: datetime, sign_in: SignIn) -> None:
    row = factories.filed(world, now=now)
    assert sign_in(world.bontang_processor).get(f"/kantor/permohonan/{row.number}/{verb}/").status_code == 405


def test_an_unknown_verb_is_no_address(world: World, now: datetime, sign_in: SignIn) -> None:
    row = factories.filed(world, now=now)
    assert send(sign_in(world.bontang_processor), row, "hapus")[0] == 404
    assert send(sign_in(world.bontang_processor), row, states.GIVE_PROOF)[0] == 404


def test_who_may_not_decide_is_told_on_the_page(world: World, now: datetime, sign_in: SignIn) -> None:
    row = case_in(states.VERIFIED, world, now)
    status, html = send(sign_in(world.bontang_processor), row, "approve")
    assert status == 422
    assert Application.objects.get(pk=row.pk).state == states.VERIFIED
    assert "Terverifikasi" in html


def test_the_second_of_two_officers_sees_the_new_state(world: World, now: datetime) -> None:
    row = factories.filed(world, now=now)
    first = signed_in(Client(), world.bontang_processor)
    second = signed_in(Client(), world.bontang_counter)
    assert send(first, row, "take")[0] == 302
    status, html = send(second, row, "take")
    assert status == 422
    assert "<p>Bisa bila statusnya “Baru masuk”; sekarang “Diperiksa”.</p>" in html
    assert Event.objects.filter(name="application.taken").count() == 1
    assert Application.objects.get(pk=row.pk).assigned_to == world.bontang_processor.person


def test_ten_thousand_characters_of_reason_are_refused(world: World, now: datetime, sign_in: SignIn) -> None:
    row = case_in(states.VERIFIED, world, now)
    status, _ = send(sign_in(world.bontang_approver), row, "refuse", reason="a" * (rules.REASON_MAX * 10))
    assert status == 422
    assert Application.objects.get(pk=row.pk).state == states.VERIFIED
