"""The same answers in DuckDB, a database made for scans, where it is installed: figures for the reader."""

from __future__ import annotations

import tempfile
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from bench.answers import cursor
from bench.result import middle, milliseconds

ROWS = """COPY (SELECT r.organisation_id, r.service_id, r.day, s.element, s.score
    FROM surveys_score s JOIN surveys_response r ON r.id = s.response_id) TO STDOUT (FORMAT csv)"""


def ask_duckdb(since: date, until: date) -> None:
    """Print what DuckDB takes for the scan by element, the count by unit, service and day, and one unit by month."""
    if find_spec("duckdb") is None:
        print("     DuckDB is not installed here: `pip install duckdb` beside the project to see it on the same rows")
        return
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "answers.csv"
        with cursor() as ask, sheet.open("wb") as file, ask.copy(ROWS) as rows:
            for block in rows:
                file.write(block)
        base = import_module("duckdb").connect(str(Path(folder) / "answers.duckdb"))
        base.execute("SET threads = 2")
        base.execute(
            f"CREATE TABLE answers AS SELECT * FROM read_csv('{sheet}', header = false, columns = {{'unit': 'BIGINT', "  # noqa: S608
            "'service': 'BIGINT', 'day': 'DATE', 'element': 'VARCHAR', 'score': 'TINYINT'})"
        )
        span = f"day BETWEEN DATE '{since}' AND DATE '{until}'"
        one = "unit = (SELECT min(unit) FROM answers)"
        asked = {
            "scan by element": f"SELECT element, count(*), sum(score) FROM answers WHERE {span} GROUP BY 1",  # noqa: S608
            "by unit, service and day": "SELECT count(*) FROM (SELECT unit, service, day, element, count(*), "  # noqa: S608
            f"sum(score) FROM answers WHERE {span} GROUP BY 1, 2, 3, 4)",
            "one unit by month": "SELECT date_trunc('month', day), element, count(*), sum(score) FROM answers "  # noqa: S608
            f"WHERE {span} AND {one} GROUP BY 1, 2",
        }
        taken = {
            name: middle(milliseconds(lambda q=q: base.execute(q).fetchall(), rounds=5))  # type: ignore[misc]
            for name, q in asked.items()
        }
        print("     DuckDB on the same rows: " + ", ".join(f"{name} {ms:.0f} ms" for name, ms in taken.items()))
