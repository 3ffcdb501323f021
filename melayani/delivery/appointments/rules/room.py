"""How much room a slot has: two caps, the shares kept, the share released; and who must move when it shrinks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from melayani.delivery.appointments.rules.limits import AT_ONCE, DRAW, WAVES


@dataclass(frozen=True)
class Release:
    """How the places of a slot are given out."""

    kind: str
    opens_at: datetime
    waves: Sequence[Mapping[str, Any]] = ()
    drawn_at: datetime | None = None

    def percent(self, now: datetime) -> int:
        """Which share of the bookable places is open to everybody at `now`."""
        if self.kind == AT_ONCE:
            return 100 if now >= self.opens_at else 0
        if self.kind == WAVES:
            opened = [int(wave["percent"]) for wave in self.waves if now >= datetime.fromisoformat(wave["at"])]
            return min(100, sum(opened))
        if self.kind == DRAW:
            return 100 if self.drawn_at is not None and now >= self.drawn_at else 0
        raise ValueError(self.kind)

    def next_opening(self, now: datetime) -> datetime | None:
        """When more places open; None when nothing is planned."""
        moments = [self.opens_at] if self.kind == AT_ONCE else [datetime.fromisoformat(w["at"]) for w in self.waves]
        return min((moment for moment in moments if moment > now), default=None)


@dataclass(frozen=True)
class Room:
    """What stands in one slot, counted from rows: places, kept shares, and what is taken."""

    capacity: int
    walk_in: int = 0
    priority: int = 0
    cap: int | None = None  # of the service asked for
    taken: int = 0
    taken_general: int = 0  # without the priority groups
    taken_service: int = 0
    percent: int = 100

    def left(self, *, priority: bool = False) -> int:
        """How many places the asked service may still take; never below zero."""
        bookable = (self.capacity - self.walk_in) * self.percent // 100
        found = [bookable - self.taken]
        if not priority:
            kept = min(self.priority, bookable)
            found.append(bookable - kept - self.taken_general)
        if self.cap is not None:
            found.append(self.cap - self.taken_service)
        return max(0, min(found))


class Stretch(Protocol):
    """Something with a start and an end."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


S = TypeVar("S", bound=Stretch)


def chains(slots: Iterable[S], needed: int) -> list[list[S]]:
    """Every run of `needed` slots of which each begins when the one before ends, in order of time."""
    ordered = sorted(slots, key=lambda slot: slot.starts_at)
    runs = [ordered[start : start + needed] for start in range(len(ordered) - needed + 1)]
    return [run for run in runs if all(a.ends_at == b.starts_at for a, b in zip(run, run[1:], strict=False))]


@dataclass(frozen=True)
class Claim:
    """One booking in a slot, for the question who stays when places fall away."""

    booking: int
    service: int
    places: int
    priority: bool
    made_at: datetime


def too_many(claims: Sequence[Claim], capacity: int, caps: Mapping[int, int]) -> list[int]:
    """The bookings that no longer fit: priority groups stay first, then whoever booked earlier; whole parties only."""
    left, by_service, over = capacity, dict(caps), []
    for claim in sorted(claims, key=lambda one: (not one.priority, one.made_at, one.booking)):
        fits = claim.places <= left and claim.places <= by_service.get(claim.service, left)
        if not fits:
            over.append(claim.booking)
            continue
        left -= claim.places
        if claim.service in by_service:
            by_service[claim.service] -= claim.places
    return over


def nearness(was: datetime, candidate: datetime) -> tuple[int, int, bool]:
    """The stated order of equal places: fewest days away, then nearest to the same hour, the later one on a tie."""
    minutes = (candidate.hour * 60 + candidate.minute) - (was.hour * 60 + was.minute)
    return abs((candidate.date() - was.date()).days), abs(minutes), minutes < 0
