"""Keep the sums of regions: whatever changes what counts marks its place, and the worker counts that place anew.

Every sum is a recount, so that running twice changes nothing and sums equal their reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from melayani.oversight.reporting import definitions, rules, states
from melayani.oversight.reporting.models import DirtyPlace, PlaceTotal, Report, ReportFigure

PLACES_AT_ONCE = 50
PROVINCE = 2  # digits of its code
Sums = Mapping[tuple[str, str, bool], rules.Part]  # by kind of unit, indicator, verified alone


def mark(report: Report, *, now: datetime) -> None:
    """Note that the sums of the report's place and period changed; a repeat changes nothing.

    A mark that the worker is taking away right now is waited for and made anew: it may have counted without us.
    """
    DirtyPlace.objects.update_or_create(
        place=report.region, template=report.template, starts_on=report.starts_on, defaults={"since": now}
    )


def count_dirty(*, now: datetime) -> int:
    """Count the marked places anew, oldest mark first, then the provinces and the country above them, each once."""
    with transaction.atomic():
        rows = DirtyPlace.objects.filter(since__lte=now).order_by("since", "pk")
        marks = list(rows.select_for_update(skip_locked=True)[:PLACES_AT_ONCE])
        DirtyPlace.objects.filter(pk__in=[one.pk for one in marks]).delete()
        for one in marks:
            if len(one.place) > PROVINCE:
                _write(one.place, one.template, one.starts_on, _from_figures(one.place, one.template, one.starts_on))
        provinces = {(one.place[:PROVINCE], one.template, one.starts_on) for one in marks if one.place}
        for province, template, starts_on in sorted(provinces):
            _write(province, template, starts_on, _above(province, template, starts_on))
        for template, starts_on in sorted({(one.template, one.starts_on) for one in marks}):
            _write("", template, starts_on, _above("", template, starts_on))
    return len(marks)


def _from_figures(place: str, template: str, starts_on: date) -> Sums:
    """The sums of the reports of one regency (or of units that stand in a province, or nowhere)."""
    rows = ReportFigure.objects.filter(
        report__template=template,
        report__starts_on=starts_on,
        report__region=place,
        report__state__in=sorted(states.RECEIVED),
        value__isnull=False,
    ).values_list("report", "report__kind", "report__state", "indicator", "value")
    reports: dict[tuple[int, str, str], dict[str, Decimal]] = defaultdict(dict)
    for report, kind, state, indicator, value in rows.order_by("report", "indicator"):
        if value is not None:
            reports[report, kind, state][indicator] = value
    found: dict[tuple[str, str, bool], rules.Part] = defaultdict(rules.Part)
    for (_, kind, state), values in reports.items():
        for key, part in parts_of(values):
            for verified in {False, state == states.VERIFIED}:
                found[kind, key, verified] = found[kind, key, verified].plus(part)
    return found


def parts_of(values: Mapping[str, Decimal]) -> Iterable[tuple[str, rules.Part]]:
    """The figures of one report as parts of a sum."""
    known = definitions.indicators()
    for key, value in values.items():
        indicator = known.get(key)
        if indicator is None:
            continue
        weight = values.get(indicator.parts[0], Decimal(0)) if indicator.over == "weighted" else Decimal(0)
        yield key, rules.Part(1, value, value, value, weight, weight * value)


def _above(place: str, template: str, starts_on: date) -> Sums:
    """The sums of a province or the country from those below it, and from its own units."""
    own = _from_figures(place, template, starts_on)
    rows = PlaceTotal.objects.filter(template=template, starts_on=starts_on)
    below = rows.filter(place__startswith=f"{place}.") if place else rows.filter(place__in=list(definitions.tiles()))
    found: dict[tuple[str, str, bool], rules.Part] = defaultdict(rules.Part, own)
    for row in below.order_by("pk"):
        key = (row.kind, row.indicator, row.verified)
        found[key] = found[key].plus(row.part)
    return found


def _write(place: str, template: str, starts_on: date, sums: Sums) -> None:
    PlaceTotal.objects.filter(place=place, template=template, starts_on=starts_on).delete()
    PlaceTotal.objects.bulk_create(
        PlaceTotal(
            place=place,
            template=template,
            starts_on=starts_on,
            kind=kind,
            indicator=indicator,
            verified=verified,
            count=part.count,
            total=part.total,
            low=part.low,
            high=part.high,
            weight=part.weight,
            weighted=part.weighted,
        )
        for (kind, indicator, verified), part in sums.items()
    )
