"""Fetch letters from a mailbox by IMAP (RFC 9051): each is stored here first, and only then marked or moved there.

A letter's UID is remembered with the validity of its folder, in the transaction that stores the letter; a connection
that breaks between storing and marking leaves a letter that is marked at the next round and not read again.
"""

from __future__ import annotations

import imaplib
import re
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, unquote, urlsplit

import structlog
from django.conf import settings
from django.db import transaction

from melayani.entrances.mailbox.keeping import keep
from melayani.foundation.attachments.rules import FileRefused
from melayani.foundation.messaging import inbound
from melayani.foundation.messaging.models import InboundMark

log = structlog.get_logger()
CHANNEL = "imap"
Said = bytes | tuple[bytes, bytes]  # a line of the server, or a line with the literal that follows it
TIMEOUT_SECONDS = 10
ROUND_MOST = 20  # letters
ROUND_SECONDS = 20.0  # after it no further letter is begun, so that the worker's other work goes on


class BadMailboxAddress(Exception):
    """IMAP_URL cannot be used; the text says which part."""


class MailboxAway(Exception):
    """The mailbox cannot be reached, or answers something that is no IMAP; nothing was lost."""


@dataclass(frozen=True)
class Mailbox:
    """Where letters are fetched. With `done` they are moved to that folder, without it they are marked as seen."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    done: str
    encrypted: bool


def read_address(url: str) -> Mailbox:
    """The mailbox that imaps://user:password@host:993/INBOX?done=Selesai names; raises BadMailboxAddress."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadMailboxAddress(str(error)) from error
    if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username:
        raise BadMailboxAddress("it must read imaps://user:password@host/INBOX")
    return Mailbox(
        host=parts.hostname,
        port=port or (993 if parts.scheme == "imaps" else 143),
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        done=parse_qs(parts.query).get("done", [""])[0],
        encrypted=parts.scheme == "imaps",
    )


def fetch(box: Mailbox, *, now: datetime) -> int:
    """Store at most ROUND_MOST letters and mark them there; return how many were new. Raises MailboxAway."""
    deadline = time.monotonic() + ROUND_SECONDS
    fresh = 0
    with _session(box) as server:
        validity = _open(server, box)
        for uid in _waiting(server, box)[:ROUND_MOST]:
            if time.monotonic() > deadline:
                break
            fresh += _take(server, uid, f"{box.user}/{box.folder}/{validity}/{uid}", now)
            _mark_there(server, box, uid)
    return fresh


@contextmanager
def _session(box: Mailbox) -> Iterator[imaplib.IMAP4]:
    server: imaplib.IMAP4 | None = None
    try:
        if box.encrypted:
            context = ssl.create_default_context()
            server = imaplib.IMAP4_SSL(box.host, box.port, ssl_context=context, timeout=TIMEOUT_SECONDS)
        else:
            server = imaplib.IMAP4(box.host, box.port, timeout=TIMEOUT_SECONDS)
        server.login(box.user, box.password)
        yield server
    except (OSError, imaplib.IMAP4.error, FileRefused) as error:
        raise MailboxAway(f"{type(error).__name__}: {error}") from error
    finally:
        if server is not None:
            with suppress(OSError, imaplib.IMAP4.error):
                server.logout()
            with suppress(OSError):
                server.shutdown()


def _open(server: imaplib.IMAP4, box: Mailbox) -> str:
    """Select the folder; return its UIDVALIDITY: when it changes, all UIDs mean other letters."""
    _demand(server.select(_quoted(box.folder)), f"no folder {box.folder}")
    _, validity = server.response("UIDVALIDITY")
    return (validity[0] or b"0").decode("ascii", "replace") if validity else "0"


def _waiting(server: imaplib.IMAP4, box: Mailbox) -> list[str]:
    """UIDs of letters that were not marked yet, oldest first."""
    wanted = "UNDELETED" if box.done else "UNSEEN UNDELETED"
    found = _demand(server.uid("SEARCH", wanted), "no answer to SEARCH")
    uids = [uid for line in found if isinstance(line, bytes) for uid in line.decode("ascii", "replace").split()]
    return sorted((uid for uid in uids if uid.isdigit()), key=int)


def _take(server: imaplib.IMAP4, uid: str, name: str, now: datetime) -> bool:
    """Store the letter unless it was stored before; of one that is too large only the headers."""
    if InboundMark.objects.filter(channel=CHANNEL, external_id=name[:200]).exists():
        return False
    size = _size(server, uid)
    too_large = size > settings.MAIL_MAX_BYTES
    raw = _fetched(server, uid, "BODY.PEEK[HEADER]" if too_large else "BODY.PEEK[]")
    if raw is None:  # somebody removed it meanwhile
        return False
    with transaction.atomic():
        if not inbound.first_time(CHANNEL, name, now=now):
            return False
        return keep(raw, now=now, real_size=size if too_large else None)


def _size(server: imaplib.IMAP4, uid: str) -> int:
    lines = _demand(server.uid("FETCH", uid, "(RFC822.SIZE)"), "no answer to FETCH")
    said = b" ".join(line if isinstance(line, bytes) else line[0] for line in lines if line)
    found = re.search(rb"RFC822\.SIZE (\d{1,15})", said)
    return int(found.group(1)) if found else 0


def _fetched(server: imaplib.IMAP4, uid: str, what: str) -> bytes | None:
    lines = _demand(server.uid("FETCH", uid, f"({what})"), "no answer to FETCH")
    return next((bytes(line[1]) for line in lines if isinstance(line, tuple) and len(line) > 1), None)


def _mark_there(server: imaplib.IMAP4, box: Mailbox, uid: str) -> None:
    """Move it to the folder of what is done (MOVE, RFC 6851; else a copy and a removal), or mark it as seen."""
    if not box.done:
        _demand(server.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)"), "the letter could not be marked")
    elif _can_move(server):
        _demand(server.uid("MOVE", uid, _quoted(box.done)), f"no folder {box.done}")
    else:
        _demand(server.uid("COPY", uid, _quoted(box.done)), f"no folder {box.done}")
        _demand(server.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen \Deleted)"), "the letter could not be removed")
        server.expunge()


def _can_move(server: imaplib.IMAP4) -> bool:
    """Asked after the login: many servers say what they can only then."""
    said = _demand(server.capability(), "no capabilities")
    return b"MOVE" in b" ".join(line for line in said if isinstance(line, bytes))


def _demand(answer: tuple[str, Sequence[Said | None]], trouble: str) -> list[Said]:
    kind, lines = answer
    if kind != "OK":
        raise MailboxAway(trouble)
    return [line for line in lines if line]


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
