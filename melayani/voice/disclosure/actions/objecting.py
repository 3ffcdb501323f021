"""Object to how a request was handled, answer as the superior, respond to the answer, withdraw, end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from melayani.foundation.audit import SYSTEM, Actor, record
from melayani.foundation.numbers.rules import make_number
from melayani.foundation.people.rules import Role
from melayani.voice.disclosure import access, case, clock, desks, letters, papers, rules, states, windows
from melayani.voice.disclosure.models import FileKind, InformationObjection, InformationRequest, RegisterCounter
from melayani.voice.disclosure.models.books import OBJECTIONS
from melayani.voice.disclosure.rules import asking, law, objecting
from melayani.voice.disclosure.states import objections as objection_states


def object_to(
    *,
    actor: Actor,
    request: InformationRequest,
    lodged: rules.Lodged,
    now: datetime,
    secret: str = "",
    files: Sequence[UUID] = (),
    channel: str = asking.WEB,
) -> InformationObjection:
    """Lodge an objection on grounds whose time is open; the superior's clock starts. Own request by its secret, or by
    an officer at the desk for somebody else.

    Raises NotAllowed for a stranger, InputRefused (fields with sentences), ActionRefused while another one runs.
    """
    with transaction.atomic():
        row = case.lock(request)
        access.demand(actor, access.OBJECT_ON_BEHALF, row, secret=secret)
        if row.state in states.FINAL or row.objections.running().exists():
            raise rules.ActionRefused(gettext("Permintaan ini sudah ditutup, atau keberatan lain masih berjalan."))
        if windows.is_silent(row, now):
            windows.open_silence(row)
        usable = frozenset(option.ground for option in windows.open_options(row, now))
        problems = objecting.lodged_problems(lodged, open_grounds=usable)
        if len(files) > asking.FILES_MAX:
            problems["files"] = "Paling banyak 5 berkas. Hapus sebagian."
        if problems:
            raise rules.InputRefused({field: gettext(text) for field, text in problems.items()})
        objection = _create(row, lodged, channel if actor.kind == "officer" else asking.WEB, actor, now)
        papers.attach(
            row,
            FileKind.OBJECTION,
            papers.claim(row.reference, files, actor=actor, now=now),
            objection=objection,
        )
        data = {"grounds": ", ".join(objection.grounds), "register": objection.register_label, "request": row.number}
        _note("lodged", objection, actor, now, {**case.event_data(row), **data})
        _tell_lodged(row, objection, now)
    return objection


def answer_objection(
    *, actor: Actor, objection: InformationObjection, answer: rules.Answer, now: datetime
) -> InformationObjection:
    """The superior decides in writing: name and post stand in the letter. An upheld objection reopens the request.

    Raises NotAllowed for anybody below the desk's head and for who handled or decided the request; InputRefused.
    """
    if problems := objecting.answer_problems(answer):
        raise rules.InputRefused(problems)
    with transaction.atomic():
        row = case.begin_objection(objection_states.ANSWER, actor=actor, objection=objection)
        day = now.astimezone(row.desk.zone).date()
        dispute = clock.count(row.desk, now, law.stages(day)[law.DISPUTE].amount)
        case.move(
            row,
            objection_states.ANSWER,
            outcome=answer.outcome,
            answer=answer.text.strip(),
            answered_at=now,
            superior_id=actor.person_id,
            superior_name=answer.superior_name.strip(),
            superior_post=answer.superior_post.strip(),
            dispute_until=dispute.at,
            dispute_explanation=dispute.to_json(),
        )
        document = letters.issue_answer(row, actor=actor, now=now)
        data = {"outcome": row.get_outcome_display().lower(), "document": document.number}
        _note("answered", row, actor, now, {**case.event_data(row.request), **data})
        reopened = _reopen(row, actor, now)
        case.tell(
            row.request,
            "objection_answered",
            now=now,
            objection=row.number,
            upheld=row.outcome != objecting.REJECTED,
            reopened=reopened,
            document=document.number,
        )
    return row


def respond_to_objection(
    *,
    actor: Actor,
    objection: InformationObjection,
    response: str,
    now: datetime,
    text: str = "",
    secret: str = "",
) -> InformationObjection:
    """The requester says whether the answer is accepted. Raises NotAllowed, ActionRefused."""
    if response not in (objecting.SATISFIED, objecting.NOT_SATISFIED) or len(text) > objecting.POSITION_MAX:
        raise rules.ActionRefused(gettext("Pilih menerima atau tidak menerima; tanggapan paling panjang 4.000 huruf."))
    with transaction.atomic():
        row = case.begin_objection(objection_states.RESPOND, actor=actor, objection=objection, secret=secret)
        case.move(row, objection_states.RESPOND, response=response, response_text=text.strip(), responded_at=now)
        _note("responded", row, actor, now, {"response": row.get_response_display().lower()})
        if response == objecting.SATISFIED:
            _close(row, now, why="pemohon menerima jawaban atasan")
    return row


def withdraw_objection(
    *, actor: Actor, objection: InformationObjection, now: datetime, secret: str = ""
) -> InformationObjection:
    """Take an objection back before it is answered. Raises NotAllowed for a stranger, ActionRefused once answered."""
    with transaction.atomic():
        row = case.begin_objection(objection_states.WITHDRAW, actor=actor, objection=objection, secret=secret)
        case.move(row, objection_states.WITHDRAW, closed_at=now)
        _note("withdrawn", row, actor, now, {})
    return row


def close_objection(*, objection: InformationObjection, now: datetime) -> bool:
    """The worker's closing of an answered objection whose time for a dispute is over; False when it is not."""
    with transaction.atomic():
        case.lock(objection.request)
        row = InformationObjection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
        over = row.dispute_until is not None and row.dispute_until < now
        if row.state != objection_states.ANSWERED or not over:
            return False
        row.request, row.desk = objection.request, objection.desk
        _close(row, now, why="waktu sengketa sudah lewat")
    return True


def _create(
    row: InformationRequest, lodged: rules.Lodged, channel: str, actor: Actor, now: datetime
) -> InformationObjection:
    desk = row.desk
    year = now.astimezone(desk.zone).year
    days = clock.days_for(law.OBJECTION_ANSWER, desk, now.astimezone(desk.zone).date())
    due = clock.count(desk, now, days)
    objection = InformationObjection(
        number=make_number("KBR"),
        request=row,
        desk=desk,
        register_year=year,
        register_number=RegisterCounter.objects.next_of(desk, OBJECTIONS, year),
        channel=channel,
        grounds=sorted(set(lodged.grounds)),
        case_position=lodged.case_position.strip(),
        proxy_name=lodged.proxy_name.strip(),
        proxy_address=lodged.proxy_address.strip(),
        lodged_at=now,
        promised_days=days,
        due_at=due.at,
        due_explanation=due.to_json(),
        filed_by_id=actor.person_id,
    )
    objection.save(force_insert=True)
    return objection


def _reopen(row: InformationObjection, actor: Actor, now: datetime) -> bool:
    """An upheld objection puts a request that was answered back to work, for a second notice."""
    request = row.request
    if row.outcome == objecting.REJECTED or request.state not in states.NOTIFIED:
        return False
    case.advance(request, states.REOPEN, now=now, round=request.round + 1)
    record(
        "information_request.reopened",
        actor=actor,
        subject=request.reference,
        organisation=request.organisation,
        data={**case.event_data(request), "objection": row.number},
        now=now,
    )
    return True


def _close(row: InformationObjection, now: datetime, *, why: str) -> None:
    case.move(row, objection_states.CLOSE, closed_at=now)
    _note("closed", row, SYSTEM, now, {"why": why})


def _tell_lodged(row: InformationRequest, objection: InformationObjection, now: datetime) -> None:
    case.tell(
        row,
        "objection_lodged",
        now=now,
        objection=objection.number,
        register=objection.register_label,
        answer_due=objection.due_at,
    )
    desks.tell(
        desks.holders(row.desk, Role.HEAD, now),
        "new_objection",
        reference=objection.reference,
        path=desks.office_path("objection", objection.number),
        desk=row.desk,
        now=now,
        context={"request": row.number, "due_at": objection.due_at},
    )


def _note(what: str, row: InformationObjection, actor: Actor, now: datetime, data: dict[str, Any]) -> None:
    record(
        f"information_objection.{what}",
        actor=actor,
        subject=row.reference,
        organisation=row.request.organisation,
        data=data,
        now=now,
    )
