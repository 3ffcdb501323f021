"""The hash chain over events, and the check that finds a changed, removed or reordered event or a cut tail."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from melayani.foundation.audit.models import Event, EventPersonal

GENESIS = "0" * 64
BATCH = 500


@dataclass(frozen=True)
class Head:
    """The last link of the chain."""

    position: int
    hash: str

    def __str__(self) -> str:
        return f"{self.position}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """Read `position:hash`; raise ValueError when it is not that."""
        position, _, digest = text.strip().partition(":")
        if len(digest) != len(GENESIS):
            raise ValueError(text)
        return cls(int(position), digest)


@dataclass(frozen=True)
class Finding:
    """What the check found wrong, and at which position."""

    position: int
    what: str


def head() -> Head:
    last = Event.objects.filter(position__isnull=False).order_by("-position").first()
    return Head(last.position, last.hash) if last and last.position is not None else Head(0, GENESIS)


def seal(now: datetime) -> int:
    """Seal up to BATCH events that are not yet in the chain; return how many. One sealer at a time."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(7203202)")
        last = head()
        fresh = list(Event.objects.unsealed().order_by("id")[:BATCH])
        for event in fresh:
            link = Head(last.position + 1, digest(event, last.hash, last.position + 1))
            Event.objects.filter(pk=event.pk).update(position=link.position, previous_hash=last.hash, hash=link.hash)
            last = link
    return len(fresh)


def digest(event: Event, previous: str, position: int) -> str:
    """The link of `event` at `position` after the link `previous`."""
    content = {
        "id": event.pk,
        "position": position,
        "previous": previous,
        "name": event.name,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": [event.actor_kind, event.actor_id, event.person_id],
        "organisation": event.organisation_id,
        "subject": [event.subject_kind, event.subject_number],
        "data": event.data,
        "personal": event.personal_digest,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify(known_head: Head | None = None) -> list[Finding]:
    """Walk the chain from the start; return what is wrong, empty when all is well.

    `known_head` (from the note outside the database) finds a cut tail: that link must still stand, with that hash.
    """
    findings: list[Finding] = []
    previous, expected = GENESIS, 1
    for event in Event.objects.filter(position__isnull=False).order_by("position").iterator():
        position = event.position or 0
        if position != expected:
            findings.append(Finding(expected, f"{position - expected} event(s) removed before position {position}"))
        if event.previous_hash != previous and position == expected:
            findings.append(Finding(position, "the event does not follow the one before it"))
        stored = event.hash
        if digest(event, event.previous_hash, position) != stored:
            findings.append(Finding(position, f"event {event.pk} ({event.name}) was changed"))
        if known_head and position == known_head.position and stored != known_head.hash:
            findings.append(Finding(position, "the noted head has another hash: the chain was rewritten"))
        previous, expected = stored, position + 1
    if known_head and expected <= known_head.position:
        findings.append(
            Finding(expected, f"the tail is cut: {known_head.position - expected + 1} event(s) are missing")
        )
    return findings + _changed_personal()


def _changed_personal() -> list[Finding]:
    rows = EventPersonal.objects.select_related("event").order_by("event_id").iterator()
    return [
        Finding(row.event.position or 0, f"personal values of event {row.event_id} were changed")
        for row in rows
        if hashlib.sha256(row.ciphertext.encode()).hexdigest() != row.event.personal_digest
    ]


def note_head(now: datetime) -> Path | None:
    """Write the head to a file outside the database, one per day; return its path, or None when nothing is sealed."""
    last = head()
    if not last.position:
        return None
    folder: Path = settings.SEAL_NOTES_DIR
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{now.astimezone(UTC):%Y-%m-%d}.txt"
    path.write_text(f"{last}\n")
    return path


def noted_head() -> Head | None:
    """The newest head noted outside the database, or None."""
    folder: Path = settings.SEAL_NOTES_DIR
    notes = sorted(folder.glob("*.txt")) if folder.exists() else []
    return Head.parse(notes[-1].read_text()) if notes else None
