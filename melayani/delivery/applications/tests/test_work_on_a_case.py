"""From filing to handing over, once; what each step writes; strangers; two officers at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from melayani.delivery.applications import actions, rules, states
from melayani.delivery.applications.models import Application
from melayani.delivery.applications.tests import factories
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db


def names(row: Application) -> list[str]:
    return list(Event.objects.about("application", row.number).order_by("id").values_list("name", flat=True))


def messages(row: Application) -> list[str]:
    rows = OutboxMessage.objects.about("application", row.number).order_by("id")
    return list(rows.values_list("event", flat=True))


@pytest.mark.parametrize("state", sorted(states.STATES))
def test_each_state_is_reached_by_the_real_actions(state: str, world: World, now: datetime) -> None:
    row = factories.application_in(state, world=world, now=now)
    assert row.state == state
    assert bool(row.decided_at) == (state in states.DECIDED)
    assert bool(row.closed_at) == (state in states.FINAL)


def test_the_whole_way_writes_one_event_per_step_and_the_messages(world: World, now: datetime) -> None:
    row = factories.application_in(states.COMPLETED, world=world, now=now)
    short = [name.removeprefix("application.") for name in names(row)]
    assert short == ["submitted", "taken", *["judged"] * 3, "verified", "approved", "issued", "handed_over"]
    assert messages(row) == ["application.submitted", "application.issued"]
    event = Event.objects.get(name="application.issued")
    assert event.data == {
        "service": row.service_id,
        "standard": row.standard_id,
        "channel": "counter",
        "document": row.result.number if row.result else "",
    }


VERBS: dict[str, tuple[str, Callable[..., object]]] = {
    "take": (states.SUBMITTED, lambda a, r, n: actions.take(actor=a, application=r, now=n)),
    "judge": (
        states.IN_REVIEW,
        lambda a, r, n: actions.judge(actor=a, application=r, number=1, judgement=rules.MET, now=n),
    ),
    "return": (states.IN_REVIEW, lambda a, r, n: actions.return_for_correction(actor=a, application=r, now=n)),
    "verify": (states.IN_REVIEW, lambda a, r, n: actions.verify(actor=a, application=r, now=n)),
    "send_back": (states.VERIFIED, lambda a, r, n: actions.send_back(actor=a, application=r, reason="Cek", now=n)),
    "request_payment": (
        states.IN_REVIEW,
        lambda a, r, n: actions.request_payment(actor=a, application=r, amount=5, now=n),
    ),
    "confirm_payment": (
        states.AWAITING_PAYMENT,
        lambda a, r, n: actions.confirm_payment(actor=a, application=r, now=n),
    ),
    "approve": (states.VERIFIED, lambda a, r, n: actions.approve(actor=a, application=r, now=n)),
    "refuse": (states.IN_REVIEW, lambda a, r, n: actions.refuse(actor=a, application=r, reason="Tidak", now=n)),
    "issue": (states.APPROVED, lambda a, r, n: actions.issue_result(actor=a, application=r, now=n)),
    "hand_over": (states.ISSUED, lambda a, r, n: actions.hand_over(actor=a, application=r, now=n)),
    "pause": (
        states.IN_REVIEW,
        lambda a, r, n: actions.pause_for_disturbance(actor=a, application=r, reason="Listrik padam", now=n),
    ),
    "resume": (states.IN_REVIEW, lambda a, r, n: actions.resume(actor=a, application=r, now=n)),
    "withdraw": (states.IN_REVIEW, lambda a, r, n: actions.withdraw(actor=a, application=r, now=n)),
    "reassign": (states.IN_REVIEW, lambda a, r, n: actions.reassign(actor=a, application=r, to=a.person, now=n)),
    "paper_code": (states.SUBMITTED, lambda a, r, n: actions.give_paper_code(actor=a, application=r, now=n)),
    "unmask": (
        states.SUBMITTED,
        lambda a, r, n: actions.unmask_field(
            actor=a, application=r, field="name", reason="Mencocokkan dengan berkas", now=n
        ),
    ),
}


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_an_officer_of_another_unit_can_do_nothing(verb: str, world: World, now: datetime) -> None:
    state, act = VERBS[verb]
    row = factories.application_in(state, world=world, now=now)
    before = names(row)
    for stranger in (
        world.bengkalis_processor,
        world.bengkalis_approver,
        world.bengkalis_head,
        world.bengkalis_counter,
    ):
        with pytest.raises(actions.NotAllowed):
            act(stranger, row, now + timedelta(days=1))
    assert Application.objects.get(pk=row.pk).state == state
    assert names(row) == before


@pytest.mark.parametrize("verb", ["approve", "refuse", "issue", "send_back"])
def test_only_the_approver_decides(verb: str, world: World, now: datetime) -> None:
    state, act = VERBS[verb]
    row = factories.application_in(state, world=world, now=now)
    for officer in (world.bontang_processor, world.bontang_counter, world.bontang_head):
        with pytest.raises(actions.NotAllowed):
            act(officer, row, now + timedelta(days=1))


@pytest.mark.parametrize("verb", ["take", "judge", "verify", "request_payment", "hand_over"])
def test_the_approver_does_not_do_the_processors_work(verb: str, world: World, now: datetime) -> None:
    state, act = VERBS[verb]
    row = factories.application_in(state, world=world, now=now)
    with pytest.raises(actions.NotAllowed):
        act(world.bontang_approver, row, now + timedelta(days=1))


def test_the_second_of_two_officers_is_told_the_new_state(world: World, now: datetime) -> None:
    seen_by_both = factories.filed(world, now=now)
    actions.take(actor=world.bontang_processor, application=seen_by_both, now=now)
    with pytest.raises(actions.ActionRefused, match="sekarang “Diperiksa”"):
        actions.take(actor=world.bontang_counter, application=seen_by_both, now=now)
    row = Application.objects.get(pk=seen_by_both.pk)
    assert row.assigned_to == world.bontang_processor.person
    assert names(row).count("application.taken") == 1


def test_verifying_says_what_is_missing(world: World, now: datetime) -> None:
    row = factories.application_in(states.IN_REVIEW, world=world, now=now)
    with pytest.raises(actions.ActionRefused, match="Syarat 1, syarat 2 dan syarat 3 belum dinilai"):
        actions.verify(actor=world.bontang_processor, application=row, now=now)


def test_not_met_needs_a_reason(world: World, now: datetime) -> None:
    row = factories.application_in(states.IN_REVIEW, world=world, now=now)
    with pytest.raises(actions.ActionRefused, match="Tulis alasannya"):
        actions.judge(
            actor=world.bontang_processor, application=row, number=1, judgement=rules.NOT_MET, reason=" ", now=now
        )


@pytest.mark.parametrize(("number", "judgement"), [(99, rules.MET), (1, "bagus")])
def test_an_unknown_requirement_or_judgement_is_refused(
    number: int, judgement: str, world: World, now: datetime
) -> None:
    row = factories.application_in(states.IN_REVIEW, world=world, now=now)
    with pytest.raises(actions.ActionRefused):
        actions.judge(actor=world.bontang_processor, application=row, number=number, judgement=judgement, now=now)


def test_sending_back_lets_the_processor_judge_again(world: World, now: datetime) -> None:
    row = factories.application_in(states.VERIFIED, world=world, now=now)
    actions.send_back(actor=world.bontang_approver, application=row, reason="Syarat 2 kabur.", now=now)
    actions.judge(
        actor=world.bontang_processor,
        application=row,
        number=2,
        judgement=rules.NOT_MET,
        reason="Kabur.",
        now=now,
    )
    assert Application.objects.get(pk=row.pk).state == states.IN_REVIEW


def test_the_head_gives_a_case_to_somebody_of_the_unit_only(world: World, now: datetime) -> None:
    row = factories.application_in(states.IN_REVIEW, world=world, now=now)
    actions.reassign(actor=world.bontang_head, application=row, to=world.bontang_counter.person, now=now)
    assert Application.objects.get(pk=row.pk).assigned_to == world.bontang_counter.person
    with pytest.raises(actions.ActionRefused, match="tidak bertugas"):
        actions.reassign(actor=world.bontang_head, application=row, to=world.bengkalis_counter.person, now=now)


def test_unmasking_shows_the_value_and_is_recorded(world: World, now: datetime) -> None:
    row = factories.filed(world, now=now)
    shown = actions.unmask_field(
        actor=world.bontang_counter, application=row, field="name", reason="Mencocokkan dengan berkas", now=now
    )
    assert shown == "Contoh Siti"
    assert "personal.unmasked" in names(row)
    with pytest.raises(actions.ActionRefused, match="tidak disamarkan"):
        actions.unmask_field(
            actor=world.bontang_counter, application=row, field="secret", reason="Mencocokkan dengan berkas", now=now
        )


def test_the_result_is_a_document_of_the_unit_that_anyone_can_check(world: World, now: datetime) -> None:
    row = factories.application_in(states.ISSUED, world=world, now=now)
    assert row.result is not None
    assert row.result.organisation == world.bontang
    assert row.result.reference_number == row.number
    assert row.result.attachment.content_type == "application/pdf"


def test_handing_over_notes_who_took_it_without_showing_the_name(world: World, now: datetime) -> None:
    row = factories.application_in(states.ISSUED, world=world, now=now)
    actions.hand_over(actor=world.bontang_counter, application=row, to="Contoh Kakak", now=now + timedelta(days=1))
    event = Event.objects.get(name="application.handed_over")
    assert event.data == {}
    assert event.personal_digest


def test_a_refusal_is_explained_to_the_citizen(world: World, now: datetime) -> None:
    row = factories.application_in(states.REFUSED, world=world, now=now)
    message = OutboxMessage.objects.get(event="application.refused")
    assert "Bukan wewenang kami." in message.body
    assert row.secret in message.body
    assert row.refusal_reason == "Bukan wewenang kami."
