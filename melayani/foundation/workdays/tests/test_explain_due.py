"""The due moment in words for citizens and as a calendar for officers."""

from __future__ import annotations

from datetime import date, datetime

from melayani.foundation.workdays.rules import (
    FIVE_DAYS,
    Calendar,
    Due,
    Hours,
    Pause,
    calendar_weeks,
    due,
    explain,
)
from melayani.foundation.workdays.tests.factories import JAKARTA, OFFICE_DAY, national_calendar, office_week


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


def found(start: str, amount: int, unit: str, calendar: Calendar, *held: Pause) -> Due:
    answer = due(start=at(start), amount=amount, unit=unit, calendar=calendar, pauses=held)
    assert answer is not None
    return answer


def test_a_citizen_reads_which_days_counted_and_which_not() -> None:
    answer = found("2026-03-16T09:00", 5, "working_day", national_calendar(2026, hours=OFFICE_DAY))
    assert explain(answer) == [
        "Diterima Senin, 16 Maret 2026 pukul 09.00 WIB; hari itu tidak dihitung.",
        "Yang dihitung, 5 hari kerja: 17, 25–27 dan 30 Maret 2026.",
        "Dilewati 18 Maret 2026: Cuti Bersama Hari Suci Nyepi.",
        "Dilewati 19 Maret 2026: Hari Suci Nyepi.",
        "Dilewati 20 Maret 2026: Cuti Bersama Hari Raya Idul Fitri.",
        "Dilewati 21 Maret 2026: Hari Raya Idul Fitri.",
        "Dilewati 22 Maret 2026: Hari kedua dari Hari Raya Idul Fitri.",
        "Dilewati 23–24 Maret 2026: Cuti Bersama Hari Raya Idul Fitri.",
        "Dilewati 28–29 Maret 2026: Sabtu dan Minggu.",
        "Janji selesai paling lambat Senin, 30 Maret 2026 pukul 15.00 WIB.",
    ]


def test_the_same_in_english() -> None:
    sentences = explain(found("2026-03-26T09:00", 5, "working_day", national_calendar(2026)), "en")
    assert sentences == [
        "Received on Thursday, 26 March 2026 at 09:00 WIB; that day is not counted.",
        "Counted, 5 working days: 27 and 30–31 March and 1–2 April 2026.",
        "Skipped 28–29 March 2026: Saturday and Sunday.",
        "Promised by Thursday, 2 April 2026 at 23:59 WIB at the latest.",
    ]


def test_national_holidays_have_english_names() -> None:
    sentences = " ".join(explain(found("2027-03-05T09:00", 3, "working_day", national_calendar(2027)), "en"))
    assert "Eid al-Fitr (estimated)" in sentences
    assert "Joint leave: Eid al-Fitr" in sentences


def test_it_says_where_the_clock_stopped() -> None:
    held = Pause(at("2026-02-04T10:30"), at("2026-02-06T14:05"))
    answer = found("2026-02-02T09:00", 3, "working_day", office_week(), held)
    sentences = explain(answer)
    assert (
        "Waktu berhenti sejak Rabu, 4 Februari 2026 pukul 10.30 WIB dan berjalan lagi Jumat, 6 Februari 2026 pukul "
        "14.05 WIB." in sentences
    )
    assert "Karena waktu berhenti, tidak dihitung 5–6 Februari 2026." in sentences


def test_it_says_why_the_start_counts_later() -> None:
    week = office_week()
    assert explain(found("2026-02-07T09:00", 1, "working_day", week))[0] == (
        "Diterima Sabtu, 7 Februari 2026 pukul 09.00 WIB (bukan hari kerja), jadi dihitung sebagai diterima Senin, "
        "9 Februari 2026; hari itu tidak dihitung."
    )
    assert "(setelah jam layanan)" in explain(found("2026-02-06T16:00", 1, "working_day", week))[0]
    eid = explain(found("2026-03-21T09:00", 1, "working_day", national_calendar(2026)))[0]
    assert "(Hari Raya Idul Fitri)" in eid


def test_a_closure_keeps_the_words_of_the_office() -> None:
    calendar = Calendar(JAKARTA, closures={date(2026, 2, 3): "Pindah gedung", date(2026, 2, 4): "Pindah gedung"})
    for language, words in [("id", "Dilewati 3–4 Februari 2026"), ("en", "Skipped 3–4 February 2026")]:
        assert f"{words}: Pindah gedung." in explain(found("2026-02-02T09:00", 1, "working_day", calendar), language)


def test_months_minutes_and_years_read_well() -> None:
    week = office_week()
    assert "1 bulan kemudian jatuh pada Senin, 2 Maret 2026." in explain(found("2026-02-02T09:00", 1, "month", week))
    assert "Waktu 30 menit berjalan pada 2 Februari 2026." in explain(found("2026-02-02T09:00", 30, "minute", week))
    over_the_year = explain(found("2026-12-30T09:00", 3, "working_day", week))[1]
    assert over_the_year == "Yang dihitung, 3 hari kerja: 31 Desember 2026 dan 1 dan 4 Januari 2027."
    assert "Counted, 1 working day: 3 February 2026." in explain(
        found("2026-02-02T09:00", 1, "working_day", week), "en"
    )


def test_an_uncertain_date_says_so() -> None:
    calendar = Calendar(JAKARTA, known_until=date(2026, 2, 2))
    assert "belum ditetapkan" in explain(found("2026-02-02T09:00", 1, "working_day", calendar))[-1]


def test_officers_see_the_days_as_weeks() -> None:
    held = Pause(at("2026-11-18T10:30"), at("2026-11-20T14:05"))
    answer = found("2026-11-16T09:12", 5, "working_day", office_week(), held)
    weeks = calendar_weeks(answer, today=date(2026, 11, 23))
    assert [len(week) for week in weeks] == [7, 7]
    cells = {cell.date.day: cell for week in weeks for cell in week}
    states = {day: cell.state for day, cell in cells.items()}
    assert states == {
        16: "start",
        17: "counted",
        18: "counted",
        19: "paused",
        20: "paused",
        21: "skipped",
        22: "skipped",
        23: "counted",
        24: "counted",
        25: "counted",
        26: "outside",
        27: "outside",
        28: "outside",
        29: "outside",
    }
    assert [cells[day].number for day in (17, 18, 23, 24, 25)] == [1, 2, 3, 4, 5]
    assert [day for day, cell in cells.items() if cell.is_due] == [25]
    assert [day for day, cell in cells.items() if cell.is_today] == [23]
    assert (cells[16].label, cells[21].label, cells[19].label, cells[25].label) == (
        "diterima",
        "libur",
        "jeda",
        "hari 5",
    )
    assert (cells[21].why, cells[16].weekday) == ("Sabtu", "Sen")


def test_the_officers_calendar_reaches_today_when_late() -> None:
    answer = found(
        "2026-02-02T09:00", 1, "working_day", Calendar(JAKARTA, hours=dict.fromkeys(FIVE_DAYS, Hours(*OFFICE_DAY)))
    )
    last = calendar_weeks(answer, today=date(2026, 2, 12))[-1]
    assert any(cell.is_today for cell in last)
    assert len(calendar_weeks(answer, today=date(2027, 2, 12))) == 1, "a year later no endless calendar"
