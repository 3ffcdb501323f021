"""Whether somebody belongs to a unit: who does may not judge it. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable

from melayani.foundation.people.rules import Role

OVERSEERS = frozenset({Role.BUREAU.value, Role.MINISTRY.value, Role.AUDITOR.value})


def belongs(duties: Iterable[tuple[str, str]], unit: str) -> bool:
    """Whether one of the duties (role, tree path) makes somebody a part of the unit at the tree path `unit`.

    Everybody who works at the unit, below it or in the agency above it does. An overseer above it does not, because
    judging is that duty; an overseer at the unit itself or below it is judged there with the others.
    """
    return any(path.startswith(unit) or (unit.startswith(path) and role not in OVERSEERS) for role, path in duties)
