"""The verbs of a complaint. Pages, API and commands call these and nothing else.

Filing: check_rate, file_complaint, submit_draft, give_paper_code. Joining: join_complaint, leave_complaint.
Checking: verify, reclassify, set_about, convert, request_completion, reject. Routing: forward, return_disposition,
transfer_out, merge_into. Answering: follow_up, answer, correct_answer, reopen, add_note. The reporter: complete, reply,
confirm, rate, contest, withdraw. Moderating: publish, redact, withhold. Settings: keep_template, retire_template,
keep_category, keep_question, keep_clock, end_clock, keep_step, drop_step. Personal data: unmask_field.
SP4N-LAPOR!: record_external_number, export_reports, import_tracking, hand_over.
For an operator: import_categories.
For the worker: recount, close_silent, close_incomplete, close_due, escalate, escalate_due, answer_joined,
correct_joined.
"""

from melayani.voice.complaints.actions.answering import (
    add_note,
    answer,
    answer_joined,
    correct_answer,
    correct_joined,
    follow_up,
    reopen,
)
from melayani.voice.complaints.actions.checking import (
    convert,
    reclassify,
    reject,
    request_completion,
    set_about,
    verify,
)
from melayani.voice.complaints.actions.closing import close_due, close_incomplete, close_silent
from melayani.voice.complaints.actions.escalating import escalate, escalate_due
from melayani.voice.complaints.actions.filing import (
    check_rate,
    file_complaint,
    give_paper_code,
    submit_draft,
)
from melayani.voice.complaints.actions.handing_over import (
    Imported,
    export_reports,
    hand_over,
    import_tracking,
    record_external_number,
)
from melayani.voice.complaints.actions.importing import import_categories
from melayani.voice.complaints.actions.joining import join_complaint, leave_complaint
from melayani.voice.complaints.actions.moderating import publish, redact, withhold
from melayani.voice.complaints.actions.recounting import recount
from melayani.voice.complaints.actions.reporter import complete, confirm, contest, rate, reply, withdraw
from melayani.voice.complaints.actions.routing_on import forward, merge_into, return_disposition, transfer_out
from melayani.voice.complaints.actions.settings_kept import (
    drop_step,
    end_clock,
    keep_category,
    keep_clock,
    keep_question,
    keep_step,
)
from melayani.voice.complaints.actions.templates_kept import keep_template, retire_template
from melayani.voice.complaints.actions.unmasking import unmask_field
from melayani.voice.complaints.rules import ActionRefused, InputRefused, NotAllowed, Spam

__all__ = [
    "ActionRefused",
    "Imported",
    "InputRefused",
    "NotAllowed",
    "Spam",
    "add_note",
    "answer",
    "answer_joined",
    "check_rate",
    "close_due",
    "close_incomplete",
    "close_silent",
    "complete",
    "confirm",
    "contest",
    "convert",
    "correct_answer",
    "correct_joined",
    "escalate",
    "escalate_due",
    "export_reports",
    "file_complaint",
    "follow_up",
    "forward",
    "give_paper_code",
    "hand_over",
    "import_categories",
    "import_tracking",
    "join_complaint",
    "keep_template",
    "leave_complaint",
    "merge_into",
    "publish",
    "rate",
    "reclassify",
    "record_external_number",
    "recount",
    "redact",
    "reject",
    "reopen",
    "reply",
    "request_completion",
    "retire_template",
    "return_disposition",
    "set_about",
    "submit_draft",
    "transfer_out",
    "verify",
    "withdraw",
    "withhold",
    "drop_step",
    "end_clock",
    "keep_category",
    "keep_clock",
    "keep_question",
    "keep_step",
    "unmask_field",
]
