"""An evaluation passes from the unit to those who judge it, and back: who hears whose turn it is."""

from __future__ import annotations

import pytest
from django.utils import timezone

from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people.tests.factories import World
from melayani.oversight.evaluation import actions, states
from melayani.oversight.evaluation.tests import factories

pytestmark = pytest.mark.django_db


def told(what: str) -> dict[str, OutboxMessage]:
    return {one.address: one for one in OutboxMessage.objects.filter(event=f"evaluation.{what}")}


def test_who_judges_hears_of_f01_and_the_unit_when_it_comes_back(world: World) -> None:
    who = factories.cast(world)
    row = factories.in_state(world, who, states.DESK)
    heard = told("sent")
    assert set(heard) == {who.leader.person.email, who.judge.person.email}
    assert f"/kantor/evaluasi/unit/{row.pk}/" in heard[who.judge.person.email].body
    actions.send_back(actor=who.judge, assessment=row, reason="Bukti indikator 3 tidak terbuka.", now=timezone.now())
    (message,) = told("returned").values()
    assert message.address == who.head.person.email
    assert "Bukti indikator 3 tidak terbuka." in message.body


def test_a_refused_return_tells_nobody(world: World) -> None:
    who = factories.cast(world)
    row = factories.in_state(world, who, states.DESK)
    with pytest.raises(actions.EvaluationRefused):
        actions.send_back(actor=who.head, assessment=row, reason="Saya ingin mengubahnya.", now=timezone.now())
    assert not told("returned")


def test_a_result_an_objection_and_its_decision_reach_the_other_side(world: World) -> None:
    who = factories.cast(world)
    row = factories.in_state(world, who, states.ANNOUNCED)
    assert set(told("announced")) == {who.head.person.email}
    now = timezone.now()
    made = actions.object_to(
        actor=who.head, assessment=row, number=1, text="Bukti kami sudah lengkap sejak Januari.", now=now
    )
    assert set(told("objected")) == {who.leader.person.email}
    actions.decide_objection(
        actor=who.leader, objection=made, accepted=False, score=None, reason=factories.REASON, now=now
    )
    (message,) = told("objection_decided").values()
    assert message.address == who.head.person.email
    assert "ditolak" in message.body
