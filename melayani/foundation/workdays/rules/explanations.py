"""A due moment in words, for citizens (Indonesian and English), and as rows of days, for officers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from melayani.foundation.workdays.rules.deadlines import Due
from melayani.foundation.workdays.rules.office_calendar import ONE_DAY, WEEKDAY_NAMES, Skipped
from melayani.foundation.workdays.rules.words import ENGLISH, INDONESIAN, Words


@dataclass(frozen=True)
class DayCell:
    """One day of the officers' calendar.

    `state` is one of start, counted, skipped, paused, running (inside a month, not counted by itself) or outside;
    `number` is the place among the counted days; `why` the reason of a skipped day, in Indonesian.
    """

    date: date
    state: str
    number: int | None = None
    why: str = ""
    is_due: bool = False
    is_today: bool = False

    @property
    def label(self) -> str:
        """The short word under the date: what the day is, in Indonesian."""
        words = {"start": "diterima", "skipped": "libur", "paused": "jeda", "counted": f"hari {self.number}"}
        return words.get(self.state, "")

    @property
    def weekday(self) -> str:
        return WEEKDAY_NAMES[self.date.weekday()][:3]


def explain(due: Due, language: str = "id") -> list[str]:
    """Sentences for a citizen: when the clock started, what was counted, what was skipped and why, where it stopped.

    `language` is "id" or "en" (anything else reads as Indonesian). The reasons of closures stay as the office wrote
    them.
    """
    words = ENGLISH if language == "en" else INDONESIAN
    sentences = [_start(due, words), _counted(due, words)]
    sentences += [_skipped(run, words) for run in _runs_of_reasons(due.skipped)]
    sentences += [_pause(pause.since, pause.until, words) for pause in due.pauses]
    if due.paused:
        sentences.append(words.paused_days.format(days=_join_days(due.paused, words)))
    sentences.append(words.falls_due.format(moment=_moment(due.at, words)))
    if not due.certain:
        sentences.append(words.uncertain)
    return sentences


def calendar_weeks(due: Due, *, today: date | None = None) -> list[list[DayCell]]:
    """Weeks from Monday to Sunday from the start to the due day (or `today`, when that is later by under a month)."""
    first, last = due.start.date(), due.at.date()
    if today and last < today <= last + timedelta(days=31):
        last = today
    monday = first - timedelta(days=first.weekday())
    weeks = (last - monday).days // 7 + 1
    reasons = {skipped.date: skipped.why for skipped in due.skipped}
    return [
        [_cell(due, monday + (week * 7 + day) * ONE_DAY, reasons, today) for day in range(7)] for week in range(weeks)
    ]


def _cell(due: Due, day: date, reasons: dict[date, str], today: date | None) -> DayCell:
    state, number = _state(due, day, reasons)
    return DayCell(day, state, number, reasons.get(day, ""), is_due=day == due.at.date(), is_today=day == today)


def _state(due: Due, day: date, reasons: dict[date, str]) -> tuple[str, int | None]:
    if day == due.start.date():
        return "start", None
    if day < due.start.date() or day > due.at.date():
        return "outside", None
    if day in due.paused:
        return "paused", None
    if day in due.counted and due.unit != "month":
        return "counted", due.counted.index(day) + 1
    return ("skipped", None) if day in reasons else ("running", None)


def _start(due: Due, words: Words) -> str:
    moment = _moment(due.start, words)
    if due.start.date() == due.start_counts_as:
        return (words.start_runs if due.unit in {"minute", "hour"} else words.start).format(moment=moment)
    first = next((skipped for skipped in due.skipped if skipped.date == due.start.date()), None)
    why = words.after_closing
    if first:
        why = words.no_working_day if first.kind == "weekend" else _reason(first, words)
    template = words.start_runs_later if due.unit in {"minute", "hour"} else words.start_later
    return template.format(moment=moment, why=why, day=_day(due.start_counts_as, words))


def _counted(due: Due, words: Words) -> str:
    amount = words.amount(due.amount, due.unit)
    if due.unit in {"minute", "hour"}:
        return words.time_ran.format(amount=amount, days=_join_days(due.counted, words))
    if due.unit == "month":
        return words.months_later.format(amount=amount, day=_day(due.counted[-1], words))
    return words.counted.format(amount=amount, days=_join_days(due.counted, words))


def _runs_of_reasons(skipped: Sequence[Skipped]) -> list[list[Skipped]]:
    """Days next to each other that belong together: one weekend, or one reason."""
    runs: list[list[Skipped]] = []
    for one in skipped:
        last = runs[-1][-1] if runs else None
        alike = last is not None and (one.kind, last.kind) == ("weekend", "weekend") or last and one.why == last.why
        if last and alike and one.date == last.date + ONE_DAY:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _skipped(run: Sequence[Skipped], words: Words) -> str:
    reasons = list(dict.fromkeys(_reason(one, words) for one in run))
    return words.skipped.format(days=_join_days([one.date for one in run], words), why=words.join(reasons))


def _reason(skipped: Skipped, words: Words) -> str:
    if skipped.kind == "weekend":
        return words.weekdays[skipped.date.weekday()]
    return words.holiday(skipped.why) if skipped.kind == "holiday" else skipped.why


def _pause(since: datetime, until: datetime | None, words: Words) -> str:
    if until is None:
        return words.stopped.format(since=_moment(since, words))
    return words.stopped_until.format(since=_moment(since, words), until=_moment(until, words))


def _join_days(days: Iterable[date], words: Words) -> str:
    """Days in runs, each month and year said once: "17, 25–27 dan 30 Maret 2026"."""
    ordered = sorted(days)
    months = [list(group) for _, group in groupby(ordered, key=lambda day: (day.year, day.month))]
    parts = []
    for number, month in enumerate(months):
        last_of_year = number + 1 == len(months) or months[number + 1][0].year != month[0].year
        runs = words.join([_run(run) for run in _consecutive(month)])
        parts.append(f"{runs} {words.months[month[0].month - 1]}" + (f" {month[0].year}" if last_of_year else ""))
    return words.join(parts)


def _consecutive(days: Sequence[date]) -> list[list[date]]:
    numbered = groupby(enumerate(days), key=lambda pair: pair[1].toordinal() - pair[0])
    return [[day for _, day in group] for _, group in numbered]


def _run(days: Sequence[date]) -> str:
    return str(days[0].day) if len(days) == 1 else f"{days[0].day}–{days[-1].day}"


def _day(day: date, words: Words) -> str:
    return f"{words.weekdays[day.weekday()]}, {day.day} {words.months[day.month - 1]} {day.year}"


def _moment(moment: datetime, words: Words) -> str:
    offset = moment.utcoffset() or timedelta(0)
    zone = {7: "WIB", 8: "WITA", 9: "WIT"}.get(int(offset.total_seconds() // 3600), f"UTC{moment:%z}")
    clock = moment.strftime(words.clock)
    return words.moment.format(day=_day(moment.date(), words), clock=clock, zone=zone)
