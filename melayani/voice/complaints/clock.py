"""The clocks of one case: when each runs, by which calendar, when it is due, and what the desk must do next.

Verification and the whole case count by the calendar of the organisation that received the report, because that date
was promised to the reporter; the follow-up and the reporter's silence by that of the unit that holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import kept
from melayani.foundation.workdays import Proposal
from melayani.foundation.workdays import queries as workdays
from melayani.foundation.workdays.rules import Calendar, Due, due
from melayani.foundation.workdays.rules import Pause as Standstill
from melayani.voice.complaints import national, rules, states
from melayani.voice.complaints.models import Complaint, LadderStep, LocalClock, Pause
from melayani.voice.complaints.rules import (
    CASE,
    CLOSE,
    COMPLETION,
    FOLLOW_UP_CLOCK,
    LATE_WORD,
    LENGTHENED,
    SETTLE,
    VERIFY_CLOCK,
    ClockRule,
    Step,
)

COLUMNS: dict[str, tuple[str, str]] = {
    VERIFY_CLOCK: ("verify_due_at", "verify_explanation"),
    FOLLOW_UP_CLOCK: ("follow_up_due_at", "follow_up_explanation"),
    CASE: ("due_at", "due_explanation"),
    CLOSE: ("closes_at", "closes_explanation"),
    COMPLETION: ("closes_at", "closes_explanation"),  # the reporter has the word in both: one or the other runs
}
NEXT = ("next_due_at", "escalate_at")
FIELDS = (*(column for pair in COLUMNS.values() for column in pair), *NEXT)
BY_COORDINATOR = frozenset({VERIFY_CLOCK, CASE, SETTLE})


@dataclass(frozen=True)
class Offices:
    """Calendars, own limits and own ladders of the organisations of some cases, by the organisation's key."""

    calendars: Mapping[int, Calendar]
    limits: Mapping[int, tuple[tuple[ClockRule, ...], ...]]  # one set for it and for each above it that has any
    ladders: Mapping[int, tuple[Step, ...]]


def offices_of(rows: Sequence[Complaint], proposal: Proposal | None = None) -> Offices:
    """What the clocks of `rows` need (organisation and coordinator loaded); ten queries altogether, none for no rows.

    With a `proposal` the calendars are as they would be after that change.
    """
    places = list({place.pk: place for row in rows for place in (row.coordinator, row.organisation)}.values())
    if not places:
        return Offices({}, {}, {})
    days = [row.received_at.astimezone(row.coordinator.zone).date() for row in rows]
    latest = [max(_moments(row)).astimezone(row.coordinator.zone).date() for row in rows]
    ahead = workdays.AHEAD + (max(latest) - min(days)).days
    calendars = workdays.calendars_for(places, around=min(days), ahead=ahead, proposal=proposal)
    return Offices(calendars, _own_limits(places), _own_ladders(places))


def set_clocks(row: Complaint, *clocks: str, offices: Offices | None = None) -> bool:
    """Compute these clocks anew and put them on `row` (not saved); return whether the reporter's date became later.

    While a pause is open the former moments stay: nobody knows yet by how much they will move.
    """
    pauses = list(Pause.objects.filter(complaint=row).order_by("since")) if row.pk else []
    if any(pause.until is None for pause in pauses):
        return False
    known = offices or offices_of([row])
    before = row.due_at
    for clock in clocks:
        put(row, clock, due_of(row, clock, pauses, known))
    look_ahead(row, known)
    return before is not None and row.due_at is not None and row.due_at > before


def put(row: Complaint, clock: str, found: Due | None) -> None:
    """Write one clock's moment and explanation on `row`; None leaves it without a limit."""
    moment, explanation = COLUMNS[clock]
    setattr(row, moment, found.at if found else None)
    setattr(row, explanation, found.to_json() if found else None)


def due_of(row: Complaint, clock: str, pauses: Iterable[Pause], offices: Offices) -> Due | None:
    """The due moment of one clock by the national limit, or by the organisation's own when that is earlier.

    Of the reporter's own time (LENGTHENED) the later one holds.
    """
    place = row.coordinator if clock in BY_COORDINATOR else row.organisation
    day = row.received_at.astimezone(place.zone).date()
    found = []
    for limits in (national.clock_rules(), *offices.limits.get(place.pk, ())):
        rule = rules.rule_for(limits, clock, row.clock_class, day)
        start = start_of(row, clock)
        if rule is None or start is None:
            continue
        standing = _standstills(pauses, start) if rule.pausable else []
        counted = due(
            start=start,
            amount=rule.amount,
            unit=rule.unit,
            calendar=offices.calendars[place.pk],
            pauses=standing,
        )
        found += [counted] if counted else []
    chosen = max if clock in LENGTHENED else min
    return chosen(found, key=lambda one: one.at, default=None)


def start_of(row: Complaint, clock: str) -> datetime | None:
    """The moment from which a clock counts; None when it has not begun."""
    if clock == FOLLOW_UP_CLOCK:
        return row.forwarded_at or row.reopened_at or row.verified_at
    if clock in (CLOSE, COMPLETION):
        kept = row.closes_explanation or {}
        return datetime.fromisoformat(kept["start"]) if kept.get("start") else row.answered_at
    return row.closed_at if clock == LATE_WORD else row.received_at


def late_word_until(row: Complaint) -> datetime | None:
    """Until when the reporter of a case that closed by silence may still say that it is not solved; None for others."""
    if row.outcome != states.AUTO_CLOSED:
        return None
    found = due_of(row, LATE_WORD, (), offices_of([row]))
    return found.at if found else None


def settle_due(row: Complaint, offices: Offices | None = None) -> Due | None:
    """The outer limit of Perpres 76/2013 in calendar days from the complete file, beside the class's own limit."""
    rule = rules.rule_for(national.clock_rules(), SETTLE, row.clock_class, row.received_at.date())
    if rule is None:
        return None
    known = offices or offices_of([row])
    complete = Pause.objects.filter(complaint=row, until__isnull=False).order_by("-until").first()
    start = complete.until if complete and complete.until else row.received_at
    return due(start=start, amount=rule.amount, unit=rule.unit, calendar=known.calendars[row.coordinator_id])


# --- the life of the clocks -------------------------------------------------------------------------------------------
def begin(row: Complaint) -> None:
    """Give a new case, not yet saved, its limits for verification and for the whole case."""
    place = row.coordinator
    limits, ladders = kept(("own", place.pk), lambda: (_own_limits([place]), _own_ladders([place])))
    calendar = workdays.calendar_for(place, around=row.received_at.astimezone(place.zone).date())
    offices = Offices({place.pk: calendar}, limits, ladders)
    set_clocks(row, VERIFY_CLOCK, CASE, offices=offices)


def begin_silence(row: Complaint, since: datetime) -> None:
    """From `since` (the answer, or the reporter's last word after it) the reporter's time to reply runs anew."""
    row.closes_explanation = {"start": since.isoformat()}
    set_clocks(row, CLOSE)


def begin_waiting(row: Complaint, since: datetime) -> None:
    """From `since` the reporter's time to complete the report runs. Call it before `stop`."""
    row.closes_explanation = {"start": since.isoformat()}
    set_clocks(row, COMPLETION)


def end_silence(row: Complaint) -> None:
    """The reporter spoke, or the case is over: nothing closes by itself any more."""
    put(row, CLOSE, None)


def stop(row: Complaint, *, reason: str = "", now: datetime) -> Pause:
    """Let the clocks stand from now on: the reporter was asked to complete the report."""
    return Pause.objects.create(complaint=row, since=now, reason=reason[:300])


def run_again(row: Complaint, *, now: datetime) -> bool:
    """End the open pause, if there is one, and move the due moments; return whether the reporter's became later."""
    end_pauses(row, now=now)
    return set_clocks(row, *(clock for clock in (VERIFY_CLOCK, FOLLOW_UP_CLOCK, CASE) if _has_begun(row, clock)))


def end_pauses(row: Complaint, *, now: datetime) -> None:
    """End the open pause of a case."""
    Pause.objects.open().filter(complaint=row).update(until=now)


def note_response(row: Complaint, now: datetime) -> None:
    """Keep the office's first word to the reporter, and the exact hours since receipt, for blocks of 24 hours."""
    if row.responded_at is None:
        row.responded_at = now
        row.response_hours = rules.hours_between(row.received_at, now)


RESPONSE_FIELDS = ("responded_at", "response_hours")


def look_ahead(row: Complaint, offices: Offices | None = None) -> None:
    """Put on `row` when the office must act next and when the next rung of the ladder is reached."""
    dues = running(row)
    row.next_due_at = rules.next_due(dues.values())
    row.escalate_at = None
    if row.next_due_at is not None:
        ladder = offices.ladders[row.organisation_id] if offices else ladder_of(row.organisation)
        row.escalate_at = rules.next_step_at(ladder, dues, done=climbed(row))


def running(row: Complaint) -> dict[str, datetime | None]:
    """The due moments that bind the office now, by clock; none while the clocks stand."""
    dues = {clock: getattr(row, columns[0]) for clock, columns in COLUMNS.items()}
    return rules.running(row.state, round=row.round, followed_up=row.followed_up_at is not None, dues=dues)


def climbed(row: Complaint) -> set[str]:
    """The rungs climbed in this round; one query, none for a new case."""
    return set(row.escalations.filter(round=row.round).values_list("step", flat=True)) if row.pk else set()


def ladder_of(organisation: Organisation) -> tuple[Step, ...]:
    """The ladder that binds an organisation: the nearest own one at or above it, or the national one; one query."""
    return _own_ladders([organisation])[organisation.pk]


def _has_begun(row: Complaint, clock: str) -> bool:
    if clock == VERIFY_CLOCK:
        return row.verified_at is None
    return start_of(row, clock) is not None


def _moments(row: Complaint) -> list[datetime]:
    return [moment for moment in (row.received_at, row.forwarded_at, row.answered_at, row.reopened_at) if moment]


def _standstills(pauses: Iterable[Pause], start: datetime) -> list[Standstill]:
    """Pauses since the clock's start; an earlier one was over when it began."""
    since_start = [row for row in pauses if row.until is None or row.until > start]
    ordered = sorted(since_start, key=lambda row: row.since)
    return [Standstill(max(row.since, start), row.until, row.reason) for row in ordered]


def _paths_above(organisation: Organisation) -> list[str]:
    step = organisation.steplen
    return [organisation.path[:end] for end in range(step, len(organisation.path) + 1, step)]


def _own_limits(places: Sequence[Organisation]) -> dict[int, tuple[tuple[ClockRule, ...], ...]]:
    """Own limits of each organisation and of all above it: each can only shorten."""
    paths = {path for place in places for path in _paths_above(place)}
    rows = LocalClock.objects.filter(organisation__path__in=paths).select_related("organisation").order_by("pk")
    sets: dict[str, tuple[ClockRule, ...]] = {}
    for row in rows:
        sets[row.organisation.path] = (*sets.get(row.organisation.path, ()), _as_rule(row))
    return {place.pk: tuple(own for path, own in sets.items() if place.path.startswith(path)) for place in places}


def _as_rule(row: LocalClock) -> ClockRule:
    """An own limit begins and pauses as the national one of the same clock."""
    model = next(rule for rule in national.clock_rules() if rule.clock == row.clock)
    return ClockRule(
        clock=row.clock,
        complaint_class=row.complaint_class,
        amount=row.amount,
        unit=row.unit,
        starts_on=model.starts_on,
        pausable=model.pausable,
        source=row.source,
        verified=True,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _own_ladders(places: Sequence[Organisation]) -> dict[int, tuple[Step, ...]]:
    paths = {path for place in places for path in _paths_above(place)}
    rows = list(LadderStep.objects.filter(organisation__path__in=paths).select_related("organisation").order_by("pk"))
    found = {}
    for place in places:
        homes = [row.organisation.path for row in rows if place.path.startswith(row.organisation.path)]
        nearest = max(homes, key=len, default=None)
        own = [row.as_row() for row in rows if row.organisation.path == nearest]
        found[place.pk] = rules.read_ladder(own) if own else national.ladder()
    return found
