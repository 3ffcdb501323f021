"""Events for tests: somebody did something to a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from melayani.foundation.audit import record
from melayani.foundation.audit.models import Event
from melayani.foundation.numbers.rules import Reference

MONDAY = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
CASE = Reference(kind="application", number="PMH-7K3Q9XBT-W")
OTHER_CASE = Reference(kind="application", number="PMH-00000000-0")


@dataclass(frozen=True)
class Clerk:
    """An officer as this module knows one: without an account."""

    id: str = "7"
    kind: str = "officer"
    person_id: int | None = None

    def holds(self, role: str, organisation: Any) -> bool:
        return False


CLERK = Clerk()


def happened(name: str = "case.filed", *, case: Reference = CASE, at: datetime = MONDAY, **given: Any) -> Event:
    """One event, committed with its own transaction."""
    with transaction.atomic():
        return record(name, actor=CLERK, subject=case, now=at, **given)


def happened_with_name(name: str = "Siti Aminah", *, case: Reference = CASE) -> Event:
    """One event that tells a citizen's name."""
    return happened(case=case, personal={"name": name})
