"""What every action on a ticket does: lock the row, ask the state again, move it, note the stay, tell the screens.

Order of locks everywhere: counter, ticket, booking, line of the day, and last the place (`touch`), so that the lock on
the place is short.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext

from melayani.delivery.queues import access, rules, states
from melayani.delivery.queues.models import Call, Counter, Forecast, Handling, Line, LineDay, Site, Ticket
from melayani.foundation.audit import Actor, record
from melayani.foundation.numbers.rules import Reference


def local_day(site: Site, now: datetime) -> date:
    """The day at the place, whatever the server's clock zone."""
    return now.astimezone(site.organisation.zone).date()


def lock(ticket: Ticket) -> Ticket:
    """The ticket's row, locked and read again."""
    return read_locked(Ticket.objects.select_for_update().values_list("pk", flat=True).get(pk=ticket.pk))


def read_locked(pk: int) -> Ticket:
    """The locked row with what belongs to it, in a statement of its own.

    A single locking statement with joins would show the counter of before the wait beside the ticket of after it.
    """
    return Ticket.objects.select_related(*access.LOADED).get(pk=pk)


def lock_counter(counter: Counter) -> Counter:
    """The counter's row, locked: whoever calls to it or sits down at it holds this lock."""
    rows = Counter.objects.select_for_update(of=("self",)).select_related("unit", "site__organisation")
    return rows.get(pk=counter.pk)


def lock_line_day(line: Line, day: date) -> LineDay:
    """The row that holds the last number of a line on a day, locked; made when it is the first."""
    rows = LineDay.objects.select_for_update().filter(line=line, day=day)
    found = rows.first()
    if found is None:
        LineDay.objects.get_or_create(line=line, day=day)
        found = rows.get()
    return found


def next_waiting(counter: Counter, lines: Sequence[int], day: date) -> Ticket | None:
    """Whom the counter calls next, locked.

    Another counter's call is waited for, not skipped: a row is also locked for a moment when its forecast is written,
    and skipping would then call the second before the first. When the lock comes, a row that was called meanwhile no
    longer fits, and the database goes on to the next.
    """
    rows = Ticket.objects.today(counter.site_id, day).waiting().filter(line__in=lines)
    rows = rows.filter(Q(only_counter__isnull=True) | Q(only_counter=counter)).in_order()
    found = rows.select_for_update().values_list("pk", flat=True).first()
    return None if found is None else read_locked(found)


def served_by(counter: Counter) -> list[int]:
    """The lines that a counter serves: its own list, or all lines of its unit at the place."""
    own = list(counter.lines.filter(is_open=True).order_by("pk").values_list("pk", flat=True))
    if own or counter.lines.exists():
        return own
    rows = Line.objects.filter(site=counter.site_id, unit=counter.unit_id, is_open=True)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def demand_state(ticket: Ticket, action: str) -> None:
    """Raise ActionRefused unless the table allows `action` now."""
    if states.next_state(ticket.state, action) is None:
        text = gettext("Nomor {code} berstatus “{state}”, jadi tindakan ini tidak mungkin lagi.")
        raise rules.ActionRefused(text.format(code=ticket.code, state=gettext(ticket.words.citizen)))


def advance(ticket: Ticket, action: str, **changes: Any) -> None:
    """Move the ticket along the table by `action` and write the other `changes` with it."""
    demand_state(ticket, action)
    ticket.state = states.next_state(ticket.state, action) or ticket.state
    for name, value in changes.items():
        setattr(ticket, name, value)
    ticket.save(update_fields=["state", *changes])


def close_stay(ticket: Ticket, outcome: str, *, actor: Actor, now: datetime) -> None:
    """Note the stay at the counter that ends now; nothing when the ticket was at none. Call it before `advance`."""
    if ticket.state not in states.AT_COUNTER or ticket.counter is None or ticket.called_at is None:
        return
    Handling.objects.create(
        ticket=ticket,
        site=ticket.site,
        line=ticket.line,
        counter=ticket.counter,
        officer_id=actor.person_id or _last_officer(ticket.counter),
        day=ticket.day,
        waited_from=_waited_from(ticket),
        called_at=ticket.called_at,
        served_at=ticket.served_at,
        ended_at=max(now, ticket.called_at),
        outcome=outcome,
    )


def announce(ticket: Ticket, now: datetime, *, is_recall: bool = False) -> Call:
    """Put the call on the screens."""
    return Call.objects.create(
        site_id=ticket.site_id,
        ticket=ticket,
        counter_id=ticket.counter_id or 0,
        called_at=now,
        is_recall=is_recall,
    )


def judge_forecasts(ticket: Ticket, now: datetime) -> None:
    """The ticket is called: what was foretold gets its truth."""
    rows = list(Forecast.objects.filter(ticket=ticket, came_after__isnull=True, censored=False).order_by("pk"))
    for row in rows:
        row.came_after = max(0, round((now - row.made_at).total_seconds()))
    if rows:
        Forecast.objects.bulk_update(rows, ["came_after"])


def censor_forecasts(ticket: Ticket) -> None:
    """The ticket will not be called as foretold (left, transferred, held): there is no truth to judge by."""
    Forecast.objects.filter(ticket=ticket, came_after__isnull=True, censored=False).update(censored=True)


def record_on(ticket: Ticket, name: str, *, actor: Actor, now: datetime, **data: Any) -> None:
    """Write the event `name` of a ticket: no personal data."""
    record(
        name,
        actor=actor,
        subject=ticket.reference,
        organisation=ticket.line.unit,
        data={"code": ticket.code, "line": ticket.line_id, "service": ticket.line.service_id, **data},
        now=now,
    )


def record_at(counter: Counter, name: str, *, actor: Actor, now: datetime, **data: Any) -> None:
    """Write the event `name` of a counter."""
    record(
        name,
        actor=actor,
        subject=Reference(kind="counter", number=str(counter.pk)),
        organisation=counter.unit,
        data={"counter": counter.number, **data},
        now=now,
    )


def record_of(site: Site, name: str, *, actor: Actor, now: datetime, **data: Any) -> None:
    """Write the event `name` of a place."""
    record(
        name,
        actor=actor,
        subject=Reference(kind="queue", number=site.organisation.slug),
        organisation=site.organisation,
        data=data,
        now=now,
    )


def touch(site_id: int) -> None:
    """Tell the screens that something changed: the last statement of a transaction, so that its lock is short."""
    Site.objects.filter(pk=site_id).update(pulse=F("pulse") + 1)


def _last_officer(counter: Counter) -> int:
    row = counter.sittings.order_by("-since").values_list("officer", flat=True).first()
    if row is None:
        raise rules.ActionRefused("Loket ini belum pernah dijaga.")
    return row


def _waited_from(ticket: Ticket) -> datetime:
    ended = Handling.objects.filter(ticket=ticket).order_by("-ended_at").values_list("ended_at", flat=True).first()
    return ended or ticket.arrived_at
