"""A finished visit invites once; one that became an application leaves the asking to it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from melayani.delivery.queues import actions
from melayani.delivery.queues.tests import factories
from melayani.foundation.audit import react_to_news
from melayani.foundation.people.tests.factories import World
from melayani.voice.surveys.models import Invitation

pytestmark = pytest.mark.django_db


def test_a_finished_visit_leads_to_its_survey(world: World, now: datetime, client: Client) -> None:
    place = factories.place(world)
    row = factories.ticket(place, now=now)
    link = f"/survei/kunjungan/{row.number}/{row.secret}/"
    assert "belum tersedia" in client.get(link).content.decode()
    factories.done(place, now=now)
    react_to_news(now + timedelta(minutes=9))
    invitation = Invitation.objects.get()
    assert (invitation.reference_number, invitation.service) == (row.number, place.lines[0].service)
    Invitation.objects.update(created_at=now, expires_at=datetime.max.replace(tzinfo=now.tzinfo, year=2999))
    assert client.get(link)["Location"] == f"/survei/{invitation.token}/"
    assert client.get(f"/survei/kunjungan/{row.number}/bukan/").status_code == 404


def test_a_visit_that_became_an_application_is_not_asked_twice(world: World, now: datetime) -> None:
    place = factories.place(world)
    factories.ticket(place, now=now)
    row = factories.serving(place, now=now)
    actions.finish(actor=world.bontang_counter, ticket=row, now=now, case_number="PMH-00000000-0")
    react_to_news(now + timedelta(minutes=9))
    assert not Invitation.objects.exists()
