"""What happened on a case: what was said, dispositions, pauses of the clock, rungs climbed, people who joined."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import F, Q

from melayani.foundation.audit import EncryptedField
from melayani.foundation.numbers.rules import Reference
from melayani.voice.complaints.models.cases import Complaint
from melayani.voice.complaints.models.choices import ENTRY_KIND, EntryKind, Visibility

REPORTERS_KINDS = ("completion", "reply", "contest")


class AppendOnly(Exception):
    """What was said on a case is never changed and never removed; a correction is a new row that points at the old."""


class EntryQuerySet(models.QuerySet["Entry"]):
    def for_reporter(self) -> EntryQuerySet:
        return self.exclude(visibility=Visibility.INTERNAL)

    def public(self) -> EntryQuerySet:
        return self.filter(visibility=Visibility.PUBLIC)

    def answers(self) -> EntryQuerySet:
        return self.filter(kind__in=[EntryKind.ANSWER, EntryKind.CORRECTION])

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly


class Entry(models.Model):
    """One thing said on a case, by the office or by the reporter. Append-only."""

    # PROTECT: what was said stays as long as the case; who said it stays known
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="entries", db_index=False)
    kind = models.CharField(max_length=20, choices=EntryKind.choices)
    text = EncryptedField()
    public_text = models.TextField(blank=True)  # what the public reads of an answer, when it is not the same
    visibility = models.CharField(max_length=10, choices=Visibility.choices)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    by_reporter = models.BooleanField(default=False)
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    external_id = models.CharField(max_length=120, blank=True)  # of the system that sent it, so that it comes once
    at = models.DateTimeField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["complaint", "at"], name="complaint_entry_order"),
            models.Index(fields=["visibility", "at"], name="complaint_entry_public"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="complaint_entry_external_once"
            ),
            models.CheckConstraint(name="complaint_entry_kind_known", condition=Q(kind__in=EntryKind.values)),
            models.CheckConstraint(
                name="complaint_entry_visibility_known", condition=Q(visibility__in=Visibility.values)
            ),
            models.CheckConstraint(
                name="complaint_entry_correction_points",
                condition=Q(kind=EntryKind.CORRECTION, corrects__isnull=False)
                | (~Q(kind=EntryKind.CORRECTION) & Q(corrects__isnull=True)),
            ),
            models.CheckConstraint(
                name="complaint_entry_note_internal",
                condition=~Q(kind=EntryKind.NOTE) | Q(visibility=Visibility.INTERNAL),
            ),
            models.CheckConstraint(
                name="complaint_entry_reporter_said",
                condition=Q(kind__in=REPORTERS_KINDS, by_reporter=True)
                | (~Q(kind__in=REPORTERS_KINDS) & Q(by_reporter=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of complaint {self.complaint_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    @property
    def reference(self) -> Reference:
        """The owner of the files that were given with it."""
        return Reference(kind=ENTRY_KIND, number=str(self.pk))


class DispositionQuerySet(models.QuerySet["Disposition"]):
    def open(self) -> DispositionQuerySet:
        return self.filter(returned_at__isnull=True)


class Disposition(models.Model):
    """A hand-over of a case to another unit with an instruction. Returned ones stay, with the reason."""

    # PROTECT: the way of a case through the house stays known
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="dispositions", db_index=False)
    from_organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    to_organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    instruction = EncryptedField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    return_reason = EncryptedField(blank=True)

    objects = DispositionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["complaint", "at"], name="complaint_disposition_order")]
        constraints = [
            models.CheckConstraint(
                name="complaint_disposition_returned_later",
                condition=Q(returned_at__isnull=True) | Q(returned_at__gte=F("at")),
            ),
            models.CheckConstraint(
                name="complaint_disposition_elsewhere", condition=~Q(from_organisation=F("to_organisation"))
            ),
        ]

    def __str__(self) -> str:
        return f"disposition of complaint {self.complaint_id}"


class StandstillQuerySet(models.QuerySet["Pause"]):
    def open(self) -> StandstillQuerySet:
        return self.filter(until__isnull=True)


class Pause(models.Model):
    """A time in which the clocks of a case stand: the reporter was asked to complete the report."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="pauses")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = StandstillQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"], condition=Q(until__isnull=True), name="complaint_pause_one_open"
            ),
            models.CheckConstraint(
                name="complaint_pause_ends_after_start", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"pause of complaint {self.complaint_id}"


class Escalation(models.Model):
    """A rung of the ladder that was climbed: who was told, at which organisation, how many."""

    # PROTECT: part of the record of the case
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="escalations", db_index=False)
    step = models.CharField(max_length=40)
    round = models.PositiveSmallIntegerField(default=1)
    level = models.CharField(max_length=12)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    told = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["complaint", "step", "round"], name="complaint_escalation_once"),
        ]
        indexes = [models.Index(fields=["organisation", "at"], name="complaint_escalation_place")]

    def __str__(self) -> str:
        return f"{self.step} of complaint {self.complaint_id}"


class Follower(models.Model):
    """Somebody with the same problem who joined a published report; told at each public change."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="followers", db_index=False)
    contact = models.ForeignKey("messaging.Contact", on_delete=models.CASCADE, related_name="+")
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["complaint", "contact"], name="complaint_follower_once"),
        ]

    def __str__(self) -> str:
        return f"follower of complaint {self.complaint_id}"
