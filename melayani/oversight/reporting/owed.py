"""Keep how many reports each place owes and how many came: the table of the whole country reads these rows.

A recount of its reports, always. What is marked and not counted yet is counted by whoever reads (`queries.heat`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, Value

from melayani.oversight.reporting import states
from melayani.oversight.reporting.models import OwedTotal, Report

PROVINCE = 2  # digits of its code
RECEIVED = Q(state__in=sorted(states.RECEIVED))
NUMBERS: dict[str, Count] = {  # of reports that are owed
    "expected": Count("pk"),
    "received": Count("pk", filter=RECEIVED),
    "on_time": Count("pk", filter=RECEIVED & Q(first_sent_at__lt=F("due_at"))),
    "verified": Count("pk", filter=Q(state=states.VERIFIED)),
}
ROWS_AT_ONCE = 2000


def count(template: str, starts_on: date, places: Collection[str]) -> None:
    """Count these regencies (or what stands in a province alone, or nowhere) and their provinces anew."""
    provinces = {one[:PROVINCE] for one in places}
    kept = OwedTotal.objects.filter(template=template, starts_on=starts_on)
    kept.filter(Q(above="", place__in=sorted(provinces)) | Q(place__in=sorted(places)) & ~Q(above="")).delete()
    rows = Report.objects.owed().filter(template=template, starts_on=starts_on)
    below: Any = rows.filter(region__in=sorted(places)).exclude(province="")
    within: Any = rows.filter(province__in=sorted(provinces))
    for groups in (
        below.order_by().values("kind", place=F("region"), above=F("province")),
        within.order_by().values("kind", place=F("province"), above=Value("")),
    ):
        made = (OwedTotal(template=template, starts_on=starts_on, **group) for group in groups.annotate(**NUMBERS))
        OwedTotal.objects.bulk_create(made, batch_size=ROWS_AT_ONCE)
