"""The statements that make totals out of answers, inside the database and in whole sets, on both databases.

A rebuild reads all answers once into a temporary table of counts by place, from which days and months are made: on
PostgreSQL with the counts of an element packed into one number (`packing.py`), on SQLite by place and element. A
closing does the same for one unit's day, with the counts as the first part of its statement. A place is a unit,
service, day, way of answering and counter; answers to an instrument that is not comparable stand apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from melayani.foundation.organisations.models import Organisation
from melayani.voice.surveys import packing
from melayani.voice.surveys.packing import PLACE, PLACED

SUMS = ", ".join(f"CAST(sum(c{score}) AS bigint) AS c{score}" for score in (1, 2, 3, 4))
SCORES = ", ".join(f"count(CASE WHEN s.score = {score} THEN 1 END) AS c{score}" for score in (1, 2, 3, 4))
ELEMENT = "CASE WHEN parts = 1 THEN element ELSE element || '/' || parts END"


CARRIED = ("complete", "incomplete", "worth", "squares", "c1", "c2", "c3", "c4")


@dataclass(frozen=True)
class Dialect:
    """Where the two databases use different words for the same."""

    together: str  # from key, c1 … c4 of several elements to one JSON
    month: str

    @property
    def counts(self) -> str:
        """The text of one row."""
        return f"CAST({self.together} AS text)"

    @property
    def filled(self) -> str:
        """The same where some rows name no element."""
        return f"COALESCE(CAST({self.together} FILTER (WHERE key IS NOT NULL) AS text), '{{}}')"


DIALECTS = {
    "postgresql": Dialect(
        together="jsonb_object_agg(key, jsonb_build_array(c1, c2, c3, c4))",
        month="CAST(date_trunc('month', day) AS date)",
    ),
    "sqlite": Dialect(
        together="json_group_object(key, json_array(c1, c2, c3, c4))", month="strftime('%%Y-%%m-01', day)"
    ),
}


def hold_closings(cursor: Any, vendor: str) -> None:
    """Let nobody close a day until the transaction ends: what is counted now must not change under a rebuild.

    Pages read on, and answers come in: they count once their day is closed. SQLite has one writer at a time.
    """
    if vendor == "postgresql":
        cursor.execute("LOCK TABLE surveys_daytotal IN SHARE ROW EXCLUSIVE MODE")


def wait_for_rebuild(cursor: Any, vendor: str) -> None:
    """Wait until no rebuild runs, before the totals of a day are read in order to change them."""
    if vendor == "postgresql":
        cursor.execute("LOCK TABLE surveys_daytotal IN ROW EXCLUSIVE MODE")


def rebuild(cursor: Any, vendor: str, first: date, last: date) -> int:
    """Write days, groups and months of counted answers of whole months anew; return the number of daily rows."""
    words = DIALECTS[vendor]
    where, parameters = "r.counted AND r.day BETWEEN %s AND %s", [first, last]
    if vendor == "postgresql":
        with packing.by_workers(cursor):
            layout = packing.count(cursor, first, last)
            _forget(cursor, parameters)
            written = packing.write_days(cursor, layout)
            packing.write_months(cursor, layout)
            packing.forget(cursor)
    else:
        cursor.execute("DROP TABLE IF EXISTS survey_counts")
        cursor.execute(f"CREATE TEMPORARY TABLE survey_counts AS {_counts(where)}", parameters)
        _forget(cursor, parameters)
        cursor.execute(_days(words, where), parameters)
        written = int(cursor.rowcount)
        cursor.execute(_months(words), parameters)
        cursor.execute("DROP TABLE survey_counts")
    cursor.execute(_groups(words, where), parameters)
    return written


def _forget(cursor: Any, span: list[date]) -> None:
    for table in ("surveys_daytotal", "surveys_grouptotal", "surveys_monthtotal"):
        cursor.execute(f"DELETE FROM {table} WHERE day BETWEEN %s AND %s", span)  # noqa: S608


def close(cursor: Any, vendor: str, organisation_id: int, day: date) -> None:
    """Write the day and its groups of one unit, from all its answers of that day."""
    words = DIALECTS[vendor]
    where, parameters = "r.organisation_id = %s AND r.day = %s", [organisation_id, day]
    cursor.execute(f"WITH survey_counts AS ({_counts(where)}) {_days(words, where)}", [*parameters, *parameters])
    cursor.execute(_groups(words, where), parameters)


def _counts(where: str) -> str:
    place = _of("r")
    return f"""
        SELECT {place}, s.element, s.parts, {SCORES}
        FROM surveys_response r JOIN surveys_score s ON s.response_id = r.id
        WHERE r.value IS NOT NULL AND {where} GROUP BY {place}, s.element, s.parts
    """  # noqa: S608


def _days(words: Dialect, where: str) -> str:
    """The forms of a place and the counts of its elements, brought together by one grouping."""
    return f"""
        INSERT INTO surveys_daytotal ({PLACE}, complete, incomplete, "values", squares, counts)
        SELECT {PLACE}, sum(complete), sum(incomplete), sum(worth), sum(squares), {words.filled}
        FROM (
            SELECT {PLACE}, count(value) AS complete, count(*) - count(value) AS incomplete,
                COALESCE(sum(value), 0) AS worth, COALESCE(sum(CAST(value AS bigint) * value), 0) AS squares,
                NULL AS key, 0 AS c1, 0 AS c2, 0 AS c3, 0 AS c4
            FROM surveys_response r WHERE {where} GROUP BY {PLACE}
            UNION ALL SELECT {PLACE}, 0, 0, 0, 0, {ELEMENT}, c1, c2, c3, c4 FROM survey_counts
        ) parts GROUP BY {PLACE}
    """  # noqa: S608


def _groups(words: Dialect, where: str) -> str:
    """Who answered: one attribute at a time, so that no two of them can be crossed."""
    return f"""
        INSERT INTO surveys_grouptotal (organisation_id, day, comparable, dimension, value, counts)
        SELECT organisation_id, day, comparable, attribute, value, {words.counts}
        FROM (
            SELECT r.organisation_id, r.day, r.comparable, t.attribute, t.value, {ELEMENT} AS key, {SCORES}
            FROM surveys_trait t JOIN surveys_response r ON r.id = t.response_id
                JOIN surveys_score s ON s.response_id = r.id
            WHERE r.value IS NOT NULL AND {where}
            GROUP BY r.organisation_id, r.day, r.comparable, t.attribute, t.value, {ELEMENT}
        ) one GROUP BY organisation_id, day, comparable, attribute, value
    """  # noqa: S608


def _months(words: Dialect) -> str:
    """Months of each unit and of all above it: its own first, then carried up the tree level by level of its path."""
    month, sums = words.month, ", ".join(f"CAST(sum({name}) AS bigint) AS {name}" for name in CARRIED)
    return f"""
        INSERT INTO surveys_monthtotal
            (organisation_id, day, comparable, complete, incomplete, "values", squares, counts)
        SELECT organisation_id, month, comparable, sum(complete), sum(incomplete), sum(worth), sum(squares),
            {words.filled}
        FROM (
            SELECT a.id AS organisation_id, month, comparable, key, {sums} FROM (
                SELECT organisation_id, {month} AS month, comparable, NULL AS key, sum(complete) AS complete,
                    sum(incomplete) AS incomplete, sum("values") AS worth, sum(squares) AS squares,
                    0 AS c1, 0 AS c2, 0 AS c3, 0 AS c4
                FROM surveys_daytotal WHERE day BETWEEN %s AND %s GROUP BY organisation_id, {month}, comparable
                UNION ALL SELECT organisation_id, {month}, comparable, {ELEMENT}, 0, 0, 0, 0, {SUMS}
                FROM survey_counts GROUP BY organisation_id, {month}, comparable, {ELEMENT}
            ) own
            JOIN organisations_organisation u ON u.id = own.organisation_id
            JOIN (SELECT DISTINCT depth FROM organisations_organisation) level ON level.depth <= u.depth
            JOIN organisations_organisation a ON a.path = substr(u.path, 1, level.depth * {Organisation.steplen})
            GROUP BY a.id, month, comparable, key
        ) parts GROUP BY organisation_id, month, comparable
    """  # noqa: S608


def _of(table: str) -> str:
    return ", ".join(f"{table}.{column}" for column in PLACED)
