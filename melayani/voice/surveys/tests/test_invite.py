"""Invite after every final decision but a withdrawal, once per case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import translation

from melayani.delivery.applications import states
from melayani.delivery.applications.tests.factories import application_in
from melayani.foundation.audit.models import Event, PendingReaction
from melayani.foundation.audit.queries import timeline
from melayani.foundation.audit.worker import react_to_news
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.people.tests.factories import World
from melayani.voice.surveys import actions, queries
from melayani.voice.surveys.models import Invitation, token_hash
from melayani.voice.surveys.tests.factories import ALL_GOOD, invited

pytestmark = pytest.mark.django_db


def test_an_invitation_is_made_told_and_recorded_once(world: World, now: datetime) -> None:
    invitation = invited(organisation=world.bontang, now=now, email="warga@contoh.id")
    again = actions.invite(
        reference=invitation.reference,
        organisation=world.bontang,
        service_id=invitation.service_id,
        standard_id=invitation.standard_id,
        channel="web",
        contact=OutboxMessage.objects.get().contact,
        now=now + timedelta(days=1),
    )
    assert again.pk == invitation.pk
    message = OutboxMessage.objects.get()
    assert f"http://testserver/survei/{invitation.token}/" in message.body
    assert invitation.reference_number in message.subject
    assert Event.objects.filter(name="survey.invited").count() == 1
    assert [line.text for line in timeline(invitation.reference)] == ["Kami mengundang Anda menilai layanan ini."]


def test_without_a_contact_the_link_stands_on_the_tracking_page_until_it_is_used(world: World, now: datetime) -> None:
    invitation = invited(organisation=world.bontang, now=now)
    assert not OutboxMessage.objects.exists()
    link = queries.invitation_link_for(invitation.reference, now=now)
    assert link == f"http://testserver/survei/{invitation.token}/"
    with translation.override("en"):
        assert queries.invitation_link_for(invitation.reference, now=now) == link.replace("/survei/", "/en/survei/")
    assert queries.invitation_link_for(invitation.reference, now=now + timedelta(days=31)) is None
    actions.answer_survey(token=invitation.token, scores=ALL_GOOD, now=now)
    assert queries.invitation_link_for(invitation.reference, now=now) is None
    found = queries.invitation_for(invitation.reference)
    assert found is not None
    assert found.used
    assert queries.invitation_for(Reference("application", "PMH-00000000-0")) is None


def test_an_english_contact_is_written_to_in_english(world: World, now: datetime) -> None:
    with translation.override("id"):
        invitation = invited(organisation=world.bontang, now=now, email="warga@contoh.id")
    contact = OutboxMessage.objects.get().contact
    assert contact is not None
    contact.language = "en"
    contact.save()
    Invitation.objects.all().delete()
    OutboxMessage.objects.all().delete()
    other = actions.invite(
        reference=invitation.reference,
        organisation=world.bontang,
        service_id=invitation.service_id,
        standard_id=invitation.standard_id,
        channel="web",
        contact=contact,
        now=now,
    )
    message = OutboxMessage.objects.get()
    assert f"/en/survei/{other.token}/" in message.body
    assert "cannot be linked" in message.body


def test_tokens_are_long_random_and_found_by_their_hash(world: World) -> None:
    now = datetime.now(UTC)
    tokens = {invited(organisation=world.bontang, now=now).token for _ in range(5)}
    assert len(tokens) == 5
    assert all(len(token) >= 32 for token in tokens)
    assert set(Invitation.objects.values_list("token_hash", flat=True)) == {token_hash(token) for token in tokens}


@pytest.mark.parametrize("state", [states.ISSUED, states.REFUSED])
def test_a_decision_invites_by_the_news_of_it(world: World, now: datetime, state: str) -> None:
    application = application_in(state, world=world, now=now)
    later = now + timedelta(days=1)
    react_to_news(later)
    invitation = queries.invitation_for(application.reference)
    assert invitation is not None
    assert (invitation.service, invitation.standard) == (application.service, application.standard)
    assert (invitation.organisation, invitation.channel) == (application.organisation, application.channel)
    message = OutboxMessage.objects.get(event="survey.invited")
    assert message.contact == application.contact
    assert not PendingReaction.objects.filter(consumer="surveys.invite").exists()


def test_the_page_of_the_case_leads_to_its_survey(client: Client, world: World) -> None:
    now = datetime.now(UTC)
    application = application_in(states.ISSUED, world=world, now=now - timedelta(hours=12))
    path = f"/survei/permohonan/{application.number}/{application.secret}/"
    case = client.get(f"/permohonan/{application.number}/{application.secret}/").content.decode()
    assert f'href="{path}"' in case
    assert "belum tersedia" in client.get(path).content.decode()
    react_to_news(now + timedelta(hours=1))
    invitation = queries.invitation_for(application.reference)
    assert invitation is not None
    assert client.get(path)["Location"] == f"/survei/{invitation.token}/"
    actions.answer_survey(token=invitation.token, scores=ALL_GOOD, now=now)
    assert client.get(path).status_code == 410
    other = application_in(states.ISSUED, world=world, now=now - timedelta(hours=12))
    for wrong in (
        f"/survei/permohonan/{application.number}/{other.secret}/",
        f"/survei/permohonan/{application.number}/x/",
        "/survei/permohonan/PMH-00000000-0/x/",
    ):
        assert client.get(wrong).status_code == 404


def test_an_undecided_case_shows_no_way_to_the_survey(client: Client, world: World) -> None:
    application = application_in(states.IN_REVIEW, world=world, now=datetime.now(UTC))
    page = client.get(f"/permohonan/{application.number}/{application.secret}/").content.decode()
    assert "/survei/" not in page


def test_a_withdrawal_invites_nobody(world: World, now: datetime) -> None:
    application = application_in(states.WITHDRAWN, world=world, now=now)
    react_to_news(now + timedelta(days=1))
    assert queries.invitation_for(application.reference) is None
