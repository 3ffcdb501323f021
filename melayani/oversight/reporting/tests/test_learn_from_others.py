"""Constraints everywhere: kept counts and words equal a recount, always; found by words; answers best first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from melayani.foundation.audit import SYSTEM
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests import factories as people
from melayani.foundation.people.tests.factories import World, officer
from melayani.oversight.reporting import actions, queries, remarks, totals
from melayani.oversight.reporting.models import Remark, RemarkTotal, RemarkWord, Report
from melayani.oversight.reporting.queries import Wanted
from melayani.oversight.reporting.queries import constraints as learning
from melayani.oversight.reporting.tests.factories import made, moment, monthly, opened, region, sent
from melayani.voice.complaints.rules import words_of

NOW = moment(date(2020, 4, 2))
LATER = NOW + timedelta(days=30)
FIELDS = ("place", "code", "indicator", "named", "units", "strategies", "overcome", "open", "helps", "solved")
TEXTS = ("Jaringan sering putus.", "Petugas kurang pada Senin.", "Jaringan cadangan dipasang.")


def reports(world: World) -> list[Report]:
    """March of two units of one city and of one unit of another province."""
    for government, code, above in (
        (world.bontang_city, "64.74", ("64", "Kalimantan Timur")),
        (world.bengkalis_regency, "14.03", ("14", "Riau")),
    ):
        government.region = region(code, government.name, region(*above))
        government.save(update_fields=["region"])
    made("agency", "dinkes-bontang", world.bontang_city)
    found = opened(monthly(world.ministry, date(2020, 3, 1), kinds=["agency"], until=date(2020, 3, 31)), NOW)
    return [row for _, row in sorted(found.items())]


def wrote(report: Report, kind: str, code: str, text: str = TEXTS[0], **more: Any) -> Remark:
    return actions.add_entry(actor=SYSTEM, report=report, kind=kind, code=code, text=text, now=NOW, **more)


def counted() -> None:
    while totals.count_dirty(now=LATER):
        pass


@pytest.fixture
def reader(told: list[Report]) -> Officer:
    """The head of one of the units: verified remarks are read from everywhere."""
    return officer(Role.HEAD, told[0].organisation)


def recount() -> set[tuple[Any, ...]]:
    """What the counts must be, remark by remark."""
    found: dict[tuple[str, str, str], Counter[str]] = {}
    units: dict[tuple[str, str, str], set[int]] = {}
    for one in Remark.objects.filter(report__state="verified").select_related("report"):
        for place in {"", one.report.province, one.report.region}:
            for indicator in {"", one.indicator}:
                numbers = found.setdefault((place, one.code, indicator), Counter())
                if one.kind == "constraint":
                    numbers["named"] += 1
                    units.setdefault((place, one.code, indicator), set()).add(one.report.organisation_id)
                else:
                    numbers[one.outcome] += 1
                if one.kind == "strategy":
                    numbers["strategies"] += 1
                    numbers["overcome"] += one.outcome == "solved"
    return {(*key, n["named"], len(units.get(key, ())), *(n[name] for name in FIELDS[5:])) for key, n in found.items()}


def kept() -> set[tuple[Any, ...]]:
    return set(RemarkTotal.objects.values_list(*FIELDS))


def words_kept() -> set[tuple[int, str]]:
    return set(RemarkWord.objects.values_list("remark", "word"))


def words_recounted() -> set[tuple[int, str]]:
    rows = Remark.objects.filter(report__state="verified")
    return {(one.pk, word) for one in rows for word in words_of(one.text)}


REMARKS = st.tuples(
    st.sampled_from(["constraint", "strategy", "innovation"]),
    st.sampled_from(["technology", "staff"]),
    st.sampled_from(["", "visits", "complaints"]),
    st.sampled_from(["open", "helps", "solved"]),
    st.sampled_from(TEXTS),
)


class KeptCountsEqualARecount(TestCase):
    """Whatever is written, verified, opened again, and whenever the worker comes by."""

    @given(
        st.lists(st.lists(REMARKS, max_size=4), min_size=3, max_size=3),
        st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=6),
    )
    @settings(max_examples=8, deadline=None)
    def test_in_any_order(self, written: list[list[Any]], steps: list[tuple[int, bool]]) -> None:
        rows = reports(people.world())
        for row, entries in zip(rows, written, strict=True):
            for kind, code, indicator, outcome, text in entries:
                wrote(row, kind, code, text, indicator=indicator, outcome=outcome)
        for place, comes_by in steps:
            row = Report.objects.get(pk=rows[place].pk)
            if row.state == "verified":
                actions.reopen(actor=SYSTEM, report=row, note="Angka kunjungan salah.", now=NOW)
            else:
                actions.verify(actor=SYSTEM, report=sent(row, {"visits": 9}, now=NOW), now=NOW)
            if comes_by:
                counted()
        counted()
        assert kept() == recount()
        assert words_kept() == words_recounted()
        remarks.count_all()
        assert kept() == recount()


@pytest.fixture
def told(world: World) -> list[Report]:
    """Three verified reports that name the network, one of them with a strategy."""
    rows = reports(world)
    for row in rows:
        wrote(row, "constraint", "technology", indicator="visits")
    wrote(rows[0], "constraint", "staff", TEXTS[1])
    wrote(rows[1], "strategy", "technology", TEXTS[2], outcome="solved", indicator="visits")
    for row in rows:
        actions.verify(actor=SYSTEM, report=sent(row, {"visits": 9}, now=NOW), now=NOW)
    counted()
    return rows


def ranks(reader: Officer, **wanted: str) -> list[tuple[str, int, int, int, int]]:
    found = queries.hindrances(reader, Wanted(**wanted), None)
    return [(one.code, one.named, one.units, one.answers, one.solved) for one in found.ranks]


@pytest.mark.django_db
def test_ranked_by_place_figure_and_words(told: list[Report], reader: Officer) -> None:
    place = told[2].region
    assert ranks(reader) == [("technology", 3, 3, 1, 1), ("staff", 1, 1, 0, 0)]
    assert ranks(reader, place=place)[0] == ("technology", *(recount_of(place)))
    assert ranks(reader, indicator="visits") == [("technology", 3, 3, 1, 1)]
    assert ranks(reader, words="jaringan") == [("technology", 3, 3, 1, 1)]
    assert ranks(reader, words="jaring put") == []  # three letters are a whole word
    assert ranks(reader, words="putu JARINGAN", code="technology") == [("technology", 3, 3, 0, 0)]
    assert ranks(reader, words="ringan") == []
    assert ranks(reader, words="di") == []


def recount_of(place: str) -> tuple[int, ...]:
    return next(row[3:7] for row in recount() if row[:3] == (place, "technology", ""))


@pytest.mark.django_db
def test_the_newest_constraints_and_the_length_of_the_list(told: list[Report], reader: Officer) -> None:
    for wanted in (Wanted(), Wanted(code="technology"), Wanted(words="jaringan"), Wanted(place=told[0].region)):
        page = queries.hindrances(reader, wanted, None).page
        keys = [one.pk for one in page.object_list]
        assert keys == sorted(keys, reverse=True), wanted
        assert len(keys) == page.paginator.count > 0, wanted
    assert queries.hindrances(reader, Wanted(words="tidak-ada"), "7").page.object_list == []


@pytest.mark.django_db
def test_more_remarks_than_are_looked_at_are_said(
    told: list[Report], reader: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not queries.hindrances(reader, Wanted(words="sering"), None).is_cut
    monkeypatch.setattr(learning, "FOUND_MOST", 2)
    found = queries.hindrances(reader, Wanted(words="sering"), None)
    assert found.is_cut
    assert found.page.paginator.count == 2


@pytest.mark.django_db
def test_a_common_word_is_found_among_the_newest_a_rare_one_anywhere(
    told: list[Report], reader: Officer, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    everything = [one.pk for one in queries.hindrances(reader, Wanted(words="sering"), None).page.object_list]
    monkeypatch.setattr(learning, "NEWEST", 1)
    with django_assert_num_queries(3):  # the newest, all, the page
        found = queries.hindrances(reader, Wanted(words="sering"), None)
    assert [one.pk for one in found.page.object_list] == everything
    monkeypatch.setattr(learning, "NEWEST", 1_000)
    monkeypatch.setattr(learning, "FOUND_MOST", 2)
    with django_assert_num_queries(2):
        found = queries.hindrances(reader, Wanted(words="sering"), None)
    assert [one.pk for one in found.page.object_list] == everything[:2]


@pytest.mark.django_db
def test_a_report_that_was_opened_again_says_nothing_even_before_the_worker_comes_by(
    told: list[Report], reader: Officer
) -> None:
    row = Report.objects.get(pk=told[0].pk)
    actions.reopen(actor=SYSTEM, report=row, note="Angka kunjungan salah.", now=NOW)
    for wanted in (Wanted(), Wanted(words="jaringan")):
        shown = queries.hindrances(reader, wanted, None).page.object_list
        assert row.pk not in {one.report_id for one in shown}, wanted


@pytest.mark.django_db
@pytest.mark.parametrize("indicator", ["", "visits"])
def test_answers_best_first_over_pages(
    told: list[Report], reader: Officer, indicator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = Report.objects.get(pk=told[1].pk)
    actions.reopen(actor=SYSTEM, report=row, note="Strategi belum lengkap.", now=NOW)
    for outcome in ("open", "helps", "solved"):
        for about in ("", "visits", "complaints"):
            wrote(row, "innovation", "technology", TEXTS[2], outcome=outcome, indicator=about)
    actions.verify(actor=SYSTEM, report=sent(row, {"visits": 9}, now=NOW), now=NOW)
    counted()
    monkeypatch.setattr(learning, "ROWS", 3)
    pages = [queries.answers(reader, "technology", indicator, str(number)) for number in (1, 2, 3, 4)]
    assert [one.pk for page in pages for one in page.object_list] == best_first(indicator)
    assert pages[0].paginator.count == 10


def best_first(indicator: str) -> list[int]:
    weight = {"solved": 0, "helps": 1, "open": 2}
    rows: Iterable[Remark] = Remark.objects.filter(code="technology").exclude(kind="constraint")
    own = [(bool(indicator) and one.indicator != indicator, weight[one.outcome], -one.pk) for one in rows]
    return [-pk for *_, pk in sorted(own)]


@pytest.mark.django_db
def test_strangers_learn_nothing(told: list[Report], world: World) -> None:
    stranger = officer(Role.COUNTER, world.bontang)
    found = queries.hindrances(stranger, Wanted(), None)
    assert (found.ranks, found.page.object_list) == ([], [])
    assert queries.hindrances(stranger, Wanted(words="jaringan"), None).page.object_list == []
    assert queries.answers(stranger, "technology", "", None).object_list == []
