"""Consultations, what each is about, and the files that belong to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import at_or_below
from melayani.voice.consultations import states
from melayani.voice.consultations.rules import attending, planning

KIND = "consultation"  # of the number, of references and of events


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def within(self, paths: Iterable[str]) -> ConsultationQuerySet:
        """Held by organisations at or below one of the tree paths."""
        return self.filter(at_or_below(paths, "organisation__"))

    def public(self) -> ConsultationQuerySet:
        """Announced ones: everybody may read them, a cancelled one too when it had been announced."""
        return self.filter(announced_at__isnull=False)

    def coming(self, today: date, now: datetime) -> ConsultationQuerySet:
        """Announced, and neither the window nor the meeting has begun."""
        window = Q(opens_on__isnull=True) | Q(opens_on__gt=today)
        meeting = Q(starts_at__isnull=True) | Q(starts_at__gt=now)
        return self.filter(window, meeting, state=states.INVITED)

    def running(self, today: date, now: datetime) -> ConsultationQuerySet:
        """Begun, and the result is not published yet."""
        begun = Q(opens_on__lte=today) | Q(starts_at__lte=now)
        return self.filter(Q(begun, state=states.INVITED) | Q(state__in=(states.HELD, states.RECORD_SIGNED)))

    def finished(self) -> ConsultationQuerySet:
        """Published, followed up, or cancelled."""
        return self.filter(state__in=(states.PUBLISHED, states.FOLLOWED_UP, states.CANCELLED))

    def held_in(self, year: int) -> ConsultationQuerySet:
        """Held in a calendar year, by the day of the meeting or of the end of the window."""
        return self.filter(held_on__year=year)


class Consultation(models.Model):
    """One forum: prepared, held, followed up. Days are those of the office."""

    number = models.CharField(max_length=16, unique=True)  # FKP-7K3Q9XBT-W
    # PROTECT: what was agreed outlives the unit, which is closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=list(states.LABELS.items()), default=states.PLANNED)
    title = models.CharField(max_length=160)
    summary = models.TextField()
    purpose = models.CharField(max_length=12, choices=list(planning.PURPOSES.items()))
    form = models.CharField(max_length=20, choices=list(planning.FORMS.items()))
    opens_on = models.DateField(null=True)  # contributions on line, both ends included
    closes_on = models.DateField(null=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=250, blank=True)
    link = models.URLField(max_length=300, blank=True)
    facilitator = models.CharField(max_length=160, blank=True)  # a post, not a person
    support = models.CharField(max_length=250, blank=True)
    quota = models.JSONField(default=dict)  # seats by kind of public and for vulnerable groups
    code = models.CharField(max_length=64, unique=True)  # in the printed QR; opens only the attendance form, on the day
    last_entry = models.PositiveIntegerField(default=0)  # of contributions and proposals, counted under the row's lock
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)
    held_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)  # names and contacts of people are gone
    cancel_reason = models.CharField(max_length=600, blank=True)
    # PROTECT: who planned it stays known
    planned_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "state", "-created_at"], name="consultation_of_unit"),
            models.Index(fields=["state", "-published_at"], name="consultation_by_state"),
            models.Index(fields=["organisation", "held_on"], name="consultation_of_year"),
        ]
        constraints = [
            models.CheckConstraint(name="consultation_state_known", condition=Q(state__in=states.LABELS)),
            models.CheckConstraint(
                name="consultation_public_was_announced",
                condition=Q(state__in=(states.PLANNED, states.CANCELLED)) | Q(announced_at__isnull=False),
            ),
            models.CheckConstraint(
                name="consultation_window_ends_after_start",
                condition=Q(opens_on__isnull=True, closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
            ),
            models.CheckConstraint(
                name="consultation_meeting_ends_after_start",
                condition=Q(starts_at__isnull=True, ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="consultation_result_was_held",
                condition=~Q(state__in=(states.HELD, states.RECORD_SIGNED, states.PUBLISHED, states.FOLLOWED_UP))
                | Q(held_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def reference(self) -> Reference:
        return Reference(KIND, self.number, title=self.title)

    @property
    def stage(self) -> str:
        return states.stage_of(self.state)

    def today(self, now: datetime) -> date:
        return now.astimezone(self.organisation.zone).date()

    def takes_contributions(self, now: datetime) -> bool:
        """Whether anybody may contribute on line at `now`."""
        open_now = planning.is_window_open(self.opens_on, self.closes_on, self.today(now))
        return self.state == states.INVITED and open_now

    def takes_attendance(self, now: datetime) -> bool:
        """Whether people may note by code that they came."""
        return self.state in states.STAGES[1][2] and attending.is_open(self.starts_at, self.ends_at, now)


class Topic(models.Model):
    """What a consultation is about: a reference by kind and number with its words, never a foreign key sideways."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="topics")
    kind = models.CharField(max_length=10, choices=list(planning.TOPIC_KINDS.items()))
    reference = models.CharField(max_length=160, blank=True)  # slug of a service, key of an element, ADU-…
    title = models.CharField(max_length=250)
    service_slug = models.CharField(max_length=140, blank=True)
    component = models.CharField(max_length=24, blank=True)  # one of the fourteen of a standard
    note = models.CharField(max_length=600, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["service_slug", "id"], name="consultation_topic_service")]
        constraints = [
            models.CheckConstraint(name="consultation_topic_kind_known", condition=Q(kind__in=planning.TOPIC_KINDS))
        ]

    def __str__(self) -> str:
        return self.title


MATERIAL, PHOTO, LIST, REPORT = "material", "photo", "list", "report"
MATERIAL_KINDS = [(MATERIAL, "Bahan"), (PHOTO, "Foto"), (LIST, "Daftar hadir bertanda tangan"), (REPORT, "Laporan")]


class Material(models.Model):
    """A file of a consultation. What is not public is evidence for the office and its evaluators."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="materials")
    kind = models.CharField(max_length=10, choices=MATERIAL_KINDS)
    title = models.CharField(max_length=160)
    # PROTECT: a file goes only by an action
    attachment = models.OneToOneField("attachments.Attachment", on_delete=models.PROTECT, related_name="+")
    is_public = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            # a signed list of names is never for everybody
            models.CheckConstraint(name="consultation_list_stays_inside", condition=~Q(kind=LIST) | Q(is_public=False)),
        ]

    def __str__(self) -> str:
        return self.title
