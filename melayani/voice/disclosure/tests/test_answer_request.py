"""Take, extend, decide, record a payment, deliver, close: the PPID's way, strangers of every verb."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.models import State as FileState
from melayani.foundation.audit.models import Event
from melayani.foundation.documents.models import Document
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.numbers.rules import Reference
from melayani.voice.disclosure import actions, case, rules, states, ticks, windows
from melayani.voice.disclosure.models import FileKind, InformationRequest
from melayani.voice.disclosure.rules import deciding
from melayani.voice.disclosure.tests import factories
from melayani.voice.disclosure.tests.factories import Desk

pytestmark = pytest.mark.django_db
COMPLAINT = Reference(kind="complaint", number="ADU-7K3Q9XBT-M")

Deed = Callable[[Any, InformationRequest, datetime], object]
DEEDS: dict[str, tuple[str, Deed]] = {
    "take": (states.RECEIVED, lambda who, row, now: actions.take(actor=who, request=row, now=now)),
    "extend": (
        states.RECEIVED,
        lambda who, row, now: actions.extend(actor=who, request=row, reason="Banyak.", now=now),
    ),
    "decide": (
        states.IN_PROCESS,
        lambda who, row, now: actions.decide(actor=who, request=row, decision=factories.NOT_HELD, now=now),
    ),
    "record_payment": (
        states.DECIDED,
        lambda who, row, now: actions.record_payment(actor=who, request=row, way="cash", now=now),
    ),
    "deliver": (states.DECIDED, lambda who, row, now: actions.deliver(actor=who, request=row, now=now)),
    "withdraw": (states.RECEIVED, lambda who, row, now: actions.withdraw(actor=who, request=row, now=now)),
    "close": (states.DECIDED, lambda who, row, now: actions.close(actor=who, request=row, now=now)),
    "close_converted": (
        states.RECEIVED,
        lambda who, row, now: actions.close_converted(actor=who, request=row, converted_to=COMPLAINT, now=now),
    ),
    "paper_code": (
        states.RECEIVED,
        lambda who, row, now: actions.give_paper_code(actor=who, request=row, now=now),
    ),
}


def in_state(state: str, desk: Desk, now: datetime) -> InformationRequest:
    if state == states.RECEIVED:
        return factories.filed(desk, now=now)
    return factories.taken(desk, now=now) if state == states.IN_PROCESS else factories.decided(desk, now=now)


@pytest.mark.parametrize("verb", sorted(DEEDS))
def test_strangers_do_nothing_and_leave_no_trace(verb: str, desk: Desk, now: datetime) -> None:
    state, deed = DEEDS[verb]
    row = in_state(state, desk, now)
    events = Event.objects.count()
    strangers = [desk.stranger, desk.stranger_head, desk.auditor, desk.head, factories.citizen("lain")]
    for who in strangers:
        with pytest.raises(rules.NotAllowed):
            deed(who, row, now + timedelta(hours=2))
    assert InformationRequest.objects.get(pk=row.pk).state == state
    assert Event.objects.count() == events


def test_each_state_change_is_by_the_table(desk: Desk, now: datetime) -> None:
    row = factories.filed(desk, now=now)
    with pytest.raises(rules.ActionRefused, match="Baru masuk"):
        actions.decide(actor=desk.ppid, request=row, decision=factories.GRANTED, now=now)
    actions.take(actor=desk.ppid, request=row, now=now)
    with pytest.raises(rules.ActionRefused, match="Diproses"):
        actions.take(actor=desk.second_ppid, request=row, now=now)
    assert InformationRequest.objects.get(pk=row.pk).assigned_to_id == desk.ppid.person_id


def test_the_time_is_extended_once_with_a_reason_as_a_letter(desk: Desk, now: datetime) -> None:
    row = factories.taken(desk, now=now)
    with pytest.raises(rules.ActionRefused, match="Tulis alasan"):
        actions.extend(actor=desk.ppid, request=row, reason=" ", now=now)
    actions.extend(actor=desk.ppid, request=row, reason="Dokumen disalin dari arsip.", now=now)
    with pytest.raises(rules.ActionRefused, match="satu kali"):
        actions.extend(actor=desk.ppid, request=row, reason="Masih banyak.", now=now)
    assert Document.objects.get().kind == "information_extension"
    message = OutboxMessage.objects.get(event="information_request.extended")
    assert "Dokumen disalin dari arsip." in message.body


def test_no_extension_after_the_due_moment(desk: Desk, now: datetime) -> None:
    row = factories.taken(desk, now=now)
    actions.extend(actor=desk.ppid, request=factories.taken(desk, now=now), reason="Banyak.", now=row.due_at)
    with pytest.raises(rules.ActionRefused, match="sebelum jatuh tempo"):
        actions.extend(actor=desk.ppid, request=row, reason="Banyak.", now=row.due_at + timedelta(seconds=1))


def test_all_is_granted_and_handed_over(desk: Desk, now: datetime) -> None:
    files = (rules.GivenFile(factories.uploaded(desk.ppid, now=now)),)
    row = factories.decided(desk, now=now, files=files)
    assert (row.state, row.decision, row.days_taken) == (states.DECIDED, deciding.GRANTED, 1)
    row = actions.deliver(actor=desk.ppid, request=row, now=now + timedelta(days=2), to="Contoh Adik")
    assert row.state == states.DELIVERED
    assert {document.kind for document in Document.objects.all()} == {"information_notice", "information_delivery"}
    events = set(Event.objects.filter(name__startswith="information_request").values_list("name", flat=True))
    assert events >= {"information_request.decided", "information_request.delivered"}


@pytest.mark.parametrize("decision", [factories.NOT_HELD, factories.ELSEWHERE, factories.REFUSED])
def test_nothing_is_handed_over_when_nothing_is_given(decision: rules.Decision, desk: Desk, now: datetime) -> None:
    row = factories.decided(desk, decision, now=now)
    with pytest.raises(rules.ActionRefused, match="tidak memberikan informasi"):
        actions.deliver(actor=desk.ppid, request=row, now=now + timedelta(days=2))


def test_a_cost_is_paid_before_the_information_is_handed_over(desk: Desk, now: datetime) -> None:
    row = factories.decided(desk, factories.WITH_COST, now=now)
    with pytest.raises(rules.ActionRefused, match="belum tercatat lunas"):
        actions.deliver(actor=desk.ppid, request=row, now=now + timedelta(days=2))
    with pytest.raises(rules.ActionRefused, match="tunai atau transfer"):
        actions.record_payment(actor=desk.ppid, request=row, way="gold", now=now + timedelta(days=2))
    actions.record_payment(actor=desk.ppid, request=row, way=deciding.TRANSFER, now=now + timedelta(days=2))
    with pytest.raises(rules.ActionRefused, match="Tidak ada biaya"):
        actions.record_payment(actor=desk.ppid, request=row, way=deciding.CASH, now=now + timedelta(days=2))
    assert actions.deliver(actor=desk.ppid, request=row, now=now + timedelta(days=3)).state == states.DELIVERED


def test_a_redacted_copy_keeps_its_original_apart(desk: Desk, now: datetime) -> None:
    row = factories.decided(desk, factories.PARTLY, now=now, files=factories.redacted_files(desk, now=now))
    copy = row.files.get(kind=FileKind.DELIVERED)
    assert copy.original is not None
    assert copy.original.kind == FileKind.ORIGINAL
    assert copy.original.attachment_id != copy.attachment_id
    assert [(mark.page, mark.what) for mark in copy.marks.order_by("position")] == [
        (1, "Nama pasien"),
        (2, "Diagnosis"),
    ]


def test_a_refusal_by_article_17_needs_an_exclusion_in_force(desk: Desk, now: datetime) -> None:
    row = factories.taken(desk, now=now)
    with pytest.raises(rules.InputRefused, match="uji konsekuensi"):
        actions.decide(actor=desk.ppid, request=row, decision=factories.REFUSED, now=now)
    untested = factories.proposed(desk, now=now)
    with pytest.raises(rules.InputRefused, match="tidak berlaku"):
        actions.decide(actor=desk.ppid, request=row, decision=factories.REFUSED, exclusion=untested, now=now)
    other = factories.excluded(desk, now=now, ground="17-b")
    with pytest.raises(rules.InputRefused, match="harus sama"):
        actions.decide(actor=desk.ppid, request=row, decision=factories.REFUSED, exclusion=other, now=now)
    fitting = factories.excluded(desk, now=now)
    row = actions.decide(actor=desk.ppid, request=row, decision=factories.REFUSED, exclusion=fitting, now=now)
    assert row.exclusion == fitting
    assert set(Document.objects.filter(reference_number=row.number).values_list("kind", flat=True)) == {
        "information_refusal",
        "information_notice",
    }


@pytest.mark.parametrize(
    ("decision", "field"),
    [
        (rules.Decision("perhaps"), "decision"),
        (rules.Decision(deciding.REFUSED, reason="x"), "ground"),
        (rules.Decision(deciding.REFUSED, ground="99-z", reason="x"), "ground"),
        (rules.Decision(deciding.REFUSED, ground="6-c"), "reason"),
        (rules.Decision(deciding.GRANTED, ground="6-c"), "ground"),
        (rules.Decision(deciding.ELSEWHERE, reason="x"), "holder"),
        (rules.Decision(deciding.NOT_HELD, reason="x", cost=5), "cost"),
        (rules.Decision(deciding.GRANTED, cost=5), "cost_note"),
        (rules.Decision(deciding.GRANTED, cost=-1), "cost"),
        (rules.Decision(deciding.GRANTED, note="x" * 1001), "note"),
    ],
)
def test_a_decision_says_all_that_it_must(decision: rules.Decision, field: str, desk: Desk, now: datetime) -> None:
    row = factories.taken(desk, now=now)
    with pytest.raises(rules.InputRefused) as refusal:
        actions.decide(actor=desk.ppid, request=row, decision=decision, now=now)
    assert set(refusal.value.problems) == {field}
    assert InformationRequest.objects.get(pk=row.pk).state == states.IN_PROCESS


def test_files_follow_the_decision(desk: Desk, now: datetime) -> None:
    marked = factories.redacted_files(desk, now=now)[0]
    plain = rules.GivenFile(marked.attachment)
    bare = rules.GivenFile(marked.attachment, original=marked.original)
    twice = rules.GivenFile(marked.attachment, original=marked.attachment, redactions=marked.redactions)
    assert deciding.file_problems((marked,), deciding.PARTLY_GRANTED) == ""
    assert "hanya diserahkan" in deciding.file_problems((plain,), deciding.REFUSED)
    assert "dihitamkan" in deciding.file_problems((plain,), deciding.PARTLY_GRANTED)
    assert "berkas asli" in deciding.file_problems((bare,), deciding.GRANTED)
    assert "dua kali" in deciding.file_problems((twice,), deciding.PARTLY_GRANTED)


def test_the_requester_withdraws_with_the_secret_alone(desk: Desk, now: datetime) -> None:
    row = factories.filed(desk, now=now)
    with pytest.raises(rules.NotAllowed):
        actions.withdraw(actor=factories.citizen(), request=row, secret="tebakan", now=now)
    row = actions.withdraw(actor=factories.citizen(), request=row, secret=row.secret, now=now)
    assert (row.state, row.closed_at) == (states.WITHDRAWN, now)


def test_a_request_goes_on_as_a_complaint_and_says_so(desk: Desk, now: datetime) -> None:
    row = factories.filed(desk, now=now)
    row = actions.close_converted(actor=desk.ppid, request=row, converted_to=COMPLAINT, reason="Ini keluhan.", now=now)
    assert (row.state, row.converted_to_number) == (states.CLOSED, "ADU-7K3Q9XBT-M")
    assert "ADU-7K3Q9XBT-M" in OutboxMessage.objects.get(event="information_request.converted").body


def test_it_closes_by_itself_only_when_nothing_can_follow(desk: Desk, now: datetime) -> None:
    row = factories.delivered(desk, now=now)
    with pytest.raises(rules.ActionRefused, match="masih boleh menyampaikan keberatan"):
        actions.close(actor=desk.ppid, request=row, now=now + timedelta(days=5))
    last = max(option.closes_at for option in windows.options(row, now))
    assert ticks.close_what_is_over(last) == 0
    assert ticks.close_what_is_over(last + timedelta(seconds=1)) == 1
    assert ticks.close_what_is_over(last + timedelta(days=1)) == 0
    assert InformationRequest.objects.get(pk=row.pk).state == states.CLOSED


def test_identity_papers_go_thirty_days_after_the_end(desk: Desk, now: datetime) -> None:
    paper = factories.uploaded(desk.ppid, now=now)
    applicant = rules.Applicant(name="Contoh", address="Jalan", nik="6474010505900003")
    row = factories.at_the_desk(desk, now=now, applicant=applicant, files=actions.Papers(identity=(paper,)))
    actions.withdraw(actor=desk.ppid, request=row, now=now)
    assert ticks.delete_identities(now + timedelta(days=29)) == 0
    assert ticks.delete_identities(now + timedelta(days=30)) == 1
    assert ticks.delete_identities(now + timedelta(days=31)) == 0
    kept = InformationRequest.objects.get(pk=row.pk)
    assert (kept.nik, kept.nik_hash, kept.name) == ("", "", "Contoh")
    assert Attachment.objects.get(pk=paper).state == FileState.REMOVED


def test_the_facts_say_what_stands_in_the_way(desk: Desk, now: datetime) -> None:
    row = factories.decided(desk, factories.WITH_COST, now=now)
    facts = case.facts_of(row, now + timedelta(days=1))
    assert facts == states.Facts(notified=True, gives=True, unpaid=True, may_still_object=True)
    possible = {item.action: item for item in states.available_actions(row.state, facts, {states.DELIVER})}
    assert possible[states.DELIVER].why_not == ("Biaya belum tercatat lunas.",)
    assert "Peran Anda" in possible[states.RECORD_PAYMENT].why_not[-1]
