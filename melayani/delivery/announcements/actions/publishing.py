"""Publish, extend, withdraw; what the calendar proposes; the end that comes by itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from melayani.delivery.announcements import queries, recipients, rules, states
from melayani.delivery.announcements.case import demand_speaker, locked, record_step, step
from melayani.delivery.announcements.models import Announcement, Telling
from melayani.delivery.announcements.rules import AnnouncementRefused
from melayani.foundation.audit import SYSTEM, Actor
from melayani.foundation.ui.format import format_moment


def publish_announcement(*, actor: Actor, announcement: Announcement, now: datetime) -> Announcement:
    """Let everybody read it, and let the worker begin to send it to those it is told to. Raises AnnouncementRefused."""
    demand_speaker(actor, announcement.organisation)
    with transaction.atomic():
        row = locked(announcement)
        after = step(row, "publish")
        rules.demand_span(row.valid_from, row.valid_until, now=now)
        row.state, row.published_at, row.changed_at = after, now, now
        row.withdrawal_proposed = ""
        row.save(update_fields=["state", "published_at", "changed_at", "withdrawal_proposed"])
        people = recipients.count_people(row, now)
        if people:
            Telling.objects.create(announcement=row, expected=people, started_at=now, changed_at=now, count_at=now)
        record_step("announcement.published", actor, row, now, people=people, title=row.title)
    queries.forget()
    return row


def extend_announcement(
    *, actor: Actor, announcement: Announcement, valid_until: datetime | None, now: datetime
) -> Announcement:
    """Let it hold until another moment, or until further notice; one that is over comes back. Raises
    AnnouncementRefused."""
    demand_speaker(actor, announcement.organisation)
    with transaction.atomic():
        row = locked(announcement)
        after = step(row, "extend")
        rules.demand_span(row.valid_from, valid_until, now=now)
        if row.affects_from is not None and row.affects_until == row.valid_until:
            row.affects_until = valid_until
        row.state, row.valid_until, row.changed_at, row.closed_at = after, valid_until, now, None
        row.version, row.withdrawal_proposed = row.version + 1, ""
        row.save()
        until = format_moment(valid_until, row.organisation) if valid_until else "ada kabar lain"
        record_step("announcement.extended", actor, row, now, until=until)
    queries.forget()
    return row


def withdraw_announcement(*, actor: Actor, announcement: Announcement, reason: str, now: datetime) -> Announcement:
    """Take it back for good, with the reason; a sending that runs stops. Raises AnnouncementRefused."""
    demand_speaker(actor, announcement.organisation)
    said = rules.demand_reason(reason)
    with transaction.atomic():
        row = locked(announcement)
        row.state, row.reason, row.closed_at, row.changed_at = step(row, "withdraw"), said, now, now
        row.version, row.withdrawal_proposed = row.version + 1, ""
        row.save(update_fields=["state", "reason", "closed_at", "changed_at", "version", "withdrawal_proposed"])
        Telling.objects.filter(announcement=row, state=states.RUNNING).update(state=states.STOPPED, changed_at=now)
        record_step("announcement.withdrawn", actor, row, now, reason=said)
    queries.forget()
    return row


def propose_withdrawal(*, announcement: Announcement, reason: str, now: datetime) -> Announcement:
    """Note that the calendar no longer says what the announcement says; an officer decides. Twice does no harm."""
    with transaction.atomic():
        row = locked(announcement)
        if row.state in states.FINAL or row.state == states.OVER or row.withdrawal_proposed:
            return row
        row.withdrawal_proposed = reason[:200]
        row.save(update_fields=["withdrawal_proposed"])
        record_step("announcement.withdrawal_proposed", SYSTEM, row, now, reason=reason)
    return row


def end_announcement(*, announcement: Announcement, now: datetime) -> Announcement:
    """Note that its time is over. Pages stopped to show it at that moment already. Twice does no harm."""
    with transaction.atomic():
        row = locked(announcement)
        ended = row.valid_until is not None and row.valid_until <= now
        if row.state != states.PUBLISHED or not ended:
            return row
        row.state, row.closed_at = step(row, "end"), now
        row.save(update_fields=["state", "closed_at"])
        Telling.objects.filter(announcement=row, state=states.RUNNING).update(state=states.STOPPED, changed_at=now)
        record_step("announcement.over", SYSTEM, row, now)
    return row


def stop_telling(*, actor: Actor, announcement: Announcement, now: datetime) -> Telling:
    """Stop the sending after the batch that runs; messages that wait in the outbox still go. Raises
    AnnouncementRefused."""
    return _turn(actor, announcement, states.RUNNING, states.STOPPED, "announcement.telling_stopped", now)


def resume_telling(*, actor: Actor, announcement: Announcement, now: datetime) -> Telling:
    """Let the sending go on where it stopped. Raises AnnouncementRefused."""
    return _turn(actor, announcement, states.STOPPED, states.RUNNING, "announcement.telling_resumed", now)


def _turn(actor: Actor, announcement: Announcement, before: str, after: str, event: str, now: datetime) -> Telling:
    demand_speaker(actor, announcement.organisation)
    with transaction.atomic():
        row = locked(announcement)
        telling = Telling.objects.select_for_update(of=("self",)).filter(announcement=row).first()
        if telling is None or telling.state != before:
            raise AnnouncementRefused("Pengiriman ini tidak sedang dalam keadaan itu. Muat ulang halamannya.")
        if after == states.RUNNING and row.state != states.PUBLISHED:
            raise AnnouncementRefused("Pengumuman ini tidak terbit lagi.")
        telling.state, telling.changed_at, telling.count_at = after, now, now
        telling.save(update_fields=["state", "changed_at", "count_at"])
        record_step(event, actor, row, now, queued=telling.queued)
    return telling
