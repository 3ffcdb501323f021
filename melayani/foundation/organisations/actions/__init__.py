"""The verbs of this module: change the tree, let units serve in a mall, say what kind of installation this is."""

from melayani.foundation.organisations.actions.tenancies import (
    agree_tenancy,
    decline_tenancy,
    end_tenancy,
    keep_mall_details,
    start_tenancy,
)
from melayani.foundation.organisations.actions.tree import (
    Refused,
    change_organisation,
    close_organisation,
    create_organisation,
    free_slug,
    mark_installation,
    move_organisation,
)

__all__ = [
    "Refused",
    "agree_tenancy",
    "change_organisation",
    "close_organisation",
    "create_organisation",
    "decline_tenancy",
    "end_tenancy",
    "free_slug",
    "keep_mall_details",
    "mark_installation",
    "move_organisation",
    "start_tenancy",
]
