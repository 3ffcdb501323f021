"""Call: the next one, a chosen one, again; serve; put back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from melayani.delivery.queues import access, moving, rules, states, telling
from melayani.delivery.queues.actions.sitting import demand_at_work
from melayani.delivery.queues.models import Counter, Handling, Ticket
from melayani.foundation.audit import Actor

NOBODY = "Tidak ada yang menunggu untuk loket ini."


def call_next(*, actor: Actor, counter: Counter, now: datetime) -> Ticket:
    """Call whoever has the earliest turn of the counter's lines. Two counters that press at once get two people.

    Raises NobodyWaits, ActionRefused (not seated, on a break, somebody is at the counter), NotAllowed.
    """
    with transaction.atomic():
        desk = moving.lock_counter(counter)
        demand_free(desk, actor)
        row = moving.next_waiting(desk, moving.served_by(desk), moving.local_day(desk.site, now))
        if row is None:
            raise rules.NobodyWaits(NOBODY)
        _call(row, desk, actor=actor, now=now)
    return row


def call(*, actor: Actor, counter: Counter, ticket: Ticket, now: datetime) -> Ticket:
    """Call a chosen one: who was held, or whom the officer has a reason to call first. The choice is recorded."""
    with transaction.atomic():
        desk = moving.lock_counter(counter)
        demand_free(desk, actor)
        row = moving.lock(ticket)
        if row.site_id != desk.site_id or row.day != moving.local_day(desk.site, now):
            raise rules.ActionRefused("Nomor ini bukan nomor hari ini di tempat ini.")
        if row.line_id not in moving.served_by(desk):
            raise rules.ActionRefused("Loket ini tidak melayani antrean nomor itu. Alihkan dulu nomornya.")
        _call(row, desk, actor=actor, now=now, chosen=True)
    return row


def _call(row: Ticket, desk: Counter, *, actor: Actor, now: datetime, chosen: bool = False) -> None:
    moving.advance(row, states.CALL, counter=desk, called_at=now, served_at=None)
    moving.judge_forecasts(row, now)
    moving.announce(row, now)
    telling.tell(row, "called", now=now, again=now, counter=desk.number)
    moving.record_on(row, "ticket.called", actor=actor, now=now, counter=desk.number, chosen=chosen)
    moving.touch(desk.site_id)


def recall(*, actor: Actor, ticket: Ticket, now: datetime) -> Ticket:
    """Call the same number again, a few times at the most. Raises ActionRefused, NotAllowed."""
    with transaction.atomic():
        row = moving.lock(ticket)
        access.demand_desk(actor, row.line.unit)
        moving.demand_state(row, states.RECALL)
        if row.calls.filter(called_at__gte=row.called_at).count() > rules.RECALLS_MAX:
            raise rules.ActionRefused(f"Sudah dipanggil {rules.RECALLS_MAX + 1} kali. Catat “Tidak datang”.")
        moving.advance(row, states.RECALL)
        moving.announce(row, now, is_recall=True)
        counter = row.counter.number if row.counter else 0
        telling.tell(row, "called", now=now, again=now, devices_only=True, counter=counter)
        moving.record_on(row, "ticket.recalled", actor=actor, now=now)
        moving.touch(row.site_id)
    return row


def serve(*, actor: Actor, ticket: Ticket, now: datetime) -> Ticket:
    """The person stands at the counter. Raises ActionRefused, NotAllowed."""
    with transaction.atomic():
        row = moving.lock(ticket)
        access.demand_desk(actor, row.line.unit)
        moving.advance(row, states.SERVE, served_at=now)
        telling.hush(row, now)
        moving.record_on(row, "ticket.served", actor=actor, now=now)
        moving.touch(row.site_id)
    return row


def return_ticket(*, actor: Actor, ticket: Ticket, now: datetime) -> Ticket:
    """Back into the line with the old turn: a call that was pressed by mistake, or somebody who came late after all.

    A missed number may also be brought back by the information desk of the place. Raises ActionRefused, NotAllowed.
    """
    with transaction.atomic():
        row = moving.lock(ticket)
        access.demand_desk_or_information(actor, row.site, row.line.unit)
        moving.demand_state(row, states.RETURN)
        was = row.state
        moving.close_stay(row, Handling.Outcome.RETURNED, actor=actor, now=now)
        moving.advance(row, states.RETURN, counter=None, called_at=None, served_at=None, told_near_at=None)
        moving.record_on(row, "ticket.returned", actor=actor, now=now, was=was)
        moving.touch(row.site_id)
    return row


def demand_free(counter: Counter, actor: Actor) -> None:
    """Raise unless the actor may call to this counter and nobody stands at it. The counter is locked."""
    demand_at_work(counter, actor)
    busy = (
        Ticket.objects.select_related("taken_in").filter(counter=counter, state__in=sorted(states.AT_COUNTER)).first()
    )
    if busy is not None:
        raise rules.ActionRefused(f"Nomor {busy.code} masih di loket ini. Selesaikan dulu.")
