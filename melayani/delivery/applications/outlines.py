"""From the rows of a standard to the outline that shapes its form."""

from __future__ import annotations

from melayani.delivery.applications import rules
from melayani.delivery.catalogue.models import Standard

CIVIL_REGISTRATION = "adminduk"


def outline_of(standard: Standard) -> rules.Outline:
    """What shapes the form of `standard`: variants and requirements in their order; two queries."""
    variants = list(standard.variants.order_by("position"))
    keys = {row.pk: row.key for row in variants}
    return rules.Outline(
        is_civil_registration=standard.service.group == CIVIL_REGISTRATION,
        variants=tuple((row.key, row.label) for row in variants),
        requirements=tuple(
            rules.Asked(
                number=row.number,
                text=row.text,
                condition=row.condition,
                alternatives=tuple(str(text) for text in row.alternatives),
                variant=keys.get(row.variant_id),
                is_fact=row.kind == "fact",
            )
            for row in standard.requirements.order_by("number", "pk")
        ),
    )
