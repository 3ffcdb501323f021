"""A letter that answers to a case is added to it, as if its citizen had written on the page of the case.

What the office of a complaint asked for is completed by a letter. What is asked at an application is answered
requirement by requirement: there a letter is shown to the office and completes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from melayani.delivery.applications import access as application_access
from melayani.delivery.applications import actions as applications
from melayani.delivery.applications import states as application_states
from melayani.delivery.appointments import access as visit_access
from melayani.delivery.appointments import actions as visits
from melayani.delivery.queues import access as ticket_access
from melayani.delivery.queues import actions as tickets
from melayani.entrances.mailbox import filing
from melayani.entrances.mailbox.letter import Letter
from melayani.foundation.messaging import correspondence
from melayani.foundation.messaging.models import Contact
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Citizen
from melayani.voice.complaints import access as complaint_access
from melayani.voice.complaints import actions as complaints
from melayani.voice.complaints import rules as complaint_rules
from melayani.voice.complaints import states as complaint_states
from melayani.voice.disclosure import access as request_access
from melayani.voice.disclosure import actions as disclosure

SEE_FILES = "(lihat lampiran)"
REFUSED = (
    complaints.ActionRefused,
    applications.ActionRefused,
    disclosure.ActionRefused,
    visits.ActionRefused,
    tickets.ActionRefused,
)
Proof = Callable[[int, str], bool]  # whether the holder of that contact, or of that address of the case, was written to
Write = Callable[..., object]  # text, files, actor, now


@dataclass(frozen=True)
class Case:
    """A case that a letter may be added to: whose it is, how it is added, and what its citizen is told then.

    `receipt` names the message of this door; `pages` are addresses of the citizen's pages, `context` further words.
    """

    number: str
    contact: Contact
    organisation: Organisation
    write: Write
    receipt: str
    pages: Mapping[str, tuple[str, tuple[str, ...]]]
    files_most: int = correspondence.FILES_MAX
    context: Mapping[str, Any] = field(default_factory=dict)
    mail: str = ""  # the e-mail address that the case names

    @property
    def citizen(self) -> Citizen:
        return Citizen(contact_id=self.contact.pk)

    def add(self, letter: Letter, *, sender: Contact, files: Sequence[UUID], now: datetime) -> None:
        """Write the words and files of the letter on the case; the officers in charge see or hear of it.

        Who writes from another address holds what was sent to the citizen, and is named. Call it inside a transaction.
        Raises one of REFUSED once the case is over, or for words that it cannot take.
        """
        is_own = sender.pk == self.contact.pk or letter.sender == self.mail
        words = words_of(letter, is_other=not is_own)
        self.write(actor=self.citizen, text=words, files=files, now=now)

    def told(self) -> dict[str, Any]:
        """What the receipt says, in the language of the citizen."""
        with translation.override(self.contact.language):
            urls = {
                name: f"{settings.PUBLIC_URL}{reverse(page, args=args)}" for name, (page, args) in self.pages.items()
            }
        return {"number": self.number, **urls, **self.context}


def find(number: str, proves: Proof) -> Case | None:
    """The case of this number when the letter proves that its sender belongs to it; None for any other."""
    made = KINDS.get(number[:3])
    return made(number, proves) if made else None


def words_of(letter: Letter, *, is_other: bool) -> str:
    said = letter.said.strip() or SEE_FILES
    return filing.shortened(f"{letter.sender}:\n{said}" if is_other else said)


def _complaint(number: str, proves: Proof) -> Case | None:
    row = complaint_access.get_by_proof(number, proves)
    if row is None or row.contact is None:
        return None
    verb = complaint_states.completing(verified=row.verified_at is not None)
    act = complaints.complete if complaint_states.next_state(row.state, verb) else complaints.reply
    own = (row.number, row.secret)
    return Case(
        number=row.number,
        contact=row.contact,
        organisation=row.organisation,
        write=lambda **given: act(complaint=row, secret=row.secret, **given),
        receipt="added",
        pages={"page": ("complaints:case", own)},
        files_most=complaint_rules.FILES_MAX,
        mail=row.email,
        context={"due_at": row.due_at, "zone": row.coordinator.time_zone},
    )


def _application(number: str, proves: Proof) -> Case | None:
    row = application_access.get_by_proof(number, proves)
    if row is None or row.contact is None:
        return None
    own = (row.number, row.secret)
    returned = row.state == application_states.RETURNED
    return Case(
        number=row.number,
        contact=row.contact,
        organisation=row.organisation,
        write=lambda **given: applications.write(application=row, secret=row.secret, **given),
        receipt="added_application",
        pages={"page": ("applications:case", own), "answer_page": ("applications:answer", own)},
        mail=row.email,
        context={"service": row.service.title, "unit": row.organisation.name, "returned": returned},
    )


def _request(number: str, proves: Proof) -> Case | None:
    row = request_access.get_by_proof(number, proves)
    if row is None or row.contact is None:
        return None
    return Case(
        number=row.number,
        contact=row.contact,
        organisation=row.organisation,
        write=lambda **given: disclosure.write(request=row, secret=row.secret, **given),
        receipt="added_request",
        pages={"page": ("disclosure:case", (row.number, row.secret))},
        mail=row.email,
        context={"unit": row.organisation.name},
    )


def _visit(number: str, proves: Proof) -> Case | None:
    row = visit_access.get_by_proof(number, proves)
    if row is None or row.contact is None:
        return None
    own = (row.number, row.secret)
    unit = row.organisation
    return Case(
        number=row.number,
        contact=row.contact,
        organisation=unit,
        write=lambda **given: visits.write(booking=row, secret=row.secret, **given),
        receipt="added_visit",
        pages={
            "page": ("appointments:ticket", own),
            "change": ("appointments:change", own),
            "cancel": ("appointments:cancel", own),
        },
        mail=row.email,
        context={
            "service": row.service.title,
            "unit": unit.name,
            "starts_at": row.starts_at,
            "zone": unit.time_zone,
        },
    )


def _ticket(number: str, proves: Proof) -> Case | None:
    row = ticket_access.get_by_proof(number, proves)
    if row is None or row.contact is None:
        return None
    own = (row.number, row.secret)
    return Case(
        number=row.number,
        contact=row.contact,
        organisation=row.line.unit,
        write=lambda **given: tickets.write(ticket=row, secret=row.secret, **given),
        receipt="added_ticket",
        pages={"page": ("queues:ticket", own), "leave": ("queues:leave", own)},
        context={"code": row.code, "place": row.site.organisation.name},
    )


KINDS: dict[str, Callable[[str, Proof], Case | None]] = {
    "ADU": _complaint,
    "PMH": _application,
    "INF": _request,
    "KBR": _request,  # an objection is lodged on its own form; words about it belong to the request
    "JNJ": _visit,
    "ATR": _ticket,
}
