"""Invitations of units, registrations of people, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from melayani.foundation.audit import EncryptedField, keyed_hash
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import at_or_below
from melayani.oversight.training import states
from melayani.oversight.training.models.events import Event, Session
from melayani.oversight.training.wording import Words

KIND = "training_registration"
LIVING = sorted(states.ALIVE)


def secret_hash(secret: str) -> str:
    """The hash by which the secret of a link is found."""
    return keyed_hash(secret, purpose="training.secret")


def person_hash(kind: str, value: str) -> str:
    """By what one person is known within an event: the e-mail address or telephone number."""
    return keyed_hash(f"{kind}:{value}", purpose="training.person") if value else ""


class State(models.TextChoices):
    """The states of states/registration.py with the officer's words."""

    PENDING = states.PENDING, states.STATES[states.PENDING].officer
    CONFIRMED = states.CONFIRMED, states.STATES[states.CONFIRMED].officer
    WAITING = states.WAITING, states.STATES[states.WAITING].officer
    REJECTED = states.REJECTED, states.STATES[states.REJECTED].officer
    WITHDRAWN = states.WITHDRAWN, states.STATES[states.WITHDRAWN].officer
    LAPSED = states.LAPSED, states.STATES[states.LAPSED].officer
    ATTENDED = states.ATTENDED, states.STATES[states.ATTENDED].officer
    ABSENT = states.ABSENT, states.STATES[states.ABSENT].officer
    COMPLETED = states.COMPLETED, states.STATES[states.COMPLETED].officer


class Way(models.TextChoices):
    WEB = "web", "Daring"
    ACCOUNT = "account", "Akun petugas"
    UNIT = "unit", "Didaftarkan unitnya"
    INVITATION = "invitation", "Tautan undangan"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def for_units(self, paths: Iterable[str]) -> InvitationQuerySet:
        return self.filter(at_or_below(paths, "organisation__"))


class Invitation(models.Model):
    """A unit is asked to send people to a session. The unit's officers answer at their desk, or by the secret link."""

    class Answer(models.TextChoices):
        OPEN = "open", "Belum dijawab"
        ACCEPTED = "accepted", "Mengirim peserta"
        DECLINED = "declined", "Tidak dapat hadir"

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="invitations")
    # PROTECT: units are closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=32)  # the kind of office as which the unit is asked
    people = models.PositiveSmallIntegerField(default=1)
    secret = EncryptedField()
    secret_hash = models.CharField(max_length=64, unique=True)
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.OPEN)
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "organisation"], name="training_invited_once"),
            models.CheckConstraint(name="training_invites_somebody", condition=Q(people__gte=1)),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def within(self, paths: Iterable[str]) -> RegistrationQuerySet:
        return self.filter(at_or_below(paths, "event__organisation__"))

    def with_place(self) -> RegistrationQuerySet:
        return self.filter(state__in=states.HOLDS_PLACE)

    def in_line(self) -> RegistrationQuerySet:
        """Those who wait, first come first."""
        return self.filter(state=states.WAITING).order_by("made_at", "pk")


class Registration(models.Model):
    """One person at one session. The name stands encrypted and is erased in time; the office stays for the counts."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="registrations")
    key = models.CharField(max_length=16, unique=True)  # in addresses of the office; opens nothing by itself
    secret = EncryptedField()
    secret_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=9, choices=State.choices)
    reason = models.CharField(max_length=300, blank=True)
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.WEB)
    name = EncryptedField(blank=True)
    position = EncryptedField(blank=True)
    needs = EncryptedField(blank=True)  # help that is wanted on the day
    person_hash = models.CharField(max_length=64, blank=True)
    contact = models.ForeignKey("messaging.Contact", null=True, on_delete=models.SET_NULL, related_name="+")
    # PROTECT: accounts are ended, never deleted
    officer = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    invitation = models.ForeignKey(Invitation, null=True, on_delete=models.SET_NULL, related_name="registrations")
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey("organisations.Region", null=True, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=32)
    agency_name = models.CharField(max_length=160)
    agency_key = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    sequence = models.PositiveSmallIntegerField(default=0)  # of the calendar entry
    reminded_day_at = models.DateTimeField(null=True)
    reminded_hours_at = models.DateTimeField(null=True)
    pre_score = models.PositiveSmallIntegerField(null=True)
    post_score = models.PositiveSmallIntegerField(null=True)
    gave_feedback = models.BooleanField(default=False)
    # PROTECT: an issued document outlives everything it is about
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    erased_at = models.DateTimeField(null=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["session", "state", "made_at"], name="training_reg_session"),
            models.Index(fields=["session", "agency_key"], name="training_reg_agency"),
            models.Index(fields=["officer", "-made_at"], name="training_reg_officer"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person_hash"],
                condition=Q(state__in=LIVING) & ~Q(person_hash=""),
                name="training_one_per_person",
            ),
            models.CheckConstraint(name="training_reg_state", condition=Q(state__in=State.values)),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def words(self) -> Words:
        return states.STATES[self.state]

    @property
    def reference(self) -> Reference:
        return Reference(kind=KIND, number=self.key)

    @property
    def is_sure(self) -> bool:
        return self.state in states.SURE


class Attendance(models.Model):
    """One person was there in one part of the session; however often it is told, it counts once."""

    class How(models.TextChoices):
        CODE = "code", "Kode di layar"
        SCAN = "scan", "Pindai QR"
        DESK = "desk", "Dicatat petugas"
        ROOM = "room", "Ruang daring"

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="attendances")
    part = models.PositiveSmallIntegerField()
    how = models.CharField(max_length=4, choices=How.choices)
    at = models.DateTimeField()
    marked_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["registration", "part"], name="training_there_once")]

    def __str__(self) -> str:
        return f"{self.registration_id} part {self.part}"


class Scan(models.Model):
    """One scan of a device, by the key that the device gave it: sent twice, it is the same scan."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="scans")
    key = models.CharField(max_length=64)
    at = models.DateTimeField()
    taken_at = models.DateTimeField()
    outcome = models.CharField(max_length=8)  # marked, known, unknown, early

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "key"], name="training_scan_once")]

    def __str__(self) -> str:
        return f"scan {self.pk}"


class RoomPresence(models.Model):
    """How long somebody was seen in the on-line room during one part."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="presences")
    part = models.PositiveSmallIntegerField()
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["registration", "part"], name="training_seen_once")]

    def __str__(self) -> str:
        return f"{self.registration_id} part {self.part}: {self.seconds} s"


class Feedback(models.Model):
    """What somebody thought of the session. No key leads to a person; who gave feedback is only ticked off."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="feedback")
    scores = models.JSONField(default=dict)
    text = models.CharField(max_length=1000, blank=True)

    def __str__(self) -> str:
        return f"feedback {self.pk}"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def open(self) -> FollowUpQuerySet:
        return self.filter(done_at__isnull=True)

    def for_units(self, paths: Iterable[str]) -> FollowUpQuerySet:
        return self.filter(at_or_below(paths, "organisation__"))


class FollowUp(models.Model):
    """What a unit does with what was learnt, by when; it lies on that unit's desk."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="follow_ups")
    # PROTECT: units are closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=300)
    due_on = models.DateField()
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=500, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "due_on"], name="training_todo", condition=Q(done_at__isnull=True))
        ]
        constraints = [
            models.CheckConstraint(name="training_done_with_result", condition=Q(done_at__isnull=True) | ~Q(result=""))
        ]

    def __str__(self) -> str:
        return self.text
