"""Slots and the places in them, bookings, the waiting list, draws, emergency closings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from melayani.delivery.appointments import rules, states
from melayani.delivery.appointments.planning import Absence as Absence
from melayani.delivery.appointments.planning import Offer as Offer
from melayani.delivery.appointments.planning import ReleaseKind as ReleaseKind
from melayani.delivery.appointments.planning import ReleasePlan as ReleasePlan
from melayani.delivery.appointments.planning import SessionTemplate as SessionTemplate
from melayani.delivery.appointments.planning import Shift as Shift
from melayani.delivery.appointments.planning import TemplateCap as TemplateCap
from melayani.delivery.appointments.planning import UnitPlan as UnitPlan
from melayani.foundation.audit import EncryptedField, keyed_hash
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation

KIND = "booking"


class State(models.TextChoices):
    """The states of states.py with the officer's words."""

    HELD = states.HELD, states.STATES[states.HELD].officer
    BOOKED = states.BOOKED, states.STATES[states.BOOKED].officer
    MOVED = states.MOVED, states.STATES[states.MOVED].officer
    CONFLICT = states.CONFLICT, states.STATES[states.CONFLICT].officer
    CHECKED_IN = states.CHECKED_IN, states.STATES[states.CHECKED_IN].officer
    SERVED = states.SERVED, states.STATES[states.SERVED].officer
    NO_SHOW = states.NO_SHOW, states.STATES[states.NO_SHOW].officer
    CANCELLED = states.CANCELLED, states.STATES[states.CANCELLED].officer


class Channel(models.TextChoices):
    WEB = rules.WEB, "Daring"
    API = rules.API, "Sistem lain"
    OFFICER = rules.OFFICER, "Petugas"
    DRAW = rules.DRAW, "Undian"
    WAITING = rules.WAITING, "Daftar tunggu"
    WHATSAPP = rules.WHATSAPP, "WhatsApp"


def secret_hash(secret: str) -> str:
    """The hash by which the secret of a link is found."""
    return keyed_hash(secret, purpose="appointments.secret")


def person_hash(*, nik: str = "", phone: str = "", email: str = "") -> str:
    """By what one person is known: the NIK if given, else the telephone number, else the e-mail; "" for none."""
    for kind, value in (("nik", nik), ("phone", phone), ("email", email)):
        if value:
            return keyed_hash(f"{kind}:{value}", purpose="appointments.person")
    return ""


class SlotQuerySet(models.QuerySet["Slot"]):
    def of_unit(self, organisation_id: int) -> SlotQuerySet:
        return self.filter(organisation=organisation_id)

    def standing(self) -> SlotQuerySet:
        return self.filter(withdrawn_at__isnull=True)

    def between(self, since: datetime, until: datetime) -> SlotQuerySet:
        return self.filter(starts_at__gte=since, starts_at__lt=until)


class Slot(models.Model):
    """A stretch of time at a unit with places. Never deleted: one that is no longer offered is withdrawn."""

    # PROTECT: units are closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    walk_in = models.PositiveSmallIntegerField(default=0)  # places that are not booked at all
    priority = models.PositiveSmallIntegerField(default=0)  # places for priority groups only
    by_hand = models.PositiveSmallIntegerField(null=True)  # an officer's capacity goes before the computed one
    release = models.ForeignKey(ReleasePlan, null=True, on_delete=models.PROTECT, related_name="slots")
    withdrawn_at = models.DateTimeField(null=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "starts_at"], name="slot_once"),
            models.CheckConstraint(name="slot_ends_later", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="slot_shares_fit", condition=Q(capacity__gte=F("walk_in") + F("priority"))),
        ]

    def __str__(self) -> str:
        return f"slot {self.pk} {self.starts_at:%Y-%m-%d %H:%M}"


class ServiceCap(models.Model):
    """The second cap of a slot: how many of its places one service may take."""

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="caps")
    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="+")
    places = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slot", "service"], name="servicecap_once")]

    def __str__(self) -> str:
        return f"{self.service_id} in slot {self.slot_id}: {self.places}"


class BookingQuerySet(models.QuerySet["Booking"]):
    def within(self, paths: Iterable[str]) -> BookingQuerySet:
        units = Organisation.objects.at_or_below(paths).order_by().values("pk")
        return self.filter(organisation__in=units)

    def coming(self) -> BookingQuerySet:
        return self.filter(state__in=sorted(states.COMING))

    def made(self) -> BookingQuerySet:
        """Everything but holds."""
        return self.exclude(state=State.HELD)

    def between(self, since: datetime, until: datetime) -> BookingQuerySet:
        return self.filter(starts_at__gte=since, starts_at__lt=until)


class Booking(models.Model):
    """One visit: who, for what, when. While the form is filled in it is held; the same row becomes the booking."""

    number = models.CharField(max_length=16, unique=True)
    secret = EncryptedField()
    secret_hash = models.CharField(max_length=64)
    # PROTECT throughout: a visit outlives units, services and officers. In a rush every index is paid for under the
    # lock of a slot: there is none that another begins with, or that nobody asks by
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    day = models.DateField()  # local to the unit
    party_size = models.PositiveSmallIntegerField(default=1)
    priority = models.BooleanField(default=False)
    held_until = models.DateTimeField(null=True)
    holder = models.CharField(max_length=64, blank=True)  # hash of the session that holds
    sequence = models.PositiveIntegerField(default=0)  # of the calendar entry
    name = EncryptedField(blank=True)
    person_hash = models.CharField(max_length=64, blank=True)
    phone = EncryptedField(blank=True)
    email = EncryptedField(blank=True)
    contact = models.ForeignKey("messaging.Contact", null=True, on_delete=models.SET_NULL, related_name="+")
    assistance = EncryptedField(blank=True)  # keys of rules.ASSISTANCE with commas: what help, never which illness
    note = EncryptedField(blank=True)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    reminded_day_at = models.DateTimeField(null=True)
    reminded_hours_at = models.DateTimeField(null=True)
    checked_in_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)  # when the personal data was destroyed

    objects = BookingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "starts_at"], name="booking_day"),
            models.Index(fields=["starts_at"], name="booking_coming", condition=Q(state__in=sorted(states.COMING))),
            models.Index(fields=["held_until"], name="booking_held", condition=Q(state=states.HELD)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person_hash", "service", "day"],
                condition=Q(state__in=sorted(states.ACTIVE)) & ~Q(person_hash=""),
                name="booking_one_per_person_and_day",
            ),
            models.CheckConstraint(name="booking_state_known", condition=Q(state__in=sorted(states.STATES))),
            models.CheckConstraint(name="booking_ends_later", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="booking_party", condition=Q(party_size__gte=1, party_size__lte=rules.PARTY_MAX)
            ),
            models.CheckConstraint(
                name="booking_held_has_end",
                condition=~Q(state=states.HELD) | Q(held_until__isnull=False),
            ),
            models.CheckConstraint(
                name="booking_final_has_moment",
                condition=Q(state__in=sorted(states.FINAL), closed_at__isnull=False)
                | (~Q(state__in=sorted(states.FINAL)) & Q(closed_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def reference(self) -> Reference:
        return Reference(kind=KIND, number=self.number)

    @property
    def words(self) -> states.Words:
        return states.STATES[self.state]

    @property
    def is_final(self) -> bool:
        return self.state in states.FINAL

    @property
    def assistance_keys(self) -> tuple[str, ...]:
        return tuple(key for key in self.assistance.split(",") if key)


class PlaceQuerySet(models.QuerySet["BookedSlot"]):
    def taken(self, now: datetime) -> PlaceQuerySet:
        """Places that count: not given back, and not of a hold that has lapsed."""
        return self.filter(Q(held_until__isnull=True) | Q(held_until__gt=now), released_at__isnull=True)


class BookedSlot(models.Model):
    """The places of one booking in one slot. A long service has several rows; `held_until` of a hold ignores it."""

    # slots are never deleted, and asked for by the places that are taken
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="places", db_index=False)
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="places")
    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="+", db_index=False)
    places = models.PositiveSmallIntegerField()
    priority = models.BooleanField(default=False)
    held_until = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["slot"], name="bookedslot_taken", condition=Q(released_at__isnull=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "slot"], condition=Q(released_at__isnull=True), name="bookedslot_once"
            ),
            models.CheckConstraint(name="bookedslot_places", condition=Q(places__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.places} in slot {self.slot_id}"


class WaitingState(models.TextChoices):
    WAITING = "waiting", "Menunggu"
    OFFERED = "offered", "Ditawari"
    SERVED = "served", "Mendapat tempat"
    LEFT = "left", "Keluar"
    OVER = "over", "Lewat"


class WaitingEntryQuerySet(models.QuerySet["WaitingEntry"]):
    def came_to(self, booking: Booking) -> WaitingEntryQuerySet:
        """The ended waiting that led to this booking, or that this booking led to."""
        ended = self.exclude(state__in=[WaitingState.WAITING, WaitingState.OFFERED])
        return ended.filter(Q(offer=booking) | Q(replaces=booking))

    def forget_person(self) -> int:
        return self.update(name="", person_hash="", assistance="", contact=None)


class WaitingEntry(models.Model):
    """Somebody who waits for a place on some days. An offer is a booking that is held for a while."""

    secret = EncryptedField()
    secret_hash = models.CharField(max_length=64, unique=True)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    party_size = models.PositiveSmallIntegerField(default=1)
    priority = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=WaitingState.choices, default=WaitingState.WAITING)
    offer = models.ForeignKey(Booking, null=True, on_delete=models.SET_NULL, related_name="+")
    offers_made = models.PositiveSmallIntegerField(default=0)
    replaces = models.ForeignKey(Booking, null=True, on_delete=models.CASCADE, related_name="waiting")  # closed day
    name = EncryptedField()
    person_hash = models.CharField(max_length=64)
    contact = models.ForeignKey("messaging.Contact", null=True, on_delete=models.SET_NULL, related_name="+")
    assistance = EncryptedField(blank=True)
    made_at = models.DateTimeField()

    objects = WaitingEntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "service", "made_at"], name="waiting_line", condition=Q(state="waiting")
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person_hash", "service", "first_day", "last_day"],
                condition=Q(state__in=["waiting", "offered"]) & ~Q(person_hash=""),
                name="waiting_once",
            ),
            models.CheckConstraint(name="waiting_days_ordered", condition=Q(last_day__gte=F("first_day"))),
        ]

    def __str__(self) -> str:
        return f"waiting {self.pk}"


class DrawOutcome(models.TextChoices):
    """What the draw brought: a place, or why none."""

    WON = "won", "Mendapat tempat"
    WAITING = "waiting", "Daftar tunggu"
    BOOKED = "booked", "Sudah punya janji temu"
    NONE = "none", "Tidak mendapat tempat"


class DrawEntry(models.Model):
    """One registration for a draw; its number is public, the person is not."""

    plan = models.ForeignKey(ReleasePlan, on_delete=models.PROTECT, related_name="entries")
    number = models.CharField(max_length=16, unique=True)
    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="+")
    party_size = models.PositiveSmallIntegerField(default=1)
    priority = models.BooleanField(default=False)
    name = EncryptedField()
    person_hash = models.CharField(max_length=64)
    contact = models.ForeignKey("messaging.Contact", null=True, on_delete=models.SET_NULL, related_name="+")
    assistance = EncryptedField(blank=True)
    made_at = models.DateTimeField()
    rank = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=8, choices=DrawOutcome.choices, blank=True)
    booking = models.OneToOneField(Booking, null=True, on_delete=models.PROTECT, related_name="draw_entry")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "person_hash", "service"], name="drawentry_once"),
            models.CheckConstraint(
                name="drawentry_won_has_place",
                condition=Q(outcome="won", booking__isnull=False) | (~Q(outcome="won") & Q(booking__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Closing(models.Model):
    """A stretch of time that a unit closed in an emergency; the same stretch is closed once.

    `mall` says that the whole mall closed; `settled_at` that every booking in the time has got its answer.
    """

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    closed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    mall = models.ForeignKey("organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["closed_at"], name="closing_unsettled", condition=Q(settled_at__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "starts_at", "ends_at"], name="closing_once"),
            models.CheckConstraint(name="closing_ends_later", condition=Q(ends_at__gt=F("starts_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.starts_at}–{self.ends_at}"


class Proposal(models.Model):
    """What one closing did for one booking: another time, or the waiting list; told once."""

    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, related_name="proposals")
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="proposals")
    was = models.DateTimeField()
    becomes = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["closing", "booking"], name="proposal_once")]

    def __str__(self) -> str:
        return f"proposal for {self.booking_id}"
