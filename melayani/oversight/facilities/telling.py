"""Who hears what: the citizen who reported, those who keep the place, the owner of an improvement."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from melayani.foundation.messaging import queue
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.models import Contact
from melayani.foundation.messaging.rules import NotAContact
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.models import Person
from melayani.oversight.facilities import access, states
from melayani.oversight.facilities.inventory import inventory_on
from melayani.oversight.facilities.models import Improvement, MismatchReport

TOLD_AT_MOST = 10
NEWS = {
    states.reports.OPEN: "report_received",
    states.reports.SETTLED: "report_settled",
    states.reports.SET_ASIDE: "report_set_aside",
}


def item_name(key: str, language: str, now: datetime) -> str:
    """The name of an item in the list in force; its key when a later list does not know it."""
    found = inventory_on(now.date()).item(key)
    return found.name(language) if found else key


def report_path(report: MismatchReport, language: str = settings.LANGUAGE_CODE) -> str:
    """The page of the reporter, in the language's own place."""
    with translation.override(language):
        return reverse("facilities:report", args=[report.secret])


def tell_reporter(report: MismatchReport, organisation: Organisation, *, now: datetime) -> None:
    """Tell the reporter where the report stands; without a contact the secret link is all there is."""
    contact = report.contact
    if contact is None:
        return
    what = NEWS[report.state]
    context = {
        "item": item_name(report.item, contact.language, now),
        "confirmed": report.outcome == "confirmed",
        "answer": report.answer,
        "due": report.due_at,
    }
    reference = Reference(report.reference.kind, report.reference.number, url=report_path(report, contact.language))
    _send(contact, what, organisation, reference, now=now, context=context)


def tell_keepers(report: MismatchReport, organisation: Organisation, *, now: datetime) -> None:
    """Tell those who check the place itself, or the nearest above, that somebody should look again."""
    path = _office_path("report", organisation.slug, report.pk)
    reference = Reference(report.reference.kind, report.reference.number, url=path)
    context = {"item": item_name(report.item, "id", now), "due": report.due_at}
    for person in access.keepers_of(organisation, now)[:TOLD_AT_MOST]:
        _tell_person(person, "new_report", organisation, reference, now=now, context=context)


def tell_owner(improvement: Improvement, what: str, *, now: datetime) -> None:
    """Tell the owner of an improvement: planned, overdue."""
    path = _office_path("improvement", improvement.organisation.slug, improvement.pk)
    reference = Reference(improvement.reference.kind, improvement.reference.number, url=path)
    context = {
        "item": item_name(improvement.item, "id", now),
        "plan": improvement.plan,
        "due": improvement.due_at,
        "officer": improvement.owner.name,
    }
    _tell_person(improvement.owner, what, improvement.organisation, reference, now=now, context=context)


def _tell_person(
    person: Person, what: str, place: Organisation, reference: Reference, *, now: datetime, context: dict[str, Any]
) -> None:
    try:
        contact = keep_contact(email=person.email, now=now)
    except NotAContact:
        return
    _send(contact, what, place, reference, now=now, context=context, language="id")


def _send(
    contact: Contact,
    what: str,
    place: Organisation,
    reference: Reference,
    *,
    now: datetime,
    context: dict[str, Any],
    language: str = "",
) -> None:
    queue(
        f"facility.{what}",
        to=contact,
        template=f"facilities/{what}",
        context={"place": place.name, "zone": place.time_zone, **context},
        reference=reference,
        now=now,
        organisation=place,
        language=language,
        dedupe_key=f"{reference.kind}:{reference.number}:{what}:{contact.pk}:{now:%Y-%m-%d}",
    )


def _office_path(name: str, *arguments: object) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(f"facilities_office:{name}", args=arguments)
