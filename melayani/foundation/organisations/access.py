"""Who may change the tree and who keeps a mall. Everybody may read both: organisations are public."""

from __future__ import annotations

from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Kind, Organisation

ADMINISTRATOR = "administrator"
MALL_KEEPERS = ("mall_manager", "organisation_bureau", ADMINISTRATOR)
UNIT_SPEAKERS = ("head_of_unit", "organisation_bureau", ADMINISTRATOR)


def may_change_tree(actor: Actor, organisation: Organisation | None) -> bool:
    """Administrators change the subtree below them; the platform itself (commands, imports) changes anything."""
    if actor.kind == "system":
        return True
    return organisation is not None and actor.holds(ADMINISTRATOR, organisation)


def may_keep_mall(actor: Actor, mall: Organisation) -> bool:
    """The manager of the mall, the organisation bureau and the administrators above it, and the platform itself."""
    return actor.kind == "system" or (mall.kind == Kind.MALL and any(actor.holds(role, mall) for role in MALL_KEEPERS))


def may_speak_for(actor: Actor, unit: Organisation) -> bool:
    """Who agrees to a tenancy: it lets the mall's manager plan the unit's visits, so the mall alone cannot."""
    return actor.kind == "system" or any(actor.holds(role, unit) for role in UNIT_SPEAKERS)
