"""How a score follows from facts by the rule of an indicator: plain Python. What is suggested is never a judgement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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


def published_in(*, published: int, whole: bool, media: int, sippn: bool) -> int:
    """Indicator 3: all six delivery components on two media, then with SIPPN two, three, four or more media."""
    if not published:
        return 0
    if not whole or media < 2:
        return 1
    return min(media + 1, 5) if sippn else 2


def reviewed(days: Sequence[int | None]) -> int:
    """Indicator 4 from the days since each standard was reviewed, None for never: yearly, two-yearly, seldom; all or
    a part of them."""
    known = [one for one in days if one is not None]
    for limit, every, some in ((366, 5, 4), (731, 3, 2)):
        recent = [one for one in known if one <= limit]
        if recent:
            return every if len(recent) == len(days) else some
    return 1 if known else 0


def surveyed(*, published: bool, offline: bool, online: bool, followed: bool) -> int:
    """Indicator 6, cumulative: by the rule, published off-line, published on-line, followed up."""
    if not published:
        return 0
    steps = (offline, online, followed)
    return 2 + next((place for place, met in enumerate(steps) if not met), len(steps))


def created(*, days: int | None, entered: bool, won: bool) -> int:
    """Indicator 29: `days` since the oldest innovation is in use, None while none is."""
    if won:
        return 5
    if entered:
        return 4
    if days is None:
        return 1
    return 3 if days > 365 else 2


def carried(*, legal: str, resources: int) -> int:
    """Indicator 30: a draft or a legal basis in force first, then budget, facilities and staff on top of it."""
    if legal != "in_force":
        return 1 if legal == "draft" else 0
    return 2 + min(resources, 3)
