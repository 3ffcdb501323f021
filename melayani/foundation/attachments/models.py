"""Files that citizens and officers gave, and files the platform made: one row each, the bytes in private storage."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from melayani.foundation.audit import EncryptedField
from melayani.foundation.numbers.rules import Reference

ORPHAN_AFTER = timedelta(hours=24)


class State(models.TextChoices):
    PENDING = "pending", "Belum dipakai"
    CLAIMED = "claimed", "Dipakai"
    REMOVED = "removed", "Dihapus"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def of_owner(self, kind: str, number: str) -> AttachmentQuerySet:
        """Files that a case holds now."""
        return self.filter(owner_kind=kind, owner_number=number, state=State.CLAIMED)

    def given_by(self, actor: Any) -> AttachmentQuerySet:
        return self.filter(actor_kind=actor.kind, actor_id=actor.id)

    def pending(self) -> AttachmentQuerySet:
        return self.filter(state=State.PENDING)

    def orphaned(self, now: datetime) -> AttachmentQuerySet:
        """Uploaded longer than ORPHAN_AFTER ago and never made part of a case."""
        return self.pending().filter(created_at__lt=now - ORPHAN_AFTER)

    def in_shard(self, shard: str) -> AttachmentQuerySet:
        return self.filter(path__startswith=f"{shard}/")

    def hand_over(self, ids: list[uuid.UUID], owner: Reference) -> bool:
        """Make these rows part of the case `owner`: all of them, or none and False."""
        with transaction.atomic():
            rows = self.filter(pk__in=ids)
            changed = rows.update(state=State.CLAIMED, owner_kind=owner.kind, owner_number=owner.number)
            whole = changed == len(ids)
            if not whole:
                transaction.set_rollback(True)
        return whole


class Attachment(models.Model):
    """A file. Who may read it is decided by the module that owns the case it belongs to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = EncryptedField()  # for display only, never part of a path; people name files after people
    content_type = models.CharField(max_length=40)  # judged by content
    size = models.PositiveIntegerField()  # bytes, as stored
    sha256 = models.CharField(max_length=64)  # of the bytes as stored
    path = models.CharField(max_length=120, unique=True)  # below settings.FILES_DIR
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    owner_kind = models.CharField(max_length=32, blank=True)
    owner_number = models.CharField(max_length=64, blank=True)
    purpose = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64)
    pages = models.PositiveIntegerField(null=True)  # of a PDF

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner_kind", "owner_number"], name="attachment_owner"),
            models.Index(fields=["state", "created_at"], name="attachment_orphans"),
        ]
        constraints = [
            models.CheckConstraint(name="attachment_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="attachment_not_empty", condition=Q(size__gt=0)),
            models.CheckConstraint(
                name="attachment_claimed_has_owner",
                condition=~Q(state=State.CLAIMED) | (~Q(owner_kind="") & ~Q(owner_number="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name
