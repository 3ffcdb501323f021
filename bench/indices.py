"""Indexes from summary rows against group-by scans of the same answers, over seven years.

Two scans are measured. The one of the budgets: all answers by element, what a page without summary rows would ask. And
for the reader the dearer one by unit, service, day and element: that many counts a rebuild writes. DuckDB, where it is
installed, answers both on a copy of the same rows. BENCH_FORMS sets the number of questionnaires, nine answers each.
"""

from __future__ import annotations

import os
import random
from datetime import date, timedelta
from functools import cache
from time import perf_counter
from typing import Any

from bench.answers import cursor, insert_forms, settle
from bench.duck import ask_duckdb
from bench.result import Result, middle, milliseconds

FORMS = int(os.environ.get("BENCH_FORMS", "222222"))  # 2 million answers; 2222222 for 20 million
SINCE, UNTIL = date(2019, 1, 1), date(2025, 12, 31)
UNIT_AGAINST_SCAN, COUNTRY_AGAINST_SCAN, REBUILD_AGAINST_SCAN, GROWTH = 1 / 1000, 1 / 20, 2.0, 1.5
FULL = 2_000_000  # forms from which on pages are judged against the scan: they do not grow, a small scan proves nothing
FEW = 2_222  # forms: 20,000 answers
DISTURBED = 300  # forms changed or taken away, and as many new ones
SPAN = "r.day BETWEEN %s AND %s"
JOINED = "surveys_score s JOIN surveys_response r ON r.id = s.response_id"
PAGE_SCAN = f"SELECT s.element, count(*), sum(s.score) FROM {JOINED} WHERE {SPAN} GROUP BY s.element"  # noqa: S608
COUNT_SCAN = f"""
    SELECT count(*) FROM (SELECT r.organisation_id, r.service_id, r.day, s.element, count(*), sum(s.score)
    FROM {JOINED} WHERE {SPAN} GROUP BY 1, 2, 3, 4) counted"""  # noqa: S608

DIFFERING = f"""
    SELECT count(*) FROM (
        SELECT a.id, date_trunc('month', own.day)::date AS month, own.element, sum(own.n) AS n, sum(own.total) AS total
        FROM (
            SELECT r.organisation_id, r.day, s.element, count(*) AS n, sum(s.score) AS total
            FROM {JOINED} WHERE r.value IS NOT NULL GROUP BY 1, 2, 3
        ) own
        JOIN organisations_organisation u ON u.id = own.organisation_id
        JOIN organisations_organisation a ON u.path LIKE a.path || '%%' GROUP BY 1, 2, 3
    ) recount FULL JOIN (
        SELECT m.organisation_id AS id, m.day AS month, c.key AS element, c1 + c2 + c3 + c4 AS n,
            c1 + 2 * c2 + 3 * c3 + 4 * c4 AS total
        FROM surveys_monthtotal m, jsonb_each(m.counts::jsonb) c, LATERAL (SELECT (c.value->>0)::int AS c1,
            (c.value->>1)::int AS c2, (c.value->>2)::int AS c3, (c.value->>3)::int AS c4) each
    ) kept USING (id, month, element)
    WHERE recount.n IS DISTINCT FROM kept.n OR recount.total IS DISTINCT FROM kept.total"""  # noqa: S608


def measure() -> list[Result]:
    """The figures of a unit's and the country's page with few and with many answers; rebuild; recount; keeping."""
    from melayani.voice.surveys import actions

    insert_forms(FEW, since=SINCE)
    actions.rebuild_totals(since=SINCE, until=UNTIL)
    settle()
    few = _best(milliseconds(_unit_page, rounds=60))
    insert_forms(FORMS - FEW, since=SINCE)
    settle()
    scan, counting = (middle(milliseconds(lambda q=q: _ask(q), rounds=3)) for q in (PAGE_SCAN, COUNT_SCAN))  # type: ignore[misc]
    start = perf_counter()
    written = actions.rebuild_totals(since=SINCE, until=UNTIL)
    rebuild = (perf_counter() - start) * 1000
    settle()
    unit, country = _best(milliseconds(_unit_page, rounds=60)), _best(milliseconds(_country_page, rounds=20))
    print(f"     {FORMS * 9:,} answers: scan by element {scan:,.0f} ms, by unit, service and day {counting:,.0f} ms")
    print(
        f"     rebuild {rebuild:,.0f} ms ({written:,} daily rows): {rebuild / scan:.1f} scans by element, "
        f"{rebuild / counting:.1f} of the dearer"
    )
    print(f"     unit over 7 years {unit:.2f} ms (with {FEW * 9:,} answers {few:.2f} ms), country {country:.1f} ms")
    ask_duckdb(SINCE, UNTIL)
    at_full_size = [
        Result("unit page against the scan by element", unit / scan, UNIT_AGAINST_SCAN, True),
        Result("country page against the scan by element", country / scan, COUNTRY_AGAINST_SCAN, True),
    ]
    return [
        Result("full rebuild against the scan by element", rebuild / scan, REBUILD_AGAINST_SCAN, True),
        *(at_full_size if FORMS > FULL else []),
        Result("unit page with many answers against with few", unit / few, GROWTH, True),
        *_keep_up(),
    ]


def _best(taken: list[float]) -> float:
    """The quickest fifth's slowest: a page of few milliseconds is lengthened by every neighbour, never shortened."""
    return sorted(taken)[len(taken) // 5]


def _ask(statement: str) -> list[Any]:
    with cursor() as ask:
        ask.execute(statement, [SINCE, UNTIL])
        return list(ask.fetchall())


def _unit_page() -> object:
    """Index, spread and trend of one unit over seven years."""
    from melayani.voice.surveys import queries

    return queries.history_of(_unit(), since=SINCE, until=UNTIL)


def _country_page() -> object:
    """The country's index over seven years, and every agency's."""
    from melayani.voice.surveys import queries

    root = _root()
    agencies = queries.breakdown(root, "instansi", since=SINCE, until=UNTIL)
    return queries.history_of(root, since=SINCE, until=UNTIL), agencies


def _keep_up() -> list[Result]:
    """New answers by the real way, corrections and deletions in the database itself, then the closing of their days."""
    from melayani.voice.surveys import actions

    start = perf_counter()
    _take_answers(DISTURBED)
    taking = perf_counter() - start
    start = perf_counter()
    while actions.close_days(now=_now()):
        pass
    closing = perf_counter() - start
    fresh = _differing()
    _disturb()
    while actions.close_days(now=_now()):
        pass
    print(f"     {DISTURBED} new answers: taking them {taking:.2f} s, closing their days {closing:.2f} s")
    return [
        Result("months that differ from a recount after new answers", fresh, 0, True),
        Result("months that differ after corrections and deletions", _differing(), 0, True),
    ]


def _take_answers(count: int) -> None:
    """Forms of the last three days of the span, spread over the services, each in its own transaction."""
    from django.db import transaction

    from melayani.delivery.catalogue.models import Service
    from melayani.voice.surveys import rules
    from melayani.voice.surveys.keeping import Form, keep

    chance = random.Random(7)  # noqa: S311
    services, instrument = list(Service.objects.select_related("agency").order_by("pk")), rules.load_instrument()
    for number in range(count):
        service = services[number % len(services)]
        with transaction.atomic():
            keep(
                Form(
                    organisation=service.agency,
                    service_id=service.pk,
                    standard_id=None,
                    instrument=instrument,
                    day=UNTIL - timedelta(days=number % 3),
                    scores={key: chance.randint(1, 4) for key in instrument.keys},
                )
            )


def _disturb() -> None:
    """Change scores of some answers and take others away; every day that was touched is to be counted again.

    A day that loses its last answer leaves no answer that could say so: it is counted at once, as the product does
    when a paper form is taken back.
    """
    from melayani.voice.surveys.counting import count_day
    from melayani.voice.surveys.models import Response, Score

    late = Response.objects.filter(day__gte=UNTIL - timedelta(days=40))
    some = list(late.order_by("pk")[: 2 * DISTURBED])
    Score.objects.filter(response__in=some[:DISTURBED], element="fee").update(score=1)
    Response.objects.filter(pk__in=[one.pk for one in some[DISTURBED:]]).delete()
    for organisation_id, day in {(one.organisation_id, one.day) for one in some}:
        if not Response.objects.of_day(organisation_id, day).update(counted=False):
            count_day(organisation_id, day)


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


def _unit() -> Any:
    """The unit of the page, read by its slug as the page reads it."""
    from melayani.foundation.organisations.models import Organisation

    return Organisation.objects.get(slug=_slug())


@cache
def _slug() -> str:
    """Whose page it is: the agency of the first service."""
    from melayani.delivery.catalogue.models import Service

    return str(Service.objects.order_by("pk").values_list("agency__slug", flat=True)[0])


def _root() -> Any:
    from melayani.foundation.organisations.models import Organisation

    return Organisation.objects.get_queryset().filter(depth=1).order_by("path")[0]


def _differing() -> int:
    """How many months and elements of any unit differ from a count of the answers themselves."""
    with cursor() as ask:
        ask.execute(DIFFERING, [])
        return int(ask.fetchone()[0])
