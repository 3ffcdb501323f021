"""Invitations on one side, answers on the other, and nothing that joins them.

An invitation knows its case and whether it was used, not when. An answer knows service, unit and local day. They share
no key, no moment and no order (ids of answers are random), and are written in one transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from melayani.foundation.audit import EncryptedField, keyed_hash
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import at_or_below
from melayani.voice.surveys import rules, states


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

    def of_day(self, organisation_id: int, service_id: int, day: date) -> ResponseQuerySet:
        return self.filter(organisation_id=organisation_id, service_id=service_id, day=day)

    def mark_counted(self) -> int:
        """A daily total holds these answers now; their scores and comments are written anew with them.

        PostgreSQL notes on each row the transaction that wrote it (xmin), and that of an answer also spent the
        invitation. From here on all answers of a day carry the number of the closing instead.
        """
        Score.objects.filter(response__in=self).update(score=F("score"))
        Comment.objects.filter(response__in=self).update(text=F("text"))
        return self.update(counted=True)


class Response(models.Model):
    """One filled questionnaire: which service under which version of its standard, which unit, which local day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # PROTECT: see Invitation
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="+")
    standard = models.ForeignKey("catalogue.Standard", on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=32, default=rules.CURRENT)
    day = models.DateField()
    counted = models.BooleanField(default=False)  # a daily total holds it

    objects = ResponseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "service", "day"], name="survey_response_day"),
            models.Index(fields=["day"], condition=Q(counted=False), name="survey_response_uncounted"),
        ]

    def __str__(self) -> str:
        return f"answer of {self.day.isoformat()}"


class Score(models.Model):
    """The answer to one element, by its key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="scores")
    element = models.CharField(max_length=16)
    score = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "element"], name="survey_score_once"),
            models.CheckConstraint(name="survey_score_on_scale", condition=Q(score__in=rules.SCORES)),
        ]

    def __str__(self) -> str:
        return f"{self.element} {self.score}"


class Comment(models.Model):
    """What somebody wrote beside the scores. Encrypted: people write names and numbers into such fields."""

    response = models.OneToOneField(Response, on_delete=models.CASCADE, primary_key=True, related_name="comment")
    text = EncryptedField()

    def __str__(self) -> str:
        return f"comment of {self.response_id}"


class DailyTotalQuerySet(models.QuerySet["DailyTotal"]):
    def within(self, paths: Iterable[str]) -> DailyTotalQuerySet:
        """Totals of units at or below one of the tree paths."""
        return self.filter(at_or_below(paths, "organisation__"))

    def between(self, since: date, until: date) -> DailyTotalQuerySet:
        return self.filter(day__gte=since, day__lte=until)


class DailyTotal(models.Model):
    """Counts per score of one element, service, unit and finished day. Indexes are computed from these only."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    element = models.CharField(max_length=16)
    n = models.PositiveIntegerField()
    total = models.PositiveIntegerField()
    c1 = models.PositiveIntegerField()
    c2 = models.PositiveIntegerField()
    c3 = models.PositiveIntegerField()
    c4 = models.PositiveIntegerField()

    objects = DailyTotalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "service", "day", "element"], name="survey_daily_total_once"
            ),
            models.CheckConstraint(
                name="survey_daily_total_n_counts", condition=Q(n=F("c1") + F("c2") + F("c3") + F("c4"))
            ),
            models.CheckConstraint(
                name="survey_daily_total_sums", condition=Q(total=F("c1") + 2 * F("c2") + 3 * F("c3") + 4 * F("c4"))
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "day"], name="survey_daily_total_unit"),
            models.Index(fields=["service", "day"], name="survey_daily_total_service"),
        ]

    def __str__(self) -> str:
        return f"{self.element} {self.day.isoformat()}: {self.n}"


class PeriodState(models.TextChoices):
    RUNNING = states.RUNNING, states.STATES[states.RUNNING]
    CLOSED = states.CLOSED, states.STATES[states.CLOSED]
    PUBLISHED = states.PUBLISHED, states.STATES[states.PUBLISHED]


class PeriodQuerySet(models.QuerySet["Period"]):
    def within(self, paths: Iterable[str]) -> PeriodQuerySet:
        return self.filter(at_or_below(paths, "organisation__"))

    def published(self) -> PeriodQuerySet:
        return self.filter(state=states.PUBLISHED)

    def running(self) -> PeriodQuerySet:
        return self.filter(state=states.RUNNING)

    def covering(self, day: date) -> PeriodQuerySet:
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def overlapping(self, starts_on: date, ends_on: date) -> PeriodQuerySet:
        return self.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)


class Period(models.Model):
    """A span of days whose index a unit publishes. Published figures are frozen: later counts never change them."""

    # PROTECT: a published figure outlives the unit, which is closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    instrument = models.CharField(max_length=32, default=rules.CURRENT)
    minimum = models.PositiveIntegerField(default=rules.MINIMUM_SHOWN)  # fewer answers are not published
    state = models.CharField(max_length=9, choices=PeriodState.choices, default=PeriodState.RUNNING)
    published_at = models.DateTimeField(null=True)
    frozen = models.JSONField(null=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="survey_period_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="survey_period_state_known", condition=Q(state__in=PeriodState.values)),
            models.CheckConstraint(
                name="survey_period_minimum_protects", condition=Q(minimum__gte=rules.MINIMUM_SHOWN)
            ),
            models.CheckConstraint(
                name="survey_period_published_is_frozen",
                condition=Q(state=states.PUBLISHED, published_at__isnull=False, frozen__isnull=False)
                | (~Q(state=states.PUBLISHED) & Q(published_at__isnull=True, frozen__isnull=True)),
            ),
            models.UniqueConstraint(fields=["organisation", "starts_on"], name="survey_period_start_once"),
        ]
        indexes = [models.Index(fields=["organisation", "state", "ends_on"], name="survey_period_latest")]

    def __str__(self) -> str:
        return f"{self.starts_on.isoformat()} – {self.ends_on.isoformat()}"

    @property
    def reference(self) -> Reference:
        return Reference(kind="survey_period", number=str(self.pk))

    @property
    def words(self) -> str:
        return states.STATES[self.state]
