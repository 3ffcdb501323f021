"""What every action on a case does: take the row under a lock, ask role and state again, move it, tell the citizen."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from melayani.delivery.applications import access, rules, states
from melayani.delivery.applications.models import Application, Pause
from melayani.foundation.audit import Actor
from melayani.foundation.messaging import queue, two_ways
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.people import tell_officers

# after so long a message is not sent any more, and its address and text are soon forgotten
LIVES = {"erased": timedelta(days=7)}


def begin(action: str, *, actor: Actor, application: Application, secret: str = "") -> Application:
    """The row under a lock, when `actor` may do `action` and nothing stands in its way; inside a transaction.

    Two officers at once: the second waits here and is told the new state. Raises NotAllowed, ActionRefused.
    """
    row = lock(application)
    access.demand(actor, action, row, secret=secret)
    if why := states.why_not_yet(row.state, action, facts_of(row)):
        raise rules.ActionRefused(" ".join(why))
    return row


def lock(application: Application) -> Application:
    rows = Application.objects.select_for_update(of=("self",))
    loaded = ("organisation", "service", "standard", "contact", "assigned_to")
    return rows.select_related(*loaded).get(pk=application.pk)


def facts_of(application: Application) -> states.Facts:
    """Judgements, payment and clock of the case as states.py needs them; three queries."""
    answers = list(application.answers.order_by("number"))
    return states.Facts(
        unjudged=tuple(row.label for row in answers if row.judgement == rules.UNJUDGED),
        not_met=tuple(row.label for row in answers if row.judgement == rules.NOT_MET),
        unpaid=any(row.state in ("requested", "proof_given") for row in application.payments.all()),
        disturbed=Pause.objects.open().filter(application=application, kind=rules.DISTURBANCE_PAUSE).exists(),
    )


def advance(application: Application, action: str, **changes: Any) -> None:
    """Move the case along the table by `action` and write the other `changes` with it."""
    target = states.next_state(application.state, action)
    if target is None:
        raise rules.ActionRefused(" ".join(states.why_not_yet(application.state, action, states.Facts())))
    application.state = target
    for name, value in changes.items():
        setattr(application, name, value)
    application.save(update_fields=["state", *changes])


def tell(application: Application, what: str, *, now: datetime, dedupe: str = "", **context: Any) -> None:
    """Queue the message `what` (messages/<what>.<language>.txt) for the citizen, with the link to the case.

    A citizen without telephone and e-mail has the paper code instead, and gets no message.
    """
    if application.contact is None:
        return
    contact, instead = two_ways(
        application.contact,
        phone=application.phone,
        email=application.email,
        vouched=application.channel != rules.WEB,
        now=now,
    )
    organisation = application.organisation
    queue(
        f"application.{what}",
        to=contact,
        instead=instead,
        template=f"applications/{what}",
        context={
            "service": application.service.title,
            "unit": organisation.name,
            "due_at": application.due_at,
            "zone": organisation.time_zone,
            **context,
        },
        reference=_told_of(application, case_path(application, contact.language)),
        now=now,
        organisation=organisation,
        dedupe_key=f"application:{application.number}:{what}:{dedupe}" if dedupe else None,
        life=LIVES.get(what),
    )


def _told_of(application: Application, url: str) -> Reference:
    """The case as a message names it, with the page that its reader opens."""
    one = application.reference
    return Reference(kind=one.kind, number=one.number, url=url, title=application.service.title)


def tell_officer(application: Application, what: str, *, by: Actor, dedupe: str, now: datetime) -> None:
    """Queue the message `what` for the officer who holds the case; nobody, while nobody does, and not whoever did it.

    The message carries the number and the service, never what was written: an inbox is no desk.
    """
    officer = application.assigned_to
    if officer is None or not officer.is_active:
        return
    tell_officers(
        [officer],
        f"application.{what}",
        template=f"applications/{what}",
        context={"service": application.service.title},
        reference=_told_of(application, reverse("applications_office:case", args=[application.number])),
        organisation=application.organisation,
        dedupe=f"{application.number}:{dedupe}",
        now=now,
        sparing=by.person_id,
    )


def tell_if_later(application: Application, later: bool, *, now: datetime) -> None:
    """A citizen whose due date moved back is told the new one, once per date."""
    if later and application.due_at is not None:
        tell(application, "later_due", now=now, dedupe=application.due_at.isoformat())


def case_path(application: Application, language: str = settings.LANGUAGE_CODE) -> str:
    """The path of the citizen's page of this case, in the language's own place."""
    with translation.override(language):
        return reverse("applications:case", args=[application.number, application.secret])


def event_data(application: Application) -> dict[str, Any]:
    """What events of a case carry so that those who hear them need not look: no personal data."""
    return {
        "service": application.service_id,
        "standard": application.standard_id,
        "channel": application.channel,
    }


def finding_path(language: str = settings.LANGUAGE_CODE) -> str:
    """The path of the page where number and paper code are typed."""
    with translation.override(language):
        return reverse("applications:index")
