"""Sit down at a counter, pause, stand up."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from melayani.delivery.queues import access, moving, rules, states
from melayani.delivery.queues.models import Counter, Sitting, Ticket
from melayani.foundation.audit import Actor
from melayani.foundation.people import Officer

TAKEN = "Loket {number} sedang dijaga {name}."
BUSY = "Masih ada nomor di loket. Selesaikan, simpan, atau alihkan dulu."


def sit_down(*, actor: Officer, counter: Counter, now: datetime) -> Sitting:
    """Sit down at a counter; a counter at which the officer sat until now is left. Raises ActionRefused, NotAllowed."""
    try:
        with transaction.atomic():
            desk = moving.lock_counter(counter)
            access.demand_desk(actor, desk.unit)
            if not desk.is_open:
                raise rules.ActionRefused("Loket ini ditutup.")
            seated = _seated(desk)
            if seated is not None and seated.officer_id == actor.person.pk:
                return seated
            if seated is not None:
                raise rules.ActionRefused(TAKEN.format(number=desk.number, name=seated.officer.name))
            _leave_others(actor, now)
            sitting = Sitting.objects.create(counter=desk, officer=actor.person, since=now)
            moving.record_at(desk, "counter.opened", actor=actor, now=now)
            moving.touch(desk.site_id)
    except IntegrityError as error:  # two windows of one officer at one moment
        raise rules.ActionRefused("Anda baru saja duduk di loket lain.") from error
    return sitting


def stand_up(*, actor: Actor, counter: Counter, now: datetime) -> None:
    """Leave the counter; nobody may stand at it. A colleague may end a sitting that was forgotten."""
    with transaction.atomic():
        desk = moving.lock_counter(counter)
        access.demand_desk(actor, desk.unit)
        seated = _seated(desk)
        if seated is None:
            raise rules.ActionRefused("Loket ini tidak dijaga.")
        end_sitting(seated, actor=actor, now=now)
        moving.touch(desk.site_id)


def begin_break(*, actor: Actor, counter: Counter, now: datetime) -> Sitting:
    """Pause: nobody is called to this counter, and waits are foretold without it. Raises ActionRefused, NotAllowed."""
    with transaction.atomic():
        desk = moving.lock_counter(counter)
        seated = _own_seat(desk, actor)
        if _is_busy(desk):
            raise rules.ActionRefused(BUSY)
        if seated.on_break_since is not None:
            return seated
        seated.on_break_since = now
        seated.save(update_fields=["on_break_since"])
        moving.record_at(desk, "counter.break_began", actor=actor, now=now)
        moving.touch(desk.site_id)
    return seated


def end_break(*, actor: Actor, counter: Counter, now: datetime) -> Sitting:
    """Back from the break. Raises ActionRefused, NotAllowed."""
    with transaction.atomic():
        desk = moving.lock_counter(counter)
        seated = _own_seat(desk, actor)
        if seated.on_break_since is None:
            return seated
        minutes = _minutes_since(seated.on_break_since, now)
        seated.break_minutes = min(32_000, seated.break_minutes + minutes)
        seated.on_break_since = None
        seated.save(update_fields=["on_break_since", "break_minutes"])
        moving.record_at(desk, "counter.break_ended", actor=actor, now=now, minutes=minutes)
        moving.touch(desk.site_id)
    return seated


def end_sitting(seated: Sitting, *, actor: Actor, now: datetime) -> None:
    """Close a sitting; the counter is locked by the caller. Raises ActionRefused while somebody is at it."""
    if _is_busy(seated.counter):
        raise rules.ActionRefused(BUSY)
    if seated.on_break_since is not None:
        seated.break_minutes = min(32_000, seated.break_minutes + _minutes_since(seated.on_break_since, now))
        seated.on_break_since = None
    seated.until = max(now, seated.since)
    seated.save(update_fields=["until", "on_break_since", "break_minutes"])
    moving.record_at(seated.counter, "counter.closed", actor=actor, now=now)


def demand_at_work(counter: Counter, actor: Actor) -> Sitting:
    """Raise unless the actor sits at this counter and is not on a break."""
    seated = _own_seat(counter, actor)
    if seated.on_break_since is not None:
        raise rules.ActionRefused("Anda sedang istirahat. Akhiri istirahat dulu.")
    return seated


def _own_seat(counter: Counter, actor: Actor) -> Sitting:
    access.demand_desk(actor, counter.unit)
    seated = _seated(counter)
    if seated is None or seated.officer_id != actor.person_id:
        raise rules.ActionRefused("Anda belum duduk di loket ini.")
    return seated


def _seated(counter: Counter) -> Sitting | None:
    return Sitting.objects.select_related("officer").filter(counter=counter, until__isnull=True).first()


def _leave_others(actor: Officer, now: datetime) -> None:
    rows = Sitting.objects.select_related("counter__unit", "counter__site").filter(
        officer=actor.person, until__isnull=True
    )
    for other in rows:
        end_sitting(other, actor=actor, now=now)
        moving.touch(other.counter.site_id)


def _is_busy(counter: Counter) -> bool:
    return Ticket.objects.filter(counter=counter, state__in=sorted(states.AT_COUNTER)).exists()


def _minutes_since(moment: datetime, now: datetime) -> int:
    return max(0, round((now - moment).total_seconds() / 60))
