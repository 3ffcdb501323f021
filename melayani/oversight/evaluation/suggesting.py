"""How a score follows from facts by the rule of an indicator: plain Python. What is suggested is never a judgement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from melayani.oversight.evaluation.instrument import Indicator

BLOCK_HOURS = ((1, 5), (3, 4), (5, 3), (7, 2), (14, 1))  # days of 24 hours, and the score they earn
SPEED_SHARE = 90  # percent of first answers that must lie within a block, so that one straggler does not decide


@dataclass(frozen=True)
class Proposal:
    """What the platform knows about an indicator. `number` is that of instrument `code`.

    `score` is None where the facts are known but no score follows from them. `url` leads to where the facts stand.
    """

    code: str
    number: int
    source: str
    score: int | None
    words: str
    url: str = ""

    def kept(self) -> dict[str, Any]:
        """As it is stored beside the unit's answer."""
        return {"source": self.source, "score": self.score, "words": self.words, "url": self.url}


def counted(indicator: Indicator, count: int) -> int | None:
    """The score of `count` things by the bands of the indicator; None when it is not one that counts."""
    bands = (indicator.rule or {}).get("bands")
    if not bands or (indicator.rule or {}).get("kind") != "count":
        return None
    return next((int(band["score"]) for band in bands if _within(band, count)), None)


def answered_outside(percent: int | None) -> int | None:
    """Indicator 28 for complaints that came in outside the national channel: 0 when there were none to follow up."""
    if percent is None:
        return None
    return 2 if percent >= 50 else 1


def response_time(hours: Mapping[int, int]) -> int | None:
    """Response time from first responses by whole hours begun: the block that holds nine of ten; None without any."""
    total = sum(hours.values())
    if not total:
        return None
    for days, score in BLOCK_HOURS:
        within = sum(number for hour, number in hours.items() if hour <= days * 24)
        if within * 100 >= total * SPEED_SHARE:
            return score
    return 0


def standard(*, services: int, published: int, complete: int, decreed: int) -> int:
    """Indicator 1 as far as the catalogue knows: the weakest service decides; it sees no involvement."""
    if not services or not published:
        return 0
    if complete < services:
        return 1
    return 3 if decreed == services else 2


def surveyed(*, published: bool, offline: bool, online: bool, followed: bool) -> int:
    """Indicator 6, cumulative: by the rule, published off-line, published on-line, followed up."""
    if not published:
        return 0
    steps = (offline, online, followed)
    return 2 + next((place for place, met in enumerate(steps) if not met), len(steps))


def _within(band: Mapping[str, Any], count: int) -> bool:
    most = band.get("max")
    return count >= band.get("min", 0) and (most is None or count <= most)
