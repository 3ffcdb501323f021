"""What follows from a published period: a plan line by line, and where the result was announced."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from melayani.foundation.audit import Actor, record
from melayani.voice.surveys import access, rules, states
from melayani.voice.surveys.instrument import media
from melayani.voice.surveys.models import FollowUp, Period, Publication


class FollowUpRefused(Exception):
    """The line or the announcement cannot be kept; the text says why."""


def plan_follow_up(
    *, actor: Actor, period: Period, element: str, action: str, target: date, responsible: str, now: datetime
) -> FollowUp:
    """Add a line to the plan of a published period. It is public at once. Raises FollowUpRefused."""
    _demand_published(actor, period)
    _demand(element in rules.load_instrument().keys, "Unsur itu tidak dikenal.")
    _demand(bool(action.strip()) and bool(responsible.strip()), "Isi apa yang dilakukan dan penanggung jawabnya.")
    _demand(target >= _today(period, now), "Target paling cepat hari ini.")
    with transaction.atomic():
        row = FollowUp.objects.create(
            period=period,
            element=element,
            action=action.strip()[:500],
            responsible=responsible.strip()[:160],
            target=target,
            created_at=now,
        )
        _record("survey.follow_up_planned", actor, period, now, element=element, target=target.isoformat())
    return row


def finish_follow_up(*, actor: Actor, follow_up: FollowUp, done_on: date, evidence: str, now: datetime) -> FollowUp:
    """Say that a line is done, since when and what shows it. Raises FollowUpRefused."""
    period = follow_up.period
    _demand_published(actor, period)
    _demand(bool(evidence.strip()), "Tulis bukti yang menunjukkannya.")
    began = (period.published_at or now).astimezone(period.organisation.zone).date()
    _demand(began <= done_on <= _today(period, now), "Hari selesai di antara hari terbit dan hari ini.")
    with transaction.atomic():
        row = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
        _demand(row.done_on is None, "Baris ini sudah selesai.")
        row.done_on, row.evidence = done_on, evidence.strip()[:500]
        row.save(update_fields=["done_on", "evidence"])
        _record("survey.follow_up_done", actor, period, now, element=row.element, day=done_on.isoformat())
    return row


def change_follow_up(
    *, actor: Actor, follow_up: FollowUp, element: str, action: str, target: date, responsible: str, now: datetime
) -> FollowUp:
    """Correct a line that is not done; the event keeps the words and the day before. Raises FollowUpRefused."""
    period = follow_up.period
    _demand_published(actor, period)
    _demand(element in rules.load_instrument().keys, "Unsur itu tidak dikenal.")
    _demand(bool(action.strip()) and bool(responsible.strip()), "Isi apa yang dilakukan dan penanggung jawabnya.")
    with transaction.atomic():
        row = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
        _demand(row.done_on is None, "Baris ini sudah selesai.")
        _demand(target == row.target or target >= _today(period, now), "Target paling cepat hari ini.")
        before = f"{row.target.isoformat()}: {row.action}"
        row.element, row.target = element, target
        row.action, row.responsible = action.strip()[:500], responsible.strip()[:160]
        row.save(update_fields=["element", "action", "target", "responsible"])
        _record("survey.follow_up_changed", actor, period, now, element=element, before=before)
    return row


def withdraw_follow_up(*, actor: Actor, follow_up: FollowUp, now: datetime) -> None:
    """Take back a line on the day it was written; afterwards it is a promise that everybody read. FollowUpRefused."""
    period = follow_up.period
    _demand_published(actor, period)
    with transaction.atomic():
        row = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
        _demand(row.done_on is None, "Baris ini sudah selesai.")
        written = row.created_at.astimezone(period.organisation.zone).date()
        _demand(written == _today(period, now), "Rencana dihapus hanya pada hari ditulis; sesudah itu ubah isinya.")
        _record("survey.follow_up_withdrawn", actor, period, now, element=row.element, before=row.action)
        row.delete()


def reopen_follow_up(*, actor: Actor, follow_up: FollowUp, now: datetime) -> FollowUp:
    """A line was noted as done by mistake: it runs again. Raises FollowUpRefused."""
    period = follow_up.period
    _demand_published(actor, period)
    with transaction.atomic():
        row = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
        _demand(row.done_on is not None, "Baris ini masih berjalan.")
        before = f"{row.done_on}: {row.evidence}"
        row.done_on, row.evidence = None, ""
        row.save(update_fields=["done_on", "evidence"])
        _record("survey.follow_up_reopened", actor, period, now, element=row.element, before=before)
    return row


def withdraw_publication(*, actor: Actor, publication: Publication, now: datetime) -> None:
    """Take back an announcement that was noted by mistake. Raises FollowUpRefused."""
    period = publication.period
    _demand_published(actor, period)
    with transaction.atomic():
        told = {"medium": publication.medium, "day": publication.published_on.isoformat()}
        _record("survey.announcement_withdrawn", actor, period, now, **told)
        Publication.objects.filter(pk=publication.pk).delete()


def record_publication(
    *, actor: Actor, period: Period, medium: str, published_on: date, evidence: str, now: datetime
) -> Publication:
    """Keep where and when the result was announced. Raises FollowUpRefused."""
    _demand_published(actor, period)
    _demand(medium in media(), "Media itu tidak dikenal.")
    _demand(bool(evidence.strip()), "Tulis bukti yang menunjukkannya.")
    _demand(period.ends_on < published_on <= _today(period, now), "Tanggalnya di antara akhir periode dan hari ini.")
    try:
        with transaction.atomic():
            row = Publication.objects.create(
                period=period, medium=medium, published_on=published_on, evidence=evidence.strip()[:500]
            )
            _record("survey.result_announced", actor, period, now, medium=medium, day=published_on.isoformat())
    except IntegrityError as error:
        raise FollowUpRefused("Pengumuman itu sudah dicatat.") from error
    return row


def _demand_published(actor: Actor, period: Period) -> None:
    _demand(access.may_publish(actor, period.organisation), "Hanya kepala unit atau biro organisasi yang mencatat ini.")
    _demand(period.state == states.PUBLISHED, "Terbitkan dulu hasil periode ini.")


def _today(period: Period, now: datetime) -> date:
    return now.astimezone(period.organisation.zone).date()


def _record(name: str, actor: Actor, period: Period, now: datetime, **data: str) -> None:
    record(name, actor=actor, subject=period.reference, organisation=period.organisation, data=data, now=now)


def _demand(allowed: bool, why: str) -> None:
    if not allowed:
        raise FollowUpRefused(why)
