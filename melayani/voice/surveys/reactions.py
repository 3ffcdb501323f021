"""A decided application or a finished visit invites to the survey, once; a unit that moved is counted anew."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Min

from melayani.delivery.applications.models import Application
from melayani.delivery.catalogue.queries import published_standard
from melayani.delivery.queues.queries import public_state
from melayani.foundation.audit import on_event
from melayani.foundation.audit.models import Event
from melayani.voice.surveys import actions
from melayani.voice.surveys.models import Response


@on_event("application.issued", "application.refused", consumer="surveys.invite")
def invite_after_decision(event: Event, now: datetime) -> None:
    rows = Application.objects.of_number(event.subject_number).select_related("organisation", "contact")
    application = rows.get()
    actions.invite(
        reference=application.reference,
        organisation=application.organisation,
        service_id=event.data["service"],
        standard_id=event.data["standard"],
        channel=event.data["channel"],
        contact=application.contact,
        now=now,
    )


@on_event("ticket.finished", consumer="surveys.invite_after_visit")
def invite_after_visit(event: Event, now: datetime) -> None:
    """A visit that became an application is judged with the application; a service without a standard by nobody."""
    ticket = public_state(event.subject_number)
    standard = published_standard(event.data["service"])
    if ticket is None or standard is None or ticket.case_number:
        return
    actions.invite(
        reference=ticket.reference,
        organisation=ticket.line.unit,
        service_id=event.data["service"],
        standard_id=standard.pk,
        channel="counter",
        contact=ticket.contact,
        now=now,
    )


@on_event("organisation.moved", consumer="surveys.count_anew")
def count_anew(event: Event, now: datetime) -> None:
    """Months hold everything below a unit, so those of the old and the new parents are summed again."""
    first = Response.objects.aggregate(first=Min("day"))["first"]
    if first is not None:
        actions.rebuild_totals(since=first, until=now.date() + timedelta(days=1))
