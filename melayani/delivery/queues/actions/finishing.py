"""How a stay at the counter ends: finished, gone on to the next wish, missed, held, transferred; and leaving."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from melayani.delivery.appointments import access as bookings_access
from melayani.delivery.appointments import actions as appointments
from melayani.delivery.appointments import states as bookings
from melayani.delivery.appointments.models import Booking
from melayani.delivery.queues import access, moving, rules, states, telling
from melayani.delivery.queues.models import Counter, Handling, Line, Ticket, Wish
from melayani.foundation.audit import SYSTEM, Actor
from melayani.foundation.numbers.rules import read_number


def finish(*, actor: Actor, ticket: Ticket, now: datetime, case_number: str = "") -> Ticket:
    """The service is done. With a further wish the visit goes on in that line, with its old arrival and turn.

    `case_number`: the application that it became. Raises ActionRefused, NotAllowed.
    """
    with transaction.atomic():
        row = moving.lock(ticket)
        access.demand_desk(actor, row.line.unit)
        moving.demand_state(row, states.FINISH)
        case = _case(case_number) or row.case_number
        _serve_booking(row, actor, now)
        wish = (
            Wish.objects.select_related("line").filter(ticket=row, begun_at__isnull=True).order_by("position").first()
        )
        if wish is None:
            moving.close_stay(row, Handling.Outcome.DONE, actor=actor, now=now)
            moving.advance(row, states.FINISH, closed_at=now, case_number=case)
            telling.hush(row, now)
            moving.record_on(row, "ticket.finished", actor=actor, now=now, case=case)
        else:
            _go_on(row, wish, case, actor=actor, now=now)
        moving.touch(row.site_id)
    return row


def _go_on(row: Ticket, wish: Wish, case: str, *, actor: Actor, now: datetime) -> None:
    moving.close_stay(row, Handling.Outcome.GONE_ON, actor=actor, now=now)
    wish.begun_at = now
    wish.save(update_fields=["begun_at"])
    done_in = row.line_id
    moving.advance(
        row,
        states.GO_ON,
        line=wish.line,
        only_counter=None,
        counter=None,
        called_at=None,
        served_at=None,
        told_near_at=None,
        case_number=case,
    )
    moving.record_on(row, "ticket.went_on", actor=actor, now=now, done_in=done_in, case=case)


def note_case(*, actor: Actor, ticket: Ticket, case_number: str, now: datetime) -> Ticket:
    """Write the number of the application that this visit became on its ticket. Raises ActionRefused, NotAllowed."""
    with transaction.atomic():
        row = moving.lock(ticket)
        access.demand_desk(actor, row.line.unit)
        row.case_number = _case(case_number)
        row.save(update_fields=["case_number"])
        moving.record_on(row, "ticket.became_case", actor=actor, now=now, case=row.case_number)
    return row


def miss(*, actor: Actor, ticket: Ticket, now: datetime) -> Ticket:
    """Nobody came to the call. The number can be brought back all day. Raises ActionRefused, NotAllowed."""
    with transaction.atomic():
        row = moving.lock(ticket)
        access.demand_desk(actor, row.line.unit)
        moving.demand_state(row, states.MISS)
        moving.close_stay(row, Handling.Outcome.NO_SHOW, actor=actor, now=now)
        moving.advance(row, states.MISS)
        telling.tell(row, "missed", now=now, again=row.called_at)
        moving.record_on(row, "ticket.missed", actor=actor, now=now)
        moving.touch(row.site_id)
    return row


def hold(*, actor: Actor, ticket: Ticket, now: datetime) -> Ticket:
    """Keep the number aside: the person fetches a copy, prays, waits for a paper. Raises ActionRefused, NotAllowed."""
    with transaction.atomic():
        row = moving.lock(ticket)
        access.demand_desk_or_information(actor, row.site, row.line.unit)
        moving.demand_state(row, states.HOLD)
        moving.close_stay(row, Handling.Outcome.HELD, actor=actor, now=now)
        moving.censor_forecasts(row)
        moving.advance(row, states.HOLD)
        moving.record_on(row, "ticket.held", actor=actor, now=now)
        moving.touch(row.site_id)
    return row


def resume(*, actor: Actor, ticket: Ticket, now: datetime) -> Ticket:
    """Back from being held, into the line with the old turn. Raises ActionRefused, NotAllowed."""
    with transaction.atomic():
        row = moving.lock(ticket)
        access.demand_desk_or_information(actor, row.site, row.line.unit)
        moving.advance(row, states.RESUME, counter=None, called_at=None, served_at=None, told_near_at=None)
        moving.record_on(row, "ticket.resumed", actor=actor, now=now)
        moving.touch(row.site_id)
    return row


def transfer(
    *, actor: Actor, ticket: Ticket, now: datetime, line: Line | None = None, counter: Counter | None = None
) -> Ticket:
    """To another line, another counter, or both; arrival and turn stay. Raises ActionRefused, NotAllowed."""
    with transaction.atomic():
        row = moving.lock(ticket)
        access.demand_desk_or_information(actor, row.site, row.line.unit)
        moving.demand_state(row, states.TRANSFER)
        target = _target(row, line, counter)
        if target.pk == row.line_id and counter is None:
            raise rules.ActionRefused("Nomor ini sudah di antrean itu.")
        moving.close_stay(row, Handling.Outcome.TRANSFERRED, actor=actor, now=now)
        moving.censor_forecasts(row)
        moving.record_on(
            row,
            "ticket.transferred",
            actor=actor,
            now=now,
            to=target.pk,
            to_counter=counter.number if counter else None,
        )
        moving.advance(
            row,
            states.TRANSFER,
            line=target,
            only_counter=counter,
            counter=None,
            called_at=None,
            served_at=None,
            told_near_at=None,
        )
        moving.touch(row.site_id)
    return row


def leave(*, actor: Actor, ticket: Ticket, now: datetime, secret: str = "") -> Ticket:
    """Leave the queue: by the own link, or an officer for somebody who says so. A booking stands again as booked."""
    with transaction.atomic():
        row = moving.lock(ticket)
        access.demand_own(actor, row, secret)
        _leave(row, actor=actor, now=now)
        if row.booking is not None:
            _undo(row.booking, now)
            row.booking = None
            row.save(update_fields=["booking"])
        moving.touch(row.site_id)
    return row


def let_go(*, actor: Actor, booking: Booking, now: datetime) -> None:
    """The check-in of a booking was taken back: its ticket leaves the queue, so that a later one gets a number."""
    with transaction.atomic():
        found = Ticket.objects.filter(booking=booking).first()
        row = moving.lock(found) if found is not None else None
        if row is None or states.next_state(row.state, states.LEAVE) is None:
            return
        _leave(row, actor=actor, now=now)
        row.booking = None
        row.save(update_fields=["booking"])
        moving.touch(row.site_id)


def _leave(row: Ticket, *, actor: Actor, now: datetime) -> None:
    moving.censor_forecasts(row)
    moving.advance(row, states.LEAVE, closed_at=now)
    telling.hush(row, now)
    moving.record_on(row, "ticket.left", actor=actor, now=now, by=actor.kind)


def _undo(booking: Booking, now: datetime) -> None:
    try:
        appointments.undo_check_in(actor=SYSTEM, booking=booking, now=now)
    except appointments.ActionRefused:
        return  # it was served, or taken back before


def _serve_booking(row: Ticket, actor: Actor, now: datetime) -> None:
    """The visit of a booking was served, whichever unit of the place finished it."""
    booking = row.booking
    if booking is None or booking.state != bookings.CHECKED_IN:
        return
    known = bookings_access.works_at(actor, row.line.unit) and row.line.unit_id == booking.organisation_id
    appointments.serve(actor=actor if known else SYSTEM, booking=booking, now=now)


def _target(row: Ticket, line: Line | None, counter: Counter | None) -> Line:
    if line is None and counter is None:
        raise rules.ActionRefused("Pilih antrean atau loket tujuan.")
    if counter is not None and (counter.site_id != row.site_id or not counter.is_open):
        raise rules.ActionRefused("Loket itu tidak buka di tempat ini.")
    served = moving.served_by(counter) if counter is not None else []
    if line is not None:
        if line.site_id != row.site_id or not line.is_open or (counter is not None and line.pk not in served):
            raise rules.ActionRefused("Antrean itu tidak dilayani di sana.")
        return line
    if row.line_id in served:
        return row.line
    found = Line.objects.select_related("unit", "service").filter(pk__in=served).order_by("prefix").first()
    if found is None:
        raise rules.ActionRefused("Loket itu tidak melayani antrean apa pun.")
    return found


def _case(typed: str) -> str:
    if not typed:
        return ""
    number = read_number(typed)
    if number is None or not number.startswith("PMH-"):
        raise rules.ActionRefused(gettext("Nomor permohonan tidak terbaca. Contoh: PMH-7K3Q9XBT-M."))
    return number
