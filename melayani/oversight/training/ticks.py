"""What the worker does for training from time to time. Everything may run twice without harm."""

from __future__ import annotations

from datetime import datetime, timedelta

from melayani.foundation.audit import SYSTEM, tick
from melayani.oversight.training import actions, meeting, reminders
from melayani.oversight.training.queries import due
from melayani.oversight.training.rooms import bigbluebutton


@tick("training.reminders", every=timedelta(minutes=1))
def remind(now: datetime) -> int:
    """The day before and two hours before."""
    return reminders.remind_all(now)


@tick("training.waiting", every=timedelta(minutes=1))
def let_waiters_go(now: datetime) -> int:
    """Sessions that have begun: who still waits is told."""
    return sum(actions.lapse_waiting(actor=SYSTEM, session=one, now=now) for one in due.sessions_with_waiters(now))


@tick("training.rooms", every=timedelta(minutes=2))
def look_into_rooms(now: datetime) -> int:
    """Who is in the on-line rooms that run now."""
    if not bigbluebutton.is_on():
        return 0
    return sum(meeting.look(one, now) for one in due.running_rooms(now))


@tick("training.certificates", every=timedelta(minutes=1))
def issue_certificates(now: datetime) -> int:
    """For everybody who did what the event asks."""
    count = 0
    for row in due.certificates_due(now):
        try:
            actions.certify(actor=SYSTEM, registration=row, now=now)
            count += 1
        except actions.ActionRefused:
            continue  # withdrawn or issued meanwhile
    return count


@tick("training.forget", every=timedelta(hours=6))
def forget_people(now: datetime) -> int:
    """Names and addresses of participants whose time is over."""
    rows = due.people_to_forget(now)
    for row in rows:
        actions.erase_person(actor=SYSTEM, registration=row, now=now)
    return len(rows)
