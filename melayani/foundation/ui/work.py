"""What waits for an officer, as one line: modules give their lines, a desk puts them together by what is due first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from melayani.foundation.ui.format import zone_name

ACT, WAITS, READY = 0, 1, 2  # the office must act; somebody outside has the word; a result waits to be handed over
LATE, TODAY, NEXT, WAITING, TO_HAND_OVER = "late", "today", "next", "waiting", "ready"
NEVER = datetime.max.replace(tzinfo=UTC)


class Key(NamedTuple):
    """Where a case stands in the order of a desk: its place (ACT, WAITS, READY), its due moment, its primary key."""

    place: int
    due: datetime | None
    pk: int

    @property
    def order(self) -> tuple[int, datetime, int]:
        """What comes first when lists are merged: cases without a date stand last in their place."""
        return (self.place, self.due or NEVER, self.pk)


@dataclass(frozen=True)
class Days:
    """A promise in days: how many, of which unit, how many of them have begun, whether its clock stands."""

    amount: int
    unit: str
    used: int | None
    paused: bool = False


@dataclass(frozen=True)
class Line:
    """One case on a desk: `group` is LATE, TODAY, NEXT, WAITING or TO_HAND_OVER; `who` is masked already."""

    kind: str
    number: str
    url: str
    what: str
    who: str
    tone: str
    words: str
    due: datetime | None
    office: Any  # an organisation: its time zone
    group: str
    days: Days | None = None
    tags: tuple[str, ...] = ()
    days_late: int | None = None  # working days since the due moment, of a line in LATE; the desk counts them

    @property
    def until(self) -> datetime | None:
        """The due moment as it is said: what ends at midnight ends on the day before, at 23.59."""
        if self.due is None:
            return None
        local = self.due.astimezone(ZoneInfo(zone_name(self.office)))
        return local - timedelta(minutes=1) if local.time() == time() else local


def group_of(place: int, due: datetime | None, office: Any, now: datetime) -> str:
    """The heading under which a case stands; days are those of the office."""
    if place != ACT:
        return WAITING if place == WAITS else TO_HAND_OVER
    if due is None:
        return NEXT
    if due < now:
        return LATE
    zone = ZoneInfo(zone_name(office))
    return TODAY if due.astimezone(zone).date() == now.astimezone(zone).date() else NEXT


def due_today(keys: Iterable[Key], office: Any, now: datetime) -> int:
    """How many of these the office must act on before its day is over, and has not missed yet."""
    return sum(1 for key in keys if group_of(key.place, key.due, office, now) == TODAY)


def in_groups(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines by their headings, in the order of a desk; headings without a line are left out."""
    found: dict[str, list[Line]] = {name: [] for name in (LATE, TODAY, NEXT, WAITING, TO_HAND_OVER)}
    for line in lines:
        found[line.group].append(line)
    return {name: rows for name, rows in found.items() if rows}
