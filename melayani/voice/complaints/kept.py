"""What every filing needs again and again, kept in memory for some seconds: who receives, own limits, own ladders.

Calendars are kept by workdays, which knows at once when one changed. What is kept here may be some seconds old: a limit
is in force by its days, and who is told of a new case is asked afresh.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import timedelta
from time import monotonic
from typing import TypeVar, cast

from django.conf import settings

T = TypeVar("T")
FOR = timedelta(seconds=10)
AT_MOST = 2_000
_rows: dict[Hashable, tuple[float, object]] = {}


def kept(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` answered for this key within the last seconds, or its answer now; a failing read is not kept."""
    if not settings.KEEP_IN_MEMORY:
        return read()
    moment = monotonic()
    found = _rows.get(key)
    if found is not None and moment - found[0] < FOR.total_seconds():
        return cast("T", found[1])
    if len(_rows) >= AT_MOST:
        _rows.clear()
    value = read()
    _rows[key] = (moment, value)
    return value
