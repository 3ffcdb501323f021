"""A changed calendar moves the clocks of open cases below it, tells a reporter whose date becomes later, no others."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from melayani.foundation.audit import SYSTEM, react_to_news
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer, memory
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import officer
from melayani.foundation.workdays import actions as workdays
from melayani.foundation.workdays.actions import propose_closing
from melayani.foundation.workdays.models import Holiday
from melayani.voice.complaints import actions, clock, previews
from melayani.voice.complaints.models import Complaint, Recount
from melayani.voice.complaints.reactions import recount_after_calendar_change
from melayani.voice.complaints.tests import factories
from melayani.voice.complaints.tests.factories import Town

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 3, 18)
MOVED = ("complaint.due_moved", "complaint.due_moved_earlier")


def add_holiday(organisation: Organisation, now: datetime, day: date = WEDNESDAY) -> Holiday:
    return workdays.add_local_holiday(actor=SYSTEM, organisation=organisation, day=day, name="Hari jadi kota", now=now)


def count_anew(now: datetime) -> None:
    react_to_news(now)
    while actions.recount(now=now):
        pass
    assert not Recount.objects.exists()


def day_of(row: Complaint, column: str) -> date:
    moment: datetime = getattr(Complaint.objects.get(pk=row.pk), column)
    return moment.astimezone(row.coordinator.zone).date()


def told_later() -> int:
    return OutboxMessage.objects.filter(event="complaint.later_due").count()


def test_a_new_holiday_moves_every_clock_and_tells_the_reporter_once(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    assert (day_of(row, "verify_due_at"), day_of(row, "due_at")) == (date(2026, 3, 19), date(2026, 4, 3))
    add_holiday(town.city, now)
    for _ in range(2):  # whatever runs twice
        count_anew(now)
        recount_after_calendar_change(Event.objects.get(name="holiday.changed"), now)
    count_anew(now)
    assert (day_of(row, "verify_due_at"), day_of(row, "due_at")) == (date(2026, 3, 20), date(2026, 4, 6))
    moved = Complaint.objects.get(pk=row.pk)
    assert (moved.next_due_at, moved.escalate_at) == (
        moved.verify_due_at,
        moved.verify_due_at and moved.verify_due_at - timedelta(hours=24),
    )
    assert told_later() == 1
    (event,) = Event.objects.filter(name__in=MOVED)
    assert (event.name, event.subject_number, event.actor_kind) == (MOVED[0], row.number, "system")
    assert event.data["was"] == "03/04/2026"
    assert event.data["will"] == "06/04/2026"
    assert "Hari jadi kota" in str(moved.due_explanation)


def test_an_earlier_date_moves_the_officers_clock_only(town: Town, now: datetime) -> None:
    holiday = add_holiday(town.city, now)
    count_anew(now)
    row = factories.filed(town, now=now)
    workdays.remove_local_holiday(holiday=holiday, actor=SYSTEM, now=now)
    count_anew(now)
    assert day_of(row, "due_at") == date(2026, 4, 3)
    assert told_later() == 0
    assert [event.name for event in Event.objects.filter(name__in=MOVED)] == [MOVED[1]]


def test_another_governments_holiday_moves_nothing(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    add_holiday(town.people.bengkalis_regency, now)
    count_anew(now)
    assert day_of(row, "due_at") == date(2026, 4, 3)


def test_the_reporters_silence_moves_with_the_calendar_of_the_unit(town: Town, now: datetime) -> None:
    row = factories.answered(town, now=now)
    before = day_of(row, "closes_at")
    add_holiday(town.registry, now)
    count_anew(now)
    assert day_of(row, "closes_at") == before + timedelta(days=1)
    assert told_later() == 0  # more time to answer is no bad news


def test_a_follow_up_counts_by_the_unit_that_holds_it(town: Town, now: datetime) -> None:
    row = factories.forwarded(town, now=now)
    assert day_of(row, "follow_up_due_at") == date(2026, 3, 23)
    add_holiday(town.unit, now)  # a closed unit: its own clock moves, the promise of the registry stands
    count_anew(now)
    assert day_of(row, "follow_up_due_at") == date(2026, 3, 24)
    assert day_of(row, "due_at") == date(2026, 4, 3)


@pytest.mark.parametrize("make", [factories.rejected, factories.confirmed])
def test_what_is_over_stands_still(town: Town, now: datetime, make: object) -> None:
    row = make(town, now=now)  # type: ignore[operator]
    before = Complaint.objects.get(pk=row.pk).due_at
    add_holiday(town.city, now + timedelta(hours=6))
    count_anew(now + timedelta(hours=6))
    assert Complaint.objects.get(pk=row.pk).due_at == before


def test_a_clock_that_stands_is_counted_when_it_runs_again(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    liaison = town.registry_liaison
    actions.request_completion(actor=liaison, complaint=row, question="Jalan yang mana?", now=now + timedelta(hours=1))
    add_holiday(town.city, now)
    count_anew(now)
    assert day_of(row, "due_at") == date(2026, 4, 3)
    row = Complaint.objects.select_related("organisation", "coordinator").get(pk=row.pk)
    assert clock.run_again(row, now=now + timedelta(hours=2))
    assert row.due_at is not None
    assert row.due_at.astimezone(row.coordinator.zone).date() == date(2026, 4, 6)


def test_a_broken_promise_stays_broken_and_none_is_broken_by_a_change(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    late = now + timedelta(days=30)
    workdays.close(
        organisation=town.city,
        starts_on=late.date(),
        ends_on=late.date() + timedelta(days=9),
        reason="Banjir",
        actor=SYSTEM,
        now=late,
    )
    count_anew(late)
    assert day_of(row, "due_at") == date(2026, 4, 3)
    assert told_later() == 0


def test_the_officer_sees_what_would_move_before_confirming(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    hidden = factories.oversight(town, now=now, email="dua@contoh.id")
    head = _head(town.city)
    closing: dict[str, Any] = {
        "organisation": town.city,
        "starts_on": WEDNESDAY,
        "ends_on": WEDNESDAY,
        "reason": "Banjir",
    }
    proposal = propose_closing(actor=head, now=now, **closing)
    effect = previews.effect_on_cases(proposal, head, now)
    assert "2 pengaduan terbuka bergeser: 2 mundur, 0 maju" in effect.text
    assert {shown.number for shown in effect.rows} == {row.number, hidden.number}
    local: dict[str, Any] = {**closing, "organisation": town.registry}
    at_registry = propose_closing(actor=town.people.bontang_head, now=now, **local)
    seen = previews.effect_on_cases(at_registry, town.people.bontang_head, now)
    assert {shown.number for shown in seen.rows} == {row.number}
    assert day_of(row, "due_at") == date(2026, 4, 3)


def _head(place: Organisation) -> Officer:
    return officer(Role.HEAD, place, name="Kepala Kota Kedua")


def test_looking_at_a_batch_costs_the_same_with_few_and_many(town: Town, now: datetime) -> None:
    costs = []
    for place in range(2):
        for number in range(1 + 4 * place):
            text = f"Laporan {place} {number} tentang antrean di loket utama."
            factories.filed(town, now=now, email=f"{place}-{number}@contoh.id", text=text)
        Recount.objects.put_up(town.city, due_from=now, reason="uji", now=now)
        with CaptureQueriesContext(connection) as seen:
            actions.recount(now=now)
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_a_case_filed_after_a_change_counts_by_the_new_calendar(town: Town, now: datetime, settings: Settings) -> None:
    settings.KEEP_IN_MEMORY = True
    memory._rows.clear()
    factories.filed(town, now=now)
    add_holiday(town.city, now)
    row = factories.filed(town, now=now, email="dua@contoh.id", text="Laporan kedua setelah libur ditambahkan.")
    assert day_of(row, "due_at") == date(2026, 4, 6)
    memory._rows.clear()


def test_filing_reads_nothing_twice_within_seconds(town: Town, now: datetime, settings: Settings) -> None:
    settings.KEEP_IN_MEMORY = True
    memory._rows.clear()
    add_holiday(town.city, now)  # there is a calendar
    factories.filed(town, now=now)
    factories.filed(town, now=now, email="satu@contoh.id", text="Kalender kini disimpan oleh proses ini.")
    factories.contact_of("dua@contoh.id", now=now)
    with CaptureQueriesContext(connection) as seen:
        factories.filed(town, now=now, email="dua@contoh.id", text="Laporan kedua tentang hal yang lain.")
    memory._rows.clear()
    told = [query["sql"].split()[0] for query in seen]
    assert told.count("SELECT") == 3  # the contact (by the factory), the calendar's stamp, the same text of today
    # the contact unless known (by the factory), the case, the event, its news for all who hear it, the message
    assert told.count("INSERT") == 5
