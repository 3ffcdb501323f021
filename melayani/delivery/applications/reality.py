"""Summary rows of real times: counted anew when a case is decided, and once a day as the year moves on."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, F, Q

from melayani.delivery.applications import rules
from melayani.delivery.applications.models import Application, ServiceReality

WINDOW = timedelta(days=365)
STALE_AFTER = timedelta(hours=20)
AT_ONCE = 200


def measure(service_id: int, *, since: datetime, until: datetime) -> rules.Reality:
    """Count the service's cases decided from `since` to `until` (included); one query within an index."""
    rows = Application.objects.filter(service=service_id, decided_at__gte=since, decided_at__lte=until)
    groups = list(
        rows.filter(working_days_taken__isnull=False)
        .order_by()
        .values("working_days_taken")
        .annotate(cases=Count("pk"), kept=Count("pk", filter=Q(decided_at__lte=F("due_at"))), with_due=Count("due_at"))
    )
    return rules.reality(
        {Decimal(group["working_days_taken"] or 0): group["cases"] for group in groups},
        kept=sum(group["kept"] for group in groups),
        with_due=sum(group["with_due"] for group in groups),
    )


def keep(service_id: int, *, now: datetime) -> rules.Reality:
    """Count the last 365 days of the service and keep the summary; safe to repeat."""
    found = measure(service_id, since=now - WINDOW, until=now)
    ServiceReality.objects.update_or_create(
        service_id=service_id,
        defaults={
            "count": found.count,
            "median": found.median,
            "p90": found.p90,
            "on_time": found.on_time,
            "counted_at": now,
        },
    )
    return found


def refresh_stale(now: datetime) -> int:
    """Count summaries anew that are older than STALE_AFTER, because cases leave the year; return how many."""
    stale = ServiceReality.objects.filter(counted_at__lt=now - STALE_AFTER).order_by("counted_at")
    services = list(stale.values_list("service_id", flat=True)[:AT_ONCE])
    for service_id in services:
        keep(service_id, now=now)
    return len(services)
