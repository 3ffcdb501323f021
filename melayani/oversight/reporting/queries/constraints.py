"""Constraints of verified reports, ranked and searched, and who has overcome them.

Without words the ranks and the lengths of lists are read from kept counts (`remarks.py`). With words everything is
read from the newest remarks that hold them, at most FOUND_MOST.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Subquery

from melayani.foundation.people import Officer
from melayani.oversight.reporting import access, definitions
from melayani.oversight.reporting.models import Outcome, Remark, RemarkKind, RemarkQuerySet, RemarkTotal, RemarkWord
from melayani.oversight.reporting.models.remarks import RemarkWordQuerySet
from melayani.voice.complaints.rules import words_of

ROWS = 25
WORDS = 6
FOUND_MOST = 200
NEWEST = 4_000  # remarks that are looked through first: a common word fills the page from them
BEST_FIRST = (Outcome.SOLVED, Outcome.HELPS, Outcome.OPEN)


@dataclass(frozen=True)
class Wanted:
    """What to look for. Empty values do not narrow."""

    words: str = ""
    code: str = ""
    indicator: str = ""
    place: str = ""


@dataclass(frozen=True)
class Rank:
    """A kind of constraint: how often it was named, by how many units, how many strategies answer it and solved it."""

    code: str
    name: str
    named: int
    units: int
    answers: int
    solved: int
    share: int  # percent of the most frequent, for the bar


@dataclass(frozen=True)
class Constraints:
    """What a page shows; `is_cut`: more remarks hold the words than were looked at."""

    ranks: list[Rank]
    page: Page[Remark]
    is_cut: bool = False


@dataclass(frozen=True)
class Found:
    """A remark that holds the words."""

    pk: int
    kind: str
    code: str
    outcome: str
    organisation_id: int


def hindrances(officer: Officer, wanted: Wanted, number: str | None) -> Constraints:
    """Kinds of constraint by how often verified reports name them, and the newest; four queries at most."""
    if wanted.words:
        return _searched(officer, wanted, number)
    counts = access.entry_counts_visible_to(officer).filter(place=wanted.place, indicator=wanted.indicator)
    kept = list(counts.filter(code=wanted.code) if wanted.code else counts)
    numbers = [(one.code, one.named, one.units, one.strategies, one.overcome) for one in kept]
    rows = _narrowed(access.entries_visible_to(officer), wanted).filter(kind=RemarkKind.CONSTRAINT)
    return Constraints(_ranks(numbers), _page(rows.order_by("-pk"), sum(one.named for one in kept), number))


def answers(officer: Officer, code: str, indicator: str, number: str | None) -> Page[Remark]:
    """Strategies elsewhere that answer this kind of constraint: solved ones first, then those that help, newest first;
    those about the same indicator before the others."""
    kept = access.entry_counts_visible_to(officer).filter(place="", code=code, indicator__in=["", indicator])
    counts = {one.indicator: one for one in kept}
    rows = access.entries_visible_to(officer).answers().filter(code=code).order_by("-pk")
    parts = _Parts(rows)
    for best in BEST_FIRST:
        if indicator:
            parts.add(_number(counts.get(indicator), best), outcome=best, indicator=indicator)
    for best in BEST_FIRST:
        same = _number(counts.get(indicator), best) if indicator else 0
        parts.add(_number(counts.get(""), best) - same, outcome=best, other_than=indicator)
    return _page(parts, parts.count, number)


def _number(kept: RemarkTotal | None, outcome: str) -> int:
    return int(getattr(kept, outcome)) if kept else 0


class _Parts:
    """Lists behind one another, of known lengths: a slice asks those that it touches, one query each."""

    def __init__(self, rows: RemarkQuerySet) -> None:
        self.rows, self.count, self.parts = rows.select_related(*BESIDE), 0, list[tuple[int, RemarkQuerySet]]()

    def add(self, count: int, *, outcome: str, indicator: str = "", other_than: str = "") -> None:
        if count <= 0:
            return
        rows = self.rows.filter(outcome=outcome)
        if indicator:
            rows = rows.filter(indicator=indicator)
        self.parts.append((count, rows.exclude(indicator=other_than) if other_than else rows))
        self.count += count

    def __getitem__(self, wanted: slice) -> list[Remark]:
        found: list[Remark] = []
        start, stop = wanted.start, wanted.stop
        for count, rows in self.parts:
            if start < count and stop > 0:
                found += rows[max(start, 0) : min(stop, count)]
            start, stop = start - count, stop - count
        return found


BESIDE = ("report__organisation", "report__round__campaign")


def _counted(rows: Any, length: int) -> Paginator[Any]:
    """Pages of a list whose length is known: it is not counted again."""
    pages: Paginator[Any] = Paginator(rows, ROWS)
    pages.count = length
    return pages


def _page(rows: Any, length: int, number: str | None) -> Page[Remark]:
    loaded = rows.select_related(*BESIDE) if isinstance(rows, RemarkQuerySet) else rows
    page: Page[Remark] = _counted(loaded, length).get_page(number)
    page.object_list = list(page.object_list) if length else []
    return page


def _searched(officer: Officer, wanted: Wanted, number: str | None) -> Constraints:
    found = _found(officer, wanted)
    named: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        named[one.code].append(one)
    keys = [one.pk for one in found if one.kind == RemarkKind.CONSTRAINT]
    page: Page[Any] = _counted(keys, len(keys)).get_page(number)
    rows = access.entries_visible_to(officer).filter(pk__in=list(page.object_list)).select_related(*BESIDE)
    page.object_list = list(rows.order_by("-pk"))
    return Constraints(_ranks(_numbers(code, own) for code, own in named.items()), page, len(found) == FOUND_MOST)


def _found(officer: Officer, wanted: Wanted) -> list[Found]:
    """The newest remarks that hold every word or a word that begins with it, at most FOUND_MOST.

    One query for words that are common among the newest remarks, however many there are; two for others.
    """
    words = sorted(words_of(wanted.words)[:WORDS], key=len, reverse=True)
    if not words:
        return []
    rows = RemarkWord.objects.meant_by(words[0])  # the longest is the rarest, mostly
    for word in words[1:]:
        rows = rows.filter(remark__in=RemarkWord.objects.meant_by(word).values("remark"))
    visible = access.entries_visible_to(officer)
    if wanted.code or wanted.indicator or wanted.place:
        rows = rows.filter(remark__in=_narrowed(visible, wanted).values("pk"))
    last = Subquery(Remark.objects.order_by("-pk").values("pk")[:1])
    found = _newest(visible, rows.filter(remark__gt=last - NEWEST))
    return found if len(found) == FOUND_MOST else _newest(visible, rows)


def _newest(visible: RemarkQuerySet, rows: RemarkWordQuerySet) -> list[Found]:
    """The remarks of the newest entries; one query."""
    newest = rows.order_by("-remark_id").values("remark_id").distinct()[:FOUND_MOST]
    fields = ("pk", "kind", "code", "outcome", "report__organisation_id")
    return [Found(*one) for one in visible.filter(pk__in=newest).order_by("-pk").values_list(*fields)]


def _numbers(code: str, found: Sequence[Found]) -> tuple[str, int, int, int, int]:
    named = [one.organisation_id for one in found if one.kind == RemarkKind.CONSTRAINT]
    given = [one.outcome for one in found if one.kind == RemarkKind.STRATEGY]
    return code, len(named), len(set(named)), len(given), given.count(Outcome.SOLVED)


def _ranks(numbers: Iterable[tuple[str, int, int, int, int]]) -> list[Rank]:
    """The most frequent first; the longest bar is the most frequent."""
    found = sorted(numbers, key=lambda one: (-one[1], one[0]))
    most = max([one[1] for one in found] + [1])
    names = definitions.constraint_kinds()
    return [
        Rank(code, names.get(code, code), named, units, given, solved, share=named * 100 // most)
        for code, named, units, given, solved in found
    ]


def _narrowed(rows: RemarkQuerySet, wanted: Wanted) -> RemarkQuerySet:
    if wanted.code:
        rows = rows.filter(code=wanted.code)
    if wanted.indicator:
        rows = rows.filter(indicator=wanted.indicator)
    if wanted.place:
        field = "report__province" if len(wanted.place) == 2 else "report__region"
        rows = rows.filter(**{field: wanted.place})
    return rows
