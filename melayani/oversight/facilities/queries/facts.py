"""The facts that an evaluation (PEKPPP, indicators 15 to 20) reads of a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from melayani.foundation.organisations.models import Organisation
from melayani.oversight.facilities.queries.places import SectionRows, place_view


@dataclass(frozen=True)
class SectionFacts:
    """One indicator. `score` is None while it cannot be told: nobody looked, or nobody said which items are mandatory.

    `met` and `missing` are keys of items; `photos` counts the findings that have one, the evidence that is asked for.
    """

    indicator: int
    score: int | None
    met: tuple[str, ...]
    missing: tuple[str, ...]
    not_looked_at: tuple[str, ...]
    mandatory: tuple[str, ...]
    photos: int
    oldest_check: date | None


@dataclass(frozen=True)
class FacilityFacts:
    """What is known of a place by the list in force on a day."""

    organisation: Organisation
    list_version: str
    checked_on: date | None
    by_indicator: Mapping[int, SectionFacts]
    reported: int  # reports of citizens that wait for somebody to look


def facility_facts(unit: Organisation, day: date) -> FacilityFacts:
    """The facts of `unit` as they stand now, by the list in force on `day`; four queries."""
    view = place_view(unit, day)
    return FacilityFacts(
        organisation=unit,
        list_version=view.inventory.version,
        checked_on=view.checked_on,
        by_indicator={one.section.indicator: _facts(one) for one in view.sections},
        reported=view.reported,
    )


def _facts(one: SectionRows) -> SectionFacts:
    checks = [row.check for row in one.rows if row.check]
    return SectionFacts(
        indicator=one.section.indicator,
        score=one.score,
        met=tuple(row.item.key for row in one.rows if row.state in {"met", "not_needed"}),
        missing=tuple(row.item.key for row in one.rows if row.state == "not_met"),
        not_looked_at=tuple(row.item.key for row in one.rows if not row.check),
        mandatory=tuple(row.item for row in checks if row.mandatory),
        photos=sum(1 for row in checks if row.photo_id),
        oldest_check=min((row.checked_on for row in checks), default=None),
    )
