"""Take a number: at the kiosk, at the desk, on one's own phone, by a booking, for a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from melayani.delivery.appointments import actions as appointments
from melayani.delivery.appointments import states as bookings
from melayani.delivery.appointments.models import Booking
from melayani.delivery.queues import access, doors, forecasting, moving, rules, telling
from melayani.delivery.queues.models import Line, Site, Ticket, Wish, secret_hash
from melayani.foundation.audit import SYSTEM, Actor, keyed_hash
from melayani.foundation.messaging.models import Contact
from melayani.foundation.numbers.rules import make_number, make_secret

WALK_IN_WAYS = frozenset({rules.KIOSK, rules.DESK, rules.PHONE})


def take_ticket(
    *,
    actor: Actor,
    site: Site,
    line: Line,
    way: str,
    priority: bool,
    now: datetime,
    request_key: str = "",
    wishes: Sequence[Line] = (),
    contact: Contact | None = None,
    travel_minutes: int | None = None,
    case_number: str = "",
) -> Ticket:
    """The next number of `line`. A second press with the same `request_key` gets the same ticket.

    Raises ActionRefused with what else is possible (closed, stopped, full, no numbers left), NotAllowed.
    """
    key = keyed_hash(request_key, purpose="queues.request") if request_key else ""
    if known := _known(site, key):
        return known
    _demand_right(actor, site, line, way)
    _demand_input(site, [line, *wishes], travel_minutes)
    doors.demand_open(site, line, way, now)
    given = {"contact": contact, "travel_minutes": travel_minutes, "case_number": case_number}
    try:
        with transaction.atomic():
            ticket, is_new = _issue(site=site, line=line, way=way, now=now, key=key, priority=priority, **given)
            if is_new:
                _wish(ticket, wishes)
                telling.tell(ticket, "taken", now=now)
                moving.record_on(ticket, "ticket.taken", actor=actor, now=now, way=way, priority=priority)
                moving.touch(site.pk)
    except IntegrityError:
        if known := _known(site, key):  # the same press came by another line at the same moment
            return known
        raise
    forecasting.foretell_for(ticket, now)
    return ticket


def check_in(*, actor: Actor, booking: Booking, way: str, now: datetime, secret: str = "") -> Ticket:
    """The booked visitor is here: booking and ticket in one. Done again, it is the same ticket.

    By the booking's own secret, by an officer of the unit, or where the visitor stands: the kiosk and the information
    desk of the place receive everybody who has a number of a booking there. Raises ActionRefused when the place has no
    queue for the service, or outside the time of checking in.
    """
    line = line_of(booking)
    stands_in = line is not None and _receives(actor, line.site)
    try:
        with transaction.atomic():
            if booking.state != bookings.CHECKED_IN:
                by = SYSTEM if stands_in else actor
                booking = appointments.check_in(actor=by, booking=booking, now=now, secret=secret)
            ticket = ticket_for(actor=actor, booking=booking, now=now)
    except appointments.ActionRefused as refused:
        found = _of_booking(booking)
        if found is not None:
            return found
        raise rules.ActionRefused(str(refused)) from refused
    except appointments.NotAllowed as refused:
        raise rules.NotAllowed(str(refused)) from refused
    if ticket is None:
        raise rules.ActionRefused(
            gettext("Anda tercatat hadir. Layanan ini tidak memakai antrean: langsung temui petugas di loket.")
        )
    forecasting.foretell_for(ticket, now)
    return ticket


def ticket_for(*, actor: Actor, booking: Booking, now: datetime) -> Ticket | None:
    """The ticket of a booking that is checked in, made when there is none; None when its service has no queue.

    Inside a transaction; whoever checked in (own link, desk, kiosk) is `actor`.
    """
    known = _of_booking(booking)
    line = line_of(booking) if known is None else None
    if known is not None or line is None:
        return known
    try:
        with transaction.atomic():
            ticket, _ = _issue(
                site=line.site,
                line=line,
                way=rules.BOOKING,
                now=now,
                key="",
                priority=booking.priority,
                contact=booking.contact,
                booking=booking,
            )
    except IntegrityError:  # the reaction and the desk at one moment
        return _of_booking(booking)
    moving.record_on(ticket, "ticket.taken", actor=actor, now=now, way=rules.BOOKING, booking=booking.number)
    moving.touch(line.site_id)
    return ticket


def line_of(booking: Booking) -> Line | None:
    """The open line in which a booked visitor waits: of the service, served by the booked unit."""
    rows = Line.objects.select_related("unit", "service", "site__organisation")
    rows = rows.filter(service=booking.service_id, unit=booking.organisation_id, is_open=True, site__is_open=True)
    return rows.order_by("pk").first()


def print_again(*, actor: Actor, ticket: Ticket, now: datetime) -> Ticket:
    """Count one more print of the same number. Raises NotAllowed."""
    with transaction.atomic():
        row = moving.lock(ticket)
        if not (isinstance(actor, access.Machine) and actor.device.site_id == row.site_id):
            access.demand_desk_or_information(actor, row.site, row.line.unit)
        row.printed = min(row.printed + 1, 32_000)
        row.save(update_fields=["printed"])
        moving.record_on(row, "ticket.printed", actor=actor, now=now, times=row.printed)
    return row


def _issue(
    *, site: Site, line: Line, way: str, now: datetime, key: str, priority: bool, **fields: object
) -> tuple[Ticket, bool]:
    """Count and write under the lock of the line's day: no gap, no duplicate; and whether it is new."""
    day = moving.local_day(site, now)
    row = moving.lock_line_day(line, day)
    if known := _known(site, key):
        return known, False
    if row.last_number >= rules.NUMBER_MAX:
        raise rules.ActionRefused(gettext("Nomor antrean layanan ini untuk hari ini sudah habis."))
    if way in (rules.KIOSK, rules.PHONE) and line.daily_limit is not None and row.walk_ins >= line.daily_limit:
        raise rules.ActionRefused(gettext("Nomor hari ini baru saja habis. Buat janji temu untuk hari lain."))
    row.last_number += 1
    row.walk_ins += way in WALK_IN_WAYS
    row.save(update_fields=["last_number", "walk_ins"])
    booking = fields.get("booking")
    secret = make_secret()
    ticket = Ticket.objects.create(
        number=make_number("ATR"),
        secret=secret,
        secret_hash=secret_hash(secret),
        site=site,
        day=day,
        taken_in=line,
        line=line,
        sequence=row.last_number,
        way=way,
        priority=priority,
        arrived_at=now,
        turn=rules.turn_of(
            arrived_at=now,
            policy=site.policy,
            booked_at=booking.starts_at if isinstance(booking, Booking) else None,
            has_priority=priority,
        ),
        request_key=key,
        **fields,
    )
    return ticket, True


def _wish(ticket: Ticket, wishes: Sequence[Line]) -> None:
    rows = [Wish(ticket=ticket, line=line, position=place) for place, line in enumerate(wishes, 1)]
    Wish.objects.bulk_create(rows)


def _receives(actor: Actor, site: Site) -> bool:
    """Whether the actor is the kiosk or the information desk of the place."""
    if isinstance(actor, access.Machine):
        return actor.device.site_id == site.pk
    return access.works_at(actor, site.organisation)


def _known(site: Site, key: str) -> Ticket | None:
    if not key:
        return None
    return Ticket.objects.select_related(*access.LOADED).filter(site=site, request_key=key).first()


def _of_booking(booking: Booking) -> Ticket | None:
    return Ticket.objects.select_related(*access.LOADED).filter(booking=booking).first()


def _demand_right(actor: Actor, site: Site, line: Line, way: str) -> None:
    if way == rules.KIOSK:
        if not (isinstance(actor, access.Machine) and actor.device.site_id == site.pk):
            raise rules.NotAllowed(access.NOT_YOURS)
    elif way == rules.DESK:
        access.demand_desk_or_information(actor, site, line.unit)
    elif way == rules.CASE:
        access.demand_desk(actor, line.unit)


def _demand_input(site: Site, lines: Sequence[Line], travel_minutes: int | None) -> None:
    wishes = len(lines) - 1
    if wishes > rules.WISHES_MAX or len({line.pk for line in lines}) != len(lines):
        raise rules.ActionRefused(
            gettext("Pilih paling banyak {n} layanan, masing-masing sekali.").format(n=rules.WISHES_MAX + 1)
        )
    if any(line.site_id != site.pk for line in lines):
        raise rules.ActionRefused(gettext("Layanan ini tidak dilayani di sini."))
    if not all(line.is_open for line in lines):
        raise rules.ActionRefused(gettext("Antrean layanan ini ditutup."))
    if travel_minutes is not None and not 0 <= travel_minutes <= rules.TRAVEL_MAX:
        raise rules.ActionRefused(gettext("Lama perjalanan ditulis dalam menit, paling banyak 240."))
