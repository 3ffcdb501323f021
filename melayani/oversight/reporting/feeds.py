"""The platform's own figures for a report: read from the modules below, never typed twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from melayani.delivery.applications.queries import counts_between
from melayani.delivery.queues.queries import visits_by_day
from melayani.foundation.organisations.models import Kind, Organisation
from melayani.foundation.organisations.queries import tenants_of
from melayani.foundation.workdays.queries import calendar_for, settings_on
from melayani.oversight.reporting import rules
from melayani.voice.complaints.queries import statistics
from melayani.voice.surveys.queries import figures_between, mall_index

TENANTS_AT_MOST = 60


@dataclass(frozen=True)
class Proposal:
    """What the platform counted: numbers by feed, and the operating mode ("" where nobody said one)."""

    numbers: dict[str, Decimal]
    mode: str = ""


def proposal_for(organisation: Organisation, period: rules.Period) -> Proposal:
    """The platform's figures of the unit in the period, by feed; a feed that knows nothing is left out.

    A mall counts its own lines and what its tenants of the last day did. A place that has never counted visits,
    applications or complaints here gets no zeros: unknown is not nothing.
    """
    is_mall = organisation.kind == Kind.MALL
    stays = tenants_of(organisation, period.last)[:TENANTS_AT_MOST] if is_mall else []
    units = [organisation, *(stay.unit for stay in stays)]
    numbers: dict[str, Decimal] = {}
    numbers |= _visits(organisation, units, period, is_mall=is_mall)
    numbers |= _applications(organisation, units, period)
    numbers |= _complaints(units, period)
    numbers |= _survey(organisation, period, is_mall=is_mall)
    if stays:
        numbers["tenants"] = Decimal(len(stays))
    mode = settings_on(organisation, period.last).mode
    if mode is not None and mode.office_share is not None:
        numbers["staff_share"] = Decimal(mode.office_share)
    return Proposal(numbers, mode.mode if mode else "")


def _visits(
    organisation: Organisation, units: Sequence[Organisation], period: rules.Period, *, is_mall: bool
) -> dict[str, Decimal]:
    days = visits_by_day(units, period.first, period.last, place=organisation if is_mall else None)
    if not days:
        return {}
    calendar = calendar_for(organisation, around=period.first, behind=0, ahead=(period.last - period.first).days)
    opened = [days.get(day, 0) for day in period.days if day in days or calendar.is_working(day)]
    return {
        "visits": Decimal(sum(days.values())),
        "lowest_day": Decimal(min(opened)),
        "highest_day": Decimal(max(opened)),
    }


def _applications(
    organisation: Organisation, units: Sequence[Organisation], period: rules.Period
) -> dict[str, Decimal]:
    zone = organisation.zone
    since = datetime.combine(period.first, time(0), zone)
    until = datetime.combine(period.last + timedelta(days=1), time(0), zone)
    found = counts_between([unit.path for unit in units], since, until)
    if not (found.received or found.decided):
        return {}
    return {
        "applications": Decimal(found.received),
        "online_applications": Decimal(found.online),
        "decided": Decimal(found.decided),
        "decided_on_time": Decimal(found.on_time),
    }


def _complaints(units: Sequence[Organisation], period: rules.Period) -> dict[str, Decimal]:
    """Complaints are counted by month; a week or a span within a month has no figure of its own."""
    if period != rules.month_of(period.first):
        return {}
    totals = [statistics(unit, since=period.first, until=period.last).total for unit in units]
    received = sum(one.received for one in totals)
    if not received:
        return {}
    return {"complaints": Decimal(received), "complaints_answered": Decimal(sum(one.answered for one in totals))}


def _survey(organisation: Organisation, period: rules.Period, *, is_mall: bool) -> dict[str, Decimal]:
    if is_mall:
        found = mall_index(organisation, since=period.first, until=period.last).figures
    else:
        found = figures_between(organisation, since=period.first, until=period.last)
    if not found.n:
        return {}
    known = {"skm_answers": Decimal(found.n)}
    index = getattr(found, "index", None)
    return known if index is None else {**known, "skm_index": index}
