"""The times of a request and an objection: when the notice is due, until when one may object, how long it took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.organisations.queries import ancestors_and_self
from melayani.foundation.workdays import Proposal
from melayani.foundation.workdays import queries as workdays
from melayani.foundation.workdays.rules import Calendar, Due, due, working_days_between
from melayani.voice.disclosure.models import InformationObjection, InformationRequest, LocalLimit, ObjectionWindow
from melayani.voice.disclosure.rules import law

UNIT = "working_day"


def days_for(stage: str, office: Organisation, on: date) -> int:
    """The working days that `office` has for a stage: its own shorter promise, or the law's limit."""
    national = law.stages(on)[stage]
    if national.kind != law.DUTY:
        return national.amount
    path = [node.pk for node in ancestors_and_self(office)]
    rows = LocalLimit.objects.filter(organisation_id__in=path, stage=stage, valid_from__lte=on).order_by("valid_from")
    own = {row.organisation_id: row.amount for row in rows if row.holds_on(on)}
    nearest = next((own[pk] for pk in reversed(path) if pk in own), national.amount)
    return min(nearest, national.amount)


def count(office: Organisation, start: datetime, days: int, calendar: Calendar | None = None) -> Due:
    """The end of `days` working days after `start` by the calendar of `office`, explained."""
    found = due(start=start, amount=days, unit=UNIT, calendar=calendar or calendar_around(office, start))
    if found is None:
        raise ValueError("working days always end")
    return found


def calendar_around(office: Organisation, moment: datetime) -> Calendar:
    return workdays.calendar_for(office, around=moment.astimezone(office.zone).date())


def days_taken(request: InformationRequest, until: datetime) -> int:
    """Working days from the start of the clock to `until`, by the counting of the promise."""
    return working_days_between(request.received_at, until, calendar_around(request.desk, request.received_at))


def due_of_request(request: InformationRequest, calendar: Calendar) -> Due:
    """The due moment of the notice by `calendar`, the extension included."""
    return count(request.desk, request.received_at, request.promised_days + (request.extension_days or 0), calendar)


def due_of_objection(objection: InformationObjection, calendar: Calendar) -> Due:
    """The due moment of the superior's answer by `calendar`."""
    return count(objection.desk, objection.lodged_at, objection.promised_days, calendar)


def end_of_window(window: ObjectionWindow, calendar: Calendar) -> Due:
    """The last moment of an objection on this ground by `calendar`."""
    desk = window.request.desk
    day = window.opened_at.astimezone(desk.zone).date()
    return count(desk, window.opened_at, law.stages(day)[law.OBJECTION_WINDOW].amount, calendar)


def calendars_of(
    starts: Sequence[tuple[Organisation, datetime]], proposal: Proposal | None = None
) -> Mapping[int, Calendar]:
    """Calendars of the offices by key, wide enough for each start; eight queries altogether, none for no rows.

    With a `proposal` they are as they would be after that change.
    """
    if not starts:
        return {}
    days = [start.astimezone(office.zone).date() for office, start in starts]
    offices = list({office.pk: office for office, _ in starts}.values())
    ahead = workdays.AHEAD + (max(days) - min(days)).days
    return workdays.calendars_for(offices, around=min(days), ahead=ahead, proposal=proposal)
