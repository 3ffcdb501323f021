"""Calls that officers answered: an event on the case (or on the call itself), what was said kept apart, encrypted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import uuid4

from django.core.paginator import Page, Paginator
from django.db import transaction

from melayani.entrances.office.spoken import Spoken
from melayani.foundation.audit import record
from melayani.foundation.audit.models import Event
from melayani.foundation.audit.queries import personal_of
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.people import Officer

NAME, ROWS, TEXT_MAX = "call.noted", 25, 500
TOPICS = {
    "state": "menanyakan keadaan",
    "requirements": "menanyakan syarat atau cara",
    "completing": "melengkapi atau membetulkan",
    "visit": "jadwal datang",
    "complaint": "menyampaikan keluhan",
    "other": "hal lain",
}


@dataclass(frozen=True)
class Call:
    """One call of mine: when, about which case ("" for none), what was noted."""

    at: datetime
    number: str
    topic: str
    caller: str
    note: str
    promise: str
    promised_by: str


def note_call(
    *,
    actor: Officer,
    case: Spoken | None,
    topic: str,
    caller: str,
    note: str,
    promise: str,
    promised_by: date | None,
    now: datetime,
) -> Event:
    """Write down who called, about what, and what was promised. Without a case the call stands by itself.

    Words of people may name people: they are encrypted with the key of the case, and go with it.
    """
    subject = case.reference if case else Reference(kind="call", number=uuid4().hex)
    day = promised_by.isoformat() if promised_by else ""
    data = {"topic": TOPICS[topic], "promised": f"; dijanjikan kabar {day}" if day else "", "promised_by": day}
    personal = {"caller": caller, "note": note, "promise": promise}
    organisation = case.organisation if case else next(iter(actor.organisations), None)
    with transaction.atomic():
        return record(
            "call.noted", actor=actor, subject=subject, organisation=organisation, data=data, personal=personal, now=now
        )


def calls_today(officer: Officer, now: datetime, page: str) -> Page[Event]:
    """Events of my calls since midnight at my office, newest first, paged."""
    place = next(iter(officer.organisations), None)
    local = now.astimezone(place.zone) if place else now
    midnight = datetime.combine(local.date(), time(), tzinfo=local.tzinfo)
    rows = Event.objects.filter(name=NAME, person=officer.person_id, at__gte=midnight)
    return Paginator(rows.select_related("personal_row__subject_key").order_by("-at", "-pk"), ROWS).get_page(page)


def call_of(event: Event) -> Call:
    """The event as its officer reads it."""
    said = personal_of(event)
    return Call(
        at=event.at,
        number="" if event.subject_kind == "call" else event.subject_number,
        topic=str(event.data.get("topic", "")),
        caller=str(said.get("caller", "")),
        note=str(said.get("note", "")),
        promise=str(said.get("promise", "")),
        promised_by=str(event.data.get("promised_by", "")),
    )
