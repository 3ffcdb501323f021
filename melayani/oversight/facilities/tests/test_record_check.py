"""What is at a place: the list, the score by count, checks that keep the earlier ones, how to ask for help."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from melayani.foundation.audit.models import Event
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.oversight.facilities import queries, rules
from melayani.oversight.facilities.actions import CheckRefused, Finding, describe_help, record_check
from melayani.oversight.facilities.inventory import inventory_on
from melayani.oversight.facilities.models import FacilityCheck, HelpNote

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 16)
BANDS = inventory_on(TODAY).sections[0].rule.bands
ITEMS = [
    "mobility_aid",
    "entrance",
    "ramp",
    "lift",
    "corridor",
    "toilet",
    "counter",
    "waiting",
    "guiding_block",
    "parking",
    "aids",
    "play_area",
    "lactation",
    "support",
]


def look(actor: Officer, place: Organisation, *findings: Finding, **given: Any) -> list[FacilityCheck]:
    told: dict[str, Any] = {"section": "special", "checked_on": TODAY, "now": NOW}
    return record_check(actor=actor, organisation=place, findings=findings, **told | given)


@pytest.mark.parametrize(
    ("met", "expected"),
    [(0, 0), (1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (9, 3), (10, 4), (12, 4), (13, 5), (14, 5)],
)
def test_the_score_follows_the_count(met: int, expected: int) -> None:
    """Golden: the bands of indicator 18 of the PEKPPP instrument."""
    states = ["met"] * met + ["not_met"] * (14 - met)
    assert rules.score(states, BANDS) == expected


def test_a_lift_that_nobody_needs_counts_as_there() -> None:
    assert rules.score(["met", "met", "met", "not_needed"], BANDS) == 2


def test_the_list_has_fourteen_items_and_one_inventory() -> None:
    listed = inventory_on(TODAY)
    special, support = listed.section("special"), listed.section("support")
    assert special is not None
    assert support is not None
    assert [item.key for item in special.items] == ITEMS
    assert [one.indicator for one in listed.sections] == [18, 15, 16, 17, 19, 20]
    assert "lactation" in [item.key for item in support.items]  # listed twice, one item
    assert "lactation" not in [item.key for item in support.own]
    keys = [item.key for one in listed.sections for item in one.own]
    assert len(keys) == len(set(keys))
    groups = {one.key for one in listed.groups} | {"all"}
    assert all(set(item.helps) <= groups and item.helps for item in special.items)
    assert inventory_on(date(2010, 1, 1)) is listed


def test_a_check_is_kept_and_the_one_before_stays(world: World) -> None:
    head, place = world.bontang_head, world.bontang
    look(head, place, Finding("ramp", "not_met"), Finding("toilet", "met", count=1), checked_on=date(2026, 1, 5))
    look(head, place, Finding("ramp", "met", condition="good", note="Dari pintu barat."), next_check=date(2026, 9, 1))
    view = queries.place_view(place, TODAY)
    assert {row.item.key: row.state for row in view.special.rows if row.check} == {"ramp": "met", "toilet": "met"}
    assert (view.counted, view.score, view.checked_on) == (2, 1, TODAY)
    assert [row.state for row in queries.history_of(place, "ramp")] == ["met", "not_met"]
    last = Event.objects.filter(name="facility.checked").order_by("id").last()
    assert last is not None
    assert last.data["changed_items"] == ["ramp"]
    assert FacilityCheck.objects.get(item="ramp", is_current=True).checked_by == head.person


def test_nobody_looked_is_not_the_same_as_not_there(world: World) -> None:
    view = queries.place_view(world.bontang, TODAY)
    assert view.score is None
    assert view.special.there == []
    look(world.bontang_head, world.bontang, Finding("ramp", "not_met"))
    assert queries.score_of(world.bontang, TODAY) == 0


def test_an_item_of_two_sections_is_read_from_one_check(world: World) -> None:
    look(world.bontang_head, world.bontang, Finding("lactation", "met"))
    view = queries.place_view(world.bontang, TODAY)
    support = next(one for one in view.general if one.section.key == "support")
    assert [row.item.key for row in support.there] == ["lactation"]


@pytest.mark.parametrize(
    ("finding", "given", "why"),
    [
        (Finding("ramp", "not_needed", floor=1), {}, "Hanya lift"),
        (Finding("lift", "not_needed"), {}, "lantai 1"),
        (Finding("lift", "not_needed", floor=2), {}, "lantai 1"),
        (Finding("ramp", "splendid"), {}, "Pilih ada"),
        (Finding("ramp", "not_met", count=2), {}, "belum ada"),
        (Finding("ramp", "met", count=40_000), {}, "tidak mungkin"),
        (Finding("ramp", "met", floor=-99), {}, "tidak mungkin"),
        (Finding("ramp", "met", note="x" * 201), {}, "200"),
        (Finding("ramp", "met", condition="shiny"), {}, "shiny"),
        (Finding("parking_cctv", "met"), {}, "tidak diperiksa di bagian ini"),
        (Finding("ramp", "met"), {"section": "roof"}, "tidak ada dalam daftar"),
        (Finding("ramp", "met"), {"checked_on": date(2026, 3, 17)}, "belum tiba"),
        (Finding("ramp", "met"), {"next_check": TODAY}, "sesudah"),
    ],
)
def test_a_finding_without_sense_is_refused(world: World, finding: Finding, given: dict[str, Any], why: str) -> None:
    with pytest.raises(CheckRefused, match=why):
        look(world.bontang_head, world.bontang, finding, **given)
    assert not FacilityCheck.objects.exists()
    assert not Event.objects.filter(name="facility.checked").exists()


def test_an_empty_walk_and_a_double_finding_are_refused(world: World) -> None:
    with pytest.raises(CheckRefused, match="Belum ada butir"):
        look(world.bontang_head, world.bontang)
    with pytest.raises(CheckRefused, match="dua kali"):
        look(world.bontang_head, world.bontang, Finding("ramp", "met"), Finding("ramp", "not_met"))


def test_a_lift_on_the_ground_floor_is_not_needed(world: World) -> None:
    look(world.bontang_head, world.bontang, Finding("lift", "not_needed", floor=1))
    assert queries.place_view(world.bontang, TODAY).counted == 1
    assert queries.things_for([world.bontang], "", day=TODAY) == {}  # counted, and yet not there for anybody


@pytest.mark.parametrize("role", [Role.COUNTER, Role.ADMINISTRATOR, Role.MINISTRY, Role.AUDITOR])
def test_only_head_manager_and_bureau_check(world: World, role: Role) -> None:
    for stranger in (officer(role, world.bontang), world.bengkalis_head):
        with pytest.raises(CheckRefused, match="tidak berwenang"):
            look(stranger, world.bontang, Finding("ramp", "met"))
        with pytest.raises(CheckRefused, match="tidak berwenang"):
            describe_help(actor=stranger, organisation=world.bontang, text="Bel", now=NOW)
    assert not FacilityCheck.objects.exists()
    look(officer(Role.BUREAU, world.bontang_city), world.bontang, Finding("ramp", "met"))


def test_the_database_keeps_one_finding_in_force_and_lifts_apart(world: World) -> None:
    (row,) = look(world.bontang_head, world.bontang, Finding("ramp", "met"))
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    row.is_current, row.state = False, rules.NOT_NEEDED
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_how_to_ask_for_help_is_said_changed_and_taken_away(world: World) -> None:
    for text in ("Tekan bel.", "Tekan bel di pintu barat.", ""):
        describe_help(actor=world.bontang_head, organisation=world.bontang, text=text, contact="0548 1", now=NOW)
        note = queries.place_view(world.bontang, TODAY).help
        assert (note.text if note else "") == text
    assert not HelpNote.objects.exists()
    assert Event.objects.filter(name="facility.help_described").count() == 3


def test_places_are_found_by_need(world: World) -> None:
    look(world.bontang_head, world.bontang, Finding("lactation", "met"), Finding("counter", "met"))
    look(world.bengkalis_head, world.bengkalis, Finding("counter", "met"), Finding("ramp", "not_met"))
    assert queries.places_with("nursing", kind="agency", day=TODAY) == [world.bontang.pk]
    assert queries.places_with("nursing", kind="mall", day=TODAY) == []
    assert queries.places_with("mobility", kind="agency", day=TODAY) == []  # a priority counter tells no place apart
    found = queries.things_for([world.bontang, world.bengkalis], "nursing", day=TODAY)
    assert {place: [item.key for item in items] for place, items in found.items()} == {world.bontang.pk: ["lactation"]}


def test_the_list_of_places_takes_one_query(world: World, django_assert_num_queries: Any) -> None:
    look(world.bontang_head, world.bontang, Finding("ramp", "met"), next_check=date(2026, 9, 1))
    with django_assert_num_queries(1):
        lines = queries.place_lines([world.bontang, world.bengkalis], TODAY)
    assert [(line.looked_at, line.counted, line.next_check) for line in lines] == [
        (1, 1, date(2026, 9, 1)),
        (0, 0, None),
    ]
