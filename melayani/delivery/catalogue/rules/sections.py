"""The sections of a draft as an officer fills them in: rows and texts, between the form and the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ROWS = ("requirements", "procedure", "stages", "tiers")
LISTS = ("forms", "complaint_handling", "legal_basis")
FIELDS = ("duration", "fee", "product")
TEXTS = (
    "facilities",
    "competence",
    "internal_control",
    "staff_count",
    "service_guarantee",
    "safety_guarantee",
    "staff_evaluation",
)
SECTIONS = (
    *("requirements", "forms", "procedure", "duration", "stages", "fee", "product"),
    *("complaint_handling", "tiers", "legal_basis"),
    *TEXTS,
)
PARTIAL = {"requirements": "requirements", "procedure": "procedure_steps", "duration": "duration", "fee": "fee"} | {
    "complaint_handling": "complaint_channels"
}
"""The word by which an imported record says that a section is incomplete; an officer who changes it takes that away."""


@dataclass(frozen=True)
class RequirementRow:
    """A requirement; `variant` is the case that it belongs to, "" for every case of the service."""

    text: str
    variant: str = ""
    kind: str = "document"
    condition: str = ""
    alternatives: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The requirement as one line of the published list."""
        body = f"{self.text} ({self.condition})" if self.condition else self.text
        return f"{self.variant}: {body}" if self.variant else body


@dataclass(frozen=True)
class StepRow:
    """A step of the procedure and who acts in it ("" when it does not say)."""

    text: str
    actor: str = ""


@dataclass(frozen=True)
class LimitRow:
    """A stage, or a tier of complaints, with the most time it takes."""

    name: str
    most: int
    unit: str


Sections = Mapping[str, Any]
"""Section -> rows, lines, a mapping of columns, or a text, by its kind (ROWS, LISTS, FIELDS, TEXTS)."""


@dataclass(frozen=True)
class Numbered:
    """A requirement with its place: the line it stands in, and its number within its variant ("" for none)."""

    variant: str
    number: int
    line: int
    row: RequirementRow


def numbered(rows: Sequence[RequirementRow]) -> tuple[list[str], list[Numbered]]:
    """Variants in the order of their first row, and each requirement once for every variant that it holds for."""
    variants = list(dict.fromkeys(row.variant for row in rows if row.variant))
    counts: dict[str, int] = {}
    found = []
    for line, row in enumerate(rows, 1):
        for variant in [row.variant] if row.variant else variants or [""]:
            counts[variant] = counts.get(variant, 0) + 1
            found.append(Numbered(variant, counts[variant], line, row))
    return variants, found
