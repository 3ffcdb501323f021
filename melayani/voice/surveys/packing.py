"""Count all answers in one pass of PostgreSQL: the counts of a place are the digits of one number.

An answer adds a one at the digits that its element (by how many questions ask about it) and its score have in that
number. So a place is one group with one sum, where grouping by place and element makes nine groups and looks each up
for every answer; and what is above a place is a sum of such numbers. The highest digits count answers to elements that
the statement does not name: then it is asked once more with all elements that there are.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from melayani.foundation.organisations.models import Organisation
from melayani.voice.surveys import rules

DIGITS = 8  # of one count: no month of the whole country has a hundred million answers to one question
SCORES = 4
PLACED = ("organisation_id", "service_id", "day", "comparable", "channel", "point_id")
PLACE = ", ".join(PLACED)
NUMBERS = "complete, incomplete, worth, squares"
SUMS = "sum(complete) AS complete, sum(incomplete) AS incomplete, sum(worth) AS worth, sum(squares) AS squares"
COMMA = " || ',' || "
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
WHERE = "r.counted AND r.day BETWEEN %s AND %s"


def count(cursor: Any, first: date, last: date) -> Sequence[Key]:
    """Make the temporary table survey_places: forms of each place and the number of its counts. Returns the keys."""
    for name, value in COUNTING.items():
        cursor.execute(f"SET LOCAL {name} = '{value}'")
    keys = _kept_keys(cursor)
    if _count(cursor, keys, first, last):
        cursor.execute("SELECT DISTINCT element, parts FROM surveys_score ORDER BY 1, 2")
        keys = [(element, parts) for element, parts in cursor.fetchall()]
        _count(cursor, keys, first, last)
    for name in COUNTING:
        cursor.execute(f"SET LOCAL {name} TO DEFAULT")
    return keys


def write_days(cursor: Any, keys: Sequence[Key]) -> int:
    """Write the days of all places; return how many."""
    cursor.execute(f"""
        INSERT INTO surveys_daytotal ({PLACE}, complete, incomplete, "values", squares, counts)
        SELECT {PLACE}, {NUMBERS}, {_unpacked(keys)}
        FROM (SELECT *, {_counts(keys)} AS c FROM survey_places OFFSET 0) place  -- made once a row
    """)  # noqa: S608
    return int(cursor.rowcount)


def write_months(cursor: Any, keys: Sequence[Key]) -> None:
    """Months of each unit and of all above it: its own first, then carried up the tree level by level of its path."""
    month = "CAST(date_trunc('month', day) AS date)"
    cursor.execute(f"""
        INSERT INTO surveys_monthtotal
            (organisation_id, day, comparable, complete, incomplete, "values", squares, counts)
        SELECT id, month, comparable, {NUMBERS}, {_unpacked(keys)} FROM (
            SELECT a.id, month, comparable, {SUMS}, {_counts(keys, "sum(packed)")} AS c FROM (
                SELECT organisation_id, {month} AS month, comparable, {SUMS}, sum(packed) AS packed
                FROM survey_places GROUP BY 1, 2, 3
            ) own
            JOIN organisations_organisation u ON u.id = own.organisation_id
            JOIN (SELECT DISTINCT depth FROM organisations_organisation) level ON level.depth <= u.depth
            JOIN organisations_organisation a ON a.path = substr(u.path, 1, level.depth * {Organisation.steplen})
            GROUP BY a.id, month, comparable OFFSET 0
        ) carried
    """)  # noqa: S608


def _kept_keys(cursor: Any) -> list[Key]:
    """The elements of the shipped questionnaire, and those that totals hold; asked before these are taken away."""
    cursor.execute("SELECT DISTINCT jsonb_object_keys(counts) FROM surveys_monthtotal")
    kept = [key.partition("/") for (key,) in cursor.fetchall()]
    shipped = [(key, 1) for key in rules.load_instrument().keys]
    return list(dict.fromkeys([*shipped, *((element, int(parts or 1)) for element, _, parts in kept)]))


def _count(cursor: Any, keys: Sequence[Key], first: date, last: date) -> bool:
    """Make the table; True when answers to other elements were met."""
    place = ", ".join(f"r.{column}" for column in PLACED)
    cursor.execute("DROP TABLE IF EXISTS survey_places")
    cursor.execute(
        f"""
        CREATE TEMPORARY TABLE survey_places AS
        SELECT {PLACE}, {SUMS}, sum(packed) AS packed FROM (
            SELECT {place}, count(value) AS complete, count(*) - count(value) AS incomplete,
                COALESCE(sum(value), 0) AS worth, COALESCE(sum(CAST(value AS integer) * value), 0) AS squares,
                CAST(0 AS numeric) AS packed
            FROM surveys_response r WHERE {WHERE} GROUP BY {place}
            UNION ALL
            SELECT {place}, 0, 0, 0, 0, sum({_packed(keys)})
            FROM surveys_response r JOIN surveys_score s ON s.response_id = r.id
            WHERE r.value IS NOT NULL AND {WHERE} GROUP BY {place}
        ) parts GROUP BY {PLACE}
        """,  # noqa: S608
        [first, last, first, last],
    )
    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM survey_places WHERE packed >= {_one(len(keys))})")  # noqa: S608
    return bool(cursor.fetchone()[0])


def _one(place: int, score: int = 1) -> str:
    """A one at the digits of the key at `place` and of `score`."""
    return f"CAST('1e{DIGITS * (SCORES * place + score - 1)}' AS numeric)"


def _packed(keys: Sequence[Key]) -> str:
    """What an answer adds."""
    named: dict[int, list[str]] = {}
    for place, (element, parts) in enumerate(keys):
        ones = " ".join(f"WHEN {score} THEN {_one(place, score)}" for score in range(1, SCORES + 1))
        named.setdefault(parts, []).append(f"WHEN {_quoted(element)} THEN CASE s.score {ones} END")
    other = f"ELSE {_one(len(keys))} END"
    elements = " ".join(f"WHEN {parts} THEN CASE s.element {' '.join(own)} {other}" for parts, own in named.items())
    return f"CASE s.parts {elements} {other}".replace("%", "%%")  # values stand beside the statement


def _counts(keys: Sequence[Key], packed: str = "packed") -> str:
    """The counts in the number, that of the last key's highest score first; letters of a text are found slower."""
    form = "FM" + ",".join(["0" * DIGITS] * SCORES * len(keys))
    return f"CAST(string_to_array(to_char({packed}, '{form}'), ',') AS bigint[])"


def _unpacked(keys: Sequence[Key]) -> str:
    """The JSON of a row from its counts `c`, as `counts.py` reads it; elements that nobody answered are left out."""
    pieces = []
    for place, (element, parts) in enumerate(keys):
        key = element if parts == 1 else f"{element}/{parts}"
        last = SCORES * (len(keys) - place)  # where the count of score 1 stands
        four = [f"c[{last - score}]" for score in range(SCORES)]
        said = f"{_quoted(json.dumps(key) + ':[')} || {COMMA.join(four)} || '],'"
        pieces.append(f"CASE {' + '.join(four)} WHEN 0 THEN '' ELSE {said} END")
    return f"CAST('{{' || rtrim({' || '.join(pieces)}, ',') || '}}' AS jsonb)"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
