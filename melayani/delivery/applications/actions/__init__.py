"""The verbs of an application. Pages, API and commands call these and nothing else.

Filing: submit_application, submit_draft, give_paper_code. Checking: take, judge, return_for_correction, answer_return,
verify, send_back. Paying: request_payment, give_payment_proof, confirm_payment. Deciding: approve, refuse,
issue_result, hand_over. Along the way: withdraw, reassign, pause_for_disturbance, resume, unmask_field. Letters of
the citizen: write, settle_letters. Personal data: ask_erasure, erase_person.
For the worker: recount, count_real_time.
"""

from melayani.delivery.applications.actions.checking import (
    answer_return,
    judge,
    return_for_correction,
    send_back,
    take,
    verify,
)
from melayani.delivery.applications.actions.deciding import approve, hand_over, issue_result, refuse
from melayani.delivery.applications.actions.erasing import ask_erasure, erase_person
from melayani.delivery.applications.actions.filing import give_paper_code, submit_application, submit_draft
from melayani.delivery.applications.actions.on_the_way import (
    pause_for_disturbance,
    reassign,
    resume,
    unmask_field,
    withdraw,
)
from melayani.delivery.applications.actions.paying import confirm_payment, give_payment_proof, request_payment
from melayani.delivery.applications.actions.recounting import recount
from melayani.delivery.applications.actions.writing import settle_letters, write
from melayani.delivery.applications.reality import keep as count_real_time
from melayani.delivery.applications.rules import ActionRefused, InputRefused, NotAllowed

__all__ = [
    "ActionRefused",
    "InputRefused",
    "NotAllowed",
    "answer_return",
    "approve",
    "ask_erasure",
    "confirm_payment",
    "count_real_time",
    "erase_person",
    "give_paper_code",
    "give_payment_proof",
    "hand_over",
    "issue_result",
    "judge",
    "pause_for_disturbance",
    "reassign",
    "recount",
    "refuse",
    "request_payment",
    "resume",
    "return_for_correction",
    "send_back",
    "settle_letters",
    "submit_application",
    "submit_draft",
    "take",
    "unmask_field",
    "verify",
    "withdraw",
    "write",
]
