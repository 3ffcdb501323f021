"""Offices with hours, limits and judged services, as citizens' pages show them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from melayani.delivery.applications import reality
from melayani.delivery.applications.models import Application
from melayani.delivery.applications.tests.factories import many
from melayani.delivery.catalogue.models import Service
from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.workdays.actions import restrict
from melayani.foundation.workdays.tests.factories import open_office
from melayani.voice.surveys.tests.factories import ALL_GOOD, counted

__all__ = ["ALL_GOOD", "counted", "finished", "limited", "open_office"]


def finished(service: Service, days: list[int], *, now: datetime) -> None:
    """Cases of the service decided yesterday, each after so many working days, all within the promised time."""
    rows = many(len(days), service=service, now=now - timedelta(days=30))
    for row, taken in zip(rows, days, strict=True):
        decided = now - timedelta(days=1)
        Application.objects.filter(pk=row.pk).update(
            state="refused",
            decided_at=decided,
            closed_at=decided,
            due_at=decided + timedelta(days=1),
            working_days_taken=Decimal(taken),
        )
    reality.keep(service.pk, now=now)


def limited(
    organisation: Organisation, *, now: datetime, cap: int = 60, reason: str = "Ruang tunggu diperbaiki"
) -> None:
    """The office lets in `cap` visitors a day for a week from today on."""
    day = now.astimezone(organisation.zone).date()
    restrict(
        organisation=organisation,
        kind="visitor_cap",
        cap=cap,
        starts_on=day,
        ends_on=day + timedelta(days=7),
        reason=reason,
        actor=SYSTEM,
        now=now,
    )
