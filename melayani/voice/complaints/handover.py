"""Cases as rows of the field map of SP4N-LAPOR!. An anonymous reporter is named nowhere."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Prefetch

from melayani.foundation.attachments.models import Attachment
from melayani.voice.complaints import access
from melayani.voice.complaints.exchange import NO, YES
from melayani.voice.complaints.models import KIND, Complaint, ComplaintQuerySet, Entry


def loaded(rows: ComplaintQuerySet) -> list[Complaint]:
    """The cases with what a row of the file needs; two queries."""
    answers = Prefetch("entries", Entry.objects.answers().order_by("-at", "-pk"), to_attr="answers_given")
    return list(rows.select_related(*access.LOADED).prefetch_related(answers).order_by("received_at", "pk"))


def contents(rows: Sequence[Complaint]) -> list[dict[str, str]]:
    """The rows (of `loaded`) by the keys of the field map; one query for the attachments of all."""
    numbers = [row.number for row in rows]
    held = Attachment.objects.filter(owner_kind=KIND, owner_number__in=numbers).exclude(state="removed")
    files: dict[str, int] = {}
    for number in held.values_list("owner_number", flat=True):
        files[number] = files.get(number, 0) + 1
    return [_row(row, files.get(row.number, 0)) for row in rows]


def _row(row: Complaint, files: int) -> dict[str, str]:
    answers: list[Entry] = getattr(row, "answers_given", [])
    return {
        "number": row.number,
        "tracking": row.external_number,
        "kind": str(row.get_kind_display()),
        "class": row.get_complaint_class_display(),
        "title": row.heading,
        "text": row.text,
        "category": row.category.name if row.category else "",
        "organisation": row.organisation.name,
        "service": row.service.title if row.service else "",
        "address": row.address,
        "region": str(row.region_id or ""),
        "latitude": str(row.latitude) if row.latitude is not None else "",
        "longitude": str(row.longitude) if row.longitude is not None else "",
        "occurred_on": row.occurred_on.isoformat() if row.occurred_on else "",
        "received_at": row.received_at.isoformat(),
        "channel": row.get_channel_display(),
        "anonymous": YES if row.anonymous else NO,
        "secret": YES if row.secret_content else NO,
        "reporter_name": "" if row.anonymous else row.name,
        "reporter_contact": "" if row.anonymous else row.email or row.phone,
        "state": row.words.officer,
        "answered_at": row.answered_at.isoformat() if row.answered_at else "",
        "answer": answers[0].text if answers else "",
        "attachments": str(files),
    }
