"""The words of an explanation in both languages.

They stand here and not in the gettext catalogue, because the rules and the tool `due` work without Django.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from melayani.foundation.workdays.rules.office_calendar import MONTH_NAMES, WEEKDAY_NAMES


@dataclass(frozen=True)
class Words:
    """One language: names, and str.format templates of sentences."""

    weekdays: Sequence[str]
    months: Sequence[str]
    units: Mapping[str, tuple[str, str]]
    conjunction: str
    clock: str
    moment: str
    start: str
    start_later: str
    start_runs: str
    start_runs_later: str
    after_closing: str
    no_working_day: str
    counted: str
    months_later: str
    time_ran: str
    skipped: str
    stopped: str
    stopped_until: str
    paused_days: str
    falls_due: str
    uncertain: str
    estimated: str
    leave: str
    holidays: Mapping[str, str] = field(default_factory=dict)

    def amount(self, number: int, unit: str) -> str:
        return f"{number} {self.units[unit][0 if number == 1 else 1]}"

    def join(self, parts: Sequence[str]) -> str:
        """Parts with commas and a last "and"."""
        return f" {self.conjunction} ".join(filter(None, [", ".join(parts[:-1]), parts[-1]])) if parts else ""

    def holiday(self, name: str) -> str:
        """The name of a national holiday in this language; a local one keeps its own name."""
        plain = name.removesuffix(" (perkiraan)")
        template = self.estimated if plain != name else "{name}"
        if plain.startswith("Cuti Bersama "):
            said = self.leave.format(name=self.holiday(plain.removeprefix("Cuti Bersama ")))
        else:
            said = "; ".join(self.holidays.get(part, part) for part in plain.split("; "))
        return template.format(name=said)


INDONESIAN = Words(
    weekdays=WEEKDAY_NAMES,
    months=MONTH_NAMES,
    units={
        "minute": ("menit", "menit"),
        "hour": ("jam", "jam"),
        "calendar_day": ("hari kalender", "hari kalender"),
        "working_day": ("hari kerja", "hari kerja"),
        "month": ("bulan", "bulan"),
    },
    conjunction="dan",
    clock="%H.%M",
    moment="{day} pukul {clock} {zone}",
    start="Diterima {moment}; hari itu tidak dihitung.",
    start_later="Diterima {moment} ({why}), jadi dihitung sebagai diterima {day}; hari itu tidak dihitung.",
    start_runs="Diterima {moment}; waktu berjalan sejak saat itu pada jam layanan.",
    start_runs_later="Diterima {moment} ({why}), jadi waktu mulai berjalan {day}.",
    after_closing="setelah jam layanan",
    no_working_day="bukan hari kerja",
    counted="Yang dihitung, {amount}: {days}.",
    months_later="{amount} kemudian jatuh pada {day}.",
    time_ran="Waktu {amount} berjalan pada {days}.",
    skipped="Dilewati {days}: {why}.",
    stopped="Waktu berhenti sejak {since} dan belum berjalan lagi.",
    stopped_until="Waktu berhenti sejak {since} dan berjalan lagi {until}.",
    paused_days="Karena waktu berhenti, tidak dihitung {days}.",
    falls_due="Janji selesai paling lambat {moment}.",
    uncertain="Hari libur untuk tanggal sejauh itu belum ditetapkan; janji dapat bergeser.",
    estimated="{name} (perkiraan)",
    leave="Cuti Bersama {name}",
)

ENGLISH = Words(
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    units={
        "minute": ("minute", "minutes"),
        "hour": ("hour", "hours"),
        "calendar_day": ("calendar day", "calendar days"),
        "working_day": ("working day", "working days"),
        "month": ("month", "months"),
    },
    conjunction="and",
    clock="%H:%M",
    moment="{day} at {clock} {zone}",
    start="Received on {moment}; that day is not counted.",
    start_later="Received on {moment} ({why}), so it counts as received on {day}; that day is not counted.",
    start_runs="Received on {moment}; the time runs from then on, in opening hours.",
    start_runs_later="Received on {moment} ({why}), so the time starts on {day}.",
    after_closing="after opening hours",
    no_working_day="not a working day",
    counted="Counted, {amount}: {days}.",
    months_later="{amount} later is {day}.",
    time_ran="The {amount} ran on {days}.",
    skipped="Skipped {days}: {why}.",
    stopped="The clock stopped on {since} and has not started again.",
    stopped_until="The clock stopped on {since} and started again on {until}.",
    paused_days="Because the clock stood still, not counted: {days}.",
    falls_due="Promised by {moment} at the latest.",
    uncertain="Holidays that far ahead are not yet decided; the promise may move.",
    estimated="{name} (estimated)",
    leave="Joint leave: {name}",
    holidays={
        "Tahun Baru Masehi": "New Year's Day",
        "Tahun Baru Imlek": "Lunar New Year",
        "Tahun Baru Islam": "Islamic New Year",
        "Isra Mikraj Nabi Muhammad": "Ascension of the Prophet",
        "Maulid Nabi Muhammad": "Birthday of the Prophet",
        "Hari Suci Nyepi": "Day of Silence (Nyepi)",
        "Hari Raya Idul Fitri": "Eid al-Fitr",
        "Hari kedua dari Hari Raya Idul Fitri": "Second day of Eid al-Fitr",
        "Hari Raya Idul Adha": "Eid al-Adha",
        "Hari Raya Waisak": "Vesak",
        "Hari Raya Natal": "Christmas",
        "Wafat Yesus Kristus": "Good Friday",
        "Kebangkitan Yesus Kristus": "Easter Sunday",
        "Kenaikan Yesus Kristus": "Ascension Day",
        "Hari Buruh Internasional": "Labour Day",
        "Hari Lahir Pancasila": "Pancasila Day",
        "Hari Kemerdekaan Republik Indonesia": "Independence Day",
        "Hari Pemilihan Umum": "General election day",
        "Hari Pemilihan Kepala Daerah": "Regional election day",
        "Pengganti Cuti Bersama Hari Raya Idul Fitri": "Joint leave in lieu: Eid al-Fitr",
    },
)
