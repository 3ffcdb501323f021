"""Take, judge, return, answer, verify, send back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from melayani.delivery.applications import case, clock, given, rules, states
from melayani.delivery.applications.models import Answer, Application
from melayani.foundation.audit import Actor, record


def take(*, actor: Actor, application: Application, now: datetime) -> Application:
    """Make a new case one's own and begin to check it.

    Raises NotAllowed for a stranger, ActionRefused when a colleague was quicker.
    """
    with transaction.atomic():
        row = case.begin(states.TAKE, actor=actor, application=application)
        case.advance(row, states.TAKE, assigned_to_id=actor.person_id)
        record("application.taken", actor=actor, subject=row.reference, organisation=row.organisation, now=now)
    return row


def judge(
    *, actor: Actor, application: Application, number: int, judgement: str, now: datetime, reason: str = ""
) -> Answer:
    """Say whether the answer to requirement `number` meets it. "Not met" needs a reason, which the citizen reads.

    Raises ActionRefused for an unknown requirement, an unknown judgement or a missing reason.
    """
    with transaction.atomic():
        row = case.begin(states.JUDGE, actor=actor, application=application)
        answer = row.answers.filter(number=number).first()
        if answer is None:
            raise rules.ActionRefused(f"Permohonan ini tidak memiliki syarat nomor {number}.")
        _check_judgement(judgement, reason)
        answer.judgement, answer.reason = judgement, reason.strip()
        answer.judged_by_id, answer.judged_at = actor.person_id, now
        if judgement == rules.UNJUDGED:
            answer.judged_by_id, answer.judged_at, answer.reason = None, None, ""
        answer.save(update_fields=["judgement", "reason", "judged_by_id", "judged_at"])
        record(
            "application.judged",
            actor=actor,
            subject=row.reference,
            organisation=row.organisation,
            data={"requirement": answer.label, "judgement": answer.get_judgement_display().lower()},
            personal={"reason": answer.reason} if answer.reason else None,
            now=now,
        )
    return answer


def return_for_correction(*, actor: Actor, application: Application, now: datetime, note: str = "") -> Application:
    """Give the case back to the citizen for the requirements judged "not met"; the clock stands until the answer.

    `note` goes into the message beside each requirement's reason. Raises ActionRefused when nothing is "not met".
    """
    if len(note) > rules.REASON_MAX:
        raise rules.ActionRefused(f"Pesan paling panjang {rules.REASON_MAX} huruf.")
    with transaction.atomic():
        row = case.begin(states.RETURN, actor=actor, application=application)
        missing = list(row.answers.filter(judgement=rules.NOT_MET).order_by("number"))
        case.advance(row, states.RETURN)
        clock.stop(row, kind=rules.RETURNED_PAUSE, now=now)
        rounds = max(answer.round for answer in missing)
        record(
            "application.returned",
            actor=actor,
            subject=row.reference,
            organisation=row.organisation,
            data={"requirements": ", ".join(answer.label for answer in missing), "round": rounds},
            personal={"note": note, "reasons": {answer.label: answer.reason for answer in missing}},
            now=now,
        )
        reasons = [{"label": a.label, "requirement": a.requirement, "reason": a.reason} for a in missing]
        case.tell(row, "returned", now=now, reasons=reasons, note=note.strip())
    return row


def answer_return(
    *, actor: Actor, application: Application, answers: Sequence[rules.Given], now: datetime, secret: str = ""
) -> Application:
    """Answer exactly the requirements that were returned; the clock runs again (or starts anew, by the standard).

    Raises NotAllowed without the secret (or a role at the unit), InputRefused for missing or surplus answers.
    """
    with transaction.atomic():
        row = case.begin(states.ANSWER, actor=actor, application=application, secret=secret)
        asked = {answer.number: answer for answer in row.answers.filter(judgement=rules.NOT_MET).order_by("number")}
        _check_answers(asked, answers)
        before = {}
        for item in answers:
            answer = asked[item.number]
            before[answer.label] = answer.text
            given.answer_again(answer, item, actor=actor, now=now)
        if row.clock_restarts:
            row.clock_started_at = now
        case.advance(row, states.ANSWER, clock_started_at=row.clock_started_at)
        later = clock.run_again(row, now=now)
        record(
            "application.answered",
            actor=actor,
            subject=row.reference,
            organisation=row.organisation,
            data={"requirements": ", ".join(answer.label for answer in asked.values())},
            personal={"before": before},
            now=now,
        )
        case.tell_if_later(row, later, now=now)
    return row


def verify(*, actor: Actor, application: Application, now: datetime) -> Application:
    """Pass the case on to the approver: every requirement is met or does not apply, and nothing is unpaid.

    Raises ActionRefused with what is still missing.
    """
    with transaction.atomic():
        row = case.begin(states.VERIFY, actor=actor, application=application)
        case.advance(row, states.VERIFY)
        record("application.verified", actor=actor, subject=row.reference, organisation=row.organisation, now=now)
    return row


def send_back(*, actor: Actor, application: Application, reason: str, now: datetime) -> Application:
    """The approver gives the case back to the processor, who hears of it, with a reason for the colleague.

    The citizen is not concerned: nothing is asked, and the reason is not shown.
    """
    _check_reason(reason)
    with transaction.atomic():
        row = case.begin(states.SEND_BACK, actor=actor, application=application)
        case.advance(row, states.SEND_BACK)
        record(
            "application.sent_back",
            actor=actor,
            subject=row.reference,
            organisation=row.organisation,
            personal={"reason": reason.strip()},
            now=now,
        )
        case.tell_officer(row, "officer_sent_back", by=actor, dedupe=now.isoformat(), now=now)
    return row


def _check_judgement(judgement: str, reason: str) -> None:
    if judgement not in (rules.UNJUDGED, rules.MET, rules.NOT_MET, rules.NOT_APPLICABLE):
        raise rules.ActionRefused("Pilih terpenuhi, belum terpenuhi, atau tidak berlaku.")
    if judgement == rules.NOT_MET:
        _check_reason(reason)
    elif len(reason) > rules.REASON_MAX:
        raise rules.ActionRefused(f"Alasan paling panjang {rules.REASON_MAX} huruf.")


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise rules.ActionRefused("Tulis alasannya, supaya pembaca tahu apa yang harus diperbaiki.")
    if len(reason) > rules.REASON_MAX:
        raise rules.ActionRefused(f"Alasan paling panjang {rules.REASON_MAX} huruf.")


def _check_answers(asked: dict[int, Answer], answers: Sequence[rules.Given]) -> None:
    """Only what was returned is answered, all of it, each once; "does not apply" is the officer's to say now."""
    given_by_number = {item.number: item for item in answers}
    if len(given_by_number) != len(answers) or set(given_by_number) - set(asked):
        raise rules.InputRefused({"answers": gettext("Hanya syarat yang dikembalikan yang dapat Anda jawab.")})
    problems = {}
    for number, answer in asked.items():
        ways = rules.ways_again(answer.kind, answer.requirement)
        if problem := rules.answer_problem(given_by_number.get(number), ways):
            problems[answer.field_key] = problem
    if problems:
        raise rules.InputRefused(problems)
