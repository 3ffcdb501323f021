"""What is due first for an officer across applications, complaints, information, standards, facilities and forums.

Each module answers the order of its own cases as light keys; they are merged here and only the rows of one page are
loaded, so the number of queries is the same for three cases and for three thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any, cast

from django.core.paginator import Page, Paginator

from melayani.delivery.applications import access as applications_access
from melayani.delivery.applications.queries import work as applications
from melayani.delivery.catalogue import access as catalogue_access
from melayani.delivery.catalogue.queries import work as standards
from melayani.foundation.people import Officer
from melayani.foundation.ui.work import Key, Line, in_groups
from melayani.oversight.evaluation.queries import work as evaluation
from melayani.oversight.facilities import access as facilities_access
from melayani.oversight.facilities.queries import work as facilities
from melayani.voice.complaints import access as complaints_access
from melayani.voice.complaints.queries import work as complaints
from melayani.voice.consultations import access as consultations_access
from melayani.voice.consultations.queries import work as consultations
from melayani.voice.disclosure import access as disclosure_access
from melayani.voice.disclosure.queries import work as disclosure

PAGE_SIZE = 50
AT_MOST = 1_000  # cases that the pages go through; whoever has more works from the module's own desk
APPLICATIONS, COMPLAINTS, REQUESTS, OBJECTIONS = "permohonan", "pengaduan", "informasi", "keberatan"
IMPROVEMENTS, DOUBTS = "perbaikan", "sarana"
STANDARDS = "standar"
COMMITMENTS = "komitmen"
EVALUATIONS = "evaluasi"


@dataclass(frozen=True)
class Filters:
    """What the officer chose to see. Empty values do not narrow."""

    kind: str = ""
    mine: bool = False
    service: int | None = None


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
class Desk:
    """A page of lines in their groups, and the counts that stand on the filters."""

    page: Page[Line]
    groups: Mapping[str, list[Line]]
    piles: Sequence[Pile]
    chosen: Sequence[Pile]
    mine: int

    @property
    def everything(self) -> int:
        """How many open cases there are, whatever the filters."""
        return sum(pile.open for pile in self.piles)

    @property
    def open(self) -> int:
        return sum(pile.shown for pile in self.chosen)

    @property
    def late(self) -> int:
        return sum(pile.shown_late for pile in self.chosen)

    @property
    def what(self) -> str:
        """What is counted, in words."""
        return self.chosen[0].title.lower() if len(self.chosen) == 1 else "urusan"

    @property
    def in_hand(self) -> bool:
        """Whether cases here can be in one officer's hand; a complaint is held by a unit."""
        return any(pile.kind in (APPLICATIONS, REQUESTS, IMPROVEMENTS) for pile in self.piles)

    @property
    def is_mixed(self) -> bool:
        """Whether lines must say what they are."""
        return len(self.piles) > 1


class Merged:
    """The piles as one list in the order of due dates, for a paginator: sliced from the front, loaded by page."""

    def __init__(self, piles: Sequence[Pile], now: datetime) -> None:
        self.piles, self.now = piles, now

    def __len__(self) -> int:
        return min(sum(pile.shown for pile in self.piles), AT_MOST)

    def __getitem__(self, part: slice) -> list[Line]:
        streams = [
            [(key.order, place, key.pk) for key in pile.keys(part.stop)] if pile.shown else []
            for place, pile in enumerate(self.piles)
        ]
        shown = list(islice(merge(*streams), part.start, part.stop))
        loaded = {}
        for place, pile in enumerate(self.piles):
            wanted = [pk for _, home, pk in shown if home == place]
            loaded[place] = pile.lines(wanted, self.now) if wanted else {}
        return [loaded[place][pk] for _, place, pk in shown if pk in loaded[place]]


def desk(officer: Officer, filters: Filters, now: datetime, page: str = "1") -> Desk:
    """The officer's work, due first; by kind, by who has it in hand, or by one service."""
    piles, mine = piles_of(officer, filters, now)
    chosen = [pile for pile in piles if not filters.kind or pile.kind == filters.kind]
    paged: Page[Any] = Paginator(cast(Any, Merged(chosen, now)), PAGE_SIZE).get_page(page)
    paged.object_list = list(paged.object_list)
    return Desk(paged, in_groups(paged.object_list), piles, chosen, mine)


def piles_of(officer: Officer, filters: Filters, now: datetime) -> tuple[list[Pile], int]:
    """The piles of the officer's duties, and how many cases the officer has in hand; at most two queries for each."""
    piles: list[Pile] = []
    mine = 0
    if not applications_access.DESK_ROLES.isdisjoint(officer.roles):
        counts = applications.rail_counts(officer, now)
        piles, mine = [_applications(officer, filters, counts, now)], counts["mine"]
    if not complaints_access.READS.isdisjoint(officer.roles):
        piles.append(_complaints(officer, filters, now))
    if not disclosure_access.READERS.isdisjoint(officer.roles):
        asked = disclosure.rail_counts(officer, now)
        piles, mine = [*piles, *_information(officer, filters, asked)], mine + asked["mine"]
    if not facilities_access.CHECKERS.isdisjoint(officer.roles):
        there = facilities.rail_counts(officer, now)
        piles, mine = [*piles, *_facilities(officer, filters, there)], mine + there["mine"]
    if not catalogue_access.STANDARD_KEEPERS.isdisjoint(officer.roles):
        piles.append(_standards(officer, filters, now))
    if not consultations_access.ANSWERABLE.isdisjoint(officer.roles):
        promised = consultations.rail_counts(officer, now)
        piles += [_commitments(officer, filters, promised, now)] if promised["open"] else []
    return [*piles, *_evaluations(officer, filters, now)], mine


def _commitments(officer: Officer, filters: Filters, counts: Mapping[str, int], now: datetime) -> Pile:
    """Promises of public consultations, late or due within two weeks; a unit holds them, nobody has them in hand."""
    shown = (0, 0) if filters.mine else (counts["open"], counts["late"])

    def keys(most: int) -> list[Key]:
        return [] if filters.mine else consultations.first_due(officer, most, now)

    return Pile(COMMITMENTS, "Komitmen", counts["open"], counts["late"], *shown, keys, consultations.lines)


def _applications(officer: Officer, filters: Filters, counts: Mapping[str, int], now: datetime) -> Pile:
    narrow = applications.DeskFilters(mine=officer.person_id if filters.mine else None, service=filters.service)
    shown = applications.rail_counts(officer, now, narrow) if filters.mine or filters.service else counts
    return Pile(
        APPLICATIONS,
        "Permohonan",
        *(counts["open"], counts["late"], shown["open"], shown["late"]),
        lambda most: applications.first_due(officer, narrow, most),
        applications.lines,
    )


def _complaints(officer: Officer, filters: Filters, now: datetime) -> Pile:
    """A unit holds a complaint, nobody in particular has it in hand."""
    counts = complaints.rail_counts(officer, now)
    shown = (0, 0) if filters.mine else (counts["open"], counts["late"])

    def keys(most: int) -> list[Key]:
        return [] if filters.mine else complaints.first_due(officer, most)

    return Pile(COMPLAINTS, "Pengaduan", counts["open"], counts["late"], *shown, keys, complaints.lines)


def _standards(officer: Officer, filters: Filters, now: datetime) -> Pile:
    """Versions being made and reviews that come due; a unit has them, nobody in particular."""
    counts = standards.rail_counts(officer, now)
    shown = (0, 0) if filters.mine else (counts["open"], counts["late"])

    def keys(most: int) -> list[Key]:
        return [] if filters.mine else standards.first_due(officer, now, most)

    return Pile(STANDARDS, "Standar", counts["open"], counts["late"], *shown, keys, standards.lines)


def _evaluations(officer: Officer, filters: Filters, now: datetime) -> list[Pile]:
    """Evaluations that wait for this officer; a duty of some weeks in the year, so nothing is shown without one."""
    if evaluation.WORKERS.isdisjoint(officer.roles):
        return []
    counts = evaluation.counts(officer, now)
    if not counts["open"]:
        return []
    shown = (0, 0) if filters.mine else (counts["open"], counts["late"])

    def keys(most: int) -> list[Key]:
        return [] if filters.mine else evaluation.first_due(officer, most)[: counts["open"]]

    return [Pile(EVALUATIONS, "Evaluasi", counts["open"], counts["late"], *shown, keys, evaluation.lines)]


def _information(officer: Officer, filters: Filters, counts: Mapping[str, int]) -> list[Pile]:
    """Requests, and objections, which the superior answers and nobody has in hand."""
    mine = filters.mine
    late = counts["objections_late"]

    def objections(most: int) -> list[Key]:
        return [] if mine else disclosure.first_objections(officer, most)

    return [
        Pile(
            REQUESTS,
            "Permintaan informasi",
            *(counts["requests"], counts["late"]),
            *((counts["mine"], counts["late_mine"]) if mine else (counts["requests"], counts["late"])),
            lambda most: disclosure.first_requests(officer, most, mine=mine),
            lambda keys, now: disclosure.request_lines(officer, keys, now),
        ),
        Pile(
            OBJECTIONS,
            "Keberatan",
            *(counts["objections"], late),
            *((0, 0) if mine else (counts["objections"], late)),
            objections,
            lambda keys, now: disclosure.objection_lines(officer, keys, now),
        ),
    ]


def _facilities(officer: Officer, filters: Filters, counts: Mapping[str, int]) -> list[Pile]:
    """Improvements, which have an owner, and reports of citizens, which whoever keeps the place looks at."""
    mine = filters.mine
    improvements = (counts["improvements"], counts["improvements_late"])
    reports = (counts["reports"], counts["reports_late"])

    def said(most: int) -> list[Key]:
        return [] if mine else facilities.first_reports(officer, most)

    return [
        Pile(
            IMPROVEMENTS,
            "Perbaikan sarana",
            *improvements,
            *((counts["mine"], counts["mine_late"]) if mine else improvements),
            lambda most: facilities.first_improvements(officer, most, mine=mine),
            facilities.improvement_lines,
        ),
        Pile(DOUBTS, "Laporan sarana", *reports, *((0, 0) if mine else reports), said, facilities.report_lines),
    ]
