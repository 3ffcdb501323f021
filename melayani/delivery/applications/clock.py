"""The promised time of one case: when it runs, when it stands, when it is due, and how long it really took."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from melayani.delivery.applications.models import Application, Pause
from melayani.foundation.workdays import Proposal
from melayani.foundation.workdays import queries as workdays
from melayani.foundation.workdays.rules import Calendar, Due, due, working_days_between
from melayani.foundation.workdays.rules import Pause as Standstill


def start(application: Application) -> None:
    """Give a new case, not yet saved, its due moment and explanation; without a usable duration it has none."""
    found = due_of(application, []) if application.promised_amount is not None else None
    if found is not None:
        application.due_at, application.due_explanation = found.at, found.to_json()


def set_due(application: Application) -> bool:
    """Compute the due moment anew and keep it; return whether it became later than it was.

    While a pause is open the former moment stays: nobody knows yet by how much it will move. Without a usable duration
    there is none. The calendar is read around the clock's start (one bounded read).
    """
    before = application.due_at
    if application.promised_amount is None:
        return False
    found = due_of(application, application.pauses.filter(until__isnull=False))
    if found is None:
        return False
    application.due_at, application.due_explanation = found.at, found.to_json()
    application.save(update_fields=["due_at", "due_explanation"])
    return before is not None and found.at > before


def due_of(application: Application, pauses: Iterable[Pause], calendar: Calendar | None = None) -> Due | None:
    """The due moment with its explanation, by `calendar` or the office's own; None without a usable duration."""
    return due(
        start=application.clock_started_at,
        amount=application.promised_amount,
        unit=application.promised_unit,
        calendar=calendar or _calendar(application),
        pauses=_as_standstills(application, pauses),
    )


def days_taken(application: Application, until: datetime) -> Decimal:
    """Working days from the clock's start to `until` without the pauses, by the counting of the promise."""
    return Decimal(days_between(application, list(application.pauses.all()), _calendar(application), until))


def days_between(application: Application, pauses: Sequence[Pause], calendar: Calendar, until: datetime) -> int:
    """`days_taken` for rows that were read already; an open pause holds until `until`."""
    return working_days_between(application.clock_started_at, until, calendar, _as_standstills(application, pauses))


def stop(application: Application, *, kind: str, reason: str = "", now: datetime) -> Pause:
    """Let the clock stand from now on."""
    return Pause.objects.create(application=application, kind=kind, since=now, reason=reason)


def run_again(application: Application, *, now: datetime) -> bool:
    """End the open pause, if there is one, and move the due moment; return whether it became later."""
    for pause in Pause.objects.open().filter(application=application):
        pause.until = now
        pause.save(update_fields=["until"])
    return set_due(application)


def end_pauses(application: Application, *, now: datetime) -> None:
    """End the open pause of a case that is over: no due moment is computed any more."""
    Pause.objects.open().filter(application=application).update(until=now)


def calendars_of(rows: Sequence[Application], proposal: Proposal | None = None) -> Mapping[int, Calendar]:
    """The calendars of the offices of `rows`, by the office's key, wide enough for each; eight queries altogether.

    With a `proposal` they are as they would be after that change. Empty for no rows.
    """
    if not rows:
        return {}
    starts = [row.clock_started_at.astimezone(row.organisation.zone).date() for row in rows]
    offices = list({row.organisation_id: row.organisation for row in rows}.values())
    ahead = workdays.AHEAD + (max(starts) - min(starts)).days
    return workdays.calendars_for(offices, around=min(starts), ahead=ahead, proposal=proposal)


def _calendar(application: Application) -> Calendar:
    zone = application.organisation.zone
    return workdays.calendar_for(application.organisation, around=application.clock_started_at.astimezone(zone).date())


def _as_standstills(application: Application, pauses: Iterable[Pause]) -> list[Standstill]:
    """Pauses since the clock's start; an earlier one was swallowed by the new start."""
    start = application.clock_started_at
    since_start = [row for row in pauses if row.until is None or row.until > start]
    ordered = sorted(since_start, key=lambda row: row.since)
    return [Standstill(max(row.since, start), row.until, row.kind) for row in ordered]
