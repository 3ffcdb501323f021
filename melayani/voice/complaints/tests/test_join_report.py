"""Somebody with the same problem joins a published report, hears what is public, and may leave again."""

from __future__ import annotations

from datetime import datetime

import pytest

from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Citizen
from melayani.voice.complaints import actions, case, rules
from melayani.voice.complaints.models import Complaint, Follower
from melayani.voice.complaints.tests import factories
from melayani.voice.complaints.tests.factories import Town

pytestmark = pytest.mark.django_db
RUDI = Citizen(token="rudi")


def test_joining_twice_counts_once_and_tells_once(town: Town, now: datetime) -> None:
    row = factories.published(town, now=now)
    contact = factories.contact_of("rudi@contoh.id", now=now)
    for _ in range(2):
        actions.join_complaint(actor=RUDI, complaint=row, contact=contact, now=now)
    assert row.followers.count() == 1
    assert Event.objects.filter(name="complaint.joined", subject_number=row.number).count() == 1
    (message,) = OutboxMessage.objects.filter(event="complaint.joined")
    assert case.public_path(row) in message.body
    assert row.secret not in message.body


def test_leaving_ends_the_news(town: Town, now: datetime) -> None:
    row = factories.published(town, now=now)
    contact = factories.contact_of("rudi@contoh.id", now=now)
    actions.join_complaint(actor=RUDI, complaint=row, contact=contact, now=now)
    assert actions.leave_complaint(actor=RUDI, complaint=row, contact=contact, now=now)
    assert not actions.leave_complaint(actor=RUDI, complaint=row, contact=contact, now=now)
    assert Event.objects.filter(name="complaint.left").count() == 1


@pytest.mark.parametrize("make", ["filed", "secret", "oversight", "confirmed"])
def test_what_is_not_public_or_over_cannot_be_joined(town: Town, now: datetime, make: str) -> None:
    row: Complaint = getattr(factories, make)(town, now=now)
    contact = factories.contact_of("rudi@contoh.id", now=now)
    with pytest.raises(rules.ActionRefused):
        actions.join_complaint(actor=RUDI, complaint=row, contact=contact, now=now)
    assert not Follower.objects.exists()


def test_nobody_joins_without_a_proven_contact(town: Town, now: datetime) -> None:
    row = factories.published(town, now=now)
    with pytest.raises(rules.NotAllowed):
        actions.join_complaint(actor=RUDI, complaint=row, contact=None, now=now)


def test_followers_hear_an_answer_each_once(town: Town, now: datetime) -> None:
    row = factories.published(town, now=now)
    for name in ("rudi", "tini"):
        contact = factories.contact_of(f"{name}@contoh.id", now=now)
        actions.join_complaint(actor=Citizen(token=name), complaint=row, contact=contact, now=now)
    text = "Jalan sudah diaspal, warga atas nama Siti sudah kami temui."
    liaison = town.registry_liaison
    actions.answer(actor=liaison, complaint=row, text=text, public_text="Jalan sudah diaspal.", now=now)
    told = OutboxMessage.objects.filter(event="complaint.follower_news")
    assert sorted(message.address for message in told) == ["rudi@contoh.id", "tini@contoh.id"]
    assert not any("Siti" in message.body or row.secret in message.body for message in told)
