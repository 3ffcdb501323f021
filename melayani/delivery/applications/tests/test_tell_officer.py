"""A case that passes from officer to officer tells the one who gets it, once, and not whoever passed it on."""

from __future__ import annotations

from datetime import datetime

import pytest

from melayani.delivery.applications import actions, rules, states
from melayani.delivery.applications.tests import factories
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db


def told(what: str) -> list[str]:
    return list(OutboxMessage.objects.filter(event=f"application.officer_{what}").values_list("address", flat=True))


def test_whoever_is_given_a_case_hears_of_it(world: World, now: datetime) -> None:
    row = factories.application_in(states.IN_REVIEW, world=world, now=now)
    counter = world.bontang_counter.person
    actions.reassign(actor=world.bontang_head, application=row, to=counter, now=now)
    assert told("assigned") == [counter.email]


def test_a_head_who_takes_a_case_over_is_not_told(world: World, now: datetime) -> None:
    row = factories.application_in(states.IN_REVIEW, world=world, now=now)
    actions.reassign(actor=world.bontang_head, application=row, to=world.bontang_head.person, now=now)
    assert told("assigned") == []


def test_the_processor_hears_that_the_approver_sent_it_back(world: World, now: datetime) -> None:
    row = factories.application_in(states.VERIFIED, world=world, now=now)
    actions.send_back(actor=world.bontang_approver, application=row, reason="Nama berbeda dari KK.", now=now)
    assert told("sent_back") == [world.bontang_processor.person.email]
    message = OutboxMessage.objects.get(event="application.officer_sent_back")
    assert "Nama berbeda" not in message.body
    assert f"/kantor/permohonan/{row.number}/" in message.body


def test_a_refused_step_tells_nobody(world: World, now: datetime) -> None:
    row = factories.application_in(states.VERIFIED, world=world, now=now)
    with pytest.raises(rules.NotAllowed):
        actions.send_back(actor=world.bengkalis_approver, application=row, reason="Bukan milik saya.", now=now)
    with pytest.raises(rules.ActionRefused):
        actions.reassign(actor=world.bontang_head, application=row, to=world.bengkalis_head.person, now=now)
    assert told("sent_back") == told("assigned") == []
