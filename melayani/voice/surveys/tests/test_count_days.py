"""Close a day: totals equal to a recount, always; today stays out until it is over where the office is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from time import sleep

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.audit import SYSTEM, react_to_news
from melayani.foundation.audit.news import ticks
from melayani.foundation.organisations.actions import move_organisation
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.organisations.queries import ancestors_and_self
from melayani.foundation.people.tests import factories as people
from melayani.foundation.people.tests.factories import World
from melayani.voice.surveys import actions, queries, rules, statements, versions
from melayani.voice.surveys.counts import tallies
from melayani.voice.surveys.instrument import suggested_attributes
from melayani.voice.surveys.models import Comment, DayTotal, GroupTotal, MonthTotal, Point, Response, Score
from melayani.voice.surveys.tests.factories import (
    ALL_BEST,
    ALL_GOOD,
    ALL_WORST,
    KEYS,
    answered,
    counted,
    opened,
    versioned,
    wished,
)

NOON = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)  # 11.00 in Jakarta, 12.00 in Bontang


def recount() -> dict[tuple[int, int, date, str], rules.Tally]:
    """What the totals must be, counted row by row."""
    found: dict[tuple[int, int, date, str], rules.Tally] = {}
    for score in Score.objects.filter(response__counted=True).select_related("response"):
        answer = score.response
        key = (answer.organisation_id, answer.service_id, answer.day, score.element)
        found[key] = found.get(key, rules.Tally()) + rules.tally([score.score])
    return found


def stored() -> dict[tuple[int, int, date, str], rules.Tally]:
    found: dict[tuple[int, int, date, str], rules.Tally] = {}
    for row in DayTotal.objects.all():
        for element, one in tallies(row.counts).items():
            key = (row.organisation_id, row.service_id, row.day, element)
            found[key] = found.get(key, rules.Tally()) + one
    return found


def months() -> dict[tuple[int, date, str], rules.Tally]:
    """The months that stand, by unit at or below which they count."""
    return {
        (row.organisation_id, row.day, element): one
        for row in MonthTotal.objects.all()
        for element, one in tallies(row.counts).items()
    }


def recounted_months() -> dict[tuple[int, date, str], rules.Tally]:
    """What the months must be: each answer in its unit and in all above it."""
    found: dict[tuple[int, date, str], rules.Tally] = {}
    for (unit, _, day, element), one in recount().items():
        for above in ancestors_and_self(Organisation.objects.get_queryset().get(pk=unit)):
            key = (above.pk, day.replace(day=1), element)
            found[key] = found.get(key, rules.Tally()) + one
    return found


@pytest.mark.django_db
def test_today_is_counted_only_after_local_midnight(world: World) -> None:
    east, west = published_service(world.bontang), published_service(world.bengkalis)
    answered(east, ALL_GOOD, now=NOON)
    answered(west, ALL_GOOD, now=NOON)
    assert actions.close_days(now=NOON) == 0
    midnight_in_bontang = datetime(2026, 3, 16, 16, 0, 1, tzinfo=UTC)
    assert actions.close_days(now=midnight_in_bontang) == 1
    assert {key[0] for key in stored()} == {world.bontang.pk}
    assert actions.close_days(now=midnight_in_bontang + timedelta(hours=1)) == 1
    assert stored() == recount()


@pytest.mark.django_db
def test_closing_again_changes_nothing_and_a_late_answer_is_added(world: World) -> None:
    service = published_service(world.bontang)
    counted(service, ALL_GOOD, times=3, now=NOON)
    before = stored()
    assert actions.close_days(now=NOON) == 0
    assert stored() == before
    answered(service, ALL_BEST, now=NOON - timedelta(days=1))  # committed after midnight with yesterday's day
    assert actions.close_days(now=NOON) == 1
    assert stored() == recount()
    assert tallies(DayTotal.objects.get().counts)["fee"].n == 4


@pytest.mark.django_db
def test_a_worker_that_stood_still_for_weeks_catches_up(world: World) -> None:
    service = published_service(world.bontang)
    for days in (1, 5, 40):
        answered(service, ALL_WORST, now=NOON - timedelta(days=days))
    ticks()["surveys.close_days"][1](NOON)
    assert stored() == recount()
    assert DayTotal.objects.count() == 3
    assert not Response.objects.filter(counted=False).exists()


@pytest.mark.django_db
def test_a_rebuild_equals_a_recount_also_after_tampering(world: World) -> None:
    service = published_service(world.bontang)
    counted(service, ALL_GOOD, times=4, now=NOON)
    answered(service, ALL_BEST, now=NOON)  # today: not to be counted
    DayTotal.objects.update(counts={"fee": [9, 9, 9, 9]})
    MonthTotal.objects.all().delete()
    out = StringIO()
    call_command("rebuild_survey_totals", since=date(2026, 1, 1), until=date(2026, 12, 31), stdout=out)
    assert out.getvalue().startswith("1 ")
    assert stored() == recount()
    assert months() == recounted_months()


@pytest.mark.django_db
def test_values_that_so_many_forms_cannot_have_are_not_stored(world: World) -> None:
    service = published_service(world.bontang)
    day = {"organisation": world.bontang, "service": service, "day": NOON.date(), "channel": "link", "incomplete": 0}
    for complete, values in ((2, 4999), (1, 10001), (0, 1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            DayTotal.objects.create(**day, complete=complete, values=values, squares=0)


class TotalsEqualARecount(TestCase):
    """Whatever is answered on whatever days, in however many runs of the worker."""

    @given(st.lists(st.tuples(st.integers(0, 3), st.lists(st.integers(1, 4), min_size=9, max_size=9)), max_size=6))
    @settings(max_examples=15, deadline=None)
    def test_in_any_order(self, answers: list[tuple[int, list[int]]]) -> None:
        bontang = people.world().bontang
        service = published_service(bontang)
        for place, (days, scores) in enumerate(answers):
            moment = NOON - timedelta(days=days)
            answered(service, dict(zip(KEYS, scores, strict=True)), now=moment)
            if place % 2:
                actions.close_days(now=NOON)
        actions.close_days(now=NOON)
        assert stored() == recount()
        assert months() == recounted_months()


@pytest.mark.django_db
def test_months_follow_additions_corrections_and_deletions(world: World) -> None:
    service = published_service(world.bontang)
    for days in (1, 20, 45):
        counted(service, ALL_GOOD, times=3, now=NOON - timedelta(days=days))
    counted(published_service(world.bengkalis), ALL_BEST, times=2, now=NOON)
    assert months() == recounted_months()
    one = Response.objects.filter(organisation=world.bontang).order_by("pk")[0]
    Score.objects.filter(response=one, element="fee").update(score=1)  # a correction in the database itself
    Response.objects.exclude(pk=one.pk).filter(organisation=world.bontang, day=one.day).delete()
    Response.objects.filter(pk=one.pk).update(counted=False)
    actions.close_days(now=NOON)
    assert months() == recounted_months()
    assert stored() == recount()
    before = months()
    actions.rebuild_totals(since=date(2026, 1, 20), until=date(2026, 3, 10))
    assert months() == before


@pytest.mark.django_db
def test_ways_places_and_groups_are_counted_one_by_one(world: World) -> None:
    service = published_service(world.bontang)
    wish = wished(attributes=versions.read_attributes("Jenis kelamin: Laki-laki, Perempuan", suggested_attributes()))
    versioned(world.bontang, wish, now=NOON - timedelta(days=9))
    point = opened(world.bontang, now=NOON)
    yesterday = NOON - timedelta(days=1)
    for score, traits in ((ALL_BEST, {"sex": "P"}), (ALL_GOOD, {"sex": "L"}), (ALL_GOOD, {})):
        actions.answer_at_point(point=point, service=service, scores=score, traits=traits, now=yesterday)
    answered(service, ALL_WORST, now=yesterday)
    actions.close_days(now=NOON)
    groups = GroupTotal.objects.order_by("dimension", "value")
    assert [(row.dimension, row.value, row.counts["fee"]) for row in groups] == [
        ("sex", "L", [0, 0, 1, 0]),
        ("sex", "P", [0, 0, 0, 1]),
    ]
    link, qr = DayTotal.objects.order_by("channel")
    assert (link.channel, link.point, link.counts["fee"]) == ("link", None, [1, 0, 0, 0])
    assert (qr.channel, qr.point, qr.counts["fee"]) == ("qr", point, [0, 0, 2, 1])
    assert (qr.complete, qr.incomplete, qr.values) == (3, 0, 10000 + 2 * 7500)
    month = MonthTotal.objects.get(organisation=world.bontang)
    assert (month.complete, month.squares) == (4, 10000**2 + 2 * 7500**2 + 2500**2)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_closed_day_shares_no_transaction_number_with_an_invitation(world: World) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps no number of the writing transaction")
    counted(published_service(world.bontang), ALL_GOOD, times=3, now=NOON, comment="Terima kasih")
    with connection.cursor() as cursor:

        def writers(table: str) -> set[str]:
            cursor.execute(" ".join(["SELECT xmin::text FROM", connection.ops.quote_name(table)]))
            return {number for (number,) in cursor.fetchall()}

        spent = writers("surveys_invitation")
        assert len(spent) == 3
        for table in ("surveys_response", "surveys_score", "surveys_comment"):
            assert not writers(table) & spent, table
    assert Comment.objects.all()[0].text == "Terima kasih"
    assert stored() == recount()


@pytest.mark.django_db
def test_a_unit_that_moved_is_counted_for_the_units_that_stand_above_it_now(world: World) -> None:
    counted(published_service(world.bontang), ALL_GOOD, times=10, now=NOON)
    march = date(2026, 3, 1)
    assert (world.bontang_city.pk, march, "fee") in months()
    move_organisation(actor=SYSTEM, organisation=world.bontang, parent=world.bengkalis, now=NOON)
    react_to_news(NOON + timedelta(minutes=9))
    assert months() == recounted_months()
    assert (world.bontang_city.pk, march, "fee") not in months()
    assert (world.bengkalis.pk, march, "fee") in months()
    new_parent = queries.index_of(unit=Organisation.objects.get_queryset().get(pk=world.bengkalis.pk), now=NOON)
    assert isinstance(new_parent, queries.IndexResult)
    assert new_parent.n == 10


@pytest.mark.django_db
def test_a_rebuild_writes_what_the_closings_wrote(world: World) -> None:
    service = published_service(world.bontang)
    wish = wished(
        twice=["time"],
        attributes=versions.read_attributes("Jenis kelamin: Laki-laki, Perempuan", suggested_attributes()),
    )
    versioned(world.bontang, wish, now=NOON - timedelta(days=40))
    twice = {key: 3 for key in KEYS if key != "time"} | {"time-1": 2, "time-2": 3}
    for days in (1, 2, 33):
        point = opened(world.bontang, name=f"Loket {days}", now=NOON - timedelta(days=days))
        moment = NOON - timedelta(days=days)
        actions.answer_at_point(point=point, service=service, scores=twice, traits={"sex": "L"}, now=moment)
        answered(service, twice, times=2, now=moment)
    versioned(world.bengkalis, wished(drop=["fee"]), now=NOON - timedelta(days=9))
    without = {key: 4 for key in KEYS if key != "fee"}
    counted(published_service(world.bengkalis), without, times=2, now=NOON)
    actions.close_days(now=NOON)
    kept = totals()
    actions.rebuild_totals(since=date(2026, 1, 1), until=date(2026, 12, 31))
    assert totals() == kept


def totals() -> list[list[str]]:
    """All rows of totals without their keys."""
    found = []
    for model in (DayTotal, GroupTotal, MonthTotal):
        names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        rows = [dict(zip(names, row, strict=True)) for row in model.objects.values_list(*names)]
        found.append(sorted(repr({**row, "counts": sorted(row["counts"].items())}) for row in rows))
    return found


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_day_that_is_closed_during_a_rebuild_waits_and_is_counted_once(world: World) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    service = published_service(world.bontang)
    counted(service, ALL_GOOD, times=3, now=NOON)
    answered(service, ALL_BEST, now=NOON - timedelta(days=1))

    def close() -> int:
        try:
            return actions.close_days(now=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic(), connection.cursor() as cursor:
            statements.hold_closings(cursor, connection.vendor)
            closing = pool.submit(close)
            for _ in range(200):
                cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'surveys_daytotal'::regclass")
                if cursor.fetchone():
                    break
                sleep(0.05)
            assert not closing.done()
            statements.rebuild(cursor, connection.vendor, date(2026, 1, 1), date(2026, 12, 31))
        assert closing.result(timeout=30) == 1
    assert stored() == recount()
    assert months() == recounted_months()
    assert tallies(DayTotal.objects.get().counts)["fee"].n == 4


@pytest.mark.django_db
def test_a_rebuild_counts_elements_that_no_total_named_before(world: World) -> None:
    service = published_service(world.bontang)
    counted(service, ALL_GOOD, times=2, now=NOON)
    Score.objects.filter(element="fee").update(element="cost's %", parts=2)
    actions.rebuild_totals(since=date(2026, 1, 1), until=date(2026, 12, 31))
    assert DayTotal.objects.get().counts["cost's %/2"] == [0, 0, 2, 0]
    assert {key[3] for key in stored()} == {key[3] for key in recount()} == {"cost's %", *KEYS} - {"fee"}


@pytest.mark.django_db
@pytest.mark.parametrize(("forms", "questions"), [(1030, 1), (300, 4)])  # four counts side by side hold 1,023 each
def test_a_rebuild_counts_a_day_of_very_many_answers(world: World, forms: int, questions: int) -> None:
    where = {"organisation": world.bontang, "service": published_service(world.bontang), "day": NOON.date()}
    rows = Response.objects.bulk_create([Response(**where, value=7500, counted=True) for _ in range(forms)])
    Score.objects.bulk_create(
        Score(response=row, element="fee", question=f"fee-{number}", score=3 + number % 2)
        for row in rows
        for number in range(questions)
    )
    actions.rebuild_totals(since=NOON.date(), until=NOON.date())
    upper = forms * (questions // 2)
    assert DayTotal.objects.get().counts == {"fee": [0, 0, forms * questions - upper, upper]}
    assert {row.complete for row in MonthTotal.objects.all()} == {forms}
    assert months() == recounted_months()


@pytest.mark.django_db
def test_a_rebuild_counts_places_that_one_number_does_not_hold(world: World) -> None:
    service = published_service(world.bontang)
    for pk in (2**40, 2**62):
        point = Point.objects.create(
            pk=pk, organisation=world.bontang, kind="kiosk", name=f"Kios {pk}", token=f"kios-{pk}", created_at=NOON
        )
        actions.answer_at_point(point=point, service=service, scores=ALL_BEST, now=NOON - timedelta(days=1))
    counted(service, ALL_GOOD, times=2, now=NOON)
    kept = totals()
    actions.rebuild_totals(since=date(2026, 1, 1), until=date(2026, 12, 31))
    assert totals() == kept
    assert DayTotal.objects.count() == 3
