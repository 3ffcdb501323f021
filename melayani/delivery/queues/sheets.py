"""The statistics as a sheet to take away: XLSX, a page per table, plain numbers."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Font

from melayani.delivery.queues.queries import Statistics
from melayani.delivery.queues.queries.figures import Row
from melayani.delivery.queues.rules import Figures

Cell = str | int | float | None
HEAD: tuple[str, ...] = (
    "Dilayani",
    "Tidak datang",
    "Tidak datang (%)",
    "Menunggu, median (menit)",
    "Menunggu, persentil 90 (menit)",
    "Di loket, median (menit)",
    "Di loket, persentil 90 (menit)",
)


def tables(found: Statistics) -> list[tuple[str, str, Sequence[Row]]]:
    """Each table with its title, the word above its first column, and its rows."""
    return [
        ("Per unit", "Unit", found.units),
        ("Per layanan", "Layanan", found.lines),
        ("Per loket", "Loket", found.counters),
        ("Per jam", "Jam dipanggil", found.hours),
        ("Per cara", "Cara mengambil nomor", found.ways),
    ]


def cells_of(row: Figures) -> list[Cell]:
    """The figures of one row in the order of HEAD; what cannot be told yet is empty."""
    return [
        row.served,
        row.no_shows,
        row.no_show_percent,
        _minutes(row.wait_median),
        _minutes(row.wait_p90),
        _minutes(row.service_median),
        _minutes(row.service_p90),
    ]


def as_xlsx(found: Statistics, definition: str) -> bytes:
    """One sheet per table, with what a visit is and the days above."""
    book = Workbook()
    everything = [("Seluruhnya", "Masa", [Row("Seluruhnya", found.total)]), *tables(found)]
    for place, (title, head, rows) in enumerate(everything):
        page = book.active if place == 0 else book.create_sheet()
        if page is None:
            continue
        page.title = title
        page.append([found.site.organisation.name])
        page.append([f"{found.since:%Y-%m-%d} sampai {found.until:%Y-%m-%d}"])
        page.append([definition])
        page.append([head, *HEAD, "Terpakai (%)"] if title == "Per loket" else [head, *HEAD])
        _bold(page[1], page[4])
        for row in rows:
            page.append([row.name, *cells_of(row.figures), *([row.used] if title == "Per loket" else [])])
        for (name,) in page.iter_rows(max_col=1):
            name.data_type = "s"  # what an office calls its line or counter is never run as a formula
        page.freeze_panes = "B5"
        page.column_dimensions["A"].width = 44
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _minutes(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _bold(*rows: Iterable[object]) -> None:
    for row in rows:
        for cell in row:
            cell.font = Font(bold=True)  # type: ignore[attr-defined]
