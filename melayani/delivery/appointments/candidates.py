"""Free times of a service at a unit, read without locks: for pages, nearest equal places, the waiting list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from melayani.delivery.appointments import offers, places, rules
from melayani.delivery.appointments.models import Slot

SLOTS_AT_MOST = 4_000


@dataclass(frozen=True)
class Free:
    """A time at which a visit may begin: its first slot, its end, and how many places are left in all its slots."""

    slot: Slot
    ends_at: datetime
    left: int
    capacity: int

    def is_open(self, now: datetime) -> bool:
        """Whether any of its places is open to everybody already."""
        return self.slot.release is None or places.release_of(self.slot).percent(now) > 0

    @property
    def starts_at(self) -> datetime:
        return self.slot.starts_at


def times(
    terms: offers.Terms,
    *,
    since: datetime,
    until: datetime,
    now: datetime,
    priority: bool = False,
    without: int = places.NOBODY,
    for_draw: bool = False,
    limit: int = SLOTS_AT_MOST,
) -> list[Free]:
    """All times between the moments at which the service may begin, full ones too, in order; two queries."""
    offer = terms.offer
    rows = Slot.objects.of_unit(offer.organisation_id).standing().between(since, until).select_related("release")
    slots = list(rows.order_by("starts_at")[:limit])
    found = places.rooms(slots, service_id=offer.service_id, now=now, without=without, for_draw=for_draw)
    return [_free(run, found, priority) for run in rules.chains(slots, offer.slots_needed)]


def bookable(
    terms: offers.Terms, *, now: datetime, first: date, last: date, priority: bool = False, without: int = places.NOBODY
) -> list[Free]:
    """`times` on the local days from `first` to `last` that may be booked now; none when the service is closed."""
    if not terms.is_open:
        return []
    zone = terms.offer.organisation.zone
    latest = terms.last_moment(now)
    until = latest if last >= latest.astimezone(zone).date() else day_start(last + timedelta(days=1), zone)
    since = max(day_start(first, zone), terms.first_moment(now))
    if since >= until:
        return []
    return times(terms, since=since, until=until, now=now, priority=priority, without=without)


def nearest(
    terms: offers.Terms, *, was: datetime, now: datetime, party_size: int, priority: bool, without: int
) -> list[Free]:
    """Times with room for the whole party, nearest first in the stated order (rules.nearness), within fourteen days."""
    zone = terms.offer.organisation.zone
    first = max(was - rules.PROPOSE_WITHIN, terms.first_moment(now))
    found = times(
        terms,
        since=first,
        until=min(was + rules.PROPOSE_WITHIN, terms.last_moment(now)),
        now=now,
        priority=priority,
        without=without,
    )
    fitting = [one for one in found if one.left >= party_size]
    local = was.astimezone(zone)
    return sorted(fitting, key=lambda one: rules.nearness(local, one.starts_at.astimezone(zone)))


def day_start(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def _free(run: Sequence[Slot], found: dict[int, rules.Room], priority: bool) -> Free:
    left = min(found[slot.pk].left(priority=priority) for slot in run)
    return Free(run[0], run[-1].ends_at, left, min(slot.capacity - slot.walk_in for slot in run))
