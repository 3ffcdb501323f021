"""Duties that a unit holds and nobody in particular has in hand, as piles of the general desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from melayani.delivery.announcements.queries import work as announcements
from melayani.delivery.catalogue import access as catalogue_access
from melayani.delivery.catalogue.queries import work as standards
from melayani.entrances.office import conversing
from melayani.foundation.people import Officer
from melayani.foundation.people.rules import CONVERSES, Role
from melayani.foundation.ui.work import ACT, Key, Line
from melayani.oversight.evaluation.queries import work as evaluation
from melayani.oversight.innovations import access as innovations_access
from melayani.oversight.innovations.queries import work as innovations
from melayani.oversight.reporting import access as reporting_access
from melayani.oversight.reporting import queries as reporting
from melayani.oversight.training.queries import work as training
from melayani.voice.complaints import access as complaints_access
from melayani.voice.complaints.queries import work as complaints
from melayani.voice.consultations import access as consultations_access
from melayani.voice.consultations.queries import work as consultations


@dataclass(frozen=True)
class Pile:
    """The cases of one kind: how many stand there and how many late, how many of them are shown, how to read them."""

    kind: str
    title: str
    open: int
    late: int
    shown: int
    shown_late: int
    keys: Callable[[int], list[Key]]
    lines: Callable[[Sequence[int], datetime], Mapping[int, Line]]


@dataclass(frozen=True)
class Duty:
    """A kind of work, whose it is, and how to count, order and read it. `seldom`: shown only while there is some."""

    kind: str
    title: str
    roles: frozenset[Role]
    counts: Callable[[Officer, datetime], Mapping[str, int]]
    first_due: Callable[[Officer, int, datetime], list[Key]]
    lines: Callable[[Sequence[int], datetime], Mapping[int, Line]]
    seldom: bool = False


COMPLAINTS = Duty(
    "pengaduan",
    "Pengaduan",
    complaints_access.ACTS,
    complaints.rail_counts,
    lambda officer, most, now: complaints.first_due(officer, most),
    complaints.lines,
)
OTHERS = (
    Duty(
        "percakapan",
        "Percakapan",
        CONVERSES,
        conversing.counts,
        lambda officer, most, now: conversing.first_due(officer, most),
        conversing.lines,
        seldom=True,
    ),
    Duty(
        "pengumuman",
        "Pengumuman",
        announcements.HEADS,
        announcements.counts,
        announcements.first_due,
        announcements.lines,
        seldom=True,
    ),
    Duty(
        "standar",
        "Standar",
        catalogue_access.STANDARD_KEEPERS,
        standards.rail_counts,
        lambda officer, most, now: standards.first_due(officer, now, most),
        standards.lines,
    ),
    Duty(
        "komitmen",
        "Komitmen",
        consultations_access.ANSWERABLE,
        consultations.rail_counts,
        consultations.first_due,
        consultations.lines,
        seldom=True,
    ),
    Duty(
        "laporan",
        "Laporan",
        reporting_access.REPORTERS | reporting_access.JUDGES,
        reporting.load_of,
        lambda officer, most, now: reporting.first_due(officer, most),
        reporting.lines,
    ),
    Duty(
        "acara",
        "Tindak lanjut acara",
        training.READERS,
        training.rail_counts,
        lambda officer, most, now: training.first_due(officer, most),
        training.lines,
        seldom=True,
    ),
    Duty(
        "inovasi",
        "Inovasi",
        innovations_access.KEEPS,
        innovations.counts,
        innovations.first_due,
        innovations.lines,
        seldom=True,
    ),
    Duty(
        "evaluasi",
        "Evaluasi",
        evaluation.WORKERS,
        evaluation.counts,
        lambda officer, most, now: [key for key in evaluation.first_due(officer, most) if key.place == ACT],
        evaluation.lines,
        seldom=True,
    ),
)


def piles_held(duties: Sequence[Duty], officer: Officer, now: datetime, *, mine: bool) -> list[Pile]:
    """The piles of those of the duties that the officer has; with `mine` they count, but show nothing."""
    found = [_pile(one, officer, now, mine=mine) for one in duties if not one.roles.isdisjoint(officer.roles)]
    return [pile for pile in found if pile is not None]


def _pile(duty: Duty, officer: Officer, now: datetime, *, mine: bool) -> Pile | None:
    counts = duty.counts(officer, now)
    if duty.seldom and not counts["open"]:
        return None
    shown = (0, 0) if mine else (counts["open"], counts["late"])

    def keys(most: int) -> list[Key]:
        return [] if mine else duty.first_due(officer, most, now)

    return Pile(duty.kind, duty.title, counts["open"], counts["late"], *shown, keys, duty.lines)
