"""Whether an office is open at a moment, until when, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from melayani.foundation.workdays.models import Mode, OperatingMode, Restriction, RestrictionKind
from melayani.foundation.workdays.rules import Calendar, Hours
from melayani.foundation.workdays.standing import ONE_DAY, Standing


@dataclass(frozen=True)
class DayHours:
    """One day of the hours table; without hours `why` says what the day is."""

    date: date
    hours: Hours | None
    why: str = ""


@dataclass(frozen=True)
class Today:
    """The doors now. `until` is when the state changes (None: not known), `words` one short sentence.

    state: open, break, closed, limited, online_only or unknown. `restrictions` are those of today, `hours` the table
    of this week from Monday.
    """

    state: str
    until: datetime | None
    words: str
    restrictions: list[Restriction] = field(default_factory=list)
    hours: list[DayHours] = field(default_factory=list)


def today(standing: Standing, now: datetime) -> Today:
    """The state of the standing's organisation at `now`, in its own zone."""
    local = now.astimezone(standing.organisation.zone)
    calendar = standing.calendar()
    state, until, words = _state(standing, calendar, local)
    return Today(state, until, words, standing.restrictions_on(local.date()), hours_of_week(calendar, local.date()))


def hours_of_week(calendar: Calendar, day: date) -> list[DayHours]:
    """The seven days from Monday of the week of `day`."""
    monday = day - timedelta(days=day.weekday())
    return [_day_hours(calendar, monday + number * ONE_DAY) for number in range(7)]


def _day_hours(calendar: Calendar, day: date) -> DayHours:
    if why := _shut(calendar, day):
        return DayHours(day, None, why)
    hours = calendar.hours_on(day)
    return DayHours(day, hours, "" if hours else (_("Tutup") if _has_hours(calendar, day) else _("Belum dicantumkan")))


_State = tuple[str, datetime | None, str]


def _state(standing: Standing, calendar: Calendar, local: datetime) -> _State:
    day = local.date()
    mode = standing.mode_on(day)
    if mode is not None and mode.mode == Mode.CLOSED:
        return "closed", None, _closed_by_mode(mode)
    if why := _shut(calendar, day):
        opening = _next_opening(standing, calendar, day)
        return "closed", opening, _("Tutup hari ini: {why}.").format(why=why) + _opens_again(opening, local)
    if not _has_hours(calendar, day):
        return "unknown", None, _("Jam belum dicantumkan.")
    hours = calendar.hours_on(day)
    if hours is None or local.time() >= hours.closes:
        opening = _next_opening(standing, calendar, day)
        return "closed", opening, _("Tutup.") + _opens_again(opening, local)
    return _during(standing, calendar, local, hours)


def _during(standing: Standing, calendar: Calendar, local: datetime, hours: Hours) -> _State:
    """The state on an opening day before closing time."""
    day, clock = local.date(), local.time()
    if clock < hours.opens:
        words = _("Tutup. Buka hari ini pukul {clock}.").format(clock=_clock(hours.opens))
        return "closed", calendar.moment(day, hours.opens), words
    if hours.break_from and hours.break_until and hours.break_from <= clock < hours.break_until:
        words = _("Istirahat. Buka lagi pukul {clock}.").format(clock=_clock(hours.break_until))
        return "break", calendar.moment(day, hours.break_until), words
    until = calendar.moment(day, hours.closes)
    state, words = _open_words(standing, day)
    if hours.break_from and clock < hours.break_from:
        until = calendar.moment(day, hours.break_from)
    return state, until, words.format(clock=_clock(hours.closes))


def _open_words(standing: Standing, day: date) -> tuple[str, str]:
    mode = standing.mode_on(day)
    restrictions = standing.restrictions_on(day)
    kinds = {row.kind for row in restrictions}
    if RestrictionKind.ONLINE_ONLY in kinds or (mode and mode.mode == Mode.ONLINE_ONLY):
        return "online_only", _("Hari ini hanya layanan daring, sampai pukul {clock}.")
    caps = [row.cap for row in restrictions if row.cap]
    if caps:
        words = _("Buka terbatas sampai pukul {clock}, paling banyak {cap} pengunjung.")
        return "limited", words.replace("{cap}", str(min(caps)))
    if mode and mode.mode == Mode.LIMITED:
        return "limited", _("Buka terbatas sampai pukul {clock}.")
    return "open", _("Buka sampai pukul {clock}.")


def _closed_by_mode(mode: OperatingMode) -> str:
    if mode.until is None:
        return _("Tutup sementara.")
    return _("Tutup sementara sampai {day}.").format(day=date_format(mode.until, "j F Y"))


def _shut(calendar: Calendar, day: date) -> str:
    """The holiday or closure that keeps the doors shut; a weekend alone does not, its hours decide."""
    skipped = calendar.skipped(day)
    return skipped.why if skipped and skipped.kind != "weekend" else ""


def _has_hours(calendar: Calendar, day: date) -> bool:
    return bool(calendar.week_on(day).hours) or day in calendar.special_hours


def _next_opening(standing: Standing, calendar: Calendar, day: date) -> datetime | None:
    for number in range(1, (standing.last - day).days + 1):
        coming = day + number * ONE_DAY
        mode = standing.mode_on(coming)
        if not _shut(calendar, coming) and (mode is None or mode.mode != Mode.CLOSED) and calendar.hours_on(coming):
            return calendar.opening(coming)
    return None


def _opens_again(opening: datetime | None, local: datetime) -> str:
    if opening is None:
        return ""
    days = (opening.date() - local.date()).days
    if days == 1:
        said = _("Buka lagi besok pukul {clock}.").format(clock=_clock(opening.time()))
    else:
        day = date_format(opening.date(), "l" if days < 7 else "l, j F")
        said = _("Buka lagi {day} pukul {clock}.").format(day=day, clock=_clock(opening.time()))
    return f" {said}"


def _clock(clock: time) -> str:
    return clock.strftime("%H:%M" if (get_language() or "").startswith("en") else "%H.%M")
