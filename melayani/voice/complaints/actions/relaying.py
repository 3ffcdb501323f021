"""What a reporter says at another system, which sends it with its key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from melayani.foundation.people import ApiClient
from melayani.voice.complaints import access, case, clock, entries, rules, states, telling
from melayani.voice.complaints.models import Complaint, Entry, EntryKind, Visibility

EXTERNAL_ID_MAX = 100


def relay(
    *,
    actor: ApiClient,
    complaint: Complaint,
    text: str,
    external_id: str,
    now: datetime,
    files: Sequence[UUID] = (),
) -> Entry:
    """Add the reporter's words to a case that the sender may speak for; the same `external_id` again changes nothing.

    After an answer the time of silence begins anew, as by `reply`. Raises NotAllowed, InputRefused, ActionRefused.
    """
    words = rules.clean(text)
    if not words or len(words) > rules.TEXT_MAX:
        raise rules.InputRefused({"text": "Tulis isinya, paling panjang 10.000 huruf."})
    if not 1 <= len(external_id) <= EXTERNAL_ID_MAX:
        raise rules.InputRefused({"external_id": f"Wajib, paling panjang {EXTERNAL_ID_MAX} huruf."})
    mark = f"{actor.id}:{external_id}"
    with transaction.atomic():
        row = case.lock(complaint)
        if not access.relays(actor, row):
            raise rules.NotAllowed("Kunci API ini tidak dapat menambahkan keterangan pada laporan ini.")
        before = Entry.objects.filter(external_id=mark).first()
        if before is not None:
            return _same(before, row)
        if why := states.why_not_yet(row.state, states.REPLY, case.facts_of(row)):
            raise rules.ActionRefused(" ".join(why))
        said = entries.say(
            row, EntryKind.REPLY, words, Visibility.REPORTER, actor=actor, now=now, files=files, external_id=mark
        )
        if row.state == states.ANSWERED:
            clock.begin_silence(row, now)
        case.advance(row, states.REPLY, now=now)
        entries.record_event("complaint.replied", actor, row, now)
        telling.heard(row, "replied", now=now)
    return said


def _same(before: Entry, row: Complaint) -> Entry:
    if before.complaint_id != row.pk:
        raise rules.InputRefused({"external_id": "Nomor ini sudah dipakai untuk laporan lain."})
    return before
