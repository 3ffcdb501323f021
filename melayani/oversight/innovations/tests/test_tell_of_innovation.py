"""A record goes to the bureau and comes back: who hears of it, in which language, once, and who does not."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from melayani.foundation.messaging.actions import keep_contact, set_language
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.oversight.innovations import actions, rules
from melayani.oversight.innovations.actions.copying import Takeover
from melayani.oversight.innovations.tests import factories
from melayani.oversight.innovations.tests.factories import TITLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau(world: World) -> Officer:
    return officer(Role.BUREAU, world.bontang_city, name="Biro Organisasi")


def told(what: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(event=f"innovation.{what}").order_by("pk"))


def test_what_is_sent_is_heard_of_at_the_bureau_and_nowhere_else(world: World, bureau: Officer, now: datetime) -> None:
    officer(Role.BUREAU, world.bengkalis_regency, name="Biro Lain")
    row = factories.described(world.bontang, now=now)
    actions.submit_innovation(actor=world.bontang_head, innovation=row, now=now)
    (message,) = told("submitted")
    assert message.address == bureau.person.email
    assert TITLE in message.subject
    assert f"/kantor/inovasi/{row.slug}/" in message.body
    assert message.organisation == world.bontang


def test_what_comes_back_is_heard_of_at_the_unit_with_the_reason(world: World, bureau: Officer, now: datetime) -> None:
    row = factories.submitted(world.bontang, now=now)
    actions.send_back(actor=bureau, innovation=row, reason="Ukuran sesudah belum ada.", now=now)
    (message,) = told("sent_back")
    assert message.address == world.bontang_head.person.email
    assert "Ukuran sesudah belum ada." in message.body
    later = now + timedelta(hours=1)
    actions.submit_innovation(actor=world.bontang_head, innovation=row, now=later)
    actions.publish_innovation(actor=bureau, innovation=row, now=later)
    assert len(told("submitted")) == 2
    assert [one.address for one in told("published")] == [world.bontang_head.person.email]


def test_a_step_that_is_refused_tells_nobody(world: World, bureau: Officer, now: datetime) -> None:
    row = factories.submitted(world.bontang, now=now)
    before = len(told("submitted"))
    with pytest.raises(actions.InnovationRefused):
        actions.submit_innovation(actor=world.bontang_head, innovation=row, now=now)
    with pytest.raises(actions.InnovationRefused):
        actions.send_back(actor=world.bontang_head, innovation=row, reason="Bukan hak saya.", now=now)
    assert len(told("submitted")) == before
    assert not told("sent_back")


def test_whoever_did_it_is_not_told(world: World, bureau: Officer, now: datetime) -> None:
    row = factories.described(world.bontang, now=now)
    actions.submit_innovation(actor=bureau, innovation=row, now=now)
    assert not told("submitted")


def test_an_officer_reads_it_in_the_language_chosen(world: World, bureau: Officer, now: datetime) -> None:
    set_language(contact=keep_contact(email=bureau.person.email, now=now), language="en")
    factories.submitted(world.bontang, now=now)
    (message,) = told("submitted")
    assert message.subject == f"To be looked over: {TITLE}"


def test_a_unit_without_a_head_is_told_through_the_nearest_above(world: World, bureau: Officer, now: datetime) -> None:
    above = officer(Role.HEAD, world.bontang_city, name="Sekretaris Kota")
    world.bontang_head.person.is_active = False
    world.bontang_head.person.save(update_fields=["is_active"])
    row = factories.submitted(world.bontang, now=now)
    actions.send_back(actor=bureau, innovation=row, reason="Lengkapi dahulu.", now=now)
    assert [one.address for one in told("sent_back")] == [above.person.email]


def test_a_replica_is_proposed_and_answered_across_places(world: World, now: datetime) -> None:
    row = factories.published(world.bontang, now=now)
    copy = actions.replicate(
        actor=world.bengkalis_head, original=row, organisation=world.bengkalis, takeover=Takeover(), now=now
    )
    (message,) = told("replica_proposed")
    assert message.address == world.bontang_head.person.email
    assert world.bengkalis.name in message.body
    actions.decline_replication(
        actor=world.bontang_head, replication=row.replications.get(), reason="Belum ada perjanjian.", now=now
    )
    (answer,) = told("replica_declined")
    assert answer.address == world.bengkalis_head.person.email
    assert "Belum ada perjanjian." in answer.body
    assert f"/kantor/inovasi/{copy.slug}/" in answer.body


def test_keepers_are_reminded_two_weeks_before_a_look_then_monthly_until_they_look(world: World, now: datetime) -> None:
    row = factories.looked_at(world.bontang, now=now)
    assert row.next_check is not None
    early = datetime.combine(row.next_check - timedelta(days=15), time(9), world.bontang.zone)
    assert actions.remind_keepers(now=early) == 0
    day = early + timedelta(days=1)
    assert actions.remind_keepers(now=day.replace(hour=7)) == 0  # not before the morning of the unit
    assert (actions.remind_keepers(now=day), actions.remind_keepers(now=day)) == (1, 0)
    (message,) = told("look_due")
    assert message.address == world.bontang_head.person.email
    assert "16 September 2026" in message.body
    assert actions.remind_keepers(now=day + timedelta(days=29)) == 0
    later = day + timedelta(days=30)
    assert actions.remind_keepers(now=later) == 1
    actions.check_sustainability(
        actor=world.bontang_head, innovation=row, look=factories.look(), checked_on=later.date(), now=later
    )
    assert actions.remind_keepers(now=later + timedelta(days=60)) == 0
    assert len(told("look_due")) == 2


def test_what_nobody_has_looked_at_is_reminded_of_and_what_stopped_is_not(world: World, now: datetime) -> None:
    factories.looked_at(world.bengkalis, now=now, found=rules.STOPPED)
    factories.published(world.bontang, now=now)
    assert actions.remind_keepers(now=now + timedelta(days=13)) == 0
    assert actions.remind_keepers(now=now + timedelta(days=15)) == 1
    (message,) = told("look_due")
    assert message.address == world.bontang_head.person.email
    assert "belum pernah dipantau" in message.body
