"""Who acts: the protocol that modules below `people` know, and the platform itself as an actor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol


class Actor(Protocol):
    """Somebody or something that acts. `people` gives the implementations for officers, citizens and API keys."""

    @property
    def kind(self) -> str:
        """One of officer, citizen, api, system."""

    @property
    def id(self) -> str:
        """A stable identifier without personal data (a primary key, a key's prefix)."""

    @property
    def person_id(self) -> int | None:
        """The officer's row, or None for everybody else."""

    def holds(self, role: str, organisation: Any) -> bool:
        """Whether the actor holds `role` at `organisation` or above it."""


@dataclass(frozen=True)
class System:
    """The platform itself: the worker, imports, commands. It holds no role; actions for it say so themselves."""

    id: str = "system"
    kind: str = "system"
    person_id: int | None = None

    def holds(self, role: str, organisation: Any) -> bool:
        return False


SYSTEM = System()
