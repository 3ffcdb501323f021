"""The verbs of public information. Pages, the API, the worker and doors call these and nothing else.

Requests: check_rate (outside `atomic`), file_request, give_paper_code, take, extend, decide, record_payment, deliver,
withdraw, close, close_converted, unmask_field. Letters of the requester: write, settle_letters. Objections: object_to,
answer_objection, respond_to_objection, withdraw_objection. The list: add_information, change_information,
publish_information, withdraw_information.
Exclusions: propose_exclusion, record_test, decide_exclusion, drop_exclusion, end_exclusion. Books: set_limit,
save_report, publish_report. For the worker: remind, note_silence, remind_objection, note_overdue_objection,
close_lapsed, close_objection, end_lapsed, delete_identity, recount.
"""

from melayani.voice.disclosure.actions.closing import close, close_converted, close_lapsed, withdraw
from melayani.voice.disclosure.actions.excluding import (
    decide_exclusion,
    drop_exclusion,
    end_exclusion,
    end_lapsed,
    propose_exclusion,
    record_test,
)
from melayani.voice.disclosure.actions.filing import Papers, check_rate, file_request, give_paper_code
from melayani.voice.disclosure.actions.informing import (
    add_information,
    change_information,
    publish_information,
    withdraw_information,
)
from melayani.voice.disclosure.actions.keeping import REPORT_TEXTS, publish_report, save_report, set_limit
from melayani.voice.disclosure.actions.objecting import (
    answer_objection,
    close_objection,
    object_to,
    respond_to_objection,
    withdraw_objection,
)
from melayani.voice.disclosure.actions.recounting import recount
from melayani.voice.disclosure.actions.unmasking import MASKED_FIELDS, unmask_field
from melayani.voice.disclosure.actions.watching import (
    delete_identity,
    note_overdue_objection,
    note_silence,
    remind,
    remind_objection,
)
from melayani.voice.disclosure.actions.working import decide, deliver, extend, record_payment, take
from melayani.voice.disclosure.actions.writing import settle_letters, write
from melayani.voice.disclosure.rules import ActionRefused, InputRefused, NotAllowed, TooManyRequests

__all__ = [
    "MASKED_FIELDS",
    "REPORT_TEXTS",
    "ActionRefused",
    "InputRefused",
    "NotAllowed",
    "Papers",
    "TooManyRequests",
    "add_information",
    "answer_objection",
    "change_information",
    "check_rate",
    "close",
    "close_converted",
    "close_lapsed",
    "close_objection",
    "decide",
    "decide_exclusion",
    "delete_identity",
    "deliver",
    "drop_exclusion",
    "end_exclusion",
    "end_lapsed",
    "extend",
    "file_request",
    "give_paper_code",
    "note_overdue_objection",
    "note_silence",
    "object_to",
    "propose_exclusion",
    "publish_information",
    "publish_report",
    "record_payment",
    "recount",
    "remind",
    "remind_objection",
    "respond_to_objection",
    "save_report",
    "set_limit",
    "settle_letters",
    "take",
    "record_test",
    "unmask_field",
    "withdraw",
    "withdraw_information",
    "withdraw_objection",
    "write",
]
