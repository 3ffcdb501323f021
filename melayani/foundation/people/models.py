"""Officers, memberships, invitations, one-time codes, throttling, API keys, idempotency rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from melayani.foundation.audit import EncryptedField
from melayani.foundation.organisations.models import at_or_below
from melayani.foundation.people.rules import CODE_TRIES, ROLE_CHOICES, Role


class PersonManager(BaseUserManager["Person"]):
    """Finds a person by e-mail without regard to case."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        return self.create_user(email, password, is_superuser=True, is_staff=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """An officer's account. Never deleted: the record of who decided must outlive it; it is switched off."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)
    session_epoch = models.PositiveIntegerField(default=0)  # counting it up ends every session of this person
    wants_mornings = models.BooleanField(default=True)  # the message about what is due today and overdue
    morning_on = models.DateField(null=True)  # the last day, local to the unit, on which it was looked for

    objects = PersonManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_any_case")]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """What each session of this person carries: another password or a higher epoch ends them all."""
        return self._session_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        return (self._session_hash(secret) for secret in settings.SECRET_KEY_FALLBACKS)

    def _session_hash(self, secret: str | bytes) -> str:
        state = f"{self.password}\x00{self.session_epoch}"
        return salted_hmac("people.session", state, secret=secret, algorithm="sha256").hexdigest()


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, now: datetime) -> MembershipQuerySet:
        return self.filter(Q(until__isnull=True) | Q(until__gt=now), since__lte=now)

    def within(self, paths: Sequence[str]) -> MembershipQuerySet:
        return self.filter(at_or_below(paths, "organisation__"))


class Membership(models.Model):
    """A role at an organisation, from a moment to a moment; it reaches the subtree."""

    # PROTECT: memberships are the record of who was allowed what; people and organisations are closed, never deleted
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(until__isnull=True),
                name="membership_one_open",
            ),
            models.CheckConstraint(
                name="membership_ends_after_start", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        ]
        indexes = [models.Index(fields=["organisation", "role"], name="membership_organisation")]

    def __str__(self) -> str:
        return f"{self.person} · {self.role_label} · {self.organisation}"

    @property
    def role_label(self) -> str:
        return Role(self.role).label


class Invitation(models.Model):
    """A single-use link that makes an account, or gives an existing one a further role."""

    token_hash = models.CharField(max_length=64, unique=True)
    email = EncryptedField()
    email_hash = models.CharField(max_length=64, db_index=True)
    name = EncryptedField(blank=True)
    # PROTECT: see Membership
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    superuser = models.BooleanField(default=False)
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invitation_somewhere", condition=Q(organisation__isnull=False) | Q(superuser=True)
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def role_label(self) -> str:
        return Role(self.role).label

    def is_open(self, now: datetime) -> bool:
        return self.used_at is None and self.withdrawn_at is None and now < self.expires_at


class OneTimeCode(models.Model):
    """Six digits sent to a contact. Only their keyed hash stands here."""

    # CASCADE: a code means nothing without its contact, and lives ten minutes
    contact = models.ForeignKey("messaging.Contact", on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField(default=CODE_TRIES)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "purpose"], condition=Q(used_at__isnull=True), name="one_time_code_one_open"
            )
        ]
        indexes = [models.Index(fields=["expires_at"], name="one_time_code_age")]

    def __str__(self) -> str:
        return f"code {self.pk} for {self.purpose}"


class Attempt(models.Model):
    """One counted attempt: the key is a keyed hash of what is limited, so no address stands here in the clear."""

    key_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["key_hash", "at"], name="attempt_key"),
            models.Index(fields=["at"], name="attempt_age"),
        ]

    def __str__(self) -> str:
        return f"attempt {self.at:%Y-%m-%d %H:%M}"


class ApiKey(models.Model):
    """A key of another system, with the agency that answers for it. The secret itself is never stored."""

    prefix = models.CharField(max_length=12, unique=True)
    secret_hash = models.CharField(max_length=64)
    # PROTECT: what a key filed keeps its agency
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80, blank=True)
    scopes = models.JSONField(default=list)
    created_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name or self.prefix


class IdempotencyRow(models.Model):
    """What was answered to a request with an Idempotency-Key, kept 24 hours (DESIGN: the look-up comes first)."""

    RUNNING, DONE = "running", "done"

    owner = models.CharField(max_length=64)
    key_hash = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=[(RUNNING, "berjalan"), (DONE, "selesai")])
    status = models.PositiveSmallIntegerField(null=True)
    body = EncryptedField(blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "key_hash"], name="idempotency_once"),
            models.CheckConstraint(
                name="idempotency_done_answers", condition=~Q(state="done") | Q(status__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["created_at"], name="idempotency_age")]

    def __str__(self) -> str:
        return f"{self.owner} {self.state}"
