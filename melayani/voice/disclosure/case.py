"""What every action does: take the row under a lock, ask role and state again, move it, tell the requester."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from melayani.foundation.audit import Actor
from melayani.foundation.messaging import queue, two_ways
from melayani.foundation.numbers.rules import Reference
from melayani.voice.disclosure import access, rules, states, windows
from melayani.voice.disclosure.models import InformationObjection, InformationRequest
from melayani.voice.disclosure.rules import asking, limits
from melayani.voice.disclosure.states import objections as objection_states

VOUCHED = frozenset({asking.COUNTER, asking.LETTER, asking.PHONE, asking.API})  # somebody else knows who it is


def begin(
    action: str, *, actor: Actor, request: InformationRequest, now: datetime, secret: str = ""
) -> InformationRequest:
    """The row under a lock, when `actor` may do `action` and nothing stands in its way; inside a transaction.

    Two officers at once: the second waits here and is told the new state. Raises NotAllowed, ActionRefused.
    """
    row = lock(request)
    access.demand(actor, action, row, secret=secret)
    if why := states.why_not_yet(row.state, action, facts_of(row, now)):
        raise rules.ActionRefused(" ".join(why))
    return row


def lock(request: InformationRequest) -> InformationRequest:
    rows = InformationRequest.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "desk", "contact", "assigned_to").get(pk=request.pk)


def begin_objection(
    action: str, *, actor: Actor, objection: InformationObjection, secret: str = ""
) -> InformationObjection:
    """The objection under a lock, its request too (always first, so that nobody waits for the other)."""
    request = lock(objection.request)
    row = InformationObjection.objects.select_for_update(of=("self",)).select_related("desk").get(pk=objection.pk)
    row.request = request
    if action == objection_states.ANSWER:
        if not access.may_answer(actor, row):
            raise rules.NotAllowed(
                "Keberatan dijawab atasan PPID, bukan orang yang menangani atau memutuskan permintaannya."
            )
    else:
        access.demand(actor, action, request, secret=secret)
    if why := objection_states.why_not_yet(row.state, action):
        raise rules.ActionRefused(" ".join(why))
    return row


def facts_of(request: InformationRequest, now: datetime) -> states.Facts:
    """What states.py needs to know of the request at `now`; two queries."""
    objections = list(request.objections.all())
    running = any(row.state == objection_states.LODGED for row in objections)
    disputable = any(
        row.state == objection_states.ANSWERED and (row.dispute_until is None or row.dispute_until >= now)
        for row in objections
    )
    return states.Facts(
        extended=request.extended_at is not None,
        past_due=limits.is_late(due_at=request.due_at, notified_at=request.first_notified_at, now=now),
        notified=request.first_notified_at is not None,
        gives=request.gives,
        unpaid=request.is_unpaid,
        may_still_object=any(option.is_open(now) for option in windows.options(request, now)),
        objection_open=running or disputable,
    )


def advance(request: InformationRequest, action: str, *, now: datetime, **changes: Any) -> None:
    """Move the request along the table by `action` and write the other `changes` with it."""
    target = states.next_state(request.state, action)
    if target is None:
        raise rules.ActionRefused(" ".join(states.why_not_yet(request.state, action, states.Facts())))
    changes["updated_at"] = now
    request.state = target
    for name, value in changes.items():
        setattr(request, name, value)
    request.save(update_fields=["state", *changes])


def move(objection: InformationObjection, action: str, **changes: Any) -> None:
    """Move the objection along its table by `action` and write the other `changes` with it."""
    target = objection_states.next_state(objection.state, action)
    if target is None:
        raise rules.ActionRefused(" ".join(objection_states.why_not_yet(objection.state, action)))
    objection.state = target
    for name, value in changes.items():
        setattr(objection, name, value)
    objection.save(update_fields=["state", *changes])


def tell(request: InformationRequest, what: str, *, now: datetime, dedupe: str = "", **context: Any) -> None:
    """Queue the message `what` (messages/<what>.<language>.txt) for the requester, with the link to the request.

    A requester without telephone and e-mail has the paper code instead, and gets no message.
    """
    if request.contact is None:
        return
    contact, instead = two_ways(
        request.contact, phone=request.phone, email=request.email, vouched=request.channel in VOUCHED, now=now
    )
    queue(
        f"information_request.{what}",
        to=contact,
        instead=instead,
        template=f"disclosure/{what}",
        context={
            "office": request.organisation.name,
            "due_at": request.due_at,
            "zone": request.desk.time_zone,
            **context,
        },
        reference=Reference(
            kind=request.reference.kind,
            number=request.number,
            url=case_path(request, contact.language),
            title=request.organisation.name,
        ),
        now=now,
        organisation=request.organisation,
        dedupe_key=f"disclosure:{request.number}:{what}:{dedupe}" if dedupe else None,
    )


def case_path(request: InformationRequest, language: str = settings.LANGUAGE_CODE) -> str:
    """The path of the requester's page, in the language's own place."""
    with translation.override(language):
        return reverse("disclosure:case", args=[request.number, request.secret])


def finding_path(language: str = settings.LANGUAGE_CODE) -> str:
    """The path of the page where number and paper code are typed."""
    with translation.override(language):
        return reverse("disclosure:index")


def event_data(request: InformationRequest) -> dict[str, Any]:
    """What events carry so that those who hear them need not look: no personal data."""
    return {"organisation": request.organisation_id, "desk": request.desk_id, "channel": request.channel}
