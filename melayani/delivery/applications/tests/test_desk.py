"""The officer's desk: what is shown to whom, in which order, with how many queries; search; the public state."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.applications import access, queries, rules, states
from melayani.delivery.applications.queries import DeskFilters
from melayani.delivery.applications.tests import factories
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import World, officer

pytestmark = pytest.mark.django_db


def test_cases_stand_in_their_groups_by_due_date(world: World, now: datetime) -> None:
    late = factories.overdue(world, now=now)
    fresh = factories.filed(world, now=now)
    unknown = factories.filed(world, now=now, service=factories.birth_certificate(world.bontang, amount=None))
    waiting = factories.returned_case(world, now=now - timedelta(days=9))
    done = factories.application_in(states.WITHDRAWN, world=world, now=now)
    desk = queries.desk(world.bontang_processor, DeskFilters(), now)
    assert desk.late == [late]
    assert desk.next == [fresh, unknown]
    assert desk.waiting == [waiting]
    assert done not in desk.page.object_list
    assert desk.counts == {"all": 4, "late": 1, "waiting": 1}
    assert desk.late[0].days_used == 5
    assert desk.next[0].days_used == 0
    assert desk.next[1].days_used is None


def test_due_today_stands_apart(world: World, now: datetime) -> None:
    row = factories.filed(world, now=now)
    assert row.due_at is not None
    desk = queries.desk(world.bontang_processor, DeskFilters(), row.due_at - timedelta(hours=3))
    assert desk.today == [row]


def test_other_units_see_nothing_and_those_above_see_all(world: World, now: datetime) -> None:
    row = factories.filed(world, now=now)
    assert not queries.desk(world.bengkalis_processor, DeskFilters(), now).page.object_list
    mayor = officer(Role.HEAD, world.bontang_city, name="Kepala di atas")
    assert list(queries.desk(mayor, DeskFilters(), now).page.object_list) == [row]
    auditor = officer(Role.MINISTRY, world.ministry, name="Kementerian")
    assert not access.visible_to(auditor).exists()


def test_filters_narrow(world: World, now: datetime) -> None:
    mine = factories.application_in(states.IN_REVIEW, world=world, now=now)
    other = factories.filed(world, now=now)
    processor = world.bontang_processor

    def shown(**filters: Any) -> list[object]:
        return list(queries.desk(processor, DeskFilters(**filters), now).page.object_list)

    assert shown(mine=processor.person_id) == [mine]
    assert shown(state=states.SUBMITTED) == [other]
    assert shown(service=other.service_id) == [other]
    assert shown(unit=world.bengkalis.pk) == []
    assert queries.rail_counts(processor, now) == {"open": 2, "late": 0, "mine": 1, "waiting": 0}


def test_the_number_of_queries_does_not_depend_on_the_rows(
    world: World, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    factories.many(60, service=factories.birth_certificate(world.bontang), now=now)
    with django_assert_num_queries(6):
        desk = queries.desk(world.bontang_processor, DeskFilters(), now)
        assert [row.service.title + row.organisation.name for row in desk.next]
    assert len(desk.next) == 50
    assert desk.page.paginator.num_pages == 2


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
