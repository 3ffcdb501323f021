"""What the public reads: put it there, change it, take it away. What the reporter wrote stays sealed in the case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from melayani.foundation.audit import Actor
from melayani.voice.complaints import case, entries, publishing, rules, states, telling
from melayani.voice.complaints.models import Complaint, Publication


def publish(*, actor: Actor, complaint: Complaint, title: str, text: str, now: datetime) -> Complaint:
    """Show a verified report to everybody with this title and text; what the reporter wrote stays sealed in the case.

    Raises NotAllowed, InputRefused, ActionRefused for a secret one, one about misconduct, or one that is shown already.
    """
    heading, body = publishing.checked(title, text)
    with transaction.atomic():
        row = case.begin(states.PUBLISH, actor=actor, complaint=complaint)
        if row.publication == Publication.PUBLISHED:
            raise rules.ActionRefused("Laporan ini sudah tayang. Untuk mengubahnya, samarkan bagian yang tayang.")
        shown = publishing.shown(row, title=heading, text=body, now=now)
        case.keep(row, now=now, **shown)
        entries.record_event("complaint.published", actor, row, now)
        case.tell(row, "published", now=now, dedupe="published")
    return row


def redact(*, actor: Actor, complaint: Complaint, title: str, text: str, now: datetime) -> Complaint:
    """Change what is shown; the words that stood there before are kept encrypted, for officers only.

    Raises NotAllowed, InputRefused, ActionRefused when nothing is shown or nothing changes.
    """
    heading, body = publishing.checked(title, text)
    with transaction.atomic():
        row = case.begin(states.REDACT, actor=actor, complaint=complaint)
        if (heading, body) == (row.public_title, row.public_text):
            raise rules.ActionRefused("Judul dan isinya masih sama dengan yang tayang.")
        publishing.seal(row, actor=actor, now=now)
        shown = publishing.shown(row, title=heading, text=body, now=now)
        case.keep(row, now=now, **shown)
        entries.record_event("complaint.redacted", actor, row, now)
    return row


def withhold(*, actor: Actor, complaint: Complaint, reason: str, now: datetime) -> Complaint:
    """Do not show the report, or no more; what stood there is kept encrypted. Raises NotAllowed, ActionRefused."""
    why = telling.words(reason, what="alasan")
    with transaction.atomic():
        row = case.begin(states.WITHHOLD, actor=actor, complaint=complaint)
        publishing.seal(row, actor=actor, now=now)
        hidden = publishing.taken_away(Publication.WITHHELD)
        case.keep(row, now=now, **hidden)
        entries.record_event("complaint.withheld", actor, row, now, reason=why)
    return row
