"""What a unit still owes: an index at least once a year (PermenPANRB 14/2017), and the result of a past period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef

from melayani.foundation.organisations.models import Kind, Organisation
from melayani.voice.surveys import states
from melayani.voice.surveys.models import MonthTotal, Period

SERVING = (Kind.AGENCY, Kind.UNIT, Kind.MALL)


def quiet_units(paths: Sequence[str], *, today: date, limit: int) -> list[Organisation]:
    """Open agencies, units and malls at or below `paths` where nobody ever answered, in tree order; one query."""
    answered = MonthTotal.objects.filter(organisation=OuterRef("pk"))
    rows = Organisation.objects.at_or_below(paths).filter(~Exists(answered), kind__in=SERVING).open_on(today)
    return list(rows.order_by("path")[:limit])


def waiting_periods(paths: Sequence[str], *, limit: int) -> list[Period]:
    """Periods at or below `paths` that are over and not published, the oldest first; one query."""
    rows = Period.objects.within(paths).filter(state=states.CLOSED).select_related("organisation")
    return list(rows.order_by("ends_on", "pk")[:limit])
