"""Complaints on their way: each step by the real action, an hour after the one before."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Citizen
from melayani.voice.complaints import actions
from melayani.voice.complaints.models import Complaint
from melayani.voice.complaints.tests import factories
from melayani.voice.complaints.tests.factories import Town
from tests.remembered import remembered

HOUR = timedelta(hours=1)
SITI = Citizen(token="sesi-siti")
ANSWER = "Lubang sudah ditutup dengan aspal dingin pada hari Selasa."
CITY_ABOUT = "Jalan Contoh 2 belum diaspal."


def fresh(row: Complaint) -> Complaint:
    return Complaint.objects.select_related("organisation", "coordinator", "about", "master").get(pk=row.pk)


@remembered
def verified(town: Town, *, now: datetime, complaint_class: str = "non_oversight", **over: Any) -> Complaint:
    """Filed about the registry and verified by its liaison an hour later."""
    row = factories.filed(town, now=now, **over)
    return actions.verify(actor=town.registry_liaison, complaint=row, complaint_class=complaint_class, now=now + HOUR)


@remembered
def forwarded(town: Town, *, now: datetime, **over: Any) -> Complaint:
    """Given to the unit below the registry two hours after filing."""
    row = verified(town, now=now, **over)
    return actions.forward(
        actor=town.registry_liaison,
        complaint=row,
        to=town.unit,
        instruction="Periksa dan jawab.",
        now=now + 2 * HOUR,
    )


@remembered
def answered(town: Town, *, now: datetime, public_text: str = "", **over: Any) -> Complaint:
    """Answered by the unit three hours after filing."""
    row = forwarded(town, now=now, **over)
    return actions.answer(
        actor=town.unit_liaison, complaint=row, text=ANSWER, public_text=public_text, now=now + 3 * HOUR
    )


@remembered
def contested(town: Town, *, now: datetime, **over: Any) -> Complaint:
    """The reporter said four hours after filing that it is not solved."""
    row = answered(town, now=now, **over)
    return actions.contest(actor=SITI, complaint=row, secret=row.secret, reason="Masih berlubang.", now=now + 4 * HOUR)


@remembered
def closed(town: Town, *, now: datetime, **over: Any) -> Complaint:
    """The reporter agreed four hours after filing."""
    row = answered(town, now=now, **over)
    return actions.confirm(actor=SITI, complaint=row, secret=row.secret, satisfaction=4, now=now + 4 * HOUR)


@remembered
def published(town: Town, *, now: datetime, **over: Any) -> Complaint:
    """Verified and shown to everybody in other words two hours after filing."""
    row = verified(town, now=now, **over)
    return actions.publish(
        actor=town.registry_liaison,
        complaint=row,
        title="Jalan rusak",
        text="Jalan berlubang di depan sekolah.",
        now=now + 2 * HOUR,
    )


def to_reporter(row: Complaint, event: str) -> list[OutboxMessage]:
    """What the reporter was told under this name."""
    rows = OutboxMessage.objects.filter(reference_number=row.number, event=f"complaint.{event}")
    return list(rows.order_by("pk"))


def told(row: Complaint, event: str) -> list[str]:
    """The addresses of a message about the case."""
    return sorted(message.address for message in to_reporter(row, event))


def events(row: Complaint) -> list[str]:
    names = Event.objects.filter(subject_kind="complaint", subject_number=row.number).order_by("pk")
    return [name.removeprefix("complaint.") for name in names.values_list("name", flat=True)]
