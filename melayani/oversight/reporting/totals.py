"""Keep the sums of regions: whatever changes what counts marks its place, and the worker counts that place anew.

Every sum is a recount, so that running twice changes nothing and sums equal their reports. The places of one period are
counted together, by the database, in a number of queries that does not grow with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, DecimalField, F, Max, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Substr

from melayani.oversight.reporting import definitions, owed, remarks, rules, states
from melayani.oversight.reporting.models import DirtyPlace, PlaceTotal, Report, ReportFigure

PLACES_AT_ONCE = 200
ROWS_AT_ONCE = 2000
PROVINCE = 2  # digits of its code
Key = tuple[str, str, bool]  # kind of unit, indicator, verified alone
Sums = dict[str, dict[Key, rules.Part]]  # by place
PRODUCT = DecimalField(max_digits=24, decimal_places=4)


def mark(report: Report, *, now: datetime) -> None:
    """Note that the sums of the report's place and period changed; a repeat changes nothing.

    A mark that the worker is taking away right now is waited for and made anew: it may have counted without us.
    """
    DirtyPlace.objects.update_or_create(
        place=report.region, template=report.template, starts_on=report.starts_on, defaults={"since": now}
    )


def mark_all(reports: Iterable[Report], *, now: datetime) -> None:
    """Note the places and periods of many reports, as when a period opens; one statement for some hundreds."""
    places = sorted({(row.region, row.template, row.starts_on) for row in reports})
    rows = [DirtyPlace(place=place, template=template, starts_on=day, since=now) for place, template, day in places]
    DirtyPlace.objects.bulk_create(
        rows,
        batch_size=ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=["place", "template", "starts_on"],
        update_fields=["since"],
    )


def count_dirty(*, now: datetime) -> int:
    """Count the marked places anew, oldest mark first, then the provinces and the country above them, each once."""
    with transaction.atomic():
        rows = DirtyPlace.objects.filter(since__lte=now).order_by("since", "pk")
        marks = list(rows.select_for_update(skip_locked=True)[:PLACES_AT_ONCE])
        DirtyPlace.objects.filter(pk__in=[one.pk for one in marks]).delete()
        periods: dict[tuple[str, date], set[str]] = defaultdict(set)
        for one in marks:
            periods[one.template, one.starts_on].add(one.place)
        for (template, starts_on), places in sorted(periods.items()):
            _count(template, starts_on, places)
            owed.count(template, starts_on, places)
            remarks.index(template, starts_on, places)
        if marks:
            remarks.count({one.place for one in marks})
    return len(marks)


def count_period(template: str, starts_on: date) -> int:
    """Count every place of a period anew, as after reports that were written in bulk; return how many places.

    Words of remarks are written, too. Remarks are counted by `count_remarks`, over all periods at once.
    """
    with transaction.atomic():
        rows = Report.objects.filter(template=template, starts_on=starts_on)
        DirtyPlace.objects.filter(template=template, starts_on=starts_on).delete()
        places = set(rows.order_by().values_list("region", flat=True).distinct())
        _count(template, starts_on, places)
        owed.count(template, starts_on, places)
        remarks.index(template, starts_on, places)
    return len(places)


def _count(template: str, starts_on: date, places: Collection[str]) -> None:
    """Regencies from their reports, then the provinces above them, then the country."""
    regencies = {one for one in places if len(one) > PROVINCE}
    if regencies:
        _write(template, starts_on, regencies, _from_figures(template, starts_on, regencies))
    provinces = {one[:PROVINCE] for one in places if one}
    if provinces:
        _write(template, starts_on, provinces, _above(template, starts_on, provinces))
    _write(template, starts_on, {""}, _above(template, starts_on, {""}))


def _from_figures(template: str, starts_on: date, places: Collection[str]) -> Sums:
    """The sums of the reports of regencies (or of units that stand in a province, or nowhere)."""
    rows = ReportFigure.objects.filter(
        report__template=template,
        report__starts_on=starts_on,
        report__region__in=sorted(places),
        report__state__in=sorted(states.RECEIVED),
        indicator__in=sorted(definitions.indicators()),
        value__isnull=False,
    )
    groups = rows.order_by().values_list("report__region", "report__kind", "indicator", "report__state")
    found: Sums = defaultdict(lambda: defaultdict(rules.Part))
    for *where, count, total, low, high in groups.annotate(
        count=Count("pk"), total=Sum("value"), low=Min("value"), high=Max("value")
    ):
        _add(found, where, rules.Part(count, total, low, high))
    for *where, weight, weighted in _weights(rows):
        _add(found, where, rules.Part(weight=weight, weighted=weighted))
    return found


def _weights(rows: QuerySet[ReportFigure]) -> Iterable[Any]:
    """Of figures that are weighted by another one of the same report: that weight, and figure times weight."""
    for one in definitions.indicators().values():
        if one.over != "weighted":
            continue
        beside = rows.filter(
            indicator=one.key, report__figures__indicator=one.parts[0], report__figures__value__isnull=False
        )
        groups = beside.order_by().values_list("report__region", "report__kind", "indicator", "report__state")
        yield from groups.annotate(
            weight=Sum("report__figures__value"),
            weighted=Sum(F("value") * F("report__figures__value"), output_field=PRODUCT),
        )


def _add(found: Sums, where: Iterable[Any], part: rules.Part) -> None:
    """To all that was received, and to the verified alone where it is verified."""
    place, kind, indicator, state = where
    for verified in {False, state == states.VERIFIED}:
        key = (kind, indicator, verified)
        found[place][key] = found[place][key].plus(part)


def parts_of(values: Mapping[str, Decimal]) -> Iterable[tuple[str, rules.Part]]:
    """The figures of one report as parts of a sum."""
    known = definitions.indicators()
    for key, value in values.items():
        indicator = known.get(key)
        if indicator is None:
            continue
        weight = values.get(indicator.parts[0], Decimal(0)) if indicator.over == "weighted" else Decimal(0)
        yield key, rules.Part(1, value, value, value, weight, weight * value)


def _above(template: str, starts_on: date, places: Collection[str]) -> Sums:
    """The sums of provinces, or of the country (""), from those below them, and from their own units."""
    found = _from_figures(template, starts_on, places)
    rows = PlaceTotal.objects.filter(template=template, starts_on=starts_on)
    if "" in places:
        below = rows.filter(place__in=list(definitions.tiles())).annotate(above=Value(""))
    else:
        within = Q()
        for one in sorted(places):
            within |= Q(place__startswith=f"{one}.")
        below = rows.filter(within).annotate(above=Substr("place", 1, PROVINCE))
    groups = below.order_by().values_list("above", "kind", "indicator", "verified")
    for place, kind, indicator, verified, *sums in groups.annotate(
        Sum("count"), Sum("total"), Min("low"), Max("high"), Sum("weight"), Sum("weighted")
    ):
        key = (kind, indicator, verified)
        found[place][key] = found[place][key].plus(rules.Part(*sums))
    return found


def _write(template: str, starts_on: date, places: Collection[str], sums: Sums) -> None:
    """Replace what stands of these places; one without reports keeps no row."""
    PlaceTotal.objects.filter(place__in=sorted(places), template=template, starts_on=starts_on).delete()
    rows = (
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
        for place, found in sums.items()
        for (kind, indicator, verified), part in found.items()
    )
    PlaceTotal.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
