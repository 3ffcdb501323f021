"""Fixtures for every test: a fixed clock and strict templates."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest


@pytest.fixture
def now() -> datetime:
    """Monday, 16 March 2026, 09.00 in Jakarta: five working days later is 30 March (Nyepi and Eid between)."""
    return datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
