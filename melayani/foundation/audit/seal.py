"""The hash chain over events, and the check that finds a changed, removed or reordered event or a cut tail."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from melayani.foundation.audit.models import Event, EventPersonal

GENESIS = "0" * 64
BATCH = 500
SEAL_LOCK = 7203202


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
        if not position.isdecimal() or len(digest) != len(GENESIS):
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
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEAL_LOCK])
        last = head()
        fresh = list(Event.objects.unsealed().order_by("id")[:BATCH])
        for event in fresh:
            link = Head(last.position + 1, digest(event, last.hash, last.position + 1))
            Event.objects.seal(event.pk, position=link.position, previous_hash=last.hash, hash=link.hash)
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
    # plain ASCII: a lone surrogate, which a client can send as \ud800, must not stop the seal for everybody
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify(known: Iterable[Head] = ()) -> list[Finding]:
    """Walk the chain from the start; return what is wrong, empty when all is well.

    `known` are heads noted outside the database: each link must still stand with its hash, which finds a cut tail and
    a chain that was computed anew.
    """
    noted = {link.position: link.hash for link in known if link.position}
    findings: list[Finding] = []
    previous, expected = GENESIS, 1
    for event in Event.objects.filter(position__isnull=False).order_by("position").iterator():
        position = event.position or 0
        findings.extend(_faults(event, previous=previous, expected=expected, noted=noted.get(position)))
        previous, expected = event.hash, position + 1
    last_noted = max(noted, default=0)
    if expected <= last_noted:
        missing = last_noted - expected + 1
        findings.append(Finding(expected, f"the tail is cut: {missing} event(s) are missing"))
    return [*findings, *_changed_personal()]


def _faults(event: Event, *, previous: str, expected: int, noted: str | None) -> Iterator[Finding]:
    position = event.position or 0
    if position != expected:
        yield Finding(expected, f"{position - expected} event(s) removed before position {position}")
    elif event.previous_hash != previous:
        yield Finding(position, "the event does not follow the one before it")
    if digest(event, event.previous_hash, position) != event.hash:
        yield Finding(position, f"event {event.pk} ({event.name}) was changed")
    if noted and noted != event.hash:
        yield Finding(position, "the noted head has another hash: the chain was rewritten")


def _changed_personal() -> Iterator[Finding]:
    for row in EventPersonal.objects.select_related("event").order_by("event_id").iterator():
        if hashlib.sha256(row.ciphertext.encode()).hexdigest() != row.event.personal_digest:
            yield Finding(row.event.position or 0, f"personal values of event {row.event_id} were changed")
    for event in Event.objects.exclude(personal_digest="").filter(personal_row__isnull=True).order_by("id").iterator():
        yield Finding(event.position or 0, f"personal values of event {event.pk} were removed")


def note_head(now: datetime) -> Path | None:
    """Add the head to the day's file outside the database; return its path, or None when nothing is sealed.

    Notes are only ever added: a later note must not hide that the chain was cut below an earlier one.
    """
    last = head()
    if not last.position:
        return None
    folder: Path = settings.SEAL_NOTES_DIR
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{now.astimezone(UTC):%Y-%m-%d}.txt"
    if last not in _heads_in(path):
        with path.open("a") as notes:
            notes.write(f"{last}\n")
    return path


def noted_heads() -> list[Head]:
    """Every head noted outside the database; raise ValueError when a note is unreadable."""
    folder: Path = settings.SEAL_NOTES_DIR
    return [link for path in sorted(folder.glob("*.txt")) for link in _heads_in(path)]


def _heads_in(path: Path) -> list[Head]:
    lines = path.read_text().splitlines() if path.exists() else []
    return [Head.parse(line) for line in lines if line.strip()]
