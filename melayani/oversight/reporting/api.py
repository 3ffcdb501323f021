"""Verified reports for everybody."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import BaseModel

from melayani.oversight.reporting import asked, definitions, queries
from melayani.oversight.reporting.queries import PublishedFigure, PublishedReport

router = Router(tags=["reports"])
FURTHEST = 100_000
# What is nested is plain pydantic: ninja's own schema wraps each of 1,300 figures in Python before it looks at it.
PERIOD = r"^(|20[0-9]{2}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)$"
REGION = r"^(|[0-9]{2}(\.[0-9]{2})?)$"


class FigureOut(BaseModel):
    """One figure. `value` null is not filled in, which is not zero; `choice` is set for the operating mode."""

    key: str
    name: str
    unit: str
    value: float | None
    choice: str | None
    corrected: bool


class ReportOut(BaseModel):
    unit: str
    unit_name: str
    kind: str
    region: str
    report: str
    since: date
    until: date
    version: int
    on_time: bool
    verified_at: datetime | None
    figures: list[FigureOut]


class ReportList(Schema):
    items: list[ReportOut]
    next: str | None


Period = Annotated[
    str,
    Query(pattern=PERIOD, description="Bulan 2026-03, atau hari pertama periode 2026-03-02. Kosongkan untuk semua."),
]
Region = Annotated[str, Query(pattern=REGION, description="Kode Kemendagri provinsi (32) atau kabupaten/kota (32.71).")]
Kind = Annotated[str, Query(pattern=r"^(|monthly|weekly|special)$", description="Bentuk laporan.")]
Limit = Annotated[int, Query(ge=1, le=100, description="Banyaknya per halaman, paling banyak 100.")]
After = Annotated[int, Query(ge=0, le=FURTHEST, description="Lewati sekian butir; dipakai oleh `next`.")]


@router.get("/reports", response=ReportList, operation_id="list_reports", summary="Laporan keadaan layanan")
def list_reports(
    request: HttpRequest,
    period: Period = "",
    region: Region = "",
    report: Kind = "",
    limit: Limit = 20,
    after: After = 0,
) -> dict[str, Any]:
    """Laporan yang sudah disahkan, terbaru lebih dahulu. Kosong bukan nol: angka yang tidak diisi bernilai null."""
    if region and not queries.is_region(region):
        raise Http404
    day = asked.day_of(period)
    if period and day is None:
        return {"items": [], "next": None}  # a day that does not exist begins no period
    rows = queries.verified_reports(period=day, region=region, template=report, limit=limit + 1, offset=after)
    following = {"period": period, "region": region, "report": report, "limit": limit, "after": after + limit}
    more = f"{settings.PUBLIC_URL}{request.path}?{urlencode(following)}"
    has_more = len(rows) > limit and after + limit <= FURTHEST
    shown = rows[:limit]
    figures = queries.figures_of(shown)
    return {"items": [_report(row, figures[row.pk]) for row in shown], "next": more if has_more else None}


def _report(row: PublishedReport, figures: list[PublishedFigure]) -> dict[str, Any]:
    return {
        "unit": row.unit,
        "unit_name": row.unit_name,
        "kind": row.kind,
        "region": row.region,
        "report": row.template,
        "since": row.starts_on,
        "until": row.ends_on,
        "version": row.version,
        "on_time": row.on_time,
        "verified_at": row.judged_at,
        "figures": [_figure(one) for one in figures],
    }


def _figure(one: PublishedFigure) -> dict[str, Any]:
    indicator = definitions.indicators()[one.indicator]
    return {
        "key": one.indicator,
        "name": indicator.name,
        "unit": indicator.unit,
        "value": None if one.value is None else float(one.value),
        "choice": one.choice or None,
        "corrected": one.is_corrected,
    }
