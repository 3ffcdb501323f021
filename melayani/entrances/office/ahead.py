"""What is due first for an officer across the duties: cases, standards, facilities, forums, reports and events.

Each module answers the order of its own cases as light keys; they are merged here and only the rows of one page are
loaded, so the number of queries is the same for three cases and for three thousand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any, cast

from django.core.paginator import Page, Paginator

from melayani.delivery.applications import access as applications_access
from melayani.delivery.applications.queries import work as applications
from melayani.entrances.office import duties
from melayani.entrances.office.duties import Pile
from melayani.foundation.people import Officer
from melayani.foundation.ui.work import LATE, Key, Line, in_groups
from melayani.foundation.workdays.queries import working_days_late
from melayani.oversight.facilities import access as facilities_access
from melayani.oversight.facilities.queries import work as facilities
from melayani.voice.disclosure import access as disclosure_access
from melayani.voice.disclosure.queries import work as disclosure

PAGE_SIZE = 50
AT_MOST = 1_000  # cases that the pages go through; whoever has more works from the module's own desk
APPLICATIONS, REQUESTS, OBJECTIONS = "permohonan", "informasi", "keberatan"
IMPROVEMENTS, DOUBTS = "perbaikan", "sarana"


@dataclass(frozen=True)
class Filters:
    """What the officer chose to see. Empty values do not narrow."""

    kind: str = ""
    mine: bool = False
    service: int | None = None


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
    paged.object_list = with_days_late(list(paged.object_list), now)
    return Desk(paged, in_groups(paged.object_list), piles, chosen, mine)


def with_days_late(lines: Sequence[Line], now: datetime) -> list[Line]:
    """The lines, with how many working days those are late whose date is over."""
    late = [line for line in lines if line.group == LATE and line.due]
    days = working_days_late([(line.office, line.due) for line in late if line.due], now)
    counted = dict(zip(map(id, late), days, strict=True))
    return [replace(line, days_late=counted[id(line)]) if id(line) in counted else line for line in lines]


def piles_of(officer: Officer, filters: Filters, now: datetime) -> tuple[list[Pile], int]:
    """The piles of the officer's duties, and how many cases the officer has in hand; at most two queries for each."""
    piles: list[Pile] = []
    mine = 0
    if not applications_access.DESK_ROLES.isdisjoint(officer.roles):
        counts = applications.rail_counts(officer, now)
        piles, mine = [_applications(officer, filters, counts, now)], counts["mine"]
    piles += duties.piles_held([duties.COMPLAINTS], officer, now, mine=filters.mine)
    if not disclosure_access.OWES.isdisjoint(officer.roles):
        asked = disclosure.rail_counts(officer, now)
        piles, mine = [*piles, *_information(officer, filters, asked)], mine + asked["mine"]
    if not facilities_access.CHECKERS.isdisjoint(officer.roles):
        there = facilities.rail_counts(officer, now)
        piles, mine = [*piles, *_facilities(officer, filters, there)], mine + there["mine"]
    return [*piles, *duties.piles_held(duties.OTHERS, officer, now, mine=filters.mine)], mine


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
