"""What a contact is, how a message text is built, and when a failed message is tried again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import phonenumbers

HOME_REGION = "ID"
LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3
LONGEST_TYPED_PHONE = 40
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
LONGEST_REST = timedelta(minutes=5)
PATIENCE = timedelta(days=5)  # RFC 5321, 4.5.4.1: give up after four to five days
SUBJECT = "Subject: "

_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9-]+\.)+[a-z][a-z0-9-]*[a-z0-9]"
)


class NotAContact(Exception):
    """What was typed is no e-mail address or phone number; the text says how to mend it."""


class BadMessageText(Exception):
    """A message template does not begin with a subject line and an empty line."""


@dataclass(frozen=True)
class MessageText:
    """A subject of one line, and a body of plain text."""

    subject: str
    body: str


def gettext_noop(text: str) -> str:
    """Mark `text` for the catalogue; whoever shows it translates it (rules know no language)."""
    return text


def normalise_email(text: str) -> str:
    """Return the address in lower case without blanks around it; raise NotAContact when it cannot be one."""
    address = text.strip().lower()
    local, _, domain = address.rpartition("@")
    if len(address) > LONGEST_EMAIL or len(local) > 64 or not _EMAIL.fullmatch(address):
        raise NotAContact(gettext_noop("Alamat surel ini tidak lengkap. Contoh yang benar: nama@contoh.id."))
    if any(part.startswith("-") or part.endswith("-") for part in domain.split(".")):
        raise NotAContact(gettext_noop("Alamat surel ini tidak lengkap. Contoh yang benar: nama@contoh.id."))
    return address


def normalise_phone(text: str) -> str:
    """Return the number as +62…; a number without a country code is Indonesian. Raise NotAContact when it is none."""
    problem = gettext_noop(
        "Nomor telepon ini tidak dikenali. Contoh yang benar: 0812 3456 7890 atau +62 812 3456 7890."
    )
    if len(text) > LONGEST_TYPED_PHONE or not re.fullmatch(r"[\d\s+().\-–]+", text.strip()):
        raise NotAContact(problem)
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException as error:
        raise NotAContact(problem) from error
    if not phonenumbers.is_valid_number(number):
        raise NotAContact(problem)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def split_message(source: str) -> MessageText:
    """Split a message template into subject line and body; raise BadMessageText when it has no subject line."""
    first, _, rest = source.partition("\n")
    blank, _, body = rest.partition("\n")
    subject = first.removeprefix(SUBJECT).strip()
    if not first.startswith(SUBJECT) or not subject or blank.strip() or not body.strip():
        raise BadMessageText(first)
    return MessageText(subject=subject, body=body)


def wait_before_next(attempts: int, *, away: bool) -> timedelta:
    """How long to wait after the attempt number `attempts`: doubling from FIRST_WAIT.

    A server that is away (`away`) is tried at least every LONGEST_REST, because everything waits for its return.
    """
    longest = LONGEST_REST if away else LONGEST_WAIT
    return min(FIRST_WAIT * (1 << min(max(attempts - 1, 0), 10)), longest)


def without_numbers(body: str, titles: Sequence[str]) -> str:
    """The words without the numbered options at their end, for a channel that shows buttons or a list instead."""
    numbered = "\n".join(f"{number}. {title}" for number, title in enumerate(titles, 1))
    return body.removesuffix(numbered).rstrip() or body if titles else body
