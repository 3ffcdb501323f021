"""What every action on a case does: take the row under a lock, ask role and state again, move it, tell people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from melayani.foundation.audit import Actor
from melayani.foundation.messaging import queue
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.ways import two_ways
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.people import Officer
from melayani.voice.complaints import access, clock, rules, states
from melayani.voice.complaints.models import Complaint, Disposition, Entry, Follower, Kind, Publication
from melayani.voice.complaints.rules import filing

VOUCHED = frozenset({filing.COUNTER, filing.LETTER, filing.PHONE, filing.API})  # somebody else knows who it is


def begin(action: str, *, actor: Actor, complaint: Complaint, secret: str = "") -> Complaint:
    """The row under a lock, when `actor` may do `action` and nothing stands in its way; inside a transaction.

    Two officers at once: the second waits here and is told the new state. Raises NotAllowed, ActionRefused.
    """
    row = lock(complaint)
    access.demand(actor, action, row, secret=secret)
    if why := states.why_not_yet(row.state, action, facts_of(row)):
        raise rules.ActionRefused(" ".join(why))
    return row


def lock(complaint: Complaint) -> Complaint:
    rows = Complaint.objects.select_for_update(of=("self",))
    return rows.select_related(*access.LOADED).get(pk=complaint.pk)


def facts_of(complaint: Complaint) -> states.Facts:
    """Answers, dispositions and duplicates of the case as states.py needs them; three queries."""
    return states.Facts(
        has_answer=Entry.objects.filter(complaint=complaint).answers().exists(),
        has_disposition=open_disposition(complaint) is not None,
        verified=complaint.verified_at is not None,
        secret=complaint.secret_content,
        oversight=complaint.is_guarded,
        listed=complaint.category is None or complaint.category.listed,
        published=complaint.publication == Publication.PUBLISHED,
        withheld=complaint.publication in (Publication.WITHHELD, Publication.PRIVATE),
        master=complaint.master.number if complaint.master else "",
        duplicates=complaint.duplicates.count(),
        by_silence=complaint.outcome == states.AUTO_CLOSED,
    )


def open_disposition(complaint: Complaint) -> Disposition | None:
    """The last hand-over that was not returned, when the unit it named still holds the case."""
    rows = Disposition.objects.open().filter(complaint=complaint, to_organisation=complaint.organisation_id)
    return rows.select_related("from_organisation", "to_organisation").order_by("-at", "-pk").first()


def advance(complaint: Complaint, action: str, *, now: datetime, **changes: Any) -> None:
    """Move the case along the table by `action` and write the other `changes`, the clocks and the desk's order with it.

    Whoever changes a clock's start sets it first and calls clock.set_clocks; what is due next is computed here.
    """
    target = states.next_state(complaint.state, action)
    if target is None:
        raise rules.ActionRefused(" ".join(states.why_not_yet(complaint.state, action, states.Facts())))
    complaint.state = target
    keep(complaint, now=now, **changes)


def keep(complaint: Complaint, *, now: datetime, **changes: Any) -> None:
    """Write `changes`, the clocks and what is due next, without a move."""
    for name, value in changes.items():
        setattr(complaint, name, value)
    complaint.updated_at = now
    clock.look_ahead(complaint)
    fields = {"state", "updated_at", *clock.FIELDS, *clock.RESPONSE_FIELDS, *changes}
    complaint.save(update_fields=sorted(fields))


# --- the reporter -----------------------------------------------------------------------------------------------------
def tell(complaint: Complaint, what: str, *, now: datetime, dedupe: str = "", **context: Any) -> None:
    """Queue the message `what` (messages/<what>.<language>.txt) for the reporter, with the link to the case.

    An anonymous reporter is told, too: the platform knows where, no officer does. A reporter without telephone and
    e-mail has the paper code instead, and gets no message.
    """
    if complaint.contact is None:
        return
    contact, instead = two_ways(
        complaint.contact, phone=complaint.phone, email=complaint.email, vouched=complaint.channel in VOUCHED, now=now
    )
    queue(
        f"complaint.{what}",
        to=contact,
        instead=instead,
        template=f"complaints/{what}",
        context=_context(complaint, context),
        reference=_linked(complaint, case_path(complaint, contact.language)),
        now=now,
        organisation=complaint.organisation,
        dedupe_key=f"complaint:{complaint.number}:{what}:{dedupe}" if dedupe else None,
    )


FOLLOWERS_AT_MOST = 1000


def tell_followers(complaint: Complaint, what: str, *, now: datetime, dedupe: str = "", **context: Any) -> None:
    """Queue `what` for everybody who joined the published report, with the link to its public page."""
    if complaint.publication != Publication.PUBLISHED:
        return
    followers = complaint.followers.select_related("contact").exclude(contact=complaint.contact_id).order_by("pk")
    for follower in followers[:FOLLOWERS_AT_MOST]:
        tell_follower(complaint, follower, what, now=now, dedupe=dedupe, **context)


def tell_follower(
    complaint: Complaint, follower: Follower, what: str, *, now: datetime, dedupe: str = "", **context: Any
) -> None:
    """Queue `what` for one who joined (contact loaded), with the link to the public page."""
    contact = follower.contact
    queue(
        f"complaint.{what}",
        to=contact,
        template=f"complaints/{what}",
        context=_context(complaint, context),
        reference=_linked(complaint, public_path(complaint, contact.language)),
        now=now,
        organisation=complaint.organisation,
        dedupe_key=f"complaint:{complaint.number}:{what}:{dedupe}:{follower.pk}" if dedupe else None,
    )


def tell_if_later(complaint: Complaint, later: bool, *, now: datetime) -> None:
    """A reporter whose date moved back is told the new one, once per date."""
    if later and complaint.due_at is not None:
        tell(complaint, "later_due", now=now, dedupe=complaint.due_at.isoformat())


# --- officers ---------------------------------------------------------------------------------------------------------
def tell_officers(
    complaint: Complaint, what: str, people: Iterable[Officer], *, now: datetime, dedupe: str = "", **context: Any
) -> int:
    """Queue `what` for officers at their own addresses, with the link to the desk; return how many.

    The message carries number, kind and dates, never the content: an inbox is no desk.
    """
    told = 0
    for officer in access.without_hidden(people, complaint):
        contact = keep_contact(email=officer.person.email, language="id", now=now)
        key = f"complaint:{complaint.number}:{what}:{dedupe}:officer-{officer.person_id}" if dedupe else None
        queue(
            f"complaint.{what}",
            to=contact,
            template=f"complaints/{what}",
            context=_context(complaint, {"officer": officer.name, **context}),
            reference=_linked(complaint, desk_path(complaint)),
            now=now,
            organisation=complaint.organisation,
            dedupe_key=key,
            language="id",
        )
        told += 1
    return told


# --- links and words --------------------------------------------------------------------------------------------------
def case_path(complaint: Complaint, language: str = settings.LANGUAGE_CODE) -> str:
    """The path of the reporter's page of this case, in the language's own place."""
    with translation.override(language):
        return reverse("complaints:case", args=[complaint.number, complaint.secret])


def public_path(complaint: Complaint, language: str = settings.LANGUAGE_CODE) -> str:
    """The path of the public page of this case."""
    with translation.override(language):
        return reverse("complaints:public_case", args=[complaint.number])


def desk_path(complaint: Complaint) -> str:
    """The path of the officers' page of this case."""
    return reverse("complaints_office:case", args=[complaint.number])


def event_data(complaint: Complaint) -> dict[str, Any]:
    """What events of a case carry so that those who hear them need not look: no personal data, no content."""
    return {
        "kind": complaint.kind,
        "class": complaint.complaint_class,
        "channel": complaint.channel,
        "service": complaint.service_id,
        "category": complaint.category_id,
    }


def _context(complaint: Complaint, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": Kind(complaint.kind).label,
        "unit": complaint.organisation.name,
        "coordinator": complaint.coordinator.name,
        "due_at": complaint.due_at,
        "closes_at": complaint.closes_at,
        "zone": complaint.coordinator.time_zone,
        **more,
    }


def _linked(complaint: Complaint, url: str) -> Reference:
    return Reference(
        kind=complaint.reference.kind, number=complaint.number, url=url, title=str(Kind(complaint.kind).label)
    )
