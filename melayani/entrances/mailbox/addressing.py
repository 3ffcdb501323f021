"""To whom a letter is addressed: a unit by its own address, a unit or a case by what stands behind the plus of ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from operator import eq

from django.conf import settings

from melayani.entrances.mailbox.letter import Letter
from melayani.foundation.messaging import threads
from melayani.foundation.messaging.models import Contact, ContactKind
from melayani.foundation.numbers.rules import read_number
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.organisations.queries import by_slug

PPID = "ppid"
ASKS_FOR_INFORMATION = re.compile(r"\b(ppid|kip|permintaan informasi|permohonan informasi|information request)\b", re.I)
NUMBER = re.compile(r"\b([A-Za-z]{3})[-–— ]?([0-9A-Za-z]{8})[-–— ]?([0-9A-Za-z])\b")


@dataclass(frozen=True)
class Claim:
    """A case that the letter names, and how it is asked whether the sender belongs to it."""

    number: str
    proves: Callable[[int, str], bool]  # contact of the case, e-mail address of the case
    is_certain: bool  # the letter answers a message of ours; a number in a subject may be there for any reason


@dataclass(frozen=True)
class Destination:
    """The office that is written to, if one is named; whether the address is one of ours at all; what is asked."""

    office: Organisation | None
    is_known: bool
    asks_for_information: bool


def claims_of(letter: Letter, sender: Contact) -> list[Claim]:
    """Cases that the letter is about, the surest first: by the tag, by our Message-ID, by a number in the subject."""
    found = []
    for plus in _behind_the_plus(letter):
        if tag := threads.read_tag(plus):
            found.append(Claim(tag.number, _was_written_to(tag.is_of), is_certain=True))
    message = threads.message_of(letter.references)
    if message is not None and read_number(message.reference_number):
        proof = _was_written_to(partial(eq, message.contact_id))
        found.append(Claim(message.reference_number, proof, is_certain=True))
    for parts in NUMBER.findall(letter.subject)[:3]:
        if number := read_number("-".join(parts)):
            found.append(Claim(number, lambda contact, _mail: contact == sender.pk, is_certain=False))
    return found


def _was_written_to(is_of: Callable[[int | None], bool]) -> Callable[[int, str], bool]:
    """A message goes to the contact of the case or, when that cannot be reached, to the e-mail address of the same
    person: an answer proves either."""

    def proves(contact: int, mail: str) -> bool:
        if is_of(contact):
            return True
        other = Contact.objects.with_value(ContactKind.EMAIL, mail).first() if mail else None
        return other is not None and is_of(other.pk)

    return proves


def destination_of(letter: Letter) -> Destination:
    """Where a letter goes that belongs to no case; the first recipient that is ours decides."""
    asks = bool(ASKS_FOR_INFORMATION.search(letter.subject))
    for address in letter.recipients:
        plus = _plus_of(address)
        if plus is None:
            office = Organisation.objects.filter(email__iexact=address).first()
            if office is not None:
                return Destination(office, True, asks)
        elif plus.split("-")[0] == PPID:
            office = by_slug(plus.removeprefix(PPID).strip("-"))
            return Destination(office, office is not None or plus == PPID, True)
        else:
            office = by_slug(plus) if plus else None
            return Destination(office, office is not None or not plus, asks)
    return Destination(None, False, asks)


def is_ours(letter: Letter) -> bool:
    """Whether the platform itself wrote it: a letter that went in a circle."""
    ours = {settings.MAIL_ADDRESS, settings.EMAIL_FROM.rpartition("<")[2].strip("> ").lower()}
    return letter.sender in ours - {""} or threads.message_of(letter.message_id) is not None


def _behind_the_plus(letter: Letter) -> list[str]:
    return [plus for address in letter.recipients if (plus := _plus_of(address))]


def _plus_of(address: str) -> str | None:
    """What stands behind the plus of our own address ("" without one); None for an address that is not ours."""
    local, _, domain = settings.MAIL_ADDRESS.partition("@")
    theirs, _, their_domain = address.rpartition("@")
    name, _, plus = theirs.partition("+")
    return plus if domain and their_domain == domain and name == local else None
