"""Providers that take mail by an HTTP interface of their own, through django-anymail: the extra `mail-provider`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection

from melayani.foundation.messaging.outcomes import ChannelAway, Refused, TryLater

BUSY, NOT_US = {408, 429}, {401, 402, 403}  # try this one again later; no message of ours is taken now
TAKEN = {"sent", "queued"}


class BadProvider(Exception):
    """MAIL_PROVIDER cannot be used; the text says why."""


@dataclass(frozen=True)
class Provider:
    """Its name as django-anymail writes it, and the options of that backend (keys, address of the interface)."""

    name: str
    options: dict[str, Any]


def read_provider(text: str) -> Provider:
    """Read `{"name": "postmark", "server_token": "…"}`. Raises BadProvider."""
    try:
        options = json.loads(text)
    except ValueError as error:
        raise BadProvider("it is no JSON object") from error
    name = options.pop("name", "") if isinstance(options, dict) else ""
    if not isinstance(name, str) or not re.fullmatch(r"[a-z_]{1,40}", name):
        raise BadProvider('it must read {"name": "postmark", …}')
    if find_spec("anymail") is None:
        raise BadProvider("django-anymail is not installed; install the extra mail-provider")
    if find_spec(f"anymail.backends.{name}") is None:
        raise BadProvider(f"django-anymail knows no provider {name}")
    return Provider(name, options)


def hand_over(mail: EmailMessage, text: str, *, timeout: int) -> str:
    """Send by the provider that `text` names; return its own name of the message, empty when it gives none.

    Raises Refused, TryLater, ChannelAway.
    """
    try:
        provider = read_provider(text)
    except BadProvider as error:
        raise ChannelAway(str(error)) from error
    with _meaning_of_failures():
        backend = get_connection(f"anymail.backends.{provider.name}.EmailBackend", timeout=timeout, **provider.options)
        backend.send_messages([mail])
        status: Any = getattr(mail, "anymail_status", None)
        if not status.status or status.status - TAKEN:  # an answer that names no recipient says nothing
            raise TryLater(f"{provider.name}: {status.status or 'no word about the recipient'}")
    return str(status.message_id or "")


@contextmanager
def _meaning_of_failures() -> Iterator[None]:
    from anymail import exceptions  # here, as the package is not there without the extra

    try:
        yield
    except exceptions.AnymailAPIError as error:
        raise _about(getattr(error, "status_code", None), _words(error)) from error
    except exceptions.AnymailError as error:  # address or recipient that the provider never takes
        raise Refused(_words(error)) from error
    except (ImproperlyConfigured, TypeError, OSError) as error:  # a key is missing or there is no such option
        raise ChannelAway(_words(error)) from error


def _about(status: int | None, words: str) -> Exception:
    """What an answer means: without one, with one that cannot be read, and from 500 on, the provider is away."""
    if status is None or status < 400 or status >= 500 or status in NOT_US:
        return ChannelAway(words)
    return TryLater(words) if status in BUSY else Refused(words)


def _words(error: Exception) -> str:
    """The first line: the rest repeats the whole message, which is nobody's business in a log."""
    status = getattr(error, "status_code", "")
    return f"{type(error).__name__} {status} {str(error).splitlines()[0] if str(error) else ''}".strip()[:300]
