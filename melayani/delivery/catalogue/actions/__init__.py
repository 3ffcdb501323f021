"""The verbs of the catalogue: a service, its standard through its life, a unit's pledge, agencies and malls."""

from melayani.delivery.catalogue.actions.draft_standard import Overtaken, create_service, save_draft
from melayani.delivery.catalogue.actions.follow_process import (
    add_member,
    add_minutes,
    note_present_state,
    record_discussion,
    record_publication,
    remove_member,
    withdraw_publication,
)
from melayani.delivery.catalogue.actions.import_standard import import_standard
from melayani.delivery.catalogue.actions.keep_malls import judge_readiness, register_mall
from melayani.delivery.catalogue.actions.keep_pledges import Statements, publish_pledge, withdraw_pledge
from melayani.delivery.catalogue.actions.keep_standard import (
    change_draft,
    decree,
    draft_new_version,
    move,
    publish,
    supersede,
)
from melayani.delivery.catalogue.actions.place_agency import UnknownRegion, place_agency
from melayani.delivery.catalogue.actions.watch_standard import (
    finish_review,
    note_origin,
    plan_review,
    record_check,
    remind_of_reviews,
    withdraw_origin,
)
from melayani.delivery.catalogue.steps import NotPossible

__all__ = [
    "NotPossible",
    "Overtaken",
    "Statements",
    "UnknownRegion",
    "add_member",
    "add_minutes",
    "change_draft",
    "create_service",
    "decree",
    "draft_new_version",
    "finish_review",
    "import_standard",
    "judge_readiness",
    "move",
    "note_origin",
    "note_present_state",
    "place_agency",
    "plan_review",
    "publish",
    "publish_pledge",
    "record_check",
    "record_discussion",
    "record_publication",
    "register_mall",
    "remind_of_reviews",
    "remove_member",
    "save_draft",
    "supersede",
    "withdraw_origin",
    "withdraw_pledge",
    "withdraw_publication",
]
