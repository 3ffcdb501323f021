"""Dates, money, numbers, durations and sizes as people read them, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from melayani.foundation.ui import format as words

MOMENT = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "zone", "expected"),
    [
        ("id", "Asia/Jakarta", "Selasa, 24 November 2026 pukul 10.30 WIB"),
        ("id", "Asia/Makassar", "Selasa, 24 November 2026 pukul 11.30 WITA"),
        ("id", "Asia/Jayapura", "Selasa, 24 November 2026 pukul 12.30 WIT"),
        ("en", "Asia/Jakarta", "Tuesday, 24 November 2026 at 10:30 WIB"),
    ],
)
def test_a_moment_names_its_zone(language: str, zone: str, expected: str) -> None:
    with translation.override(language):
        assert words.format_moment(MOMENT, zone) == expected


@pytest.mark.parametrize(
    ("language", "amount", "expected"),
    [("id", 25000, "Rp25.000"), ("id", 0, "Gratis"), ("id", None, "belum dicantumkan"), ("en", 0, "Free")],
)
def test_unknown_is_not_free(language: str, amount: int | None, expected: str) -> None:
    with translation.override(language):
        assert words.format_rupiah(amount) == expected


@pytest.mark.parametrize(
    ("minimum", "maximum", "unit", "expected"),
    [
        (14, 14, "working_day", "14 hari kerja"),
        (1, 3, "working_day", "1 sampai 3 hari kerja"),
        (None, 3, "working_day", "paling lama 3 hari kerja"),
        (30, 30, "minute", "30 menit"),
        (3, None, "hour", "3 jam"),
        (None, None, None, "belum dicantumkan"),
        (None, None, "external_sla", "mengikuti sistem lain"),
    ],
)
def test_durations(minimum: int | None, maximum: int | None, unit: str | None, expected: str) -> None:
    assert words.format_duration(minimum, maximum, unit) == expected


def test_numbers_and_sizes_follow_the_language() -> None:
    assert (words.format_number(1392), words.format_decimal2(Decimal("87.28"))) == ("1.392", "87,28")
    assert (words.format_size(1_800_000), words.format_size(640_000), words.format_size(12_000_000)) == (
        "1,8 MB",
        "640 kB",
        "12 MB",
    )
    with translation.override("en"):
        assert (words.format_number(1392), words.format_decimal2("87.28")) == ("1,392", "87.28")


def test_days() -> None:
    assert words.format_day(date(2026, 11, 23)) == "Senin, 23 November 2026"
    assert words.format_day_short(date(2026, 11, 23)) == "Sen 23 Nov"
    early = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    assert words.format_day_short(early) == "Sel 24 Nov", "three in the morning in Jakarta is already the next day"
    assert words.format_day_short(datetime(2026, 11, 23, 15, 30, tzinfo=UTC), "Asia/Jayapura") == "Sel 24 Nov"
    assert words.format_day(None) == words.format_clock(None) == words.format_moment(None) == ""


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("+6281234567890", "0812-3456-7890"),
        ("081234567890", "0812-3456-7890"),
        ("0812 3456 7890", "0812-3456-7890"),
        ("62 812-3456-7890", "0812-3456-7890"),
        ("+62 (0)812 3456 789", "0812-3456-789"),
        ("0811234567", "0811-2345-67"),
        ("08123456789012", "08123456789012"),  # too long for a mobile number
        ("(0548) 21021", "(0548) 21021"),
        ("+65 6123 4567", "+65 6123 4567"),
        ("warga@contoh.example", "warga@contoh.example"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_telephone_number_reads_the_same_however_it_was_typed(number: str | None, expected: str) -> None:
    assert words.format_phone(number) == expected
