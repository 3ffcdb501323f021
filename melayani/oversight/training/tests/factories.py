"""Events and participants for tests, named by situation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from melayani.foundation.audit import SYSTEM
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.models import Contact
from melayani.foundation.organisations.models import Level, Organisation, Region
from melayani.foundation.people import Citizen
from melayani.oversight.training import actions
from melayani.oversight.training.models import Event, Registration, Session
from tests.remembered import remembered

numbers = count(1)
QUESTIONS = (
    actions.Asked("Berapa komponen standar pelayanan?", ["7", "14", "21"], 1),
    actions.Asked("Berapa unsur SKM?", ["9", "5"], 0),
)


def region(code: str, name: str) -> Region:
    level = Level.PROVINCE if len(code) == 2 else Level.REGENCY
    found, _ = Region.objects.get_or_create(code=code, defaults={"name": name, "level": level})
    return found


@remembered
def drafted(organisation: Organisation, *, now: datetime, **given: Any) -> Event:
    """An event that nobody sees yet."""
    known = {"title": "Bimtek standar pelayanan", "kind": "technical_guidance", "topics": ["service_standard"]}
    return actions.draft_event(actor=SYSTEM, organisation=organisation, now=now, **{**known, **given})


def with_session(event: Event, *, now: datetime, days: int = 7, hours: int = 4, **given: Any) -> Session:
    """A session of the event, a week ahead."""
    starts = now + timedelta(days=days)
    known: dict[str, Any] = {"starts_at": starts, "ends_at": starts + timedelta(hours=hours), "capacity": 30}
    return actions.save_session(actor=SYSTEM, event=event, plan=actions.Plan(**{**known, **given}), now=now)


@remembered
def open_session(organisation: Organisation, *, now: datetime, event: Any = None, **given: Any) -> Session:
    """A session of an announced event, open for registration."""
    row = drafted(organisation, now=now, **(event or {}))
    session = with_session(row, now=now, **given)
    actions.publish(actor=SYSTEM, event=row, now=now)
    return again(session)


def again(session: Session) -> Session:
    """The session as it stands now, with its event."""
    return Session.objects.select_related("event__organisation").get(pk=session.pk)


def contact(now: datetime, number: int | None = None) -> Contact:
    return keep_contact(email=f"peserta{number or next(numbers)}@contoh.id", now=now)


def person(number: int = 1, **given: Any) -> actions.Participant:
    """Somebody of a permit office in some regency."""
    known: dict[str, Any] = {
        "name": f"Contoh Peserta {number}",
        "position": "Analis kebijakan",
        "office": "permit_office",
        "agency_name": f"DPMPTSP Contoh {number}",
    }
    return actions.Participant(**{**known, **given})


@remembered
def registered(session: Session, *, now: datetime, who: actions.Participant | None = None, **more: Any) -> Registration:
    """One more person at the session, wherever there is room."""
    number = next(numbers)
    return actions.register(
        actor=Citizen(token="x"),
        session=again(session),
        who=who or person(number),
        contact=contact(now, number),
        now=now,
        **more,
    )


@remembered
def attended(session: Session, *, now: datetime, at: datetime | None = None, **more: Any) -> Registration:
    """Somebody who was there in every part."""
    row = registered(session, now=now, **more)
    for part in range(1, session.parts + 1):
        actions.mark_at_desk(actor=SYSTEM, registration=row, part=part, now=at or session.starts_at)
    return reread(row)


@remembered
def held(session: Session, *, now: datetime) -> Event:
    """The event after its end, declared over."""
    return actions.finish(actor=SYSTEM, event=session.event, now=now)


def reread(row: Registration) -> Registration:
    related = ("event__organisation", "session", "contact", "document")
    return Registration.objects.select_related(*related).get(pk=row.pk)


def all_states(rows: Sequence[Registration]) -> list[str]:
    return [reread(row).state for row in rows]


def no_lock(pause: Any) -> Any:
    """A gate that locks nothing and lets others come in between."""

    def look(pk: int) -> Session:
        row = Session.objects.select_related("event__organisation").get(pk=pk)
        pause()
        return row

    return look
