"""Which PPID keeps the register for a body, and who is told of a new request."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from melayani.foundation.messaging import queue
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.rules import NotAContact
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Kind, Organisation
from melayani.foundation.organisations.queries import ancestors_and_self
from melayani.foundation.people import nearest_officers
from melayani.foundation.people.models import Membership, Person
from melayani.foundation.people.rules import Role

GOVERNMENTS = {Kind.MINISTRY, Kind.PROVINCE, Kind.REGENCY, Kind.CITY}


def desk_for(organisation: Organisation, now: datetime) -> Organisation:
    """The nearest organisation at or above with a current information officer; else its government, else itself."""
    upwards = list(reversed(ancestors_and_self(organisation)))
    duties = Membership.objects.current(now).filter(role=Role.INFORMATION, organisation__in=upwards)
    staffed = set(duties.filter(person__is_active=True).values_list("organisation_id", flat=True))
    for node in upwards:
        if node.pk in staffed:
            return node
    return next((node for node in upwards if node.kind in GOVERNMENTS), organisation)


def holders(organisation: Organisation, role: Role, now: datetime) -> list[Person]:
    """Active people with the role at the organisation itself; when nobody has it there, at the nearest above."""
    return nearest_officers(organisation, [role], now)


def tell(
    people: list[Person],
    what: str,
    *,
    reference: Reference,
    path: str,
    desk: Organisation,
    now: datetime,
    context: dict[str, object],
    dedupe: str = "",
) -> None:
    """Queue the message `what` for officers at their sign-in address; one without a usable address gets none."""
    for person in people:
        try:
            contact = keep_contact(email=person.email, now=now)
        except NotAContact:
            continue
        queue(
            f"{reference.kind}.{what}",
            to=contact,
            template=f"disclosure/{what}",
            context={"desk": desk.name, "zone": desk.time_zone, "number": reference.number, **context},
            reference=Reference(reference.kind, reference.number, url=path),
            now=now,
            organisation=desk,
            language="id",
            dedupe_key=f"disclosure:{reference.number}:{what}:{person.pk}:{dedupe}",
        )


def office_path(name: str, number: str) -> str:
    """The path of an officer's page."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(f"disclosure_office:{name}", args=[number])
