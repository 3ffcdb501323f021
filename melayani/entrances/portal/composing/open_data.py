"""What is open, as datasets with their meaning: figures of regions, published satisfaction and evaluation indexes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from melayani.foundation.organisations.models import Kind, Organisation
from melayani.oversight.evaluation import queries as evaluation
from melayani.oversight.reporting import queries as reporting
from melayani.voice.surveys import queries as surveys

MOST = 5_000
GOVERNMENTS = (Kind.PROVINCE, Kind.REGENCY, Kind.CITY)
CAPITAL = ZoneInfo("Asia/Jakarta")  # of days in files that span the country
Row = Sequence[Any]


@dataclass(frozen=True)
class Column:
    """A column of a file; `type` in the words of Data Package (string, number, integer, boolean, date)."""

    name: str
    type: str = "string"


@dataclass(frozen=True)
class Dataset:
    """One table. `rows` gives it for the country ("") or a province by its code, in the order of `columns`."""

    key: str
    title: str
    title_en: str
    description: str
    unit: str
    often: str  # how often it grows: "monthly" or "irregular"
    columns: tuple[Column, ...]
    rows: Callable[[str], Sequence[Row]]


def datasets() -> dict[str, Dataset]:
    """Everything that is open, by key; no query."""
    found = [*_INDEXES, *(_of_indicator(key) for key in reporting.open_indicators())]
    return {one.key: one for one in found}


def as_json(row: Row) -> list[Any]:
    """The cells as JSON has them: numbers as numbers, days as text."""
    return [_plain(cell) for cell in row]


def _plain(cell: Any) -> Any:
    if isinstance(cell, Decimal):
        return float(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _of_indicator(key: str) -> Dataset:
    one = reporting.open_indicators()[key]
    columns = [Column(name, "number" if name == "value" else "string") for name in reporting.OpenRow._fields]
    rows = partial(reporting.open_figures, one)
    return Dataset(one.key, one.name, one.name_en, one.definition, one.unit, "monthly", tuple(columns), rows)


def _satisfaction(code: str) -> list[Row]:
    """Published satisfaction indexes; two queries."""
    tree = _Tree()
    return [
        (
            *(one.unit, one.unit_name, *tree.region_of(one.path), one.since, one.until),
            *(one.answers, one.value, one.grade, one.comparable, _day(one.published_at)),
        )
        for one in surveys.open_indexes(tree.paths_within(code), most=MOST)
    ]


def _judged(code: str) -> list[Row]:
    """Published evaluation indexes; two queries."""
    tree = _Tree()
    return [
        (
            *(one.unit, one.unit_name, *tree.region_of(one.path), one.year, one.value, one.category),
            *(one.evaluator, _day(one.published_at)),
        )
        for one in evaluation.open_results(tree.paths_within(code), most=MOST)
    ]


def _day(moment: datetime) -> date:
    return moment.astimezone(CAPITAL).date()


class _Tree:
    """Where the governments of regions stand; one query, 552 rows at most."""

    def __init__(self) -> None:
        rows = Organisation.objects.filter(kind__in=GOVERNMENTS, region__isnull=False).order_by("path")
        found = rows.values_list("path", "region__code", "region__name")
        self._regions = {path: (code, name) for path, code, name in found}

    def region_of(self, path: str) -> tuple[str, str]:
        """Code and name of the region of the nearest government at or above a place in the tree; "" when none is."""
        above = (path[:end] for end in range(len(path), 0, -Organisation.steplen))
        return next((self._regions[one] for one in above if one in self._regions), ("", ""))

    def paths_within(self, code: str) -> list[str]:
        """The governments of a province and of what lies in it; the whole tree for ""."""
        if not code:
            return [""]
        found: list[str] = []
        for path, (own, _) in self._regions.items():  # in the order of the tree: what stands below comes after
            if own.startswith(code) and not (found and path.startswith(found[-1])):
                found.append(path)
        return found


_PLACE = (Column("unit"), Column("unit_name"), Column("region"), Column("region_name"))
_INDEXES = (
    Dataset(
        key="ikm",
        title="Indeks kepuasan masyarakat (IKM)",
        title_en="Citizens' satisfaction index",
        description=(
            "Hasil survei kepuasan masyarakat yang diterbitkan unit, satu baris untuk satu unit dan masa survei. "
            "Angkanya dibekukan saat terbit. Paling banyak 5.000 baris terbaru."
        ),
        unit="indeks, 25 sampai 100",
        often="irregular",
        columns=(
            *_PLACE,
            Column("first_day", "date"),
            Column("last_day", "date"),
            Column("answers", "integer"),
            Column("index", "number"),
            Column("grade"),
            Column("comparable", "boolean"),
            Column("published_on", "date"),
        ),
        rows=_satisfaction,
    ),
    Dataset(
        key="pekppp",
        title="Indeks pelayanan publik (PEKPPP)",
        title_en="Public service index (PEKPPP)",
        description=(
            "Hasil evaluasi kinerja penyelenggaraan pelayanan publik yang terbit, satu baris untuk satu unit dan "
            "tahun. Paling banyak 5.000 baris terbaru."
        ),
        unit="indeks, 0 sampai 5",
        often="irregular",
        columns=(
            *_PLACE,
            Column("year", "integer"),
            Column("index", "number"),
            Column("category"),
            Column("evaluator"),
            Column("published_on", "date"),
        ),
        rows=_judged,
    ),
)
