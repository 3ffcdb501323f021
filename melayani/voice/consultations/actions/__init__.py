"""The verbs of consultations. Pages, the worker and the demonstration call these and nothing else.

Preparing: plan_consultation, change_plan, add_topic, remove_topic, announce, cancel, add_material, remove_material.
Inviting: invite, drop_guest, send_invitations, answer_invitation. Hearing: attend, note_attendance, drop_attendance,
contribute, type_contribution, show_contribution, hide_contribution. Agreeing: hold, write_minutes, add_proposal,
drop_proposal, answer_proposal, commit, drop_commitment, sign_record, publish, record_publication. Keeping:
report_progress, finish_commitment, reopen_commitment, link_clause, finish. Following: follow, leave. For the worker:
remind_overdue, forget_people.
"""

from melayani.voice.consultations.actions.agreeing import (
    add_proposal,
    answer_proposal,
    commit,
    drop_commitment,
    drop_proposal,
    write_minutes,
)
from melayani.voice.consultations.actions.following import follow, leave
from melayani.voice.consultations.actions.hearing import (
    attend,
    contribute,
    drop_attendance,
    hide_contribution,
    note_attendance,
    show_contribution,
    type_contribution,
)
from melayani.voice.consultations.actions.inviting import answer_invitation, drop_guest, invite, send_invitations
from melayani.voice.consultations.actions.keeping import (
    finish,
    finish_commitment,
    forget_people,
    link_clause,
    remind_overdue,
    reopen_commitment,
    report_progress,
)
from melayani.voice.consultations.actions.planning import (
    add_material,
    add_topic,
    announce,
    cancel,
    change_plan,
    plan_consultation,
    remove_material,
    remove_topic,
)
from melayani.voice.consultations.actions.publishing import hold, publish, record_publication, sign_record
from melayani.voice.consultations.rules import ActionRefused, InputRefused, NotAllowed

__all__ = [
    "ActionRefused",
    "InputRefused",
    "NotAllowed",
    "add_material",
    "add_proposal",
    "add_topic",
    "announce",
    "answer_invitation",
    "answer_proposal",
    "attend",
    "cancel",
    "change_plan",
    "commit",
    "contribute",
    "drop_attendance",
    "drop_commitment",
    "drop_guest",
    "drop_proposal",
    "finish",
    "finish_commitment",
    "follow",
    "forget_people",
    "hide_contribution",
    "hold",
    "invite",
    "leave",
    "link_clause",
    "note_attendance",
    "plan_consultation",
    "publish",
    "record_publication",
    "remind_overdue",
    "remove_material",
    "remove_topic",
    "reopen_commitment",
    "report_progress",
    "send_invitations",
    "show_contribution",
    "sign_record",
    "type_contribution",
    "write_minutes",
]
