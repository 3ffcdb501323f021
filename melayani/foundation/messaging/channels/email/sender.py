"""Hand one message to the mail server, and tell what its answer means."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.utils import translation
from django.utils.translation import gettext

from melayani.foundation.messaging import links, threads
from melayani.foundation.messaging.channels.email.provider import hand_over
from melayani.foundation.messaging.channels.email.server import BadServerAddress, read_server
from melayani.foundation.messaging.models import Contact, ContactKind, MessageKind, OutboxMessage
from melayani.foundation.messaging.outcomes import ChannelAway, Refused, TryLater

TIMEOUT_SECONDS = 10


@dataclass(frozen=True)
class Email:
    """On when EMAIL_FROM and one of SMTP_URL and MAIL_PROVIDER are set; a half is refused by a system check."""

    kind: str = "email"

    def is_on(self) -> bool:
        return bool((settings.SMTP_URL or settings.MAIL_PROVIDER) and settings.EMAIL_FROM)

    def accepts(self, contact: Contact) -> bool:
        return contact.kind == ContactKind.EMAIL

    def prepare(self, message: OutboxMessage, now: datetime) -> Callable[[], str]:
        """Nothing to look up: `send` runs beside the other channels."""
        return partial(self.send, message)

    def send(self, message: OutboxMessage) -> str:
        """Send by SMTP or by the provider; return the Message-ID, or the provider's own name of it.

        Raises Refused for a recipient or text that the server will never take (5xx), TryLater for one it does not
        take now (4xx), ChannelAway when there is no server, no login, or no permission to send at all.
        """
        mail = _compose(message)
        if settings.MAIL_PROVIDER:
            own = hand_over(mail, settings.MAIL_PROVIDER, timeout=TIMEOUT_SECONDS)
            return own or str(mail.extra_headers["Message-ID"])
        with _meaning_of_failures():
            connection = _backend()
            try:
                connection.open()
                connection.send_messages([mail])
            finally:
                # the message is already taken or refused: a clumsy good-bye changes nothing
                with suppress(OSError):
                    connection.close()
        return str(mail.extra_headers["Message-ID"])


def _backend() -> EmailBackend:
    try:
        server = read_server(settings.SMTP_URL)
    except BadServerAddress as error:
        raise ChannelAway(str(error)) from error
    return EmailBackend(
        host=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.tls == "starttls",
        use_ssl=server.tls == "implicit",
        timeout=TIMEOUT_SECONDS,
    )


def _compose(message: OutboxMessage) -> EmailMessage:
    own = message.organisation.email if message.organisation and message.organisation.email else ""
    reply = threads.reply_address(message) or own
    return EmailMessage(
        subject=message.subject,
        body=message.body + _foot(message),
        from_email=settings.EMAIL_FROM,
        to=[message.address],
        reply_to=[reply] if reply else [],
        headers=_headers(message),
    )


def _headers(message: OutboxMessage) -> dict[str, str]:
    headers = {
        "Message-ID": threads.message_id(message),
        "Auto-Submitted": "auto-generated",  # RFC 3834: nobody's holiday notice shall answer
        "Content-Language": message.language,
    }
    if thread := threads.thread_id(message):
        headers |= {"In-Reply-To": thread, "References": thread}
    if message.kind == MessageKind.ANNOUNCEMENT and message.contact_id:
        # RFC 8058: the mailbox itself shows a button, and one press ends it
        headers["List-Unsubscribe"] = f"<{links.unsubscribe_url(message.contact_id, message.language)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        headers["Precedence"] = "bulk"
    return headers


def _foot(message: OutboxMessage) -> str:
    """Where the reader says how to be reached, set off as a signature is; a one-time code has none."""
    if message.expires_at or not message.contact_id:
        return ""
    with translation.override(message.language):
        choose, stop = gettext("Atur cara kami mengabari Anda"), gettext("Berhenti menerima pengumuman")
    lines = [f"{choose}: {links.preferences_url(message.language)}"]
    if message.kind == MessageKind.ANNOUNCEMENT:
        lines.append(f"{stop}: {links.unsubscribe_url(message.contact_id, message.language)}")
    return "\n-- \n" + "\n".join(lines) + "\n"


@contextmanager
def _meaning_of_failures() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        raise _about_this_message(code, text) from error
    except smtplib.SMTPDataError as error:
        raise _about_this_message(error.smtp_code, error.smtp_error) from error
    except OSError as error:  # smtplib's exceptions are OSErrors too: no server, no login, sender not allowed
        raise ChannelAway(f"{type(error).__name__}: {error}") from error


def _about_this_message(code: int, text: bytes | str) -> Refused | TryLater:
    words = f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
    return Refused(words) if code >= 500 else TryLater(words)
