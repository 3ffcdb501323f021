"""Reads: what may be booked, the free days and times, the desk's day, conflicts, and units whose slots are stale."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, Sum

from melayani.delivery.appointments import access, candidates, offers, rules, states, tokens
from melayani.delivery.appointments.models import (
    KIND,
    BookedSlot,
    Booking,
    Closing,
    DrawEntry,
    Offer,
    ReleasePlan,
    SessionTemplate,
    Shift,
    Slot,
    UnitPlan,
    WaitingEntry,
    WaitingState,
)
from melayani.delivery.appointments.offers import Terms as Terms
from melayani.delivery.appointments.visitors import HELP as HELP
from melayani.delivery.catalogue.models import Service
from melayani.foundation.messaging import correspondence
from melayani.foundation.numbers.rules import read_number
from melayani.foundation.organisations.models import Organisation, Tenancy
from melayani.foundation.people import Officer, kept

PAGE_SIZE = 20
LIST_LIMIT = 200
UNITS_PER_TICK = 20
UNITS_AT_ONCE = 10
ONE_DAY = timedelta(days=1)
TERMS_KEPT, SLOTS_KEPT = timedelta(seconds=5), timedelta(minutes=10)
VISITS_SHOWN, LOOKED_AHEAD = 3, timedelta(days=7)
LETTERS_SHOWN = 20


@dataclass(frozen=True)
class DayChoice:
    """A day with how many places are free and how many times are not full."""

    day: date
    left: int
    capacity: int
    times: int
    unopened: bool = False  # its places are given out later


def offers_for_citizens(*, words: str = "", unit: str = "", page: str = "1", day: date | None = None) -> Page[Offer]:
    """What may be visited by appointment, by service and unit, paged; three queries at most.

    With `day` a mall stands for its tenants on that day too.
    """
    rows = Offer.objects.select_related("organisation", "service").filter(is_open=True, service__is_offered=True)
    rows = rows.filter(organisation__in=UnitPlan.objects.filter(is_open=True).values("organisation"))
    if unit:
        there = Q(organisation__slug=unit)
        if day is not None:
            there |= Q(organisation__in=Tenancy.objects.current(day).filter(mall__slug=unit).values("unit"))
        rows = rows.filter(there)
    for word in words.split()[:6]:
        rows = rows.filter(
            Q(service__title__icontains=word)
            | Q(organisation__name__icontains=word)
            | Q(organisation__short_name__icontains=word)
        )
    return Paginator(rows.order_by("service__title", "organisation__name", "pk"), PAGE_SIZE).get_page(page)


def offer_of(service_slug: str, unit_slug: str) -> offers.Terms | None:
    """The terms of one service at one unit, or None; two queries."""
    rows = Offer.objects.select_related("organisation", "service")
    offer = rows.filter(service__slug=service_slug, organisation__slug=unit_slug).first()
    plan = UnitPlan.objects.filter(organisation=offer.organisation_id).first() if offer else None
    return offers.Terms(offer, plan) if offer and plan else None


def offers_of_service(service_slug: str) -> list[Offer]:
    """Where one service may be visited by appointment, the first places by name; one query."""
    rows = Offer.objects.select_related("organisation", "service").filter(is_open=True, service__is_offered=True)
    rows = rows.filter(organisation__in=UnitPlan.objects.filter(is_open=True).values("organisation"))
    return list(rows.filter(service__slug=service_slug).order_by("organisation__name", "pk")[:UNITS_AT_ONCE])


def start_of(slot: int) -> datetime | None:
    """When the slot with this key begins; None for one that is withdrawn or was never there. One query."""
    return Slot.objects.standing().filter(pk=slot).values_list("starts_at", flat=True).first()


def wanted(slot: str) -> tuple[int, offers.Terms]:
    """The slot and the terms that an opaque id names; raises InputRefused for an id that we did not make.

    Unit and start of a slot never change, and terms may be some seconds old: in a rush nobody asks for them again.
    """
    token = tokens.read(slot)
    if token is None:
        raise rules.InputRefused({"slot": "Id waktu ini tidak dikenal. Lihat GET /slots."})
    found = kept(("slot", token.slot), lambda: _unit_and_start(token.slot), life=SLOTS_KEPT)
    if found is None or int(found[1].timestamp()) != token.start:
        raise rules.InputRefused({"slot": "Waktu ini tidak ada lagi. Lihat GET /slots."})
    unit, service = found[0], token.service
    read = partial(offers.terms_of, organisation_id=unit, service_id=service)
    return token.slot, kept(("terms", unit, service), read, life=TERMS_KEPT)


def _unit_and_start(slot: int) -> tuple[int, datetime] | None:
    return Slot.objects.filter(pk=slot).values_list("organisation", "starts_at").first()


def open_slots(*, service: str, unit: str, first: date, last: date, now: datetime) -> list[dict[str, Any]]:
    """What GET /slots shows: the times of one service at all its units, in order of time; two queries per unit."""
    by = {"service": int(service)} if service.isascii() and service.isdigit() else {"service__slug": service}
    rows = Offer.objects.select_related("organisation", "service").filter(is_open=True, **by)
    rows = rows.filter(organisation__slug=unit) if unit else rows
    chosen = list(rows.order_by("organisation__name")[:UNITS_AT_ONCE])
    plans = {
        plan.organisation_id: plan
        for plan in UnitPlan.objects.filter(organisation__in=[o.organisation_id for o in chosen])
    }
    found = []
    for offer in chosen:
        if plan := plans.get(offer.organisation_id):
            terms = offers.Terms(offer, plan)
            times = candidates.bookable(terms, now=now, first=first, last=last)
            found += [slot_out(terms, free) for free in times]
    return sorted(found, key=lambda item: (item["starts_at"], item["unit"]))


def slot_out(terms: offers.Terms, free: candidates.Free) -> dict[str, Any]:
    """A time as other systems read it."""
    zone, offer = terms.offer.organisation.zone, terms.offer
    start = int(free.starts_at.timestamp())
    return {
        "id": tokens.make(tokens.Token(free.slot.pk, offer.service_id, start)),
        "unit": offer.organisation.slug,
        "starts_at": free.starts_at.astimezone(zone),
        "ends_at": free.ends_at.astimezone(zone),
        "capacity": free.capacity,
        "remaining": free.left,
    }


def alternatives(slot: str, terms: offers.Terms, party_size: int, now: datetime) -> list[dict[str, Any]]:
    """The nearest times with room for the party; two queries."""
    token = tokens.read(slot)
    if token is None:
        return []
    zone = terms.offer.organisation.zone
    was = datetime.fromtimestamp(token.start, tz=zone)
    found = candidates.nearest(terms, was=was, now=now, party_size=party_size, priority=False, without=0)
    return [slot_out(terms, free) for free in found[: rules.ALTERNATIVES]]


def near_times(
    terms: offers.Terms, *, was: datetime, now: datetime, party_size: int, priority: bool, without: int = 0
) -> list[candidates.Free]:
    """The times nearest to `was` with room for the party, the nearest first (rules.nearness); two queries."""
    found = candidates.nearest(terms, was=was, now=now, party_size=party_size, priority=priority, without=without)
    return [one for one in found if one.is_open(now)]


def free_days(
    terms: offers.Terms, *, now: datetime, party_size: int = 1, priority: bool = False, without: int = 0
) -> list[DayChoice]:
    """The days from today to the end of the horizon that have slots, with what is free on each; two queries."""
    zone = terms.offer.organisation.zone
    today = now.astimezone(zone).date()
    last = today + timedelta(days=terms.plan.horizon_days)
    found = candidates.bookable(terms, now=now, first=today, last=last, priority=priority, without=without)
    by_day = defaultdict(list)
    for one in found:
        by_day[one.starts_at.astimezone(zone).date()].append(one)
    days = []
    for day, times in sorted(by_day.items()):
        fitting = [one for one in times if one.left >= party_size]
        left, capacity = sum(one.left for one in times), sum(one.capacity for one in times)
        days.append(DayChoice(day, left, capacity, len(fitting), not any(one.is_open(now) for one in times)))
    return days


def free_between(terms: offers.Terms, first: date, last: date, *, now: datetime) -> list[candidates.Free]:
    """The bookable times from one day to another, full ones too; two queries."""
    return candidates.bookable(terms, now=now, first=first, last=last)


def free_times(
    terms: offers.Terms, day: date, *, now: datetime, priority: bool = False, without: int = 0
) -> list[candidates.Free]:
    """The times of one day, full ones too; two queries."""
    return candidates.bookable(terms, now=now, first=day, last=day, priority=priority, without=without)


def releases_of(unit: Organisation, today: date) -> list[ReleasePlan]:
    """How the places of coming days are given out; one query."""
    rows = ReleasePlan.objects.filter(organisation=unit, last_day__gte=today).order_by("first_day")
    return list(rows[:LIST_LIMIT])


def draw_entries(plan: ReleasePlan, page: str) -> Page[DrawEntry]:
    """The public list of a draw: numbers in the order of the draw (or of registration), paged."""
    rows = DrawEntry.objects.filter(plan=plan).select_related("booking").order_by("rank", "number")
    return Paginator(rows, 100).get_page(page)


def draw_entry(plan: ReleasePlan, number: str) -> DrawEntry | None:
    """The registration with this number in the draw; one query when a number is asked for."""
    return DrawEntry.objects.filter(plan=plan, number=read_number(number) or "").first() if number else None


def units_to_regenerate(now: datetime) -> list[Organisation]:
    """Units whose plan or calendar changed, also closed ones, which have visits too, and open ones whose horizon moved
    on with their local midnight; two queries. A change that lies ahead is the next try of a unit that failed."""
    rows = UnitPlan.objects.select_related("organisation")
    moved = Q(generated_until__isnull=True)
    for horizon, zone in rows.values_list("horizon_days", "organisation__time_zone").distinct().order_by():
        last = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=horizon)
        moved |= Q(horizon_days=horizon, organisation__time_zone=zone, generated_until__lt=last)
    due = Q(stale_since__lte=now) | (Q(stale_since__isnull=True, is_open=True) & moved)
    return [plan.organisation for plan in rows.filter(due).order_by("stale_since", "pk")[:UNITS_PER_TICK]]


@dataclass(frozen=True)
class SlotRow:
    """One slot of the desk's day with its bookings."""

    slot: Slot
    taken: int
    bookings: Sequence[Booking] = ()

    @property
    def free(self) -> int:
        return max(0, self.slot.capacity - self.taken)

    @property
    def over(self) -> bool:
        return self.taken > self.slot.capacity or (self.slot.withdrawn_at is not None and bool(self.bookings))


@dataclass(frozen=True)
class DeskDay:
    """A unit's day: its slots with who comes, totals by state."""

    unit: Organisation
    day: date
    rows: list[SlotRow]
    totals: dict[str, int] = field(default_factory=dict)

    @property
    def coming(self) -> int:
        return sum(self.totals.get(state, 0) for state in states.COMING)

    @property
    def capacity(self) -> int:
        return sum(row.slot.capacity for row in self.rows if row.slot.withdrawn_at is None)

    @property
    def taken(self) -> int:
        return sum(row.taken for row in self.rows)


def desk_day(unit: Organisation, day: date, now: datetime, *, with_people: bool) -> DeskDay:
    """The slots of a day; with the bookings only for who serves visitors. Four queries at most."""
    begin = candidates.day_start(day, unit.zone)
    slots = list(Slot.objects.of_unit(unit.pk).between(begin, begin + ONE_DAY).order_by("starts_at")[:LIST_LIMIT])
    taken = BookedSlot.objects.taken(now).filter(slot__in=slots).values("slot").annotate(places=Sum("places"))
    counts = {row["slot"]: row["places"] for row in taken.order_by()}
    bookings = Booking.objects.filter(organisation=unit).between(begin, begin + ONE_DAY).made()
    shown = bookings.select_related("service").annotate(letter_waits=correspondence.has_waiting(KIND))
    totals = {row["state"]: row["n"] for row in bookings.values("state").annotate(n=Count("pk")).order_by()}
    by_start = defaultdict(list)
    if with_people:
        for booking in shown.order_by("starts_at", "made_at", "pk")[: LIST_LIMIT * 5]:
            by_start[booking.starts_at].append(booking)
    rows = [SlotRow(slot, counts.get(slot.pk, 0), by_start.get(slot.starts_at, ())) for slot in slots]
    return DeskDay(unit, day, [row for row in rows if row.slot.withdrawn_at is None or row.taken], totals)


def conflicts(officer: Officer, page: str) -> Page[Booking]:
    """The conflicts of the officer's units, the nearest first, paged."""
    rows = access.visible_to(officer).filter(state=states.CONFLICT).select_related("organisation", "service")
    return Paginator(rows.order_by("starts_at", "pk"), PAGE_SIZE).get_page(page)


def count_conflicts(officer: Officer) -> int:
    return access.visible_to(officer).filter(state=states.CONFLICT).count()


def waiting_count(unit: Organisation) -> int:
    return WaitingEntry.objects.filter(organisation=unit, state=WaitingState.WAITING).count()


def with_letters(unit: Organisation) -> list[Booking]:
    """Visits of the unit at which a letter of the visitor waits, the nearest first; one query."""
    rows = Booking.objects.filter(correspondence.has_waiting(KIND), organisation=unit, state__in=sorted(states.ACTIVE))
    return list(rows.order_by("starts_at", "pk")[:LETTERS_SHOWN])


@dataclass(frozen=True)
class Planning:
    """Everything that the planning page of a unit shows."""

    plan: UnitPlan | None
    offers: list[Offer]
    templates: list[SessionTemplate]
    shifts: list[Shift]
    releases: list[ReleasePlan]
    closings: list[Closing]


def planning_of(unit: Organisation, today: date) -> Planning:
    """What a unit plans, current and coming; six queries and two for parts."""
    current = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    templates = SessionTemplate.objects.filter(current, organisation=unit).prefetch_related("caps__service")
    shifts = Shift.objects.filter(current, organisation=unit).select_related("officer")
    closings = Closing.objects.filter(organisation=unit).annotate(
        proposed=Count("proposals"), answered=Count("proposals", filter=Q(proposals__answered_at__isnull=False))
    )
    return Planning(
        plan=UnitPlan.objects.filter(organisation=unit).first(),
        offers=list(
            Offer.objects.filter(organisation=unit).select_related("service").order_by("service__title")[:LIST_LIMIT]
        ),
        templates=list(templates.order_by("starts", "pk")[:LIST_LIMIT]),
        shifts=list(shifts.prefetch_related("services", "absences").order_by("counter", "pk")[:LIST_LIMIT]),
        releases=releases_of(unit, today),
        closings=list(closings.order_by("-starts_at")[:20]),
    )


def units_with_plan(officer: Officer, today: date) -> list[Organisation]:
    """The officer's units that give appointments or could: those with a plan, or with services of their own."""
    rows = access.units_of(officer, today)
    with_plan = Q(pk__in=UnitPlan.objects.values("organisation"))
    with_services = Q(pk__in=Service.objects.filter(is_offered=True).values("agency"))
    return list(rows.filter(with_plan | with_services).order_by("name")[:LIST_LIMIT])


def slot_of(unit: Organisation, pk: int) -> Slot | None:
    return Slot.objects.select_related("organisation").filter(organisation=unit, pk=pk).first()


def public_state(number: str) -> Booking | None:
    """The booking of this number for the page that finds every number: state and time only."""
    rows = Booking.objects.made().select_related("organisation", "service")
    return rows.filter(number=number).first()


def draw_of(number: str) -> str:
    """The slug of the draw for which this number was registered; "" for none. Its page is public."""
    return DrawEntry.objects.filter(number=number).values_list("plan__slug", flat=True).first() or ""


@dataclass(frozen=True)
class Visit:
    """Where one service may be visited, and the first time that is free there in the coming days (None: none)."""

    offer: Offer
    first: datetime | None


def visits_of(service: Service, now: datetime) -> list[Visit]:
    """The first places where the service may be visited; one query where there are none, else three for each."""
    rows = Offer.objects.select_related("organisation", "service").filter(service=service.pk, is_open=True)
    found = []
    for offer in rows.order_by("organisation__name", "pk")[:VISITS_SHOWN]:
        plan = UnitPlan.objects.filter(organisation=offer.organisation_id, is_open=True).first()
        if plan is not None:
            found.append(Visit(offer, _first_free(offers.Terms(offer, plan), now)))
    return found


def _first_free(terms: offers.Terms, now: datetime) -> datetime | None:
    today = now.astimezone(terms.offer.organisation.zone).date()
    free = candidates.bookable(terms, now=now, first=today, last=today + LOOKED_AHEAD)
    return next((one.starts_at for one in free if one.left), None)


def by_number(number: str) -> Booking | None:
    """The booking of this number with what its ticket needs; for the queue, which hears that somebody came."""
    return Booking.objects.select_related("organisation", "service", "contact").filter(number=number).first()


def closed_now(units: Collection[int], now: datetime) -> dict[int, Closing]:
    """The emergency closing in which each of these units is now, the one that ends last; one query."""
    rows = Closing.objects.filter(organisation__in=units, starts_at__lte=now, ends_at__gt=now)
    return {row.organisation_id: row for row in rows.order_by("ends_at", "pk")}
