"""What the platform proposes for F-01, and how scores follow from facts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.people.tests.factories import World
from melayani.oversight.evaluation import suggesting
from melayani.oversight.evaluation.instrument import CURRENT, load
from melayani.oversight.evaluation.proposing import proposals_for
from melayani.oversight.evaluation.suggesting import Proposal
from melayani.oversight.facilities.actions import Finding, record_check
from melayani.oversight.innovations.tests import factories as innovations
from melayani.voice.complaints import totals
from melayani.voice.complaints.tests import factories as complaints
from melayani.voice.surveys import actions as surveys
from melayani.voice.surveys.tests.factories import ALL_GOOD, counted, published


def proposed(unit: Any, code: str = "A") -> dict[int, list[Proposal]]:
    today = timezone.localdate()
    return proposals_for(unit, load(CURRENT, code), since=today - timedelta(days=365), until=today)


@pytest.mark.django_db
def test_the_catalogue_proposes_and_links_to_what_it_knows(world: World) -> None:
    assert 1 not in proposed(world.bontang)  # a unit without services has no standard to judge
    published_service(world.bontang)
    [standard] = proposed(world.bontang)[1]
    assert (standard.score, standard.url) == (1, "/instansi/disdukcapil-bontang/")
    assert "1 dari 1 layanan punya standar yang terbit" in standard.words
    assert proposed(world.bontang)[21][0].score == 4


@pytest.mark.django_db
def test_a_survey_proposes_media_percent_and_speed(world: World) -> None:
    assert proposed(world.bontang)[6][0].score == 0
    now = timezone.now()
    counted(published_service(world.bontang), ALL_GOOD, times=12, now=now)
    period = published(world.bontang, now=now)
    assert [proposed(world.bontang)[number][0].score for number in (6, 7, 8, 9)] == [2, 1, 0, 0]
    day = (period.published_at or now).astimezone(world.bontang.zone).date()
    given: dict[str, Any] = {"actor": world.bontang_head, "period": period, "now": now}
    line = surveys.plan_follow_up(
        element="time", action="Buka loket kedua", target=day, responsible="Kepala Bidang", **given
    )
    surveys.record_publication(medium="print", published_on=day, evidence="Papan pengumuman", **given)
    surveys.finish_follow_up(actor=world.bontang_head, follow_up=line, done_on=day, evidence="Foto di papan", now=now)
    assert [proposed(world.bontang)[number][0].score for number in (6, 7, 8, 9)] == [5, 2, 5, 5]
    # B shares these scales under its own numbers
    assert [proposed(world.bontang, "B")[number][0].score for number in (5, 6, 7, 8)] == [5, 2, 5, 5]


@pytest.mark.django_db
def test_complaints_propose_share_and_response_time(world: World) -> None:
    now = timezone.now()
    town = complaints.town(world)
    row = complaints.answered(town, now=now - timedelta(days=3))
    totals.rebuild(since=(now - timedelta(days=40)).date(), until=now.date())
    place = row.organisation
    assert place is not None
    assert proposed(place)[28][0].score == 2
    assert proposed(place, "B")[25][0].score == 5
    assert proposed(place, "B")[27][0].score == 2


@pytest.mark.django_db
def test_facilities_propose_only_where_somebody_looked(world: World) -> None:
    assert 18 not in proposed(world.bontang)
    record_check(
        actor=world.bontang_head,
        organisation=world.bontang,
        section="special",
        findings=[Finding("ramp", "met"), Finding("toilet", "met"), Finding("lift", "not_met")],
        checked_on=timezone.localdate(),
        now=timezone.now(),
    )
    found = proposed(world.bontang)
    assert found[18][0].score == 1
    assert "2 dari 14 butir terpenuhi, 0 berfoto" in found[18][0].words
    assert 15 not in found


@pytest.mark.django_db
def test_innovations_propose_once_one_is_published(world: World) -> None:
    now = timezone.now()
    innovations.submitted(world.bontang, now=now)
    assert 29 not in proposed(world.bontang)
    innovations.published(world.bontang, now=now, title="Antar dokumen ke rumah")
    found = proposed(world.bontang)
    assert (found[29][0].source, found[30][0].source) == ("Inovasi", "Inovasi")
    assert "1 inovasi tercatat" in found[29][0].words
    assert proposed(world.bontang, "B")[28][0].score == found[29][0].score


@pytest.mark.parametrize(
    ("facts", "score"),
    [
        ((0, 0, 0, 0), 0),
        ((3, 0, 0, 0), 0),
        ((3, 3, 2, 3), 1),
        ((3, 2, 2, 2), 1),
        ((3, 3, 3, 2), 2),
        ((3, 3, 3, 3), 3),
    ],
)
def test_the_weakest_service_decides_about_the_standard(facts: tuple[int, int, int, int], score: int) -> None:
    services, published_ones, complete, decreed = facts
    found = suggesting.standard(services=services, published=published_ones, complete=complete, decreed=decreed)
    assert found == score


@pytest.mark.parametrize(
    ("facts", "score"),
    [
        ((0, True, 5, True), 0),
        ((2, False, 5, True), 1),
        ((2, True, 1, True), 1),
        ((2, True, 2, False), 2),
        ((2, True, 9, False), 2),
        ((2, True, 2, True), 3),
        ((2, True, 3, True), 4),
        ((2, True, 4, True), 5),
        ((2, True, 6, True), 5),
    ],
)
def test_media_count_with_the_national_catalogue(facts: tuple[int, bool, int, bool], score: int) -> None:
    held, whole, media, sippn = facts
    assert suggesting.published_in(published=held, whole=whole, media=media, sippn=sippn) == score


@pytest.mark.parametrize(
    ("days", "score"),
    [([None], 0), ([1000, None], 1), ([700, None], 2), ([700, 731], 3), ([366, 700], 4), ([1, 366], 5)],
)
def test_reviews_are_yearly_or_not_and_whole_or_not(days: list[int | None], score: int) -> None:
    assert suggesting.reviewed(days) == score


@pytest.mark.parametrize(
    ("hours", "score"),
    [
        ({}, None),
        ({24: 10}, 5),
        ({25: 10}, 4),
        ({72: 9, 400: 1}, 4),
        ({72: 8, 400: 2}, 0),
        ({120: 1}, 3),
        ({168: 1}, 2),
        ({336: 1}, 1),
        ({337: 1}, 0),
    ],
)
def test_response_time_is_the_block_that_holds_nine_of_ten(hours: dict[int, int], score: int | None) -> None:
    assert suggesting.response_time(hours) == score


@pytest.mark.parametrize(("percent", "score"), [(None, None), (0, 1), (49, 1), (50, 2), (100, 2)])
def test_follow_up_outside_the_national_channel_earns_two_at_most(percent: int | None, score: int | None) -> None:
    assert suggesting.answered_outside(percent) == score


@pytest.mark.parametrize(
    ("days", "entered", "won", "score"),
    [
        (None, False, False, 1),
        (365, False, False, 2),
        (366, False, False, 3),
        (400, True, False, 4),
        (9, True, True, 5),
    ],
)
def test_an_innovation_is_learnt_used_entered_and_won(days: int | None, entered: bool, won: bool, score: int) -> None:
    assert suggesting.created(days=days, entered=entered, won=won) == score


@pytest.mark.parametrize(
    ("legal", "resources", "score"),
    [("", 3, 0), ("draft", 3, 1), ("in_force", 0, 2), ("in_force", 1, 3), ("in_force", 3, 5)],
)
def test_resources_count_on_a_legal_basis_only(legal: str, resources: int, score: int) -> None:
    assert suggesting.carried(legal=legal, resources=resources) == score


def test_steps_of_the_survey_are_cumulative() -> None:
    given = {"published": True, "offline": False, "online": True, "followed": True}
    assert suggesting.surveyed(**given) == 2
    assert suggesting.surveyed(**{**given, "offline": True}) == 5
    assert suggesting.surveyed(**{**given, "published": False}) == 0
