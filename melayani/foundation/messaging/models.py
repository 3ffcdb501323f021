"""Contacts, and the outbox: one row per message and recipient, sent by the worker."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from melayani.foundation.audit import EncryptedField, keyed_hash

VALUE_PURPOSE = "messaging.contact.value"


class ContactKind(models.TextChoices):
    EMAIL = "email", "Surel"
    PHONE = "phone", "Telepon"


class Language(models.TextChoices):
    INDONESIAN = "id", "Indonesia"
    ENGLISH = "en", "English"


class ContactQuerySet(models.QuerySet["Contact"]):
    def with_value(self, kind: str, value: str) -> ContactQuerySet:
        """The contact of this normalised value, if there is one."""
        return self.filter(kind=kind, value_hash=hash_of(kind, value))


def hash_of(kind: str, value: str) -> str:
    return keyed_hash(value, purpose=f"{VALUE_PURPOSE}.{kind}")


class Contact(models.Model):
    """A way to reach somebody: one normalised e-mail address or phone number."""

    kind = models.CharField(max_length=5, choices=ContactKind.choices)
    value = EncryptedField()
    value_hash = models.CharField(max_length=64)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.INDONESIAN)
    verified_at = models.DateTimeField(null=True)
    opted_out_at = models.DateTimeField(null=True)  # from announcements; messages about an own case still come
    created_at = models.DateTimeField()

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "value_hash"], name="contact_once"),
            models.CheckConstraint(name="contact_kind_known", condition=Q(kind__in=ContactKind.values)),
            models.CheckConstraint(name="contact_language_known", condition=Q(language__in=Language.values)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class MessageState(models.TextChoices):
    QUEUED = "queued", "Menunggu dikirim"
    SENT = "sent", "Terkirim"
    FAILED = "failed", "Gagal"
    NO_CHANNEL = "no_channel", "Tidak ada saluran"
    SUPPRESSED = "suppressed", "Tidak dikirim atas permintaan penerima"


class MessageKind(models.TextChoices):
    CASE = "case", "Tentang urusan penerima"
    ANNOUNCEMENT = "announcement", "Pengumuman"


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def about(self, kind: str, number: str) -> OutboxQuerySet:
        return self.filter(reference_kind=kind, reference_number=number)

    def queued(self) -> OutboxQuerySet:
        return self.filter(state=MessageState.QUEUED)

    def due(self, now: datetime) -> OutboxQuerySet:
        return self.queued().filter(next_attempt_at__lte=now)

    def probing(self, now: datetime) -> OutboxQuerySet:
        """Messages that found their channel away and wait for the next try: until then the channel rests."""
        return self.queued().filter(channel_away=True, next_attempt_at__gt=now)

    def readable_before(self, moment: datetime, *, expired_before: datetime) -> OutboxQuerySet:
        """Finished messages from before `moment`, or of no use since `expired_before`, that still hold their text."""
        old = Q(created_at__lt=moment) | Q(expires_at__lt=expired_before)
        return self.exclude(state=MessageState.QUEUED).filter(old, emptied_at__isnull=True)

    def take(self, pk: int, *, seen_attempts: int, until: datetime) -> bool:
        """Reserve the message until `until` for one attempt; False when another worker was quicker."""
        rows = self.queued().filter(pk=pk, attempts=seen_attempts)
        return rows.update(attempts=F("attempts") + 1, next_attempt_at=until) == 1

    def empty_texts(self, pks: list[int], now: datetime) -> int:
        """Forget address and text of these messages; that and when they were sent stays."""
        return self.filter(pk__in=pks).update(address="", subject="", body="", last_error="", emptied_at=now)


class OutboxMessage(models.Model):
    """One message to one recipient. It is written in the transaction of the news it tells, and sent by the worker."""

    event = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=MessageKind.choices, default=MessageKind.CASE)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="messages")
    channel = models.CharField(max_length=16, blank=True)  # chosen by the worker
    tried = models.JSONField(default=list)  # channels that gave up on it
    address = EncryptedField(blank=True)
    language = models.CharField(max_length=2, choices=Language.choices)
    subject = EncryptedField(blank=True)
    body = EncryptedField(blank=True)
    reference_kind = models.CharField(max_length=32)
    reference_number = models.CharField(max_length=160)  # as wide as the subject of an event: a slug of 140 fits
    # PROTECT: whose message it was outlives the unit, which is closed, never deleted
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)  # after this moment it is worth nothing (a one-time code)
    channel_away = models.BooleanField(default=False)  # the last attempt found no server
    last_error = models.TextField(blank=True)
    dedupe_key = models.CharField(max_length=160, null=True, unique=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    emptied_at = models.DateTimeField(null=True)  # when address and text were forgotten

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_attempt_at", "id"], name="outbox_due"),
            models.Index(fields=["reference_kind", "reference_number"], name="outbox_reference"),
            models.Index(fields=["created_at"], name="outbox_created"),
        ]
        constraints = [
            models.CheckConstraint(name="outbox_state_known", condition=Q(state__in=MessageState.values)),
            models.CheckConstraint(name="outbox_kind_known", condition=Q(kind__in=MessageKind.values)),
            models.CheckConstraint(
                name="outbox_sent_has_moment",
                condition=Q(state=MessageState.SENT, sent_at__isnull=False)
                | (~Q(state=MessageState.SENT) & Q(sent_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.reference_number}"

    def settle(self, **changes: Any) -> None:
        """Write the outcome of an attempt."""
        for name, value in changes.items():
            setattr(self, name, value)
        self.save(update_fields=sorted(changes))
