"""An officer's alerts in a chat: which chat, proven by a code that comes there."""

from __future__ import annotations

from datetime import datetime, time

from melayani.foundation.messaging import following, queue, wishes
from melayani.foundation.messaging.actions import keep_contact, keep_normalised
from melayani.foundation.messaging.models import Contact, ContactKind, Language
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.people.actors import Officer

PURPOSE = "officer.chat"
QUIET_FROM, QUIET_UNTIL = time(20), time(6)  # what can wait comes in the morning


def mail_of(officer: Officer, now: datetime) -> Contact:
    """The contact of the officer's sign-in address, to which messages about cases go."""
    return keep_contact(email=officer.person.email, now=now)


def chat_of(officer: Officer, now: datetime) -> Contact | None:
    return following.chat_of(mail_of(officer, now))


def known_chat(officer: Officer) -> Contact | None:
    """The same for a page that writes nothing."""
    mail = Contact.objects.with_value(ContactKind.EMAIL, officer.person.email.lower()).first()
    return following.chat_of(mail) if mail else None


def typed_chat(number: str, now: datetime) -> Contact:
    """The contact of a chat by its number, as the bot tells it."""
    return keep_normalised(kind=ContactKind.CHAT, value=number, language=Language.INDONESIAN, now=now)


def begin(*, officer: Officer, chat: Contact, now: datetime) -> None:
    """From here on this chat, proven by a code, is the one; an earlier one ends."""
    mail, earlier = mail_of(officer, now), chat_of(officer, now)
    if earlier is not None and earlier.pk != chat.pk:
        following.alert(actor=officer, mail=mail, chat=earlier, on=False, now=now)
    quiet = wishes.Wishes(language=Language.INDONESIAN, quiet_from=QUIET_FROM, quiet_until=QUIET_UNTIL)
    wishes.keep_wishes(actor=officer, contact=chat, wishes=quiet, now=now)
    following.alert(actor=officer, mail=mail, chat=chat, on=True, now=now)


def end(*, officer: Officer, chat: Contact, now: datetime) -> None:
    following.alert(actor=officer, mail=mail_of(officer, now), chat=chat, on=False, now=now)


def send_trial(*, chat: Contact, now: datetime) -> None:
    """Queue a trial message to the chat."""
    reference = Reference(kind="trial", number=str(chat.pk), url="/kantor/akun/")
    queue(
        "message.trial", to=chat, template="messaging/trial", context={"site": "Melayani"}, reference=reference, now=now
    )
