"""National holidays and collective leave as the package `holidays` knows them, with their names mended.

Only the import and the tool `due` read them here. Every deadline of the platform is computed from the rows of Holiday,
which an agency can correct.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version

import holidays

SOURCE = f"holidays {version('holidays')}"
FIRST_YEAR, LAST_YEAR = 1990, 2075  # the package estimates the Islamic calendar up to 2077
ESTIMATED = "(perkiraan)"
MISSPELT = {"Pegangti": "Pengganti"}
CATEGORIES = {"public": "public", "collective_leave": "government"}


@dataclass(frozen=True)
class NationalHoliday:
    """One day; category is public or collective_leave; `estimated` dates are not decreed yet."""

    date: date
    name: str
    category: str
    estimated: bool


@cache
def national_holidays(year: int) -> tuple[NationalHoliday, ...]:
    """All public holidays and days of collective leave (cuti bersama) of `year`, by date."""
    found = []
    for category, theirs in CATEGORIES.items():
        days = holidays.country_holidays("ID", years=year, language="id", categories=(theirs,))
        for day, label in sorted(days.items()):
            found.append(NationalHoliday(day, mend(label), category, ESTIMATED in label))
    return tuple(sorted(found, key=lambda holiday: (holiday.date, holiday.category != "public")))


def mend(label: str) -> str:
    """The label with the package's misspellings put right."""
    for wrong, right in MISSPELT.items():
        label = label.replace(wrong, right)
    return label


def warnings_for(first: int, last: int) -> list[str]:
    """What a reader of deadlines in these years must know: no collective leave decreed yet, or estimated dates."""
    years = range(first, last + 1)
    said = []
    if without := [
        year for year in years if not any(day.category == "collective_leave" for day in national_holidays(year))
    ]:
        said.append(f"{_span(without)}: belum ada cuti bersama; tanggal jatuh tempo dapat bergeser.")
    if estimated := [year for year in years if any(day.estimated for day in national_holidays(year))]:
        said.append(f"{_span(estimated)}: sebagian hari libur masih perkiraan; tanggal jatuh tempo dapat bergeser.")
    return said


def _span(years: list[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


class NationalCalendar(Mapping[date, str]):
    """Day to name of every national holiday, a year looked up when first asked for."""

    def __getitem__(self, day: date) -> str:
        return self._year(day.year)[day]

    def __iter__(self) -> Iterator[date]:
        return (day for year in range(FIRST_YEAR, LAST_YEAR + 1) for day in self._year(year))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @staticmethod
    @cache
    def _year(year: int) -> dict[date, str]:
        return {holiday.date: holiday.name for holiday in reversed(national_holidays(year))}
