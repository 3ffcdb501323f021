"""A case calls its owner to the counter at which the officer sits: a number and its call in one step."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from melayani.delivery.applications.models import Application
from melayani.delivery.queues import actions, rules
from melayani.delivery.queues import queries as queues
from melayani.delivery.queues.models import Counter, Line, Ticket
from melayani.foundation.people import Officer

NOT_SEATED = "Duduklah dulu di sebuah loket; pemohon dipanggil ke sana."
NO_LINE = "Loket Anda tidak punya antrean untuk layanan ini."


def counter_for(officer: Officer, application: Application) -> tuple[Counter, Line]:
    """The officer's counter and its line for the case's service, or its first line. Raises ActionRefused without."""
    counter = queues.my_counter(officer)
    if counter is None:
        raise rules.ActionRefused(NOT_SEATED)
    lines = queues.lines_of(counter)
    fitting = [line for line in lines if line.service_id == application.service_id]
    if not lines or lines[0].unit_id != application.organisation_id and not fitting:
        raise rules.ActionRefused(NO_LINE)
    return counter, (fitting or lines)[0]


@transaction.atomic
def call_owner(*, actor: Officer, application: Application, request_key: str, now: datetime) -> Ticket:
    """Call whoever filed the case: the number stands on the screens, and the citizen gets a message with the link.

    Sent twice it is one number. Raises ActionRefused (no counter, somebody is there), NotAllowed.
    """
    counter, line = counter_for(actor, application)
    ticket = actions.take_ticket(
        actor=actor,
        site=line.site,
        line=line,
        way=rules.CASE,
        priority=False,
        contact=application.contact,
        case_number=application.number,
        request_key=request_key,
        now=now,
    )
    if ticket.called_at is not None:
        return ticket
    return actions.call(actor=actor, counter=counter, ticket=ticket, now=now)
