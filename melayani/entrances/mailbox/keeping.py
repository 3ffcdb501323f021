"""A letter is written down before anybody says that it came: its bytes, encrypted, in the private storage of files.

The row of `messaging` holds only their hash, so that a letter that comes twice is one letter and the table stays small.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from melayani.entrances.mailbox.letter import BROKEN, Letter, read
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment, State
from melayani.foundation.attachments.queries import FileGone, files_of, open_file
from melayani.foundation.audit import SYSTEM, decrypt, encrypt
from melayani.foundation.messaging import inbound
from melayani.foundation.messaging.models import InboundPayload
from melayani.foundation.numbers.rules import Reference

CHANNEL = "mail"
KIND = "inbound_mail"
PURPOSE = "mailbox.raw"
EML = "message/rfc822"
FORGET_AT_ONCE = 200


def keep(raw: bytes, *, now: datetime, real_size: int | None = None) -> bool:
    """Store a letter durably, to be read by the worker; False when the very same one was stored before.

    `real_size`: `raw` is only the beginning (the headers) of a letter of that many bytes, which is too large.
    Raises FileRefused when the disk is full: whoever sent it must keep it and come again.
    """
    digest = hashlib.sha256(raw).hexdigest()
    body = json.dumps({"sha256": digest, "size": real_size or len(raw), "too_large": real_size is not None})
    with transaction.atomic():
        if inbound.store(CHANNEL, body, now=now) is None:
            return False
        attachments.store_bytes(
            content=encrypt(raw.decode("latin-1"), purpose=PURPOSE).encode(),
            name="surat.eml",
            content_type=EML,
            owner=Reference(kind=KIND, number=digest),
            actor=SYSTEM,
            now=now,
        )
    return True


def letter_of(payload: InboundPayload) -> Letter:
    """The stored letter, read; BROKEN without words when its bytes were forgotten."""
    try:
        return read(raw_of(payload))
    except FileGone:
        return Letter(kind=BROKEN)


def raw_of(payload: InboundPayload) -> bytes:
    """The bytes as they came; raises FileGone when they were forgotten."""
    digest = json.loads(payload.body)["sha256"] if payload.body else ""
    files = files_of(Reference(kind=KIND, number=digest), limit=1)
    if not files:
        raise FileGone(digest)
    with open_file(files[0]) as file:
        return decrypt(file.read().decode(), purpose=PURPOSE).encode("latin-1")


def size_of(payload: InboundPayload) -> tuple[int, bool]:
    """How many bytes the letter has, and whether it was too large to be fetched."""
    known = json.loads(payload.body) if payload.body else {}
    return int(known.get("size", 0)), bool(known.get("too_large"))


def forget_old(now: datetime) -> int:
    """Remove the bytes of letters older than MESSAGE_RETENTION_DAYS; that they came stays. Return how many."""
    before = now - timedelta(days=settings.MESSAGE_RETENTION_DAYS)
    rows = Attachment.objects.filter(owner_kind=KIND, state=State.CLAIMED, created_at__lt=before).order_by("created_at")
    old = list(rows[:FORGET_AT_ONCE])
    for row in old:
        attachments.remove(attachment=row, actor=SYSTEM, now=now)
    return len(old)
