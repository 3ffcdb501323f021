"""The calendar of an office: what it inherits, what adds up, whether it is open now; in constant queries."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.actions import create_organisation
from melayani.foundation.organisations.models import Organisation, Region
from melayani.foundation.people.tests.factories import world
from melayani.foundation.workdays import actions, queries
from melayani.foundation.workdays.models import Holiday
from melayani.foundation.workdays.rules import FIVE_DAYS, SIX_DAYS, Hours, due
from melayani.foundation.workdays.tests.factories import (
    DAY_WITH_BREAK,
    LONG_AGO,
    OFFICE_DAY,
    imported_years,
    open_office,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 16)
EIGHT = 8


def unit_of(parent: Organisation, name: str = "Unit Layanan", zone: str = "Asia/Makassar") -> Organisation:
    return create_organisation(
        actor=SYSTEM, kind="unit", name=name, parent=parent, now=LONG_AGO, time_zone=zone, slug=""
    )


def at(organisation: Organisation, day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=organisation.zone)


def test_the_calendar_counts_as_the_golden_case(now: datetime) -> None:
    imported_years(2025, 2026, 2027)
    bengkalis = world().bengkalis
    open_office(bengkalis)
    calendar = queries.calendar_for(bengkalis, around=now.date())
    answer = due(start=now, amount=5, unit="working_day", calendar=calendar)
    assert answer is not None
    assert answer.at.isoformat() == "2026-03-30T15:00:00+07:00"
    assert answer.certain


def test_collective_leave_counts_where_the_office_says_so(now: datetime) -> None:
    imported_years(2026)
    bengkalis = world().bengkalis
    actions.set_week(
        organisation=bengkalis,
        six_days=False,
        collective_leave_counts_as_holiday=False,
        since=MONDAY,
        actor=SYSTEM,
        now=now,
    )
    calendar = queries.calendar_for(bengkalis, around=now.date())
    answer = due(start=now, amount=5, unit="working_day", calendar=calendar)
    assert answer is not None
    assert answer.at.date() == date(2026, 3, 24)
    assert calendar.holidays.get(date(2026, 2, 16)), "before the change leave was a holiday"


def test_hours_and_week_come_from_the_nearest_that_says_them(now: datetime) -> None:
    city = world().bontang_city
    unit = unit_of(Organisation.objects.get(slug="disdukcapil-bontang"))
    open_office(city, six_days=True)
    assert queries.calendar_for(unit, around=MONDAY).weekdays == SIX_DAYS
    actions.set_week(organisation=unit, six_days=False, since=MONDAY, actor=SYSTEM, now=now)
    own = {0: Hours(time(9), time(12))}
    actions.set_hours(organisation=unit, hours=own, since=date(2026, 4, 6), actor=SYSTEM, now=now)
    calendar = queries.calendar_for(unit, around=MONDAY)
    assert calendar.week_on(date(2026, 3, 13)).weekdays == SIX_DAYS
    assert calendar.week_on(MONDAY).weekdays == FIVE_DAYS
    assert calendar.hours_on(date(2026, 3, 30)) == OFFICE_DAY
    assert calendar.hours_on(date(2026, 4, 6)) == own[0]
    assert calendar.hours_on(date(2026, 4, 7)) is None


def test_holidays_and_closures_of_all_above_add_up(now: datetime) -> None:
    registry = world()
    Region.objects.create(code="64", level="province", name="Kalimantan Timur")
    Region.objects.create(code="64.74", level="regency", name="Kota Bontang", parent_id="64")
    Region.objects.create(code="14", level="province", name="Riau")
    Organisation.objects.filter(pk=registry.bontang_city.pk).update(region="64.74")
    Holiday.objects.create(date=date(2026, 4, 1), name="Hari Kaltim", category="local", region_id="64")
    Holiday.objects.create(date=date(2026, 4, 2), name="Hari Riau", category="local", region_id="14")
    actions.add_local_holiday(
        organisation=registry.bontang_city, day=date(2026, 4, 6), name="Hari kota", actor=SYSTEM, now=now
    )
    for organisation, day in [(registry.bontang_city, 7), (registry.bontang, 8), (registry.bengkalis, 9)]:
        actions.close(
            organisation=organisation,
            starts_on=date(2026, 4, day),
            ends_on=date(2026, 4, day),
            reason="Listrik padam",
            actor=SYSTEM,
            now=now,
        )
    calendar = queries.calendar_for(registry.bontang, around=MONDAY)
    free = [day for day in range(1, 11) if not calendar.is_working(date(2026, 4, day))]
    assert free == [1, 4, 5, 6, 7, 8]


def test_changed_hours_move_the_due_moment_of_their_days(now: datetime) -> None:
    bengkalis = world().bengkalis
    open_office(bengkalis)
    actions.restrict(
        organisation=bengkalis,
        starts_on=date(2026, 3, 17),
        ends_on=date(2026, 3, 17),
        kind="changed_hours",
        opens=time(9),
        closes=time(12),
        reason="Ramadan",
        actor=SYSTEM,
        now=now,
    )
    calendar = queries.calendar_for(bengkalis, around=MONDAY)
    answer = due(start=now, amount=1, unit="working_day", calendar=calendar)
    assert answer is not None
    assert answer.at.time() == time(12)


def test_a_year_without_collective_leave_is_uncertain(now: datetime) -> None:
    imported_years(2026, 2027, 2028)
    bengkalis = world().bengkalis
    around = date(2027, 12, 20)
    calendar = queries.calendar_for(bengkalis, around=around)
    assert calendar.known_until == date(2027, 12, 31)
    assert queries.calendar_for(bengkalis, around=MONDAY, ahead=30).known_until == date(2026, 4, 15)
    Holiday.objects.all().delete()
    unknown = queries.calendar_for(bengkalis, around=MONDAY)
    answer = due(start=now, amount=1, unit="working_day", calendar=unknown)
    assert answer is not None
    assert not answer.certain


@pytest.mark.parametrize("many", [1, 12])
def test_queries_do_not_grow_with_the_offices(many: int, now: datetime, django_assert_num_queries: Any) -> None:
    imported_years(2026)
    registry = world()
    offices = [registry.bontang, *(unit_of(registry.bontang, f"Loket {number}") for number in range(many))]
    for office in offices:
        open_office(office)
        for day in range(20, 28):
            actions.close(
                organisation=office,
                starts_on=date(2026, 4, day),
                ends_on=date(2026, 4, day),
                reason="Pindah",
                actor=SYSTEM,
                now=now,
            )
    offices = list(Organisation.objects.filter(pk__in=[office.pk for office in offices]))
    with django_assert_num_queries(EIGHT):
        assert len(queries.states_today(offices, now)) == len(offices)
    with django_assert_num_queries(EIGHT):
        assert len(queries.calendars_for(offices, around=MONDAY)) == len(offices)
    with django_assert_num_queries(EIGHT):
        queries.year_calendar(offices[0], 2026, today=MONDAY)


@pytest.mark.parametrize(
    ("clock", "state", "until", "words"),
    [
        ("07:00", "closed", "2026-03-16T08:00:00+07:00", "Tutup. Buka hari ini pukul 08.00."),
        ("08:00", "open", "2026-03-16T12:00:00+07:00", "Buka sampai pukul 15.00."),
        ("12:30", "break", "2026-03-16T13:00:00+07:00", "Istirahat. Buka lagi pukul 13.00."),
        ("13:00", "open", "2026-03-16T15:00:00+07:00", "Buka sampai pukul 15.00."),
        ("15:00", "closed", "2026-03-17T08:00:00+07:00", "Tutup. Buka lagi besok pukul 08.00."),
    ],
)
def test_the_doors_through_a_day(clock: str, state: str, until: str, words: str) -> None:
    bengkalis = world().bengkalis
    open_office(bengkalis, DAY_WITH_BREAK)
    found = queries.state_today(bengkalis, at(bengkalis, MONDAY, clock).astimezone(UTC))
    assert (found.state, found.words) == (state, words)
    assert found.until is not None
    assert found.until.isoformat() == until


def test_unknown_hours_are_said_to_be_unknown(now: datetime) -> None:
    found = queries.state_today(world().bontang, now)
    assert (found.state, found.until, found.words) == ("unknown", None, "Jam belum dicantumkan.")
    assert {row.why for row in found.hours} == {"Belum dicantumkan"}


def test_a_holiday_keeps_the_doors_shut() -> None:
    imported_years(2026)
    bengkalis = world().bengkalis
    open_office(bengkalis)
    found = queries.state_today(bengkalis, at(bengkalis, date(2026, 3, 19), "09:00"))
    assert found.state == "closed"
    assert found.words == "Tutup hari ini: Hari Suci Nyepi. Buka lagi Rabu pukul 08.00."
    friday = queries.state_today(bengkalis, at(bengkalis, date(2026, 3, 17), "16:00"))
    assert friday.words == "Tutup. Buka lagi Rabu, 25 Maret pukul 08.00."


def test_restrictions_and_modes_show(now: datetime) -> None:
    registry = world()
    open_office(registry.bengkalis_regency)
    bengkalis = registry.bengkalis
    spans: dict[str, Any] = {"starts_on": MONDAY, "ends_on": MONDAY, "reason": "Renovasi", "actor": SYSTEM, "now": now}
    actions.restrict(organisation=registry.bengkalis_regency, kind="visitor_cap", cap=80, **spans)
    actions.restrict(organisation=bengkalis, kind="visitor_cap", cap=50, **spans)
    found = queries.state_today(bengkalis, now)
    assert (found.state, len(found.restrictions)) == ("limited", 2)
    assert found.words == "Buka terbatas sampai pukul 15.00, paling banyak 50 pengunjung."
    actions.restrict(organisation=bengkalis, kind="online_only", **spans)
    assert queries.state_today(bengkalis, now).state == "online_only"
    actions.set_mode(organisation=bengkalis, mode="closed", since=MONDAY, until=MONDAY, actor=SYSTEM, now=now)
    assert queries.state_today(bengkalis, now).words == "Tutup sementara sampai 16 Maret 2026."
    assert queries.state_today(registry.bengkalis_regency, now).state == "limited"


def test_the_words_follow_the_office_zone_and_the_language() -> None:
    bontang = world().bontang
    open_office(bontang)
    morning = datetime(2026, 3, 16, 0, 30, tzinfo=UTC)  # 08.30 in Bontang, 07.30 in Jakarta
    assert queries.state_today(bontang, morning).state == "open"
    with translation.override("en"):
        assert "15:00" in queries.state_today(bontang, morning).words


def test_the_hours_of_a_week(now: datetime) -> None:
    imported_years(2026)
    bengkalis = world().bengkalis
    open_office(bengkalis)
    rows = queries.week_hours(bengkalis, date(2026, 3, 19))
    assert [row.date.day for row in rows] == [16, 17, 18, 19, 20, 21, 22]
    assert [row.hours is not None for row in rows] == [True, True, False, False, False, False, False]
    assert rows[3].why == "Hari Suci Nyepi"
    assert queries.week_hours(bengkalis, date(2026, 4, 12))[5].why == "Tutup"


def test_what_a_proposed_holiday_would_change(now: datetime) -> None:
    imported_years(2026)
    bontang = world().bontang
    tuesday = queries.preview_calendar_change(bontang, day=date(2026, 4, 7), name="Hari jadi")
    assert (tuesday.counted_now, tuesday.counted_then, tuesday.why_then) == (True, False, "Hari jadi")
    assert tuesday.moves_clocks
    nyepi = queries.preview_calendar_change(bontang, day=date(2026, 3, 19), name="Hari jadi")
    assert (nyepi.moves_clocks, nyepi.why_then) == (False, "Hari Suci Nyepi")
    actions.add_local_holiday(organisation=bontang, day=date(2026, 4, 7), name="Hari jadi", actor=SYSTEM, now=now)
    back = queries.preview_calendar_change(bontang, day=date(2026, 4, 7), remove=True)
    assert (back.counted_now, back.counted_then) == (False, True)
    assert Holiday.objects.filter(organisation=bontang).count() == 1, "a preview writes nothing"


def test_the_year_page_knows_every_day(now: datetime) -> None:
    imported_years(2026)
    bontang = world().bontang
    actions.close(
        organisation=bontang,
        starts_on=date(2026, 3, 31),
        ends_on=date(2026, 4, 1),
        reason="Pindah gedung",
        actor=SYSTEM,
        now=now,
    )
    months = queries.year_calendar(bontang, 2026, today=MONDAY)
    assert sum(len(month.days) for month in months) == 365
    march = {day.date.day: day for day in months[2].days}
    assert [march[day].state for day in (16, 18, 19, 28, 31)] == ["working", "leave", "holiday", "weekend", "closure"]
    assert (march[16].is_today, march[31].why) == (True, "Pindah gedung")
    assert months[2].working_days == 16
    assert [len(week) for week in months[1].weeks] == [7] * 5
    assert [day.date.day for day in months[3].named_days] == [1, 3, 5]


def test_settings_lists_and_zones(now: datetime) -> None:
    bontang = world().bontang
    open_office(bontang, six_days=True)
    actions.close(organisation=bontang, starts_on=MONDAY, ends_on=MONDAY, reason="Banjir", actor=SYSTEM, now=now)
    held = queries.settings_on(bontang, MONDAY)
    assert held.work_week is not None
    assert held.work_week.six_days
    assert (held.mode, len(held.hours)) == (None, 6)
    assert [row.reason for row in queries.upcoming_closures(bontang, MONDAY)] == ["Banjir"]
    assert queries.upcoming_closures(bontang, MONDAY + timedelta(days=1)) == []
    assert queries.calendar_for(bontang, around=MONDAY).zone == ZoneInfo("Asia/Makassar")
