"""Figures of months: kept by the worker, equal to a count of the cases, few rows for any number of cases."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from melayani.foundation.audit import react_to_news
from melayani.foundation.organisations.models import Organisation
from melayani.voice.complaints import actions, queries, totals
from melayani.voice.complaints.models import DirtyMonth, MonthTotals
from melayani.voice.complaints.rules import Figures
from melayani.voice.complaints.tests import factories
from melayani.voice.complaints.tests.factories import Town

pytestmark = pytest.mark.django_db
LATER = timedelta(days=45)


def count(now: datetime) -> None:
    react_to_news(now)
    while totals.count_dirty(now=now + timedelta(minutes=1)):
        pass


def stored() -> list[tuple[object, ...]]:
    names = [field.name for field in MonthTotals._meta.fields if field.name != "id"]
    return sorted(MonthTotals.objects.values_list(*names), key=str)


def busy_months(town: Town, now: datetime) -> None:
    factories.confirmed(town, now=now, email="a@contoh.id", text="Satu: loket tutup sebelum jam tiga sore.")
    factories.answered_late(town, now=now, email="b@contoh.id", text="Dua: petugas tidak ada di tempat.")
    factories.contested(town, now=now, email="c@contoh.id", text="Tiga: mesin antrean rusak lagi.")
    factories.rejected(town, now=now, email="d@contoh.id", text="Empat: perkara tetangga saya di pengadilan.")
    factories.aspiration(town, now=now, email="e@contoh.id")
    factories.forwarded(town, now=now, email="f@contoh.id", text="Lima: mobil keliling tidak datang.")
    factories.filed(town, now=now - timedelta(days=30), email="g@contoh.id", text="Enam: bulan yang lalu juga begitu.")
    factories.by_letter(town, now=now, text="Tujuh: surat saya tidak dijawab siapa pun.")


def test_totals_equal_a_recount_and_add_up_the_tree(town: Town, now: datetime) -> None:
    busy_months(town, now)
    count(now + LATER)
    before = stored()
    assert before
    MonthTotals.objects.all().delete()
    totals.rebuild(since=date(2026, 1, 1), until=date(2026, 4, 30))
    assert stored() == before
    found = queries.statistics(town.registry, since=date(2026, 2, 1), until=date(2026, 3, 31))
    assert found.total.received == 8
    assert [month.received for month in found.months] == [1, 7]
    assert (found.total.answered, found.total.with_due, found.total.on_time) == (3, 3, 2)
    assert (found.total.closed, found.total.confirmed, found.total.rejected, found.total.contested) == (1, 1, 1, 1)
    assert (found.total.satisfaction_sum, found.total.satisfaction_count) == (4, 1)
    assert {row.key: row.received for row in found.by_channel} == {"web": 7, "letter": 1}
    assert {row.key: row.received for row in found.by_kind} == {"complaint": 7, "aspiration": 1}
    for place in (town.city, town.people.ministry, None):
        above = queries.statistics(place, since=date(2026, 2, 1), until=date(2026, 3, 31))
        assert (above.total.received, above.total.hours) == (8, found.total.hours)
    unit = queries.statistics(town.unit, since=date(2026, 3, 1), until=date(2026, 3, 31))
    assert unit.total.received == 1
    stranger = queries.statistics(town.people.bengkalis_regency, since=date(2026, 1, 1), until=date(2026, 12, 31))
    assert (stranger.total.received, stranger.total.percent_on_time, stranger.total.median_hours) == (0, None, None)


def test_a_case_that_moves_leaves_no_trace_where_it_was(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    count(now)
    assert MonthTotals.objects.filter(organisation=town.registry, subtree=False).count() == 1
    liaison = town.registry_liaison
    actions.verify(actor=liaison, complaint=row, complaint_class="non_oversight", now=now)
    actions.forward(actor=liaison, complaint=row, to=town.unit, instruction="Tangani.", now=now)
    count(now)
    places = MonthTotals.objects.filter(subtree=False).values_list("organisation", "complaint_class", "received")
    assert list(places) == [(town.unit.pk, "non_oversight", 1)]


def test_answers_to_joined_reports_are_counted_in_their_own_months(town: Town, now: datetime) -> None:
    early = now - timedelta(days=40)
    master = factories.verified(town, now=now)
    factories.duplicate(town, now=early, master=master)
    actions.answer(actor=town.registry_liaison, complaint=master, text="Sudah selesai.", now=now + timedelta(hours=4))
    for _ in range(4):
        react_to_news(now + timedelta(hours=4))
    count(now + timedelta(hours=4))
    found = queries.statistics(town.registry, since=date(2026, 1, 1), until=date(2026, 3, 31))
    assert [(month.received, month.answered) for month in found.months if month.received] == [(1, 1), (1, 1)]


def test_running_twice_changes_nothing_and_marks_are_one_per_month(town: Town, now: datetime) -> None:
    for place in range(3):
        factories.filed(town, now=now, email=f"{place}@contoh.id", text=f"Laporan ke {place} tentang loket.")
    react_to_news(now)
    assert DirtyMonth.objects.count() == 1
    assert totals.count_dirty(now=now) == 0  # it waits a moment, so that a rush is counted once
    count(now)
    before = stored()
    count(now)
    assert stored() == before
    assert not DirtyMonth.objects.exists()


def test_months_begin_at_midnight_of_the_office(town: Town, now: datetime) -> None:
    """31 March 23.30 in Jakarta is 1 April in Bontang."""
    moment = now.replace(month=3, day=31, hour=23, minute=30)
    factories.filed(town, now=moment)
    count(moment)
    assert set(MonthTotals.objects.values_list("month", flat=True)) == {date(2026, 4, 1)}


def test_figures_cost_one_query_whatever_the_number_of_units(town: Town, now: datetime) -> None:
    busy_months(town, now)
    count(now + LATER)
    costs = []
    for place in Organisation.objects.filter(pk__in=[town.unit.pk, town.people.ministry.pk]):
        with CaptureQueriesContext(connection) as seen:
            queries.statistics(place, since=date(2026, 1, 1), until=date(2026, 12, 31))
        costs.append(len(seen))
    assert costs == [1, 1]


def test_the_command_counts_anew(town: Town, now: datetime) -> None:
    factories.filed(town, now=now)
    call_command("rebuild_complaint_totals", "--from", "2026-03-01", "--until", "2026-03-31")
    assert MonthTotals.objects.filter(subtree=False, received=1).count() == 1


def test_shares_and_medians() -> None:
    figures = Figures(received=10, answered=8, with_due=7, on_time=6, closed=4, confirmed=1)
    figures.hours.update({1: 3, 24: 1, 25: 2, 400: 2})
    assert (figures.percent_on_time, figures.percent_answered, figures.percent_confirmed) == (86, 80, 25)
    assert figures.median_hours == 24
    assert figures.blocks == {1: 4, 3: 2, 5: 0, 7: 0, 14: 0, None: 2}
    assert figures.satisfaction is None
    figures.satisfaction_sum, figures.satisfaction_count = 17, 5
    assert str(figures.satisfaction) == "3.40"
