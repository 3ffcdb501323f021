"""The ladder: reminder, superior, bureau; each rung once, recorded, told to those who may know, safe to run twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from melayani.foundation.audit.models import Event
from melayani.voice.complaints import actions
from melayani.voice.complaints.models import Complaint, Escalation, LadderStep
from melayani.voice.complaints.tests import factories, working
from melayani.voice.complaints.tests.factories import Town
from melayani.voice.complaints.tests.working import HOUR, events, fresh, told

pytestmark = pytest.mark.django_db


def test_the_reminder_then_the_head_then_the_parent(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    assert row.verify_due_at is not None
    assert actions.escalate_due(now=row.verify_due_at - timedelta(hours=25)) == 0
    climbed = []
    for hours in (-24, 0, 72):
        assert actions.escalate_due(now=row.verify_due_at + timedelta(hours=hours)) == 1
        climbed.append(Escalation.objects.latest("pk"))
    assert [(one.step, one.level, one.organisation, one.told) for one in climbed] == [
        ("verify.reminder", "liaison", town.registry, 1),
        ("verify.late", "head", town.registry, 1),
        ("verify.parent", "parent_head", town.city, 1),
    ]
    assert told(row, "officer_escalated") == sorted(
        [town.registry_liaison.person.email, town.people.bontang_head.person.email, town.city_head.person.email]
    )
    assert events(row) == ["filed", "reminded", "escalated", "escalated"]
    assert Event.objects.filter(name="complaint.escalated").latest("pk").data["told"] == 1


def test_a_second_run_climbs_nothing(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    assert row.verify_due_at is not None
    late = row.verify_due_at
    assert actions.escalate_due(now=late) > 0
    before = (Escalation.objects.count(), len(events(row)))
    assert actions.escalate_due(now=late) == 0
    assert actions.escalate(complaint=row, now=late) == 0
    assert (Escalation.objects.count(), len(events(row))) == before


def test_when_the_worker_stood_still_all_rungs_are_recorded_and_the_highest_tells(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    assert row.verify_due_at is not None
    late = row.verify_due_at + timedelta(hours=80)
    assert actions.escalate_due(now=late) == 3
    assert list(Escalation.objects.order_by("pk").values_list("told", flat=True)) == [0, 0, 1]
    assert told(row, "officer_escalated") == [town.city_head.person.email]


def test_the_bureau_is_told_of_a_week_past_the_answer_and_gets_no_link_to_the_content(
    town: Town, now: datetime
) -> None:
    row = working.forwarded(town, now=now)
    assert row.due_at is not None
    actions.follow_up(actor=town.unit_liaison, complaint=row, text="Mulai.", public=True, now=now + 3 * HOUR)
    actions.escalate_due(now=row.due_at + timedelta(hours=168))
    rung = Escalation.objects.get(step="case.bureau")
    assert (rung.organisation, rung.told) == (town.city, 1)
    (message,) = working.to_reporter(row, "officer_escalated")
    assert message.address == town.bureau.person.email
    assert "/kantor/" not in message.body
    assert row.number in message.body


def test_nobody_hears_of_a_case_about_his_own_house(town: Town, now: datetime) -> None:
    row = factories.oversight(town, now=now)
    row = actions.verify(actor=town.city_liaison, complaint=row, complaint_class="oversight", now=now + HOUR)
    assert row.due_at is not None
    late = row.due_at + timedelta(days=30)
    for hours in range(0, 240, 24):
        actions.escalate_due(now=row.due_at - timedelta(hours=48) + timedelta(hours=hours))
    actions.escalate_due(now=late)
    addresses = set(told(row, "officer_escalated"))
    assert addresses
    house = {town.registry_liaison, town.unit_liaison, town.unit_head, town.people.bontang_head}
    assert addresses.isdisjoint({who.person.email for who in house})
    assert Escalation.objects.filter(complaint=row).exists()


def test_answered_cases_and_standing_clocks_climb_no_further(town: Town, now: datetime) -> None:
    done = working.answered(town, now=now)
    asked = factories.filed(town, now=now, email="tono@contoh.id", text="Antrean panjang di loket tiga.")
    actions.request_completion(actor=town.registry_liaison, complaint=asked, question="Kapan?", now=now + HOUR)
    assert actions.escalate_due(now=now + timedelta(days=90)) == 0
    assert fresh(done).escalate_at is None
    assert not Escalation.objects.exists()


def test_a_contested_case_climbs_its_own_round(town: Town, now: datetime) -> None:
    row = working.contested(town, now=now)
    assert row.follow_up_due_at is not None
    assert actions.escalate_due(now=row.follow_up_due_at) == 2
    assert set(Escalation.objects.values_list("step", "round")) == {("follow_up.reminder", 2), ("follow_up.late", 2)}


def test_an_organisations_own_ladder_replaces_the_national_one(town: Town, now: datetime) -> None:
    LadderStep.objects.create(organisation=town.registry, key="own.case", clock="case", hours=0, level="bureau")
    row = factories.filed(town, now=now)
    assert row.due_at is not None
    assert row.verify_due_at is not None
    assert actions.escalate_due(now=row.verify_due_at + timedelta(hours=100)) == 0
    assert actions.escalate_due(now=row.due_at) == 1
    assert Escalation.objects.get().step == "own.case"


def test_a_tick_takes_a_bounded_batch(town: Town, now: datetime) -> None:
    for place in range(3):
        factories.filed(town, now=now, email=f"w{place}@contoh.id", text=f"Laporan ke-{place}: antrean panjang.")
    late = Complaint.objects.latest("pk").verify_due_at
    assert late is not None
    just_reminded = late - timedelta(hours=24)
    assert [actions.escalate_due(now=just_reminded, count=2) for _ in range(3)] == [2, 1, 0]
