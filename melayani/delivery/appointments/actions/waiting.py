"""The waiting list: join, leave, be offered a place for two hours, take it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Max, Min
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from melayani.delivery.appointments import access, candidates, holds, offers, places, rules, states, visit
from melayani.delivery.appointments.actions.booking import CONFIRMED, one_per_day
from melayani.delivery.appointments.actions.following import take_instead
from melayani.delivery.appointments.models import BookedSlot, Booking, WaitingEntry, WaitingState, secret_hash
from melayani.delivery.appointments.visitors import Visitor, known
from melayani.foundation.audit import SYSTEM, Actor, record
from melayani.foundation.messaging import queue
from melayani.foundation.messaging.models import Contact
from melayani.foundation.messaging.rules import end_of_quiet
from melayani.foundation.numbers.rules import Reference, make_secret

log = structlog.get_logger()
OFFERS_AT_MOST = 3
BATCH = 100
LOOKED_AT = 5_000  # of one line in one tick; who is offered one moves behind
ASKED = (
    *("pk", "first_day", "last_day", "party_size", "priority"),
    *("contact__quiet_from", "contact__quiet_until"),
)


def join_waiting_list(
    *,
    actor: Actor,
    terms: offers.Terms,
    visitor: Visitor,
    contact: Contact | None,
    first_day: date,
    last_day: date,
    party_size: int,
    now: datetime,
    priority: bool = False,
    drawn: str = "",
) -> WaitingEntry:
    """Wait for a place between two days; `drawn` names the draw that brought none.

    Raises NotAllowed for an unproven contact, InputRefused, AlreadyBooked.
    """
    offer = terms.offer
    if contact is None:
        raise rules.NotAllowed(gettext("Buktikan dahulu nomor telepon atau e-mail Anda dengan kode sekali pakai."))
    who = known(visitor)
    offers.demand_party(terms, party_size)
    _demand_days(first_day, last_day, now.astimezone(offer.organisation.zone).date())
    secret = make_secret()
    try:
        with transaction.atomic():
            place = {"organisation": offer.organisation, "service": offer.service, "made_at": now}
            days = {"first_day": first_day, "last_day": last_day, "party_size": party_size, "priority": priority}
            person = {"name": who.name, "person_hash": who.person, "contact": contact, "assistance": who.assistance}
            entry = WaitingEntry.objects.create(
                secret=secret, secret_hash=secret_hash(secret), **place, **days, **person
            )
            _record(entry, "waiting.joined", actor=actor, now=now)
            _tell(entry, "waiting", now=now, drawn=drawn)
    except IntegrityError as error:
        text = gettext("Anda sudah ada di daftar tunggu untuk layanan dan hari ini.")
        raise rules.AlreadyBooked(text) from error
    return entry


def leave_waiting_list(*, actor: Actor, entry: WaitingEntry, now: datetime, secret: str) -> WaitingEntry:
    """Leave the list; an open offer goes back. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = _lock(entry)
        if not access.opens(row, secret):
            raise rules.NotAllowed(access.NOT_YOURS)
        if row.state not in (WaitingState.WAITING, WaitingState.OFFERED):
            raise rules.ActionRefused(gettext("Anda sudah tidak ada di daftar tunggu."))
        if row.offer is not None:
            let_go(row.offer, now)
        _set(row, WaitingState.LEFT)
        _record(row, "waiting.left", actor=actor, now=now)
    return row


def accept_offer(*, actor: Actor, entry: WaitingEntry, now: datetime, secret: str) -> Booking:
    """Take the offered place: the hold becomes the booking. Raises NotAllowed, SlotFull, AlreadyBooked, Busy."""
    if not access.opens(entry, secret):
        raise rules.NotAllowed(access.NOT_YOURS)
    offered = entry.offer
    if offered is None:
        raise rules.ActionRefused(gettext("Belum ada tempat yang ditawarkan kepada Anda."))
    with one_per_day(), transaction.atomic():
        slots = [row.slot_id for row in places.own(offered)]
        places.take(
            slots or [0],
            service_id=offered.service_id,
            places=offered.party_size,
            priority=offered.priority,
            now=now,
            without=offered.pk,
        )
        waiting, row = _lock(entry), visit.lock(offered)
        if waiting.state != WaitingState.OFFERED:
            raise rules.ActionRefused(gettext("Tawaran ini sudah tidak berlaku."))
        row.name, row.person_hash, row.assistance = waiting.name, waiting.person_hash, waiting.assistance
        row.contact, row.held_until, row.made_at = waiting.contact, None, now
        visit.advance(row, states.CONFIRM, **{name: getattr(row, name) for name in CONFIRMED})
        BookedSlot.objects.filter(booking=row, released_at__isnull=True).update(held_until=None)
        _set(waiting, WaitingState.SERVED)
        visit.record_on(row, "booking.made", actor=actor, now=now, channel=row.channel, party=row.party_size)
        visit.tell(row, "booked", now=now)
    return row


def offer_places(*, now: datetime) -> int:
    """Offer free places to those who wait, service by service at each unit, so that no line stands in another's way:
    who was never offered one first, then priority groups, then by waiting time.

    By the clock of the office, between the hours of rules.may_offer: an offer made at night would lapse unread. A line
    that fails is logged and stops no other. Twice does no harm.
    """
    _lapse(now)
    rows = WaitingEntry.objects.filter(state=WaitingState.WAITING)
    lines = rows.values("organisation", "service", "organisation__time_zone").order_by("organisation", "service")
    done = 0
    for line in lines.annotate(first=Min("first_day"), last=Max("last_day")):
        if not rules.may_offer(now.astimezone(ZoneInfo(line["organisation__time_zone"]))):
            continue
        unit, service = line["organisation"], line["service"]
        try:
            done += _offer_in_line(unit, service, first=line["first"], last=line["last"], now=now)
        except Exception as error:
            log.error("offering_failed", organisation=unit, service=service, error=repr(error))
    return done


def _offer_in_line(organisation: int, service: int, *, first: date, last: date, now: datetime) -> int:
    """Offer the free places of one service at one unit; who finds nothing on the own days, or wants no messages at this
    hour, lets the next ones pass."""
    try:
        terms = offers.terms_of(organisation_id=organisation, service_id=service)
    except rules.ActionRefused:
        return 0  # no longer visited by appointment
    left = {flag: _most_left(terms, first, last, priority=flag, now=now) for flag in (False, True)}
    rows = WaitingEntry.objects.filter(state=WaitingState.WAITING, organisation=organisation, service=service)
    rows = rows.order_by("offers_made", "-priority", "made_at", "pk") if left[True] else rows.none()
    fitting = [
        pk
        for pk, begin, end, party, flag, *quiet in rows.values_list(*ASKED)[:LOOKED_AT]
        if not _quiet(terms, *quiet, now=now)
        and any(begin <= day <= end and most >= party for day, most in left[flag].items())
    ]
    return sum(_offered(pk, now) for pk in fitting[:BATCH])


def _quiet(terms: offers.Terms, begins: time | None, ends: time | None, *, now: datetime) -> bool:
    """Whether the message would wait for the end of the person's quiet hours, and the offer run out meanwhile."""
    zone = terms.offer.organisation.time_zone
    return end_of_quiet(now, begins=begins, ends=ends, zone=zone) is not None


def _offered(pk: int, now: datetime) -> bool:
    try:
        return offer_place(entry=_loaded().get(pk=pk), now=now)
    except (rules.ActionRefused, rules.InputRefused, rules.Busy):
        return False  # taken meanwhile, too large a party by now, or busy: the next tick looks again


def _most_left(terms: offers.Terms, first: date, last: date, *, priority: bool, now: datetime) -> dict[date, int]:
    """The most places that one time of each day has left; days without any are not in it."""
    zone, most = terms.offer.organisation.zone, dict[date, int]()
    for free in candidates.bookable(terms, now=now, first=first, last=last, priority=priority):
        day = free.starts_at.astimezone(zone).date()
        most[day] = max(free.left, most.get(day, 0))
    return {day: left for day, left in most.items() if left}


def offer_place(*, entry: WaitingEntry, now: datetime) -> bool:
    """Offer the first fitting place to one who waits; False when there is none.

    Who waits since a closing is given the place at once, to accept, change or cancel.
    """
    terms = offers.terms_of(organisation_id=entry.organisation_id, service_id=entry.service_id)
    found = candidates.bookable(terms, now=now, first=entry.first_day, last=entry.last_day, priority=entry.priority)
    free = next((one for one in found if one.left >= entry.party_size), None)
    if free is None:
        return False
    with one_per_day(), transaction.atomic():
        if entry.replaces_id is not None and entry.replaces is not None:
            booking = take_instead(entry.replaces, slot_id=free.slot.pk, terms=terms, now=now, action=states.PROPOSE)
            row = _lock(entry)
            _set(row, WaitingState.SERVED, offer=booking)
            told: dict[str, Any] = {"was": entry.replaces.starts_at, "reason": ""}
            visit.tell(booking, "proposal", now=now, dedupe=f"waiting:{entry.pk}", **told)
        else:
            booking = _hold_for(entry, terms, free.slot.pk, now)
            row = _lock(entry)
            if row.state != WaitingState.WAITING:
                raise rules.ActionRefused("offered meanwhile")
            _set(row, WaitingState.OFFERED, offer=booking, offers_made=row.offers_made + 1)
            _tell(row, "offer", now=now, starts_at=booking.starts_at, until=booking.held_until)
        _record(row, "waiting.offered", actor=SYSTEM, now=now)
    return True


def let_go(booking: Booking, now: datetime) -> None:
    """Give the places of an offered hold back."""
    row = visit.lock(booking)
    if row.state == states.HELD:
        visit.advance(row, states.RELEASE, closed_at=now, held_until=None)
        places.give_back(row, now=now)


def _hold_for(entry: WaitingEntry, terms: offers.Terms, slot_id: int, now: datetime) -> Booking:
    return holds.hold(
        token="",
        terms=terms,
        slot_id=slot_id,
        party_size=entry.party_size,
        priority=entry.priority,
        now=now,
        life=rules.OFFER_LIFE,
        channel=rules.WAITING,
    )


def _lapse(now: datetime) -> None:
    """Offers that were not taken in time go on to the next; after three the entry ends, like one whose days passed."""
    late = WaitingEntry.objects.filter(state=WaitingState.OFFERED, offer__held_until__lte=now).select_related("offer")
    for entry in late[:BATCH]:
        with transaction.atomic():
            row = _lock(entry)
            if row.state != WaitingState.OFFERED or row.offer is None or row.offer.state != states.HELD:
                continue
            let_go(row.offer, now)
            again = row.offers_made < OFFERS_AT_MOST
            _set(row, WaitingState.WAITING if again else WaitingState.OVER, offer=None)
            _record(row, "waiting.lapsed", actor=SYSTEM, now=now)
    yesterday = (now - timedelta(days=1)).date()
    WaitingEntry.objects.filter(state=WaitingState.WAITING, last_day__lt=yesterday).update(state=WaitingState.OVER)


def _demand_days(first: date, last: date, today: date) -> None:
    if not today <= first <= last or (last - first).days > rules.WAITING_DAYS_MAX:
        text = gettext("Pilih hari mulai hari ini, paling lama {count} hari.").format(count=rules.WAITING_DAYS_MAX)
        raise rules.InputRefused({"last_day": text})
    if (first - today).days > rules.AHEAD_DAYS_MAX:
        text = gettext("Hari pertama paling jauh {count} hari dari sekarang.").format(count=rules.AHEAD_DAYS_MAX)
        raise rules.InputRefused({"first_day": text})


def _loaded() -> models.QuerySet[WaitingEntry]:
    return WaitingEntry.objects.select_related("organisation", "service", "contact", "offer")


def _lock(entry: WaitingEntry) -> WaitingEntry:
    return _loaded().select_for_update(of=("self",)).get(pk=entry.pk)


def _set(row: WaitingEntry, state: str, **changes: object) -> None:
    row.state = state
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *changes])


def _record(entry: WaitingEntry, name: str, *, actor: Actor, now: datetime) -> None:
    subject = Reference(kind="waiting", number=str(entry.pk))
    data = {"service": entry.service_id, "first_day": entry.first_day.isoformat()}
    record(name, actor=actor, subject=subject, organisation=entry.organisation, data=data, now=now)


def _tell(entry: WaitingEntry, what: str, *, now: datetime, **context: object) -> None:
    if entry.contact is None:
        return
    with translation.override(entry.contact.language or settings.LANGUAGE_CODE):
        url = reverse("appointments:waiting", args=[entry.secret])
    queue(
        f"waiting.{what}",
        to=entry.contact,
        template=f"appointments/{what}",
        context={
            "service": entry.service.title,
            "unit": entry.organisation.name,
            "zone": entry.organisation.time_zone,
            "first_day": entry.first_day,
            "last_day": entry.last_day,
            **context,
        },
        reference=Reference(kind="waiting", number=str(entry.pk), url=url, title=entry.service.title),
        now=now,
        organisation=entry.organisation,
    )
