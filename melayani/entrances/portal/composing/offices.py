"""Offices today: open or not, until when, the hours of the week, what is limited."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from melayani.delivery.announcements import queries as announcements
from melayani.delivery.announcements.rules.origins import origin_of_row
from melayani.entrances.portal import words
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.workdays import queries as workdays
from melayani.foundation.workdays.models import Closure, Restriction
from melayani.foundation.workdays.rules import Hours


@dataclass(frozen=True)
class HoursRow:
    """Days in a row with the same hours: "Rabu, Kamis" and "08.00–16.00"."""

    days: str
    hours: str
    is_today: bool


class Day(Protocol):
    """A day of the hours table as workdays gives it."""

    @property
    def date(self) -> date: ...
    @property
    def hours(self) -> Hours | None: ...
    @property
    def why(self) -> str: ...


@dataclass(frozen=True)
class Office:
    """An office with its state now (a key of words.STATES), a sentence about it, its week and its limits of today."""

    organisation: Organisation
    key: str
    sentence: str
    week: Sequence[Day]
    limits: Sequence[Restriction]

    @property
    def tone(self) -> str:
        return words.STATES[self.key][0]

    @property
    def state(self) -> str:
        return str(words.STATES[self.key][1])

    @property
    def sentence_after_state(self) -> str:
        """The sentence where the state stands before it already: "Tutup" is not said twice."""
        return self.sentence.removeprefix(f"{self.state}. ")

    @property
    def notices(self) -> list[Notice]:
        return [notice(row) for row in self.limits]


def offices(organisations: Sequence[Organisation], now: datetime) -> list[Office]:
    """The organisations with their state now; a constant number of queries, one more where something is limited."""
    states = workdays.states_today(organisations, now) if organisations else {}
    limited = any(today.restrictions for today in states.values())
    told = announcements.origins_in_force(now) if limited else frozenset()
    return [
        Office(one, today.state, today.words, today.hours, unannounced(today.restrictions, told))
        for one, today in ((one, states[one.pk]) for one in organisations)
    ]


def unannounced(rows: Sequence[Restriction], told: Container[str]) -> list[Restriction]:
    """Limits that no announcement in force tells of already: nobody reads the same thing twice."""
    return [row for row in rows if origin_of_row(row.kind, row.organisation_id, row.starts_on, row.ends_on) not in told]


def nearest(organisations: Sequence[Organisation], now: datetime, *, limit: int) -> list[Office]:
    """The first `limit` offices: those open now before those closed, before those that do not say their hours."""
    order = list(words.STATES)
    found = offices(organisations, now)
    return sorted(found, key=lambda one: order.index(one.key))[:limit]


def hours_table(rows: Sequence[Day], today: date) -> list[HoursRow]:
    """The week from Monday, equal neighbours in one row, today apart; empty when no hours are known at all."""
    if not any(row.hours for row in rows):
        return []
    table: list[tuple[list[date], str]] = []
    for row in rows:
        text = _hours_text(row)
        last = table[-1] if table else None
        if last and last[1] == text and today not in (row.date, last[0][-1]):
            last[0].append(row.date)
        else:
            table.append(([row.date], text))
    return [HoursRow(days=_days(days, today), hours=text, is_today=days == [today]) for days, text in table]


def _hours_text(row: Day) -> str:
    if row.hours is None:
        return row.why or _("Tutup")
    return f"{_clock(row.hours.opens)}–{_clock(row.hours.closes)}"


def _clock(moment: time | None) -> str:
    return formats.time_format(moment, "H:i" if get_language() == "en" else "H.i") if moment else ""


def _days(days: Sequence[date], today: date) -> str:
    if list(days) == [today]:
        return _("{day}, hari ini").format(day=formats.date_format(today, "l"))
    if len(days) > 2:
        first, last = (formats.date_format(day, "l") for day in (days[0], days[-1]))
        return _("{first} sampai {last}").format(first=first, last=last)
    return ", ".join(formats.date_format(day, "l") for day in days)


@dataclass(frozen=True)
class Notice:
    """Something limited today: what, until when, why; `kind` is warn or note."""

    organisation: Organisation
    kind: str
    title: str
    until: date
    reason: str
    takes_online: bool = True


def notices_today(now: datetime, *, region: str = "", limit: int = 6) -> list[Notice]:
    """Restrictions and closures in force today, those that end first at the front, in a region (code) or everywhere.

    Two queries. A day is judged by the clock of western Indonesia, where most offices are: at most two hours off.
    """
    where = Q(organisation__region__code__startswith=region) if region else Q()
    return _in_force(timezone.localdate(now), where, limit)


def _in_force(day: date, where: Q, limit: int) -> list[Notice]:
    limits = Restriction.objects.within(day, day).filter(where).select_related("organisation")
    closures = Closure.objects.within(day, day).filter(where).select_related("organisation")
    found = [notice(row) for row in limits.order_by("ends_on", "pk")[:limit]]
    found += [notice(row) for row in closures.order_by("ends_on", "pk")[:limit]]
    return sorted(found, key=lambda one: one.until)[:limit]


def notice(row: Restriction | Closure) -> Notice:
    """A restriction or closure in words; its organisation must be loaded."""
    if isinstance(row, Closure):
        return Notice(row.organisation, "note", _("tutup"), row.ends_on, row.reason)
    titles = {
        "visitor_cap": _("loket {cap} orang per hari").format(cap=row.cap),
        "online_only": _("hanya layanan daring"),
        "changed_hours": _("jam layanan berubah"),
    }
    title = titles[row.kind]
    if row.kind == "changed_hours":
        title = _("jam layanan {opens} sampai {closes}").format(opens=_clock(row.opens), closes=_clock(row.closes))
    return Notice(row.organisation, "warn", title, row.ends_on, row.reason)
