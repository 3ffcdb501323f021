"""A request being filled in: it belongs to one session and goes when it is sent or after 30 days."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from melayani.foundation.audit import EncryptedField, keyed_hash
from melayani.foundation.numbers.rules import Reference

DRAFT_KIND = "information_draft"


def token_hash(token: str) -> str:
    """The hash of a citizen's session token, by which a draft belongs to one session."""
    return keyed_hash(token, purpose="disclosure.draft.token")


class DraftQuerySet(models.QuerySet["Draft"]):
    def of_token(self, token: str) -> DraftQuerySet:
        return self.filter(token=token_hash(token))

    def expired(self, now: datetime) -> DraftQuerySet:
        return self.filter(expires_at__lte=now)


class Draft(models.Model):
    """What a citizen filled in so far (JSON, drafts.py)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=64)
    # PROTECT: a draft's office is closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    answers = EncryptedField(default="{}")
    # the contact whose one-time code was typed; cleared when another contact is written
    proven_contact = models.ForeignKey("messaging.Contact", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # PROTECT: a sent draft leads a second click to its request until it expires
    request = models.OneToOneField(
        "disclosure.InformationRequest", null=True, on_delete=models.PROTECT, related_name="draft"
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["token", "updated_at"], name="disclosure_draft_token"),
            models.Index(fields=["expires_at"], name="disclosure_draft_expiry"),
        ]
        constraints = [
            models.CheckConstraint(name="disclosure_draft_expires_later", condition=Q(expires_at__gt=F("created_at"))),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def reference(self) -> Reference:
        return Reference(kind=DRAFT_KIND, number=str(self.pk))
