"""How many reads a caller sends, counted in the memory of each process: a GET writes nothing."""

from __future__ import annotations

import threading
from datetime import datetime

CALLERS_KEPT = 10_000


class ReadCounter:
    """Requests per caller and minute in this process; bounded, forgetful, safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: dict[str, int] = {}

    def count(self, caller: str, now: datetime) -> int:
        """Count one request; return how many `caller` sent in this minute, this one included."""
        minute = int(now.timestamp()) // 60
        with self._lock:
            if minute != self._minute or len(self._counts) > CALLERS_KEPT:
                self._minute, self._counts = minute, {}
            self._counts[caller] = self._counts.get(caller, 0) + 1
            return self._counts[caller]

    def forget(self) -> None:
        """Begin anew (for tests)."""
        with self._lock:
            self._counts = {}


class Booklet:
    """Attempts that this process has counted ahead and not used yet, so that not every write of a busy caller asks
    the database. What is not used within the window is lost: a caller is then stopped a little early, never late."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: dict[str, tuple[int, datetime]] = {}

    def take(self, caller: str, now: datetime) -> bool:
        """Use one attempt that was counted ahead; False when there is none."""
        with self._lock:
            left, until = self._left.get(caller, (0, now))
            if left < 1 or until <= now:
                return False
            self._left[caller] = (left - 1, until)
            return True

    def put(self, caller: str, count: int, until: datetime) -> None:
        """Keep `count` attempts that may be used before `until`."""
        with self._lock:
            if len(self._left) > CALLERS_KEPT:
                self._left = {}
            self._left[caller] = (count, until)

    def forget(self) -> None:
        """Begin anew (for tests)."""
        with self._lock:
            self._left = {}
