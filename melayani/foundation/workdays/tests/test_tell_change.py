"""What a calendar event means for clocks: the first day concerned, and the words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from melayani.foundation.workdays.rules import EVENTS, Change, change_of

SPAN = {"starts_on": "2026-03-30", "ends_on": "2026-04-02", "reason": "Banjir"}
ONE = {**SPAN, "ends_on": "2026-03-30"}


@pytest.mark.parametrize(
    ("event", "data", "first", "words"),
    [
        (
            "holiday.changed",
            {"date": "2026-03-18", "added": "Hari jadi"},
            date(2026, 3, 18),
            "libur 18 Maret 2026 (Hari jadi)",
        ),
        (
            "holiday.changed",
            {"date": "2026-03-18", "removed": "Hari jadi"},
            date(2026, 3, 18),
            "18 Maret 2026 tidak jadi libur (Hari jadi)",
        ),
        ("closure.added", SPAN, date(2026, 3, 30), "kantor tutup 30 Maret 2026 sampai 2 April 2026 (Banjir)"),
        ("closure.added", ONE, date(2026, 3, 30), "kantor tutup 30 Maret 2026 (Banjir)"),
        (
            "closure.ended",
            {**SPAN, "open_from": "2026-04-01"},
            date(2026, 4, 1),
            "kantor buka lagi mulai 1 April 2026",
        ),
        ("hours.changed", {"since": "2026-04-01"}, date(2026, 4, 1), "jam layanan berubah mulai 1 April 2026"),
        (
            "week.changed",
            {"since": "2026-04-01", "days": 5, "collective_leave": True},
            date(2026, 4, 1),
            "hari kerja menjadi 5 hari seminggu dan cuti bersama tidak dihitung, mulai 1 April 2026",
        ),
        (
            "restriction.started",
            {**ONE, "kind": "changed_hours"},
            date(2026, 3, 30),
            "jam layanan berubah sementara 30 Maret 2026 (Banjir)",
        ),
        (
            "restriction.ended",
            {**ONE, "kind": "changed_hours"},
            date(2026, 3, 30),
            "jam layanan kembali seperti biasa (Banjir selesai)",
        ),
    ],
)
def test_each_event_is_told(event: str, data: dict[str, Any], first: date, words: str) -> None:
    assert event in EVENTS
    assert change_of(event, data) == Change(first, words)


@pytest.mark.parametrize(
    ("event", "data"),
    [
        ("restriction.started", {**ONE, "kind": "visitor_cap"}),
        ("restriction.ended", {**ONE, "kind": "online_only"}),
        ("mode.changed", {"since": "2026-04-01"}),
        ("holidays.imported", {"year": 2026}),
    ],
)
def test_what_moves_no_clock_is_no_change(event: str, data: dict[str, Any]) -> None:
    assert change_of(event, data) is None
