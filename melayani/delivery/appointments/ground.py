"""What slots of a unit grow from: its templates, its roster, its calendar, its limits, its closings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from melayani.delivery.appointments import rules
from melayani.delivery.appointments.models import Closing, Offer, SessionTemplate, Shift, UnitPlan
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.organisations.queries import ancestors_and_self
from melayani.foundation.workdays.models import Mode, OperatingMode, Restriction, RestrictionKind
from melayani.foundation.workdays.queries import calendar_for

ONE_DAY = timedelta(days=1)
NO_VISITS = frozenset({Mode.ONLINE_ONLY.value, Mode.CLOSED.value})


def ground_of(plan: UnitPlan, first: date, last: date) -> rules.Ground:
    """Everything that the rules need for the days from `first` to `last`; a constant number of queries."""
    unit = plan.organisation
    days = (last - first).days + 1
    services = frozenset(Offer.objects.filter(organisation=unit).values_list("service", flat=True))
    return rules.Ground(
        sessions=sessions_of(unit, first, last),
        calendar=calendar_for(unit, around=first, behind=1, ahead=days),
        counters=counters_of(unit, first, last) if plan.uses_roster else None,
        services=services,
        limits=limits_of(unit, first, last, counts_share=not plan.uses_roster),
        closings=closings_of(unit, first, last),
        shares=rules.Shares(plan.walk_in_percent, plan.priority_percent),
    )


def sessions_of(unit: Organisation, first: date, last: date) -> list[rules.Session]:
    rows = SessionTemplate.objects.standing(first, last).filter(organisation=unit).prefetch_related("caps")
    return [session_of(row) for row in rows.order_by("pk")]


def session_of(row: SessionTemplate) -> rules.Session:
    return rules.Session(
        weekdays=frozenset(row.weekdays),
        starts=row.starts,
        ends=row.ends,
        slot_minutes=row.slot_minutes,
        places=row.places,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        caps={cap.service_id: cap.places for cap in row.caps.all()} if row.pk else {},
    )


def counters_of(unit: Organisation, first: date, last: date) -> list[rules.Counter]:
    rows = Shift.objects.standing(first, last).filter(organisation=unit)
    return [
        rules.Counter(
            weekdays=frozenset(row.weekdays),
            starts=row.starts,
            ends=row.ends,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            break_from=row.break_from,
            break_until=row.break_until,
            services=frozenset(service.pk for service in row.services.all()),
            absences=[(gone.starts_on, gone.ends_on) for gone in row.absences.all()],
        )
        for row in rows.prefetch_related("services", "absences").order_by("pk")
    ]


def limits_of(unit: Organisation, first: date, last: date, *, counts_share: bool) -> dict[date, rules.DayLimit]:
    """Restrictions of the unit and of all above it add up; the operating mode is the nearest one stated."""
    chain = [row.pk for row in reversed(ancestors_and_self(unit))]
    limits = list(Restriction.objects.within(first, last).filter(organisation__in=chain))
    modes = list(OperatingMode.objects.within(first, last).filter(organisation__in=chain).order_by("-since"))
    days = [first + number * ONE_DAY for number in range((last - first).days + 1)]
    found = {day: _limit(day, limits, modes, chain, counts_share) for day in days}
    return {day: limit for day, limit in found.items() if limit != rules.DayLimit()}


def closings_of(unit: Organisation, first: date, last: date) -> list[tuple[datetime, datetime]]:
    begin = datetime.combine(first, time.min, tzinfo=unit.zone)
    end = datetime.combine(last + ONE_DAY, time.min, tzinfo=unit.zone)
    rows = Closing.objects.filter(organisation=unit, ends_at__gt=begin, starts_at__lt=end)
    return list(rows.values_list("starts_at", "ends_at"))


def _limit(
    day: date, limits: Sequence[Restriction], modes: Sequence[OperatingMode], chain: Sequence[int], counts_share: bool
) -> rules.DayLimit:
    today = [row for row in limits if row.starts_on <= day <= row.ends_on]
    caps = [row.cap for row in today if row.kind == RestrictionKind.VISITOR_CAP and row.cap is not None]
    standing = [row for row in modes if row.since <= day and (row.until is None or row.until >= day)]
    mode = min(standing, key=lambda row: chain.index(row.organisation_id), default=None)
    share = mode.office_share if mode is not None and counts_share else None
    online = any(row.kind == RestrictionKind.ONLINE_ONLY for row in today)
    return rules.DayLimit(
        cap=min(caps, default=None),
        share=100 if share is None else share,
        online_only=online or (mode is not None and mode.mode in NO_VISITS),
    )
