"""Invitations on one side, answers on the other, and nothing that joins them.

An invitation knows its case and whether it was used, not when. An answer knows service, unit and local day. They share
no key, no moment and no order (ids of answers are random), and are written in one transaction.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from melayani.foundation.audit import EncryptedField, keyed_hash
from melayani.foundation.numbers.rules import Reference
from melayani.voice.surveys import rules


def token_hash(token: str) -> str:
    """The hash by which the invitation behind a link is found."""
    return keyed_hash(token, purpose="surveys.invitation.token")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def of(self, reference: Reference) -> InvitationQuerySet:
        return self.filter(reference_kind=reference.kind, reference_number=reference.number)

    def of_token(self, token: str) -> InvitationQuerySet:
        return self.filter(token_hash=token_hash(token))

    def open(self, now: datetime) -> InvitationQuerySet:
        return self.filter(used=False, expires_at__gt=now)

    def mark_used(self, now: datetime) -> bool:
        """Spend the one open invitation of this set; False when it was spent or expired. Bears a double click."""
        return self.open(now).update(used=True) == 1


class Invitation(models.Model):
    """One case's right to answer once. It keeps no moment of use: a moment would lead to the answer."""

    reference_kind = models.CharField(max_length=32)
    reference_number = models.CharField(max_length=64)
    # PROTECT: organisations, services and standards are closed or superseded, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="+")
    standard = models.ForeignKey("catalogue.Standard", on_delete=models.PROTECT, related_name="+")
    token = EncryptedField()  # so that the tracking page and the printed receipt can lead to it again
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2, default="id")
    channel = models.CharField(max_length=16, blank=True)
    used = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference_kind", "reference_number"], name="survey_invitation_once"),
            models.CheckConstraint(name="survey_invitation_expires", condition=Q(expires_at__gt=F("created_at"))),
        ]
        indexes = [models.Index(fields=["organisation", "created_at"], name="survey_invitation_users")]

    def __str__(self) -> str:
        return f"invitation for {self.reference_number}"

    @property
    def reference(self) -> Reference:
        return Reference(kind=self.reference_kind, number=self.reference_number)

    def is_open(self, now: datetime) -> bool:
        return not self.used and self.expires_at > now


class ResponseQuerySet(models.QuerySet["Response"]):
    def uncounted_before(self, day: date, time_zone: str) -> ResponseQuerySet:
        """Answers of finished days, of offices in `time_zone`, that no daily total holds yet."""
        return self.filter(counted=False, day__lt=day, organisation__time_zone=time_zone)

    def of_day(self, organisation_id: int, day: date) -> ResponseQuerySet:
        return self.filter(organisation_id=organisation_id, day=day)

    def mark_counted(self) -> int:
        """A daily total holds these answers now; their scores and comments are written anew with them.

        PostgreSQL notes on each row the transaction that wrote it (xmin), and that of an answer also spent the
        invitation. From here on all answers of a day carry the number of the closing instead.
        """
        Score.objects.filter(response__in=self).update(score=F("score"))
        Comment.objects.filter(response__in=self).update(text=F("text"))
        Trait.objects.filter(response__in=self).update(value=F("value"))
        return self.update(counted=True)


class Channel(models.TextChoices):
    LINK = "link", "Tautan sesudah layanan"
    QR = "qr", "Kode QR di loket"
    KIOSK = "kiosk", "Layar sentuh"
    PAPER = "paper", "Formulir kertas"
    IMPORT = "import", "Lembar kerja"


class Response(models.Model):
    """One filled questionnaire: which service under which version of its standard, which unit, which local day.

    `value` is 25 times the mean of its element means, in hundredths (2500 to 10000); an incomplete one has none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # PROTECT: see Invitation
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="+")
    # unknown for forms from before the standard was published here
    standard = models.ForeignKey("catalogue.Standard", null=True, on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=32, default=rules.CURRENT)
    comparable = models.BooleanField(default=True)  # the instrument asks the nine elements in the official words
    channel = models.CharField(max_length=6, choices=Channel.choices, default=Channel.LINK)
    # PROTECT: a counter that is closed keeps its figures
    point = models.ForeignKey("surveys.Point", null=True, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(null=True)
    day = models.DateField()
    counted = models.BooleanField(default=False)  # a daily total holds it

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="survey_response_value_on_scale",
                condition=Q(value__isnull=True) | Q(value__gte=2500, value__lte=10000),
            ),
            models.CheckConstraint(name="survey_response_channel_known", condition=Q(channel__in=Channel.values)),
        ]
        indexes = [
            models.Index(fields=["organisation", "day"], name="survey_response_day"),
            models.Index(fields=["day"], condition=Q(counted=False), name="survey_response_uncounted"),
        ]

    def __str__(self) -> str:
        return f"answer of {self.day.isoformat()}"

    @property
    def is_complete(self) -> bool:
        return self.value is not None


class Score(models.Model):
    """The answer to one question. `parts` questions ask about its element, and each counts as that part of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="scores")
    element = models.CharField(max_length=16)
    question = models.CharField(max_length=24)
    parts = models.PositiveSmallIntegerField(default=1)
    score = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="survey_score_once"),
            models.CheckConstraint(name="survey_score_on_scale", condition=Q(score__in=rules.SCORES)),
            models.CheckConstraint(name="survey_score_has_parts", condition=Q(parts__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.score}"


class Trait(models.Model):
    """What somebody said about themselves, from the lists of the instrument; given freely, never a name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="traits")
    attribute = models.CharField(max_length=24)
    value = models.CharField(max_length=24)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "attribute"], name="survey_trait_once")]

    def __str__(self) -> str:
        return f"{self.attribute} {self.value}"


class Comment(models.Model):
    """What somebody wrote beside the scores. Encrypted: people write names and numbers into such fields."""

    response = models.OneToOneField(Response, on_delete=models.CASCADE, primary_key=True, related_name="comment")
    text = EncryptedField()

    def __str__(self) -> str:
        return f"comment of {self.response_id}"
