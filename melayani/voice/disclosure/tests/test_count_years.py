"""Figures of years: kept by the worker, equal to a count of the register, whatever the number of requests."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from melayani.foundation.audit import react_to_news
from melayani.voice.disclosure import actions, reports, totals
from melayani.voice.disclosure.composing import figures
from melayani.voice.disclosure.models import YearTotals
from melayani.voice.disclosure.rules import objecting
from melayani.voice.disclosure.tests import factories
from melayani.voice.disclosure.tests.factories import Desk

pytestmark = pytest.mark.django_db


def count(now: datetime) -> None:
    react_to_news(now)
    while totals.count_stale(now=now + totals.SETTLE):
        pass


def stored() -> list[tuple[object, ...]]:
    return sorted(YearTotals.objects.values_list("desk", "year", *totals.COLUMNS), key=str)


def a_busy_year(desk: Desk, now: datetime) -> None:
    factories.decided(desk, now=now)
    factories.decided(desk, now=now, at=now + timedelta(days=20))  # 14 working days: late
    factories.filed(desk, now=now)
    factories.answered(desk, objecting.GRANTED, now=now)


def test_totals_equal_a_recount_and_the_yearly_report(desk: Desk, now: datetime) -> None:
    a_busy_year(desk, now)
    later = now + timedelta(days=60)
    count(later)
    before = stored()
    assert before
    YearTotals.objects.all().delete()
    call_command("rebuild_information_totals", verbosity=0)
    assert stored() == before
    office, year = desk.world.bontang, now.year
    found, told = figures.of_year(office, year, now), reports.figures_of(office, year)
    assert (found.received, found.answered, found.on_time) == (told.received, told.notified, told.on_time)
    assert (found.average_days, found.within, found.objections) == (told.average_days, told.within, told.objections)
    assert (found.granted, found.upheld) == (dict(told.decisions)["granted"], dict(told.outcomes)["granted"])
    assert figures.of_year(None, year, now).received == found.received
    assert [one.received for one in figures.of_offices(year, now)] == [found.received]
    assert figures.years() == [year]
    assert list(figures.offices_of_year(year, page="1")) == [office]


def test_what_waits_too_long_is_told_at_once(desk: Desk, now: datetime) -> None:
    row = factories.filed(desk, now=now)
    count(now)
    assert row.due_at is not None
    late = row.due_at + timedelta(minutes=1)
    assert figures.of_year(None, now.year, now).overdue == 0
    assert figures.of_year(None, now.year, late).overdue == 1
    assert figures.of_year(row.desk, now.year, late).overdue == 1
    assert [one.overdue for one in figures.of_offices(now.year, late)] == [1]


def test_news_of_one_moment_are_counted_together_and_nothing_is_lost(desk: Desk, now: datetime) -> None:
    row = factories.filed(desk, now=now)
    react_to_news(now)
    assert totals.count_stale(now=now) == 0  # more may come: a busy year is not counted after every click
    count(now)
    assert totals.count_stale(now=now + timedelta(days=1)) == 0
    actions.withdraw(actor=factories.citizen(), request=row, secret=row.secret, now=now)
    count(now + timedelta(hours=1))
    assert figures.of_year(None, now.year, now).withdrawn == 1


def test_pages_read_no_register(desk: Desk, now: datetime) -> None:
    a_busy_year(desk, now)
    count(now)
    with CaptureQueriesContext(connection) as seen:
        figures.of_year(None, now.year, now)
        figures.years()
        list(figures.offices_of_year(now.year, page="1"))
    over = [query["sql"] for query in seen if "disclosure_informationrequest" in query["sql"]]
    assert len(over) == 1  # what is late now, by its own index
    assert "due_at" in over[0]
