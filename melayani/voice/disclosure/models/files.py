"""Files of a request, and what was blacked out in a redacted copy; the windows in which an objection is possible."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from melayani.foundation.audit import EncryptedField
from melayani.voice.disclosure.models.requests import FileKind, InformationRequest


class RequestFile(models.Model):
    """A file of a request: what the requester gave, what is handed over, and originals that stay with the office."""

    request = models.ForeignKey(InformationRequest, on_delete=models.CASCADE, related_name="files")
    # PROTECT: a file goes only by the retention of its case
    attachment = models.OneToOneField("attachments.Attachment", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=FileKind.choices)
    round = models.PositiveSmallIntegerField(default=1)
    # PROTECT: a redacted copy without its original could not be checked
    original = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="redacted_copy")
    objection = models.ForeignKey(
        "disclosure.InformationObjection", null=True, on_delete=models.CASCADE, related_name="files"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="disclosure_file_kind_known", condition=Q(kind__in=FileKind.values)),
            models.CheckConstraint(
                name="disclosure_file_original_of_delivered", condition=Q(original__isnull=True) | Q(kind="delivered")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} file of request {self.request_id}"


class RedactionMark(models.Model):
    """One place that was blacked out in a delivered copy, and by which ground."""

    file = models.ForeignKey(RequestFile, on_delete=models.CASCADE, related_name="marks")
    position = models.PositiveSmallIntegerField()
    page = models.PositiveSmallIntegerField(null=True)
    what = EncryptedField()
    ground = models.CharField(max_length=8)  # key of law.refusal_grounds()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "position"], name="disclosure_mark_once"),
        ]

    def __str__(self) -> str:
        return f"mark {self.position} of file {self.file_id}"


class WindowQuerySet(models.QuerySet["ObjectionWindow"]):
    def open_at(self, now: datetime) -> WindowQuerySet:
        return self.filter(opened_at__lte=now, closes_at__gte=now)


class ObjectionWindow(models.Model):
    """A ground on which the requester may object: when it arose, until when it may be used, and why until then."""

    request = models.ForeignKey(InformationRequest, on_delete=models.CASCADE, related_name="windows")
    ground = models.CharField(max_length=1)
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    explanation = models.JSONField()  # workdays' Due.to_json()

    objects = WindowQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["closes_at"], name="disclosure_window_end")]
        constraints = [
            models.UniqueConstraint(fields=["request", "ground"], name="disclosure_window_once"),
            models.CheckConstraint(name="disclosure_window_closes_later", condition=Q(closes_at__gte=F("opened_at"))),
        ]

    def __str__(self) -> str:
        return f"ground {self.ground} of request {self.request_id}"
