"""Who may change the tree. Everybody may read it: organisations are public."""

from __future__ import annotations

from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Organisation

ADMINISTRATOR = "administrator"


def may_change_tree(actor: Actor, organisation: Organisation | None) -> bool:
    """Administrators change the subtree below them; the platform itself (commands, imports) changes anything."""
    if actor.kind == "system":
        return True
    return organisation is not None and actor.holds(ADMINISTRATOR, organisation)
