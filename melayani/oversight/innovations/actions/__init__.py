"""The verbs of innovations."""

from __future__ import annotations

from melayani.oversight.innovations.actions.checking import check_sustainability
from melayani.oversight.innovations.actions.copying import (
    confirm_replication,
    decline_replication,
    note_replication,
    replicate,
)
from melayani.oversight.innovations.actions.describing import (
    add_evidence,
    describe_innovation,
    note_contest,
    remove_evidence,
    set_figures,
    start_innovation,
)
from melayani.oversight.innovations.actions.publishing import (
    publish_innovation,
    send_back,
    submit_innovation,
    withdraw_innovation,
)
from melayani.oversight.innovations.actions.reminding import remind_keepers
from melayani.oversight.innovations.telling import InnovationRefused

__all__ = [
    "InnovationRefused",
    "add_evidence",
    "check_sustainability",
    "confirm_replication",
    "decline_replication",
    "describe_innovation",
    "note_contest",
    "note_replication",
    "publish_innovation",
    "remind_keepers",
    "remove_evidence",
    "replicate",
    "send_back",
    "set_figures",
    "start_innovation",
    "submit_innovation",
    "withdraw_innovation",
]
