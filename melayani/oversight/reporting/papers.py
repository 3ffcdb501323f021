"""Figures of places and a region's presentation as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from melayani.foundation.documents import letterhead, render
from melayani.foundation.organisations.models import Organisation
from melayani.oversight.reporting.models import Remark
from melayani.oversight.reporting.queries import Pivot, Presentation

PERIODS_ON_PAPER = 6  # so many columns fit on a sheet


def pivot_pdf(pivot: Pivot, organisation: Organisation, *, at: datetime) -> bytes:
    """The table of places on paper, its last periods; one query for the letterhead."""
    asked = pivot.asked
    periods = asked.periods[-PERIODS_ON_PAPER:]
    rows = [
        [row.name, *(one.words for one in row.cells[-len(periods) :]), row.change or "–"]
        for row in [*pivot.rows, pivot.total]
    ]
    inputs = {
        "title": f"{asked.indicator.name}: {pivot.name}",
        "number": f"{periods[0]:%m/%Y} sampai {periods[-1]:%m/%Y}",
        "organisation": letterhead(organisation),
        "notes": [
            asked.indicator.definition,
            f"Satuan: {asked.indicator.unit}. Dasar: "
            f"{'laporan yang disahkan' if asked.verified else 'semua laporan yang masuk'}. "
            "Tanda – berarti tidak ada yang mengisi, bukan nol.",
        ],
        "headers": ["Tempat", *(f"{day:%m/%y}" for day in periods), "Perubahan"],
        "rows": rows,
    }
    return render("reporting/table", inputs, at=at)


def slides_pdf(found: Presentation, organisation: Organisation, *, at: datetime) -> bytes:
    """The presentation as a PDF of wide pages, one slide each."""
    inputs = {
        "title": f"{found.name}, {found.words}",
        "organisation": letterhead(organisation),
        "slides": [slide for slide in slides_of(found) if slide["lines"] or slide["figures"] or slide["lead"]],
    }
    return render("reporting/slides", inputs, at=at)


def slides_of(found: Presentation) -> list[dict[str, Any]]:
    """The four parts that the talk asks for, after the figures: condition, constraints, strategies, innovations."""
    one = found.complete
    figures = [
        {
            "name": figure.name,
            "value": figure.value,
            "unit": figure.unit,
            "change": figure.change,
            "before": figure.before,
        }
        for figure in found.figures
    ]
    modes = ", ".join(f"{name.lower()} {count}" for name, count in found.modes)
    return [
        _slide(
            "Angka bulan ini",
            f"{one.received} dari {one.expected} laporan masuk, {one.on_time} tepat waktu.",
            figures=figures,
        ),
        _slide(
            "Kondisi layanan",
            f"Moda layanan: {modes}." if modes else "",
            [(row.report.organisation.name, row.summary) for row in found.units if row.summary],
        ),
        _slide("Kendala", "", _entries(found.constraints)),
        _slide("Strategi", "", _entries(found.strategies)),
        _slide("Inovasi", "", _entries(found.innovations)),
        _slide(
            "Kesepakatan yang masih berjalan",
            "",
            [(point.organisation.name, f"{point.text} (selesai {point.due_on:%d/%m/%Y})") for point in found.points],
        ),
    ]


def _entries(rows: Sequence[Remark]) -> list[tuple[str, str]]:
    return [(f"{one.report.organisation}: {one.code_words}", one.text) for one in rows]


def _slide(
    heading: str, lead: str, lines: Sequence[tuple[str, str]] = (), figures: Sequence[dict[str, str]] = ()
) -> dict[str, Any]:
    return {
        "heading": heading,
        "lead": lead,
        "lines": [{"who": who, "what": what} for who, what in lines],
        "figures": list(figures),
    }
