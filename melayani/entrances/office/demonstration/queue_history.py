"""Some weeks of visits at a place, played by the rules and written at once: numbers, stays, sittings, forecasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from melayani.delivery.queues import rules
from melayani.delivery.queues.models import (
    Counter,
    Device,
    Forecast,
    Handling,
    Line,
    LineDay,
    Site,
    Sitting,
    State,
    Ticket,
    Way,
    secret_hash,
    token_hash,
)
from melayani.foundation.numbers.rules import make_number, make_secret
from melayani.foundation.people import Officer

SEED = 20200316
ARRIVALS = (7, 11, 12, 10, 6, 8, 8, 4)  # by hour from eight, for two counters
OPENS, HOURS = time(8), 8
MINUTE = timedelta(minutes=1)
WAYS = (Way.KIOSK, Way.KIOSK, Way.KIOSK, Way.BOOKING, Way.PHONE, Way.DESK)
ROLLS = 24


def known_address(device: Device, token: str) -> None:
    """Give a screen or kiosk of the demonstration an address that can be printed."""
    device.token, device.token_hash = token, token_hash(token)
    device.save(update_fields=["token", "token_hash"])


@dataclass
class Desk:
    """A counter of a past day: until when it is busy, and with which line since when."""

    counter: Counter
    officer: Officer
    free_at: float = 0.0
    line: int = 0
    since: float = 0.0


@dataclass
class Guest:
    """Somebody of a past day; minutes count from opening."""

    ticket: Ticket
    line: Line
    came: float
    needs: float
    called: float | None = None
    desk: Desk | None = None


@dataclass
class Past:
    """What is written at once at the end."""

    guests: list[Guest] = field(default_factory=list)
    forecasts: list[Forecast] = field(default_factory=list)
    sittings: list[Sitting] = field(default_factory=list)
    days: list[LineDay] = field(default_factory=list)


def write(
    site: Site,
    lines: Sequence[Line],
    counters: Sequence[Counter],
    people: Mapping[int, Sequence[Officer]],
    days: Sequence[date],
) -> None:
    """Play `days` for each unit that has people, and write them."""
    chance, past = Random(SEED), Past()  # noqa: S311  an example, no secret
    for day in days:
        for unit, officers in people.items():
            desks = [Desk(c, o) for c, o in zip([c for c in counters if c.unit_id == unit], officers, strict=False)]
            own = [line for line in lines if line.unit_id == unit]
            if desks and own:
                _play(site, day, own, desks, chance, past)
    Ticket.objects.bulk_create([guest.ticket for guest in past.guests], batch_size=500)
    LineDay.objects.bulk_create(past.days)
    Sitting.objects.bulk_create(past.sittings)
    Handling.objects.bulk_create([row for guest in past.guests for row in _stays(guest)], batch_size=500)
    Forecast.objects.bulk_create(_judged(past.forecasts), batch_size=500)


def _judged(forecasts: Sequence[Forecast]) -> list[Forecast]:
    """Each with its truth; who left before the call gives none."""
    for row in forecasts:
        called = row.ticket.called_at
        row.censored = called is None
        row.came_after = round((called - row.made_at).total_seconds()) if called is not None else None
    return list(forecasts)


def _play(site: Site, day: date, lines: Sequence[Line], desks: Sequence[Desk], chance: Random, past: Past) -> None:
    """One unit's day: people come by the hour, are called by turn, and are told a wait when they come."""
    opens = datetime.combine(day, OPENS, tzinfo=site.organisation.zone)
    guests = _arrivals(site, day, opens, lines, chance, share=len(desks) / 2)
    for desk in desks:
        desk.free_at, desk.line = 0.0, 0
        past.sittings.append(
            Sitting(
                counter=desk.counter,
                officer=desk.officer.person,
                since=opens,
                until=opens + HOURS * 60 * MINUTE,
                break_minutes=50,
            )
        )
    waiting: list[Guest] = []
    for guest in guests:
        _serve_until(guest.came, waiting, desks)
        waiting.append(guest)
        past.forecasts += _told(guest, waiting, desks, opens)
    _serve_until(24 * 60.0, waiting, desks)
    past.guests += guests
    for line in lines:
        count = sum(1 for guest in guests if guest.line is line)
        past.days.append(LineDay(line=line, day=day, last_number=count, walk_ins=count))
    for guest in guests:
        _close(guest, opens, chance)


def _arrivals(
    site: Site, day: date, opens: datetime, lines: Sequence[Line], chance: Random, *, share: float
) -> list[Guest]:
    moments = sorted(
        hour * 60 + chance.random() * 60
        for hour, count in enumerate(ARRIVALS)
        for _ in range(max(1, round(count * share * chance.uniform(0.7, 1.4))))
    )
    counts = dict.fromkeys((line.pk for line in lines), 0)
    found = []
    for came in moments:
        line = chance.choice(lines)
        counts[line.pk] += 1
        priority, arrived = chance.random() < 0.08, opens + came * MINUTE
        secret = make_secret()
        ticket = Ticket(
            number=make_number("ATR"),
            secret=secret,
            secret_hash=secret_hash(secret),
            site=site,
            day=day,
            taken_in=line,
            line=line,
            sequence=counts[line.pk],
            way=chance.choice(WAYS),
            priority=priority,
            arrived_at=arrived,
            turn=rules.turn_of(arrived_at=arrived, policy=site.policy, has_priority=priority),
        )
        found.append(Guest(ticket, line, came, line.minutes * chance.choice((0.4, 0.6, 0.8, 0.9, 1.0, 1.2, 1.6, 2.2))))
    return found


def _serve_until(moment: float, waiting: list[Guest], desks: Sequence[Desk]) -> None:
    """Every counter that is free before `moment` calls the earliest turn."""
    while waiting:
        desk = min(desks, key=lambda one: one.free_at)
        start = max(desk.free_at, min(guest.came for guest in waiting))
        if start >= moment:
            return
        guest = min((one for one in waiting if one.came <= start), key=lambda one: one.ticket.turn)
        waiting.remove(guest)
        guest.called, guest.desk = start, desk
        desk.free_at, desk.line, desk.since = start + guest.needs, guest.line.pk, start


def _told(guest: Guest, waiting: Sequence[Guest], desks: Sequence[Desk], opens: datetime) -> list[Forecast]:
    """The wait as it would have been published when the guest came."""
    lines = {one.line.pk: one.line for one in waiting} | {guest.line.pk: guest.line}
    serves = frozenset(str(pk) for pk in lines) | {str(desk.line) for desk in desks if desk.line}
    durations = {str(pk): rules.learn(measured=(), configured=line.minutes) for pk, line in lines.items()}
    usual = rules.learn(measured=(), configured=guest.line.minutes)
    durations = dict.fromkeys(serves, usual) | durations
    standing = [
        rules.Desk(
            key=str(desk.counter.pk),
            serves=serves,
            calls=((0.0, 24 * 60.0),),
            serving=str(desk.line) if desk.free_at > guest.came else "",
            elapsed=max(0.0, guest.came - desk.since),
        )
        for desk in desks
    ]
    ordered = sorted(waiting, key=lambda one: one.ticket.turn)
    people = [rules.Person(str(id(one)), str(one.line.pk)) for one in ordered]
    seed = guest.ticket.sequence
    wait = rules.roll_out(people=people, desks=standing, durations=durations, seed=seed, rolls=ROLLS).get(
        str(id(guest))
    )
    low, high = rules.published(wait)
    if wait is None or low is None or high is None:
        return []
    return [
        Forecast(
            ticket=guest.ticket,
            line=guest.line,
            made_at=opens + guest.came * MINUTE,
            ahead=ordered.index(guest),
            low=low * 60,
            middle=min(high * 60, max(low * 60, round(wait.middle * 60))),
            high=high * 60,
            model=rules.MODEL,
        )
    ]


def _close(guest: Guest, opens: datetime, chance: Random) -> None:
    """Most were served; a few did not come to the call, a few left before."""
    ticket = guest.ticket
    lot = chance.random()
    if guest.called is None or guest.desk is None or lot < 0.03:
        ticket.state, ticket.closed_at = State.LEFT, opens + (guest.came + 20) * MINUTE
        guest.desk = None
        return
    ticket.counter, ticket.called_at = guest.desk.counter, opens + guest.called * MINUTE
    ticket.closed_at = opens + (guest.called + guest.needs) * MINUTE
    ticket.state = State.EXPIRED if lot < 0.08 else State.DONE
    if ticket.state == State.DONE:
        ticket.served_at = ticket.called_at + MINUTE / 2


def _stays(guest: Guest) -> list[Handling]:
    """The stay at the counter; nobody stood there of those who left."""
    ticket = guest.ticket
    if guest.desk is None or ticket.called_at is None or ticket.closed_at is None:
        return []
    missed = ticket.state == State.EXPIRED
    return [
        Handling(
            ticket=ticket,
            site=ticket.site,
            line=guest.line,
            counter=guest.desk.counter,
            officer=guest.desk.officer.person,
            day=ticket.day,
            waited_from=ticket.arrived_at,
            called_at=ticket.called_at,
            served_at=ticket.served_at,
            ended_at=ticket.called_at + 2 * MINUTE if missed else ticket.closed_at,
            outcome=Handling.Outcome.NO_SHOW if missed else Handling.Outcome.DONE,
        )
    ]
