"""Photos and PDFs that show what a report says: of the report, or of one constraint, strategy or innovation in it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Count, QuerySet, Sum

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.rules import NotYours
from melayani.foundation.audit import Actor
from melayani.oversight.reporting.actions.refusing import ReportRefused, reference_of
from melayani.oversight.reporting.actions.writable import begin, record_step, writable
from melayani.oversight.reporting.models import Evidence, Remark, Report
from melayani.oversight.reporting.rules import evidence as bounds


def add_evidence(
    *, actor: Actor, report: Report, file: uuid.UUID, title: str, now: datetime, entry: Remark | None = None
) -> Evidence:
    """Make an upload of the actor's part of the report, or of one of its entries. Records report.proof_added.

    Raises ReportRefused without the right, after sending, without words, when the report has enough files, or when the
    file is not the actor's.
    """
    said = " ".join(title.split())[: bounds.TITLE_AT_MOST]
    if not said:
        raise ReportRefused("Tulis apa yang ditunjukkan berkas ini.")
    with transaction.atomic():
        row = writable(actor, report, now)
        if entry is not None and entry.report_id != row.pk:
            raise ReportRefused("Catatan ini bukan dari laporan ini.")
        held = Evidence.objects.filter(report=row).aggregate(files=Count("pk"), size=Sum("attachment__size", default=0))
        try:
            (taken,) = attachments.claim(ids=[file], owner=reference_of(row), actor=actor, now=now)
        except NotYours as refused:
            raise ReportRefused(str(refused)) from refused
        if why := bounds.why_not_more(held["files"], held["size"], taken.size):
            raise ReportRefused(why)  # the whole transaction is taken back: the file belongs to nothing again
        made = Evidence.objects.create(report=row, entry=entry, attachment=taken, title=said, added_at=now)
        begin(row, now)
        record_step(name="report.proof_added", row=row, actor=actor, data={"title": said}, now=now)
    return made


def remove_evidence(*, actor: Actor, report: Report, evidence: Evidence, now: datetime) -> None:
    """Take a file out of a report that is still being written; its bytes go. Records report.proof_removed."""
    with transaction.atomic():
        row = writable(actor, report, now)
        drop(Evidence.objects.filter(pk=evidence.pk, report=row), actor=actor, now=now)
        record_step(name="report.proof_removed", row=row, actor=actor, data={"title": evidence.title}, now=now)


def drop(found: QuerySet[Evidence], *, actor: Actor, now: datetime) -> None:
    """Delete evidence with its bytes; inside the caller's transaction."""
    for one in found.select_related("attachment"):
        attachment = one.attachment
        one.delete()
        attachments.remove(attachment=attachment, actor=actor, now=now)
