"""Evaluations in the state a test needs, reached by the actions themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.oversight.evaluation import actions, states
from melayani.oversight.evaluation.models import Assessment, Campaign
from melayani.oversight.evaluation.tests.worked_sheet import worked
from tests.remembered import remembered

REASON = "Bukti di lapangan berbeda dari isian unit."


@dataclass(frozen=True)
class Cast:
    """Who takes part: the bureau that conducts, who leads and who judges beside, and the head of the unit."""

    bureau: Officer
    leader: Officer
    judge: Officer
    head: Officer


@remembered
def cast(world: World) -> Cast:
    """Two judges from the other regency's bureau judge the registry of Bontang; the city's bureau conducts."""
    return Cast(
        bureau=officer(Role.BUREAU, world.bontang_city, name="Biro Evaluasi"),
        leader=officer(Role.BUREAU, world.bengkalis_regency, name="Ketua Penilai"),
        judge=officer(Role.AUDITOR, world.bengkalis_regency, name="Penilai Kedua"),
        head=world.bontang_head,
    )


@remembered
def prepared(who: Cast, home: Organisation, *, now: datetime | None = None, title: str = "PEKPPP contoh") -> Campaign:
    """A campaign that has not started."""
    moment = now or timezone.now()
    today = moment.astimezone(home.zone).date()
    return actions.prepare_campaign(
        actor=who.bureau,
        organisation=home,
        title=title,
        year=today.year,
        schedule=actions.Schedule(today + timedelta(10), today + timedelta(20), today + timedelta(30)),
        now=moment,
    )


@remembered
def with_unit(who: Cast, campaign: Campaign, unit: Organisation, *, code: str = "A") -> Assessment:
    """The unit in the campaign, with its judges."""
    now = timezone.now()
    if code == "B":
        actions.enter_weights(
            actor=who.bureau, campaign=campaign, code="B", weights=worked("B").weights, source="Contoh", now=now
        )
        campaign.refresh_from_db()
    made = actions.add_unit(actor=who.bureau, campaign=campaign, unit=unit, code=code, now=now)
    actions.appoint(actor=who.bureau, assessment=made, person=who.leader.person, leads=True, now=now)
    actions.appoint(actor=who.bureau, assessment=made, person=who.judge.person, leads=False, now=now)
    return made


@remembered
def filling(world: World, who: Cast, *, code: str = "A", title: str = "PEKPPP contoh") -> Assessment:
    """The registry of Bontang in a running campaign, with nothing filled."""
    campaign = prepared(who, world.bontang_city, title=title)
    made = with_unit(who, campaign, world.bontang, code=code)
    actions.start_campaign(actor=who.bureau, campaign=campaign, now=timezone.now())
    return fresh(made)


@remembered
def in_state(world: World, who: Cast, state: str, *, code: str = "A", title: str = "PEKPPP contoh") -> Assessment:
    """Walk the registry of Bontang to `state` with the scores and answers of the worked sheet."""
    row = filling(world, who, code=code, title=title)
    sheet = worked(code)
    now = timezone.now()
    steps: dict[str, Callable[[], object]] = {
        states.FILLING: lambda: None,
        states.DESK: lambda: _send(row, who, sheet.scores, now),
        states.FIELD: lambda: _score(row, who, sheet.scores, now),
        states.REVIEW: lambda: _hear(row, who, sheet.answers, now),
        states.ANNOUNCED: lambda: actions.announce(actor=who.leader, assessment=fresh(row), now=now),
        states.SIGNING: lambda: actions.accept(actor=who.head, assessment=fresh(row), now=now),
        states.FINAL_STATE: lambda: _sign(row, who, now),
        states.PUBLISHED: lambda: actions.publish(actor=who.bureau, assessment=fresh(row), now=now),
    }
    for name, step in steps.items():
        step()
        if name == state:
            return fresh(row)
    raise ValueError(state)


def fresh(row: Assessment) -> Assessment:
    """The row as it stands now."""
    return Assessment.objects.select_related("unit", "campaign__organisation").get(pk=row.pk)


def _send(row: Assessment, who: Cast, scores: Mapping[int, int], now: datetime) -> None:
    for number, score in scores.items():
        actions.answer_self(actor=who.head, assessment=row, number=number, score=score, now=now)
    actions.send(actor=who.head, assessment=row, now=now)


def _score(row: Assessment, who: Cast, scores: Mapping[int, int], now: datetime) -> None:
    current = fresh(row)
    for number, score in scores.items():
        actions.give_score(
            actor=who.leader, assessment=current, number=number, score=score, reason="Sesuai bukti.", now=now
        )
    actions.finish_desk(actor=who.leader, assessment=current, now=now)


def _hear(row: Assessment, who: Cast, answers: list[list[int]], now: datetime) -> None:
    keys = [item.key for item in row.instrument.items]
    for place, one in enumerate(answers):
        day = now + timedelta(days=place // 5)  # twenty are spread over four days
        actions.answer_as_user(assessment=row, answers=dict(zip(keys, one, strict=True)), now=day)
    actions.finish_field(actor=who.judge, assessment=fresh(row), now=now)


def _sign(row: Assessment, who: Cast, now: datetime) -> None:
    for one in (who.leader, who.judge, who.head):
        actions.sign(actor=one, assessment=fresh(row), now=now)
