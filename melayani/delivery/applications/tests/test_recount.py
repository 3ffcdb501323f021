"""A changed calendar moves the running cases below it, tells a citizen whose date becomes later, no others."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from melayani.delivery.applications import actions, case, rules, states
from melayani.delivery.applications.actions import recounting
from melayani.delivery.applications.models import Application, Recount
from melayani.delivery.applications.reactions import recount_after_calendar_change
from melayani.delivery.applications.recounts import AND_MORE
from melayani.delivery.applications.tests import factories
from melayani.foundation.audit import SYSTEM, react_to_news
from melayani.foundation.audit.models import Event
from melayani.foundation.audit.queries import history, timeline
from melayani.foundation.audit.worker import work_once
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.tests.factories import World
from melayani.foundation.workdays import actions as workdays
from melayani.foundation.workdays.models import Holiday
from melayani.foundation.workdays.rules import FIVE_DAYS, Hours
from melayani.foundation.workdays.tests.factories import OFFICE_DAY, open_office

pytestmark = pytest.mark.django_db
MOVED = ("application.due_moved", "application.due_moved_earlier")
WEDNESDAY = date(2026, 3, 18)


def add_holiday(organisation: Organisation, now: datetime, day: date = WEDNESDAY) -> Holiday:
    return workdays.add_local_holiday(actor=SYSTEM, organisation=organisation, day=day, name="Hari jadi kota", now=now)


def count_anew(now: datetime) -> None:
    react_to_news(now)
    while actions.recount(now=now):
        pass
    assert not Recount.objects.exists()


def due_day(row: Application) -> date:
    due_at = Application.objects.get(pk=row.pk).due_at
    assert due_at is not None
    return due_at.astimezone(row.organisation.zone).date()


def told_later() -> int:
    return OutboxMessage.objects.filter(event="application.later_due").count()


def moved_events() -> list[Event]:
    return list(Event.objects.filter(name__in=MOVED).order_by("pk"))


def test_a_new_holiday_moves_the_case_and_tells_the_citizen_once(world: World, now: datetime) -> None:
    row = factories.filed(world, now=now)
    assert due_day(row) == date(2026, 3, 23)
    add_holiday(world.bontang, now)
    for _ in range(2):  # whatever runs twice
        count_anew(now)
        recount_after_calendar_change(Event.objects.get(name="holiday.changed"), now)
    count_anew(now)
    assert due_day(row) == date(2026, 3, 24)
    assert told_later() == 1
    (event,) = moved_events()
    assert (event.name, event.subject_number, event.actor_kind) == ("application.due_moved", row.number, "system")
    assert event.data == {
        "old": "2026-03-23",
        "new": "2026-03-24",
        "was": "23/03/2026",
        "will": "24/03/2026",
        "reason": "libur 18 Maret 2026 (Hari jadi kota)",
    }
    assert "Hari jadi kota" in str(Application.objects.get(pk=row.pk).due_explanation)


MOMENTS = st.integers(0, 10_000_000).map(lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


@given(before=MOMENTS, after=MOMENTS, unit=st.sampled_from(sorted(rules.CLOCK_UNITS)))
def test_a_move_has_one_direction(before: datetime, after: datetime, unit: str) -> None:
    zone = ZoneInfo("Asia/Jayapura")
    way = rules.moved(before, after, unit=unit, zone=zone)
    assert way == -rules.moved(after, before, unit=unit, zone=zone)
    assert way in (0, 1 if after > before else -1)
    if unit in ("hour", "minute"):
        assert (way == 0) == (after == before)
    else:
        assert (way == 0) == (after.astimezone(zone).date() == before.astimezone(zone).date())


def test_the_worker_does_it_by_itself(world: World, now: datetime) -> None:
    row = factories.filed(world, now=now)
    add_holiday(world.bontang, now)
    work_once(now)
    work_once(now + timedelta(seconds=2))
    assert due_day(row) == date(2026, 3, 24)


def test_an_earlier_date_moves_the_officers_clock_only(world: World, now: datetime) -> None:
    holiday = add_holiday(world.bontang, now)
    count_anew(now)
    row = factories.filed(world, now=now)
    workdays.remove_local_holiday(holiday=holiday, actor=SYSTEM, now=now)
    count_anew(now)
    assert due_day(row) == date(2026, 3, 23)
    assert told_later() == 0
    assert [event.name for event in moved_events()] == ["application.due_moved_earlier"]
    assert not [line for line in timeline(row.reference) if line.name in MOVED]
    (line,) = [line for line in history(row.reference) if line.name in MOVED]
    assert (
        line.text == "Jatuh tempo maju dari 24/03/2026 ke 23/03/2026: 18 Maret 2026 tidak jadi libur (Hari jadi kota)."
    )


def test_the_citizen_reads_old_and_new_date_on_the_page(world: World, now: datetime, client: Client) -> None:
    row = factories.filed(world, now=now)
    add_holiday(world.bontang, now)
    count_anew(now)
    page = client.get(case.case_path(Application.objects.get(pk=row.pk))).content.decode()
    assert "Tanggal janji bergeser dari 23/03/2026 ke 24/03/2026: libur 18 Maret 2026 (Hari jadi kota)." in page


def test_a_closure_above_moves_the_cases_below_and_no_others(world: World, now: datetime) -> None:
    row = factories.filed(world, now=now)
    closure = workdays.close(
        organisation=world.bontang_city,
        starts_on=WEDNESDAY,
        ends_on=WEDNESDAY + timedelta(days=1),
        reason="Banjir",
        actor=SYSTEM,
        now=now,
    )
    workdays.close(
        organisation=world.bengkalis, starts_on=WEDNESDAY, ends_on=WEDNESDAY, reason="Pindah", actor=SYSTEM, now=now
    )
    count_anew(now)
    assert due_day(row) == date(2026, 3, 25)
    assert moved_events()[0].data["reason"] == "kantor tutup 18 Maret 2026 sampai 19 Maret 2026 (Banjir)"
    workdays.reopen(closure=closure, actor=SYSTEM, now=now)
    count_anew(now)
    assert due_day(row) == date(2026, 3, 23)


def test_a_national_holiday_moves_everybody(world: World, now: datetime) -> None:
    row = factories.filed(world, now=now)
    workdays.correct_holiday(
        day=WEDNESDAY, category="public", name="Hari Suci", source="SKB 1", actor=SYSTEM, now=now - timedelta(days=9)
    )
    count_anew(now)
    assert due_day(row) == date(2026, 3, 24)


def test_a_week_of_six_days_brings_the_date_forward(world: World, now: datetime) -> None:
    row = factories.filed(world, now=now)
    workdays.set_week(organisation=world.bontang, six_days=True, since=WEDNESDAY, actor=SYSTEM, now=now)
    count_anew(now)
    assert due_day(row) == date(2026, 3, 21)


def test_other_closing_times_move_the_moment_without_any_news(world: World, now: datetime) -> None:
    open_office(world.bontang, OFFICE_DAY)
    react_to_news(now)
    row = factories.filed(world, now=now)
    late = dict.fromkeys(FIVE_DAYS, Hours(time(8), time(16)))
    workdays.set_hours(organisation=world.bontang, hours=late, since=WEDNESDAY, actor=SYSTEM, now=now)
    count_anew(now)
    moved = Application.objects.get(pk=row.pk)
    assert row.due_at is not None
    assert moved.due_at == row.due_at + timedelta(hours=1)
    assert (moved_events(), told_later()) == ([], 0)


def test_a_limit_on_visitors_moves_nothing(world: World, now: datetime) -> None:
    workdays.restrict(
        organisation=world.bontang,
        starts_on=WEDNESDAY,
        ends_on=WEDNESDAY,
        kind="visitor_cap",
        cap=10,
        reason="Renovasi",
        actor=SYSTEM,
        now=now,
    )
    react_to_news(now)
    assert not Recount.objects.exists()


def test_a_broken_promise_stays_broken(world: World, now: datetime) -> None:
    row = factories.filed(world, now=now)
    assert row.due_at is not None
    late = row.due_at + timedelta(minutes=1)
    workdays.close(
        organisation=world.bontang,
        starts_on=late.astimezone(world.bontang.zone).date(),
        ends_on=date(2026, 3, 27),
        reason="Banjir",
        actor=SYSTEM,
        now=late,
    )
    count_anew(late)
    assert due_day(row) == date(2026, 3, 23)


def test_no_case_becomes_late_by_a_change(world: World, now: datetime) -> None:
    open_office(world.bontang, OFFICE_DAY)
    react_to_news(now)
    row = factories.filed(world, now=now)
    assert row.due_at is not None
    noon = row.due_at - timedelta(hours=2)
    shorter = dict.fromkeys(FIVE_DAYS, Hours(time(8), time(11)))
    workdays.set_hours(organisation=world.bontang, hours=shorter, since=due_day(row), actor=SYSTEM, now=noon)
    count_anew(noon)
    assert Application.objects.get(pk=row.pk).due_at == row.due_at


@pytest.mark.parametrize("state", [states.RETURNED, states.AWAITING_PAYMENT, states.REFUSED, states.WITHDRAWN])
def test_where_no_clock_runs_nothing_moves(state: str, world: World, now: datetime) -> None:
    row = factories.application_in(state, world=world, now=now)
    add_holiday(world.bontang, now)
    count_anew(now)
    assert due_day(row) == date(2026, 3, 23)


def test_a_clock_that_stands_is_counted_when_it_runs_again(world: World, now: datetime) -> None:
    row = factories.application_in(states.IN_REVIEW, world=world, now=now)
    processor = world.bontang_processor
    actions.pause_for_disturbance(actor=processor, application=row, reason="Listrik", now=now + timedelta(hours=2))
    add_holiday(world.bontang, now)
    count_anew(now)
    assert due_day(row) == date(2026, 3, 23)
    actions.resume(actor=processor, application=row, now=now + timedelta(hours=3))
    assert due_day(row) == date(2026, 3, 24)
    assert told_later() == 1


def test_a_citizen_without_contact_keeps_the_event(world: World, now: datetime) -> None:
    row = factories.without_phone(world, now=now)
    add_holiday(world.bontang, now)
    count_anew(now)
    assert due_day(row) == date(2026, 3, 24)
    assert (len(moved_events()), told_later()) == (1, 0)


def test_changes_that_wait_are_counted_together(world: World, now: datetime) -> None:
    row = factories.filed(world, now=now)
    for day in range(18, 21):
        add_holiday(world.bontang, now, date(2026, 3, day))
    react_to_news(now)
    job = Recount.objects.get()
    assert job.reason.count("Hari jadi kota") == 3
    count_anew(now)
    assert due_day(row) == date(2026, 3, 26)
    assert (len(moved_events()), told_later()) == (1, 1)


def test_a_reason_too_long_says_that_there_was_more(world: World, now: datetime) -> None:
    for number in range(20):
        add_holiday(world.bontang, now, date(2026, 4, 1) + timedelta(days=number))
    react_to_news(now)
    assert Recount.objects.get().reason.endswith(AND_MORE)


def test_many_cases_are_counted_in_batches_that_go_on(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recounting, "BATCH", 4)
    service = factories.birth_certificate(world.bontang)
    rows = factories.many(10, service=service, now=now)
    add_holiday(world.bontang, now)
    react_to_news(now)
    assert actions.recount(now=now, batches=1) == 4
    assert Recount.objects.get().last_pk == rows[3].pk
    add_holiday(world.bontang, now, date(2026, 3, 19))  # one more change, while the first is half done
    react_to_news(now)
    assert Recount.objects.count() == 2
    count_anew(now)
    assert {due_day(row) for row in rows} == {date(2026, 3, 25)}


def test_a_batch_that_fails_leaves_nothing_half_done(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = factories.filed(world, now=now)
    add_holiday(world.bontang, now)
    react_to_news(now)

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr(case, "tell_if_later", broken)
        with pytest.raises(RuntimeError):
            actions.recount(now=now)
    assert (due_day(row), moved_events()) == (date(2026, 3, 23), [])
    count_anew(now)
    assert (due_day(row), told_later()) == (date(2026, 3, 24), 1)


def test_reading_costs_the_same_for_many_cases(world: World, now: datetime) -> None:
    """Hours that change nobody's date: what is left are the reads and one write of all rows."""
    service = factories.birth_certificate(world.bontang)
    counts = []
    for number, cases in enumerate((2, 60)):
        factories.many(cases, service=service, now=now + timedelta(seconds=number))
        hours = dict.fromkeys(FIVE_DAYS, Hours(time(8), time(15, number)))
        workdays.set_hours(organisation=world.bontang, hours=hours, since=WEDNESDAY, actor=SYSTEM, now=now)
        react_to_news(now)
        with CaptureQueriesContext(connection) as captured:
            actions.recount(now=now, batches=1)
        counts.append(len(captured))
    assert counts[0] == counts[1]
