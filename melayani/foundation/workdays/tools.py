"""`python -m melayani due`: when a duration falls due, without server and database.

    due --from 2026-03-16T09:00+07:00 --amount 5 --unit working_day [--six-day-week] [--pause FROM/TO]…

prints {"due", "counted", "skipped"} as JSON. National holidays and collective leave come from the package `holidays`;
the offset of --from is the office's zone. Bad input ends with code 2 and one sentence on standard error.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NoReturn

from melayani.foundation.workdays.national import LAST_YEAR, NationalCalendar, warnings_for
from melayani.foundation.workdays.rules import FIVE_DAYS, SIX_DAYS, UNITS, Calendar, Due, NoWorkingDay, Pause, Skipped
from melayani.foundation.workdays.rules import due as count_due

YEARS = range(2000, 2051)
LARGEST = 3650


class BadInput(Exception):
    """What is wrong with an argument, in one sentence."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadInput(message)


def due(arguments: Sequence[str]) -> int:
    """Run the tool; return the exit code (0, or 2 for bad input)."""
    try:
        found = _answer(_parser().parse_args(arguments))
    except BadInput as problem:
        sys.stderr.write(f"due: {problem}\n")
        return 2
    for warning in warnings_for(found.start.year, found.at.year):
        sys.stderr.write(f"{warning}\n")
    answer = {
        "due": found.at.isoformat(),
        "counted": [day.isoformat() for day in found.counted],
        "skipped": [{"date": skipped.date.isoformat(), "why": skipped.why} for skipped in _not_counted(found)],
    }
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m melayani due", description="When a duration falls due, and why.")
    parser.add_argument("--from", dest="start", required=True, metavar="MOMENT", help="2026-03-16T09:00+07:00")
    parser.add_argument("--amount", required=True, help=f"1 to {LARGEST}")
    parser.add_argument("--unit", required=True, help=", ".join(UNITS))
    parser.add_argument("--six-day-week", action="store_true", help="Saturday is a working day")
    parser.add_argument("--pause", action="append", default=[], metavar="FROM/TO", help="the clock stands still")
    return parser


def _answer(options: argparse.Namespace) -> Due:
    if options.unit not in UNITS:
        raise BadInput(f'the unit "{options.unit}" is unknown; choose one of {", ".join(UNITS)}')
    start = _moment(options.start)
    pauses = [_pause(text) for text in options.pause]
    weekdays = SIX_DAYS if options.six_day_week else FIVE_DAYS
    calendar = Calendar(zone=start.tzinfo or UTC, holidays=NationalCalendar(), weekdays=weekdays)
    try:
        found = count_due(
            start=start, amount=_amount(options.amount), unit=options.unit, calendar=calendar, pauses=pauses
        )
    except NoWorkingDay as problem:
        raise BadInput("no working day is left after such long pauses") from problem
    if found is None:  # pauses here have an end and the amount is a number, so this cannot come from good input
        raise BadInput("there is no due moment for this duration")
    if found.at.year > LAST_YEAR:
        raise BadInput(f"the due moment lies in {found.at.year}, but holidays are known until {LAST_YEAR} only")
    return found


def _amount(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", text):
        raise BadInput(f'the amount "{text[:40]}" is no whole number')
    amount = int(text)
    if not 1 <= amount <= LARGEST:
        raise BadInput(f"the amount {amount} is not between 1 and {LARGEST}")
    return amount


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise BadInput(f'"{text}" is no moment such as 2026-03-16T09:00+07:00') from problem
    if moment.tzinfo is None:
        raise BadInput(f'"{text}" needs an offset from UTC, such as 2026-03-16T09:00+07:00')
    if moment.year not in YEARS:
        raise BadInput(f"the year {moment.year} is not between {YEARS[0]} and {YEARS[-1]}")
    return moment


def _pause(text: str) -> Pause:
    since, slash, until = text.partition("/")
    if not slash:
        raise BadInput(f'the pause "{text}" needs two moments with a slash between them')
    pause_from, pause_until = _moment(since), _moment(until)
    if pause_until < pause_from:
        raise BadInput(f'the pause "{text}" ends before it starts')
    return Pause(pause_from, pause_until)


def _not_counted(found: Due) -> list[Skipped]:
    """Skipped days together with those on which a pause held, by date."""
    paused = [Skipped(day, "Waktu berhenti (jeda)", "pause") for day in found.paused]
    return sorted([*found.skipped, *paused], key=lambda skipped: skipped.date)
