"""Opening hours and working week from a day on. What stood before keeps standing for the days before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from melayani.foundation.audit import Actor, record
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.workdays import proposals
from melayani.foundation.workdays.actions.refusal import (
    ONE_DAY,
    Refused,
    demand_coming,
    demand_keeper,
    local_day,
    locked,
    reference,
)
from melayani.foundation.workdays.models import OpeningHours, WorkWeek
from melayani.foundation.workdays.proposals import Proposal
from melayani.foundation.workdays.rules import WEEKDAY_NAMES, Change, Hours


def set_hours(
    *, organisation: Organisation, hours: Mapping[int, Hours], since: date, actor: Actor, now: datetime
) -> list[OpeningHours]:
    """Let the organisation open at `hours` (by weekday, Monday is 0) from `since` on; a weekday left out is shut.

    Later hours already planned are replaced. Raises Refused; records hours.changed.
    """
    _demand(organisation, since, actor, now)
    _demand_sense(hours)
    with transaction.atomic():
        locked(organisation)
        mine = OpeningHours.objects.filter(organisation=organisation)
        mine.filter(since__gte=since).delete()
        mine.within(since, since).update(until=since - ONE_DAY)
        rows = OpeningHours.objects.bulk_create(
            OpeningHours(organisation=organisation, weekday=weekday, since=since, **hours[weekday]._asdict())
            for weekday in sorted(hours)
        )
        data = {"since": since.isoformat(), "hours": {WEEKDAY_NAMES[day]: _words(hours[day]) for day in sorted(hours)}}
        record(
            "hours.changed", actor=actor, subject=reference(organisation), organisation=organisation, data=data, now=now
        )
    return rows


def propose_hours(
    *, organisation: Organisation, hours: Mapping[int, Hours], since: date, actor: Actor, now: datetime
) -> Proposal:
    """What `set_hours` would do, with the same demands; saves nothing. Raises Refused."""
    _demand(organisation, since, actor, now)
    _demand_sense(hours)
    change = Change.told_by("hours.changed", {"since": since.isoformat()})
    return proposals.other_hours(organisation, change, hours=hours)


def set_week(
    *,
    organisation: Organisation,
    six_days: bool,
    since: date,
    actor: Actor,
    now: datetime,
    collective_leave_counts_as_holiday: bool = True,
) -> WorkWeek:
    """Let clocks count five or six days a week from `since` on, and stop at collective leave or not.

    Raises Refused; records week.changed.
    """
    _demand(organisation, since, actor, now)
    with transaction.atomic():
        locked(organisation)
        mine = WorkWeek.objects.filter(organisation=organisation)
        mine.filter(since__gte=since).delete()
        mine.within(since, since).update(until=since - ONE_DAY)
        row = WorkWeek.objects.create(
            organisation=organisation,
            six_days=six_days,
            collective_leave_counts_as_holiday=collective_leave_counts_as_holiday,
            since=since,
        )
        data = _week_data(since, six_days, collective_leave_counts_as_holiday)
        record(
            "week.changed", actor=actor, subject=reference(organisation), organisation=organisation, data=data, now=now
        )
    return row


def propose_week(
    *,
    organisation: Organisation,
    six_days: bool,
    since: date,
    actor: Actor,
    now: datetime,
    collective_leave_counts_as_holiday: bool = True,
) -> Proposal:
    """What `set_week` would do, with the same demands; saves nothing. Raises Refused."""
    _demand(organisation, since, actor, now)
    leave = collective_leave_counts_as_holiday
    change = Change.told_by("week.changed", _week_data(since, six_days, leave))
    return proposals.other_week(organisation, change, six_days=six_days, leave_is_holiday=leave)


def _week_data(since: date, six_days: bool, leave: bool) -> dict[str, str | int | bool]:
    return {"since": since.isoformat(), "days": 6 if six_days else 5, "collective_leave": leave}


def _demand(organisation: Organisation, since: date, actor: Actor, now: datetime) -> None:
    demand_keeper(actor, organisation)
    demand_coming(since, today=local_day(organisation, now))


def _demand_sense(hours: Mapping[int, Hours]) -> None:
    if not hours:
        raise Refused(_("Isi jam buka untuk sedikitnya satu hari."))
    for weekday, one in hours.items():
        if weekday not in range(7) or one.closes <= one.opens:
            raise Refused(_("Jam tutup harus sesudah jam buka."))
        if (one.break_from is None) != (one.break_until is None):
            raise Refused(_("Isi awal dan akhir istirahat, atau kosongkan keduanya."))
        if one.break_from and one.break_until and not one.opens < one.break_from < one.break_until < one.closes:
            raise Refused(_("Istirahat harus berada di antara jam buka dan jam tutup."))


def _words(hours: Hours) -> str:
    return f"{hours.opens:%H.%M}–{hours.closes:%H.%M}"
