"""What a unit says of itself (F-01), what evaluators find (F-02), what users answer (F-03), and objections."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from melayani.oversight.evaluation.models.campaigns import Assessment


class SelfAnswer(models.Model):
    """The unit's own answer to one indicator. `proposed` keeps what the platform proposed when it was answered."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="self_answers")  # the record
    number = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=1000, blank=True)
    proposed = models.JSONField(null=True)
    # PROTECT: who answered stays known
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="evaluation_self_answer_once"),
            models.CheckConstraint(name="evaluation_self_score_on_scale", condition=Q(score__lte=5)),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.score}"


class ScoreQuerySet(models.QuerySet["Score"]):
    def current(self) -> ScoreQuerySet:
        return self.filter(is_current=True)


class Score(models.Model):
    """A score by an evaluator. A change is a new row with its reason; the earlier ones stay as they were."""

    STAGES = [("desk", "Meja"), ("field", "Lapangan"), ("objection", "Sanggahan")]

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="scores")  # the record
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=9, choices=STAGES)
    score = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=1000, blank=True)
    # PROTECT: who judged stays known
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    key = models.CharField(max_length=64, blank=True)  # of the request, so that a repeated one is kept once
    is_current = models.BooleanField(default=True)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number"], condition=Q(is_current=True), name="evaluation_one_current_score"
            ),
            models.UniqueConstraint(
                fields=["assessment", "person", "key"], condition=~Q(key=""), name="evaluation_request_once"
            ),
            models.CheckConstraint(name="evaluation_score_on_scale", condition=Q(score__lte=5)),
        ]
        indexes = [models.Index(fields=["assessment", "number", "-id"], name="evaluation_score_history")]

    def __str__(self) -> str:
        return f"{self.number}: {self.score}"


class UserAnswer(models.Model):
    """One user's answers to F-03: no name, no address, no moment; the day only. The id is random and tells no order."""

    WAYS = [("link", "Diisi sendiri"), ("interview", "Wawancara penilai")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="user_answers")  # the record
    day = models.DateField()
    way = models.CharField(max_length=9, choices=WAYS)
    answers = models.JSONField()  # {item key: 0 to 5}

    class Meta:
        indexes = [models.Index(fields=["assessment", "day"], name="evaluation_answers_by_day")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.day.isoformat()}"


class Objection(models.Model):
    """The unit contests one score; the leading evaluator decides, with a reason."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="objections")  # the record
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=1000)
    # PROTECT: who objected and who decided stay known
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    accepted = models.BooleanField(null=True)  # None: not decided
    decision = models.CharField(max_length=1000, blank=True)
    decided_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="evaluation_objection_once"),
            models.CheckConstraint(
                name="evaluation_decision_has_reason",
                condition=Q(accepted__isnull=True, decided_at__isnull=True)
                | (Q(accepted__isnull=False, decided_at__isnull=False) & ~Q(decision="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.text[:40]}"
