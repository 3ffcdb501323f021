"""`python -m melayani due`: JSON on standard output; bad input ends with 2 and one sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from melayani.foundation.workdays.tools import due

NYEPI = ["--from", "2026-03-16T09:00+07:00", "--amount", "5", "--unit", "working_day"]


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert due(arguments) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_it_answers_with_due_counted_and_skipped(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, *NYEPI)
    assert found["due"] == "2026-03-30T23:59:59+07:00"
    assert found["counted"] == ["2026-03-17", "2026-03-25", "2026-03-26", "2026-03-27", "2026-03-30"]
    assert found["skipped"][0] == {"date": "2026-03-18", "why": "Cuti Bersama Hari Suci Nyepi"}
    assert [day["date"][-2:] for day in found["skipped"]] == ["18", "19", "20", "21", "22", "23", "24", "28", "29"]


def test_a_six_day_week_counts_saturday(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, *NYEPI, "--six-day-week")["due"].startswith("2026-03-28")


def test_a_pause_moves_the_date_and_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    held = "2026-03-17T10:00+07:00/2026-03-26T10:00+07:00"
    found = answer(capsys, *NYEPI, "--pause", held, "--pause", "2026-03-30T00:00+07:00/2026-03-30T12:00+07:00")
    assert found["due"].startswith("2026-04-02")
    paused = [day["date"] for day in found["skipped"] if "jeda" in day["why"]]
    assert paused == ["2026-03-25", "2026-03-26", "2026-03-30"]


def test_the_offset_is_the_zone_of_the_office(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "--from", "2026-02-02T23:30+09:00", "--amount", "1", "--unit", "working_day")
    assert found["due"] == "2026-02-03T23:59:59+09:00"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"--from": "16 Maret 2026"}, "is no moment"),
        ({"--from": "2026-02-30T09:00+07:00"}, "is no moment"),
        ({"--from": "2026-03-16T09:00"}, "needs an offset"),
        ({"--from": "1826-03-16T09:00+07:00"}, "the year 1826"),
        ({"--amount": "0"}, "not between 1 and 3650"),
        ({"--amount": "-3"}, "not between 1 and 3650"),
        ({"--amount": "3651"}, "not between 1 and 3650"),
        ({"--amount": "lima"}, "no whole number"),
        ({"--amount": "5.5"}, "no whole number"),
        ({"--amount": "9" * 5000}, "no whole number"),
        ({"--unit": "week"}, "is unknown"),
        ({"--unit": "month", "--amount": "3650"}, "holidays are known until"),
        ({"--pause": "2026-03-17T10:00+07:00"}, "two moments"),
        ({"--pause": "2026-03-17T10:00+07:00/2026-03-17T09:00+07:00"}, "ends before it starts"),
        ({"--pause": "2026-03-17T10:00+07:00/2050-03-17T09:00/"}, "is no moment"),
        ({"--pauze": "x"}, "unrecognized"),
    ],
)
def test_bad_input_ends_with_one_sentence(
    capsys: pytest.CaptureFixture[str], changed: dict[str, str], sentence: str
) -> None:
    given = dict(zip(NYEPI[::2], NYEPI[1::2], strict=True)) | changed
    arguments = [word for pair in given.items() for word in (f"{pair[0]}={pair[1]}",)]
    assert due(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert sentence in said.err
    assert said.err.count("\n") == 1


def test_nothing_at_all_is_bad_input_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert due([]) == 2
    assert "required" in capsys.readouterr().err


def test_years_that_may_still_change_warn(capsys: pytest.CaptureFixture[str]) -> None:
    assert due(["--from", "2027-12-30T09:00+07:00", "--amount", "5", "--unit", "working_day"]) == 0
    said = capsys.readouterr()
    assert "2028: belum ada cuti bersama" in said.err
    assert "2027–2028: sebagian hari libur masih perkiraan" in said.err
    json.loads(said.out)


def test_it_needs_no_django() -> None:
    program = "import sys; from melayani.__main__ import main; code = main(['due', *sys.argv[1:]]); " + (
        "assert not [name for name in sys.modules if name.split('.')[0] == 'django']; sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program, *NYEPI], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["due"] == "2026-03-30T23:59:59+07:00"
