"""The verbs of training. Pages, the worker and the demonstration call these and nothing else.

Planning: draft_event, change_event, save_session, publish, close, reopen, finish, cancel. Units: invite_units, decline.
People: register, withdraw, approve, reject, unmask_field. There: mark_by_code, mark_at_desk, unmark, take_scans.
Learning: save_questions, take_test, give_feedback, add_material, remove_material. Certificates: certify,
revoke_certificate. Afterwards: give_task, finish_task, erase_person. For the worker: note_room, note_fault,
lapse_waiting.
"""

from melayani.oversight.training.actions.attending import (
    Scanned,
    mark_at_desk,
    mark_by_code,
    note_fault,
    note_room,
    take_scans,
    unmark,
)
from melayani.oversight.training.actions.certifying import certify, revoke_certificate, still_missing
from melayani.oversight.training.actions.following import erase_person, finish_task, give_task
from melayani.oversight.training.actions.inviting import decline, invite_units, link_of
from melayani.oversight.training.actions.learning import (
    Asked,
    add_material,
    give_feedback,
    remove_material,
    save_questions,
    take_test,
)
from melayani.oversight.training.actions.planning import (
    Plan,
    cancel,
    change_event,
    close,
    draft_event,
    finish,
    lapse_waiting,
    publish,
    reopen,
    save_session,
)
from melayani.oversight.training.actions.registering import (
    Participant,
    approve,
    register,
    reject,
    unmask_field,
    withdraw,
)
from melayani.oversight.training.rules import (
    ActionRefused,
    AgencyFull,
    AlreadyRegistered,
    Busy,
    InputRefused,
    NotAllowed,
)

__all__ = [
    "ActionRefused",
    "AgencyFull",
    "AlreadyRegistered",
    "Asked",
    "Busy",
    "InputRefused",
    "NotAllowed",
    "Participant",
    "Plan",
    "Scanned",
    "add_material",
    "approve",
    "cancel",
    "certify",
    "change_event",
    "close",
    "decline",
    "draft_event",
    "erase_person",
    "finish",
    "finish_task",
    "give_feedback",
    "give_task",
    "invite_units",
    "lapse_waiting",
    "link_of",
    "mark_at_desk",
    "mark_by_code",
    "note_fault",
    "note_room",
    "publish",
    "register",
    "reject",
    "remove_material",
    "reopen",
    "revoke_certificate",
    "save_questions",
    "save_session",
    "still_missing",
    "take_scans",
    "take_test",
    "unmark",
    "unmask_field",
    "withdraw",
]
