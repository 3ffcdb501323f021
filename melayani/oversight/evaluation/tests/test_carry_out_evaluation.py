"""The way of a unit from F-01 to the published index, and everybody who has no part in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from melayani.foundation.audit.models import Event
from melayani.foundation.documents.models import Document
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.oversight.evaluation import actions, queries, states
from melayani.oversight.evaluation.models import Assessment, Score, UserAnswer
from melayani.oversight.evaluation.tests.factories import REASON, Cast, cast, filling, fresh, in_state
from melayani.oversight.evaluation.tests.worked_sheet import worked

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(world: World) -> Cast:
    return cast(world)


def refused(words: str, act: Callable[[], object]) -> None:
    with pytest.raises(actions.EvaluationRefused, match=words):
        act()


@pytest.mark.parametrize("code", ["A", "B"])
def test_the_whole_way_ends_at_the_worked_index(world: World, who: Cast, code: str) -> None:
    row = in_state(world, who, states.PUBLISHED, code=code)
    sheet = worked(code)
    assert (str(row.index), row.category) == (sheet.ipp, sheet.category)
    assert row.summary["f02"]["shown"] == sheet.f02
    assert row.summary["f03"]["shown"] == sheet.f03
    document = Document.objects.get(reference_kind="evaluation", reference_number=str(row.pk))
    assert document.organisation == world.bontang
    found = queries.published_index(world.bontang)
    assert found is not None
    assert (str(found.index), found.year) == (sheet.ipp, row.campaign.year)


def test_each_step_is_an_event(world: World, who: Cast) -> None:
    in_state(world, who, states.PUBLISHED)
    names = set(Event.objects.filter(name__startswith="evaluation.").values_list("name", flat=True))
    for step in ("sent", "desk_finished", "field_finished", "announced", "accepted", "signed", "sealed", "published"):
        assert f"evaluation.{step}" in names


def test_every_step_of_the_sum_can_be_read(world: World, who: Cast) -> None:
    row = in_state(world, who, states.REVIEW)
    found = queries.figures_for(row).whole
    assert found is not None
    first = found["aspects"][0]
    assert (first["total"], first["index"]["exact"], first["part"]) == ("399", "3,99", "0,9576")
    assert found["f03"]["exact"] == "3,856666… (1157/300)"
    assert found["sentence"] == (
        "0,75 × 3,8004 + 0,25 × 3,856666… (1157/300) = 3,814466… (57217/15000), dibulatkan sekali menjadi 3,81"
    )


def test_f01_is_sent_whole_or_not_at_all(world: World, who: Cast) -> None:
    row = filling(world, who)
    now = timezone.now()
    actions.answer_self(actor=who.head, assessment=row, number=1, score=4, now=now)
    refused("Belum diisi: indikator 2", lambda: actions.send(actor=who.head, assessment=row, now=now))
    assert fresh(row).state == states.FILLING


def test_what_was_sent_is_closed_until_it_is_given_back(world: World, who: Cast) -> None:
    row = in_state(world, who, states.DESK)
    now = timezone.now()

    def again() -> object:
        return actions.answer_self(actor=who.head, assessment=row, number=1, score=5, now=now)

    refused("sudah dikirim", again)
    refused("apa yang harus", lambda: actions.send_back(actor=who.leader, assessment=row, reason="kurang", now=now))
    actions.send_back(actor=who.leader, assessment=row, reason="Keputusan standar belum dilampirkan.", now=now)
    again()


def test_a_score_that_departs_from_the_unit_needs_a_reason(world: World, who: Cast) -> None:
    row = in_state(world, who, states.DESK)
    now = timezone.now()
    give: Any = lambda **more: actions.give_score(  # noqa: E731
        actor=who.judge, assessment=row, number=1, now=now, **more
    )
    refused("Tulis alasannya", lambda: give(score=2))
    give(score=5)
    refused("Tulis alasannya", lambda: give(score=3))
    give(score=3, reason=REASON)
    kept = list(Score.objects.filter(assessment=row, number=1).order_by("pk").values_list("score", "is_current"))
    assert kept == [(5, False), (3, True)]
    told = Event.objects.get(name="evaluation.score_changed")
    assert (told.data["before"], told.data["score"], told.data["reason"]) == (5, 3, REASON)


def test_a_score_without_a_known_scale_needs_a_reason(world: World, who: Cast) -> None:
    row = in_state(world, who, states.DESK, code="B")
    score = worked("B").scores[14]
    now = timezone.now()
    refused(
        "Tulis alasannya",
        lambda: actions.give_score(actor=who.judge, assessment=row, number=14, score=score, now=now),
    )


def test_a_score_sent_again_is_kept_once(world: World, who: Cast) -> None:
    row = in_state(world, who, states.DESK)
    now = timezone.now()
    for _ in range(2):
        actions.give_score(actor=who.judge, assessment=row, number=1, score=5, key="a1", now=now)
    actions.give_score(actor=who.judge, assessment=row, number=1, score=4, reason=REASON, key="a2", now=now)
    late = actions.give_score(actor=who.judge, assessment=row, number=1, score=5, key="a1", now=now)
    assert late.score == 5
    assert Score.objects.current().get(assessment=row, number=1).score == 4
    assert Score.objects.filter(assessment=row).count() == 2


def test_nobody_judges_the_own_unit(world: World, who: Cast) -> None:
    row = filling(world, who)
    now = timezone.now()
    for one in (world.bontang_head, officer(Role.AUDITOR, world.bontang), officer(Role.HEAD, world.bontang_city)):
        refused(
            "menilai unitnya sendiri",
            lambda one=one: actions.appoint(  # type: ignore[misc]
                actor=who.bureau, assessment=row, person=one.person, leads=False, now=now
            ),
        )
    clerk = world.bengkalis_processor.person
    refused(
        "diambil dari biro",
        lambda: actions.appoint(actor=who.bureau, assessment=row, person=clerk, leads=False, now=now),
    )
    actions.appoint(actor=who.bureau, assessment=row, person=who.bureau.person, leads=False, now=now)


def test_a_judge_who_joins_the_unit_judges_no_more(world: World, who: Cast) -> None:
    row = in_state(world, who, states.DESK)
    from melayani.foundation.people.models import Membership

    Membership.objects.create(
        person=who.judge.person, organisation=world.bontang, role=Role.PROCESSOR, since=timezone.now()
    )
    refused(
        "bukan pegawai unit ini",
        lambda: actions.give_score(actor=who.judge, assessment=row, number=1, score=5, now=timezone.now()),
    )


def test_the_result_waits_for_enough_users(world: World, who: Cast) -> None:
    row = in_state(world, who, states.REVIEW)
    UserAnswer.objects.filter(pk=UserAnswer.objects.filter(assessment=row).first().pk).delete()  # type: ignore[union-attr]
    refused("kurang 1 jawaban", lambda: actions.announce(actor=who.leader, assessment=row, now=timezone.now()))


def test_users_are_spread_over_days_and_no_more_than_the_most(world: World, who: Cast) -> None:
    row = filling(world, who)
    answers = {item.key: 4 for item in row.instrument.items}
    now = timezone.now()

    def answer(day: int) -> None:
        actions.answer_as_user(assessment=row, answers=answers, now=now + timedelta(days=day))

    for _ in range(5):
        answer(0)
    refused("hari ini sudah cukup", lambda: answer(0))
    for day in (1, 2, 3):
        for _ in range(5):
            answer(day)
    refused("Jumlah penilai sudah cukup", lambda: answer(4))
    assert {row.way for row in UserAnswer.objects.all()} == {"link"}


def test_a_user_answer_says_nothing_of_who_or_when(world: World, who: Cast) -> None:
    fields = {field.name for field in UserAnswer._meta.get_fields()}
    assert fields == {"id", "assessment", "day", "way", "answers"}


def test_incomplete_answers_are_not_taken(world: World, who: Cast) -> None:
    row = filling(world, who)
    answers = {item.key: 4 for item in row.instrument.items}
    for wrong in ({**answers, "parking": 6}, {key: 4 for key in answers if key != "parking"}):
        refused(
            "belum lengkap",
            lambda wrong=wrong: actions.answer_as_user(  # type: ignore[misc]
                assessment=row, answers=wrong, now=timezone.now()
            ),
        )
    assert not UserAnswer.objects.exists()


def test_an_accepted_objection_changes_the_index_and_a_refused_one_does_not(world: World, who: Cast) -> None:
    row = in_state(world, who, states.ANNOUNCED)
    now = timezone.now()
    text = "Unsur masyarakat yang dilibatkan ada lima, berita acara terlampir."
    first = actions.object_to(actor=who.head, assessment=row, number=2, text=text, now=now)
    second = actions.object_to(actor=who.head, assessment=row, number=3, text=text, now=now)
    refused("sudah disanggah", lambda: actions.object_to(actor=who.head, assessment=row, number=2, text=text, now=now))
    refused("belum diputus", lambda: actions.settle(actor=who.leader, assessment=row, now=now))
    decide: Any = lambda one, accepted, score: actions.decide_objection(  # noqa: E731
        actor=who.leader, objection=one, accepted=accepted, score=score, reason="Bukti diperiksa ulang.", now=now
    )
    refused("nilai baru", lambda: decide(first, True, None))
    decide(first, True, 5)
    decide(second, False, None)
    actions.settle(actor=who.leader, assessment=row, now=now)
    for one in (who.leader, who.judge, who.head):
        actions.sign(actor=one, assessment=fresh(row), now=now)
    # indicator 2 of weight 14 from 4 to 5: 38004 + 24 x 14 = 38340
    assert fresh(row).summary["f02"]["exact"] == "3,834"


def test_an_objection_after_its_time_is_refused_and_the_leader_goes_on(world: World, who: Cast) -> None:
    row = in_state(world, who, states.ANNOUNCED)
    now = timezone.now()
    refused("masih berjalan", lambda: actions.accept(actor=who.leader, assessment=row, now=now))
    later = now + timedelta(days=8)
    text = "Nilai parkir tidak sesuai dengan foto."
    refused(
        "Masa sanggah sudah lewat",
        lambda: actions.object_to(actor=who.head, assessment=row, number=15, text=text, now=later),
    )
    actions.accept(actor=who.leader, assessment=row, now=later)
    assert fresh(row).state == states.SIGNING


def test_the_minutes_are_sealed_by_the_last_signature_only(world: World, who: Cast) -> None:
    row = in_state(world, who, states.SIGNING)
    now = timezone.now()
    actions.sign(actor=who.head, assessment=row, now=now)
    refused("sudah menandatangani", lambda: actions.sign(actor=who.head, assessment=row, now=now))
    actions.sign(actor=who.leader, assessment=row, now=now)
    assert fresh(row).state == states.SIGNING
    assert not Document.objects.exists()
    actions.sign(actor=who.judge, assessment=row, now=now)
    assert fresh(row).index == Decimal("3.81")
    assert Document.objects.count() == 1


def test_a_recommendation_becomes_an_action_that_moves(world: World, who: Cast) -> None:
    row = in_state(world, who, states.REVIEW)
    now = timezone.now()
    made = actions.recommend(actor=who.judge, assessment=row, number=18, text="Pasang jalur pemandu di lobi.", now=now)
    day = now.date() + timedelta(days=60)
    plan: Any = lambda: actions.plan_action(  # noqa: E731
        actor=who.head, recommendation=made, owner="Kepala subbagian umum", target=day, now=now
    )
    refused("belum disampaikan", plan)
    actions.announce(actor=who.leader, assessment=row, now=now)
    report: Any = lambda percent: actions.report_progress(  # noqa: E731
        actor=who.head, recommendation=made, progress=percent, text="Dipasang di lobi.", now=now
    )
    refused("penanggung jawab", lambda: report(10))
    plan()
    report(50)
    refused("berjalan mundur", lambda: report(40))
    report(100)
    made.refresh_from_db()
    assert (made.progress, made.done_on) == (100, now.astimezone(world.bontang.zone).date())
    refused("sudah selesai", lambda: report(100))


def strangers(world: World, who: Cast) -> list[Officer]:
    return [
        world.bengkalis_head,
        world.bontang_processor,
        officer(Role.MINISTRY, world.bengkalis, name="Orang lain"),
    ]


def test_strangers_can_do_nothing(world: World, who: Cast) -> None:
    row = in_state(world, who, states.DESK)
    now = timezone.now()
    text = "Sepuluh huruf atau lebih."
    for one in strangers(world, who):
        tries: list[Callable[[], object]] = [
            lambda one=one: actions.answer_self(actor=one, assessment=row, number=1, score=1, now=now),  # type: ignore[misc]
            lambda one=one: actions.send(actor=one, assessment=row, now=now),  # type: ignore[misc]
            lambda one=one: actions.send_back(actor=one, assessment=row, reason=text, now=now),  # type: ignore[misc]
            lambda one=one: actions.give_score(actor=one, assessment=row, number=1, score=1, now=now),  # type: ignore[misc]
            lambda one=one: actions.finish_desk(actor=one, assessment=row, now=now),  # type: ignore[misc]
            lambda one=one: actions.finish_field(actor=one, assessment=row, now=now),  # type: ignore[misc]
            lambda one=one: actions.ask_again(actor=one, assessment=row, reason=text, now=now),  # type: ignore[misc]
            lambda one=one: actions.announce(actor=one, assessment=row, now=now),  # type: ignore[misc]
            lambda one=one: actions.object_to(actor=one, assessment=row, number=1, text=text, now=now),  # type: ignore[misc]
            lambda one=one: actions.accept(actor=one, assessment=row, now=now),  # type: ignore[misc]
            lambda one=one: actions.settle(actor=one, assessment=row, now=now),  # type: ignore[misc]
            lambda one=one: actions.sign(actor=one, assessment=row, now=now),  # type: ignore[misc]
            lambda one=one: actions.publish(actor=one, assessment=row, now=now),  # type: ignore[misc]
            lambda one=one: actions.recommend(actor=one, assessment=row, number=1, text=text, now=now),  # type: ignore[misc]
            lambda one=one: actions.enter_interview(actor=one, assessment=row, answers={}, now=now),  # type: ignore[misc]
            lambda one=one: actions.start_campaign(actor=one, campaign=row.campaign, now=now),  # type: ignore[misc]
            lambda one=one: actions.close_campaign(actor=one, campaign=row.campaign, now=now),  # type: ignore[misc]
        ]
        before = Event.objects.count()
        for act in tries:
            with pytest.raises(actions.EvaluationRefused):
                act()
        assert Event.objects.count() == before
    assert Assessment.objects.get(pk=row.pk).state == states.DESK


def test_the_unit_does_not_do_the_judges_work_nor_they_the_units(world: World, who: Cast) -> None:
    row = in_state(world, who, states.DESK)
    now = timezone.now()
    refused("penilai yang ditunjuk", lambda: actions.finish_desk(actor=who.head, assessment=row, now=now))
    refused("Hanya kepala unit", lambda: actions.send(actor=who.leader, assessment=row, now=now))
    refused("Hanya ketua", lambda: actions.announce(actor=who.judge, assessment=row, now=now))
