"""A report begins with what the platform has counted, in the office's own month; unknown is not nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from melayani.delivery.applications import states
from melayani.delivery.applications.tests import factories as cases
from melayani.delivery.queues.tests import factories as queues
from melayani.foundation.audit import SYSTEM
from melayani.foundation.people.tests.factories import World
from melayani.foundation.workdays.actions import set_mode
from melayani.oversight.reporting import actions, feeds, rules
from melayani.oversight.reporting.models import Report, ReportFigure
from melayani.oversight.reporting.tests.factories import monthly, opened
from melayani.voice.surveys.tests import factories as opinions

pytestmark = pytest.mark.django_db
MARCH = rules.month_of(date(2026, 3, 1))


def proposed(world: World) -> dict[str, Decimal]:
    return feeds.proposal_for(world.bontang, MARCH).numbers


def test_a_place_that_counts_nothing_here_gets_no_zeros(world: World) -> None:
    assert feeds.proposal_for(world.bontang, MARCH) == feeds.Proposal({})


def test_cases_are_counted_in_the_month_of_the_office(world: World, now: datetime) -> None:
    """Bontang is an hour ahead: what is filed at 23.30 in Jakarta on 31 March is filed in April there."""
    cases.application_in(states.ISSUED, world=world, now=now)
    cases.filed(world, now=now.replace(day=31, hour=22, minute=30))
    cases.filed(world, now=now.replace(day=31, hour=23, minute=30))
    found = proposed(world)
    assert [int(found[key]) for key in ("applications", "decided", "decided_on_time")] == [2, 1, 1]


def test_visits_of_days_give_the_quietest_and_the_busiest(world: World, now: datetime) -> None:
    place = queues.place(world)
    for _ in range(3):
        queues.ticket(place, now=now)
    queues.ticket(place, now=now + timedelta(days=1))
    found = feeds.proposal_for(world.bontang, rules.Period(now.date(), now.date() + timedelta(days=1))).numbers
    assert [int(found[key]) for key in ("visits", "lowest_day", "highest_day")] == [4, 1, 3]


def test_the_survey_and_the_door(world: World, now: datetime) -> None:
    service = cases.birth_certificate(world.bontang)
    opinions.counted(service, opinions.ALL_GOOD, times=12, now=now)
    given = {"organisation": world.bontang, "mode": "limited", "since": now.date(), "office_share": 60}
    set_mode(actor=SYSTEM, now=now, **given)  # type: ignore[arg-type]
    found = feeds.proposal_for(world.bontang, MARCH)
    assert [int(found.numbers[key]) for key in ("skm_answers", "staff_share")] == [12, 60]
    assert found.mode == "limited"
    assert found.numbers["skm_index"] > 25


def test_the_first_saving_keeps_what_was_counted_beside_what_is_said(world: World, now: datetime) -> None:
    cases.application_in(states.ISSUED, world=world, now=now)
    later = now + timedelta(days=20)
    report = opened(monthly(world.ministry, MARCH.first), later)["disdukcapil-bontang"]
    given = {"applications": actions.Given(value=Decimal(5))}
    actions.save_report(actor=world.bontang_head, report=report, given=given, now=later)
    figure = ReportFigure.objects.get(report=report, indicator="applications")
    assert (figure.counted, figure.value, figure.is_corrected) == (Decimal(1), Decimal(5), True)
    untouched = ReportFigure.objects.get(report=report, indicator="decided")
    assert (untouched.value, untouched.is_corrected) == (Decimal(1), False)
    cases.filed(world, now=now)
    actions.refresh_figures(actor=world.bontang_head, report=report, now=later)
    figure.refresh_from_db()
    assert (figure.counted, figure.value) == (Decimal(2), Decimal(5))
    assert Report.objects.get(pk=report.pk).state == "draft"
