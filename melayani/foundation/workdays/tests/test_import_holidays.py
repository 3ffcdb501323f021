"""National holidays: counts and single dates of the golden file, mended names, an import that may be repeated."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.models import Event
from melayani.foundation.people.tests.factories import superuser
from melayani.foundation.workdays.actions import Refused, correct_holiday, import_holidays
from melayani.foundation.workdays.models import Holiday
from melayani.foundation.workdays.national import mend, national_holidays, warnings_for

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "holidays-golden.json").read_text())
THEIRS = {"public": "public", "collective_leave": "government"}


@pytest.mark.parametrize("year", sorted(GOLDEN["counts_per_year"]))
def test_golden_counts_per_year(year: str) -> None:
    counts = Counter(THEIRS[day.category] for day in national_holidays(int(year)))
    assert {name: counts[name] for name in ("public", "government")} == GOLDEN["counts_per_year"][year]


@pytest.mark.parametrize("spot", GOLDEN["spot_dates"], ids=lambda spot: spot["date"])
def test_golden_dates(spot: dict[str, str]) -> None:
    day = date.fromisoformat(spot["date"])
    assert spot["category"] in {THEIRS[one.category] for one in national_holidays(day.year) if one.date == day}


def test_misspelt_names_are_mended() -> None:
    assert mend("Pegangti Cuti Bersama Hari Raya Idul Fitri") == "Pengganti Cuti Bersama Hari Raya Idul Fitri"
    names = [day.name for year in range(2018, 2029) for day in national_holidays(year)]
    assert not [name for name in names if "Pegangti" in name]


def test_years_that_may_still_change_are_named() -> None:
    assert warnings_for(2025, 2026) == []
    assert [warning[:10] for warning in warnings_for(2026, 2028)] == ["2028: belu", "2027–2028:"]


@pytest.mark.django_db
def test_import_is_whole_and_may_be_repeated(now: datetime) -> None:
    first = import_holidays(year=2026, now=now)
    events = Event.objects.count()
    second = import_holidays(year=2026, now=now)
    assert (len(first.added), Holiday.objects.count()) == (25, 25)
    assert not second.is_change
    assert Event.objects.count() == events


@pytest.mark.django_db
def test_import_keeps_what_was_edited_by_hand(now: datetime) -> None:
    import_holidays(year=2026, now=now)
    Holiday.objects.filter(date="2026-12-24").update(name="Cuti Natal", source="SKB Tiga Menteri")
    correct_holiday(
        day=date(2026, 5, 15),
        category="collective_leave",
        name="Cuti Bersama Kenaikan",
        source="SKB perubahan",
        withdraw=True,
        actor=SYSTEM,
        now=now,
    )
    result = import_holidays(year=2026, now=now)
    assert result.kept == [date(2026, 5, 15), date(2026, 12, 24)]
    assert Holiday.objects.get(date="2026-12-24").name == "Cuti Natal"
    assert not Holiday.objects.between(date(2026, 5, 15), date(2026, 5, 15)).exists()


@pytest.mark.django_db
def test_a_day_that_the_package_no_longer_knows_goes_and_is_told(now: datetime) -> None:
    import_holidays(year=2026, now=now)
    Holiday.objects.create(date="2026-07-07", name="Salah", category="public", source="holidays 0.1")
    result = import_holidays(year=2026, now=now)
    assert result.removed == [date(2026, 7, 7)]
    event = Event.objects.filter(name="holiday.changed").latest("pk")
    assert event.data == {"date": "2026-07-07", "organisation": None, "removed": "Salah"}


@pytest.mark.django_db
def test_a_new_year_tells_only_of_days_to_come(now: datetime) -> None:
    import_holidays(year=2026, now=now)
    told = [event.data["date"] for event in Event.objects.filter(name="holiday.changed")]
    assert min(told) == "2026-03-18"
    assert Event.objects.filter(name="holidays.imported").count() == 1


@pytest.mark.django_db
def test_only_the_platform_and_the_ministry_touch_national_days(now: datetime) -> None:
    chief = superuser()
    with pytest.raises(Refused):
        import_holidays(year=2026, now=now, actor=chief)
    with pytest.raises(Refused):
        import_holidays(year=1900, now=now)
    row = correct_holiday(
        day=date(2026, 8, 18), category="public", name="Libur", source="Keppres", actor=chief, now=now
    )
    assert row.is_by_hand
    with pytest.raises(Refused):
        correct_holiday(
            day=date(2026, 8, 18), category="public", name="Libur", source="holidays 1", actor=chief, now=now
        )


@pytest.mark.django_db
def test_the_commands_say_what_they_did() -> None:
    out, err = StringIO(), StringIO()
    call_command("import_holidays", "--from", "2027", "--until", "2028", stdout=out, stderr=err)
    assert "2027: 26 added" in out.getvalue()
    assert "2028: belum ada cuti bersama" in err.getvalue()
    with pytest.raises(CommandError):
        call_command("import_holidays", "--from", "2028", "--until", "2027")
    with pytest.raises(CommandError):
        call_command("import_holidays", "--from", "1800", "--until", "1801")
    call_command("correct_holiday", "2028-02-28", "--name", "Cuti", "--source", "SKB", "--leave", stdout=out)
    assert Holiday.objects.get(date="2028-02-28", category="collective_leave").is_by_hand
    with pytest.raises(CommandError):
        call_command("correct_holiday", "2028-02-30", "--name", "Cuti", "--source", "SKB")
