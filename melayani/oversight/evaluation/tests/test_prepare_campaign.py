"""A campaign before it starts: schedule, weights, units, judges."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.oversight.evaluation import actions
from melayani.oversight.evaluation.models import Campaign, Evaluator
from melayani.oversight.evaluation.tests.factories import Cast, cast, fresh, prepared, with_unit
from melayani.oversight.evaluation.tests.worked_sheet import worked

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(world: World) -> Cast:
    return cast(world)


def refused(words: str, act: Callable[[], object]) -> None:
    with pytest.raises(actions.EvaluationRefused, match=words):
        act()


def start(who: Cast, campaign: Campaign) -> Campaign:
    return actions.start_campaign(actor=who.bureau, campaign=campaign, now=timezone.now())


def test_a_campaign_takes_shares_and_sample_from_the_instrument(world: World, who: Cast) -> None:
    campaign = prepared(who, world.bontang_city)
    assert (campaign.f02_share, campaign.f03_share) == (Decimal("0.75"), Decimal("0.25"))
    assert (campaign.fewest, campaign.most) == (10, 20)


def test_open_weights_stop_the_start_until_they_are_entered(world: World, who: Cast) -> None:
    campaign = prepared(who, world.bontang_city)
    now = timezone.now()
    made = actions.add_unit(actor=who.bureau, campaign=campaign, unit=world.bontang, code="B", now=now)
    actions.appoint(actor=who.bureau, assessment=made, person=who.leader.person, leads=True, now=now)
    refused("belum berbobot pada indikator 1, 2", lambda: start(who, campaign))
    enter: Any = lambda **more: actions.enter_weights(  # noqa: E731
        actor=who.bureau, campaign=campaign, now=now, **{"code": "B", "source": "Surat edaran contoh", **more}
    )
    refused("aspek I berjumlah 101", lambda: enter(weights={**worked("B").weights, 1: Fraction(21)}))
    refused("belum berbobot", lambda: enter(weights={1: Fraction(100)}))
    refused("dari mana", lambda: enter(weights=worked("B").weights, source=" "))
    refused("sudah berbobot", lambda: enter(code="A", weights={1: Fraction(17)}))
    enter(weights=worked("B").weights)
    start(who, campaign)
    refused("sudah dimulai", lambda: enter(weights=worked("B").weights))


def test_a_campaign_of_counters_needs_no_weights_entered(world: World, who: Cast) -> None:
    campaign = prepared(who, world.bontang_city)
    refused("Pilih dulu unit", lambda: start(who, campaign))
    made = actions.add_unit(actor=who.bureau, campaign=campaign, unit=world.bontang, code="A", now=timezone.now())
    refused("Tunjuk dulu ketua", lambda: start(who, campaign))
    actions.appoint(actor=who.bureau, assessment=made, person=who.leader.person, leads=True, now=timezone.now())
    assert start(who, campaign).is_running
    refused("sudah dimulai", lambda: start(who, campaign))


def test_what_makes_no_sense_is_refused(world: World, who: Cast) -> None:
    now = timezone.now()
    day = now.date()
    plan = actions.Schedule(day, day, day)
    make: Any = lambda **more: actions.prepare_campaign(  # noqa: E731
        now=now,
        **{
            "actor": who.bureau,
            "organisation": world.bontang_city,
            "title": "Evaluasi",
            "year": day.year,
            "schedule": plan,
            **more,
        },
    )
    refused("berurutan", lambda: make(schedule=actions.Schedule(day + timedelta(1), day, day)))
    refused("tahun yang sudah berjalan", lambda: make(year=day.year + 1))
    refused("nama evaluasi", lambda: make(title=" "))
    refused("Masa sanggah", lambda: make(schedule=actions.Schedule(day, day, day, 0)))
    refused("Bagian F-02", lambda: make(f02_share=Decimal("1.2")))
    refused("responden", lambda: make(fewest=30))
    refused("tidak dikenal", lambda: make(version="lama"))
    refused("Hanya biro", lambda: make(organisation=world.bengkalis_regency))
    refused("Hanya biro", lambda: make(organisation=world.bontang))
    make()
    refused("sudah ada", make)


def test_units_come_from_below_and_once(world: World, who: Cast) -> None:
    campaign = prepared(who, world.bontang_city)
    add: Any = lambda unit: actions.add_unit(  # noqa: E731
        actor=who.bureau, campaign=campaign, unit=unit, code="A", now=timezone.now()
    )
    refused("bukan kantor di bawah", lambda: add(world.bengkalis))
    refused("bukan kantor di bawah", lambda: add(world.bontang_city))
    add(world.bontang)
    refused("sudah ada dalam daftar", lambda: add(world.bontang))


def test_one_leads_and_who_scored_is_not_released(world: World, who: Cast) -> None:
    campaign = prepared(who, world.bontang_city)
    row = with_unit(who, campaign, world.bontang)
    now = timezone.now()
    actions.appoint(actor=who.bureau, assessment=row, person=who.judge.person, leads=True, now=now)
    assert list(Evaluator.objects.filter(assessment=row, leads=True).values_list("person", flat=True)) == [
        who.judge.person.pk
    ]
    actions.release(actor=who.bureau, evaluator=Evaluator.objects.get(person=who.leader.person), now=now)
    start(who, campaign)
    for number, score in worked("A").scores.items():
        actions.answer_self(actor=who.head, assessment=fresh(row), number=number, score=score, now=now)
    actions.send(actor=who.head, assessment=fresh(row), now=now)
    actions.give_score(actor=who.judge, assessment=fresh(row), number=1, score=5, now=now)
    left = Evaluator.objects.get(assessment=row)
    refused("sudah memberi nilai", lambda: actions.release(actor=who.bureau, evaluator=left, now=now))


def test_a_campaign_closes_when_every_index_is_sealed(world: World, who: Cast) -> None:
    campaign = prepared(who, world.bontang_city)
    with_unit(who, campaign, world.bontang)
    close: Any = lambda: actions.close_campaign(  # noqa: E731
        actor=who.bureau, campaign=campaign, now=timezone.now()
    )
    refused("berjalan", close)
    start(who, campaign)
    refused("1 unit", close)


def test_the_database_keeps_the_shares_whole(world: World, who: Cast) -> None:
    campaign = prepared(who, world.bontang_city)
    campaign.f02_share = Decimal("0.8")
    with pytest.raises(IntegrityError), transaction.atomic():
        campaign.save()


def test_strangers_prepare_nothing(world: World, who: Cast) -> None:
    campaign = prepared(who, world.bontang_city)
    row = with_unit(who, campaign, world.bontang)
    now = timezone.now()
    others: list[Officer] = [who.head, who.leader, officer(Role.BUREAU, world.bengkalis, name="Biro lain")]
    judge = Evaluator.objects.filter(assessment=row).first()
    assert judge is not None
    for one in others:
        acts: list[Callable[[], object]] = [
            lambda one=one: actions.add_unit(  # type: ignore[misc]
                actor=one, campaign=campaign, unit=world.bontang, code="A", now=now
            ),
            lambda one=one: actions.appoint(  # type: ignore[misc]
                actor=one, assessment=row, person=one.person, leads=False, now=now
            ),
            lambda one=one: actions.release(actor=one, evaluator=judge, now=now),  # type: ignore[misc]
            lambda one=one: actions.start_campaign(actor=one, campaign=campaign, now=now),  # type: ignore[misc]
            lambda one=one: actions.enter_weights(  # type: ignore[misc]
                actor=one, campaign=campaign, code="B", weights={}, source="x", now=now
            ),
        ]
        for act in acts:
            refused("Hanya biro", act)
