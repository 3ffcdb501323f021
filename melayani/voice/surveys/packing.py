"""Count all answers in one pass of PostgreSQL: a place is one whole number, the counts of an element are another.

An answer finds its place by one number, made of unit, service, day, way and counter by the greatest of each that there
is, and adds a one to the sum of its element, at the bits of its score. So a place is one group with a few sums, where
grouping by place and element makes nine groups, and six columns are hashed and compared for every answer. Where one
place has too many forms for four counts side by side, an element has two sums. Every place also counts its answers:
where its counts do not add up to them (an element that the statement does not name, more answers than questions) all
are counted once more by the elements that there are, in the wider sums.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from math import prod
from typing import Any

from melayani.foundation.organisations.models import Organisation
from melayani.voice.surveys import rules
from melayani.voice.surveys.models import Channel

SCORES = 4
NARROW, WIDE = 10, 30  # bits of a count: so that a one at the bits of any score is an integer
PLACED = ("organisation_id", "service_id", "day", "comparable", "channel", "point_id")
PLACE = ", ".join(PLACED)
NUMBERS = "complete, incomplete, worth, squares"
SUMS = "sum(complete) AS complete, sum(incomplete) AS incomplete, sum(worth) AS worth, sum(squares) AS squares"
FENCE = "OFFSET '0'"  # what stands before it is worked out there, once a row, and still by several workers
Key = tuple[str, int]  # element, questions about it
# groups are hashed in memory by several workers: sorting twenty million rows takes twice as long
COUNTING = {
    "work_mem": "256MB",
    "jit": "off",
    "enable_sort": "off",
    "enable_nestloop": "off",
    "parallel_setup_cost": "0",
    "parallel_tuple_cost": "0",
}


@dataclass(frozen=True)
class Digit:
    """One column of a place as a digit of a number: what gives it from an answer, what gives the column back."""

    size: int
    given: str
    back: str


@dataclass(frozen=True)
class Layout:
    """How places and counts stand in numbers. One number holds a place, or several where one is too small."""

    numbers: Sequence[Sequence[Digit]]
    keys: Sequence[Key] = ()
    bits: int = NARROW

    @property
    def names(self) -> str:
        """The columns of the numbers of a place."""
        return ", ".join(f"p{number}" for number in range(len(self.numbers)))

    @property
    def given(self) -> str:
        """The same from the columns of an answer."""
        return ", ".join(f"{_number(digits)} AS p{number}" for number, digits in enumerate(self.numbers))

    @property
    def back(self) -> str:
        """The columns of a place from its numbers."""
        found: list[str] = []
        for number, digits in enumerate(self.numbers):
            rest = prod(digit.size for digit in digits)
            for digit in digits:
                rest //= digit.size
                found.append(digit.back.format(f"(p{number} / {rest} % {digit.size})"))
        return ", ".join(f"{column} AS {name}" for column, name in zip(found, PLACED, strict=True))

    @property
    def beside(self) -> int:
        """How many counts stand in one sum."""
        return SCORES if self.bits == NARROW else SCORES // 2

    @property
    def sums(self) -> list[str]:
        return [f"s{number}" for number in range(SCORES // self.beside * len(self.keys))]

    def four(self, place: int) -> list[str]:
        """The counts of the scores 1 to 4 of the key at `place`."""
        per = SCORES // self.beside
        return [
            f"(s{per * place + score // self.beside} >> {self.bits * (score % self.beside)} & {(1 << self.bits) - 1})"
            for score in range(SCORES)
        ]


@contextmanager
def by_workers(cursor: Any) -> Iterator[None]:
    """Statements in here hash in memory and are shared among workers; after an error the transaction is over anyway."""
    for name, value in COUNTING.items():
        cursor.execute(f"SET LOCAL {name} = '{value}'")
    yield
    for name in COUNTING:
        cursor.execute(f"SET LOCAL {name} TO DEFAULT")


def count(cursor: Any, first: date, last: date) -> Layout:
    """Make the temporary tables survey_forms and survey_answers: forms and answers of each place."""
    span = f"r.counted AND r.day BETWEEN '{first}' AND '{last}'"
    layout = Layout(_numbers(cursor, first, last))
    cursor.execute("DROP TABLE IF EXISTS survey_forms")
    cursor.execute(f"""
        CREATE TEMPORARY TABLE survey_forms AS
        SELECT {layout.names}, count(value) AS complete, count(*) - count(value) AS incomplete,
            COALESCE(sum(value), 0) AS worth, COALESCE(sum(CAST(value AS integer) * value), 0) AS squares
        FROM (SELECT value, {layout.given} FROM surveys_response r WHERE {span} {FENCE}) r GROUP BY {layout.names}
    """)  # noqa: S608
    keys = _kept_keys(cursor)
    cursor.execute("SELECT COALESCE(max(complete), 0) FROM survey_forms")
    most = cursor.fetchone()[0] * max(parts for _, parts in keys)
    layout = replace(layout, keys=keys, bits=NARROW if most < 1 << NARROW else WIDE)
    if not _count(cursor, layout, span):
        cursor.execute("SELECT DISTINCT element, parts FROM surveys_score ORDER BY 1, 2")
        layout = replace(layout, keys=[(element, parts) for element, parts in cursor.fetchall()], bits=WIDE)
        _count(cursor, layout, span)
    return layout


def write_days(cursor: Any, layout: Layout) -> int:
    """Write the days of all places; return how many. In the order of the table's indexes: they grow at one end."""
    cursor.execute(f"""
        INSERT INTO surveys_daytotal ({PLACE}, complete, incomplete, "values", squares, counts)
        SELECT {layout.back}, {NUMBERS}, {_text(layout.keys, layout.four)}
        FROM {_joined(layout)} ORDER BY organisation_id, day, service_id
    """)  # noqa: S608
    return int(cursor.rowcount)


def write_months(cursor: Any, layout: Layout) -> None:
    """Months of each unit and of all above it: its own first, then carried up the tree level by level of its path."""
    month = "CAST(date_trunc('month', day) AS date)"
    counts = [one for place in range(len(layout.keys)) for one in layout.four(place)]
    own = ", ".join(f"sum(CAST({one} AS integer)) AS c{number}" for number, one in enumerate(counts))
    carried = ", ".join(f"sum(c{number}) AS c{number}" for number in range(len(counts)))
    cursor.execute(f"""
        INSERT INTO surveys_monthtotal
            (organisation_id, day, comparable, complete, incomplete, "values", squares, counts)
        SELECT id, month, comparable, {NUMBERS}, {_text(layout.keys, _columns)} FROM (
            SELECT a.id, month, comparable, {SUMS}, {carried} FROM (
                SELECT organisation_id, {month} AS month, comparable, {SUMS}, {own}
                FROM (SELECT *, {layout.back} FROM {_joined(layout)} {FENCE}) place GROUP BY 1, 2, 3
            ) own
            JOIN organisations_organisation u ON u.id = own.organisation_id
            JOIN (SELECT DISTINCT depth FROM organisations_organisation) level ON level.depth <= u.depth
            JOIN organisations_organisation a ON a.path = substr(u.path, 1, level.depth * {Organisation.steplen})
            GROUP BY a.id, month, comparable
        ) carried
    """)  # noqa: S608


def forget(cursor: Any) -> None:
    """Take the temporary tables away."""
    cursor.execute("DROP TABLE survey_forms, survey_answers")


def _kept_keys(cursor: Any) -> list[Key]:
    """The elements of the shipped questionnaire, and those that totals hold; asked before these are taken away."""
    cursor.execute("SELECT DISTINCT jsonb_object_keys(CAST(counts AS jsonb)) FROM surveys_monthtotal")
    kept = [key.partition("/") for (key,) in cursor.fetchall()]
    shipped = [(key, 1) for key in rules.load_instrument().keys]
    return list(dict.fromkeys([*shipped, *((element, int(parts or 1)) for element, _, parts in kept)]))


def _numbers(cursor: Any, first: date, last: date) -> list[list[Digit]]:
    """The columns of a place (PLACED) as digits of as few numbers as hold them."""
    cursor.execute("""
        SELECT (SELECT max(id) FROM organisations_organisation), (SELECT max(id) FROM catalogue_service),
            (SELECT max(id) FROM surveys_point)
    """)
    unit, service, point = (1 + (greatest or 0) for greatest in cursor.fetchone())
    ways = list(enumerate(Channel.values))
    digits = (
        Digit(unit, "organisation_id", "{}"),
        Digit(service, "service_id", "{}"),
        Digit(1 + (last - first).days, f"(day - DATE '{first}')", f"(DATE '{first}' + CAST({{}} AS integer))"),
        Digit(2, "CAST(comparable AS integer)", "({} = 1)"),
        Digit(
            len(ways),
            f"CASE channel {' '.join(f'WHEN {_quoted(way)} THEN {number}' for number, way in ways)} END",
            f"CASE {{}} {' '.join(f'WHEN {number} THEN {_quoted(way)}' for number, way in ways)} END",
        ),
        Digit(point, "COALESCE(point_id, 0)", "NULLIF({}, 0)"),
    )
    numbers: list[list[Digit]] = [[]]
    for digit in digits:
        if prod(one.size for one in [*numbers[-1], digit]) >= 2**63:
            numbers.append([])
        numbers[-1].append(digit)
    return numbers


def _number(digits: Sequence[Digit]) -> str:
    """The number that the digits make."""
    number = f"CAST({digits[0].given} AS bigint)"
    for digit in digits[1:]:
        number = f"({number} * {digit.size} + {digit.given})"
    return number


def _joined(layout: Layout) -> str:
    """Forms with the counts of their place."""
    return f"survey_forms LEFT JOIN survey_answers USING ({layout.names})"


def _count(cursor: Any, layout: Layout, span: str) -> bool:
    """Make the table of answers; False when not all could be counted by this layout."""
    names = layout.names
    sums = ", ".join(
        f"COALESCE(sum(one) FILTER (WHERE place = {number}), 0) AS {name}" for number, name in enumerate(layout.sums)
    )
    cursor.execute("DROP TABLE IF EXISTS survey_answers")
    cursor.execute(f"""
        CREATE TEMPORARY TABLE survey_answers AS
        SELECT {names}, count(*) AS answers, {sums}
        FROM (
            SELECT {names}, {_place_of_sum(layout)} AS place, {_one(layout)} AS one
            FROM (SELECT id, {layout.given} FROM surveys_response r WHERE value IS NOT NULL AND {span} {FENCE}) r
            JOIN surveys_score s ON s.response_id = r.id {FENCE}
        ) answer GROUP BY {names}
    """)  # noqa: S608
    counted = " + ".join(one for place in range(len(layout.keys)) for one in layout.four(place))
    cursor.execute(f"SELECT NOT EXISTS (SELECT 1 FROM survey_answers WHERE answers <> {counted})")  # noqa: S608
    return bool(cursor.fetchone()[0])


def _place_of_sum(layout: Layout) -> str:
    """Which sum an answer is added to, NULL for an unknown element; a length is compared faster than a text."""
    named: dict[int, dict[int, list[str]]] = {}
    for place, (element, parts) in enumerate(layout.keys):
        same = named.setdefault(parts, {}).setdefault(len(element.encode()), [])
        same.append(f"WHEN {_quoted(element)} THEN {place}")
    by_parts = " ".join(
        f"WHEN {parts} THEN CASE octet_length(s.element) "
        + " ".join(
            f"WHEN {length} THEN CASE s.element {' '.join(own)} END"
            for length, own in sorted(lengths.items(), key=lambda item: -len(item[1]))  # what most answers have, first
        )
        + " END"
        for parts, lengths in named.items()
    )
    found_at = f"CASE s.parts {by_parts} END"
    return found_at if layout.beside == SCORES else f"2 * {found_at} + CASE WHEN s.score > 2 THEN 1 ELSE 0 END"


def _one(layout: Layout) -> str:
    """What an answer adds: a one at the bits of its score."""
    ones = (1 << layout.bits * (score % layout.beside) for score in range(SCORES))
    return f"(ARRAY[{', '.join(map(str, ones))}])[s.score]"


def _columns(place: int) -> list[str]:
    return [f"c{SCORES * place + score}" for score in range(SCORES)]


def _text(keys: Sequence[Key], four: Callable[[int], list[str]]) -> str:
    """The text of a row's counts, as `counts.py` reads it; elements that nobody answered are left out."""
    pieces = []
    for place, (element, parts) in enumerate(keys):
        counts, key = four(place), element if parts == 1 else f"{element}/{parts}"
        said = f"format('%s:[%s,%s,%s,%s]', {_quoted(json.dumps(key))}, {', '.join(counts)})"
        pieces.append(f"CASE WHEN {' + '.join(counts)} > 0 THEN {said} END")
    return f"concat('{{', concat_ws(',', {', '.join(pieces)}), '}}')"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
