"""Who may change services and standards. Everybody may read those in force."""

from __future__ import annotations

from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Organisation

KEEPERS = ("head_of_unit", "organisation_bureau", "administrator")


def may_change_standards(actor: Actor, agency: Organisation) -> bool:
    """The head of the unit, the organisation bureau above it, administrators; the platform itself for imports."""
    return actor.kind == "system" or any(actor.holds(role, agency) for role in KEEPERS)
