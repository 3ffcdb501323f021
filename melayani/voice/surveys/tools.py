"""Two small tools for an officer with a spreadsheet. They need no server, no database and no Django."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from melayani.voice.surveys import rules
from melayani.voice.surveys.sheets import BadSheet, Columns, Row, find_columns, read_sheet, score_of

USAGE = "skm_index FILE.csv|.xlsx [--date YYYY-MM-DD] [--weights exact|0.111] [--order form|text]"


class BadInput(Exception):
    """The tool was given something it cannot use; the text is the one sentence for standard error."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadInput(f"Pemakaian: {self.usage}")


def skm_index(arguments: list[str]) -> int:
    """`skm_index FILE.csv|.xlsx [--date D] [--weights exact|0.111] [--order form|text]`: print index and grades."""
    return _run(_index_of_file, arguments)


def sample_size(arguments: list[str]) -> int:
    """`sample_size POPULATION`: print how many answers a survey of that many users needs."""
    return _run(_sample_of_population, arguments)


def _run(tool: Callable[[list[str]], dict[str, Any]], arguments: list[str]) -> int:
    try:
        answer = tool(arguments)
    except (BadInput, BadSheet, rules.BadScore, rules.NoGradeTable) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
    return 0


def _index_of_file(arguments: list[str]) -> dict[str, Any]:
    parser = _Parser(
        usage=USAGE, allow_abbrev=False, description="Indeks Kepuasan Masyarakat dari satu berkas jawaban."
    )
    parser.add_argument("file", metavar="FILE.csv|.xlsx", help="satu baris per responden, satu kolom per unsur")
    parser.add_argument("--date", help="tanggal survei (YYYY-MM-DD); menentukan tabel mutu yang berlaku")
    parser.add_argument("--weights", default=rules.EXACT, help="exact (1/9) atau 0.111 untuk mencocokkan laporan lama")
    parser.add_argument("--order", default="", help="form atau text: urutan yang dimaksud kolom U1 sampai U9")
    given = parser.parse_args(arguments)
    if given.weights not in (rules.EXACT, rules.LITERAL):
        raise BadInput("Bobot harus exact atau 0.111.")
    day = _day(given.date)
    header, *rows = read_sheet(Path(given.file))
    tallies, incomplete = _count(rows, find_columns(header[1], order=given.order))
    result = rules.compute(tallies, on=day, weights=given.weights)
    elements = {
        one.key: {"mean": float(one.mean), "index": float(one.index), "grade": one.grade.letter}
        for one in result.elements
    }
    return {
        "n": result.n,
        "incomplete": incomplete,
        "elements": elements,
        "index": float(result.index),
        "grade": result.grade.letter,
    }


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(tz=ZoneInfo("Asia/Jakarta")).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"Tanggal {text!r} tidak dikenal; tulis seperti 2026-03-16.") from error


def _count(rows: list[Row], columns: Columns) -> tuple[dict[str, rules.Tally], int]:
    """Tally the complete rows; also return how many rows lack an answer."""
    answers: dict[str, list[int]] = {key: [] for key in columns}
    incomplete = 0
    for line, row in rows:
        scores = {key: score_of(row[at] if at < len(row) else None, line=line, key=key) for key, at in columns.items()}
        complete = {key: score for key, score in scores.items() if score is not None}
        if len(complete) < len(columns):
            incomplete += 1
            continue
        for key, score in complete.items():
            answers[key].append(score)
    if not answers["requirements"]:
        raise BadInput("Berkas ini tidak memuat satu pun baris dengan sembilan jawaban lengkap.")
    return {key: rules.tally(scores) for key, scores in answers.items()}, incomplete


def _sample_of_population(arguments: list[str]) -> dict[str, Any]:
    text = arguments[0].strip() if len(arguments) == 1 else ""
    if text in ("-h", "--help"):
        raise BadInput("Pemakaian: sample_size JUMLAH_PENGGUNA.")
    if not (text.isascii() and text.isdigit()) or len(text) > 12 or int(text) < 1:
        raise BadInput("Tulis jumlah pengguna layanan sebagai satu bilangan bulat tanpa titik, paling sedikit 1.")
    return {"required": rules.required_sample(int(text))}
