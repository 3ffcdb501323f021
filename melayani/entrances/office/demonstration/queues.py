"""A running day at the counters, and some weeks before it: at the mall of Kota Bogor, or at the first registry.

Whatever stands there is used: the place with its tenants of today, their services, and who works there. The weeks
before are played by the same rules that call and foretell, and written at once; today is made by the real actions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from melayani.delivery.catalogue.models import Service
from melayani.delivery.catalogue.queries import services_of
from melayani.delivery.queues import actions, rules
from melayani.delivery.queues.models import Counter, Device, Line, Site, Ticket, Zone
from melayani.entrances.office.demonstration import queue_history
from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.organisations.queries import by_slug, tenants_of
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.models import Membership
from melayani.foundation.people.queries import officer_for
from melayani.foundation.workdays.queries import calendar_for

MALL = "mpp-kota-bogor"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWX"
LINES_PER_UNIT = 3
WEEKS = 3
MINUTE = timedelta(minutes=1)
ARRIVED = (34, 33, 31, 30, 29, 27, 26, 25, 22, 20, 18, 15, 13, 11, 8, 6, 5, 3, 2)  # minutes ago
SCREEN, KIOSK = "layar-contoh", "kios-contoh"  # known addresses: this is a demonstration
STOOD = 24  # minutes ago the counters opened


@dataclass(frozen=True)
class Tenant:
    """A unit at the place with the services that it offers there."""

    unit: Organisation
    services: Sequence[Service]


def open_queue(*, fallback: Organisation, now: datetime) -> Site:
    """Open the place, give it some weeks of past and a day that runs."""
    place = by_slug(MALL) or fallback
    tenants = _tenants(place, now)
    site = actions.open_site(actor=SYSTEM, organisation=place, now=now)
    zones = [
        actions.save_zone(actor=SYSTEM, site=site, name=name, position=number, now=now)
        for number, name in enumerate(("Lantai 1", "Lantai 2"), 1)
    ]
    lines = _lines(site, tenants, zones, now)
    counters = _counters(site, tenants, lines, now)
    _devices(site, now)
    today = now.astimezone(place.zone).date()
    calendar = calendar_for(place, around=today, behind=WEEKS * 7 + 1)
    days = [today - timedelta(days=back) for back in range(WEEKS * 7, 0, -1)]
    working = [day for day in days if calendar.is_working(day) or not calendar.has_hours(day) and day.weekday() < 5]
    queue_history.write(site, lines, counters, _people_by_unit(tenants, now), working)
    _run_today(site, lines, counters, tenants, now)
    return site


def _tenants(place: Organisation, now: datetime) -> list[Tenant]:
    stays = tenants_of(place, now.astimezone(place.zone).date())
    units = [stay.unit for stay in stays] or [place]
    found = [Tenant(unit, services_of(unit)[:LINES_PER_UNIT]) for unit in units]
    return [tenant for tenant in found if tenant.services]


def _lines(site: Site, tenants: Sequence[Tenant], zones: Sequence[Zone], now: datetime) -> list[Line]:
    lines = []
    for number, (tenant, service) in enumerate((t, s) for t in tenants for s in t.services):
        lines.append(
            actions.save_line(
                actor=SYSTEM,
                site=site,
                unit=tenant.unit,
                service=service,
                prefix=LETTERS[number],
                zone=zones[0] if tenant is tenants[0] else zones[-1],
                minutes=(9, 14, 11)[number % 3],
                daily_limit=90 if number % 3 == 0 else None,
                now=now,
            )
        )
    return lines


def _counters(site: Site, tenants: Sequence[Tenant], lines: Sequence[Line], now: datetime) -> list[Counter]:
    """Two counters for the first tenant, one for each other."""
    units = [tenants[0].unit, *(tenant.unit for tenant in tenants)]
    return [
        actions.save_counter(
            actor=SYSTEM,
            site=site,
            unit=unit,
            number=number,
            lines=[],
            zone=next(line.zone for line in lines if line.unit_id == unit.pk),
            break_from=time(12),
            break_until=time(13),
            now=now,
        )
        for number, unit in enumerate(units, 1)
    ]


def _devices(site: Site, now: datetime) -> None:
    """A screen and a kiosk with addresses that the demonstration prints."""
    wanted = ((Device.Kind.SCREEN, "Layar ruang tunggu", SCREEN), (Device.Kind.KIOSK, "Kios pintu masuk", KIOSK))
    for kind, name, token in wanted:
        device, _ = actions.add_device(actor=SYSTEM, site=site, kind=kind, name=name, zones=[], now=now)
        queue_history.known_address(device, token)


def _people_by_unit(tenants: Sequence[Tenant], now: datetime) -> dict[int, list[Officer]]:
    """Who works at the counters of each unit."""
    found: dict[int, list[Officer]] = {}
    for tenant in tenants:
        rows = Membership.objects.filter(organisation=tenant.unit, role=Role.COUNTER).select_related("person")
        found[tenant.unit.pk] = [officer_for(row.person, now) for row in rows.order_by("pk")[:2]]
    return found


def _run_today(
    site: Site, lines: Sequence[Line], counters: Sequence[Counter], tenants: Sequence[Tenant], now: datetime
) -> None:
    """Counters with somebody at them, people who wait, one who did not come, one whose number is held."""
    people = _people_by_unit(tenants, now)
    midnight = datetime.combine(now.astimezone(site.organisation.zone).date(), time.min, tzinfo=site.organisation.zone)
    opened = max(midnight, now - STOOD * MINUTE)
    seats = _sit_down(counters, people, opened)
    staffed = [line for line in lines if any(counter.unit_id == line.unit_id for counter, _ in seats)] or lines
    for number, ago in enumerate(ARRIVED):
        at = max(midnight, now - ago * MINUTE)
        _take(site, staffed[number % len(staffed)], priority=number % 6 == 2, at=at)
    for counter, who in seats:
        _work(counter, who, now)
    actions.foretell(Site.objects.select_related("organisation").get(pk=site.pk), now)


def _sit_down(
    counters: Sequence[Counter], people: dict[int, list[Officer]], at: datetime
) -> list[tuple[Counter, Officer]]:
    free = {pk: list(who) for pk, who in people.items()}
    seats = []
    for counter in counters:
        if free.get(counter.unit_id):
            who = free[counter.unit_id].pop(0)
            actions.sit_down(actor=who, counter=counter, now=at)
            seats.append((counter, who))
    return seats


def _take(site: Site, line: Line, *, priority: bool, at: datetime) -> Ticket:
    """At the desk: a demonstration that begins in the evening has people in it, too."""
    return actions.take_ticket(actor=SYSTEM, site=site, line=line, way=rules.DESK, priority=priority, now=at)


def _work(counter: Counter, who: Officer, now: datetime) -> None:
    """One missed, one served and gone, one at the counter now."""
    for ago, verbs in ((16, (actions.miss,)), (14, (actions.serve, actions.finish)), (4, (actions.serve,))):
        begun = max(now - ago * MINUTE, now - STOOD * MINUTE)
        try:
            row = actions.call_next(actor=who, counter=counter, now=begun)
        except actions.NobodyWaits:
            return
        for step, verb in enumerate(verbs):
            row = verb(actor=who, ticket=row, now=min(now, begun + (1 + 6 * step) * MINUTE))
