"""Indexes from summary rows against the group-by scan of the same answers, over seven years."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from time import perf_counter
from typing import Any

from bench.result import Result, middle, milliseconds

FORMS = int(os.environ.get("BENCH_FORMS", "2222222"))  # nine answers each: 20 million
SINCE, UNTIL = date(2019, 1, 1), date(2025, 12, 31)
UNIT_AGAINST_SCAN, NATIONAL_AGAINST_SCAN, REBUILD_AGAINST_SCAN, GROWTH = 1 / 1000, 1 / 20, 2.0, 1.5
FEW = 2_222  # forms: 20,000 answers


def measure() -> list[Result]:
    """The index page's figures of one unit and the country's list, with few and with many answers; the full rebuild."""
    from melayani.voice.surveys import counting

    _insert(FEW)
    counting.rebuild_totals(since=SINCE, until=UNTIL)
    _settle()
    few = middle(milliseconds(_unit_page, rounds=30))
    _insert(FORMS - FEW)
    _settle()
    start = perf_counter()
    written = counting.rebuild_totals(since=SINCE, until=UNTIL)
    rebuild = (perf_counter() - start) * 1000
    _settle()
    scan = middle(milliseconds(_scan, rounds=3))
    unit, national = middle(milliseconds(_unit_page, rounds=30)), middle(milliseconds(_national_page, rounds=10))
    print(f"     {FORMS * 9} answers: scan {scan:.0f} ms, rebuild {rebuild:.0f} ms ({written} daily rows)")
    print(f"     unit over 7 years {unit:.2f} ms (with {FEW * 9} answers {few:.2f} ms), country {national:.1f} ms")
    return [
        Result("unit page against the scan", unit / scan, UNIT_AGAINST_SCAN, True),
        Result("unit page with many answers against with few", unit / few, GROWTH, True),
        Result("country page against the scan", national / scan, NATIONAL_AGAINST_SCAN, True),
        Result("full rebuild against the scan", rebuild / scan, REBUILD_AGAINST_SCAN, True),
        Result("months that differ from a recount", _differing(), 0, True),
    ]


def _insert(count: int) -> None:
    """Forms spread over the shipped services and seven years, each with nine scores, made in the database itself."""
    places = """SELECT array_agg(id ORDER BY id), array_agg(agency_id ORDER BY id) FROM catalogue_service"""
    forms = f"""
        INSERT INTO surveys_response
            (id, organisation_id, service_id, instrument, comparable, channel, value, day, counted)
        SELECT gen_random_uuid(), p.units[1 + i % cardinality(p.units)], p.services[1 + i % cardinality(p.services)],
            'skm-2017', true, 'link', 7500, date '{SINCE}' + (i::bigint * 7919 % 2557)::int, true
        FROM generate_series(1, {count}) i, ({places}) p(services, units)"""
    scores = """
        INSERT INTO surveys_score (id, response_id, element, question, parts, score)
        SELECT gen_random_uuid(), r.id, e.key, e.key, 1, 2 + (hashtext(r.id::text || e.key) & 1) * (1 + r.day_odd)
        FROM (SELECT id, extract(day FROM day)::int % 2 AS day_odd FROM surveys_response
              WHERE NOT EXISTS (SELECT 1 FROM surveys_score s WHERE s.response_id = surveys_response.id)) r,
            (VALUES ('requirements'), ('procedure'), ('time'), ('fee'), ('product'), ('competence'), ('conduct'),
                    ('facilities'), ('complaints')) e(key)"""
    with _cursor() as cursor:
        cursor.execute(forms)
        cursor.execute(scores)


def _settle() -> None:
    with _cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _scan() -> list[Any]:
    """What a page without summary rows would ask: all answers of seven years, by element."""
    with _cursor() as cursor:
        cursor.execute(
            "SELECT s.element, count(*), sum(s.score) FROM surveys_score s "
            "JOIN surveys_response r ON r.id = s.response_id WHERE r.day BETWEEN %s AND %s GROUP BY s.element",
            [SINCE, UNTIL],
        )
        return list(cursor.fetchall())


def _unit_page() -> object:
    """Index, spread and trend of one unit over seven years."""
    from melayani.voice.surveys import queries

    unit = _unit()
    return queries.history_of(unit, since=SINCE, until=UNTIL)


def _national_page() -> object:
    """The country's index over seven years, and every agency's."""
    from melayani.voice.surveys import queries

    root = _root()
    agencies = queries.breakdown(root, "instansi", since=SINCE, until=UNTIL)
    return queries.figures_between(root, since=SINCE, until=UNTIL), agencies


def _unit() -> Any:
    from melayani.delivery.catalogue.models import Service

    return Service.objects.select_related("agency").order_by("pk")[0].agency


def _root() -> Any:
    from melayani.foundation.organisations.models import Organisation

    return Organisation.objects.get_queryset().filter(depth=1).order_by("path")[0]


def _differing() -> int:
    """How many months of elements of the root differ from a count of the answers themselves."""
    with _cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT date_trunc('month', r.day)::date AS month, s.element, count(*) AS n, "
            "sum(s.score) AS total FROM surveys_score s JOIN surveys_response r ON r.id = s.response_id "
            "JOIN organisations_organisation o ON o.id = r.organisation_id WHERE o.path LIKE %s GROUP BY 1, 2) a "
            "FULL JOIN (SELECT day AS month, element, n, total FROM surveys_monthtotal WHERE organisation_id = %s) m "
            "USING (month, element) WHERE a.n IS DISTINCT FROM m.n OR a.total IS DISTINCT FROM m.total",
            [f"{_root().path}%", _root().pk],
        )
        return int(cursor.fetchone()[0])


@contextmanager
def _cursor() -> Iterator[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        yield cursor
