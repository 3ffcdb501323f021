"""Innovations among all that waits for an officer: what to look over, what to look at again, replicas to confirm."""

from __future__ import annotations

from datetime import date

from melayani.foundation.people import Officer
from melayani.oversight.innovations import access, states
from melayani.oversight.innovations.models import Innovation, InnovationQuerySet, Replication


def to_look_over(officer: Officer) -> InnovationQuerySet:
    """Records sent to the officer's bureau, oldest first."""
    rows = Innovation.objects.within(officer.reach(*access.LOOKS_OVER)).filter(state=states.SUBMITTED)
    return rows.select_related("organisation").order_by("pk")


def to_check(officer: Officer, today: date) -> InnovationQuerySet:
    """Published records of the officer's places whose look is due, the longest overdue first."""
    rows = Innovation.objects.within(officer.reach(*access.KEEPS)).to_check(today)
    return rows.select_related("organisation").order_by("next_check", "pk")


def to_confirm(officer: Officer) -> list[Replication]:
    """Replicas that wait for the word of the officer, at most fifty."""
    kept = Innovation.objects.within(officer.reach(*access.KEEPS))
    rows = Replication.objects.filter(original__in=kept, state=states.PROPOSED)
    return list(rows.select_related("original", "organisation").order_by("pk")[:50])
