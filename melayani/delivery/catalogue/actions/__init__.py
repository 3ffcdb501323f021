"""The verbs of the catalogue: import a published standard, carry a version through its life, place an agency,
enter a mall into the register and judge it."""

from melayani.delivery.catalogue.actions.import_standard import import_standard
from melayani.delivery.catalogue.actions.keep_malls import judge_readiness, register_mall
from melayani.delivery.catalogue.actions.keep_standard import (
    NotPossible,
    change_draft,
    draft_new_version,
    move,
    publish,
    supersede,
)
from melayani.delivery.catalogue.actions.place_agency import UnknownRegion, place_agency

__all__ = [
    "NotPossible",
    "UnknownRegion",
    "change_draft",
    "draft_new_version",
    "import_standard",
    "judge_readiness",
    "move",
    "place_agency",
    "publish",
    "register_mall",
    "supersede",
]
