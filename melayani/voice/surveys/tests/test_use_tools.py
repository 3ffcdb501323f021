"""`skm_index` and `sample_size` as an officer with a spreadsheet uses them."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from melayani.voice.surveys import rules
from melayani.voice.surveys.tools import sample_size, skm_index

INSTRUMENT = rules.load_instrument()
SHORT = [element.id_key for element in INSTRUMENT.elements]
GOOD = [3, 3, 3, 4, 3, 4, 4, 3, 4]
Run = Callable[..., tuple[int, dict[str, Any], str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object, tool: Callable[[list[str]], int] = skm_index) -> tuple[int, dict[str, Any], str]:
        code = tool([str(argument) for argument in arguments])
        shown = capsys.readouterr()
        return code, json.loads(shown.out) if shown.out else {}, shown.err

    return call


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str, name: str = "jawaban.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


def lines(header: list[str], *rows: Sequence[object], delimiter: str = ",") -> str:
    quoted = [f'"{name}"' if delimiter in name else name for name in header]
    return "\n".join(delimiter.join(str(cell) for cell in row) for row in [quoted, *rows]) + "\n"


def refused(answer: tuple[int, dict[str, Any], str], words: str) -> None:
    code, shown, error = answer
    assert code == 2
    assert shown == {}
    assert words in error
    assert error.count("\n") == 1
    assert "Traceback" not in error


def test_a_sheet_gives_index_grades_and_counts(run: Run, sheet: Callable[..., Path]) -> None:
    path = sheet(lines(SHORT, GOOD, [4] * 9, [3, "", 3, 4, 3, 4, 4, 3, 4]))
    code, answer, error = run(path, "--date", "2024-06-30")
    assert (code, error) == (0, "")
    assert (answer["n"], answer["incomplete"]) == (2, 1)
    assert (answer["index"], answer["grade"]) == (93.06, "A")
    assert answer["elements"]["requirements"] == {"mean": 3.5, "index": 87.5, "grade": "B"}
    assert list(answer) == ["n", "incomplete", "elements", "index", "grade"]
    assert list(answer["elements"]) == list(INSTRUMENT.keys)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("names", ["english", "short", "full", "coded"])
def test_columns_are_found_by_any_name_in_any_order(
    run: Run, sheet: Callable[..., Path], names: str, delimiter: str
) -> None:
    header = {
        "english": [element.key.upper() for element in INSTRUMENT.elements],
        "short": [f" {element.id_key.title()} " for element in INSTRUMENT.elements],
        "full": [element.name("id") for element in INSTRUMENT.elements],
        "coded": [f"U{place}. {element.name('id')}" for place, element in enumerate(INSTRUMENT.elements, start=1)],
    }[names]
    backwards = lines(["No", *reversed(header)], ["1", *reversed(GOOD)], delimiter=delimiter)
    code, answer, error = run(sheet(backwards))
    assert (code, error) == (0, "")
    assert {key: one["mean"] for key, one in answer["elements"].items()} == dict(
        zip(INSTRUMENT.keys, GOOD, strict=True)
    )


def test_letters_decimals_bom_and_a_declared_delimiter_are_read(run: Run, sheet: Callable[..., Path]) -> None:
    text = "sep=;\n" + lines(SHORT, ["a", "B", "c", "D", "3.0", "3,00", 3, 4, 4], delimiter=";")
    code, answer, _ = run(sheet(text, encoding="utf-8-sig"))
    assert code == 0
    assert answer["elements"]["requirements"]["mean"] == 1.0
    assert answer["elements"]["fee"]["mean"] == 4.0
    assert run(sheet(lines(SHORT, GOOD), encoding="utf-16"))[0] == 0


def test_the_literal_weight_and_the_date_change_the_figures(run: Run, sheet: Callable[..., Path]) -> None:
    path = sheet(lines(SHORT, [4] * 9))
    assert run(path)[1]["index"] == 100.0
    assert run(path, "--weights", "0.111")[1]["index"] == 99.9
    threes = sheet(lines(SHORT, [3] * 9))
    assert run(threes, "--date", "2024-01-01")[1]["grade"] == "C"
    assert run(threes, "--date", "2012-01-01")[1]["grade"] == "B"


def test_positions_alone_are_refused_until_the_order_is_named(run: Run, sheet: Callable[..., Path]) -> None:
    codes = [f"U{place}" for place in range(1, 10)]
    path = sheet(lines(codes, [3, 3, 3, 3, 3, 3, 3, 1, 4]))
    refused(run(path), "ada dua urutan")
    assert run(path, "--order", "form")[1]["elements"]["facilities"]["mean"] == 1.0
    assert run(path, "--order", "text")[1]["elements"]["facilities"]["mean"] == 4.0
    refused(run(path, "--order", "zigzag"), "form atau text")


def test_a_workbook_is_read_like_a_sheet(run: Run, tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append([])
    page.append(["Waktu", *[name for name in reversed(SHORT) if name != "waktu"]])
    page.append([3.0, *[4] * 8])
    page.append([3, *[4] * 7, None])
    path = tmp_path / "jawaban.XLSX"
    book.save(path)
    code, answer, _ = run(path)
    assert (code, answer["n"], answer["incomplete"], answer["index"]) == (0, 1, 1, 97.22)


@pytest.mark.parametrize("value", ["5", "0", "-1", "2.5", "e", "baik", "3e0", "٣"])
def test_a_value_outside_the_scale_is_refused_with_its_place(run: Run, sheet: Callable[..., Path], value: str) -> None:
    refused(run(sheet(lines(SHORT, GOOD, [value, *GOOD[1:]]))), "Baris 3, kolom requirements")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "kosong"),
        ("\n \n", "kosong"),
        (lines(SHORT), "satu pun baris"),
        (lines(SHORT, ["", *GOOD[1:]]), "satu pun baris"),
        (lines(["nama", "umur"], ["x", 3]), "tidak ditemukan: persyaratan, prosedur"),
        (lines(SHORT[:8], GOOD[:8]), "tidak ditemukan: pengaduan"),
        (lines([*SHORT, "Waktu"], [*GOOD, 3]), "muncul dua kali"),
        (lines([*SHORT, "time"], [*GOOD, 3]), "muncul dua kali"),
    ],
)
def test_a_sheet_that_cannot_be_used_is_refused_in_one_sentence(
    run: Run, sheet: Callable[..., Path], text: str, words: str
) -> None:
    refused(run(sheet(text)), words)


def test_wrong_files_dates_and_weights_are_refused(run: Run, sheet: Callable[..., Path], tmp_path: Path) -> None:
    good = sheet(lines(SHORT, GOOD))
    refused(run(tmp_path / "tidak-ada.csv"), "tidak ditemukan")
    refused(run(tmp_path), "tidak ditemukan")
    refused(run(), "FILE")
    refused(run(good, "--date", "16/03/2026"), "Tanggal")
    refused(run(good, "--date", "2026-02-30"), "Tanggal")
    refused(run(good, "--date", "2015-06-01"), "16/2014")
    refused(run(good, "--weights", "0.11"), "Bobot")
    broken = tmp_path / "rusak.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    refused(run(broken), "rusak")
    binary = tmp_path / "biner.csv"
    binary.write_bytes(bytes(range(256)) * 10)
    refused(run(binary), "bukan teks")


def test_a_torn_workbook_is_refused_wherever_it_is_torn(run: Run, tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(SHORT)
    for _ in range(200):
        page.append(GOOD)
    whole = tmp_path / "utuh.xlsx"
    book.save(whole)
    content = whole.read_bytes()
    torn = tmp_path / "sobek.xlsx"
    for place in range(0, len(content), 97):
        torn.write_bytes(content[:place] + bytes(b ^ 0xFF for b in content[place : place + 9]) + content[place + 9 :])
        code, answer, error = run(torn)
        assert code in (0, 2)
        assert (code == 0) == bool(answer)
        assert error.count("\n") == (1 if code else 0)
    torn.write_bytes(content[: len(content) // 2])
    refused(run(torn), "rusak")


def test_a_workbook_that_unfolds_without_end_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("melayani.voice.surveys.sheets.MAX_UNPACKED", 1_000_000)
    bomb = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)
    assert bomb.stat().st_size < 10_000
    refused(run(bomb), "terlalu besar")


def test_sample_size_prints_the_required_answers(run: Run) -> None:
    assert run("4384", tool=sample_size) == (0, {"required": 354}, "")
    assert run("9", tool=sample_size) == (0, {"required": 9}, "")


@pytest.mark.parametrize("arguments", [[], ["0"], ["-5"], ["1.000"], ["seribu"], ["1", "2"], ["9" * 40], ["²"]])
def test_sample_size_refuses_what_is_no_population(run: Run, arguments: list[str]) -> None:
    refused(run(*arguments, tool=sample_size), "bilangan bulat")


def test_the_tools_start_without_django(sheet: Callable[..., Path]) -> None:
    path = sheet(lines(SHORT, GOOD))
    program = f"import sys; from melayani.__main__ import main; c = main(['skm_index', {str(path)!r}]); \
assert 'django' not in sys.modules; sys.exit(c)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["n"] == 1
