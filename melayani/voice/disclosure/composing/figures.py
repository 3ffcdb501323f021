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
from django.db.models import Avg, Count, F, Q
from django.utils.translation import gettext

from melayani.foundation.organisations.models import Organisation
from melayani.voice.disclosure import states
from melayani.voice.disclosure.models import InformationObjection, InformationRequest
from melayani.voice.disclosure.reports import WITHIN
from melayani.voice.disclosure.rules import deciding, objecting

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
    """The figures of the register of `year`: of one office's desk, or of all; two queries."""
    rows = InformationRequest.objects.filter(register_year=year)
    lodged = InformationObjection.objects.filter(register_year=year)
    if unit is not None:
        rows, lodged = rows.filter(desk=unit), lodged.filter(desk=unit)
    return _figures(unit, year, rows.aggregate(**_counted(now)), lodged.aggregate(**_LODGED))


def of_offices(year: int, now: datetime) -> list[Figures]:
    """The figures of every office that keeps a register in that year, by name; three queries."""
    rows = InformationRequest.objects.filter(register_year=year).values("desk").annotate(**_counted(now)).order_by()
    lodged = InformationObjection.objects.filter(register_year=year).values("desk").annotate(**_LODGED).order_by()
    counted = {row["desk"]: row for row in rows[:OFFICES_AT_MOST]}
    objected = {row["desk"]: row for row in lodged[:OFFICES_AT_MOST]}
    units = Organisation.objects.in_bulk(list(counted))
    nothing = dict.fromkeys(_LODGED, 0)
    found = [_figures(units[pk], year, row, objected.get(pk, nothing)) for pk, row in counted.items()]
    return sorted(found, key=lambda one: one.unit.name if one.unit else "")


_ANSWERED = Q(first_notified_at__isnull=False)


def _counted(now: datetime) -> dict[str, Any]:
    late = Q(state__in=sorted(states.RUNNING), first_notified_at__isnull=True, due_at__lt=now)
    return {
        "received": Count("pk"),
        "answered": Count("pk", filter=_ANSWERED),
        "on_time": Count("pk", filter=_ANSWERED & Q(first_notified_at__lte=F("due_at"))),
        "cancelled": Count("pk", filter=Q(state="withdrawn", decision="")),
        "prolonged": Count("pk", filter=Q(extended_at__isnull=False)),
        "average": Avg("days_taken"),
        **{key: Count("pk", filter=Q(decision=key)) for key in deciding.DECISIONS},
        **{f"within_{days}": Count("pk", filter=Q(days_taken__lte=days)) for days in STEPS},
        "overdue": Count("pk", filter=late),
    }


_LODGED: dict[str, Any] = {
    "lodged": Count("pk"),
    "upheld": Count("pk", filter=Q(outcome__in=(objecting.GRANTED, objecting.PARTLY))),
}


def _figures(unit: Organisation | None, year: int, found: Mapping[str, Any], objections: Mapping[str, Any]) -> Figures:
    average = found["average"]
    return Figures(
        year=year,
        unit=unit,
        received=found["received"],
        answered=found["answered"],
        on_time=found["on_time"],
        overdue=found["overdue"],
        granted=found[deciding.GRANTED],
        partly=found[deciding.PARTLY_GRANTED],
        refused=found[deciding.REFUSED],
        not_held=found[deciding.NOT_HELD],
        elsewhere=found[deciding.ELSEWHERE],
        withdrawn=found["cancelled"],
        extended=found["prolonged"],
        average_days=None if average is None else Decimal(str(average)).quantize(Decimal("0.1"), ROUND_HALF_UP),
        within=tuple(found[f"within_{days}"] for days in STEPS),
        objections=objections["lodged"],
        upheld=objections["upheld"],
    )


def years() -> list[int]:
    """The years with a register, newest first; one query."""
    found = InformationRequest.objects.order_by("-register_year").values_list("register_year", flat=True)
    return list(found.distinct()[:30])


def offices_of_year(year: int, *, page: str) -> Page[Organisation]:
    """Offices that keep a register in that year, by name, with how many asked and were answered; paged."""
    wanted = InformationRequest.objects.filter(register_year=year).order_by().values("desk").distinct()
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
