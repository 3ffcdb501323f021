"""From the rows of a standard to the outline that shapes its form."""

from __future__ import annotations

from django.conf import settings

from melayani.delivery.applications import rules
from melayani.delivery.catalogue.models import Standard
from melayani.delivery.catalogue.states import FROZEN

CIVIL_REGISTRATION = "adminduk"


KEPT_AT_MOST = 1000
_kept: dict[int, rules.Outline] = {}


def outline_of(standard: Standard) -> rules.Outline:
    """What shapes the form of `standard`: variants and requirements in their order.

    Two queries, and none when this process has read it before: what was published never changes.
    """
    if not (settings.KEEP_IN_MEMORY and standard.state in FROZEN):
        return _read(standard)
    if standard.pk not in _kept:
        if len(_kept) >= KEPT_AT_MOST:
            _kept.clear()
        _kept[standard.pk] = _read(standard)
    return _kept[standard.pk]


def _read(standard: Standard) -> rules.Outline:
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
