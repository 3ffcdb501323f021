"""Histories: the officer's with everything, the citizen's with what concerns the citizen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from melayani.foundation.audit.models import Event
from melayani.foundation.audit.news import Sentence, sentence_of
from melayani.foundation.audit.recording import open_personal
from melayani.foundation.numbers.rules import Reference

HISTORY_LIMIT = 200


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


@dataclass(frozen=True)
class Line:
    """One line of a history: when, who (an officer's name or a kind of actor), and the sentence."""

    name: str
    at: datetime
    actor_kind: str
    actor: str
    text: str


def history(subject: Reference) -> list[Line]:
    """The officer's history of `subject`, newest first, at most HISTORY_LIMIT lines; one query."""
    return [line for event in _events(subject) if (line := line_of(event, citizen=False))]


def timeline(subject: Reference) -> list[Line]:
    """The citizen's timeline of `subject`, oldest first: only events that have words for the citizen; one query."""
    return [line for event in reversed(_events(subject)) if (line := line_of(event, citizen=True))]


def _events(subject: Reference) -> list[Event]:
    rows = Event.objects.about(subject.kind, subject.number).select_related("person").order_by("-at", "-id")
    return list(rows[:HISTORY_LIMIT])


def personal_of(event: Event) -> dict[str, Any]:
    """The personal values of an event loaded with its side row and key (`personal_row__subject_key`); no query."""
    return open_personal(getattr(event, "personal_row", None))


def line_of(event: Event, *, citizen: bool = False) -> Line | None:
    """One event as a line; None when it has no words for the citizen. No query when the person is loaded."""
    sentence = sentence_of(event.name) or Sentence(officer=event.name, citizen=None)
    words = sentence.citizen if citizen else sentence.officer
    if words is None:
        return None
    who = event.person.name if event.person and not citizen else ""
    text = str(words).format_map(_Lenient(sentence.values_of(event.data)))
    return Line(name=event.name, at=event.at, actor_kind=event.actor_kind, actor=who, text=text)
