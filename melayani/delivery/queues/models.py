"""Tickets with their numbers, what was called and served, what was foretold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import F, Q

from melayani.delivery.queues import rules, states
from melayani.delivery.queues.sites import Counter as Counter
from melayani.delivery.queues.sites import Device as Device
from melayani.delivery.queues.sites import Line as Line
from melayani.delivery.queues.sites import Site as Site
from melayani.delivery.queues.sites import Sitting as Sitting
from melayani.delivery.queues.sites import Zone as Zone
from melayani.foundation.audit import EncryptedField, keyed_hash
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation

KIND = "ticket"


class State(models.TextChoices):
    """The states of states.py with the officer's words."""

    WAITING = states.WAITING, states.STATES[states.WAITING].officer
    CALLED = states.CALLED, states.STATES[states.CALLED].officer
    SERVING = states.SERVING, states.STATES[states.SERVING].officer
    HELD = states.HELD, states.STATES[states.HELD].officer
    NO_SHOW = states.NO_SHOW, states.STATES[states.NO_SHOW].officer
    DONE = states.DONE, states.STATES[states.DONE].officer
    LEFT = states.LEFT, states.STATES[states.LEFT].officer
    EXPIRED = states.EXPIRED, states.STATES[states.EXPIRED].officer


class Way(models.TextChoices):
    """How the number was taken."""

    KIOSK = rules.KIOSK, "Kios"
    DESK = rules.DESK, "Meja informasi"
    PHONE = rules.PHONE, "Ponsel di lokasi"
    BOOKING = rules.BOOKING, "Janji temu"
    CASE = rules.CASE, "Dipanggil untuk permohonan"


def secret_hash(secret: str) -> str:
    """The hash by which the secret of a ticket's link is found."""
    return keyed_hash(secret, purpose="queues.secret")


def token_hash(token: str) -> str:
    """The hash by which the address of a screen or a kiosk is found."""
    return keyed_hash(token, purpose="queues.device")


class LineDay(models.Model):
    """The last number of a line on a local day. Whoever takes a number locks this row: no gap, no duplicate."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="days")
    day = models.DateField()
    last_number = models.PositiveSmallIntegerField(default=0)
    walk_ins = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "day"], name="lineday_once")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.day}: {self.last_number}"


class TicketQuerySet(models.QuerySet["Ticket"]):
    def within(self, paths: Iterable[str]) -> TicketQuerySet:
        """Tickets whose line is served by a unit at or below one of the paths."""
        units = Organisation.objects.at_or_below(paths).order_by().values("pk")
        return self.filter(line__unit__in=units)

    def today(self, site_id: int, day: date) -> TicketQuerySet:
        return self.filter(site=site_id, day=day)

    def waiting(self) -> TicketQuerySet:
        return self.filter(state=State.WAITING)

    def in_order(self) -> TicketQuerySet:
        """Whoever has the earliest turn is called first; the number of the row settles equal turns."""
        return self.order_by("turn", "pk")


class Ticket(models.Model):
    """One person's visit today: a number of a line, a place in the order, and where it stands."""

    number = models.CharField(max_length=16, unique=True)  # ATR-…, public
    secret = EncryptedField()
    secret_hash = models.CharField(max_length=64)
    # PROTECT throughout: the record of a visit outlives counters, units and services
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="tickets")
    day = models.DateField()  # local to the place
    taken_in = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")  # whose number it bears
    sequence = models.PositiveSmallIntegerField()  # 12 of A-012
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="tickets")  # where it waits now
    only_counter = models.ForeignKey(
        Counter, null=True, on_delete=models.PROTECT, related_name="+"
    )  # transferred to it
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    way = models.CharField(max_length=8, choices=Way.choices)
    priority = models.BooleanField(default=False)
    arrived_at = models.DateTimeField()
    turn = models.DateTimeField()  # rules.turn_of; a transfer keeps it
    counter = models.ForeignKey(Counter, null=True, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    booking = models.OneToOneField(
        "appointments.Booking", null=True, on_delete=models.PROTECT, related_name="queue_ticket"
    )
    contact = models.ForeignKey("messaging.Contact", null=True, on_delete=models.SET_NULL, related_name="+")
    case_number = models.CharField(max_length=16, blank=True)  # of the application it became or is called for
    request_key = models.CharField(max_length=64, blank=True)  # hash: a second press is the same ticket
    printed = models.PositiveSmallIntegerField(default=0)
    travel_minutes = models.PositiveSmallIntegerField(null=True)
    told_to_leave_at = models.DateTimeField(null=True)
    told_near_at = models.DateTimeField(null=True)  # on devices, that the turn is near
    # what was foretold last; every published forecast stands in Forecast
    ahead = models.PositiveSmallIntegerField(null=True)
    wait_low = models.PositiveSmallIntegerField(null=True)  # minutes
    wait_high = models.PositiveSmallIntegerField(null=True)
    foretold_at = models.DateTimeField(null=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["line", "turn"], name="ticket_next", condition=Q(state=states.WAITING)),
            models.Index(fields=["site", "day"], name="ticket_day"),
            models.Index(fields=["day"], name="ticket_unfinished", condition=~Q(state__in=sorted(states.FINAL))),
            models.Index(fields=["case_number"], name="ticket_case", condition=~Q(case_number="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["taken_in", "day", "sequence"], name="ticket_number_once"),
            models.UniqueConstraint(
                fields=["counter"],
                condition=Q(state__in=sorted(states.AT_COUNTER)),
                name="ticket_one_per_counter",
            ),
            models.UniqueConstraint(
                fields=["site", "request_key"], condition=~Q(request_key=""), name="ticket_request_once"
            ),
            models.CheckConstraint(name="ticket_state_known", condition=Q(state__in=sorted(states.STATES))),
            models.CheckConstraint(name="ticket_sequence", condition=Q(sequence__gte=1)),
            models.CheckConstraint(
                name="ticket_at_counter",
                condition=~Q(state__in=sorted(states.AT_COUNTER)) | Q(counter__isnull=False, called_at__isnull=False),
            ),
            models.CheckConstraint(
                name="ticket_final_has_moment",
                condition=Q(state__in=sorted(states.FINAL), closed_at__isnull=False)
                | (~Q(state__in=sorted(states.FINAL)) & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="ticket_wait_ordered",
                condition=Q(wait_low__isnull=True, wait_high__isnull=True) | Q(wait_high__gte=F("wait_low")),
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
    def code(self) -> str:
        """What is shown and spoken: A-012. Needs `taken_in` loaded."""
        return rules.code_of(self.taken_in.prefix, self.sequence)

    @property
    def is_final(self) -> bool:
        return self.state in states.FINAL


class Wish(models.Model):
    """A further service of the same visit, in the order in which it will be waited for."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="wishes")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "position"], name="wish_once")]

    def __str__(self) -> str:
        return f"{self.ticket_id} then {self.line_id}"


class Call(models.Model):
    """One call on the screens; a recall is a call of its own. A screen speaks each once (its key only rises)."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="calls")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="calls")
    counter = models.ForeignKey(Counter, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    is_recall = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["site", "-id"], name="call_latest")]

    def __str__(self) -> str:
        return f"call {self.pk}"


class Handling(models.Model):
    """One stay of a ticket at a counter, closed: the ground of durations and of all statistics."""

    class Outcome(models.TextChoices):
        DONE = "done", "Selesai"
        GONE_ON = "gone_on", "Lanjut ke layanan lain"
        TRANSFERRED = "transferred", "Dialihkan"
        HELD = "held", "Disimpan"
        RETURNED = "returned", "Dikembalikan"
        NO_SHOW = "no_show", "Tidak datang"
        EXPIRED = "expired", "Tidak ditutup"

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="handlings")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    counter = models.ForeignKey(Counter, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    waited_from = models.DateTimeField()  # arrival, or the end of the stay before
    called_at = models.DateTimeField()
    served_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)

    class Meta:
        indexes = [
            models.Index(fields=["line", "-ended_at"], name="handling_line", condition=Q(outcome="done")),
            models.Index(fields=["site", "day"], name="handling_day"),
        ]
        constraints = [
            models.CheckConstraint(name="handling_ends_later", condition=Q(ended_at__gte=F("called_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} at {self.counter_id}"


class Forecast(models.Model):
    """A wait that was published, and what became of it: estimates are judged in public."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="forecasts")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ahead = models.PositiveSmallIntegerField()
    low = models.PositiveIntegerField()  # seconds, as the others below
    middle = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    model = models.CharField(max_length=24)
    came_after = models.PositiveIntegerField(null=True)  # until the call; empty: not called (yet), or censored
    censored = models.BooleanField(default=False)  # left, transferred, not there: no outcome to judge by

    class Meta:
        indexes = [
            models.Index(fields=["line", "made_at"], name="forecast_line"),
            models.Index(fields=["ticket"], name="forecast_open", condition=Q(came_after__isnull=True, censored=False)),
        ]
        constraints = [
            models.CheckConstraint(name="forecast_ordered", condition=Q(middle__gte=F("low"), high__gte=F("middle"))),
        ]

    def __str__(self) -> str:
        return f"{self.low}–{self.high} s for {self.ticket_id}"
