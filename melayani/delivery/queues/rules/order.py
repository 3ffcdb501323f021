"""In which order people are called: everybody has a turn, a moment, and the earliest turn is called first.

A turn is the moment of arrival, moved forward by a bounded number of minutes for those whom the published policy puts
first. The bound is the guard against starving: whoever arrived longer ago than the bound is called before any newcomer,
whatever the newcomer's right. A turn never changes, so it is a column that the database orders by.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

WALK_IN, PRIORITY, APPOINTMENT = "walk_in", "priority", "appointment"


@dataclass(frozen=True)
class Policy:
    """What a unit publishes beside its queue; all in minutes.

    `priority_ahead`: by how much elderly, disabled and pregnant people and those with infants are put forward.
    `appointment_ahead`: by how much a booked person is put before the booked time. `grace`: how late a booked person
    may arrive and still keep that right; afterwards the arrival counts.
    """

    priority_ahead: int = 30
    appointment_ahead: int = 30
    grace: int = 15

    @property
    def longest_overtaking(self) -> timedelta:
        """Nobody is overtaken by somebody who arrived later than this after them."""
        return timedelta(minutes=self.priority_ahead + self.appointment_ahead + self.grace)


def turn_of(
    *, arrived_at: datetime, policy: Policy, booked_at: datetime | None = None, has_priority: bool = False
) -> datetime:
    """The moment by which a person is ordered. `arrived_at` stays that of the first ticket after a transfer.

    A booked person who comes early waits for the booked time, less the policy's minutes: neither an early booking nor
    an early arrival is a right to be called long before it. One who comes too late is ordered like everybody else.
    """
    turn = arrived_at
    if booked_at is not None and arrived_at <= booked_at + timedelta(minutes=policy.grace):
        turn = booked_at - timedelta(minutes=policy.appointment_ahead)
    return turn - timedelta(minutes=policy.priority_ahead) if has_priority else turn
