"""Reads of the office door that span modules."""

from __future__ import annotations

from dataclasses import dataclass

from melayani.foundation.audit.models import Event
from melayani.foundation.audit.queries import Line, line_of
from melayani.foundation.organisations.models import at_or_below
from melayani.foundation.people import Officer
from melayani.foundation.people.rules import Role
from melayani.voice.complaints.access import numbers_hidden_from

PAGE_SIZE = 50
ACTORS = {"citizen": "Warga", "system": "Sistem", "api": "Sistem lain", "officer": "Petugas"}
READERS_OF_HISTORY = frozenset({Role.HEAD, Role.AUDITOR, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class HistoryPage:
    """Events of the officer's units, newest first; `older` is the id to continue before, None at the end."""

    rows: list[tuple[Event, Line, str]]  # the event, its sentence, who acted
    older: int | None
    kinds: tuple[tuple[str, str], ...] = (
        ("", "Semua"),
        ("personal.", "Data pribadi dibuka"),
        ("application.", "Permohonan"),
        ("complaint.", "Pengaduan"),
        ("document.", "Dokumen"),
        ("membership.", "Peran"),
    )


def history_page(officer: Officer, *, kind: str, before: str) -> HistoryPage:
    """Events at units where the officer may read the record; one query."""
    rows = Event.objects.filter(at_or_below(officer.reach(*READERS_OF_HISTORY), "organisation__"))
    rows = rows.exclude(subject_kind="complaint", subject_number__in=numbers_hidden_from(officer))
    if kind in {prefix for prefix, _ in HistoryPage([], None).kinds if prefix}:
        rows = rows.filter(name__startswith=kind)
    if before.isascii() and before.isdigit() and len(before) < 18:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.select_related("person", "organisation").order_by("-pk")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    older = shown[-1].pk if len(found) > PAGE_SIZE else None
    lines = [(event, line) for event in shown if (line := line_of(event))]
    rows_with_actor = [(event, line, line.actor or ACTORS.get(line.actor_kind, "")) for event, line in lines]
    return HistoryPage(rows_with_actor, older)
