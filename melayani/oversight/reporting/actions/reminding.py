"""Remind of reports that are not there: three days before the due day, on it, three days after."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from melayani.foundation.audit import SYSTEM, record
from melayani.oversight.reporting import states, telling
from melayani.oversight.reporting.actions.refusing import locked, reference_of
from melayani.oversight.reporting.models import Report

# name, days from the due day; the newest that has come is sent, an earlier one that was missed is not made up for
STEPS = (("before", -3), ("day", 0), ("after", 3))
AT_ONCE = 100
MORNING = 8  # o'clock where the unit is
WINDOW = timedelta(days=10)  # after the due moment nobody is reminded any more


def remind_due(*, now: datetime) -> int:
    """Remind the next reports whose step has come; return how many."""
    rows = Report.objects.waiting().filter(_near(now), due_at__gt=now - WINDOW)
    found = list(rows.select_related("organisation").order_by("due_at", "pk")[: AT_ONCE * 20])
    wanted = [(row, step) for row in found if (step := _step(row, now)) and step != row.reminded]
    for row, step in wanted[:AT_ONCE]:
        _remind(row, step, now=now)
    return len(wanted[:AT_ONCE])


def _near(now: datetime) -> Q:
    """Reports whose next step has come or comes within a day, so that those told already hide nobody."""
    return (
        Q(reminded="", due_at__lte=now + timedelta(days=4))
        | Q(reminded="before", due_at__lte=now + timedelta(days=1))
        | Q(reminded="day", due_at__lte=now - timedelta(days=2))
    )


def _step(report: Report, now: datetime) -> str:
    """The last step whose morning has come at the unit; "" before the first."""
    zone = report.organisation.zone
    due = (report.due_at - timedelta(seconds=1)).astimezone(zone).date()
    local = now.astimezone(zone)
    day = local.date() if local.hour >= MORNING else local.date() - timedelta(days=1)
    return next((name for name, days in reversed(STEPS) if day >= due + timedelta(days=days)), "")


def _remind(report: Report, step: str, *, now: datetime) -> None:
    with transaction.atomic():
        row = locked(report)
        if row.state not in states.WAITING or row.reminded == step:
            return
        row.reminded = step
        row.save(update_fields=["reminded"])
        told = telling.tell_unit(row, "due", now=now, dedupe=step, step=step)
        data = {"step": step, "told": told}
        record(
            "report.reminded",
            actor=SYSTEM,
            subject=reference_of(row),
            organisation=row.organisation,
            data=data,
            now=now,
        )
