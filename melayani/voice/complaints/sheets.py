"""The statistics as a sheet to take away: CSV or XLSX, one table under another, in words and plain numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Font

from melayani.voice.complaints.queries import Statistics
from melayani.voice.complaints.rules import Figures

Cell = str | int | float | None
HEAD: tuple[str, ...] = (
    "Masuk",
    "Diverifikasi",
    "Dijawab",
    "Dijawab (%)",
    "Tepat waktu",
    "Tepat waktu (%)",
    "Selesai",
    "Selesai menurut pelapor",
    "Ditolak",
    "Digabung",
    "Dibantah",
    "Tanggapan pertama, median (jam)",
    "Kepuasan (1-4)",
    "Yang menilai",
)
BOM = "\ufeff"  # spreadsheet programs take a CSV for UTF-8 only with it


def tables(found: Statistics) -> list[tuple[str, str, Sequence[tuple[str, Figures]]]]:
    """Each table with its title, the word above its first column, and its rows."""
    months = [(f"{one.month:%Y-%m}", one) for one in found.months if one.month]
    return [
        ("Seluruhnya", "Masa", [(f"{found.since:%Y-%m} sampai {found.until:%Y-%m}", found.total)]),
        ("Per bulan", "Bulan", months),
        ("Per golongan", "Golongan", [(one.name, one) for one in found.by_class]),
        ("Per saluran", "Saluran", [(one.name, one) for one in found.by_channel]),
        ("Per jenis", "Jenis", [(one.name, one) for one in found.by_kind]),
    ]


def cells_of(row: Figures) -> list[Cell]:
    """The figures of one row in the order of HEAD; what cannot be told yet is empty."""
    return [
        row.received,
        row.verified,
        row.answered,
        row.percent_answered,
        row.on_time,
        row.percent_on_time,
        row.closed,
        row.confirmed,
        row.rejected,
        row.duplicates,
        row.contested,
        row.median_hours,
        float(row.satisfaction) if row.satisfaction is not None else None,
        row.satisfaction_count,
    ]


def as_csv(found: Statistics) -> bytes:
    """All tables in one long one: the first column names the table."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(["Tabel", "Baris", *HEAD])
    for title, _, rows in tables(found):
        for name, figures in rows:
            writer.writerow([title, name, *("" if cell is None else cell for cell in cells_of(figures))])
    return (BOM + sheet.getvalue()).encode()


def as_xlsx(found: Statistics, heading: str) -> bytes:
    """One sheet per table, the heading and the time above."""
    book = Workbook()
    for place, (title, head, rows) in enumerate(tables(found)):
        page = book.active if place == 0 else book.create_sheet()
        if page is None:
            continue
        page.title = title
        page.append([heading])
        page.append([f"{found.since:%Y-%m} sampai {found.until:%Y-%m}"])
        page.append([head, *HEAD])
        _bold(page[1], page[3])
        for name, figures in rows:
            page.append([name, *cells_of(figures)])
        page.freeze_panes = "B4"
        page.column_dimensions["A"].width = 32
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _bold(*rows: Iterable[object]) -> None:
    for row in rows:
        for cell in row:
            cell.font = Font(bold=True)  # type: ignore[attr-defined]
