"""A sheet of answers read for import: which rows can be taken, and what is wrong with each of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from melayani.voice.surveys.instrument import Attribute, Instrument
from melayani.voice.surveys.sheets import BadSheet, Row, extra_columns, find_question_columns, score_of

COMMENT_LENGTH = 2000
MOST_ROWS = 5000
EXTRA = {
    "day": ("tanggal", "tanggal survei", "tgl", "date", "survey date"),
    "service": ("layanan", "jenis layanan", "jenis layanan yang diterima", "service"),
    "comment": ("saran", "saran dan masukan", "komentar", "suggestions", "comment"),
    "number": ("nomor", "nomor permohonan", "nomor antrean", "number"),
}


@dataclass(frozen=True)
class Line:
    """One row that can be taken. `scores` by question; it is incomplete where some are missing."""

    service_id: int
    day: date
    scores: Mapping[str, int]
    traits: Mapping[str, str]
    comment: str = ""
    number: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "service": self.service_id,
            "day": self.day.isoformat(),
            "scores": dict(self.scores),
            "traits": dict(self.traits),
            "comment": self.comment,
            "number": self.number,
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Line:
        return cls(
            raw["service"], date.fromisoformat(raw["day"]), raw["scores"], raw["traits"], raw["comment"], raw["number"]
        )


@dataclass(frozen=True)
class Batch:
    """What a sheet would bring. `problems` are (row of the sheet, why it cannot be taken)."""

    lines: list[Line]
    complete: int
    incomplete: int
    problems: list[tuple[int, str]]


@dataclass(frozen=True)
class Setting:
    """What rows do not say themselves: the service and day chosen, services by title, numbers that may answer."""

    instrument: Instrument
    today: date
    services: Mapping[str, int]
    service_id: int | None = None
    day: date | None = None
    order: str = ""
    open_numbers: frozenset[str] | None = None  # None: not yet looked up


def numbers_in(rows: Sequence[Row]) -> list[str]:
    """The case or ticket numbers that the sheet names."""
    place = extra_columns(rows[0][1], EXTRA).get("number")
    return [] if place is None else [text for _, row in rows[1:] if (text := _text(row, place).upper())]


def read_batch(rows: Sequence[Row], setting: Setting) -> Batch:
    """Judge every row. Raises BadSheet when the columns cannot be told apart, or there are too many rows."""
    header, body = rows[0][1], rows[1:]
    if len(body) > MOST_ROWS:
        raise BadSheet(f"Berkas ini memuat {len(body)} baris; paling banyak {MOST_ROWS} sekali impor.")
    columns = find_question_columns(header, setting.instrument, order=setting.order)
    extra = extra_columns(header, EXTRA)
    about = extra_columns(header, {one.key: (one.key, *one.names.values()) for one in setting.instrument.attributes})
    lines: list[Line] = []
    problems: list[tuple[int, str]] = []
    seen: set[str] = set()
    for number, row in body:
        try:
            line = _line(number, row, columns, extra, about, setting)
            _demand_new(line, seen, setting)
        except BadSheet as error:
            problems.append((number, str(error).removeprefix(f"Baris {number}, ")))
            continue
        lines.append(line)
    complete = sum(1 for line in lines if len(line.scores) == len(columns))
    return Batch(lines, complete, len(lines) - complete, problems)


def _line(
    number: int,
    row: list[object],
    columns: Mapping[str, int],
    extra: Mapping[str, int],
    about: Mapping[str, int],
    setting: Setting,
) -> Line:
    found = {key: score_of(_cell(row, at), line=number, key=key) for key, at in columns.items()}
    scores = {key: score for key, score in found.items() if score is not None}
    if not scores:
        raise BadSheet("tidak ada satu pun jawaban.")
    comment = _text(row, extra.get("comment"))
    if len(comment) > COMMENT_LENGTH:
        raise BadSheet("saran lebih panjang dari 2.000 huruf.")
    by_key = {one.key: one for one in setting.instrument.attributes}
    traits = {key: _trait(by_key[key], text) for key, at in about.items() if (text := _text(row, at))}
    return Line(
        service_id=_service(row, extra, setting),
        day=_day(row, extra, setting),
        scores=scores,
        traits=traits,
        comment=comment,
        number=_text(row, extra.get("number")).upper(),
    )


def _service(row: list[object], extra: Mapping[str, int], setting: Setting) -> int:
    text = _text(row, extra.get("service"))
    chosen = setting.services.get(text.casefold()) if text else setting.service_id
    if chosen is None:
        raise BadSheet(f"layanan {text[:60]!r} tidak dikenal di unit ini." if text else "layanan tidak diisi.")
    return chosen


def _day(row: list[object], extra: Mapping[str, int], setting: Setting) -> date:
    cell = _cell(row, extra["day"]) if "day" in extra else None
    day = _as_day(cell) if cell not in (None, "") else setting.day
    if day is None:
        raise BadSheet("tanggal tidak diisi atau tidak dikenal; tulis seperti 2026-03-16 atau 16/03/2026.")
    if day > setting.today:
        raise BadSheet(f"tanggal {day.isoformat()} belum tiba.")
    return day


def _as_day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(str(cell).strip()[:10], form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _trait(attribute: Attribute, text: str) -> str:
    for value, words in attribute.values:
        if text.casefold() in {value.casefold(), *(word.casefold() for word in words.values())}:
            return value
    raise BadSheet(f"{attribute.names['id']}: {text[:40]!r} tidak ada di dalam daftar.")


def _demand_new(line: Line, seen: set[str], setting: Setting) -> None:
    if not line.number:
        return
    if line.number in seen:
        raise BadSheet(f"nomor {line.number} muncul dua kali; satu nomor cukup satu jawaban.")
    seen.add(line.number)
    if setting.open_numbers is not None and line.number not in setting.open_numbers:
        raise BadSheet(f"nomor {line.number} tidak dikenal di unit ini, atau sudah memberi jawaban.")


def _cell(row: list[object], at: int | None) -> object:
    return row[at] if at is not None and at < len(row) else None


def _text(row: list[object], at: int | None) -> str:
    cell = _cell(row, at)
    return str(cell).strip() if cell is not None else ""
