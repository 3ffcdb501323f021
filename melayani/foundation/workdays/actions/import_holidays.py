"""National holidays and collective leave of a year, from the package into editable rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from melayani.foundation.audit import SYSTEM, Actor, record
from melayani.foundation.workdays.actions.holidays import changed, year_reference
from melayani.foundation.workdays.actions.refusal import Refused
from melayani.foundation.workdays.models import Holiday
from melayani.foundation.workdays.national import (
    FIRST_YEAR,
    LAST_YEAR,
    SOURCE,
    NationalHoliday,
    national_holidays,
    warnings_for,
)

CAPITAL = ZoneInfo("Asia/Jakarta")


@dataclass
class Imported:
    """What an import did, by date, and what its reader must know."""

    year: int
    added: list[date] = field(default_factory=list)
    removed: list[date] = field(default_factory=list)
    renamed: list[date] = field(default_factory=list)
    kept: list[date] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def is_change(self) -> bool:
        return bool(self.added or self.removed or self.renamed)


def import_holidays(*, year: int, now: datetime, actor: Actor = SYSTEM) -> Imported:
    """Bring the national rows of `year` in line with the package; rows made or corrected by hand stay as they are.

    Safe to repeat: a second import changes and records nothing. Records `holidays.imported` once, and
    `holiday.changed` for each day that now counts otherwise, unless the year is new here and the day has passed.
    Raises Refused for a year outside the package's knowledge and for actors other than the platform.
    """
    if actor.kind != "system":
        raise Refused(_("Impor libur nasional dijalankan oleh pengelola sistem."))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(f"{year}: di luar {FIRST_YEAR}–{LAST_YEAR}.")
    result = Imported(year, warnings=warnings_for(year, year))
    with transaction.atomic():
        rows = {(row.date, row.category): row for row in Holiday.objects.select_for_update().national(year)}
        from_day = date.min if rows else now.astimezone(CAPITAL).date()
        for day, what, name in _bring_in_line(rows, result):
            if day >= from_day:
                data = changed(day, None, **{what: name})
                record("holiday.changed", actor=actor, subject=year_reference(year), data=data, now=now)
        if result.is_change:
            data = {"year": year, "added": len(result.added), "removed": len(result.removed), "kept": len(result.kept)}
            record("holidays.imported", actor=actor, subject=year_reference(year), data=data, now=now)
    return result


def _bring_in_line(rows: dict[tuple[date, str], Holiday], result: Imported) -> list[tuple[date, str, str]]:
    """Write, rename and delete rows; return which days were added or removed, with their names."""
    known = {(day.date, day.category): day for day in national_holidays(result.year)}
    moved = []
    for key, day in known.items():
        if _write(rows.get(key), day, result):
            moved.append((day.date, "added", day.name))
    for key, row in rows.items():
        if key not in known and not row.is_by_hand:
            row.delete()
            result.removed.append(row.date)
            moved.append((row.date, "removed", row.name))
    return moved


def _write(row: Holiday | None, day: NationalHoliday, result: Imported) -> bool:
    """Bring one row in line; whether it is new."""
    if row is None:
        Holiday.objects.create(
            date=day.date, name=day.name, category=day.category, estimated=day.estimated, source=SOURCE
        )
        result.added.append(day.date)
        return True
    if row.is_by_hand:
        result.kept.append(day.date)
    elif (row.name, row.estimated, row.source) != (day.name, day.estimated, SOURCE):
        row.name, row.estimated, row.source = day.name, day.estimated, SOURCE
        row.save(update_fields=["name", "estimated", "source"])
        result.renamed.append(day.date)
    return False
