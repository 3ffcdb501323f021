"""Rows written by one kept statement are the rows that Django's own saving would write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import DataError, IntegrityError, OperationalError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from psycopg import IsolationLevel

from melayani.foundation.audit import insert, insert_all, insert_unknown, run, run_in_turn, together
from melayani.foundation.audit.models import Event, PendingReaction, SubjectKey
from melayani.foundation.audit.rows import _statement
from melayani.foundation.audit.tests.factories import MONDAY, happened

pytestmark = pytest.mark.django_db


def event(**over: object) -> Event:
    fields = {
        "name": "case.filed",
        "at": MONDAY,
        "actor_kind": "citizen",
        "actor_id": "",
        "subject_kind": "application",
        "subject_number": "PMH-7K3Q9XBT-M",
        "data": {"reason": "KK tidak terbaca", "fee": None, "pages": [1, 2]},
    }
    return Event(**{**fields, **over})


def columns(pk: int) -> dict[str, object]:
    return {name: value for name, value in Event.objects.filter(pk=pk).values()[0].items() if name != "id"}


def test_a_row_reads_back_as_if_it_had_been_saved() -> None:
    later = MONDAY + timedelta(seconds=0.5)
    changes: tuple[dict[str, object], ...] = ({}, {"actor_id": "7"}, {"data": {}}, {"at": later})
    for over in changes:
        saved, written = event(**over), insert(event(**over))
        saved.save(force_insert=True)
        assert written.pk != saved.pk
        assert columns(written.pk) == columns(saved.pk)
        assert not written._state.adding


def test_several_rows_are_one_statement_and_each_gets_its_key() -> None:
    happening = happened()
    rows = [PendingReaction(event=happening, consumer=name, next_attempt_at=MONDAY) for name in ("a", "b", "c")]
    rows[1].last_error = "gagal"  # rows of one statement need not be alike
    with CaptureQueriesContext(connection) as seen:
        insert_all(rows)
    assert len(seen) == 1
    kept = {row.pk: (row.consumer, row.last_error) for row in PendingReaction.objects.filter(event=happening)}
    assert kept == {row.pk: (row.consumer, row.last_error) for row in rows}
    assert not insert_all([])


def test_of_many_rows_those_that_are_known_are_left_out_and_the_statements_are_few() -> None:
    happening = happened()
    insert(PendingReaction(event=happening, consumer="7", next_attempt_at=MONDAY, last_error="lama"))
    rows = [PendingReaction(event=happening, consumer=str(n), next_attempt_at=MONDAY) for n in range(63)]
    with CaptureQueriesContext(connection) as seen:
        assert insert_unknown(rows) == 62
    assert len(seen) == 5  # fifty, ten, and three alone
    assert PendingReaction.objects.filter(event=happening).count() == 63
    assert PendingReaction.objects.get(event=happening, consumer="7").last_error == "lama"
    assert insert_unknown(rows) == insert_unknown([]) == 0


def test_the_statement_of_a_shape_is_made_once() -> None:
    _statement.cache_clear()
    for number in range(5):
        insert(event(actor_id=str(number + 1)))
    assert _statement.cache_info().misses == 1


def test_what_the_database_forbids_is_still_refused() -> None:
    insert(SubjectKey(subject="complaint:ADU-1", wrapped="x"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(SubjectKey(subject="complaint:ADU-1", wrapped="y"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(event(at=None))


def test_a_model_that_fills_columns_while_it_is_saved_is_refused() -> None:
    person = get_user_model()
    with pytest.raises(TypeError):
        insert(person(email="loket@contoh.id"))
    assert not person.objects.exists()


def test_rows_of_a_block_are_written_together_and_may_point_to_each_other() -> None:
    with CaptureQueriesContext(connection) as seen, together():
        happening = insert(event(actor_id="7"))
        waits = insert(PendingReaction(event=happening, consumer="a", next_attempt_at=MONDAY))
        with together():
            insert_all([PendingReaction(event=happening, consumer="b", next_attempt_at=MONDAY)])
        if connection.vendor == "postgresql":
            assert not seen.captured_queries  # nothing before the block ends
    assert len(seen) == (1 if connection.vendor == "postgresql" else 3)
    assert happening.pk
    assert not waits._state.adding
    kept = PendingReaction.objects.filter(event=happening).values_list("consumer", flat=True)
    assert sorted(kept) == ["a", "b"]
    assert columns(happening.pk)["actor_id"] == "7"


def test_a_block_that_fails_writes_nothing() -> None:
    def fail() -> None:
        with transaction.atomic(), together():
            insert(event(actor_id="8"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not Event.objects.filter(actor_id="8").exists()
    assert insert(event(actor_id="9")).pk  # the next row is written at once again


def test_a_statement_is_planned_once_and_answers_the_same() -> None:
    pick = "SELECT consumer FROM audit_pendingreaction WHERE event_id = %s AND attempts < %s ORDER BY consumer"
    count = "SELECT COUNT(*) FROM audit_pendingreaction WHERE event_id = %s"
    happening = happened()
    insert_all([PendingReaction(event=happening, consumer=name, next_attempt_at=MONDAY) for name in "abc"])
    plans = set()
    for _ in range(8):  # PostgreSQL keeps a plan from the sixth time on
        assert run(count, [happening.pk]) == [(3,)]
        rows, counted = run_in_turn((pick, [happening.pk, 1]), (count, [happening.pk + 1]))
        assert ([name for (name,) in rows], counted) == (list("abc"), [(0,)])
        plans.add(known_plans())
    assert len(plans) == 1


def known_plans() -> int:
    """How many statements the connection has planned; their names begin with ours."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM pg_prepared_statements WHERE name LIKE %s", ["melayani%"])
        found: int = cursor.fetchone()[0]
    assert found >= 2
    return found


def test_a_plan_outlives_a_rollback_and_a_statement_that_failed() -> None:
    find = "SELECT id FROM audit_subjectkey WHERE subject = %s"

    def write_twice() -> None:
        with transaction.atomic():
            insert(SubjectKey(subject="complaint:ADU-2", wrapped="x"))
            assert len(run(find, ["complaint:ADU-2"])) == 1
            insert(SubjectKey(subject="complaint:ADU-2", wrapped="y"))

    with pytest.raises(IntegrityError):
        write_twice()
    assert run(find, ["complaint:ADU-2"]) == []
    with pytest.raises((ProgrammingError, OperationalError)), transaction.atomic():
        run("SELECT nothing FROM nowhere WHERE id = %s", [1])
    assert run(find, ["complaint:ADU-2"]) == []


@pytest.mark.django_db(transaction=True)
def test_what_fails_in_the_middle_of_a_journey_fails_it_and_leaves_the_connection_in_order() -> None:
    good = "SELECT CAST(%s AS integer)" if connection.vendor != "postgresql" else "SELECT %s::integer"
    bad = "SELECT id FROM no_such_table WHERE id = %s"
    with transaction.atomic():  # the journey begins the transaction itself
        assert run_in_turn((good, ["1"]), (good, ["2"])) == [[(1,)], [(2,)]]
    with pytest.raises((ProgrammingError, OperationalError)):
        run_in_turn((good, ["3"]), (bad, [4]), (good, ["5"]))
    assert run(good, ["6"]) == [(6,)]
    if connection.vendor == "postgresql":
        with pytest.raises(DataError, match="invalid input syntax"), transaction.atomic():
            run_in_turn((good, ["7"]), (good, ["sieben"]), (good, ["8"]))
        assert run_in_turn((good, ["9"]), (good, ["10"])) == [[(9,)], [(10,)]]


@pytest.mark.django_db(transaction=True)
def test_a_journey_begins_the_transaction_that_the_connection_wants() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows one kind of transaction")
    level = "SELECT current_setting('transaction_isolation'), %s::integer"
    with transaction.atomic():
        assert run_in_turn((level, [1]), (level, [2]))[1] == [("read committed", 2)]
        with pytest.raises(DataError), transaction.atomic():
            run(level, ["zwei"])
        assert run(level, [3]) == [("read committed", 3)]  # the savepoint took the failure back
    connection.connection.isolation_level = IsolationLevel.SERIALIZABLE
    try:
        with transaction.atomic():
            assert run_in_turn((level, [1]), (level, [2]))[0] == [("serializable", 1)]
    finally:
        connection.connection.isolation_level = None


def test_who_watches_the_connection_sees_a_planned_statement_as_it_is_written() -> None:
    seen: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        insert(event(actor_id="7"))
        insert(event(actor_id="7"))
    assert sum(sql.startswith('INSERT INTO "audit_event"') for sql in seen) == 2
