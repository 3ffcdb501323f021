"""The verbs of the catalogue: import a published standard, carry a version through its life, place an agency."""

from melayani.delivery.catalogue.actions.import_standard import import_standard
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
    "move",
    "place_agency",
    "publish",
    "supersede",
]
