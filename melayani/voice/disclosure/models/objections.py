"""Objections to the superior of the information officer: the row of the second register."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from melayani.foundation.audit import EncryptedField
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.voice.disclosure.models.requests import Channel, InformationRequest
from melayani.voice.disclosure.rules import objecting
from melayani.voice.disclosure.rules.words import Words
from melayani.voice.disclosure.states import objections as states

OBJECTION_KIND = "information_objection"


class ObjectionState(models.TextChoices):
    LODGED = states.LODGED, states.STATES[states.LODGED].officer
    ANSWERED = states.ANSWERED, states.STATES[states.ANSWERED].officer
    CLOSED = states.CLOSED, states.STATES[states.CLOSED].officer
    WITHDRAWN = states.WITHDRAWN, states.STATES[states.WITHDRAWN].officer


class Outcome(models.TextChoices):
    GRANTED = objecting.GRANTED, "Keberatan diterima"
    PARTLY_GRANTED = objecting.PARTLY, "Keberatan diterima sebagian"
    REJECTED = objecting.REJECTED, "Keberatan ditolak"


class Response(models.TextChoices):
    SATISFIED = objecting.SATISFIED, "Menerima"
    NOT_SATISFIED = objecting.NOT_SATISFIED, "Tidak menerima"


class ObjectionQuerySet(models.QuerySet["InformationObjection"]):
    def within(self, paths: Iterable[str]) -> ObjectionQuerySet:
        units = Organisation.objects.at_or_below(paths).order_by().values("pk")
        return self.filter(request__organisation__in=units)

    def running(self) -> ObjectionQuerySet:
        return self.filter(state=states.LODGED)

    def open(self) -> ObjectionQuerySet:
        return self.filter(state__in=sorted(states.OPEN))

    def overdue(self, now: datetime) -> ObjectionQuerySet:
        return self.running().filter(due_at__lt=now)

    def registered_in(self, desk: Organisation, year: int) -> ObjectionQuerySet:
        return self.filter(desk=desk, register_year=year).order_by("register_number")


class InformationObjection(models.Model):
    """An objection against how a request was handled. The secret of the request opens it, too."""

    number = models.CharField(max_length=16, unique=True)  # KBR-…
    # PROTECT: an objection stands with its request
    request = models.ForeignKey(InformationRequest, on_delete=models.PROTECT, related_name="objections")
    # PROTECT: the register is kept by this organisation
    desk = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    register_year = models.PositiveSmallIntegerField()
    register_number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=ObjectionState.choices, default=ObjectionState.LODGED)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    grounds = models.JSONField()  # sorted letters of law.objection_grounds()
    case_position = EncryptedField()
    proxy_name = EncryptedField(blank=True)
    proxy_address = EncryptedField(blank=True)
    lodged_at = models.DateTimeField()
    promised_days = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    due_explanation = models.JSONField()
    reminded_at = models.DateTimeField(null=True)
    told_overdue_at = models.DateTimeField(null=True)
    # the superior's answer
    outcome = models.CharField(max_length=14, choices=Outcome.choices, blank=True)
    answer = EncryptedField(blank=True)
    answered_at = models.DateTimeField(null=True)
    # PROTECT: who answered stays known
    superior = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    superior_name = models.CharField(max_length=120, blank=True)
    superior_post = models.CharField(max_length=160, blank=True)
    # the requester's response and the time for a dispute
    response = models.CharField(max_length=14, choices=Response.choices, blank=True)
    response_text = EncryptedField(blank=True)
    responded_at = models.DateTimeField(null=True)
    dispute_until = models.DateTimeField(null=True)
    dispute_explanation = models.JSONField(null=True)
    closed_at = models.DateTimeField(null=True)
    filed_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at"], name="disclosure_objection_due"),
            models.Index(fields=["desk", "lodged_at"], name="disclosure_objection_year"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "register_year", "register_number"], name="disclosure_objection_register"
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(state=states.LODGED), name="disclosure_objection_one_running"
            ),
            models.CheckConstraint(
                name="disclosure_objection_state_known", condition=Q(state__in=sorted(states.STATES))
            ),
            models.CheckConstraint(
                name="disclosure_objection_due_after_start", condition=Q(due_at__gte=F("lodged_at"))
            ),
            models.CheckConstraint(
                name="disclosure_objection_answered_whole",
                condition=~Q(state=states.ANSWERED)
                | (Q(answered_at__isnull=False, superior__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="disclosure_objection_final_has_closing",
                condition=Q(state__in=sorted(states.FINAL), closed_at__isnull=False)
                | (~Q(state__in=sorted(states.FINAL)) & Q(closed_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def reference(self) -> Reference:
        return Reference(kind=OBJECTION_KIND, number=self.number)

    @property
    def words(self) -> Words:
        return states.STATES[self.state]

    @property
    def register_label(self) -> str:
        return f"{self.register_number:04d}/{self.register_year}"
