"""Who was there: parts of a session, codes that change, minutes in an on-line room."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime, timedelta

EARLY, LATE = timedelta(minutes=45), timedelta(hours=3)  # attendance is taken from before until after a session
OFFLINE = timedelta(days=14)  # so long may a scanner have been without a network
POLL_MAX = timedelta(minutes=5)  # between two looks into a room nobody is credited with more
DIGITS = 6


def part_at(moment: datetime, *, starts_at: datetime, ends_at: datetime, parts: int) -> int:
    """The part (1 …) of a session in which `moment` lies; before the start the first, after the end the last."""
    whole = (ends_at - starts_at).total_seconds()
    gone = (moment - starts_at).total_seconds()
    return max(1, min(parts, int(gone * parts // whole) + 1))


def part_length(*, starts_at: datetime, ends_at: datetime, parts: int) -> timedelta:
    """How long one part lasts."""
    return (ends_at - starts_at) / parts


def may_mark(moment: datetime, *, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether attendance may be taken at that moment."""
    return starts_at - EARLY <= moment <= ends_at + LATE


def code_at(secret: str, moment: datetime, *, seconds: int) -> str:
    """The six digits that the screen of the room shows at `moment`; they change every `seconds`."""
    return _code(secret, int(moment.timestamp()) // seconds)


def code_fits(secret: str, typed: str, moment: datetime, *, seconds: int) -> bool:
    """Whether the typed digits are those of now or of the step before: typing takes a while."""
    step = int(moment.timestamp()) // seconds
    given = re.sub(r"\D", "", typed)
    return any(hmac.compare_digest(_code(secret, one), given) for one in (step, step - 1))


def seconds_left(moment: datetime, *, seconds: int) -> int:
    """How long the code of now is still shown."""
    return seconds - int(moment.timestamp()) % seconds


def credit(last_look: datetime | None, now: datetime) -> int:
    """Seconds with which somebody seen in the room now is credited: since the last look, five minutes at most."""
    if last_look is None or now <= last_look:
        return 0
    return int(min(now - last_look, POLL_MAX).total_seconds())


def was_there(seconds: int, length: timedelta, *, percent: int) -> bool:
    """Whether that many seconds in a room are enough of a part."""
    return seconds * 100 >= length.total_seconds() * percent


def _code(secret: str, step: int) -> str:
    digest = hmac.new(secret.encode(), str(step).encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}d}"
