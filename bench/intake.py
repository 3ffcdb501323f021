"""Intake: a case with its event and its message, at 0 and at 1,000,000 rows, against three bare inserts."""

from __future__ import annotations

from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING

from bench.result import Result

if TYPE_CHECKING:
    from melayani.delivery.applications.models import Application
    from melayani.delivery.applications.rules import Given
    from melayani.delivery.catalogue.models import Standard
    from melayani.foundation.people import Officer

ROWS = 1_000_000
FILED = 150
ROUNDS = 6
AT_FULL, AGAINST_BARE = 0.9, 0.25


def measure() -> list[Result]:
    """Rates of filing with few and with many rows, and of the same three inserts without the house, in one run."""
    from bench.rows import insert_cases

    first = _rate_of_filing()
    bare = _rate_of_bare_inserts()
    seconds = insert_cases(ROWS)
    _many_events()
    print(f"     {ROWS} rows inserted in {seconds:.1f} s")
    full = _rate_of_filing()
    print(f"     filed per second: {first:.1f} at first, {full:.1f} at {ROWS}; bare inserts: {bare:.0f}")
    return [
        Result("filing at a million rows against at first", full / first, AT_FULL, False),
        Result("filing against three bare inserts", first / bare, AGAINST_BARE, False),
    ]


def file_one(count: int) -> Application:
    """File one application as an officer at a counter would, by the real action."""
    from django.utils import timezone

    from melayani.delivery.applications.actions import submit_application
    from melayani.delivery.applications.rules import COUNTER, Identity

    standard, variant, answers = _filled_in()
    return submit_application(
        actor=_officer(standard.service.agency_id),
        service=standard.service,
        standard=standard,
        variant=variant,
        identity=Identity(name="Contoh Warga", email=f"warga{count}@contoh.example"),
        answers=answers,
        channel=COUNTER,
        now=timezone.now(),
    )


@cache
def _filled_in() -> tuple[Standard, str, list[Given]]:
    """The standard with the answers that are filed each time, made once."""
    from melayani.delivery.applications.outlines import outline_of
    from melayani.delivery.applications.rules import BRING, TEXT, Given, requirements_of, ways_for
    from melayani.delivery.catalogue.models import Standard

    standard = Standard.objects.select_related("service__agency").get(service__source_id="ktpel-rusak-hilang-bengkalis")
    outline = outline_of(standard)
    variant = outline.variants[0][0] if outline.variants else ""
    answers = [
        Given(number=asked.number, kind=BRING if BRING in ways_for(asked) else TEXT, text="contoh")
        for asked in requirements_of(outline, variant or None)
    ]
    return standard, variant, answers


@cache
def _officer(organisation_id: int) -> Officer:
    """An officer at the counter of the unit, made once."""
    from django.utils import timezone

    from melayani.foundation.people.models import Membership, Person
    from melayani.foundation.people.queries import officer_for
    from melayani.foundation.people.rules import Role

    now = timezone.now()
    person = Person.objects.create_user(f"loket{organisation_id}@contoh.example", None, name="Contoh Loket")
    Membership.objects.create(person=person, organisation_id=organisation_id, role=Role.COUNTER, since=now)
    return officer_for(person, now)


def _rate_of_filing() -> float:
    best = 0.0
    for _ in range(ROUNDS):
        start = perf_counter()
        for count in range(FILED):
            file_one(count)
        best = max(best, FILED / (perf_counter() - start))
    return best


def _rate_of_bare_inserts() -> float:
    """Copies of one case, its event and its message by three INSERT statements in one transaction, nothing else."""
    from django.db import connection, transaction

    statements = [_copy(table, unique) for table, unique in COPIED.items()]
    best = 0.0
    with connection.cursor() as cursor:
        for turn in range(ROUNDS):
            start = perf_counter()
            for count in range(FILED):
                with transaction.atomic():
                    for statement in statements:
                        cursor.execute(statement, {"first": 1 + turn * FILED + count, "last": 1 + turn * FILED + count})
            best = max(best, FILED / (perf_counter() - start))
    return best


def _many_events() -> None:
    """A million events and messages beside the cases."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("audit_event", "messaging_outboxmessage"):
            cursor.execute(_copy(table, COPIED[table]), {"first": 10_000, "last": 10_000 + ROWS})
        for settled in ("VACUUM ANALYZE", "CHECKPOINT"):  # the rate with a million rows, not while they settle
            cursor.execute(settled)


# the unique columns of each table, made different in every copy
COPIED = {
    "applications_application": {
        "number": "'PMH-B' || lpad(to_hex(i), 7, '0') || '-0'",
        "secret_hash": "md5(i::text || 'bare') || md5(i::text)",
        "draft_id": "NULL",
    },
    "audit_event": {"position": "NULL", "hash": "''", "previous_hash": "''"},
    "messaging_outboxmessage": {"dedupe_key": "NULL"},
}


def _copy(table: str, unique: dict[str, str]) -> str:
    """An INSERT that copies the first row of `table` for each number from %(first)s to %(last)s."""
    from django.db import connection

    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    wanted = [column for column in columns if column != "id"]
    names = ", ".join(f'"{column}"' for column in wanted)
    values = ", ".join(unique.get(column, f'a."{column}"') for column in wanted)
    first = f"(SELECT * FROM {table} ORDER BY id LIMIT 1)"
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {first} a, generate_series(%(first)s, %(last)s) i"
