"""Statements that are run again and again with other values: PostgreSQL reads and plans each once per connection.

Planning an INSERT into a table with a dozen columns, or the count of a slot's places, costs five times what running it
costs. psycopg can prepare as well, but forgets all it prepared at every rollback, and in a rush every refusal is one.
Values go beside the statement, not as literals in its text, which costs both sides half; and what belongs together, the
BEGIN of a transaction too, goes out in one journey.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import errors, generators
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus, TransactionStatus

AT_MOST = 200  # per connection; what comes later is planned at every call
_planned: WeakKeyDictionary[Any, dict[str, bytes]] = WeakKeyDictionary()
_numbers = count(1)
Rows = list[tuple[Any, ...]]


def run(statement: str, values: Sequence[Any] = ()) -> Rows:
    """The rows that a statement with %s for each of its values gives.

    Its text must be one of few: values never stand in it, and no other % does. Where queries are written down (tests
    that count them, DEBUG) the statement goes out as it is, so that it can be read.
    """
    return run_in_turn((statement, values))[0]


def run_in_turn(*wanted: tuple[str, Sequence[Any]]) -> list[Rows]:
    """The rows of each statement. On PostgreSQL all go out in one journey; each sees what was committed before it."""
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "postgresql" or not settings.PLAN_ONCE or database.queries_logged:
        return _plainly(database, wanted)
    database.validate_no_broken_transaction()
    database.close_if_health_check_failed()
    database.ensure_connection()
    names = [_name_of(database, statement) for statement, _ in wanted]
    if None in names:
        return _plainly(database, wanted)
    given = [values for _, values in wanted]
    calls = [(name, values) for name, values in zip(names, given, strict=True) if name]
    with database.wrap_database_errors:
        if not database.execute_wrappers:
            return _sent(database.connection, calls)
        return _watched(database, wanted, lambda *_: _sent(database.connection, calls))


def _plainly(database: BaseDatabaseWrapper, wanted: Sequence[tuple[str, Sequence[Any]]]) -> list[Rows]:
    found: list[Rows] = []
    with database.cursor() as cursor:
        for statement, values in wanted:
            cursor.execute(statement, values)
            found.append(list(cursor.fetchall()))
    return found


def _watched(
    database: BaseDatabaseWrapper, wanted: Sequence[tuple[str, Sequence[Any]]], send: Callable[..., list[Rows]]
) -> list[Rows]:
    """Who watches the connection sees the statements as they are written, and may forbid them."""
    for watcher in reversed(database.execute_wrappers):
        send = partial(watcher, send)
    text = "; ".join(statement for statement, _ in wanted)
    return send(text, [value for _, values in wanted for value in values], False, {"connection": database})


def _name_of(database: BaseDatabaseWrapper, statement: str) -> bytes | None:
    """The name under which this connection planned the statement; None when it has planned too many.

    A name is never used twice, so that one that failed half-way is in nobody's way.
    """
    known = _planned.setdefault(database.connection, {})
    if statement not in known:
        if len(known) >= AT_MOST:
            return None
        name = f"melayani_{next(_numbers)}"
        with database.cursor() as cursor:
            cursor.execute(f"PREPARE {name} AS {_numbered(statement)}")
        known[statement] = name.encode()
    return known[statement]


@lru_cache(maxsize=512)
def _numbered(statement: str) -> str:
    """The statement with $1, $2 … for its values."""
    first, *parts = statement.split("%s")
    return first + "".join(f"${number}{part}" for number, part in enumerate(parts, start=1))


def _sent(link: Any, calls: Sequence[tuple[bytes, Sequence[Any]]]) -> list[Rows]:
    """Send the calls of planned statements in one journey and read what they give. Raises what psycopg raises."""
    send, begins = link.pgconn, _begins(link)
    transformer = Transformer(link)
    values = [transformer.dump_sequence(given, [PyFormat.TEXT] * len(given)) for _, given in calls]
    if len(calls) == 1 and not begins:
        send.send_query_prepared(calls[0][0], values[0])
        return [_rows(transformer, link.wait(generators.execute(send)))]
    with _pipeline(link):
        if begins:
            send.send_query_params(b"BEGIN", None)
        for (name, _), given in zip(calls, values, strict=True):
            send.send_query_prepared(name, given)
        send.pipeline_sync()
        link.wait(generators.send(send))
        answers = [link.wait(generators.fetch_many(send)) for _ in range(begins + len(calls))]
        link.wait(generators.fetch_many(send))  # the mark of the end
    return [_rows(transformer, answer) for answer in answers][begins:]


def _begins(link: Any) -> bool:
    """Whether a transaction is wanted that has not begun: psycopg begins it with the first statement."""
    if link.autocommit or link.pgconn.transaction_status != TransactionStatus.IDLE:
        return False
    if (link.isolation_level, link.read_only, link.deferrable) == (None, None, None):
        return True
    link.execute("SELECT 1")  # a transaction of another kind: psycopg knows its words
    return False


@contextmanager
def _pipeline(link: Any) -> Iterator[None]:
    """Several statements without waiting for each; who is interrupted in between has no connection any more."""
    link.pgconn.enter_pipeline_mode()
    try:
        yield
        link.pgconn.exit_pipeline_mode()
    except BaseException:
        link.close()
        raise


def _rows(transformer: Any, answer: Sequence[Any]) -> Rows:
    """The rows of the one result of a statement."""
    (result,) = answer
    if result.status not in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
        raise errors.error_from_result(result)
    transformer.set_pgresult(result)
    return list(transformer.load_rows(0, result.ntuples, tuple))
