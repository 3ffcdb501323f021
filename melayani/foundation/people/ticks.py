"""What the worker does for this module: forget attempts, codes and kept answers whose time is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from melayani.foundation.audit import tick
from melayani.foundation.people.codes import sweep_codes
from melayani.foundation.people.idempotency import sweep_answers
from melayani.foundation.people.sessions import sweep_sessions
from melayani.foundation.people.throttling import sweep_attempts


@tick("people.sweep", every=timedelta(minutes=10))
def sweep(now: datetime) -> int:
    return sweep_attempts(now) + sweep_codes(now) + sweep_answers(now) + sweep_sessions(now)
