"""What the worker does for requests and objections from time to time. Each case is one transaction of its own."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from melayani.foundation.audit import tick
from melayani.voice.disclosure import actions, drafts, queries, totals


@tick("disclosure.remind", every=timedelta(minutes=10))
def remind_officers(now: datetime) -> int:
    """Remind information officers and superiors before a time is over, once each."""
    told = [actions.remind(request=row, now=now) for row in queries.to_remind(now)]
    told += [actions.remind_objection(objection=row, now=now) for row in queries.objections_to_remind(now)]
    return sum(told)


@tick("disclosure.overdue", every=timedelta(minutes=5))
def note_overdue(now: datetime) -> int:
    """Note what passed its time: the grounds of silence arise, requester and officers are told, once each."""
    told = [actions.note_silence(request=row, now=now) for row in queries.fallen_silent(now)]
    told += [actions.note_overdue_objection(objection=row, now=now) for row in queries.objections_overdue(now)]
    return sum(told)


@tick("disclosure.close", every=timedelta(hours=1))
def close_what_is_over(now: datetime) -> int:
    """Close objections, then requests, after which nothing can follow; end exclusions whose time is over."""
    done = [actions.close_objection(objection=row, now=now) for row in queries.objections_to_close(now)]
    done += [actions.close_lapsed(request=row, now=now) for row in queries.requests_to_close(now)]
    done += [actions.end_lapsed(exclusion=row, now=now) for row in queries.lapsed_exclusions(timezone.localdate(now))]
    return sum(done)


@tick("disclosure.identity", every=timedelta(hours=1))
def delete_identities(now: datetime) -> int:
    """Delete copies of identity papers 30 days after the end of their case."""
    return sum(actions.delete_identity(request=row, now=now) for row in queries.identities_to_delete(now))


@tick("disclosure.recount", every=timedelta(seconds=1))
def recount_clocks(now: datetime) -> int:
    """Give the next running clocks their end by a calendar that changed; the rest waits for the next tick."""
    return actions.recount(now=now)


@tick("disclosure.years", every=timedelta(seconds=10))
def count_years(now: datetime) -> int:
    """Count the years anew in which something happened."""
    return totals.count_stale(now=now)


@tick("disclosure.sweep_drafts", every=timedelta(hours=1))
def sweep_drafts(now: datetime) -> int:
    """Remove drafts that were not sent within 30 days, with their files."""
    return drafts.sweep(now)
