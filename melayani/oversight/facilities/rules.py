"""When an item counts as met, what a section earns, whether a report was right: plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

MET, NOT_MET, NOT_NEEDED = "met", "not_met", "not_needed"
STATES = (MET, NOT_MET, NOT_NEEDED)
COUNTED = frozenset({MET, NOT_NEEDED})
LIFT = "lift"
GROUND_FLOOR = 1
MOST, FLOORS = 9999, range(-9, 200)
DAMAGED, BROKEN = "damaged", "broken"
COUNT, BASE_PLUS_COUNT = "count", "base_plus_count"
CONFIRMED, REFUTED = "confirmed", "refuted"
LEAST_WORDS, MOST_WORDS = 10, 500  # letters of a report


@dataclass(frozen=True)
class Band:
    """The score that `min` or more met items earn, up to the next band."""

    score: int
    min: int


@dataclass(frozen=True)
class Rule:
    """How a section earns its score: by the number of met items, or by those beyond the mandatory ones."""

    kind: str
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Counts:
    """What was found in a section: items looked at, met (or not needed), marked mandatory, and of those met."""

    looked_at: int
    met: int
    mandatory: int = 0
    mandatory_met: int = 0


def score(states: Iterable[str], bands: Sequence[Band]) -> int:
    """The score of items by their states: a lift that nobody needs counts as there."""
    return _earned(sum(1 for state in states if state in COUNTED), bands)


def section_score(found: Counts, rule: Rule) -> int | None:
    """The score of a section, 0 to 5; None while nobody looked, or while nobody said which items are mandatory.

    With mandatory items (waiting room, indicator 16): all of them and nothing else earns 1, each further item one more;
    a mandatory item that is missing leaves 0.
    """
    if not found.looked_at:
        return None
    if rule.kind == COUNT:
        return _earned(found.met, rule.bands)
    if not found.mandatory:
        return None
    if found.mandatory_met < found.mandatory:
        return 0
    return _earned(found.met - found.mandatory_met, rule.bands)


def outcome(*, said: str, found: str, condition: str) -> str:
    """Whether a report that the item is not as `said` was right: it was when a check finds another state, or a thing
    that nobody can use."""
    return CONFIRMED if found != said or condition == BROKEN else REFUTED


def needs_work(*, state: str, condition: str) -> bool:
    """Whether a finding calls for an improvement: not there, or there and damaged."""
    return state == NOT_MET or condition in {DAMAGED, BROKEN}


def end_of(day: date, zone: tzinfo) -> datetime:
    """The last second of a day at the place: until then a deadline on that day is kept."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone)


def odd_words(text: str) -> str:
    """Why the words of a report are not taken ("links", "short", "long"); "" when they are."""
    if len(re.findall(r"\w", text)) < LEAST_WORDS:
        return "short"
    if len(text) > MOST_WORDS:
        return "long"
    return "links" if re.search(r"https?:|www\.", text, re.I) else ""


def _earned(count: int, bands: Sequence[Band]) -> int:
    return max((band.score for band in bands if count >= band.min), default=0)


def problem(*, item: str, state: str, count: int | None, floor: int | None) -> str | None:
    """What makes no sense in a finding, in Indonesian; None when it makes sense.

    Only a lift can be not needed, and only where the service stands on the ground floor (floor 1, recorded).
    """
    if state not in STATES:
        return "Pilih ada, belum ada, atau tidak diperlukan."
    if state == NOT_NEEDED and item != LIFT:
        return "Hanya lift yang dapat tidak diperlukan."
    if state == NOT_NEEDED and floor != GROUND_FLOOR:
        return "Lift tidak diperlukan hanya bila layanan ada di lantai 1. Isi lantainya."
    if (count is not None and not 0 <= count <= MOST) or (floor is not None and floor not in FLOORS):
        return "Jumlah atau lantai ini tidak mungkin."
    if state == NOT_MET and count:
        return "Jumlahnya terisi, tetapi keadaannya belum ada."
    return None
