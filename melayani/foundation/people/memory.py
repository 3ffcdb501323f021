"""What is asked again and again, kept in the memory of the process for some seconds."""

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


def kept(key: Hashable, read: Callable[[], T], *, life: timedelta = FOR) -> T:
    """What `read` answered for this key within `life`, or its answer now; None and a failing read are not kept.

    Only for what may be some seconds old, and never for a person's own data.
    """
    if not settings.KEEP_IN_MEMORY:
        return read()
    moment = monotonic()
    found = _rows.get(key)
    if found is not None and moment - found[0] < life.total_seconds():
        return cast("T", found[1])
    if len(_rows) >= AT_MOST:
        _rows.clear()
    value = read()
    if value is not None:
        _rows[key] = (moment, value)
    return value
