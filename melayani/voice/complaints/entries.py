"""Put down what was said on a case, with its files. What stands is never changed (models.records.Entry)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.audit import Actor, record
from melayani.voice.complaints import case, rules
from melayani.voice.complaints.models import Complaint, Entry
from melayani.voice.complaints.models.records import REPORTERS_KINDS


def say(
    row: Complaint,
    kind: str,
    text: str,
    visibility: str,
    *,
    actor: Actor,
    now: datetime,
    files: Sequence[UUID] = (),
    public_text: str = "",
    corrects: Entry | None = None,
    external_id: str = "",
) -> Entry:
    """Write one entry of the case and claim the files given with it. Raises InputRefused for too many files."""
    if len(files) > rules.FILES_MAX:
        raise rules.InputRefused({"files": "Paling banyak 20 berkas. Hapus sebagian."})
    entry = Entry.objects.create(
        complaint=row,
        kind=kind,
        text=text,
        public_text=public_text,
        visibility=visibility,
        corrects=corrects,
        by_id=actor.person_id,
        by_reporter=kind in REPORTERS_KINDS,
        organisation=row.organisation,
        external_id=external_id,
        at=now,
    )
    if files:
        attachments.claim(ids=files, owner=entry.reference, actor=actor, now=now)
    return entry


def record_event(name: str, actor: Actor, row: Complaint, now: datetime, **data: Any) -> None:
    """Write the event `name` of a case with what every event of a case carries, and `data`; nothing personal in it."""
    record(
        name,
        actor=actor,
        subject=row.reference,
        organisation=row.organisation,
        data={**case.event_data(row), **data},
        now=now,
    )


def translated(text: str) -> Promise:
    """A marked text of states.py, in the language in which it is read."""
    return gettext_lazy(text)
