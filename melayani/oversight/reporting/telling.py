"""Who hears what of a report: its reporters at the unit, by their own addresses."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from melayani.foundation.messaging import queue
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.people.models import Membership, Person
from melayani.oversight.reporting import access
from melayani.oversight.reporting.models import Report

TOLD_AT_MOST = 20


def tell_unit(report: Report, what: str, *, now: datetime, dedupe: str = "", **more: Any) -> int:
    """Queue the message `what` for everybody who writes the unit's reports; return how many."""
    people = _reporters(report, now)
    for person in people:
        queue(
            f"report.{what}",
            to=keep_contact(email=person.email, language="id", now=now),
            template=f"reporting/{what}",
            context=_context(report, person, more),
            reference=_linked(report),
            now=now,
            organisation=report.organisation,
            dedupe_key=f"report:{report.pk}:{what}:{dedupe}:{person.pk}" if dedupe else None,
            language="id",
        )
    return len(people)


def _reporters(report: Report, now: datetime) -> list[Person]:
    """At the unit itself, or, where nobody writes there, right above it; one query."""
    unit = report.organisation
    paths = [unit.path[:end] for end in range(len(unit.path), 0, -unit.steplen)]
    rows = Membership.objects.current(now).filter(
        organisation__path__in=paths, role__in=access.REPORTERS, person__is_active=True
    )
    posts = list(rows.select_related("person", "organisation").order_by("person_id")[:200])
    for path in paths:
        found = {one.person_id: one.person for one in posts if one.organisation.path == path}
        if found:
            return list(found.values())[:TOLD_AT_MOST]
    return []


def _context(report: Report, person: Person, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "officer": person.name,
        "unit": report.organisation.name,
        "report": report.definition.name,
        "period": report.round.words,
        "due_at": report.due_at,
        "until": report.unlocked_until,
        "note": report.note,
        "zone": report.organisation.time_zone,
        **more,
    }


def _linked(report: Report) -> Reference:
    url = reverse("reporting_office:report", args=[report.pk])
    return Reference(kind="report", number=str(report.pk), url=url, title=report.definition.name)
