"""Events with their sessions, materials and questions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from melayani.foundation.audit import EncryptedField
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import at_or_below
from melayani.foundation.ui.format import format_clock, format_day, format_moment
from melayani.oversight.training import states
from melayani.oversight.training.rules.learning import CertificateRule
from melayani.oversight.training.wording import Words

KIND = "training"


class EventState(models.TextChoices):
    """The states of states/event.py with the officer's words."""

    DRAFT = states.event.DRAFT, states.event.STATES[states.event.DRAFT].officer
    OPEN = states.event.OPEN, states.event.STATES[states.event.OPEN].officer
    CLOSED = states.event.CLOSED, states.event.STATES[states.event.CLOSED].officer
    HELD = states.event.HELD, states.event.STATES[states.event.HELD].officer
    CANCELLED = states.event.CANCELLED, states.event.STATES[states.event.CANCELLED].officer


class RoomKind(models.TextChoices):
    NONE = "none", "Tatap muka saja"
    LINK = "link", "Tautan rapat daring"
    BIGBLUEBUTTON = "bigbluebutton", "Ruang BigBlueButton"


class EventQuerySet(models.QuerySet["Event"]):
    def within(self, paths: Iterable[str]) -> EventQuerySet:
        return self.filter(at_or_below(paths, "organisation__"))

    def public(self) -> EventQuerySet:
        return self.filter(state__in=states.event.PUBLIC)


class Event(models.Model):
    """One event of one organiser. What a news article reported stands with its source."""

    # PROTECT: an organiser is closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=32)
    title = models.CharField(max_length=200)
    summary = models.TextField(max_length=2000, blank=True)
    audience = models.CharField(max_length=300, blank=True)
    aims = models.TextField(max_length=1000, blank=True)
    topics = models.JSONField(default=list)
    speakers = models.JSONField(default=list)  # [{"name", "role"}], published names in their published role
    state = models.CharField(max_length=9, choices=EventState.choices, default=EventState.DRAFT)
    reason = models.CharField(max_length=300, blank=True)  # of the cancellation
    needs_approval = models.BooleanField(default=False)
    by_invitation = models.BooleanField(default=False)
    certificate = models.BooleanField(default=False)
    parts_percent = models.PositiveSmallIntegerField(default=100)
    post_score = models.PositiveSmallIntegerField(default=0)
    needs_feedback = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    first_at = models.DateTimeField(null=True)  # start of the first session: lists are in this order
    last_at = models.DateTimeField(null=True)  # end of the last session
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "first_at"], name="training_event_coming"),
            models.Index(fields=["organisation", "-first_at"], name="training_event_of"),
        ]
        constraints = [
            models.CheckConstraint(name="training_event_state", condition=Q(state__in=EventState.values)),
            models.CheckConstraint(
                name="training_event_percents", condition=Q(parts_percent__lte=100, post_score__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def words(self) -> Words:
        return states.event.STATES[self.state]

    @property
    def reference(self) -> Reference:
        return Reference(kind=KIND, number=self.slug[:64], title=self.title)

    @property
    def rule(self) -> CertificateRule:
        """What the certificate asks for."""
        return CertificateRule(self.parts_percent, self.post_score, self.needs_feedback)


class Session(models.Model):
    """One meeting of an event, for some regions and kinds of offices, with places."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_known = models.BooleanField(default=True)  # False where a source gives the day alone: no hour is shown then
    regions = models.JSONField(default=list)  # codes; "33*" means 33 and everything in it; empty: everywhere
    offices = models.JSONField(default=list)  # keys of the kinds of offices; empty: all
    capacity = models.PositiveSmallIntegerField()
    cap_per_agency = models.PositiveSmallIntegerField(null=True)
    parts = models.PositiveSmallIntegerField(default=1)  # stretches in which attendance is taken
    place = models.CharField(max_length=250, blank=True)
    room_kind = models.CharField(max_length=13, choices=RoomKind.choices, default=RoomKind.NONE)
    room_url = models.URLField(max_length=500, blank=True)
    room_fault = models.CharField(max_length=200, blank=True)
    room_looked_at = models.DateTimeField(null=True)
    code_secret = EncryptedField()
    # what a source reported of an event whose people are not rows here; None for events that ran on the platform
    recorded_people = models.PositiveIntegerField(null=True)
    recorded_offices = models.PositiveIntegerField(null=True)
    recorded_note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="training_session_once"),
            models.CheckConstraint(name="training_session_ends_later", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="training_session_has_places", condition=Q(capacity__gte=1)),
            models.CheckConstraint(name="training_session_parts", condition=Q(parts__gte=1, parts__lte=12)),
            models.CheckConstraint(
                name="training_session_cap", condition=Q(cap_per_agency__isnull=True) | Q(cap_per_agency__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.number}"

    @property
    def name(self) -> str:
        """Its own title, or "Sesi 1", in the active language."""
        return self.title or gettext("Sesi %(number)s") % {"number": self.number}

    @property
    def when(self) -> str:
        """The day and hour of its beginning by the organiser's clock; the day alone where the hour is unknown."""
        zone = self.event.organisation
        return format_moment(self.starts_at, zone) if self.time_known else format_day(self.starts_at, zone)

    @property
    def span(self) -> str:
        """From when until when: the end joins the clock of the first day, "pukul 09.00–12.00 WIB"."""
        zone = self.event.organisation
        if not self.time_known:
            return self.when
        if format_day(self.starts_at, zone) != format_day(self.ends_at, zone):
            return f"{self.when} – {format_moment(self.ends_at, zone)}"
        begins, ends = format_clock(self.starts_at, zone), format_clock(self.ends_at, zone)
        return f"{begins}–{ends}".join(self.when.rsplit(begins, 1))

    def is_over(self, now: datetime) -> bool:
        return self.ends_at <= now

    @property
    def has_room(self) -> bool:
        """Whether there is an on-line room, of either kind."""
        return self.room_kind != RoomKind.NONE


class Material(models.Model):
    """A file or a link of an event; for everybody, or for those with a place."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(max_length=160)
    # PROTECT: attachments are emptied, their rows stay
    attachment = models.ForeignKey("attachments.Attachment", null=True, on_delete=models.PROTECT, related_name="+")
    url = models.URLField(max_length=500, blank=True)
    public = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="training_material_file_or_link",
                condition=Q(attachment__isnull=False, url="") | Q(attachment__isnull=True) & ~Q(url=""),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """A question of the tests before and after: the same, so that the gain means something."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    answers = models.JSONField(default=list)
    right = models.PositiveSmallIntegerField()  # place of the right answer, from 0

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="training_question_once")]

    def __str__(self) -> str:
        return self.text

    @property
    def choices(self) -> list[tuple[Any, str]]:
        return [(place, text) for place, text in enumerate(self.answers)]
