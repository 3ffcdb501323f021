"""Changes of a calendar that nobody has made yet: how the rows would stand, so that their effect can be looked at.

Nothing here is saved. The builders answer a Proposal; `queries.calendars_for` gives calendars as after it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.workdays.models import Category, Closure, Holiday, OpeningHours, WorkWeek
from melayani.foundation.workdays.rules import Change, Hours
from melayani.foundation.workdays.standing import ONE_DAY, Standing

Span = TypeVar("Span", WorkWeek, OpeningHours)


@dataclass(frozen=True)
class Proposal:
    """A change of one organisation's calendar; `apply` gives the rows of an office at or below it as they would be."""

    organisation: Organisation
    change: Change
    apply: Callable[[Standing], Standing]

    def on(self, standing: Standing) -> Standing:
        """The standing after the change; the same one for an office that the organisation does not stand above."""
        return self.apply(standing) if self.organisation.pk in standing.nearest else standing


def closing(organisation: Organisation, change: Change, *, starts_on: date, ends_on: date, reason: str) -> Proposal:
    row = Closure(organisation=organisation, starts_on=starts_on, ends_on=ends_on, reason=reason)
    return Proposal(organisation, change, lambda old: replace(old, closures=[*old.closures, row]))


def reopening(closure: Closure, change: Change) -> Proposal:
    """The closure ends on the day before the change."""
    shorter = copy(closure)
    shorter.ends_on = change.first - ONE_DAY
    kept = [shorter] if shorter.ends_on >= shorter.starts_on else []

    def apply(old: Standing) -> Standing:
        return replace(old, closures=[row for row in old.closures if row.pk != closure.pk] + kept)

    return Proposal(closure.organisation, change, apply)


def one_more_holiday(organisation: Organisation, change: Change, *, name: str) -> Proposal:
    row = Holiday(organisation=organisation, date=change.first, name=name, category=Category.LOCAL)
    return Proposal(organisation, change, lambda old: replace(old, holidays=[*old.holidays, row]))


def one_holiday_less(holiday: Holiday, organisation: Organisation, change: Change) -> Proposal:
    def apply(old: Standing) -> Standing:
        return replace(old, holidays=[row for row in old.holidays if row.pk != holiday.pk])

    return Proposal(organisation, change, apply)


def other_hours(organisation: Organisation, change: Change, *, hours: Mapping[int, Hours]) -> Proposal:
    rows = [
        OpeningHours(organisation=organisation, weekday=day, since=change.first, **hours[day]._asdict())
        for day in sorted(hours)
    ]
    return Proposal(
        organisation,
        change,
        lambda old: replace(old, hours=_from_day_on(old.hours, old.nearest.index(organisation.pk), rows, change.first)),
    )


def other_week(organisation: Organisation, change: Change, *, six_days: bool, leave_is_holiday: bool) -> Proposal:
    row = WorkWeek(
        organisation=organisation,
        six_days=six_days,
        collective_leave_counts_as_holiday=leave_is_holiday,
        since=change.first,
    )
    return Proposal(
        organisation,
        change,
        lambda old: replace(
            old, weeks=_from_day_on(old.weeks, old.nearest.index(organisation.pk), [row], change.first)
        ),
    )


def _from_day_on(groups: Sequence[list[Span]], place: int, rows: list[Span], first: date) -> list[list[Span]]:
    """`rows` stand from `first` on in the group at `place`; what stood before ends on the day before."""
    changed = list(groups)
    changed[place] = list(rows)
    for row in groups[place]:
        if row.since >= first:
            continue
        ended = copy(row)  # the rows are shared with other offices and with the calendar as it is
        ended.until = min(row.until or first, first - ONE_DAY)
        changed[place].append(ended)
    return changed
