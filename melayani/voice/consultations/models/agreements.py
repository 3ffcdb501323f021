"""Proposals with the agency's answer, the signed record, commitments and what became of them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from melayani.foundation.audit import EncryptedField
from melayani.voice.consultations.models.consultations import Consultation
from melayani.voice.consultations.models.participants import Contribution
from melayani.voice.consultations.rules import planning, recording
from melayani.voice.consultations.states import commitments

ANSWER_CHOICES = list(planning.ANSWERS.items())


class Proposal(models.Model):
    """What the forum proposes, gathered from contributions, and what the agency says to it."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="proposals")
    entry = models.PositiveIntegerField()
    text = models.TextField()
    contributions = models.ManyToManyField(Contribution, related_name="proposals")
    answer = models.CharField(max_length=8, choices=ANSWER_CHOICES, blank=True)
    reason = models.CharField(max_length=600, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "entry"], name="consultation_proposal_number"),
            models.CheckConstraint(
                name="consultation_refusal_has_reason",
                condition=~Q(answer__in=(planning.PARTLY, planning.REFUSED)) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.entry}"


class Record(models.Model):
    """The minutes (berita acara): written while the forum runs, never changed once signed by both sides."""

    consultation = models.OneToOneField(Consultation, on_delete=models.CASCADE, related_name="record")
    summary = models.TextField(blank=True)  # how the discussion went
    signers = EncryptedField(blank=True)  # JSON list of side, name, post
    # PROTECT: the sheet with the signatures, and the record that was issued by it
    scan = models.OneToOneField("attachments.Attachment", null=True, on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    scan_is_public = models.BooleanField(default=False)
    signed_on = models.DateField(null=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consultation_record_signed_whole",
                condition=Q(signed_at__isnull=True)
                | Q(signed_on__isnull=False, scan__isnull=False, document__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"record {self.pk}"


class Commitment(models.Model):
    """What the agency promised, by when and who answers for it; and the clause of a standard that it changed."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="commitments")
    entry = models.PositiveIntegerField()  # 1, 2, 3 within the consultation; never changes once the record is signed
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.SET_NULL, related_name="commitments")
    action = models.CharField(max_length=600)
    responsible = models.CharField(max_length=160)  # a post, not a person
    due = models.DateField()
    state = models.CharField(max_length=4, choices=list(commitments.LABELS.items()), default=commitments.OPEN)
    done_on = models.DateField(null=True)
    evidence = models.CharField(max_length=600, blank=True)
    service_slug = models.CharField(max_length=140, blank=True)
    component = models.CharField(max_length=24, blank=True)
    version = models.PositiveIntegerField(null=True)  # of the standard that holds the changed clause
    created_at = models.DateTimeField()
    overdue_told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "due", "id"], name="consultation_promise_due"),
            models.Index(fields=["service_slug", "id"], name="consultation_promise_service"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "entry"], name="consultation_promise_number"),
            models.CheckConstraint(
                name="consultation_done_has_evidence",
                condition=Q(state=commitments.OPEN, done_on__isnull=True)
                | Q(state=commitments.DONE, done_on__isnull=False) & ~Q(evidence=""),
            ),
            models.CheckConstraint(
                name="consultation_clause_whole",
                condition=Q(version__isnull=True) | ~Q(service_slug="") & ~Q(component=""),
            ),
        ]

    def __str__(self) -> str:
        return self.action[:60]

    @property
    def number(self) -> str:
        """Tells two commitments of one consultation apart, on desks and in letters."""
        return recording.commitment_number(self.consultation.number, self.entry)

    def is_late(self, today: date) -> bool:
        return planning.is_late(due=self.due, done_on=self.done_on, today=today)


class Progress(models.Model):
    """One step on the way of a commitment; append-only."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="steps")
    text = models.CharField(max_length=600)
    # PROTECT: the evidence stays with what it proves
    attachment = models.OneToOneField("attachments.Attachment", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text[:60]


class Publication(models.Model):
    """Where and when the result was made known beside the public page."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="publications")
    medium = models.CharField(max_length=160)
    published_on = models.DateField()
    evidence = models.CharField(max_length=600)

    def __str__(self) -> str:
        return self.medium
