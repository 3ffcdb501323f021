"""How the office served those who asked: a year's figures for everybody, whole or by office."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Sum
from django.utils.translation import gettext

from melayani.foundation.organisations.models import Organisation
from melayani.voice.disclosure import states, totals
from melayani.voice.disclosure.models import InformationRequest, RequestQuerySet, YearTotals
from melayani.voice.disclosure.reports import WITHIN
from melayani.voice.disclosure.rules import deciding

FIRST_YEAR, OFFICES_A_PAGE, OFFICES_AT_MOST, ROW, TRACK = 2010, 30, 2000, 48, 82
STEPS = WITHIN


@dataclass(frozen=True)
class Figures:
    """A year of one office or of all."""

    year: int
    unit: Organisation | None
    received: int
    answered: int
    on_time: int
    overdue: int  # not yet answered, and their time is over
    granted: int
    partly: int
    refused: int
    not_held: int
    elsewhere: int
    withdrawn: int
    extended: int
    average_days: Decimal | None
    within: tuple[int, ...]  # answered within STEPS
    objections: int
    upheld: int

    @property
    def on_time_percent(self) -> int | None:
        return percent(self.on_time, self.answered + self.overdue)

    @property
    def outcomes(self) -> list[tuple[str, int]]:
        """What came of the requests, as a table and a chart read it."""
        return [
            (gettext("Diberikan seluruhnya"), self.granted),
            (gettext("Diberikan sebagian"), self.partly),
            (gettext("Ditolak"), self.refused),
            (gettext("Tidak dikuasai"), self.not_held),
            (gettext("Ada di kantor lain"), self.elsewhere),
            (gettext("Dibatalkan pemohon"), self.withdrawn),
            (gettext("Masih diproses"), self.waiting),
        ]

    @property
    def waiting(self) -> int:
        told = self.granted + self.partly + self.refused + self.not_held + self.elsewhere
        return max(0, self.received - told - self.withdrawn)

    @property
    def speeds(self) -> list[tuple[int, int, int | None]]:
        """Working days, how many were answered within them, and their share."""
        return [(days, count, percent(count, self.answered)) for days, count in zip(STEPS, self.within, strict=True)]

    @property
    def bars(self) -> list[Bar]:
        most = max((count for _, count in self.outcomes), default=0) or 1
        return [
            Bar(place * ROW + 16, place * ROW + 34, place * ROW + 24, f"{count / most * TRACK:.2f}%", label, count)
            for place, (label, count) in enumerate(self.outcomes)
        ]

    @property
    def height(self) -> int:
        return len(self.outcomes) * ROW

    @property
    def track(self) -> str:
        return f"{TRACK}%"


@dataclass(frozen=True)
class Bar:
    """A horizontal bar: base lines of label and value, and the top of the bar (pixels), its length in percent."""

    label_y: int
    value_y: int
    y: int
    length: str
    label: str
    value: int


def percent(part: int, whole: int) -> int | None:
    """A whole percentage; None of nothing."""
    if not whole:
        return None
    return int((Decimal(part) * 100 / whole).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def of_year(unit: Organisation | None, year: int, now: datetime) -> Figures:
    """The figures of the register of `year`: of one office's desk, or of all; two queries, none over the register.

    The worker keeps the sums; only what passed its time and still waits is counted at once, by an index.
    """
    rows, late = YearTotals.objects.filter(year=year), _late(year, now)
    if unit is not None:
        rows, late = rows.filter(desk=unit), late.filter(desk=unit)
    sums = {name: Sum(name, default=0) for name in totals.COLUMNS}
    return _figures(unit, year, rows.aggregate(**sums), late.count())


def of_offices(year: int, now: datetime) -> list[Figures]:
    """The figures of every office that keeps a register in that year, by name; two queries."""
    late = dict(_late(year, now).order_by().values_list("desk").annotate(count=Count("pk")))
    rows = YearTotals.objects.filter(year=year).select_related("desk").order_by("desk__name", "pk")
    return [_figures(row.desk, year, row.__dict__, late.get(row.desk_id, 0)) for row in rows[:OFFICES_AT_MOST]]


def _late(year: int, now: datetime) -> RequestQuerySet:
    """Requests of the year that nobody has answered in time: as few as an office lets wait."""
    running = InformationRequest.objects.filter(state__in=sorted(states.RUNNING), due_at__lt=now)
    return running.filter(register_year=year, first_notified_at__isnull=True)


def _figures(unit: Organisation | None, year: int, found: Mapping[str, Any], overdue: int) -> Figures:
    days = found["days_count"]
    average = Decimal(found["days_sum"]) / days if days else None
    return Figures(
        year=year,
        unit=unit,
        received=found["received"],
        answered=found["answered"],
        on_time=found["on_time"],
        overdue=overdue,
        granted=found[deciding.GRANTED],
        partly=found[deciding.PARTLY_GRANTED],
        refused=found[deciding.REFUSED],
        not_held=found[deciding.NOT_HELD],
        elsewhere=found[deciding.ELSEWHERE],
        withdrawn=found["cancelled"],
        extended=found["prolonged"],
        average_days=None if average is None else average.quantize(Decimal("0.1"), ROUND_HALF_UP),
        within=tuple(found[f"within_{days}"] for days in STEPS),
        objections=found["lodged"],
        upheld=found["upheld"],
    )


def years() -> list[int]:
    """The years with a register, newest first; one query."""
    found = YearTotals.objects.order_by("-year").values_list("year", flat=True)
    return list(found.distinct()[:30])


def offices_of_year(year: int, *, page: str) -> Page[Organisation]:
    """Offices that keep a register in that year, by name; paged."""
    wanted = YearTotals.objects.filter(year=year, received__gt=0).order_by().values("desk")
    rows = Organisation.objects.filter(pk__in=wanted).order_by("name", "pk")
    return Paginator(rows, OFFICES_A_PAGE).get_page(page)


def sheet(rows: Sequence[Figures]) -> str:
    """The figures as CSV, one office a line; words in the source language, so that machines need not know another."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(
        [
            "tahun",
            "kantor",
            "diterima",
            "dijawab",
            "tepat_waktu",
            "terlambat_belum_dijawab",
            "diberikan",
            "sebagian",
            "ditolak",
            "tidak_dikuasai",
        ]
        + ["di_kantor_lain", "dibatalkan", "diperpanjang", "rata_rata_hari_kerja"]
        + [f"dalam_{days}_hari" for days in STEPS]
        + ["keberatan", "keberatan_diterima"]
    )
    for row in rows:
        writer.writerow(
            [
                row.year,
                row.unit.name if row.unit else "Semua kantor",
                row.received,
                row.answered,
                row.on_time,
                row.overdue,
            ]
            + [row.granted, row.partly, row.refused, row.not_held, row.elsewhere, row.withdrawn, row.extended]
            + [row.average_days if row.average_days is not None else "", *row.within, row.objections, row.upheld]
        )
    return out.getvalue()
