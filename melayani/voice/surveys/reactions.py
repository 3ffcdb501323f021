"""A decided application invites its applicant to the survey; a withdrawn one does not."""

from __future__ import annotations

from datetime import datetime

from melayani.delivery.applications.models import Application
from melayani.foundation.audit import on_event
from melayani.foundation.audit.models import Event
from melayani.voice.surveys import actions


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
