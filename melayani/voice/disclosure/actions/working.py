"""The information officer's verbs: take, extend, give the written notice, record a payment, hand over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from melayani.foundation.audit import Actor, record
from melayani.foundation.ui.format import format_day
from melayani.voice.disclosure import case, clock, letters, papers, rules, states, windows
from melayani.voice.disclosure.models import Exclusion, InformationRequest
from melayani.voice.disclosure.rules import asking, deciding, law, objecting


def take(*, actor: Actor, request: InformationRequest, now: datetime) -> InformationRequest:
    """Make a new request one's own and begin to work on it. Raises NotAllowed, or ActionRefused when taken before."""
    with transaction.atomic():
        row = case.begin(states.TAKE, actor=actor, request=request, now=now)
        case.advance(row, states.TAKE, now=now, assigned_to_id=actor.person_id)
        record("information_request.taken", actor=actor, subject=row.reference, organisation=row.organisation, now=now)
    return row


def extend(*, actor: Actor, request: InformationRequest, reason: str, now: datetime) -> InformationRequest:
    """Take the extension that the law allows: once, before the notice is due, with a written reason as a letter.

    Raises NotAllowed, ActionRefused (extended before, too late, no reason).
    """
    if not reason.strip() or len(reason) > asking.REASON_MAX:
        raise rules.ActionRefused(f"Tulis alasan perpanjangan untuk pemohon, paling panjang {asking.REASON_MAX} huruf.")
    with transaction.atomic():
        row = case.begin(states.EXTEND, actor=actor, request=request, now=now)
        was = row.due_at
        row.extension_days = clock.days_for(law.EXTENSION, row.desk, row.received_at.astimezone(row.desk.zone).date())
        due = clock.due_of_request(row, clock.calendar_around(row.desk, row.received_at))
        case.advance(
            row,
            states.EXTEND,
            now=now,
            extension_days=row.extension_days,
            extension_reason=reason.strip(),
            extended_at=now,
            due_at=due.at,
            due_explanation=due.to_json(),
            reminded_at=None,
        )
        document = letters.issue_extension(row, actor=actor, now=now)
        data = {"days": row.extension_days, **_days(row, was, due.at), "document": document.number}
        _note("extended", row, actor, now, data, personal={"reason": reason.strip()})
        case.tell(row, "extended", now=now, reason=reason.strip(), days=row.extension_days, document=document.number)
    return row


def decide(
    *,
    actor: Actor,
    request: InformationRequest,
    decision: rules.Decision,
    now: datetime,
    exclusion: Exclusion | None = None,
    files: Sequence[rules.GivenFile] = (),
) -> InformationRequest:
    """Give the written notice: all, part, refused, not held, or held elsewhere, with ground, reason, cost and files.

    The notice goes out as a letter; a refusal by article 17 gets its decree. Raises NotAllowed, InputRefused
    (fields with sentences), ActionRefused.
    """
    given = tuple(files)
    problems = deciding.decision_problems(decision, has_exclusion=exclusion is not None)
    if problem := deciding.file_problems(given, decision.decision):
        problems["files"] = problem
    if problems:
        raise rules.InputRefused(problems)
    with transaction.atomic():
        row = case.begin(states.DECIDE, actor=actor, request=request, now=now)
        _check_exclusion(row, decision, exclusion, now)
        papers.attach_given(row, given, actor=actor, now=now)
        case.advance(row, states.DECIDE, now=now, **_decided(row, decision, exclusion, actor, now))
        late = row.first_notified_at is not None and row.first_notified_at > row.due_at
        grounds = objecting.grounds_of_notice(row.decision, ground=row.ground, cost=row.cost, late=late)
        windows.open_windows(row, grounds - {"g"}, opened_at=now)
        row.windows.filter(ground="c").delete()  # there is a response now
        if late:
            windows.open_windows(row, {"g"}, opened_at=row.due_at)
        document = letters.issue_notice(row, actor=actor, now=now)
        data = {**case.event_data(row), "decision": row.get_decision_display().lower(), "document": document.number}
        personal = {"reason": row.reason} if row.reason else None
        _note("decided", row, actor, now, data, personal=personal)
        case.tell(row, "decided", now=now, **letters.notice_words(row), document=document.number)
    return row


def record_payment(*, actor: Actor, request: InformationRequest, way: str, now: datetime) -> InformationRequest:
    """Note that the cost was paid, in cash or by transfer. Raises NotAllowed, ActionRefused (nothing is unpaid)."""
    if problem := deciding.payment_problem(way):
        raise rules.ActionRefused(problem)
    with transaction.atomic():
        row = case.begin(states.RECORD_PAYMENT, actor=actor, request=request, now=now)
        case.advance(row, states.RECORD_PAYMENT, now=now, payment_way=way, paid_at=now)
        _note("paid", row, actor, now, {"amount": row.cost, "way": row.get_payment_way_display().lower()})
    return row


def deliver(
    *, actor: Actor, request: InformationRequest, now: datetime, to: str = "", note: str = ""
) -> InformationRequest:
    """The information is handed over: the files can be opened by the requester, the proof of delivery is made.

    `to` names who took it when it was somebody else. Raises NotAllowed, ActionRefused (nothing given, unpaid).
    """
    if len(to) > asking.NAME_MAX or len(note) > deciding.NOTE_MAX:
        raise rules.ActionRefused("Nama penerima paling panjang 120 huruf, catatan paling panjang 1000 huruf.")
    with transaction.atomic():
        row = case.begin(states.DELIVER, actor=actor, request=request, now=now)
        case.advance(
            row, states.DELIVER, now=now, delivered_at=now, delivered_to=to.strip(), delivery_note=note.strip()
        )
        windows.open_windows(row, objecting.GROUNDS_OF_DELIVERY, opened_at=now)
        document = letters.issue_delivery(row, actor=actor, now=now)
        data = {**case.event_data(row), "document": document.number}
        _note("delivered", row, actor, now, data, personal={"to": to.strip()} if to.strip() else None)
        case.tell(row, "delivered", now=now, document=document.number)
    return row


def _decided(
    row: InformationRequest, decision: rules.Decision, exclusion: Exclusion | None, actor: Actor, now: datetime
) -> dict[str, Any]:
    first = row.first_notified_at or now
    return {
        "decision": decision.decision,
        "ground": decision.ground,
        "reason": decision.reason.strip(),
        "holder": decision.holder.strip(),
        "decision_note": decision.note.strip(),
        "cost": decision.cost,
        "cost_note": decision.cost_note.strip(),
        "paid_at": None,
        "payment_way": "",
        "exclusion": exclusion,
        "decided_by_id": actor.person_id,
        "notified_at": now,
        "first_notified_at": first,
        "days_taken": row.days_taken if row.days_taken is not None else clock.days_taken(row, first),
        "delivered_at": None,
    }


def _check_exclusion(
    row: InformationRequest, decision: rules.Decision, exclusion: Exclusion | None, now: datetime
) -> None:
    if exclusion is None:
        return
    above = row.organisation.path.startswith(exclusion.organisation.path)
    below = exclusion.organisation.path.startswith(row.desk.path)
    if not exclusion.holds_at(now) or not (above or below):
        raise rules.InputRefused({"exclusion": "Pengecualian ini tidak berlaku untuk badan publik ini atau hari ini."})
    if decision.ground and exclusion.ground != decision.ground:
        raise rules.InputRefused({"ground": "Huruf pasal harus sama dengan pengecualian yang dipilih."})


def _note(
    what: str,
    row: InformationRequest,
    actor: Actor,
    now: datetime,
    data: dict[str, Any],
    *,
    personal: dict[str, Any] | None = None,
) -> None:
    record(
        f"information_request.{what}",
        actor=actor,
        subject=row.reference,
        organisation=row.organisation,
        data=data,
        personal=personal,
        now=now,
    )


def _days(row: InformationRequest, was: datetime, will: datetime) -> dict[str, str]:
    zone = row.desk.zone
    return {
        "was": was.astimezone(zone).strftime("%d/%m/%Y"),
        "will": will.astimezone(zone).strftime("%d/%m/%Y"),
        "due": format_day(will, row.desk),
    }
