"""What follows from a change: followers hear of it, and guests when it was called off. The page never waits for it."""

from __future__ import annotations

from datetime import datetime

from melayani.foundation.audit import on_event
from melayani.foundation.audit.models import Event
from melayani.voice.consultations import telling
from melayani.voice.consultations.models import Consultation
from melayani.voice.consultations.states import invitations

NEWS = {
    "consultation.moved": "moved",
    "consultation.cancelled": "cancelled",
    "consultation.held": "held",
    "consultation.published": "published",
    "consultation.progress_reported": "progress",
    "consultation.commitment_done": "done",
    "consultation.commitment_reopened": "reopened",
    "consultation.commitment_overdue": "overdue",
}
OF_PROMISES = frozenset({"progress", "done", "reopened", "overdue"})


@on_event(*NEWS, consumer="consultations.news")
def tell_followers(event: Event, now: datetime) -> None:
    """Each follower once per event (a repeat finds the messages); what happened before one followed is no news."""
    row = Consultation.objects.select_related("organisation").get(number=event.subject_number)
    if NEWS[event.name] in OF_PROMISES and row.published_at is None:
        return  # signed, and not yet before the public: the page behind the message would not show it
    more = {"action": event.data.get("action", ""), "reason": event.data.get("reason", "")}
    for follower in row.followers.filter(since__lte=event.at).select_related("contact").iterator():
        telling.news(follower, row, NEWS[event.name], event=event.pk, now=now, **more)


@on_event("consultation.published", consumer="consultations.answered")
def tell_authors(event: Event, now: datetime) -> None:
    """Who contributed with a contact: what became of it stands behind the own link; each once."""
    row = Consultation.objects.select_related("organisation").get(number=event.subject_number)
    for one in row.contributions.exclude(token_hash=None).select_related("contact", "invitation__contact").iterator():
        telling.answered(one, row, now=now)


@on_event("consultation.cancelled", consumer="consultations.called_off")
def tell_guests(event: Event, now: datetime) -> None:
    """Guests whose invitation was sent and who did not decline."""
    row = Consultation.objects.select_related("organisation").get(number=event.subject_number)
    asked = row.invitations.filter(state__in=(invitations.SENT, invitations.ACCEPTED))
    for guest in asked.select_related("contact").iterator():
        telling.called_off(guest, row, now=now)
