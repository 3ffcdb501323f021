"""Rows of conversations: turns with one contact on one channel (models.py offers them)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Q

from melayani.foundation.audit import EncryptedField
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import at_or_below

CONVERSATION, TURN = "conversation", "conversation_turn"


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def within(self, paths: Iterable[str]) -> ConversationQuerySet:
        """Those handed over to organisations at or below these paths of the tree."""
        return self.filter(at_or_below(paths, "organisation__"), handed_over_at__isnull=False)

    def waiting(self) -> ConversationQuerySet:
        return self.filter(waiting_since__isnull=False)


class Conversation(models.Model):
    """Turns with one contact on one channel: what is being asked just now, and who answers."""

    contact = models.ForeignKey("messaging.Contact", on_delete=models.CASCADE, related_name="conversations")
    channel = models.CharField(max_length=16)
    user_hash = models.CharField(max_length=64, blank=True)  # of the provider's own id of the person
    state = EncryptedField(blank=True)  # JSON of the door: the open question and what was answered so far
    last_in_at = models.DateTimeField(null=True)  # free words may be sent for a day after it
    # PROTECT: an organisation is closed, never deleted
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )  # whose officers see it, once it was handed over
    handed_over_at = models.DateTimeField(null=True)  # an officer answers, the menu is silent
    # the last turn before that: officers read from there on. What was said to the menu (a complaint, perhaps about
    # this very unit, or the secret link of a case) is not theirs
    handed_over_after = models.BigIntegerField(null=True)
    waiting_since = models.DateTimeField(null=True)  # of the oldest unanswered words to an officer
    updated_at = models.DateTimeField()

    objects = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "channel"], name="conversation_once")]
        indexes = [
            models.Index(fields=["organisation", "waiting_since"], name="conversation_waiting"),
            models.Index(fields=["user_hash"], name="conversation_user", condition=~Q(user_hash="")),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"

    @property
    def reference(self) -> Reference:
        return Reference(kind=CONVERSATION, number=str(self.pk))


class TurnQuerySet(models.QuerySet["Turn"]):
    def readable_before(self, moment: datetime) -> TurnQuerySet:
        """Turns from before `moment` that still hold their words."""
        return self.filter(at__lt=moment, emptied_at__isnull=True)

    def forget(self, pks: list[int], now: datetime) -> int:
        """Empty what was said; that and when it was said stays."""
        return self.filter(pk__in=pks).update(text="", emptied_at=now)


class Turn(models.Model):
    """One thing said in a conversation, by the citizen (`inward`), the platform or an officer."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="turns")
    inward = models.BooleanField()
    text = EncryptedField(blank=True)
    message = models.ForeignKey("messaging.OutboxMessage", null=True, on_delete=models.SET_NULL, related_name="+")
    officer = models.CharField(max_length=40, blank=True)  # id of the actor who wrote it, when a person did
    at = models.DateTimeField()
    emptied_at = models.DateTimeField(null=True)  # when the words were forgotten

    objects = TurnQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["conversation", "id"], name="turn_conversation"),
            models.Index(fields=["at"], name="turn_readable", condition=Q(emptied_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.pk}"
