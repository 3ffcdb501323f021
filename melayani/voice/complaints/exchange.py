"""Hand-over to SP4N-LAPOR!: files by a field map, tracking numbers read back, and a place for an adapter.

No public specification of an interface of SP4N-LAPOR! is known, so none is invented here: reports travel as CSV or JSON
whose column names stand in data/lapor_fields.json. An installation that is given an interface registers an `Adapter`;
without one the adapter is off.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol

from melayani.foundation.numbers.rules import read_number
from melayani.voice.complaints import national

EXPORT_MAX = 2_000  # reports in one file
IMPORT_MAX = 5_000  # lines in one file
BYTES_MAX = 2_000_000
TRACKING_MAX = 40
CSV, JSON = "csv", "json"
BOM = "\ufeff"  # spreadsheet programs take a CSV for UTF-8 only with it
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NO, YES = "tidak", "ya"


class NotReadable(Exception):
    """The file is no CSV or JSON of tracking numbers; the text (Indonesian) says what is missing."""


@dataclass(frozen=True)
class FieldMap:
    """How our fields are called in the file, in order, and by which names numbers come back."""

    columns: tuple[tuple[str, str], ...]  # key, column
    number: tuple[str, ...]
    tracking: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Line:
    """One line of an import: the number and the tracking number as typed, and what stands in the way ("" for none)."""

    place: int
    number: str
    tracking: str
    problem: str = ""
    before: str = ""  # the tracking number that the case has already


class Adapter(Protocol):
    """A way to hand reports over without a file. `hand_over` answers tracking numbers by our number; it may fail."""

    name: str

    def hand_over(self, reports: Sequence[Mapping[str, str]], *, now: datetime) -> Mapping[str, str]:
        """Send the reports (column names of the field map) and return the tracking number of each that was taken."""
        ...


_adapters: list[Adapter] = []


def register(adapter: Adapter) -> None:
    """Make `adapter` the one that is used; an installation calls this from its own app when it starts."""
    _adapters[:] = [adapter]


def unregister() -> None:
    """Switch the adapter off again."""
    _adapters.clear()


def adapter() -> Adapter | None:
    """The adapter of this installation; None while hand-over is by file only, which is how the product comes."""
    return _adapters[0] if _adapters else None


@cache
def field_map() -> FieldMap:
    """The field map of data/lapor_fields.json."""
    found = national.document("lapor_fields")
    return FieldMap(
        columns=tuple((row["key"], row["column"]) for row in found["fields"]),
        number=tuple(found["import"]["number"]),
        tracking=tuple(found["import"]["tracking"]),
        note=found["note"],
    )


def named(rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Rows by our keys as rows by the columns of the field map, in its order; what is not there is empty."""
    return [{column: row.get(key, "") for key, column in field_map().columns} for row in rows]


def as_csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    """The rows (by our keys) as CSV in UTF-8; no value can become a formula of a spreadsheet."""
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, fieldnames=[column for _, column in field_map().columns], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: _harmless(value) for key, value in row.items()} for row in named(rows))
    return (BOM + sheet.getvalue()).encode()


def as_json(rows: Iterable[Mapping[str, str]]) -> bytes:
    """The rows (by our keys) as a JSON list of objects."""
    return json.dumps(named(rows), ensure_ascii=False, indent=1).encode()


def read_tracking(content: bytes) -> list[Line]:
    """The lines of a CSV or JSON file with our number and a tracking number each, checked for their form only.

    Raises NotReadable for a file that is too big, no text, or has not both columns.
    """
    if len(content) > BYTES_MAX:
        raise NotReadable("Berkas ini lebih dari 2 MB. Bagi menjadi beberapa berkas.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotReadable("Berkas ini bukan teks UTF-8. Simpan sebagai CSV (UTF-8) atau JSON.") from error
    rows = _json_rows(text) if text.lstrip().startswith(("[", "{")) else _csv_rows(text)
    if len(rows) > IMPORT_MAX:
        raise NotReadable("Berkas ini lebih dari 5.000 baris. Bagi menjadi beberapa berkas.")
    lines, seen = [], set[str]()
    for place, row in enumerate(rows, 1):
        line = _line(place, row)
        twice = line.number in seen and not line.problem
        lines.append(Line(line.place, line.number, line.tracking, "Nomor ini muncul dua kali.") if twice else line)
        seen.add(line.number)
    return lines


def _line(place: int, row: Mapping[str, str]) -> Line:
    fields = field_map()
    typed, tracking = _first(row, fields.number), _first(row, fields.tracking)
    number = read_number(typed)
    if number is None or not number.startswith("ADU-"):
        return Line(place, typed[:TRACKING_MAX], tracking[:TRACKING_MAX], "Ini bukan nomor pengaduan.")
    return Line(place, number, tracking[:TRACKING_MAX], tracking_problem(tracking))


def tracking_problem(tracking: str) -> str:
    """What is wrong with a tracking number as typed, or an empty text."""
    if not tracking:
        return "Nomor LAPOR! kosong."
    if len(tracking) > TRACKING_MAX or not tracking.replace("-", "").isalnum() or not tracking.isascii():
        return "Nomor LAPOR! hanya berisi huruf, angka, dan tanda hubung, paling panjang 40."
    return ""


def _csv_rows(text: str) -> list[dict[str, str]]:
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    try:
        rows = [{_key(key): (value or "") for key, value in row.items() if isinstance(key, str)} for row in reader]
    except csv.Error as error:
        raise NotReadable("Berkas CSV ini rusak. Simpan ulang dari lembar kerja.") from error
    return _with_columns({_key(name) for name in reader.fieldnames or []}, rows)


def _json_rows(text: str) -> list[dict[str, str]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotReadable("Berkas JSON ini rusak.") from error
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise NotReadable("Berkas JSON harus berupa daftar baris, masing-masing dengan nama kolom.")
    rows = [{_key(key): str(value) for key, value in row.items() if value is not None} for row in found]
    return _with_columns({name for row in rows for name in row}, rows)


def _with_columns(names: set[str], rows: list[dict[str, str]]) -> list[dict[str, str]]:
    fields = field_map()
    if names.isdisjoint(fields.number) or names.isdisjoint(fields.tracking):
        wanted = f"“{fields.number[0]}” dan “{fields.tracking[0]}”"
        raise NotReadable(f"Kolom {wanted} tidak ada di berkas ini. Pakai berkas yang diekspor dari sini.")
    return rows


def _first(row: Mapping[str, str], names: Iterable[str]) -> str:
    return next((row[name].strip() for name in names if row.get(name, "").strip()), "")


def _key(name: str) -> str:
    return name.strip().lower()


def _harmless(value: str) -> str:
    return f"'{value}" if value.startswith(FORMULA) else value
