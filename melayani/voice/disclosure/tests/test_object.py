"""Objections: windows open with each ground and lapse; the superior answers, never who decided."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from melayani.foundation.audit.models import Event
from melayani.foundation.documents.models import Document
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people.models import Membership
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import LONG_AGO, reload_officer
from melayani.voice.disclosure import actions, rules, states, ticks, windows
from melayani.voice.disclosure.models import InformationObjection, InformationRequest
from melayani.voice.disclosure.rules import asking, deciding, objecting
from melayani.voice.disclosure.states import objections
from melayani.voice.disclosure.tests import factories
from melayani.voice.disclosure.tests.factories import Desk

pytestmark = pytest.mark.django_db
ANSWER = rules.Answer(objecting.GRANTED, "Keberatan beralasan.", "Contoh Kepala", "Kepala Dinas")


def letters(row: InformationRequest, now: datetime) -> str:
    return "".join(option.ground for option in windows.open_options(row, now))


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (factories.GRANTED, "d"),
        (factories.WITH_COST, "df"),
        (factories.REFUSED, "abde"),
        (factories.PARTLY, "abde"),
        (factories.NOT_HELD, "bde"),
        (factories.ELSEWHERE, "bde"),
    ],
)
def test_the_notice_opens_the_grounds_that_fit_it(
    decision: rules.Decision, expected: str, desk: Desk, now: datetime
) -> None:
    row = factories.decided(desk, decision, now=now)
    assert letters(row, now + timedelta(days=2)) == expected


def test_delivery_opens_its_grounds_and_begins_their_time_anew(desk: Desk, now: datetime) -> None:
    row = factories.decided(desk, now=now)
    before = row.windows.get(ground="d").closes_at
    row = actions.deliver(actor=desk.ppid, request=row, now=now + timedelta(days=8))
    assert letters(row, now + timedelta(days=9)) == "de"
    assert row.windows.get(ground="d").closes_at > before


def test_silence_opens_no_response_and_late_at_the_due_moment(desk: Desk, now: datetime) -> None:
    row = factories.filed(desk, now=now)
    assert letters(row, row.due_at) == ""
    after = row.due_at + timedelta(seconds=1)
    assert letters(row, after) == "bcg"  # seen at once, also before the worker noted it
    assert not row.windows.exists()
    assert ticks.note_overdue(after) == 1
    assert ticks.note_overdue(after) == 0
    assert {window.opened_at for window in row.windows.all()} == {row.due_at}
    events = OutboxMessage.objects.filter(event__in=["information_request.silence", "information_request.overdue"])
    assert sorted(events.values_list("event", flat=True)) == [
        "information_request.overdue",
        "information_request.overdue",
        "information_request.silence",
    ]


def test_the_worker_may_come_days_later_and_the_window_counts_from_the_due_moment(desk: Desk, now: datetime) -> None:
    row = factories.filed(desk, now=now)
    ticks.note_overdue(row.due_at + timedelta(days=9))
    assert row.windows.get(ground="c").opened_at == row.due_at


def test_an_objection_to_silence_needs_no_worker(desk: Desk, now: datetime) -> None:
    row = factories.filed(desk, now=now)
    lodged = rules.Lodged(("c", "g"), "Tidak ada jawaban.")
    objection = actions.object_to(
        actor=factories.citizen(), request=row, secret=row.secret, lodged=lodged, now=row.due_at + timedelta(days=1)
    )
    assert objection.grounds == ["c", "g"]


def test_a_late_notice_ends_the_silence_and_stays_late(desk: Desk, now: datetime) -> None:
    row = factories.decided(desk, now=now, at=now + timedelta(days=20))
    assert letters(row, now + timedelta(days=21)) == "dg"


def test_a_lapsed_window_is_not_offered(desk: Desk, now: datetime) -> None:
    row = factories.decided(desk, factories.REFUSED, now=now)
    last = row.windows.get(ground="a").closes_at
    assert "a" in letters(row, last)
    assert letters(row, last + timedelta(seconds=1)) == ""
    with pytest.raises(rules.InputRefused, match="waktunya sudah lewat"):
        actions.object_to(
            actor=factories.citizen(),
            request=row,
            secret=row.secret,
            lodged=rules.Lodged(("a",), "Terlambat."),
            now=last + timedelta(seconds=1),
        )


def test_an_objection_gets_its_numbers_clock_and_messages(desk: Desk, now: datetime) -> None:
    objection = factories.objected(desk, now=now)
    assert objection.number.startswith("KBR-")
    assert objection.register_label == "0001/2026"
    told = OutboxMessage.objects.filter(event="information_objection.new_objection")
    assert [message.address for message in told] == [desk.head.person.email]
    assert OutboxMessage.objects.filter(event="information_request.objection_lodged").count() == 1
    assert Event.objects.filter(name="information_objection.lodged").count() == 1


@pytest.mark.parametrize(
    ("lodged", "field"),
    [
        (rules.Lodged((), "x"), "grounds"),
        (rules.Lodged(("z",), "x"), "grounds"),
        (rules.Lodged(("c",), "x"), "grounds"),
        (rules.Lodged(("a",), " "), "case_position"),
        (rules.Lodged(("a",), "x" * 4001), "case_position"),
        (rules.Lodged(("a",), "x", proxy_name="y" * 121), "proxy_name"),
    ],
)
def test_what_is_wrong_with_an_objection_is_said_by_field(
    lodged: rules.Lodged, field: str, desk: Desk, now: datetime
) -> None:
    row = factories.decided(desk, factories.REFUSED, now=now)
    with pytest.raises(rules.InputRefused) as refusal:
        actions.object_to(
            actor=factories.citizen(), request=row, secret=row.secret, lodged=lodged, now=now + timedelta(days=2)
        )
    assert set(refusal.value.problems) == {field}


def test_only_the_requester_or_the_desk_objects(desk: Desk, now: datetime) -> None:
    row = factories.decided(desk, factories.REFUSED, now=now)
    lodged, when = rules.Lodged(("a",), "Saya keberatan."), now + timedelta(days=2)
    for actor, secret in ((factories.citizen(), "tebakan"), (desk.stranger, row.secret), (desk.auditor, "")):
        with pytest.raises(rules.NotAllowed):
            actions.object_to(actor=actor, request=row, secret=secret, lodged=lodged, now=when)
    at_desk = actions.object_to(actor=desk.ppid, request=row, lodged=lodged, channel=asking.LETTER, now=when)
    assert (at_desk.channel, at_desk.filed_by_id) == (asking.LETTER, desk.ppid.person_id)


def test_one_objection_runs_at_a_time_and_another_may_follow(desk: Desk, now: datetime) -> None:
    objection = factories.objected(desk, now=now)
    row, when = objection.request, now + timedelta(days=4)
    lodged = rules.Lodged(("e",), "Lagi.")
    with pytest.raises(rules.ActionRefused, match="masih berjalan"):
        actions.object_to(actor=factories.citizen(), request=row, secret=row.secret, lodged=lodged, now=when)
    with pytest.raises(rules.ActionRefused, match="Batalkan dahulu"):
        actions.withdraw(actor=factories.citizen(), request=row, secret=row.secret, now=when)
    actions.withdraw_objection(actor=factories.citizen(), objection=objection, secret=row.secret, now=when)
    again = actions.object_to(actor=factories.citizen(), request=row, secret=row.secret, lodged=lodged, now=when)
    assert again.register_number == 2


def test_the_superior_answers_and_an_upheld_objection_reopens_the_request(desk: Desk, now: datetime) -> None:
    objection = factories.objected(desk, now=now)
    actions.answer_objection(actor=desk.head, objection=objection, answer=ANSWER, now=now + timedelta(days=5))
    row = InformationRequest.objects.get()
    assert (row.state, row.round) == (states.IN_PROCESS, 2)
    answered = InformationObjection.objects.get()
    assert (answered.state, answered.superior_id) == (objections.ANSWERED, desk.head.person_id)
    assert answered.dispute_until is not None
    row = actions.decide(actor=desk.ppid, request=row, decision=factories.GRANTED, now=now + timedelta(days=6))
    assert row.first_notified_at == now + timedelta(days=1)  # the first notice is what was owed
    kinds = set(Document.objects.values_list("kind", flat=True))
    assert {"information_notice", "information_notice_2", "information_objection_answer"} <= kinds


def test_a_rejected_objection_leaves_the_decision(desk: Desk, now: datetime) -> None:
    factories.answered(desk, now=now)
    row = InformationRequest.objects.get()
    assert (row.state, row.decision) == (states.DECIDED, deciding.REFUSED)


def test_nobody_answers_an_objection_to_the_own_decision(desk: Desk, now: datetime) -> None:
    both = desk.ppid.person
    Membership.objects.create(person=both, organisation=desk.world.bontang, role=Role.HEAD, since=LONG_AGO)
    objection = factories.objected(desk, now=now)
    when = now + timedelta(days=5)
    for actor in (reload_officer(both), desk.second_ppid, desk.stranger_head, desk.auditor, factories.citizen()):
        with pytest.raises(rules.NotAllowed, match="atasan PPID"):
            actions.answer_objection(actor=actor, objection=objection, answer=ANSWER, now=when)
    actions.answer_objection(actor=desk.city_head, objection=objection, answer=ANSWER, now=when)


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (rules.Answer("perhaps", "x", "a", "b"), "outcome"),
        (rules.Answer(objecting.GRANTED, " ", "a", "b"), "text"),
        (rules.Answer(objecting.GRANTED, "x", "", "b"), "superior_name"),
        (rules.Answer(objecting.GRANTED, "x", "a", ""), "superior_post"),
    ],
)
def test_an_answer_names_who_gives_it(answer: rules.Answer, field: str, desk: Desk, now: datetime) -> None:
    objection = factories.objected(desk, now=now)
    with pytest.raises(rules.InputRefused) as refusal:
        actions.answer_objection(actor=desk.head, objection=objection, answer=answer, now=now)
    assert set(refusal.value.problems) == {field}


def test_the_requester_responds_and_satisfaction_ends_it(desk: Desk, now: datetime) -> None:
    objection = factories.answered(desk, now=now)
    secret, when = objection.request.secret, now + timedelta(days=8)
    with pytest.raises(rules.NotAllowed):
        actions.respond_to_objection(
            actor=factories.citizen(), objection=objection, response=objecting.SATISFIED, secret="tebakan", now=when
        )
    row = actions.respond_to_objection(
        actor=factories.citizen(),
        objection=objection,
        response=objecting.NOT_SATISFIED,
        text="Saya ke Komisi Informasi.",
        secret=secret,
        now=when,
    )
    assert row.state == objections.ANSWERED
    row = actions.respond_to_objection(
        actor=factories.citizen(), objection=row, response=objecting.SATISFIED, secret=secret, now=when
    )
    assert row.state == objections.CLOSED


def test_an_answered_objection_ends_when_the_time_for_a_dispute_is_over(desk: Desk, now: datetime) -> None:
    objection = factories.answered(desk, now=now)
    assert objection.dispute_until is not None
    assert ticks.close_what_is_over(objection.dispute_until) == 0
    ticks.close_what_is_over(objection.dispute_until + timedelta(seconds=1))
    assert InformationObjection.objects.get().state == objections.CLOSED


def test_reminders_and_overdue_go_out_once_each(desk: Desk, now: datetime) -> None:
    objection = factories.objected(desk, now=now)
    before = objection.due_at - timedelta(days=1)
    assert ticks.remind_officers(before) == 1
    assert ticks.remind_officers(before) == 0
    assert ticks.note_overdue(objection.due_at + timedelta(minutes=1)) == 1
    assert ticks.note_overdue(objection.due_at + timedelta(days=1)) == 0
    names = OutboxMessage.objects.filter(event__startswith="information_objection").values_list("event", flat=True)
    assert sorted(names) == [
        "information_objection.new_objection",
        "information_objection.objection_overdue",
        "information_objection.objection_reminder",
    ]


def test_the_desk_is_reminded_of_a_request_once(desk: Desk, now: datetime) -> None:
    row = factories.filed(desk, now=now)
    assert ticks.remind_officers(row.due_at - timedelta(days=3)) == 0
    assert ticks.remind_officers(row.due_at - timedelta(days=1)) == 1
    assert ticks.remind_officers(row.due_at - timedelta(hours=1)) == 0
    told = OutboxMessage.objects.filter(event="information_request.reminder").values_list("address", flat=True)
    assert set(told) == {desk.ppid.person.email, desk.second_ppid.person.email}
