"""Consultations for tests, named by situation. All of Bontang's civil registry unless said otherwise."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from melayani.delivery.catalogue.models import Service
from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.audit import react_to_news
from melayani.foundation.audit.models import Event
from melayani.foundation.documents import letterhead, render
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.models import Contact
from melayani.foundation.people import Citizen, Officer
from melayani.foundation.people.tests.factories import World
from melayani.voice.consultations import actions, rules
from melayani.voice.consultations.actions.inviting import Invited
from melayani.voice.consultations.models import Commitment, Consultation, Invitation
from melayani.voice.consultations.rules import planning, recording, stakeholders
from tests.remembered import remembered

CITIZEN = Citizen(token="warga-satu")


def plan(now: datetime, **changes: Any) -> rules.Plan:
    """A meeting in ten days with a window for contributions that begins today."""
    today = day(now)
    given: dict[str, Any] = {
        "title": "Waktu tunggu akta kelahiran",
        "summary": "Kami ingin memangkas waktu tunggu.",
        "purpose": planning.CHANGE,
        "form": planning.FACE_TO_FACE,
        "opens_on": today,
        "closes_on": today + timedelta(days=9),
        "starts_at": now + timedelta(days=10),
        "ends_at": now + timedelta(days=10, hours=3),
        "place": "Aula kantor",
        "quota": {stakeholders.USERS: 5, stakeholders.MEDIA: 1},
    }
    return rules.Plan(**{**given, **changes})


@remembered
def planned(world: World, now: datetime, **changes: Any) -> Consultation:
    row = actions.plan_consultation(
        actor=world.bontang_head, organisation=world.bontang, plan=plan(now, **changes), now=now
    )
    actions.add_topic(actor=world.bontang_head, consultation=row, kind=planning.OTHER, title="Jam buka loket", now=now)
    return row


@remembered
def announced(world: World, now: datetime, **changes: Any) -> Consultation:
    row = planned(world, now, **changes)
    return actions.announce(actor=world.bontang_head, consultation=row, now=now)


def meeting(world: World, now: datetime) -> Consultation:
    """The meeting began an hour ago; the window ended yesterday."""
    return announced_before(world, now, days=10, hours=1)


def announced_before(world: World, now: datetime, *, days: int, hours: int = 0) -> Consultation:
    """Announced so long ago that the meeting of `plan` began `hours` ago."""
    return announced(world, now - timedelta(days=days, hours=hours))


def contact(now: datetime, email: str = "warga@contoh.example") -> Contact:
    return keep_contact(email=email, now=now)


def guest(world: World, row: Consultation, now: datetime, **changes: Any) -> Invitation:
    """A guest of the users, on the list and not yet asked."""
    given: dict[str, Any] = {"kind": stakeholders.USERS, "name": "Contoh Tamu", "email": "tamu@contoh.example"}
    person = Invited(**{**given, **changes})
    return actions.invite(actor=world.bontang_head, consultation=row, guest=person, now=now)


def asked(world: World, row: Consultation, now: datetime, **changes: Any) -> Invitation:
    """A guest whose invitation was sent."""
    found = guest(world, row, now, **changes)
    actions.send_invitations(actor=world.bontang_head, consultation=row, now=now)
    return Invitation.objects.select_related("consultation__organisation", "contact").get(pk=found.pk)


def said(**changes: Any) -> rules.Said:
    given: dict[str, Any] = {"text": "Antrean terlalu lama setiap Senin pagi.", "kind": stakeholders.USERS}
    return rules.Said(**{**given, **changes})


def uploaded(officer: Officer, now: datetime, world: World) -> UUID:
    """A PDF that the officer uploaded, for a signed sheet or a material."""
    values: dict[str, Any] = {
        "title": "Lembar",
        "number": "1",
        "organisation": letterhead(world.bontang),
        "subject": "Uji",
    }
    values |= {"facts": [], "sections": [], "lines": [], "is_draft": True, "consultation": "", "date": ""}
    content = render("consultations/minutes", values, at=now)
    upload = SimpleUploadedFile("lembar.pdf", content, content_type="application/pdf")
    return attachments.store(upload=upload, actor=officer, now=now).pk


@remembered
def held(world: World, now: datetime) -> Consultation:
    """The meeting is over; one user came and spoke, one proposal was accepted and promised, the minutes are written."""
    row = meeting(world, now)
    head: dict[str, Any] = {"actor": world.bontang_head, "now": now}
    actions.note_attendance(consultation=row, name="Contoh Warga", kind=stakeholders.USERS, once="a", **head)
    spoken = actions.type_contribution(consultation=row, said=said(), once="m", **head)
    proposal = actions.add_proposal(consultation=row, text="Buka loket Sabtu.", entries=[spoken.entry], **head)
    proposal = actions.answer_proposal(proposal=proposal, answer=planning.ACCEPTED, **head)
    promised(world, row, now, proposal=proposal)
    actions.write_minutes(consultation=row, summary="Dibahas tertib.", **head)
    return actions.hold(consultation=row, **head)


def promised(world: World, row: Consultation, now: datetime, **changes: Any) -> Commitment:
    given: dict[str, Any] = {
        "action": "Loket buka Sabtu",
        "responsible": "Kepala bidang",
        "due": day(now, 30),
    }
    return actions.commit(actor=world.bontang_head, consultation=row, now=now, **{**given, **changes})


def signers() -> list[rules.Signer]:
    return [
        rules.Signer(recording.UNIT, "Contoh Kepala", "Kepala dinas"),
        rules.Signer(stakeholders.USERS, "Contoh Wakil", "Warga"),
    ]


@remembered
def signed(world: World, now: datetime) -> Consultation:
    row = held(world, now)
    head = world.bontang_head
    actions.sign_record(
        actor=head,
        consultation=row,
        signers=signers(),
        signed_on=row.today(now),
        scan=uploaded(head, now, world),
        now=now,
    )
    return Consultation.objects.select_related("organisation").get(pk=row.pk)


@remembered
def published(world: World, now: datetime) -> Consultation:
    return actions.publish(actor=world.bontang_head, consultation=signed(world, now), now=now)


def the_commitment(row: Consultation) -> Commitment:
    return Commitment.objects.select_related("consultation__organisation").get(consultation=row)


def service_slug(world: World) -> str:
    return str(published_service(world.bontang).slug)


def day(now: datetime, days: int = 0) -> date:
    """The day in Bontang, so many days on: an evening in UTC is the next day there."""
    return now.astimezone(ZoneInfo("Asia/Makassar")).date() + timedelta(days=days)


def react(now: datetime) -> None:
    """Let the worker take the news."""
    react_to_news(now + timedelta(seconds=1))


def events_of(row: Consultation) -> list[str]:
    rows = Event.objects.filter(subject_kind="consultation", subject_number=row.number).order_by("pk")
    return [name.removeprefix("consultation.") for name in rows.values_list("name", flat=True)]


@remembered
def about(world: World, service: Service, now: datetime, *, cancelled: bool = False) -> Consultation:
    """Announced, open for contributions, about the standard of the service."""
    row = announced(world, now)
    head: dict[str, Any] = {"actor": world.bontang_head, "consultation": row, "now": now}
    actions.add_topic(kind=planning.STANDARD, reference=service.slug, component="duration", **head)
    return actions.cancel(reason="Gedung dipakai.", **head) if cancelled else row


@remembered
def changed(world: World, service: Service, now: datetime) -> Consultation:
    """Published; its commitment changed the time of the service in the first version."""
    row = published(world, now)
    actions.link_clause(
        actor=world.bontang_head,
        commitment=the_commitment(row),
        service=service.slug,
        component="duration",
        version=1,
        now=now,
    )
    return row
