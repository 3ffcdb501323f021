"""Where news goes, each piece of news on its way there, and what came of each attempt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q

from melayani.foundation.audit import EncryptedField
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation, at_or_below
from melayani.foundation.webhooks import rules, states


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def within(self, paths: Iterable[str]) -> EndpointQuerySet:
        return self.filter(at_or_below(paths, "organisation__"))

    def kept(self) -> EndpointQuerySet:
        return self.exclude(state=states.ENDED)

    def hearing(self, organisation: Organisation) -> EndpointQuerySet:
        """Endpoints, on or paused, of this organisation or of one above it."""
        steps = range(organisation.steplen, len(organisation.path) + 1, organisation.steplen)
        above = [organisation.path[:step] for step in steps]
        return self.kept().filter(organisation__path__in=above)

    def free(self, now: datetime) -> EndpointQuerySet:
        """On, not resting after a failure, and no worker is calling there."""
        idle = Q(busy_until__isnull=True) | Q(busy_until__lte=now)
        return self.filter(idle, state=states.ACTIVE, rests_until__lte=now)

    def take(self, pk: int, *, now: datetime, lease: timedelta) -> bool:
        """Reserve the endpoint for one worker; False when another was first."""
        return self.free(now).filter(pk=pk).update(busy_until=now + lease) == 1


class Endpoint(models.Model):
    """An address of another system. Only one worker calls it at a time; a slow one holds up nobody else."""

    # PROTECT: what was told to whom outlives the unit, which is closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    # hears when it is paused; None: registered with a key that no person made, the administrators hear of it
    owner = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    url = models.CharField(max_length=rules.URL_LENGTH)
    events = models.JSONField(default=list)
    secret = EncryptedField()
    old_secret = EncryptedField(blank=True)
    old_secret_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=6, choices=list(states.STATES.items()), default=states.FIRST)
    pause_reason = models.CharField(max_length=200, blank=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    failing_since = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    rests_until = models.DateTimeField()
    busy_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects = EndpointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="webhook_state_known", condition=Q(state__in=list(states.STATES))),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="webhook_hearing")]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> Reference:
        return Reference(kind="webhook", number=str(self.pk))

    @property
    def words(self) -> str:
        return states.STATES[self.state]

    @property
    def news(self) -> list[tuple[str, rules.News]]:
        """What it hears, with the words for each."""
        return [(event, rules.news_of(event)) for event in self.events]

    def secrets_at(self, now: datetime) -> list[str]:
        """The new secret first; the old one beside it until its day is over."""
        old = self.old_secret if self.old_secret_until and now < self.old_secret_until else ""
        return [one for one in (self.secret, old) if one]


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: datetime) -> DeliveryQuerySet:
        return self.filter(state=states.WAITING, next_attempt_at__lte=now)

    def too_old(self, now: datetime) -> DeliveryQuerySet:
        return self.filter(state=states.WAITING, queued_at__lte=now - rules.PATIENCE)

    def give_up(self, pks: Iterable[int]) -> int:
        return self.filter(pk__in=pks, state=states.WAITING).update(state=states.GIVEN_UP)


class Delivery(models.Model):
    """One piece of news for one endpoint. Its `key` is the same at every attempt and replay: the receiver knows it."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="deliveries")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.CharField(max_length=80)
    event_id = models.BigIntegerField(null=True)  # of the audit event; null for a test
    number = models.CharField(max_length=160, blank=True)
    body = models.TextField()  # as it is sent, to the byte
    state = models.CharField(max_length=9, choices=list(states.DELIVERIES.items()), default=states.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    queued_at = models.DateTimeField()  # patience counts from here; a replay sets it anew
    next_attempt_at = models.DateTimeField()

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event_id"], name="webhook_delivery_once"),
            models.CheckConstraint(name="webhook_delivery_state_known", condition=Q(state__in=list(states.DELIVERIES))),
        ]
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="webhook_delivery_due"),
            models.Index(fields=["endpoint", "-id"], name="webhook_delivery_log"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.number}"

    @property
    def words(self) -> str:
        return states.DELIVERIES[self.state]

    @property
    def news(self) -> rules.News:
        return rules.news_of(self.event)

    @property
    def last(self) -> Attempt | None:
        """The newest attempt; `attempts_made` must be loaded, newest first."""
        return next(iter(self.attempts_made.all()), None)


class Attempt(models.Model):
    """One call and what came back. `status` is null when no answer came; `problem` then says why."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts_made")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    took_ms = models.PositiveIntegerField(default=0)
    answer = models.CharField(max_length=rules.ANSWER_KEPT, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["delivery", "-id"], name="webhook_attempt_log")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.status or self.problem}"
