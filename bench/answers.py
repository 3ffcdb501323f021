"""Many answers fast, made in the database itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

CONSTRAINTS = """SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = 'surveys_score'::regclass AND contype IN ('p', 'u', 'f')"""
INDEXES = """SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'surveys_score' AND indexname NOT IN
    (SELECT conname FROM pg_constraint WHERE conrelid = 'surveys_score'::regclass)"""


@contextmanager
def cursor() -> Iterator[Any]:
    from django.db import connection

    with connection.cursor() as one:
        yield one


def insert_forms(count: int, *, since: date) -> None:
    """Forms spread over the shipped services and seven years from `since`, each with nine scores."""
    places = """SELECT array_agg(id ORDER BY id), array_agg(agency_id ORDER BY id) FROM catalogue_service"""
    forms = f"""
        INSERT INTO surveys_response
            (id, organisation_id, service_id, instrument, comparable, channel, value, day, counted)
        SELECT gen_random_uuid(), p.units[1 + i % cardinality(p.units)], p.services[1 + i % cardinality(p.services)],
            'skm-2017', true, 'link', 7500, date '{since}' + (i::bigint * 7919 % 2557)::int, true
        FROM generate_series(1, {count}) i, ({places}) p(services, units)"""  # noqa: S608
    scores = """
        INSERT INTO surveys_score (id, response_id, element, question, parts, score)
        SELECT gen_random_uuid(), r.id, e.key, e.key, 1, 2 + (hashtext(r.id::text || e.key) & 1) * (1 + r.day_odd)
        FROM (SELECT id, extract(day FROM day)::int % 2 AS day_odd FROM surveys_response
              WHERE NOT EXISTS (SELECT 1 FROM surveys_score s WHERE s.response_id = surveys_response.id)) r,
            (VALUES ('requirements'), ('procedure'), ('time'), ('fee'), ('product'), ('competence'), ('conduct'),
                    ('facilities'), ('complaints')) e(key)"""
    with cursor() as ask, _bare_scores(ask):
        ask.execute(forms)
        ask.execute(scores)


@contextmanager
def _bare_scores(ask: Any) -> Iterator[None]:
    """Constraints and indexes of the scores aside while they come in: afterwards they are built in one go."""
    ask.execute(CONSTRAINTS)
    constraints = ask.fetchall()
    ask.execute(INDEXES)
    indexes = ask.fetchall()
    for name, _ in constraints:
        ask.execute(f'ALTER TABLE surveys_score DROP CONSTRAINT "{name}"')
    for name, _ in indexes:
        ask.execute(f'DROP INDEX "{name}"')
    yield
    ask.execute("SET maintenance_work_mem = '512MB'")
    for name, definition in constraints:
        ask.execute(f'ALTER TABLE surveys_score ADD CONSTRAINT "{name}" {definition}')
    for _, definition in indexes:
        ask.execute(definition)


def settle() -> None:
    with cursor() as ask:
        ask.execute("VACUUM ANALYZE")
