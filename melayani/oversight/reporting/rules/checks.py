"""Validation rules with severity: one side against the other. Plain Python."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

ERROR, WARNING, JUMP, MISSING = "error", "warning", "jump", "missing"
BLOCKS = frozenset({ERROR, MISSING})  # cannot be sent; the others want an explanation
OPERATORS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "==": operator.eq,
    "!=": operator.ne,
}


@dataclass(frozen=True)
class Check:
    """The sum of `left` stands in relation `op` to the sum of `right` or to `number`. Skipped while a side is empty."""

    key: str
    severity: str
    left: Sequence[str]
    op: str
    text: str
    right: Sequence[str] = ()
    number: Decimal | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong with a figure, or what must be explained; `indicator` is where it is shown."""

    indicator: str
    severity: str
    text: str

    @property
    def blocks(self) -> bool:
        return self.severity in BLOCKS


def compare(check: Check, values: Mapping[str, Decimal | None]) -> bool | None:
    """Whether the check holds; None while a figure that it needs is empty. An empty figure is not a zero."""
    sides = [[values.get(key) for key in check.left], [values.get(key) for key in check.right]]
    if any(one is None for side in sides for one in side):
        return None
    left, right = (sum((one for one in side if one is not None), Decimal(0)) for side in sides)
    return OPERATORS[check.op](left, right if check.number is None else check.number)


def problems_of(checks: Sequence[Check], values: Mapping[str, Decimal | None]) -> list[Problem]:
    """The checks that do not hold, at their first figure."""
    return [Problem(one.left[0], one.severity, one.text) for one in checks if compare(one, values) is False]
