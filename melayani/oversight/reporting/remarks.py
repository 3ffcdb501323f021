"""Keep what pages of constraints read. The worker does it for the places whose reports were judged, with their sums.

Everything is a recount of the remarks of verified reports, so that running twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, Value

from melayani.oversight.reporting.models import Outcome, Remark, RemarkKind, RemarkQuerySet, RemarkTotal, RemarkWord
from melayani.oversight.reporting.models.reports import ANSWERS
from melayani.voice.complaints.rules import words_of

PROVINCE = 2  # digits of its code
ROWS_AT_ONCE = 2000
IS_CONSTRAINT, IS_STRATEGY = Q(kind=RemarkKind.CONSTRAINT), Q(kind=RemarkKind.STRATEGY)
NUMBERS: dict[str, Count] = {
    "named": Count("pk", filter=IS_CONSTRAINT),
    "units": Count("report__organisation", filter=IS_CONSTRAINT, distinct=True),
    "strategies": Count("pk", filter=IS_STRATEGY),
    "overcome": Count("pk", filter=IS_STRATEGY & Q(outcome=Outcome.SOLVED)),
    **{str(one): Count("pk", filter=ANSWERS & Q(outcome=one)) for one in (Outcome.OPEN, Outcome.HELPS, Outcome.SOLVED)},
}


def index(template: str, starts_on: date, places: Collection[str]) -> None:
    """Write the words of the remarks of a period at these places anew; reports that are not verified have none."""
    rows = Remark.objects.filter(
        report__template=template, report__starts_on=starts_on, report__region__in=sorted(places)
    )
    RemarkWord.objects.filter(remark__in=rows.values("pk")).delete()
    found = rows.published().order_by("pk").values_list("pk", "text")
    words = (RemarkWord(remark_id=pk, word=word) for pk, text in found for word in words_of(text))
    RemarkWord.objects.bulk_create(words, batch_size=ROWS_AT_ONCE)


def count(places: Collection[str]) -> None:
    """Count the remarks of these places and of all above them anew."""
    regencies = {one for one in places if len(one) > PROVINCE}
    provinces = {one[:PROVINCE] for one in places if one}
    rows = Remark.objects.published()
    _write(regencies, rows.filter(report__region__in=sorted(regencies)), F("report__region"))
    _write(provinces, rows.filter(report__province__in=sorted(provinces)), F("report__province"))
    _write({""}, rows, Value(""))


def count_all() -> None:
    """Count every place anew, as after reports that were written in bulk."""
    with transaction.atomic():
        RemarkTotal.objects.all().delete()
        count(set(Remark.objects.order_by().values_list("report__region", flat=True).distinct()))


def _write(places: Collection[str], rows: RemarkQuerySet, place: F | Value) -> None:
    """Replace what stands of these places."""
    if not places:
        return
    RemarkTotal.objects.filter(place__in=sorted(places)).delete()
    RemarkTotal.objects.bulk_create(_counted(rows, place), batch_size=ROWS_AT_ONCE)


def _counted(rows: RemarkQuerySet, place: F | Value) -> Iterable[RemarkTotal]:
    """By place and kind: whatever they explain, and each figure by itself."""
    groups: Any = rows.order_by().values("code", place=place)
    explaining: Any = rows.exclude(indicator="").order_by().values("code", "indicator", place=place)
    for found in (groups, explaining):
        for group in found.annotate(**NUMBERS):
            yield RemarkTotal(**group)
