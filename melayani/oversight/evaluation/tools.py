"""A small tool for an officer with the scores in a file. It needs no server, no database and no Django."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from melayani.oversight.evaluation import rules
from melayani.oversight.evaluation.instrument import CURRENT, Instrument, UnknownInstrument, load

USAGE = "Pemakaian: pekppp_score FILE.json"
FORMS = ("offline", "online")


class BadInput(Exception):
    """The tool was given something it cannot use; the text is the one sentence for standard error."""


def pekppp_score(arguments: list[str]) -> int:
    """`pekppp_score FILE.json`: print the indexes of the aspects, F-02, F-03, the index and its category."""
    try:
        answer = _score_of_file(arguments)
    except (BadInput, rules.BadInstrument, rules.BadScores, UnknownInstrument) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
    return 0


def _score_of_file(arguments: list[str]) -> dict[str, Any]:
    if len(arguments) != 1 or arguments[0].startswith("-"):
        raise BadInput(USAGE)
    given = _read(Path(arguments[0]))
    instrument = _instrument(given)
    result = rules.compute(instrument, _scores(given.get("f02")), _answers(given.get("f03"), instrument))
    return {
        "aspects": {
            one.aspect.code: {
                "f02": float(rules.rounded(one.index)),
                "f03": None if one.f03 is None else float(rules.rounded(one.f03)),
            }
            for one in result.aspects
        },
        "f02": float(rules.rounded(result.f02)),
        "f03": float(rules.rounded(result.f03)),
        "ipp": float(result.shown),
        "category": result.category.code,
    }


def _read(path: Path) -> Mapping[str, Any]:
    try:
        given = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadInput(f"Berkas {path.name} tidak dapat dibuka.") from error
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadInput(f"Berkas {path.name} bukan JSON yang benar.") from error
    if not isinstance(given, dict):
        raise BadInput("Berkas harus memuat satu objek dengan instrument, f02, dan f03.")
    return given


def _instrument(given: Mapping[str, Any]) -> Instrument:
    """The instrument that the file names, with the weights it brings for open ones (`weights`)."""
    found = load(str(given.get("version", CURRENT)), str(given.get("instrument", "")))
    entered = given.get("weights", {})
    if not isinstance(entered, dict):
        raise BadInput("weights harus objek: nomor indikator dan bobotnya.")
    weights = {number: _weight(value) for number, value in _numbered(entered).items()}
    for number, weight in weights.items():
        known = found.indicator(number)
        if known is None or known.weight not in (None, weight):
            raise BadInput(f"Bobot indikator {number} tidak dapat diubah: instrumen sudah menetapkannya.")
    return found.with_weights(weights)


def _weight(value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise BadInput("Bobot harus bilangan.")
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError) as error:
        raise BadInput(f"Bobot {value!r} bukan bilangan.") from error


def _scores(given: object) -> dict[int, int]:
    if not isinstance(given, dict):
        raise BadInput("f02 harus objek: nomor indikator dan nilainya.")
    return _numbered(given)


def _numbered(given: Mapping[str, Any]) -> dict[int, Any]:
    for key in given:
        if not (key.isascii() and key.isdigit() and len(key) <= 3):
            raise BadInput(f"{key!r} bukan nomor indikator.")
    return {int(key): value for key, value in given.items()}


def _answers(given: object, instrument: Instrument) -> list[list[int]]:
    if not isinstance(given, dict) or not isinstance(given.get("answers"), list):
        raise BadInput("f03 harus memuat form dan answers.")
    form = given.get("form", instrument.form)
    if form not in FORMS or form != instrument.form:
        raise BadInput(f"Formulir F-03 untuk instrumen {instrument.code} adalah {instrument.form}.")
    rows: list[list[int]] = given["answers"]
    if not all(isinstance(row, list) for row in rows):
        raise BadInput("Tiap responden adalah satu daftar jawaban.")
    return rows
