"""Find published reports by words and by beginnings of words, newest first, however many reports there are.

A word of the index leads to its reports from the newest on. Each search looks through a bounded number of entries of
the rarest word that was typed; where it had to stop, the next page goes on. Plain SQL that both databases understand:
written otherwise, PostgreSQL reads every entry of a common word.
"""
# ruff: noqa: S608 (the statements are put together from our own text; every value goes beside them)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Q, Subquery

from melayani.voice.complaints import rules
from melayani.voice.complaints.models import ComplaintQuerySet, PublicWord

WORDS = 6
BEGINNING = 4  # letters from which on a typed word is also the beginning of longer ones
MEANT_MOST = 40  # words of the index with the same beginning, in the order of the alphabet
COUNTED_TO = 1_000
LEAST = 25  # entries of each word, so that the newest of many words fill a page at once
LAST = "z" * 40  # a word with this behind it stands behind all that begin with the word
Mark = tuple[datetime, int]  # moment of publication and key of a report: its place in the order of the list

FIRST = "SELECT min(word) FROM complaints_publicword WHERE word >= %s AND word <= %s"
NEXT = "SELECT min(p.word) FROM complaints_publicword p WHERE p.word > {name}.word AND p.word <= %s"
STEPS = "{name}(word, step) AS (SELECT ({first}), 1 UNION ALL SELECT ({next}), step + 1 FROM {name} WHERE {goes_on})"
GOES_ON = f"word IS NOT NULL AND step < {MEANT_MOST}"


@dataclass(frozen=True)
class Search:
    """What was typed: the words of the index that the rarest one may mean, and the other words as they were typed."""

    meant: list[str]
    others: list[str]

    def newest(self, after: Mark | None, depth: int) -> tuple[list[Mark], Mark | None]:
        """At most `depth` newest entries of the rarest word before `after`, without a gap, and where to go on.

        That is None when no entry is left. One query.
        """
        if not self.meant:
            return [], None
        each = max(LEAST, depth // len(self.meant))
        lists: dict[int, list[Mark]] = {}
        for place, moment, pk in _rows(*_lists_of(self.meant, after, each)):
            lists.setdefault(place, []).append((_aware(moment), pk))
        # where the list of one word was cut off, older entries of the others would leave a gap
        edge = max((min(one) for one in lists.values() if len(one) == each), default=None)
        found = {mark for one in lists.values() for mark in one if edge is None or mark >= edge}
        entries = sorted(found, reverse=True)
        return (entries, edge) if len(entries) <= depth else (entries[:depth], entries[depth - 1])

    def narrow(self, rows: ComplaintQuerySet, entries: Sequence[Mark]) -> ComplaintQuerySet:
        """Of `rows` those of `entries` that have the other words, too."""
        rows = rows.filter(pk__in=[pk for _, pk in entries])
        for word in self.others:
            # compared, not asked by EXISTS: for that PostgreSQL would rather read all entries of a common word
            held = PublicWord.objects.filter(_like(word), complaint=OuterRef("pk"))
            rows = rows.filter(Q(pk=Subquery(held.values("complaint")[:1])))
        return rows


def read(q: str) -> Search:
    """What `q` looks for; nothing is found when it has no word. Two queries, or one for a single word."""
    words = rules.words_of(q)[:WORDS]
    if not words:
        return Search([], [])
    meant = _meant(words)
    rarest = _rarest(words, meant)
    return Search(meant[rarest], [word for word in words if word != rarest])


def _is_beginning(word: str) -> bool:
    return len(word) >= BEGINNING


def _like(word: str) -> Q:
    return Q(word__gte=word, word__lte=word + LAST) if _is_beginning(word) else Q(word=word)


def _meant(words: Sequence[str]) -> dict[str, list[str]]:
    """The words of the index that each typed word may mean: itself, and those that begin with it.

    Each step jumps to the next different word, so that a word of many reports costs no more than one of few.
    """
    steps, found, edges = [], [], []
    for place, word in enumerate(words):
        name, last = f"w{place}", word + LAST if _is_beginning(word) else word
        steps.append(STEPS.format(name=name, first=FIRST, next=NEXT.format(name=name), goes_on=GOES_ON))
        found.append(f"SELECT {place}, word FROM {name} WHERE word IS NOT NULL")
        edges += [word, last, last]
    meant: dict[str, list[str]] = {word: [] for word in words}
    for place, word in _rows(f"WITH RECURSIVE {', '.join(steps)} {' UNION ALL '.join(found)}", edges):
        if word.startswith(words[place]):  # the order of some databases puts others between
            meant[words[place]].append(word)
    return meant


def _rarest(words: Sequence[str], meant: dict[str, list[str]]) -> str:
    """The typed word with the fewest entries, counted to COUNTED_TO: a common one costs no more than that."""
    unknown = [word for word in words if not meant[word]]
    if unknown or len(words) == 1:
        return (unknown or words)[0]
    counts, given = [], []
    for word in words:
        one = f"SELECT 1 FROM complaints_publicword WHERE word = %s LIMIT {COUNTED_TO // len(meant[word])}"
        counts.append(f"(SELECT count(*) FROM ({_union([one] * len(meant[word]))}) c)")
        given += meant[word]
    (found,) = _rows(f"SELECT {', '.join(counts)}", given)
    return min(zip(found, words, strict=True), key=lambda pair: pair[0])[1]


def _lists_of(meant: Sequence[str], after: Mark | None, each: int) -> tuple[str, list[Any]]:
    """The statement that reads the newest entries of each word, and its values."""
    older, bounds = "", []
    if after:
        moment = connection.ops.adapt_datetimefield_value(after[0])
        older = "AND published_at <= %s AND (published_at < %s OR complaint_id < %s)"
        bounds = [moment, moment, after[1]]
    statements = [
        f"SELECT {place} AS place, published_at, complaint_id FROM complaints_publicword WHERE word = %s {older} "
        f"ORDER BY published_at DESC, complaint_id DESC LIMIT {each}"
        for place in range(len(meant))
    ]
    return _union(statements), [value for word in meant for value in (word, *bounds)]


def _union(statements: Sequence[str]) -> str:
    """All rows of several limited statements; SQLite wants each of them wrapped."""
    return " UNION ALL ".join(f"SELECT * FROM ({one}) u{place}" for place, one in enumerate(statements))


def _aware(moment: str | datetime) -> datetime:
    """A moment as the database gives it: SQLite keeps UTC without saying so."""
    value = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _rows(statement: str, given: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
