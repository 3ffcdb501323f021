"""Who was invited, who came, who said what, who follows. Names and words of people stand encrypted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from melayani.foundation.audit import EncryptedField, keyed_hash
from melayani.voice.consultations.models.consultations import Consultation, Topic
from melayani.voice.consultations.rules import stakeholders
from melayani.voice.consultations.states import contributions, invitations

KIND_CHOICES = list(stakeholders.KINDS.items())


def token_hash(token: str) -> str:
    """The hash by which the row behind a secret link is found."""
    return keyed_hash(token, purpose="consultations.token")


class Invitation(models.Model):
    """A person or body that is asked to come. Its link lets it answer and contribute without any other proof."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="invitations")
    kind = models.CharField(max_length=10, choices=KIND_CHOICES)
    vulnerable = models.BooleanField(default=False)
    name = EncryptedField()  # the person, or the body when nobody is named
    body = models.CharField(max_length=160, blank=True)  # whom the person speaks for
    contact = models.ForeignKey("messaging.Contact", null=True, on_delete=models.SET_NULL, related_name="+")
    token = EncryptedField()  # so that the link can be sent again
    token_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=list(invitations.LABELS.items()), default=invitations.PREPARED)
    on_paper = models.BooleanField(default=False)  # sent by letter, not by the platform
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    need = EncryptedField(blank=True)  # what help the guest asks for
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["consultation", "state", "id"], name="consultation_invited")]
        constraints = [
            models.CheckConstraint(name="consultation_guest_kind", condition=Q(kind__in=stakeholders.KINDS)),
            models.CheckConstraint(
                name="consultation_sent_has_moment",
                condition=Q(state=invitations.PREPARED, sent_at__isnull=True)
                | ~Q(state=invitations.PREPARED) & Q(sent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Attendance(models.Model):
    """Somebody who came: noted by the code on the wall, or from the paper list."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="attendances")
    kind = models.CharField(max_length=10, choices=KIND_CHOICES)
    vulnerable = models.BooleanField(default=False)
    name = EncryptedField()
    body = models.CharField(max_length=160, blank=True)
    by_code = models.BooleanField(default=False)
    # one browser notes one person once: a second tap finds the first
    once = models.CharField(max_length=64)
    invitation = models.ForeignKey(Invitation, null=True, on_delete=models.SET_NULL, related_name="attendances")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "once"], name="consultation_attended_once"),
            models.CheckConstraint(name="consultation_attended_kind", condition=Q(kind__in=stakeholders.KINDS)),
        ]

    def __str__(self) -> str:
        return f"attendance {self.pk}"


class Way(models.TextChoices):
    ONLINE = "online", "Halaman publik"
    INVITED = "invited", "Tautan undangan"
    OFFLINE = "offline", "Diketik petugas"


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def shown(self) -> ContributionQuerySet:
        return self.filter(state=contributions.SHOWN)

    def waiting(self) -> ContributionQuerySet:
        return self.filter(state=contributions.RECEIVED)


class Contribution(models.Model):
    """What somebody says. Every way counts the same; the public reads it once an officer has looked at it."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="contributions")
    entry = models.PositiveIntegerField()  # its number within the consultation
    way = models.CharField(max_length=8, choices=Way.choices)
    kind = models.CharField(max_length=10, choices=KIND_CHOICES)
    vulnerable = models.BooleanField(default=False)
    name = EncryptedField(blank=True)
    body = models.CharField(max_length=160, blank=True)
    show_name = models.BooleanField(default=False)  # the public sees no name unless the person wishes it
    text = EncryptedField()
    shown_text = models.TextField(blank=True)  # the words as an officer let them stand
    topic = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="contributions")
    contact = models.ForeignKey("messaging.Contact", null=True, on_delete=models.SET_NULL, related_name="+")
    invitation = models.ForeignKey(Invitation, null=True, on_delete=models.SET_NULL, related_name="contributions")
    token = EncryptedField(blank=True)  # of the link by which its author sees what became of it; none when typed
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    state = models.CharField(max_length=8, choices=list(contributions.LABELS.items()), default=contributions.RECEIVED)
    hidden_reason = models.CharField(max_length=600, blank=True)
    once = models.CharField(max_length=64)  # a form that was sent twice gives one contribution
    received_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["consultation", "state", "entry"], name="consultation_said")]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "entry"], name="consultation_said_number"),
            models.UniqueConstraint(fields=["consultation", "once"], name="consultation_said_once"),
            models.CheckConstraint(name="consultation_said_kind", condition=Q(kind__in=stakeholders.KINDS)),
            models.CheckConstraint(
                name="consultation_hidden_has_reason",
                condition=~Q(state=contributions.HIDDEN) | ~Q(hidden_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"contribution {self.entry}"


class Follower(models.Model):
    """A proven contact that hears of each change until it leaves by its own link."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="followers")
    contact = models.ForeignKey("messaging.Contact", on_delete=models.CASCADE, related_name="+")
    token = EncryptedField()
    token_hash = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "contact"], name="consultation_followed_once"),
        ]

    def __str__(self) -> str:
        return f"follower {self.pk}"
