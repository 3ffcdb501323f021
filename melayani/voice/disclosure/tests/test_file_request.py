"""File a request: number, register, clock, messages; refusals of strangers and of what is missing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit.models import Event
from melayani.foundation.audit.queries import history, timeline
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import officer
from melayani.voice.disclosure import access, actions, desks, rules
from melayani.voice.disclosure.models import FileKind, InformationRequest
from melayani.voice.disclosure.rules import asking
from melayani.voice.disclosure.tests import factories
from melayani.voice.disclosure.tests.factories import Desk

pytestmark = pytest.mark.django_db


def test_a_citizen_files_a_request(desk: Desk, now: datetime) -> None:
    row = factories.filed(desk, now=now)
    assert row.number.startswith("INF-")
    assert (row.register_number, row.register_year, row.desk) == (1, 2026, desk.world.bontang)
    assert row.due_at.astimezone(row.desk.zone).date() == date(2026, 3, 30)  # ten working days, no holidays imported
    assert row.promised_days == 10
    found = access.get_for_citizen(row.number, row.secret)
    assert found.information == factories.BUDGET.information
    assert Event.objects.filter(name="information_request.filed").count() == 1


def test_the_requester_and_every_information_officer_are_told(desk: Desk, now: datetime) -> None:
    row = factories.filed(desk, now=now)
    told = OutboxMessage.objects.order_by("pk")
    assert [message.event for message in told] == [
        "information_request.received",
        "information_request.new_request",
        "information_request.new_request",
    ]
    assert {message.address for message in told} == {
        factories.EMAIL,
        desk.ppid.person.email,
        desk.second_ppid.person.email,
    }
    assert row.secret in told[0].body
    assert row.secret not in told[1].body
    assert "Contoh Ratna" not in told[1].body


def test_the_nearest_desk_with_an_information_officer_keeps_the_register(desk: Desk, now: datetime) -> None:
    world = desk.world
    assert desks.desk_for(world.bontang, now) == world.bontang
    assert desks.desk_for(world.bontang_city, now) == world.bontang_city  # nobody above: its government
    officer(Role.INFORMATION, world.bengkalis_regency, name="PPID utama")
    assert desks.desk_for(world.bengkalis, now) == world.bengkalis
    officer(Role.INFORMATION, world.ministry, name="PPID kementerian")
    assert desks.desk_for(world.bontang_city, now) == world.ministry


def test_a_body_and_a_proxy_say_whom_they_speak_for(desk: Desk, now: datetime) -> None:
    row = factories.filed(desk, now=now, applicant=factories.FOUNDATION)
    assert InformationRequest.objects.get(pk=row.pk).body_name == "Yayasan Contoh Terang"
    with pytest.raises(rules.InputRefused) as refusal:
        factories.filed(
            desk, now=now, applicant=rules.Applicant(name="A", kind=asking.PROXY, address="B", email="c@d.id")
        )
    assert set(refusal.value.problems) == {"principal"}


def test_a_letter_counts_from_the_day_it_came(desk: Desk, now: datetime) -> None:
    came = now - timedelta(days=3)
    row = factories.at_the_desk(desk, now=now, channel=asking.LETTER, received_at=came)
    assert row.received_at == came
    assert row.registered_at == now
    assert row.due_at.astimezone(row.desk.zone).date() == date(2026, 3, 27)


@pytest.mark.parametrize("days", [-1, 400])
def test_a_letter_from_the_future_or_long_ago_is_refused(days: int, desk: Desk, now: datetime) -> None:
    with pytest.raises(rules.InputRefused, match="diterima"):
        factories.at_the_desk(desk, now=now, channel=asking.LETTER, received_at=now - timedelta(days=days))


def test_a_citizen_cannot_set_the_day_of_receipt(desk: Desk, now: datetime) -> None:
    row = factories.filed(desk, now=now, received_at=now - timedelta(days=30))
    assert row.received_at == now


def test_somebody_without_contact_gets_a_paper_code(desk: Desk, now: datetime) -> None:
    row = factories.without_contact(desk, now=now)
    assert access.find_by_paper_code(row.number, row.paper_code) == row
    assert access.find_by_paper_code(row.number, "AAAAA-AAAAA") is None
    assert not OutboxMessage.objects.filter(event="information_request.received").exists()
    code = actions.give_paper_code(actor=desk.ppid, request=row, now=now)
    assert access.find_by_paper_code(row.number, row.paper_code) is None
    assert access.find_by_paper_code(row.number, code) == row


def test_a_converted_case_starts_its_own_clock_and_keeps_the_first_moment(desk: Desk, now: datetime) -> None:
    complaint = Reference(kind="complaint", number="ADU-7K3Q9XBT-M")
    first = now - timedelta(days=9)
    row = factories.at_the_desk(
        desk, now=now, channel=asking.CONVERTED, converted_from=complaint, first_received_at=first, received_at=first
    )
    assert (row.received_at, row.first_received_at) == (now, first)
    assert (row.converted_from_kind, row.converted_from_number) == ("complaint", "ADU-7K3Q9XBT-M")
    line = history(row.reference)[0]
    assert "ADU-7K3Q9XBT-M" in line.text
    assert "07/03/2026" in line.text
    assert timeline(row.reference)


def test_identity_papers_are_claimed_and_stay_with_the_request(desk: Desk, now: datetime) -> None:
    paper = factories.uploaded(desk.ppid, now=now)
    row = factories.at_the_desk(desk, now=now, files=actions.Papers(identity=(paper,)))
    file = row.files.get()
    assert (file.kind, file.attachment_id) == (FileKind.IDENTITY, paper)
    assert Attachment.objects.get(pk=paper).owner_number == row.number


def test_a_file_of_somebody_else_is_refused_and_nothing_is_filed(desk: Desk, now: datetime) -> None:
    paper = factories.uploaded(desk.stranger, now=now)
    with pytest.raises(rules.InputRefused, match="tidak dikenali"):
        factories.at_the_desk(desk, now=now, files=actions.Papers(identity=(paper,)))
    assert not InformationRequest.objects.exists()


def test_a_citizen_without_proof_or_draft_is_refused(desk: Desk, now: datetime) -> None:
    with pytest.raises(rules.NotAllowed):
        factories.filed(desk, now=now, contact=None)
    with pytest.raises(rules.NotAllowed):
        factories.filed(desk, now=now, draft=None)


def test_officers_of_other_bodies_cannot_file_here(desk: Desk, now: datetime) -> None:
    for actor in (desk.stranger, desk.world.bengkalis_counter, desk.world.bontang_processor, desk.head):
        with pytest.raises(rules.NotAllowed):
            factories.at_the_desk(desk, now=now, actor=actor)
    with pytest.raises(rules.NotAllowed):
        factories.filed(desk, now=now, actor=desk.ppid, channel=asking.WEB)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"name": " "}, "name"),
        ({"address": ""}, "address"),
        ({"kind": "robot"}, "kind"),
        ({"kind": asking.GROUP}, "body_name"),
        ({"nik": "123"}, "nik"),
        ({"email": "bukan alamat"}, "email"),
        ({"occupation": "x" * 81}, "occupation"),
        ({"email": "", "phone": ""}, "phone"),
    ],
)
def test_what_is_wrong_with_the_applicant_is_said_by_field(
    over: dict[str, Any], field: str, desk: Desk, now: datetime
) -> None:
    values = {"name": "Contoh Ratna", "address": "Jalan Contoh", "email": factories.EMAIL, **over}
    with pytest.raises(rules.InputRefused) as refusal:
        factories.filed(desk, now=now, applicant=rules.Applicant(**values))
    assert field in refusal.value.problems


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"information": ""}, "information"),
        ({"information": "x" * 4001}, "information"),
        ({"information": "Pinjaman cepat tanpa jaminan, hubungi WA kami"}, "information"),
        ({"purpose": ""}, "purpose"),
        ({"manner": "guess"}, "manner"),
        ({"copy_form": ""}, "copy_form"),
        ({"medium": "pigeon"}, "medium"),
        ({"copy_form": asking.HARD, "medium": asking.ONLINE}, "medium"),
    ],
)
def test_what_is_wrong_with_the_question_is_said_by_field(
    over: dict[str, Any], field: str, desk: Desk, now: datetime
) -> None:
    values = {"information": "Data jalan rusak", "purpose": "Penelitian", **over}
    with pytest.raises(rules.InputRefused) as refusal:
        factories.filed(desk, now=now, asked=rules.Asked(**values))
    assert set(refusal.value.problems) == {field}


def test_seven_requests_of_one_contact_in_a_day_are_too_many(desk: Desk, now: datetime) -> None:
    contact = factories.contact_of(now=now)
    for _ in range(asking.REQUESTS_A_DAY):
        actions.check_rate(contact=contact, now=now)
    with pytest.raises(rules.TooManyRequests) as refusal:
        actions.check_rate(contact=contact, now=now)
    assert 0 < refusal.value.seconds <= 86_400
    actions.check_rate(contact=factories.contact_of("lain@contoh.id", now=now), now=now)
    actions.check_rate(contact=contact, now=now + timedelta(days=1, seconds=1))


def test_a_closed_body_takes_no_request(desk: Desk, now: datetime) -> None:
    desk.world.bontang.closed_on = date(2026, 1, 1)
    with pytest.raises(rules.ActionRefused, match="sudah ditutup"):
        factories.filed(desk, now=now)


def test_register_numbers_run_by_desk_and_year(desk: Desk, now: datetime) -> None:
    first, second = factories.filed(desk, now=now), factories.filed(desk, now=now)
    other = factories.filed(desk, now=now, organisation=desk.world.bengkalis)
    later = factories.filed(desk, now=now.replace(year=2027))
    assert [row.register_label for row in (first, second, other, later)] == [
        "0001/2026",
        "0002/2026",
        "0001/2026",
        "0001/2027",
    ]
