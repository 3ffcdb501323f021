"""When an item counts as met, and the score that a number of met items earns (indicator 18): plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MET, NOT_MET, NOT_NEEDED = "met", "not_met", "not_needed"
STATES = (MET, NOT_MET, NOT_NEEDED)
COUNTED = frozenset({MET, NOT_NEEDED})
LIFT = "lift"
GROUND_FLOOR = 1
MOST, FLOORS = 9999, range(-9, 200)


@dataclass(frozen=True)
class Band:
    """The score that `min` or more met items earn, up to the next band."""

    score: int
    min: int


def score(states: Iterable[str], bands: Sequence[Band]) -> int:
    """The score of items by their states: a lift that nobody needs counts as there."""
    count = sum(1 for state in states if state in COUNTED)
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
