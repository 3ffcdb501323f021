"""Events and their seal, personal side rows, pending reactions, the worker's heartbeat."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NoReturn

from django.db import models


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, kind: str, number: str) -> EventQuerySet:
        return self.filter(subject_kind=kind, subject_number=number)

    def unsealed(self) -> EventQuerySet:
        return self.filter(position__isnull=True)

    def update(self, **kwargs: Any) -> int:
        if set(kwargs) - {"position", "previous_hash", "hash"}:
            raise AppendOnly("an event is never changed")
        return super().update(**kwargs)

    def seal(self, pk: int, *, position: int, previous_hash: str, hash: str) -> None:
        """Give one event its place in the chain, once."""
        if self.unsealed().filter(pk=pk).update(position=position, previous_hash=previous_hash, hash=hash) != 1:
            raise AppendOnly(f"event {pk} is already sealed")

    def delete(self) -> NoReturn:
        raise AppendOnly("an event is never removed")


class AppendOnly(Exception):
    """Somebody tried to change or remove an event."""


class Event(models.Model):
    """One thing that happened. Never changed, never removed; sealed into a hash chain by the worker."""

    name = models.CharField(max_length=80)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64)
    # PROTECT: the record of who acted must outlive the account and the unit, which are closed, never deleted
    # no index of their own: those below begin with them, and every event of the platform pays for each
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    subject_kind = models.CharField(max_length=32)
    subject_number = models.CharField(max_length=160)  # a slug of 140 fits
    data = models.JSONField(default=dict)
    personal_digest = models.CharField(max_length=64, default="")
    position = models.BigIntegerField(null=True, unique=True)
    previous_hash = models.CharField(max_length=64, default="")
    hash = models.CharField(max_length=64, default="")

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_number", "at"], name="event_subject"),
            models.Index(fields=["organisation", "at"], name="event_organisation"),
            models.Index(fields=["person", "at"], name="event_person"),
            models.Index(fields=["name", "at"], name="event_name"),
        ]
        constraints = [
            models.CheckConstraint(
                name="event_sealed_whole",
                condition=models.Q(position__isnull=True, hash="")
                | (models.Q(position__isnull=False) & ~models.Q(hash="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnly("an event is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("an event is never removed")


class SubjectKeyQuerySet(models.QuerySet["SubjectKey"]):
    def destroy(self, subject: str, *, now: datetime) -> int:
        """Forget the key for good; the row stays, so that no new key is made for the same subject."""
        return self.filter(subject=subject, destroyed_at__isnull=True).update(wrapped="", destroyed_at=now)


class SubjectKey(models.Model):
    """The key for one subject's personal values. Destroying it erases them and leaves the chain whole."""

    subject = models.CharField(max_length=200, unique=True)
    wrapped = models.TextField(blank=True)
    destroyed_at = models.DateTimeField(null=True)

    objects = SubjectKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.subject


class EventPersonal(models.Model):
    """The personal values of an event, encrypted with the subject's key."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="personal_row")
    subject_key = models.ForeignKey(SubjectKey, on_delete=models.PROTECT, related_name="+")
    ciphertext = models.TextField()

    def __str__(self) -> str:
        return f"personal values of event {self.event_id}"


class PendingReactionQuerySet(models.QuerySet["PendingReaction"]):
    def due(self, now: datetime) -> PendingReactionQuerySet:
        return self.filter(next_attempt_at__lte=now)

    def failing(self) -> PendingReactionQuerySet:
        return self.filter(attempts__gt=0)

    def before(self, row: PendingReaction) -> PendingReactionQuerySet:
        """News of the same case for the same consumer that came earlier than `row` (its event must be loaded)."""
        return self.filter(
            consumer=row.consumer,
            event__subject_kind=row.event.subject_kind,
            event__subject_number=row.event.subject_number,
            event_id__lt=row.event_id,
        )

    def postpone(self, pk: int, *, until: datetime, error: str) -> None:
        """Count a failed attempt and say when the next one is due; nothing when another worker took the row."""
        self.filter(pk=pk).update(attempts=models.F("attempts") + 1, next_attempt_at=until, last_error=error)


class PendingReaction(models.Model):
    """News that one consumer has not yet taken; deleted in the transaction in which the consumer reacts."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="pending")
    consumer = models.CharField(max_length=80)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    last_error = models.TextField(blank=True)

    objects = PendingReactionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "consumer"], name="pending_reaction_once")]
        indexes = [models.Index(fields=["next_attempt_at", "id"], name="pending_reaction_due")]

    def __str__(self) -> str:
        return f"{self.consumer} on event {self.event_id}"


class Heartbeat(models.Model):
    """When a part of the worker last finished its work; read by /readyz."""

    name = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()
    detail = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name
