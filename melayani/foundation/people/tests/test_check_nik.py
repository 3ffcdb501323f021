"""The shape of a NIK: never "valid", only well formed."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from django.utils.translation import gettext, override
from hypothesis import given
from hypothesis import strategies as st

from melayani.foundation.people.rules import NikFindings, check_nik, nik_birth_dates

DISTRICTS = frozenset({"647401", "140301"})
DATES = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


def nik(born: date, *, woman: bool = False, district: str = "647401", serial: str = "0003") -> str:
    return f"{district}{born.day + 40 * woman:02d}{born:%m%y}{serial}"


def judge(text: str, birth_date: date | None = None) -> NikFindings:
    return check_nik(text, birth_date=birth_date, known_districts=DISTRICTS)


@given(DATES, st.booleans(), st.integers(1, 9999))
def test_every_real_date_is_well_formed_and_agrees_with_itself(born: date, woman: bool, serial: int) -> None:
    findings = judge(nik(born, woman=woman, serial=f"{serial:04d}"), born)
    assert findings.well_formed
    assert findings.problems == []
    assert findings.warnings == []


@given(DATES, DATES, st.booleans())
def test_another_birth_date_is_found(born: date, told: date, woman: bool) -> None:
    same = (born.day, born.month, born.year % 100) == (told.day, told.month, told.year % 100)
    assert judge(nik(born, woman=woman), told).well_formed is same


@given(st.text(max_size=60))
def test_no_text_is_ever_called_valid(text: str) -> None:
    findings = judge(text)
    assert not any("valid" in name for name in (field.name for field in dataclasses.fields(findings)))
    assert findings.well_formed is (not findings.problems)


@pytest.mark.parametrize("day", [0, 32, 39, 40, 72, 85, 99])
def test_days_outside_both_ranges_are_refused(day: int) -> None:
    assert not judge(f"647401{day:02d}01050003").well_formed


@pytest.mark.parametrize("day", [1, 31, 41, 71])
def test_the_edges_of_both_ranges_are_taken(day: int) -> None:
    assert judge(f"647401{day:02d}01050003").well_formed


def test_a_woman_born_in_2005_is_not_read_as_1905() -> None:
    assert date(2005, 2, 5) in nik_birth_dates("450205")
    assert judge("6474014502050003", date(2005, 2, 5)).well_formed


def test_the_29th_of_february_is_tried_in_both_centuries() -> None:
    assert nik_birth_dates("290200") == [date(2000, 2, 29)]
    assert nik_birth_dates("690200") == [date(2000, 2, 29)]
    assert not judge("6474012902010003").well_formed
    assert len(nik_birth_dates("290204")) == 2


def test_an_unknown_district_is_a_warning_only() -> None:
    findings = judge("9299994502050003")
    assert findings.well_formed
    assert len(findings.warnings) == 1


def test_the_serial_0000_is_refused() -> None:
    assert not judge("6474014502050000").well_formed


@pytest.mark.parametrize("text", ["", "123", "64740145020500031", "64740145020500O3", "٦٤٧٤٠١٤٥٠٢٠٥٠٠٠٣", "x" * 10_000])
def test_anything_but_16_digits_says_so(text: str) -> None:
    findings = judge(text)
    assert not findings.well_formed
    assert "16 angka" in findings.problems[0]


def test_spaces_and_hyphens_do_not_matter() -> None:
    assert judge(" 6474 0145-0205.0003 ").well_formed


@pytest.mark.parametrize(
    ("typed", "born"),
    [("123", None), (nik(date(1990, 8, 17), serial="0000"), None), ("6474010000000001", None)]
    + [(nik(date(1990, 8, 17)), date(1991, 8, 17))],
)
def test_what_is_wrong_is_said_in_english_as_well(typed: str, born: date | None) -> None:
    (problem,) = judge(typed, born).problems
    with override("en"):
        assert gettext(problem) != problem
