"""The one gate to places: lock the session, count from rows under the lock, place or put in the waiting list.

The session is locked even when nobody is registered: the rows that would be counted do not exist yet. On PostgreSQL the
transaction is READ COMMITTED, so that the count sees what was committed while the lock was waited for. On SQLite the
IMMEDIATE transaction is the lock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django.db import OperationalError, connection
from django.db.models import Count, Q

from melayani.oversight.training import rules
from melayani.oversight.training.models import Registration, Session
from melayani.oversight.training.rules.seats import LOCK_WAIT_S, Room, Waiter, next_waiters

LOCK_TIMEOUT, DEADLOCK = "55P03", "40P01"
AT_ONCE = 200


def lock_session(pk: int) -> Session:
    """The session with its event, under a lock until the transaction ends; waits three seconds at most on PostgreSQL.

    Raises Busy; nothing was done then.
    """
    rows = Session.objects.select_related("event__organisation")
    if connection.vendor != "postgresql":
        return rows.get(pk=pk)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{int(LOCK_WAIT_S * 1000)}ms'")
        return rows.select_for_update(of=("self",)).get(pk=pk)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") in (LOCK_TIMEOUT, DEADLOCK):
            raise rules.Busy from error
        raise


Lock = Callable[[int], Session]
lock: Lock = lock_session  # the tests of races put one here that locks nothing, and must then fail


def room(session: Session, agency: str = "") -> Room:
    """What is taken of the session, in all and by one agency; one query."""
    counted = (
        Registration.objects.filter(session=session)
        .with_place()
        .order_by()
        .aggregate(taken=Count("pk"), of_agency=Count("pk", filter=Q(agency_key=agency)))
    )
    return Room(session.capacity, session.cap_per_agency, counted["taken"], counted["of_agency"])


def next_in_line(session: Session) -> list[Registration]:
    """Who gets the places that are free now, by the order of the waiting list; call it under the lock."""
    placed = Registration.objects.filter(session=session).with_place().values_list("agency_key", flat=True)
    of_agency = Counter(placed)
    free = session.capacity - of_agency.total()
    if free <= 0:
        return []
    line = Registration.objects.filter(session=session).in_line().values_list("pk", "agency_key")
    waiting = [Waiter(pk, agency) for pk, agency in line]
    chosen = next_waiters(waiting, free=min(free, AT_ONCE), cap=session.cap_per_agency, of_agency=dict(of_agency))
    rows = Registration.objects.select_related("event__organisation", "session", "contact").in_bulk(chosen)
    return [rows[pk] for pk in chosen]
