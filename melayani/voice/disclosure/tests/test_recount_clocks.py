"""A changed calendar moves running clocks, tells a requester whose date becomes later, and never cuts a right."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from melayani.foundation.audit import SYSTEM, react_to_news
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import officer
from melayani.foundation.workdays import Proposal
from melayani.foundation.workdays import actions as workdays
from melayani.foundation.workdays.actions import propose_closing
from melayani.foundation.workdays.models import Holiday
from melayani.voice.disclosure import actions, previews, ticks
from melayani.voice.disclosure.actions import recounting
from melayani.voice.disclosure.models import InformationObjection, InformationRequest, Recount
from melayani.voice.disclosure.tests import factories
from melayani.voice.disclosure.tests.factories import Desk

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 3, 25)


def holiday(organisation: Organisation, now: datetime, day: date = WEDNESDAY) -> Holiday:
    return workdays.add_local_holiday(actor=SYSTEM, organisation=organisation, day=day, name="Hari jadi kota", now=now)


def count_anew(now: datetime) -> None:
    react_to_news(now)
    while ticks.recount_clocks(now):
        pass
    actions.recount(now=now)
    assert not Recount.objects.exists()


def fresh(row: InformationRequest) -> InformationRequest:
    return InformationRequest.objects.get(pk=row.pk)


def test_a_new_holiday_moves_every_running_request_and_tells_once(desk: Desk, now: datetime) -> None:
    row, other = factories.filed(desk, now=now), factories.filed(desk, now=now, organisation=desk.world.bengkalis)
    holiday(desk.world.bontang, now)
    count_anew(now)
    assert fresh(row).due_at == row.due_at + timedelta(days=1)
    assert fresh(row).first_due_at == fresh(row).due_at
    assert fresh(other).due_at == other.due_at
    moved = Event.objects.get(name="information_request.due_moved")
    assert (moved.data["was"], moved.data["will"]) == ("30/03/2026", "31/03/2026")
    assert "Hari jadi kota" in moved.data["reason"]
    assert OutboxMessage.objects.filter(event="information_request.later_due").count() == 1
    count_anew(now)
    assert Event.objects.filter(name="information_request.due_moved").count() == 1


def test_an_extended_request_keeps_its_extension(desk: Desk, now: datetime) -> None:
    row = factories.filed(desk, now=now)
    row = actions.extend(actor=desk.ppid, request=row, reason="Banyak.", now=now)
    holiday(desk.world.bontang, now)
    count_anew(now)
    assert fresh(row).due_at == row.due_at + timedelta(days=1)
    assert fresh(row).first_due_at == row.first_due_at + timedelta(days=1)


def test_a_removed_holiday_moves_the_date_forward_and_tells_no_citizen(desk: Desk, now: datetime) -> None:
    free = holiday(desk.world.bontang, now)
    row = factories.filed(desk, now=now)
    workdays.remove_local_holiday(actor=SYSTEM, holiday=free, now=now)
    count_anew(now)
    assert fresh(row).due_at == row.due_at - timedelta(days=1)
    assert Event.objects.filter(name="information_request.due_moved_earlier").count() == 1
    assert not OutboxMessage.objects.filter(event="information_request.later_due").exists()


def test_what_was_answered_is_left_alone_and_its_window_grows(desk: Desk, now: datetime) -> None:
    row = factories.decided(desk, factories.REFUSED, now=now)
    window = row.windows.get(ground="a")
    holiday(desk.world.bontang, now)
    count_anew(now)
    assert fresh(row).due_at == row.due_at
    assert row.windows.get(ground="a").closes_at == window.closes_at + timedelta(days=1)


def test_a_removed_holiday_never_cuts_the_time_to_object(desk: Desk, now: datetime) -> None:
    free = holiday(desk.world.bontang, now)
    row = factories.decided(desk, factories.REFUSED, now=now)
    window = row.windows.get(ground="a")
    workdays.remove_local_holiday(actor=SYSTEM, holiday=free, now=now)
    count_anew(now)
    assert row.windows.get(ground="a").closes_at == window.closes_at


def test_an_objection_moves_too(desk: Desk, now: datetime) -> None:
    objection = factories.objected(desk, now=now)
    holiday(desk.world.bontang, now)
    count_anew(now)
    assert InformationObjection.objects.get().due_at == objection.due_at + timedelta(days=1)
    assert Event.objects.filter(name="information_objection.due_moved").count() == 1
    assert OutboxMessage.objects.filter(event="information_request.later_due").count() == 1


def closing(desk: Desk, now: datetime, *, day: date = WEDNESDAY) -> Proposal:
    return propose_closing(
        actor=SYSTEM,
        organisation=desk.world.bontang_city,
        starts_on=day,
        ends_on=day,
        reason="Banjir",
        now=now,
    )


def test_the_officer_sees_what_would_move_before_confirming(desk: Desk, now: datetime) -> None:
    row, objection = factories.filed(desk, now=now), factories.objected(desk, now=now)
    factories.filed(desk, now=now, organisation=desk.world.bengkalis)
    effect = previews.effect_on_requests(closing(desk, now), desk.city_head, now)
    assert "1 permintaan informasi dan 1 keberatan bergeser: 2 mundur, 0 maju" in effect.text
    assert [shown.number for shown in effect.rows] == [row.number, objection.number]
    assert [(shown.after - shown.before).days for shown in effect.rows] == [1, 1]
    assert fresh(row).due_at == row.due_at
    nothing = previews.effect_on_requests(closing(desk, now, day=date(2026, 8, 5)), desk.city_head, now)
    assert "Tidak ada" in nothing.text


def test_who_merely_keeps_the_calendar_reads_the_count(desk: Desk, now: datetime) -> None:
    factories.filed(desk, now=now)
    keeper = officer(Role.ADMINISTRATOR, desk.world.bontang_city, name="Contoh Pengelola")
    effect = previews.effect_on_requests(closing(desk, now), keeper, now)
    assert effect.text.startswith("1 permintaan informasi bergeser")
    assert not effect.rows


def test_looking_costs_the_same_with_few_and_many(desk: Desk, now: datetime) -> None:
    costs = []
    for count in (1, 6):
        for _ in range(count):
            factories.filed(desk, now=now)
        factories.objected(desk, now=now)
        with CaptureQueriesContext(connection) as seen:
            previews.effect_on_requests(closing(desk, now), desk.city_head, now)
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_what_is_shown_is_what_is_done(desk: Desk, now: datetime) -> None:
    factories.filed(desk, now=now)
    effect = previews.effect_on_requests(closing(desk, now), desk.city_head, now)
    workdays.close(
        actor=SYSTEM, organisation=desk.world.bontang_city, starts_on=WEDNESDAY, ends_on=WEDNESDAY, reason="X", now=now
    )
    count_anew(now)
    assert [shown.after for shown in effect.rows] == [InformationRequest.objects.get().due_at]


def test_a_long_list_is_counted_in_pieces(desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recounting, "BATCH", 2)
    rows = [factories.filed(desk, now=now) for _ in range(3)]
    holiday(desk.world.bontang, now)
    react_to_news(now)
    assert actions.recount(now=now, batches=1) == 2
    assert Recount.objects.get(clock="requests").last_pk == rows[1].pk
    count_anew(now)
    assert {fresh(row).due_at for row in rows} == {rows[0].due_at + timedelta(days=1)}
