"""Sessions as entries of a calendar: of the public feed, of one event, of one participant."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from melayani.delivery.appointments.rules import Entry
from melayani.oversight.training import moving, states
from melayani.oversight.training.models import Registration, Session


def public_entry(session: Session, now: datetime) -> Entry:
    """A session for everybody: what, when, where, and the page of the event."""
    event = session.event
    url = settings.PUBLIC_URL + reverse("training:event", args=[event.slug])
    return Entry(
        uid=f"acara-{event.pk}-{session.number}@{urlsplit(settings.PUBLIC_URL).hostname}",
        sequence=0,
        starts_at=session.starts_at.astimezone(event.organisation.zone),
        ends_at=session.ends_at.astimezone(event.organisation.zone),
        all_day=not session.time_known,
        stamp=now,
        summary=f"{event.title}: {session.title}" if session.title else event.title,
        description=gettext("Diadakan oleh {organiser}. {link}").format(organiser=event.organisation.name, link=url),
        location=_place(session),
        url=url,
        cancelled=event.state == states.event.CANCELLED,
    )


def own_entry(registration: Registration, now: datetime) -> Entry:
    """The participant's session, with the secret link; a sequence that rises when the time moves."""
    session, event = registration.session, registration.event
    url = settings.PUBLIC_URL + moving.path_of(registration)
    return Entry(
        uid=f"{registration.key}@{urlsplit(settings.PUBLIC_URL).hostname}",
        sequence=registration.sequence,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        stamp=now,
        summary=event.title,
        description=gettext("Ruang daring, materi, dan pembatalan: {link}").format(link=url),
        location=_place(session),
        url=url,
        cancelled=registration.state in (states.WITHDRAWN, states.LAPSED, states.REJECTED),
    )


def _place(session: Session) -> str:
    return session.place or (gettext("Ruang daring") if session.has_room else "")
