"""The verbs of a complaint. Pages, API and commands call these and nothing else.

Filing: check_rate, file_complaint, submit_draft, give_paper_code.
Joining: join_complaint, leave_complaint.
"""

from melayani.voice.complaints.actions.filing import (
    check_rate,
    file_complaint,
    give_paper_code,
    submit_draft,
)
from melayani.voice.complaints.actions.joining import join_complaint, leave_complaint
from melayani.voice.complaints.rules import ActionRefused, InputRefused, NotAllowed, Spam

__all__ = [
    "ActionRefused",
    "InputRefused",
    "NotAllowed",
    "Spam",
    "check_rate",
    "file_complaint",
    "give_paper_code",
    "join_complaint",
    "leave_complaint",
    "submit_draft",
]
