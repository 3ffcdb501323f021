"""The limits of a case, each with amount, unit and source, and what follows from their due moments.

Working days and calendar days never stand for one another: the unit is kept with every limit (60 *days* of Perpres
76/2013 beside the 60 *working days* of practice).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from math import ceil
from typing import Any

from melayani.voice.complaints import states
from melayani.voice.complaints.rules.filing import (
    ASPIRATION,
    COMPLAINT,
    INFORMATION_QUESTION,
    NON_OVERSIGHT,
    OVERSIGHT,
)

VERIFY_CLOCK, FOLLOW_UP_CLOCK, CASE, CLOSE, SETTLE = "verify", "follow_up", "case", "close", "settle"
COMPLETION = "completion"  # how long the reporter may take to complete the report
LATE_WORD = "late_word"  # how long the reporter may still contest a case that closed by silence
CLOCKS = (VERIFY_CLOCK, FOLLOW_UP_CLOCK, CASE, CLOSE, SETTLE, COMPLETION, LATE_WORD)
LENGTHENED = frozenset({LATE_WORD})  # the reporter's own: an organisation may give more of it, never less
UNITS = ("hour", "calendar_day", "working_day")
STARTS = ("received", "forwarded", "answered", "complete", "asked", "closed")
BLOCKS = (1, 3, 5, 7, 14)  # days of 24 hours, PEKPPP instrument B


class BadClock(ValueError):
    """A limit that cannot be used: the text says why."""


@dataclass(frozen=True)
class ClockRule:
    """One limit: for a clock and a class ("" is every class), how long, when it is in force, and whence."""

    clock: str
    complaint_class: str
    amount: int
    unit: str
    starts_on: str
    pausable: bool
    source: str
    verified: bool  # read in the named source; others are practice and never shown to citizens as law
    valid_from: date | None = None
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the limit is in force on `day`."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


def read_clock_rules(rows: Iterable[Mapping[str, Any]]) -> tuple[ClockRule, ...]:
    """The limits of data/clock_rules.json. Raises BadClock for an unknown clock, unit or start, or no amount."""
    found = []
    for row in rows:
        if row["clock"] not in CLOCKS or row["unit"] not in UNITS or row["starts_on"] not in STARTS:
            raise BadClock(f"unknown clock, unit or start: {dict(row)}")
        if not isinstance(row["amount"], int) or row["amount"] < 1:
            raise BadClock(f"an amount is a whole number above 0: {dict(row)}")
        found.append(
            ClockRule(
                clock=row["clock"],
                complaint_class=row["class"],
                amount=row["amount"],
                unit=row["unit"],
                starts_on=row["starts_on"],
                pausable=bool(row["pausable"]),
                source=row["source"],
                verified=bool(row["verified"]),
                valid_from=_day(row.get("valid_from")),
                valid_until=_day(row.get("valid_until")),
            )
        )
    return tuple(found)


def rule_for(limits: Sequence[ClockRule], clock: str, complaint_class: str, day: date) -> ClockRule | None:
    """The limit of `clock` in force on `day`: the class's own before the one for every class; None when there is none.

    Of several in force the one that began last holds.
    """
    holding = [rule for rule in limits if rule.clock == clock and rule.holds_on(day)]
    own = [rule for rule in holding if rule.complaint_class == complaint_class and complaint_class]
    general = [rule for rule in holding if not rule.complaint_class]
    return max(own or general, key=lambda rule: rule.valid_from or date.min, default=None)


def class_of(kind: str, complaint_class: str, *, conduct: bool) -> str:
    """The class whose clock runs: the officer's, and until it is given what the reporter's words suggest."""
    if complaint_class:
        return complaint_class
    expected = {COMPLAINT: NON_OVERSIGHT, ASPIRATION: ASPIRATION, INFORMATION_QUESTION: INFORMATION_QUESTION}
    return OVERSIGHT if conduct else expected.get(kind, NON_OVERSIGHT)


def running(
    state: str,
    *,
    round: int,
    followed_up: bool,
    dues: Mapping[str, datetime | None],
) -> dict[str, datetime | None]:
    """Those of `dues` (by clock) that bind the office in `state`; none while the reporter has the word or it is over.

    After a contest the first limit is past or kept already: the follow-up clock runs anew until the answer.
    """
    if state == states.RECEIVED:
        clocks: tuple[str, ...] = (VERIFY_CLOCK, CASE)
    elif state not in states.WORKING:
        clocks = ()
    elif round > 1:
        clocks = (FOLLOW_UP_CLOCK,)
    else:
        clocks = (CASE,) if followed_up else (FOLLOW_UP_CLOCK, CASE)
    return {clock: dues.get(clock) for clock in clocks}


def next_due(dues: Iterable[datetime | None]) -> datetime | None:
    """The moment by which the office must act next."""
    return min((moment for moment in dues if moment), default=None)


def moved(before: datetime, after: datetime, *, zone: tzinfo) -> int:
    """1 when a date became later, -1 when earlier, 0 when it is the same day where the office is."""
    was, will = before.astimezone(zone).date(), after.astimezone(zone).date()
    return (will > was) - (will < was)


def hours_between(received: datetime, responded: datetime) -> Decimal:
    """Exact hours between two moments, to four places: clock hours, not opening hours."""
    seconds = Decimal(str((responded - received).total_seconds()))
    return (seconds / 3600).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def block_of(hours: Decimal | int) -> int | None:
    """The PEKPPP block of a response: within 1, 3, 5, 7 or 14 times 24 hours; None for later ones."""
    days = ceil(Decimal(hours) / 24)
    return next((block for block in BLOCKS if days <= block), None)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
