"""Read a sheet of answers (CSV or XLSX) and find its columns by name. Plain Python; the reader of the tools."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from openpyxl import load_workbook

from melayani.voice.surveys.instrument import Element, Instrument, load_instrument

Columns = dict[str, int]
Key = TypeVar("Key")
DELIMITERS = ";,\t"
CODE = re.compile(r"u\s*([1-9])")
MAX_BYTES = 50_000_000
MAX_UNPACKED = 500_000_000  # a small file can unfold into more than the memory holds


class BadSheet(Exception):
    """The file cannot be used; the text says why in one sentence."""


Row = tuple[int, list[object]]


def read_sheet(path: Path) -> list[Row]:
    """The rows that hold anything, each with its line number in the sheet, the header first; raises BadSheet."""
    if not path.is_file():
        raise BadSheet(f"Berkas {path.name} tidak ditemukan.")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadSheet(f"Berkas {path.name} tidak dapat dibaca.") from error
    return read_bytes(content, path.name)


def read_bytes(content: bytes, name: str) -> list[Row]:
    """The same for the content of a file called `name`; raises BadSheet."""
    if len(content) > MAX_BYTES:
        raise BadSheet(f"Berkas {name} terlalu besar; paling besar 50 MB.")
    rows = _read_xlsx(content) if name.lower().endswith((".xlsx", ".xlsm")) else _read_csv(content)
    filled = [(line, row) for line, row in enumerate(rows, start=1) if not _is_blank(row)]
    if not filled:
        raise BadSheet(f"Berkas {name} kosong.")
    return filled


def _is_blank(row: list[object]) -> bool:
    return not any(cell is not None and str(cell).strip() for cell in row)


def find_columns(header: list[object], *, order: str = "") -> Columns:
    """The place of each element's column, found by English key, short Indonesian key or full name, in any order.

    Columns called only U1 to U9 mean different things in the two orders in use (U8 and U9 change places), so they need
    `order` "form" or "text". Raises BadSheet for that, for a column given twice and for missing ones.
    """
    instrument = load_instrument()
    if order and order not in instrument.orders:
        raise BadSheet("Urutan harus form atau text.")
    found, codes = _sort_out([_plain(cell) for cell in header])
    if codes and not order and len(found) < len(instrument.keys):
        raise BadSheet(_WHICH_ORDER)
    if order:
        for number, place in codes.items():
            _keep(found, instrument.orders[order][number - 1], place, f"U{number}")
    missing = [element.id_key for element in instrument.elements if element.key not in found]
    if missing:
        raise BadSheet(f"Kolom unsur ini tidak ditemukan: {', '.join(missing)}.")
    return found


def find_question_columns(header: list[object], instrument: Instrument, *, order: str = "") -> Columns:
    """The place of each question's column: as `find_columns` where each element has one question; else by its key.

    Elements that the instrument does not ask may be absent. Raises BadSheet.
    """
    plain = [_plain(cell) for cell in header]
    several = [one for one in instrument.questions if instrument.parts(one.element) > 1]
    if not several and instrument.keys == load_instrument().keys:
        return find_columns(header, order=order)
    known = {_plain(one.key): one.key for one in several}
    found: Columns = {}
    for place, text in enumerate(plain):
        if text in known:
            _keep(found, known[text], place, text)
    singles, codes = _sort_out(plain)
    if codes and not singles:
        raise BadSheet("Kolom hanya bernama U1 sampai U9; beri nama unsurnya, karena kuesioner unit ini berbeda.")
    single = {one.element: one.key for one in instrument.questions if instrument.parts(one.element) == 1}
    found |= {single[element]: place for element, place in singles.items() if element in single}
    missing = [one.key for one in instrument.questions if one.key not in found]
    if missing:
        raise BadSheet(f"Kolom pertanyaan ini tidak ditemukan: {', '.join(missing)}.")
    return found


def extra_columns(header: list[object], wanted: Mapping[str, Iterable[str]]) -> Columns:
    """The places of further columns, each under any of its names; absent ones are left out. Twins raise BadSheet."""
    names = {_plain(name): key for key, spellings in wanted.items() for name in spellings}
    found: Columns = {}
    for place, cell in enumerate(header):
        text = _plain(cell)
        if text in names:
            _keep(found, names[text], place, text)
    return found


def _sort_out(header: list[str]) -> tuple[Columns, dict[int, int]]:
    """The columns that carry a name, and those that carry a bare code; "U8 sarana" goes by its name."""
    names = _names()
    found: Columns = {}
    codes: dict[int, int] = {}
    for place, text in enumerate(header):
        code = CODE.match(text)
        key = names.get(text) or (names.get(text[code.end() :].strip()) if code else None)
        if key:
            _keep(found, key, place, text)
        elif code and code.end() == len(text):
            _keep(codes, int(code.group(1)), place, text.upper())
    return found, codes


_WHICH_ORDER = (
    "Kolom hanya bernama U1 sampai U9, padahal ada dua urutan: apakah U8 sarana dan U9 pengaduan (--order form), "
    "atau U8 pengaduan dan U9 sarana (--order text)?"
)


def score_of(cell: object, *, line: int, key: str) -> int | None:
    """The score that a cell holds (1 to 4, or a to d), None when it is empty; raises BadSheet for anything else."""
    text = str(cell if cell is not None else "").strip().lower()
    if not text:
        return None
    letters = load_instrument().letters
    number = re.fullmatch(r"([1-4])([.,]0+)?", text)
    if number:
        return int(number.group(1))
    if text in letters:
        return letters[text]
    raise BadSheet(f"Baris {line}, kolom {key}: {text[:20]!r} bukan nilai 1 sampai 4 atau a sampai d.")


def _keep(places: dict[Key, int], key: Key, place: int, name: str) -> None:
    if key in places:
        raise BadSheet(f"Kolom {name} muncul dua kali.")
    places[key] = place


def _plain(cell: object) -> str:
    """Lower case with every run of punctuation and spaces as one space: "Biaya/Tarif " and "biaya tarif" are one."""
    return re.sub(r"[\W_]+", " ", str(cell if cell is not None else "")).strip().lower()


def _names() -> dict[str, str]:
    return {_plain(name): element.key for element in load_instrument().elements for name in _spellings(element)}


def _spellings(element: Element) -> tuple[str, ...]:
    return (element.key, element.id_key, *element.names.values())


def _read_csv(content: bytes) -> list[list[object]]:
    text = _decode(content)
    lines = text.splitlines()
    declared = re.fullmatch(r"sep=(.)", lines[0].strip(), re.IGNORECASE) if lines else None
    if declared:  # the line by which Excel names its delimiter
        text = text.split("\n", 1)[1] if "\n" in text else ""
    delimiters = [declared.group(1)] if declared else list(DELIMITERS)
    readings = [_split(text, delimiter) for delimiter in delimiters]
    return max(readings, key=_known_columns)


def _split(text: str, delimiter: str) -> list[list[object]]:
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise BadSheet("Berkas CSV ini rusak: barisnya tidak dapat dipisahkan menjadi kolom.") from error


def _known_columns(rows: list[list[object]]) -> tuple[int, int]:
    header = next((row for row in rows if not _is_blank(row)), [])
    known = sum(1 for cell in header if _plain(cell) in _names() or CODE.match(_plain(cell)))
    return known, len(header)


def _decode(content: bytes) -> str:
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadSheet("Berkas ini bukan teks CSV; simpan ulang sebagai CSV UTF-8 atau XLSX.")


def _read_xlsx(content: bytes) -> list[list[object]]:
    try:
        return _cells(content)
    except BadSheet:
        raise
    except Exception as error:  # a torn file fails anywhere in the readers of zip and XML, each with its own exception
        raise BadSheet("Berkas XLSX ini rusak atau bukan lembar kerja.") from error


def _cells(content: bytes) -> list[list[object]]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
            raise BadSheet("Isi berkas XLSX ini terlalu besar; paling besar 500 MB. Simpan sebagai CSV.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl remarks on missing styles; standard error is for our sentence
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
