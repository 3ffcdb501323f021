"""What a recorded change of a calendar means for clocks: from which day on days may count otherwise, and in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from melayani.foundation.workdays.rules.office_calendar import MONTH_NAMES

EVENTS = (
    "holiday.changed",
    "closure.added",
    "closure.ended",
    "hours.changed",
    "week.changed",
    "restriction.started",
    "restriction.ended",
)
CHANGED_HOURS = "changed_hours"
ANY_ZONE = timedelta(days=1)  # the first day of a change begins somewhere within a day of its midnight in UTC


@dataclass(frozen=True)
class Change:
    """A change that can move clocks: days before `first` count as they did. `words` fit after a colon."""

    first: date
    words: str

    def touches_from(self, changed_at: datetime) -> datetime:
        """What is due before this moment cannot move: no changed day lies in its time, or its promise was broken then.

        `changed_at` is the moment of the change (aware).
        """
        return max(changed_at, datetime.combine(self.first, time.min, tzinfo=UTC) - ANY_ZONE)

    @classmethod
    def told_by(cls, event: str, data: Mapping[str, Any]) -> Change:
        """The change that an event with a reader tells of; KeyError for any other event."""
        return _READERS[event](data)


def change_of(event: str, data: Mapping[str, Any]) -> Change | None:
    """The change that a calendar event tells of, by its name and data; None when it can move no clock.

    A limit on visitors and on-line service move none: only changed hours move the due moment of their days.
    """
    if event not in _READERS or data.get("kind", CHANGED_HOURS) != CHANGED_HOURS:
        return None
    return Change.told_by(event, data)


def day_words(day: date) -> str:
    """A date in Indonesian: 18 Maret 2026."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def _holiday(data: Mapping[str, Any]) -> Change:
    day = date.fromisoformat(data["date"])
    if name := data.get("added"):
        return Change(day, f"libur {day_words(day)} ({name})")
    return Change(day, f"{day_words(day)} tidak jadi libur ({data.get('removed', '')})")


def _closure(data: Mapping[str, Any]) -> Change:
    return Change(date.fromisoformat(data["starts_on"]), f"kantor tutup {_span(data)} ({data['reason']})")


def _reopening(data: Mapping[str, Any]) -> Change:
    day = date.fromisoformat(data["open_from"])
    return Change(day, f"kantor buka lagi mulai {day_words(day)}")


def _hours(data: Mapping[str, Any]) -> Change:
    since = date.fromisoformat(data["since"])
    return Change(since, f"jam layanan berubah mulai {day_words(since)}")


def _week(data: Mapping[str, Any]) -> Change:
    since = date.fromisoformat(data["since"])
    leave = "tidak dihitung" if data.get("collective_leave", True) else "tetap dihitung"
    said = f"hari kerja menjadi {data['days']} hari seminggu dan cuti bersama {leave}"
    return Change(since, f"{said}, mulai {day_words(since)}")


def _changed_hours(data: Mapping[str, Any]) -> Change:
    return Change(
        date.fromisoformat(data["starts_on"]), f"jam layanan berubah sementara {_span(data)} ({data['reason']})"
    )


def _usual_hours(data: Mapping[str, Any]) -> Change:
    return Change(
        date.fromisoformat(data["starts_on"]), f"jam layanan kembali seperti biasa ({data['reason']} selesai)"
    )


def _span(data: Mapping[str, Any]) -> str:
    first, last = date.fromisoformat(data["starts_on"]), date.fromisoformat(data["ends_on"])
    return day_words(first) if first == last else f"{day_words(first)} sampai {day_words(last)}"


_READERS: dict[str, Callable[[Mapping[str, Any]], Change]] = {
    "holiday.changed": _holiday,
    "closure.added": _closure,
    "closure.ended": _reopening,
    "hours.changed": _hours,
    "week.changed": _week,
    "restriction.started": _changed_hours,
    "restriction.ended": _usual_hours,
}
