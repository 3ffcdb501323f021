"""Dispositions over several levels and back, never to whom misconduct is about; a letter to a body outside."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from melayani.foundation.documents.models import Document
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import officer
from melayani.voice.complaints import access, actions, papers, states
from melayani.voice.complaints.models import Disposition
from melayani.voice.complaints.tests import factories, working
from melayani.voice.complaints.tests.factories import Town, _place
from melayani.voice.complaints.tests.working import HOUR, events, fresh, told

pytestmark = pytest.mark.django_db


def test_three_levels_each_with_an_instruction(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now, about=town.city)
    row = actions.verify(actor=town.city_liaison, complaint=row, complaint_class="non_oversight", now=now + HOUR)
    for step, (who, to) in enumerate(((town.city_liaison, town.registry), (town.registry_liaison, town.unit)), 2):
        row = actions.forward(actor=who, complaint=row, to=to, instruction=f"Arahan {step}.", now=now + step * HOUR)
    assert (row.state, row.organisation, row.coordinator) == (states.FORWARDED, town.unit, town.city)
    chain = Disposition.objects.filter(complaint=row).order_by("pk")
    assert [(one.from_organisation, one.to_organisation, one.instruction) for one in chain] == [
        (town.city, town.registry, "Arahan 2."),
        (town.registry, town.unit, "Arahan 3."),
    ]
    assert told(row, "officer_disposition") == sorted(
        [town.registry_liaison.person.email, town.unit_liaison.person.email]
    )
    assert len(working.to_reporter(row, "forwarded")) == 1  # the reporter hears of the first
    assert events(row) == ["filed", "verified", "forwarded", "forwarded"]
    for who in (town.city_liaison, town.registry_liaison, town.unit_liaison):
        assert access.visible_to(who).filter(pk=row.pk).exists()


def test_the_first_disposition_starts_the_clock_of_the_first_follow_up(town: Town, now: datetime) -> None:
    row = working.forwarded(town, now=now)
    assert row.follow_up_due_at is not None
    assert row.follow_up_due_at.astimezone(town.unit.zone).date().isoformat() == "2026-03-23"  # 5 working days
    first = row.follow_up_due_at
    again = actions.forward(
        actor=town.registry_liaison,
        complaint=row,
        to=town.registry,
        instruction="Kami sendiri.",
        now=now + timedelta(days=4),
    )
    assert again.follow_up_due_at == first


def test_a_disposition_goes_back_level_by_level_with_its_reason(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now, about=town.city)
    row = actions.verify(actor=town.city_liaison, complaint=row, complaint_class="non_oversight", now=now + HOUR)
    row = actions.forward(actor=town.city_liaison, complaint=row, to=town.registry, instruction="A", now=now + 2 * HOUR)
    row = actions.forward(actor=town.registry_liaison, complaint=row, to=town.unit, instruction="B", now=now + 3 * HOUR)
    row = actions.return_disposition(
        actor=town.unit_liaison, complaint=row, reason="Bukan tugas kami.", now=now + 4 * HOUR
    )
    assert (row.organisation, row.state) == (town.registry, states.VERIFIED)
    row = actions.return_disposition(
        actor=town.registry_liaison, complaint=row, reason="Juga bukan.", now=now + 5 * HOUR
    )
    assert row.organisation == town.city
    reasons = Disposition.objects.filter(complaint=row).order_by("pk")
    assert [one.return_reason for one in reasons] == ["Juga bukan.", "Bukan tugas kami."]
    assert told(row, "officer_returned") == sorted([town.registry_liaison.person.email, town.city_liaison.person.email])
    with pytest.raises(actions.ActionRefused, match="Tidak ada disposisi"):
        actions.return_disposition(actor=town.city_liaison, complaint=row, reason="Lagi.", now=now + 6 * HOUR)


def test_the_reporter_hears_that_a_case_came_back_and_where_it_went_then(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now, about=town.city)
    row = actions.verify(actor=town.city_liaison, complaint=row, complaint_class="non_oversight", now=now + HOUR)
    for who, to in ((town.city_liaison, town.registry), (town.registry_liaison, town.unit)):
        row = actions.forward(actor=who, complaint=row, to=to, instruction="Tangani.", now=now + 2 * HOUR)
    reason = "Bukan tugas kami menurut tata kerja."
    row = actions.return_disposition(actor=town.unit_liaison, complaint=row, reason=reason, now=now + 3 * HOUR)
    assert not working.to_reporter(row, "came_back")  # the reporter never heard of the unit below
    row = actions.return_disposition(actor=town.registry_liaison, complaint=row, reason=reason, now=now + 4 * HOUR)
    (message,) = working.to_reporter(row, "came_back")
    assert town.registry.name in message.body
    assert reason not in message.body
    actions.forward(actor=town.city_liaison, complaint=row, to=town.works, instruction="Tangani.", now=now + 5 * HOUR)
    first, second = working.to_reporter(row, "forwarded")
    assert (town.registry.name in first.body, town.works.name in second.body) == (True, True)


@pytest.mark.parametrize("place", ["registry", "unit"])
def test_oversight_is_never_given_to_the_unit_it_is_about_nor_below(town: Town, now: datetime, place: str) -> None:
    row = factories.oversight(town, now=now)
    row = actions.verify(actor=town.city_liaison, complaint=row, complaint_class="oversight", now=now + HOUR)
    with pytest.raises(actions.ActionRefused, match="berkadar pengawasan"):
        actions.forward(
            actor=town.city_liaison, complaint=row, to=getattr(town, place), instruction="Periksa.", now=now + 2 * HOUR
        )
    assert not Disposition.objects.exists()
    row = actions.forward(
        actor=town.city_liaison, complaint=row, to=town.inspectorate, instruction="Periksa.", now=now + 2 * HOUR
    )
    assert told(row, "officer_disposition") == [town.inspectorate_liaison.person.email]


def test_an_inspector_with_a_second_post_at_the_unit_is_not_told(town: Town, now: datetime) -> None:
    from melayani.foundation.people.models import Membership

    Membership.objects.create(
        person=town.inspectorate_liaison.person,
        organisation=town.unit,
        role=Role.COUNTER,
        since=now - timedelta(days=9),
    )
    row = factories.oversight(town, now=now)
    row = actions.verify(actor=town.city_liaison, complaint=row, complaint_class="oversight", now=now + HOUR)
    row = actions.forward(
        actor=town.city_liaison, complaint=row, to=town.inspectorate, instruction="Periksa.", now=now + 2 * HOUR
    )
    assert town.inspectorate_liaison.person.email not in told(row, "officer_disposition")
    assert told(row, "officer_disposition") == [town.city_liaison.person.email]


def test_a_unit_passes_on_downwards_only(town: Town, now: datetime) -> None:
    row = working.forwarded(town, now=now)
    for target in (town.works, town.registry, town.city):
        with pytest.raises(actions.ActionRefused, match="bagian di bawahnya"):
            actions.forward(
                actor=town.unit_liaison, complaint=row, to=target, instruction="Silakan.", now=now + 3 * HOUR
            )


def test_the_coordinator_sends_a_report_through_the_wrong_door_to_the_right_agency(town: Town, now: datetime) -> None:
    row = working.verified(town, now=now)
    row = actions.forward(
        actor=town.registry_liaison, complaint=row, to=town.works, instruction="Ini jalan.", now=now + 2 * HOUR
    )
    assert (row.organisation, row.coordinator) == (town.works, town.registry)
    assert told(row, "officer_disposition") == [town.works_liaison.person.email]


def test_a_closed_unit_the_same_unit_and_no_instruction_are_refused(town: Town, now: datetime) -> None:
    row = working.verified(town, now=now)
    town.unit.closed_on = now.date()
    town.unit.save()
    wrong = [(town.unit, "Periksa."), (town.registry, "Periksa."), (town.works, " ")]
    for to, instruction in wrong:
        with pytest.raises(actions.ActionRefused):
            actions.forward(
                actor=town.registry_liaison, complaint=row, to=to, instruction=instruction, now=now + 2 * HOUR
            )
    assert fresh(row).state == states.VERIFIED


def test_a_unit_without_anybody_is_told_by_the_one_above(town: Town, now: datetime) -> None:
    lonely = _place("unit", "Loket Terpencil", "loket-terpencil", town.unit)
    row = working.forwarded(town, now=now)
    row = actions.forward(actor=town.unit_liaison, complaint=row, to=lonely, instruction="Cek.", now=now + 3 * HOUR)
    assert told(row, "officer_disposition") == [town.unit_liaison.person.email] * 2
    officer(Role.HEAD, lonely, name="Kepala Loket")


def test_a_transfer_is_a_numbered_letter_that_names_no_anonymous_reporter(town: Town, now: datetime) -> None:
    row = factories.anonymous(town, now=now)
    row = actions.transfer_out(
        actor=town.registry_liaison,
        complaint=row,
        body="PT PLN (Persero) #1 [x]",
        reason="Tiang listrik milik PLN.",
        now=now + HOUR,
    )
    assert (row.state, row.outcome, row.transferred_to) == (states.CLOSED, "transferred", "PT PLN (Persero) #1 [x]")
    letter = Document.objects.get(reference_number=row.number)
    assert papers.letter_of(row) == letter
    assert papers.files_of_case(row) == [letter.attachment]  # the reporter finds it beside the own files
    assert letter.holder_name == ""
    assert letter.attachment is not None
    assert letter.attachment.size > 5_000
    (message,) = working.to_reporter(row, "transferred")
    assert letter.number in message.body
    assert events(row) == ["filed", "transferred"]
