"""The officer's desk: what is shown to whom, in which order, with how many queries; search; the public state."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.applications import access, queries, rules, states, work
from melayani.delivery.applications.tests import factories
from melayani.delivery.applications.work import DeskFilters
from melayani.foundation.people import Officer
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.foundation.ui.work import Line, in_groups

pytestmark = pytest.mark.django_db


def desk(who: Officer, now: datetime, **filters: Any) -> dict[str, list[Line]]:
    """The lines of the whole desk by their headings."""
    keys = work.first_due(who, DeskFilters(**filters), 1000)
    loaded = work.lines([key.pk for key in keys], now)
    return in_groups(loaded[key.pk] for key in keys)


def numbers(groups: dict[str, list[Line]]) -> dict[str, list[str]]:
    return {name: [line.number for line in lines] for name, lines in groups.items()}


def test_cases_stand_in_their_groups_by_due_date(world: World, now: datetime) -> None:
    late = factories.overdue(world, now=now)
    fresh = factories.filed(world, now=now)
    unknown = factories.filed(world, now=now, service=factories.birth_certificate(world.bontang, amount=None))
    waiting = factories.returned_case(world, now=now - timedelta(days=9))
    factories.application_in(states.WITHDRAWN, world=world, now=now)
    groups = desk(world.bontang_processor, now)
    assert numbers(groups) == {
        "late": [late.number],
        "next": [fresh.number, unknown.number],
        "waiting": [waiting.number],
    }
    assert work.rail_counts(world.bontang_processor, now) == {"open": 4, "late": 1, "mine": 1, "waiting": 1}
    days = [line.days for line in (*groups["late"], *groups["next"])]
    assert [one.used if one else None for one in days] == [5, 0, None]
    assert [line.days.paused for line in groups["waiting"] if line.days] == [True]


def test_due_today_stands_apart(world: World, now: datetime) -> None:
    row = factories.filed(world, now=now)
    assert row.due_at is not None
    assert numbers(desk(world.bontang_processor, row.due_at - timedelta(hours=3))) == {"today": [row.number]}


def test_other_units_see_nothing_and_those_above_see_all(world: World, now: datetime) -> None:
    row = factories.filed(world, now=now)
    assert not desk(world.bengkalis_processor, now)
    mayor = officer(Role.HEAD, world.bontang_city, name="Kepala di atas")
    assert numbers(desk(mayor, now)) == {"next": [row.number]}
    auditor = officer(Role.MINISTRY, world.ministry, name="Kementerian")
    assert not access.visible_to(auditor).exists()


def test_filters_narrow(world: World, now: datetime) -> None:
    mine = factories.application_in(states.IN_REVIEW, world=world, now=now)
    other = factories.filed(world, now=now)
    processor = world.bontang_processor

    def shown(**filters: Any) -> list[str]:
        return [number for lines in numbers(desk(processor, now, **filters)).values() for number in lines]

    assert shown(mine=processor.person_id) == [mine.number]
    assert shown(state=states.SUBMITTED) == [other.number]
    assert shown(service=other.service_id) == [other.number]
    assert shown(unit=world.bengkalis.pk) == []
    assert work.rail_counts(processor, now) == {"open": 2, "late": 0, "mine": 1, "waiting": 0}


def test_the_number_of_queries_does_not_depend_on_the_rows(
    world: World, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    factories.many(60, service=factories.birth_certificate(world.bontang), now=now)
    with django_assert_num_queries(2):  # the desk, and cases at which a citizen wrote
        keys = work.first_due(world.bontang_processor, DeskFilters(), 50)
    with django_assert_num_queries(2):
        lines = work.lines([key.pk for key in keys], now)
        assert all(line.what and str(line.office) for line in lines.values())
    assert len(lines) == 50


def test_one_case_for_the_officer(
    world: World, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row = factories.returned_case(world, now=now)
    with django_assert_num_queries(15):
        view = queries.case_for_officer(world.bontang_processor, row.number, now)
    assert [answer.number for answer in view.returned] == [2]
    assert view.judgements["met"] == 2
    assert view.is_paused
    assert "Dikembalikan untuk dilengkapi: syarat 2. Jam berhenti." in [line.text for line in view.lines]
    possible = {one.action: one for one in queries.possible_actions(world.bontang_head, view)}
    assert possible[states.REASSIGN].allowed


def test_search_by_number_and_by_whole_nik(world: World, now: datetime) -> None:
    nik = "6474011708900001"
    identity = rules.Identity(name="Contoh Budi", nik=nik, birth_date=date(1990, 8, 17))
    row = factories.filed(world, now=now, identity=identity)
    processor = world.bontang_processor
    assert queries.search(processor, row.number.lower().replace("-", " ")) == [row]
    assert queries.search(processor, "6474 0117 0890 0001") == [row]
    assert queries.search(processor, "Budi") == []
    assert queries.search(processor, "64740117") == []
    assert queries.search(world.bengkalis_processor, nik) == []
    assert queries.search(world.bengkalis_processor, row.number) == []


def test_the_public_state_holds_no_personal_data(world: World, now: datetime) -> None:
    row = factories.returned_case(world, now=now)
    found = queries.public_state(row.number.lower())
    assert found is not None
    assert (found.words.citizen, found.stopped, found.due_at) == ("Perlu Anda lengkapi", True, row.due_at)
    assert "Siti" not in repr(found)
    assert "Cap tidak terbaca" not in repr(found)
    assert queries.public_state("PMH-00000000-0") is None
    assert queries.public_state("x" * 5000) is None
