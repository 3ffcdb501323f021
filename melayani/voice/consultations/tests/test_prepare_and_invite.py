"""Plan, announce, invite, answer: the verbs, who may, what is told, and bad input that loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from melayani.delivery.catalogue import actions as catalogue
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer, signed_in
from melayani.voice.consultations import actions, rules
from melayani.voice.consultations.actions.inviting import Invited
from melayani.voice.consultations.models import Consultation, Invitation, Topic
from melayani.voice.consultations.rules import planning
from melayani.voice.consultations.tests import factories

pytestmark = pytest.mark.django_db

SignIn = Callable[[Officer], Client]


def names(row: Consultation) -> list[str]:
    rows = Event.objects.filter(subject_kind="consultation", subject_number=row.number).order_by("pk")
    return list(rows.values_list("name", flat=True))


def test_nobody_outside_sees_a_plan_before_it_is_announced(world: World, client: Client) -> None:
    now = timezone.now()
    row = factories.planned(world, now)
    assert client.get(f"/konsultasi/{row.number}/").status_code == 404
    assert row.title not in client.get("/konsultasi/").content.decode()
    actions.announce(actor=world.bontang_head, consultation=row, now=now)
    page = client.get(f"/konsultasi/{row.number}/").content.decode()
    assert row.title in page
    assert "Jam buka loket" in page
    assert names(row) == ["consultation.planned", "consultation.topic_added", "consultation.announced"]


def test_strangers_may_not_plan_announce_or_invite(world: World) -> None:
    now = timezone.now()
    row = factories.planned(world, now)
    for stranger in (world.bengkalis_head, world.bontang_counter, factories.CITIZEN):
        given: dict[str, Any] = {"actor": stranger, "now": now}
        with pytest.raises(rules.NotAllowed):
            actions.plan_consultation(organisation=world.bontang, plan=factories.plan(now), **given)
        with pytest.raises(rules.NotAllowed):
            actions.announce(consultation=row, **given)
        with pytest.raises(rules.NotAllowed):
            actions.invite(consultation=row, guest=Invited(kind="users", name="A", email="a@b.id"), **given)
        with pytest.raises(rules.NotAllowed):
            actions.cancel(consultation=row, reason="Tidak", **given)
    assert Consultation.objects.get().state == "planned"


def test_a_processor_invites_but_does_not_announce(world: World) -> None:
    now = timezone.now()
    row = factories.planned(world, now)
    guest = Invited(kind="users", name="Contoh", on_paper=True)
    actions.invite(actor=world.bontang_processor, consultation=row, guest=guest, now=now)
    with pytest.raises(rules.NotAllowed):
        actions.announce(actor=world.bontang_processor, consultation=row, now=now)


def test_a_consultation_without_topic_or_date_is_not_announced(world: World) -> None:
    now, head = timezone.now(), world.bontang_head
    bare = factories.plan(now, opens_on=None, closes_on=None, starts_at=None, ends_at=None)
    row = actions.plan_consultation(actor=head, organisation=world.bontang, plan=bare, now=now)
    with pytest.raises(rules.ActionRefused, match="pokok bahasan.*tanggal pertemuan"):
        actions.announce(actor=head, consultation=row, now=now)


def test_topics_come_from_standards_elements_and_complaints(world: World) -> None:
    now, head = timezone.now(), world.bontang_head
    row = factories.planned(world, now)
    slug = factories.service_slug(world)
    common: dict[str, Any] = {"actor": head, "consultation": row, "now": now}
    standard = actions.add_topic(kind=planning.STANDARD, reference=slug, component="duration", **common)
    assert (standard.service_slug, standard.component) == (slug, "duration")
    assert actions.add_topic(kind=planning.ELEMENT, reference="time", **common).title == "Waktu penyelesaian"
    with pytest.raises(rules.InputRefused) as refused:
        actions.add_topic(kind=planning.COMPLAINT, reference="ADU-7", **common)
    assert set(refused.value.problems) == {"complaint", "title"}
    bad: list[dict[str, Any]] = [{"kind": planning.STANDARD, "reference": "tidak-ada"}, {"kind": "x"}]
    for wrong in (*bad, {"kind": planning.ELEMENT}):
        with pytest.raises(rules.InputRefused):
            actions.add_topic(**wrong, **common)
    assert Topic.objects.filter(consultation=row).count() == 3


def test_a_first_standard_is_discussed_before_it_is_in_force(world: World, client: Client) -> None:
    """Citizens read what is discussed; no link leads to a standard that they cannot read yet."""
    now, head = timezone.now(), world.bontang_head
    common: dict[str, Any] = {"title": "Legalisasi akta", "group": "adminduk", "channels": [], "actor": head}
    service = catalogue.create_service(agency=world.bontang, now=now, **common)
    elsewhere = catalogue.create_service(agency=world.bengkalis, now=now, **{**common, "actor": world.bengkalis_head})
    row = factories.about(world, service, now)
    with pytest.raises(rules.InputRefused):
        actions.add_topic(actor=head, consultation=row, kind=planning.STANDARD, reference=elsewhere.slug, now=now)
    html = client.get(f"/konsultasi/{row.number}/").content.decode()
    assert "Legalisasi akta" in html
    assert f"/layanan/{service.slug}/" not in html
    topics = signed_in(Client(), head).get(f"/kantor/konsultasi/{row.number}/topik/").content.decode()
    assert f"/kantor/standar/layanan/{service.slug}/" in topics


def test_a_moved_meeting_is_told_only_once_announced(world: World) -> None:
    now, head = timezone.now(), world.bontang_head
    row = factories.planned(world, now)
    actions.change_plan(actor=head, consultation=row, plan=factories.plan(now, place="Balai"), now=now)
    actions.announce(actor=head, consultation=row, now=now)
    actions.change_plan(actor=head, consultation=row, plan=factories.plan(now, place="Balai", title="Lain"), now=now)
    actions.change_plan(actor=head, consultation=row, plan=factories.plan(now, place="Pendopo"), now=now)
    assert names(row)[-4:] == [
        "consultation.changed",
        "consultation.announced",
        "consultation.changed",
        "consultation.moved",
    ]


def test_an_invitation_is_sent_once_with_a_secret_link_and_answered(world: World, client: Client) -> None:
    now = timezone.now()
    row = factories.planned(world, now)
    factories.guest(world, row, now)
    factories.guest(world, row, now, name="Contoh Kabar", kind="media", on_paper=True)
    with pytest.raises(rules.ActionRefused, match="Umumkan"):
        actions.send_invitations(actor=world.bontang_head, consultation=row, now=now)
    actions.announce(actor=world.bontang_head, consultation=row, now=now)
    assert actions.send_invitations(actor=world.bontang_head, consultation=row, now=now) == 2
    with pytest.raises(rules.ActionRefused, match="Tidak ada undangan"):
        actions.send_invitations(actor=world.bontang_head, consultation=row, now=now)
    message = OutboxMessage.objects.get(event="consultation.invited")  # the guest on paper gets none
    token = Invitation.objects.get(kind="users").token
    assert f"/konsultasi/undangan/{token}/" in message.body
    assert "Aula kantor" in message.body
    path = f"/konsultasi/undangan/{token}/"
    assert "Contoh Tamu" in client.get(path).content.decode()
    answer = client.post(path, {"step": "reply", "comes": "ya", "need": "Kursi roda"}, follow=True)
    assert "Kami menunggu Anda" in answer.content.decode()
    found = Invitation.objects.get(kind="users")
    assert (found.state, found.need) == ("accepted", "Kursi roda")
    client.post(path, {"step": "reply", "comes": "tidak"})
    assert Invitation.objects.get(kind="users").state == "declined"


def test_a_wrong_link_opens_nothing(world: World, client: Client) -> None:
    now = timezone.now()
    row = factories.announced(world, now)
    waiting = factories.guest(world, row, now)
    assert client.get("/konsultasi/undangan/bukan-rahasia/").status_code == 404
    assert client.get(f"/konsultasi/undangan/{waiting.token}/").status_code == 404  # not sent yet
    asked = factories.asked(world, row, now, email="lain@contoh.example")
    with pytest.raises(rules.NotAllowed):
        actions.answer_invitation(actor=factories.CITIZEN, invitation=asked, comes=True, token="salah", now=now)


def test_an_answer_after_the_meeting_is_refused(world: World) -> None:
    now = timezone.now()
    row = factories.meeting(world, now)
    asked = factories.asked(world, row, now)
    actions.note_attendance(actor=world.bontang_head, consultation=row, invitation=asked, once="", now=now)
    actions.hold(actor=world.bontang_head, consultation=row, now=now)
    with pytest.raises(rules.ActionRefused, match="tidak dapat dijawab"):
        actions.answer_invitation(actor=factories.CITIZEN, invitation=asked, comes=True, token=asked.token, now=now)


def test_the_same_contact_is_not_invited_twice(world: World, sign_in: SignIn) -> None:
    now = timezone.now()
    row = factories.planned(world, now)
    factories.guest(world, row, now)
    office = sign_in(world.bontang_head)
    typed = {"kind": "media", "name": "Contoh Lain", "email": "TAMU@contoh.example"}
    answer = office.post(f"/kantor/konsultasi/{row.number}/undangan/", typed)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "sudah ada dalam daftar" in html
    assert "Contoh Lain" in html  # nothing typed is lost
    bad = office.post(f"/kantor/konsultasi/{row.number}/undangan/", {"kind": "users", "name": "A", "phone": "12"})
    assert bad.status_code == 422
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("zone", ["Asia/Makassar", "Asia/Jayapura"])
def test_a_plan_is_typed_by_the_clock_of_the_office(world: World, sign_in: SignIn, zone: str) -> None:
    Organisation.objects.filter(pk=world.bontang.pk).update(time_zone=zone)
    office = sign_in(world.bontang_head)
    day = (timezone.now() + timedelta(days=20)).date()
    typed = {
        "unit": world.bontang.slug,
        "title": "Uji",
        "summary": "Uji",
        "purpose": "review",
        "form": "workshop",
        "starts_at": f"{day}T09:00",
        "ends_at": f"{day}T11:00",
        "seats_users": "4",
    }
    refused = office.post("/kantor/konsultasi/baru/", typed)
    assert refused.status_code == 422
    assert "Tulis tempatnya" in refused.content.decode()
    assert f"{day}T09:00" in refused.content.decode()
    answer = office.post("/kantor/konsultasi/baru/", {**typed, "place": "Aula"})
    row = Consultation.objects.get()
    assert answer["Location"] == f"/kantor/konsultasi/{row.number}/topik/"
    assert row.starts_at is not None
    assert row.starts_at.astimezone(ZoneInfo(zone)).hour == 9  # not of Jakarta
    assert row.quota == {"users": 4}
    assert f"{day}T09:00" in office.get(f"/kantor/konsultasi/{row.number}/ubah/").content.decode()


def test_cancelling_tells_guests_and_followers_why(world: World) -> None:
    now, head = timezone.now(), world.bontang_head
    row = factories.announced(world, now)
    factories.asked(world, row, now)
    actions.follow(actor=factories.CITIZEN, consultation=row, contact=factories.contact(now), now=now)
    with pytest.raises(rules.InputRefused, match="alasannya"):
        actions.cancel(actor=head, consultation=row, reason=" ", now=now)
    actions.cancel(actor=head, consultation=row, reason="Gedung banjir.", now=now)
    factories.react(now)
    factories.react(now)  # twice without harm
    for event in ("consultation.called_off", "consultation.news"):
        assert "Gedung banjir." in OutboxMessage.objects.get(event=event).body


def test_the_bureau_above_works_here_and_sees_masked_names(world: World, client: Client) -> None:
    now = timezone.now()
    row = factories.announced(world, now)
    factories.asked(world, row, now)
    bureau = officer(Role.BUREAU, world.bontang_city)
    html = signed_in(client, bureau).get(f"/kantor/konsultasi/{row.number}/undangan/").content.decode()
    assert "Contoh Tamu" not in html
    head = signed_in(Client(), world.bontang_head).get(f"/kantor/konsultasi/{row.number}/undangan/").content.decode()
    assert "Contoh Tamu" in head
