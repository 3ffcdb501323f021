"""The meeting about a round: call it, note who said what, agree, answer what was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from melayani.foundation.audit import Actor, record
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.oversight.reporting import access
from melayani.oversight.reporting.actions.refusing import ReportRefused
from melayani.oversight.reporting.models import ActionPoint, Meeting, Report, Round, Turn


def call_meeting(
    *,
    actor: Actor,
    one: Round,
    title: str,
    starts_at: datetime,
    order: Sequence[Organisation],
    now: datetime,
    link: str = "",
    agenda: str = "",
) -> Meeting:
    """Call a meeting about a round, the units in the order in which they present. Records meeting.called."""
    asked_by = one.campaign.asked_by
    if not access.may_ask(actor, asked_by):
        raise ReportRefused("Anda tidak berwenang mengadakan pertemuan ini.")
    if not title.strip() or not order:
        raise ReportRefused("Sebutkan judul dan paling sedikit satu unit.")
    with transaction.atomic():
        meeting = Meeting.objects.create(
            round=one,
            held_by=asked_by,
            title=title.strip()[:160],
            starts_at=starts_at,
            link=link,
            agenda=agenda.strip()[:2000],
        )
        turns = [Turn(meeting=meeting, organisation=unit, place=place) for place, unit in enumerate(order, start=1)]
        Turn.objects.bulk_create(turns)
        _record("meeting.called", meeting, actor=actor, data={"units": len(turns)}, now=now)
    return meeting


def note_turn(
    *, actor: Actor, meeting: Meeting, notes: dict[int, str], now: datetime, whole: str | None = None
) -> None:
    """Write down what was said: `notes` by the key of a turn, `whole` for the meeting. Records meeting.noted, when
    anything was said."""
    if not access.may_ask(actor, meeting.held_by):
        raise ReportRefused("Anda tidak berwenang mencatat pertemuan ini.")
    if not notes and whole is None:
        return
    with transaction.atomic():
        if whole is not None:
            meeting.notes = whole.strip()[:8000]
            meeting.save(update_fields=["notes"])
        turns = list(Turn.objects.select_for_update().filter(meeting=meeting, pk__in=list(notes)))
        for turn in turns:
            turn.notes = notes[turn.pk].strip()[:4000]
        Turn.objects.bulk_update(turns, ["notes"])
        _record("meeting.noted", meeting, actor=actor, data={"turns": len(turns)}, now=now)


def agree(
    *, actor: Actor, meeting: Meeting, organisation: Organisation, text: str, due_on: date, now: datetime
) -> ActionPoint:
    """Write down what a unit took on; it returns in its next reports. Records meeting.agreed."""
    if not access.may_ask(actor, meeting.held_by):
        raise ReportRefused("Anda tidak berwenang mencatat kesepakatan ini.")
    if not meeting.turns.filter(organisation=organisation).exists():
        raise ReportRefused("Unit ini tidak ikut dalam pertemuan.")
    if len(text.strip()) < 5:
        raise ReportRefused("Tulis apa yang disepakati.")
    with transaction.atomic():
        point = ActionPoint.objects.create(
            meeting=meeting, organisation=organisation, text=text.strip()[:500], due_on=due_on
        )
        data = {"unit": organisation.slug, "due_on": due_on.isoformat()}
        _record("meeting.agreed", meeting, actor=actor, data=data, now=now)
    return point


def answer_point(
    *, actor: Actor, report: Report, point: ActionPoint, answer: str, done: bool, now: datetime
) -> ActionPoint:
    """Say in a report what became of an agreed point. Records meeting.answered."""
    if not access.may_report(actor, report.organisation) or point.organisation_id != report.organisation_id:
        raise ReportRefused("Anda tidak berwenang menjawab kesepakatan ini.")
    if not report.writable_at(now):
        raise ReportRefused("Laporan tidak dapat diubah lagi.")
    with transaction.atomic():
        point.answer, point.answered_in = answer.strip()[:500], report
        point.done_at = now if done else None
        point.save(update_fields=["answer", "answered_in", "done_at"])
        data = {"unit": report.organisation.slug, "done": done}
        _record("meeting.answered", point.meeting, actor=actor, data=data, now=now)
    return point


def _record(name: str, meeting: Meeting, *, actor: Actor, data: dict[str, Any], now: datetime) -> None:
    subject = Reference(kind="meeting", number=str(meeting.pk))
    record(name, actor=actor, subject=subject, organisation=meeting.held_by, data=data, now=now)
