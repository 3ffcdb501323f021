"""Heads and administrators change hours, week, closures, restrictions, mode and local holidays; strangers do not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from melayani.foundation.audit import SYSTEM, Actor
from melayani.foundation.audit.models import Event
from melayani.foundation.audit.queries import history
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Citizen, Role
from melayani.foundation.people.tests.factories import World, officer, superuser, world
from melayani.foundation.workdays import actions
from melayani.foundation.workdays.actions import Refused
from melayani.foundation.workdays.models import Closure, Holiday, OpeningHours, OperatingMode, Restriction, WorkWeek
from melayani.foundation.workdays.rules import FIVE_DAYS, Hours
from melayani.foundation.workdays.tests.factories import OFFICE_DAY, imported_years

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 16)
TABLES = (Closure, Holiday, OpeningHours, OperatingMode, Restriction, WorkWeek)
Change = Callable[..., Any]


def hours(organisation: Organisation, actor: Actor, now: datetime) -> object:
    return actions.set_hours(
        organisation=organisation, hours=dict.fromkeys(FIVE_DAYS, OFFICE_DAY), since=MONDAY, actor=actor, now=now
    )


def week(organisation: Organisation, actor: Actor, now: datetime) -> object:
    return actions.set_week(organisation=organisation, six_days=True, since=MONDAY, actor=actor, now=now)


def closure(organisation: Organisation, actor: Actor, now: datetime) -> Closure:
    return actions.close(
        organisation=organisation, starts_on=MONDAY, ends_on=date(2026, 3, 17), reason="Banjir", actor=actor, now=now
    )


def restriction(organisation: Organisation, actor: Actor, now: datetime) -> Restriction:
    return actions.restrict(
        organisation=organisation,
        starts_on=MONDAY,
        ends_on=date(2026, 3, 20),
        kind="visitor_cap",
        cap=50,
        reason="Renovasi",
        actor=actor,
        now=now,
    )


def mode(organisation: Organisation, actor: Actor, now: datetime) -> object:
    return actions.set_mode(organisation=organisation, mode="limited", since=MONDAY, actor=actor, now=now)


def holiday(organisation: Organisation, actor: Actor, now: datetime) -> Holiday:
    return actions.add_local_holiday(
        organisation=organisation, day=date(2026, 4, 1), name="Hari jadi kota", actor=actor, now=now
    )


CHANGES = {
    "hours.changed": hours,
    "week.changed": week,
    "closure.added": closure,
    "restriction.started": restriction,
    "mode.changed": mode,
    "holiday.changed": holiday,
}


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_the_head_changes_and_one_event_tells(name: str, now: datetime) -> None:
    registry = world()
    before = Event.objects.count()
    CHANGES[name](registry.bontang, registry.bontang_head, now)
    events = list(Event.objects.order_by("pk"))[before:]
    assert [event.name for event in events] == [name]
    assert (events[0].subject_kind, events[0].subject_number) == ("organisation", "disdukcapil-bontang")
    assert events[0].organisation_id == registry.bontang.pk
    assert events[0].person_id == registry.bontang_head.person_id
    line = history(Reference(kind="organisation", number="disdukcapil-bontang"))[0]
    assert "…" not in line.text
    assert line.text != name


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_administrators_above_change_too(name: str, now: datetime) -> None:
    registry = world()
    CHANGES[name](registry.bontang, officer(Role.ADMINISTRATOR, registry.bontang_city), now)
    CHANGES[name](registry.bengkalis, superuser(), now)
    assert Event.objects.filter(name=name).count() == 2


def strangers(registry: World) -> list[Actor]:
    return [
        registry.bengkalis_head,
        registry.bontang_counter,
        registry.bontang_processor,
        registry.bontang_approver,
        officer(Role.ADMINISTRATOR, registry.bengkalis_regency),
        officer(Role.AUDITOR, registry.ministry),
        Citizen(token="warga"),
    ]


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_strangers_are_refused(name: str, now: datetime) -> None:
    registry = world()
    before = Event.objects.count()
    for stranger in strangers(registry):
        with pytest.raises(Refused, match="kepala unit"):
            CHANGES[name](registry.bontang, stranger, now)
    assert Event.objects.count() == before
    assert not any(table.objects.exists() for table in TABLES)


def test_strangers_end_nothing(now: datetime) -> None:
    registry = world()
    shut = closure(registry.bontang, SYSTEM, now)
    limit = restriction(registry.bontang, SYSTEM, now)
    free = holiday(registry.bontang, SYSTEM, now)
    for stranger in strangers(registry):
        with pytest.raises(Refused):
            actions.reopen(closure=shut, actor=stranger, now=now)
        with pytest.raises(Refused):
            actions.end_restriction(restriction=limit, actor=stranger, now=now)
        with pytest.raises(Refused):
            actions.remove_local_holiday(holiday=free, actor=stranger, now=now)
    assert (Closure.objects.count(), Restriction.objects.count(), Holiday.objects.count()) == (1, 1, 1)


def test_new_hours_leave_the_past_as_it_was(now: datetime) -> None:
    bontang = world().bontang
    actions.set_hours(organisation=bontang, hours={0: OFFICE_DAY, 1: OFFICE_DAY}, since=MONDAY, actor=SYSTEM, now=now)
    later = Hours(time(9), time(14))
    for since in (date(2026, 5, 4), date(2026, 4, 6)):  # the second replaces the first, planned for later
        actions.set_hours(organisation=bontang, hours={0: later}, since=since, actor=SYSTEM, now=now)
    rows = OpeningHours.objects.order_by("since", "weekday").values_list("weekday", "opens", "since", "until")
    assert list(rows) == [
        (0, time(8), MONDAY, date(2026, 4, 5)),
        (1, time(8), MONDAY, date(2026, 4, 5)),
        (0, time(9), date(2026, 4, 6), None),
    ]


def test_a_mode_may_end_and_the_week_may_change_back(now: datetime) -> None:
    bontang = world().bontang
    actions.set_week(organisation=bontang, six_days=True, since=MONDAY, actor=SYSTEM, now=now)
    actions.set_week(organisation=bontang, six_days=False, since=date(2026, 4, 6), actor=SYSTEM, now=now)
    assert [row.until for row in WorkWeek.objects.order_by("since")] == [date(2026, 4, 5), None]
    actions.set_mode(
        organisation=bontang, mode="closed", since=MONDAY, until=MONDAY, office_share=10, actor=SYSTEM, now=now
    )
    assert OperatingMode.objects.get().office_share == 10


def test_ending_keeps_the_days_that_passed(now: datetime) -> None:
    bontang = world().bontang
    shut, limit = closure(bontang, SYSTEM, now), restriction(bontang, SYSTEM, now)
    tomorrow = now + timedelta(days=1)
    actions.reopen(closure=shut, actor=SYSTEM, now=tomorrow)
    actions.end_restriction(restriction=limit, actor=SYSTEM, now=tomorrow)
    assert (Closure.objects.get().ends_on, Restriction.objects.get().ends_on) == (MONDAY, MONDAY)
    assert Event.objects.filter(name="closure.ended").get().data["open_from"] == "2026-03-17"
    with pytest.raises(Refused, match="sudah berakhir"):
        actions.reopen(closure=shut, actor=SYSTEM, now=tomorrow)
    with pytest.raises(Refused, match="sudah berakhir"):
        actions.end_restriction(restriction=limit, actor=SYSTEM, now=tomorrow)


def test_what_has_not_begun_goes_away(now: datetime) -> None:
    bontang = world().bontang
    shut, limit = closure(bontang, SYSTEM, now), restriction(bontang, SYSTEM, now)
    free = holiday(bontang, SYSTEM, now)
    actions.reopen(closure=shut, actor=SYSTEM, now=now)
    actions.end_restriction(restriction=limit, actor=SYSTEM, now=now)
    actions.remove_local_holiday(holiday=free, actor=SYSTEM, now=now)
    assert not any(table.objects.exists() for table in (Closure, Restriction, Holiday))
    last = Event.objects.filter(name="holiday.changed").latest("pk")
    assert last.data == {"date": "2026-04-01", "organisation": "disdukcapil-bontang", "removed": "Hari jadi kota"}
    with pytest.raises(Refused, match="sudah dihapus"):
        actions.remove_local_holiday(holiday=free, actor=SYSTEM, now=now)


def test_national_and_past_days_cannot_be_removed(now: datetime) -> None:
    imported_years(2026)
    free = holiday(world().bontang, SYSTEM, now)
    with pytest.raises(Refused, match="nasional"):
        actions.remove_local_holiday(holiday=Holiday.objects.get(date="2026-05-01"), actor=SYSTEM, now=now)
    with pytest.raises(Refused, match="sudah lewat"):
        actions.remove_local_holiday(holiday=free, actor=SYSTEM, now=now + timedelta(days=60))


@pytest.mark.parametrize("change", [closure, restriction, holiday])
def test_the_same_twice_is_refused(change: Change, now: datetime) -> None:
    bontang = world().bontang
    change(bontang, SYSTEM, now)
    with pytest.raises(Refused, match="sudah tercatat"):
        change(bontang, SYSTEM, now)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "reason", "sentence"),
    [
        (date(2026, 3, 15), MONDAY, "Banjir", "sudah lewat"),
        (date(2026, 3, 17), MONDAY, "Banjir", "mendahului"),
        (MONDAY, date(2027, 4, 1), "Banjir", "lebih dari satu tahun"),
        (date(2036, 3, 16), date(2036, 3, 16), "Banjir", "terlalu jauh"),
        (MONDAY, MONDAY, "  ", "Tulis nama"),
        (MONDAY, MONDAY, "x" * 201, "terlalu panjang"),
    ],
)
def test_a_closure_that_makes_no_sense(
    starts_on: date, ends_on: date, reason: str, sentence: str, now: datetime
) -> None:
    bontang = world().bontang
    with pytest.raises(Refused, match=sentence):
        actions.close(organisation=bontang, starts_on=starts_on, ends_on=ends_on, reason=reason, actor=SYSTEM, now=now)


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({"kind": "visitor_cap"}, "jumlah pengunjung"),
        ({"kind": "visitor_cap", "cap": 0}, "jumlah pengunjung"),
        ({"kind": "changed_hours", "opens": time(9)}, "jam tutup"),
        ({"kind": "changed_hours", "opens": time(9), "closes": time(9)}, "jam tutup"),
        ({"kind": "siesta"}, "Pilih jenis"),
    ],
)
def test_a_restriction_that_makes_no_sense(details: dict[str, Any], sentence: str, now: datetime) -> None:
    bontang = world().bontang
    with pytest.raises(Refused, match=sentence):
        actions.restrict(
            organisation=bontang, starts_on=MONDAY, ends_on=MONDAY, reason="x", actor=SYSTEM, now=now, **details
        )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({}, "sedikitnya satu hari"),
        ({0: Hours(time(9), time(8))}, "sesudah jam buka"),
        ({7: OFFICE_DAY}, "sesudah jam buka"),
        ({0: Hours(time(8), time(15), time(12))}, "awal dan akhir"),
        ({0: Hours(time(8), time(15), time(7), time(9))}, "di antara"),
    ],
)
def test_hours_that_make_no_sense(wrong: dict[int, Hours], sentence: str, now: datetime) -> None:
    bontang = world().bontang
    with pytest.raises(Refused, match=sentence):
        actions.set_hours(organisation=bontang, hours=wrong, since=MONDAY, actor=SYSTEM, now=now)


def test_a_mode_that_makes_no_sense(now: datetime) -> None:
    bontang = world().bontang
    with pytest.raises(Refused, match="Pilih cara"):
        actions.set_mode(organisation=bontang, mode="asleep", since=MONDAY, actor=SYSTEM, now=now)
    with pytest.raises(Refused, match="0 dan 100"):
        actions.set_mode(organisation=bontang, mode="open", since=MONDAY, office_share=101, actor=SYSTEM, now=now)


def test_today_is_the_day_of_the_office(now: datetime) -> None:
    """At 23.30 in Jakarta it is already tomorrow in Bontang (WITA)."""
    registry = world()
    late = now.replace(hour=23, minute=30)
    with pytest.raises(Refused, match="sudah lewat"):
        closure(registry.bontang, SYSTEM, late)
    closure(registry.bengkalis, SYSTEM, late)
