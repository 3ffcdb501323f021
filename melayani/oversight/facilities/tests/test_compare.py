"""Scores by section as the instrument gives them, places side by side, the sheet, the facts for an evaluation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook

from melayani.foundation.organisations.tests.factories import made
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.oversight.facilities import queries, rules
from melayani.oversight.facilities.actions import Finding
from melayani.oversight.facilities.charts import spread_chart
from melayani.oversight.facilities.inventory import inventory_on
from melayani.oversight.facilities.tests.factories import looked, planned

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
LISTED = inventory_on(NOW.date())
SignIn = Callable[[Officer], Client]
PAGE = "/kantor/sarana/banding/"


def score(section: str, **counts: int) -> int | None:
    found = LISTED.section(section)
    assert found is not None
    return rules.section_score(rules.Counts(**{"looked_at": 9, "met": 0} | counts), found.rule)


@pytest.mark.parametrize("section", ["parking", "toilet", "support", "desk"])
@pytest.mark.parametrize(("met", "expected"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (7, 5)])
def test_general_sections_count_their_items(section: str, met: int, expected: int) -> None:
    """Golden: indicators 15, 17, 19 and 20: none 0, one for each of four, more than four 5."""
    assert score(section, met=met) == expected


@pytest.mark.parametrize(
    ("mandatory", "mandatory_met", "met", "expected"),
    [(2, 0, 0, 0), (2, 1, 4, 0), (2, 2, 2, 1), (2, 2, 3, 2), (2, 2, 4, 3), (2, 2, 5, 4), (2, 2, 6, 5), (2, 2, 9, 5)],
)
def test_the_waiting_room_counts_beyond_what_is_mandatory(
    mandatory: int, mandatory_met: int, met: int, expected: int
) -> None:
    """Golden: indicator 16: mandatory only 1, each further item one more, four or more 5."""
    assert score("waiting", met=met, mandatory=mandatory, mandatory_met=mandatory_met) == expected


def test_a_score_that_nobody_can_tell_is_no_zero() -> None:
    assert score("waiting", met=5) is None  # nobody said which items are mandatory
    assert score("parking", looked_at=0) is None


@given(some.lists(some.sampled_from(["met", "not_met", "not_needed"]), max_size=14))
def test_one_more_item_never_lowers_a_score(states: list[str]) -> None:
    rule = LISTED.sections[0].rule
    assert rules.score(states, rule.bands) <= rules.score([*states, "met"], rule.bands)
    assert rules.score(states, rule.bands) == rules.score(sorted(states), rule.bands)


def test_the_chart_shows_every_score_and_the_unknown() -> None:
    chart = spread_chart({5: 2, None: 4})
    assert [(bar.label, bar.value) for bar in chart.bars] == [
        *((f"Nilai {score}", 2 if score == 5 else 0) for score in range(5, -1, -1)),
        ("Belum pernah diperiksa", 4),
    ]
    assert (chart.bars[0].length, chart.bars[-1].length) == ("41.00%", "82.00%")


@pytest.mark.django_db
def test_facts_for_an_evaluation(world: World) -> None:
    looked(world.bontang_head, world.bontang, NOW, Finding("ramp", "met"), Finding("toilet", "not_met"))
    seats = Finding("waiting_seats", "met", mandatory=True)
    looked(world.bontang_head, world.bontang, NOW, seats, Finding("waiting_tv", "met"), section="waiting")
    facts = queries.facility_facts(world.bontang, NOW.date())
    assert (facts.list_version, facts.checked_on, facts.reported) == ("sarana-2022", NOW.date(), 0)
    assert {number: one.score for number, one in facts.by_indicator.items()} == {
        18: 1,
        15: None,
        16: 2,
        17: None,
        19: None,
        20: None,
    }
    special = facts.by_indicator[18]
    assert (special.met, special.missing, len(special.not_looked_at), special.photos) == (("ramp",), ("toilet",), 12, 0)
    assert facts.by_indicator[16].mandatory == ("waiting_seats",)


@pytest.mark.django_db
class TestComparison:
    def test_places_stand_side_by_side(self, world: World, sign_in: SignIn) -> None:
        bureau, now = officer(Role.BUREAU, world.bontang_city), timezone.now()
        other = made("agency", "Dinas Pasar", world.bontang_city)
        made("agency", "Dinas Sepi", world.bontang_city)
        planned(world.bontang_head, world.bontang, now - timedelta(days=40))
        looked(world.bontang_head, world.bontang, now, Finding("toilet", "met", condition="broken"))
        met = [Finding(key, "met") for key in ("ramp", "toilet", "counter", "aids")]
        looked(bureau, other, now, *met)
        client = sign_in(bureau)
        found = client.get(f"{PAGE}?urut=nama").context["found"]
        rows = {one.organisation.name: one for one in found.places}
        mine = rows[world.bontang.name]
        assert (mine.score, mine.counted, mine.findings, mine.running, mine.overdue) == (1, 1, 1, 1, 1)
        assert (rows["Dinas Pasar"].score, rows["Dinas Pasar"].findings) == (2, 0)
        assert rows["Dinas Sepi"].score is None
        assert found.spread[None] == found.of - 2
        for shown, names in {
            "belum": {"Dinas Sepi"},
            "rendah": {world.bontang.name, "Dinas Pasar"},
            "temuan": {world.bontang.name},
            "lewat": {world.bontang.name},
            "laporan": set(),
        }.items():
            places = client.get(f"{PAGE}?tampil={shown}").context["found"].places
            assert names <= {one.organisation.name for one in places}
            assert shown == "belum" or names == {one.organisation.name for one in places}
        assert [one.organisation.name for one in client.get(f"{PAGE}?q=pasar").context["found"].places] == [
            "Dinas Pasar"
        ]
        assert client.get(f"{PAGE}?jenis=x&tampil=%00&urut=1&page=zz").status_code == 200

    def test_the_sheet_says_the_same_and_runs_nothing(self, world: World, sign_in: SignIn) -> None:
        bureau = officer(Role.BUREAU, world.bontang_city)
        made("agency", "=Dinas Rumus", world.bontang_city)
        looked(world.bontang_head, world.bontang, timezone.now(), Finding("ramp", "met"))
        answer = sign_in(bureau).get("/kantor/sarana/banding.xlsx?urut=nama")
        page = load_workbook(BytesIO(answer.content)).active
        assert page is not None
        rows = {row[0]: row for row in page.iter_rows(min_row=4, values_only=True)}
        assert rows[world.bontang.name][2] == 1
        assert rows["'=Dinas Rumus"][2] is None

    def test_strangers_compare_only_their_own(self, world: World, sign_in: SignIn) -> None:
        text = sign_in(world.bengkalis_head).get(PAGE).content.decode()
        assert "Bontang" not in text

    def test_many_places_take_the_same_queries(
        self, world: World, sign_in: SignIn, django_assert_num_queries: Any
    ) -> None:
        client = sign_in(officer(Role.BUREAU, world.bontang_city))
        client.get(PAGE)
        with django_assert_num_queries(7):
            client.get(PAGE)
        for number in range(40):
            made("agency", f"Dinas {number}", world.bontang_city)
        with django_assert_num_queries(7):
            page = client.get(f"{PAGE}?page=2").content.decode()
        assert "Dinas" in page
