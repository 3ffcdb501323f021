"""What the verbs share: locking a row, refusing in words, writing down what happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from melayani.delivery.announcements import access, states
from melayani.delivery.announcements.models import Announcement
from melayani.delivery.announcements.rules import AnnouncementRefused
from melayani.foundation.audit import Actor, record

NOT_YOURS = "Anda tidak berwenang berbicara atas nama kantor ini."


def demand_speaker(actor: Actor, organisation: Any) -> None:
    """Raises AnnouncementRefused for anybody who does not speak for the office."""
    if not access.may_speak(actor, organisation):
        raise AnnouncementRefused(NOT_YOURS)


def locked(announcement: Announcement) -> Announcement:
    """The row as it is now, held until the transaction ends."""
    rows = Announcement.objects.select_for_update(of=("self",)).select_related(*access.LOADED)
    return rows.get(pk=announcement.pk)


def step(row: Announcement, action: str) -> str:
    """The state that `action` leads to; raises AnnouncementRefused when it is not possible now."""
    after = states.next_state(row.state, action)
    if after is None:
        raise AnnouncementRefused(f"Tidak dapat dilakukan: keadaannya {states.LABELS[row.state].lower()}.")
    return after


def record_step(name: str, actor: Actor, row: Announcement, now: datetime, **data: Any) -> None:
    """Write the event about this announcement."""
    record(name, actor=actor, subject=row.reference, organisation=row.organisation, data=data, now=now)
