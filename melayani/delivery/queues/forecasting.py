"""How long people will wait, foretold from the real order and written where pages and screens read it.

A forecast is a range in minutes. It is written when its published value changes, and judged when the person is called
(moving.judge_forecasts). No counter open, too little known, or an old forecast are said in words, never as a number.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from datetime import time as clock

from django.conf import settings
from django.db import transaction
from django.db.models import F

from melayani.delivery.appointments import states as bookings
from melayani.delivery.appointments.models import Booking, Shift
from melayani.delivery.queues import rules, states, telling
from melayani.delivery.queues.layout import Layout, Post, layout_of
from melayani.delivery.queues.models import Forecast, Handling, Line, Site, Ticket
from melayani.foundation.workdays.queries import calendar_for

KEPT_S = 120.0  # learned durations of a line are read again after so long
LEARNED = 620  # handlings of a line
ALL_DAY = 12 * 60.0
MINUTE = timedelta(minutes=1)
_kept: dict[int, tuple[float, rules.Durations]] = {}


@dataclass(frozen=True)
class Scene:
    """Everything a roll-out needs about a place at a moment."""

    site: Site
    layout: Layout
    tickets: Sequence[Ticket]  # those who wait, in order
    people: list[rules.Person]
    desks: list[rules.Desk]
    durations: dict[str, rules.Durations]

    def ahead_of(self, ticket: Ticket) -> int:
        """How many are called before, in the lines that share a counter with the ticket's."""
        beside = self.layout.beside(ticket.line_id)
        place = (ticket.turn, ticket.pk)
        return sum(1 for one in self.tickets if one.line_id in beside and (one.turn, one.pk) < place)


def foretell(site: Site, now: datetime) -> int:
    """Foretell for everybody who waits at the place and for whoever would come now; how many values changed."""
    scene = scene_of(site, now, lines=None)
    waits = _roll(scene)
    changed = _publish(scene.tickets, scene, waits, now)
    shown = _publish_lines(scene, waits, now)
    for ticket in scene.tickets:
        _tell_to_leave(ticket, now)
    _tell_who_is_near(scene.tickets, now)
    raised = 1 if shown else 0
    Site.objects.filter(pk=site.pk).update(
        pulse=F("pulse") + raised, forecast_pulse=site.pulse + raised, forecast_at=now
    )
    return changed + shown


def foretell_for(ticket: Ticket, now: datetime) -> None:
    """Publish the wait of a ticket that was just taken; the worker does the others."""
    if ticket.state != states.WAITING or ticket.foretold_at is not None:
        return
    layout = layout_of(ticket.site)
    scene = scene_of(ticket.site, now, lines=layout.joined(ticket.line_id), layout=layout)
    mine = [one for one in scene.tickets if one.pk == ticket.pk]
    _publish(mine, scene, _roll(scene), now)
    for one in mine:
        for name in ("ahead", "wait_low", "wait_high", "foretold_at"):
            setattr(ticket, name, getattr(one, name))


def scene_of(site: Site, now: datetime, *, lines: frozenset[int] | None, layout: Layout | None = None) -> Scene:
    """The place as the rules want it; `lines` restricts it to lines that hang together."""
    plan = layout or layout_of(site)
    day = now.astimezone(site.organisation.zone).date()
    chosen = frozenset(plan.lines) if lines is None else lines & frozenset(plan.lines)
    rows = Ticket.objects.today(site.pk, day).filter(line__in=chosen)
    tickets = list(
        rows.waiting()
        .in_order()
        .select_related("site__organisation", "line__service", "line__unit", "taken_in", "contact")
    )
    busy = {one.counter_id: one for one in rows.filter(state__in=sorted(states.AT_COUNTER))}
    ends = _end_of_day(site, day, now)
    breaks = _planned_breaks(plan, day)
    desks = [
        _desk(post, busy.get(post.counter.pk), breaks.get(post.counter.pk), ends, site, now)
        for post in plan.posts
        if post.sitting is not None and post.serves & chosen
    ]
    known = {pk: durations_of(plan.lines[pk]) for pk in sorted(chosen)}
    durations = {str(pk): one for pk, one in known.items()}
    for ticket in tickets:
        if ticket.only_counter_id:
            durations[_key(ticket)] = known[ticket.line_id]
    durations |= {f"{pk}?": rules.Durations((0.0,), 0) for pk in known}  # who would come now: takes no time of others
    people = [(one.turn, one.pk, rules.Person(str(one.pk), _key(one))) for one in tickets]
    people += _coming(site, [plan.lines[pk] for pk in chosen], now)
    ordered = [person for _, _, person in sorted(people, key=lambda row: row[:2])]
    ordered += [rules.Person(f"{pk}?", f"{pk}?") for pk in sorted(chosen)]
    return Scene(site, plan, tickets, ordered, desks, durations)


def durations_of(line: Line) -> rules.Durations:
    """What was seen at the counters of this line, learned; kept in memory for a while."""
    begin = time.monotonic()
    if settings.KEEP_IN_MEMORY and line.pk in _kept and begin - _kept[line.pk][0] < KEPT_S:
        return _kept[line.pk][1]
    rows = Handling.objects.filter(line=line, outcome=Handling.Outcome.DONE).order_by("-ended_at")
    seen = [(ended - called) / MINUTE for called, ended in rows.values_list("called_at", "ended_at")[:LEARNED]]
    found = rules.learn(measured=seen[::-1], configured=line.minutes)
    _kept[line.pk] = (begin, found)
    return found


def _roll(scene: Scene) -> dict[str, rules.Wait]:
    """The same place and the same people give the same answer: nothing flickers by chance."""
    return rules.roll_out(people=scene.people, desks=scene.desks, durations=scene.durations, seed=scene.site.pk)


def _publish(tickets: Sequence[Ticket], scene: Scene, waits: dict[str, rules.Wait], now: datetime) -> int:
    changed, rows = [], []
    for ticket in tickets:
        wait = waits.get(str(ticket.pk))
        said = (scene.ahead_of(ticket), *rules.published(wait))
        was = (ticket.ahead, ticket.wait_low, ticket.wait_high)
        ticket.foretold_at = now
        if said == was:
            continue
        ticket.ahead, ticket.wait_low, ticket.wait_high = said
        changed.append(ticket)
        if wait is not None and said[1:] != was[1:]:
            rows.append(_forecast(ticket, wait, now))
    still = Ticket.objects.filter(pk__in=[one.pk for one in tickets if one not in changed])
    still.update(foretold_at=now)
    Ticket.objects.bulk_update(changed, ["ahead", "wait_low", "wait_high", "foretold_at"], batch_size=200)
    Forecast.objects.bulk_create(rows)
    return len(changed)


def _forecast(ticket: Ticket, wait: rules.Wait, now: datetime) -> Forecast:
    """What was published, in seconds: the range as it was read, and the middle."""
    low, high = (ticket.wait_low or 0) * 60, (ticket.wait_high or 0) * 60
    return Forecast(
        ticket=ticket,
        line_id=ticket.line_id,
        made_at=now,
        ahead=ticket.ahead or 0,
        low=low,
        middle=min(high, max(low, round(wait.middle * 60))),
        high=high,
        model=rules.MODEL,
    )


def _publish_lines(scene: Scene, waits: dict[str, rules.Wait], now: datetime) -> int:
    changed = 0
    for line in scene.layout.lines.values():
        low, high = rules.published(waits.get(f"{line.pk}?"))
        shown = (low, high) != (line.wait_low, line.wait_high)
        changed += shown
        Line.objects.filter(pk=line.pk).update(wait_low=low, wait_high=high, foretold_at=now)
    return changed


def _tell_to_leave(ticket: Ticket, now: datetime) -> None:
    """Who waits elsewhere is told once that it is time to come."""
    if ticket.travel_minutes is None or ticket.told_to_leave_at is not None or ticket.wait_low is None:
        return
    if ticket.wait_low > ticket.travel_minutes + rules.LEAVE_AHEAD_MIN:
        return
    with transaction.atomic():
        waiting = Ticket.objects.filter(pk=ticket.pk, state=states.WAITING)  # who is called meanwhile is not told
        if waiting.filter(told_to_leave_at__isnull=True).update(told_to_leave_at=now):
            telling.tell(ticket, "leave_now", now=now, low=ticket.wait_low, high=ticket.wait_high)


def _tell_who_is_near(tickets: Sequence[Ticket], now: datetime) -> None:
    """Devices that follow a number are told once for each wait that the turn is near; one query, none while off."""
    near = [one for one in tickets if one.told_near_at is None and rules.is_near(one.ahead, one.wait_low)]
    heard = telling.devices_of(near)
    for ticket in near:
        if ticket.number not in heard:
            continue
        with transaction.atomic():
            waiting = Ticket.objects.filter(pk=ticket.pk, state=states.WAITING)
            if waiting.filter(told_near_at__isnull=True).update(told_near_at=now):
                shown = {"low": ticket.wait_low, "high": ticket.wait_high}
                telling.tell(ticket, "near", now=now, again=now, devices_only=True, **shown)


def _key(ticket: Ticket) -> str:
    return f"{ticket.line_id}@{ticket.only_counter_id}" if ticket.only_counter_id else str(ticket.line_id)


def _desk(
    post: Post, ticket: Ticket | None, pause: Pause | None, ends: datetime | None, site: Site, now: datetime
) -> rules.Desk:
    until = (ends - now) / MINUTE if ends is not None else ALL_DAY
    keys = {str(pk) for pk in post.serves} | {f"{pk}?" for pk in post.serves}
    return rules.Desk(
        key=str(post.counter.pk),
        serves=frozenset(keys | {f"{pk}@{post.counter.pk}" for pk in post.serves}),
        calls=_spans(post, pause, max(until, 0.0), now),
        serving=str(ticket.line_id) if ticket is not None else "",
        elapsed=(now - ticket.called_at) / MINUTE if ticket is not None and ticket.called_at else 0.0,
    )


@dataclass(frozen=True)
class Pause:
    """A planned break of today."""

    begins: datetime
    ends: datetime


def _spans(post: Post, pause: Pause | None, until: float, now: datetime) -> tuple[tuple[float, float], ...]:
    """When the counter calls, in minutes from now: without the break that runs and the one that is planned."""
    start, on_break = 0.0, post.sitting.on_break_since if post.sitting is not None else None
    in_plan = pause is not None and pause.begins <= now < pause.ends
    if on_break is not None:
        back = pause.ends if pause is not None and in_plan else on_break + rules.BREAK_USUAL
        start = max(1.0, (back - now) / MINUTE)
    elif pause is not None and pause.begins > now:
        first, again = (pause.begins - now) / MINUTE, (pause.ends - now) / MINUTE
        spans = ((0.0, min(first, until)), (again, until))
        return tuple(span for span in spans if span[0] < span[1])
    return ((start, until),) if start < until else ()


def _planned_breaks(plan: Layout, day: date) -> dict[int, Pause]:
    """Breaks of today by counter: the counter's own, else that of whoever sits there by the roster of appointments."""
    seated = {post.sitting.officer_id: post for post in plan.posts if post.sitting is not None}
    found = {}
    shifts = Shift.objects.standing(day, day).filter(officer__in=seated, break_from__isnull=False)
    for shift in shifts.order_by("pk"):
        if day.weekday() in shift.weekdays and shift.officer_id is not None:
            counter = seated[shift.officer_id].counter
            found[counter.pk] = _pause(counter.unit.zone, day, shift.break_from, shift.break_until)
    for post in plan.posts:
        if post.counter.break_from is not None:
            found[post.counter.pk] = _pause(
                post.counter.unit.zone, day, post.counter.break_from, post.counter.break_until
            )
    return {pk: pause for pk, pause in found.items() if pause is not None}


def _pause(zone: tzinfo, day: date, begins: clock | None, ends: clock | None) -> Pause | None:
    if begins is None or ends is None:
        return None
    return Pause(datetime.combine(day, begins, tzinfo=zone), datetime.combine(day, ends, tzinfo=zone))


def _end_of_day(site: Site, day: date, now: datetime) -> datetime | None:
    """Until when those who wait are still called; None when no hours are known."""
    calendar = calendar_for(site.organisation, around=day, behind=1, ahead=1)
    if calendar.hours_on(day) is None:
        return None
    return max(calendar.closing(day) + rules.AFTER_CLOSING, now + rules.AFTER_CLOSING)


def _coming(site: Site, lines: Iterable[Line], now: datetime) -> list[tuple[datetime, int, rules.Person]]:
    """Booked people of the next hours who are not here yet; each comes at the booked time."""
    by_key = {(line.service_id, line.unit_id): line for line in lines}
    rows = Booking.objects.filter(
        state__in=(bookings.BOOKED, bookings.MOVED),
        service__in={service for service, _ in by_key},
        organisation__in={unit for _, unit in by_key},
        starts_at__gte=now,
        starts_at__lt=now + rules.COMING_WITHIN,
    )
    found = []
    for pk, service, unit, starts_at, priority in rows.values_list(
        "pk", "service", "organisation", "starts_at", "priority"
    ):
        line = by_key.get((service, unit))
        if line is None:
            continue
        turn = rules.turn_of(arrived_at=starts_at, policy=site.policy, booked_at=starts_at, has_priority=priority)
        found.append((turn, pk, rules.Person(f"b{pk}", str(line.pk), comes_in=(starts_at - now) / MINUTE)))
    return found
