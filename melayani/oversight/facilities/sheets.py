"""The comparison as a sheet to take away."""

from __future__ import annotations

import io
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Font

from melayani.oversight.facilities.queries import ComparedPlace, Comparison

Cell = str | int | date | None
TAIL = (
    "Sarana khusus terpenuhi",
    "Diperiksa terakhir",
    "Periksa lagi",
    "Temuan tanpa rencana",
    "Perbaikan berjalan",
    "Lewat tenggat",
    "Laporan warga",
)


def as_xlsx(found: Comparison, day: date) -> bytes:
    """One row for each place; a score that cannot be told is an empty cell, never 0."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Sarana"
    page.append([f"Perbandingan sarana, {day.isoformat()}"])
    page.append(
        [f"Tampil: {len(found.places)} dari {found.of} tempat. Nilai 0 sampai 5; kosong berarti belum dapat dinilai."]
    )
    page.append(["Tempat", "Jenis", *(f"{one.names['id']} ({one.indicator})" for one in found.sections), *TAIL])
    for row in (page[1], page[3]):
        for cell in row:
            cell.font = Font(bold=True)
    for place in found.places:
        page.append(_cells(found, place))
    page.freeze_panes = "B4"
    page.column_dimensions["A"].width = 44
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(found: Comparison, place: ComparedPlace) -> list[Cell]:
    name = place.organisation.name
    return [
        f"'{name}" if name[:1] in "=+-@" else name,  # a spreadsheet must not run a name
        place.organisation.get_kind_display(),
        *(place.scores[one.key] for one in found.sections),
        place.counted if place.looked_at else None,
        place.checked_on,
        place.next_check,
        place.findings,
        place.running,
        place.overdue,
        place.reports,
    ]
