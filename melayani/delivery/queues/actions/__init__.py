"""The verbs of queues. Pages, machines, the API and the worker call these and nothing else.

Taking a number: take_ticket, check_in, print_again. Calling: sit_down, stand_up, begin_break, end_break, call_next,
call, recall, serve, finish, miss, return_ticket, hold, resume, transfer, leave, note_case. Planning: open_site,
save_policy, stop_numbers, resume_numbers, add_zone, add_line, save_line, add_counter, save_counter, add_device,
close_device, renew_door. For the worker: end_day, let_go, foretell.
"""

from melayani.delivery.queues.actions.calling import call, call_next, recall, return_ticket, serve
from melayani.delivery.queues.actions.closing import end_day
from melayani.delivery.queues.actions.finishing import finish, hold, leave, let_go, miss, note_case, resume, transfer
from melayani.delivery.queues.actions.sitting import begin_break, end_break, sit_down, stand_up
from melayani.delivery.queues.actions.taking import check_in, print_again, take_ticket, ticket_for
from melayani.delivery.queues.rules import ActionRefused, NobodyWaits, NotAllowed

__all__ = [
    "ActionRefused",
    "NobodyWaits",
    "NotAllowed",
    "begin_break",
    "call",
    "call_next",
    "check_in",
    "end_break",
    "end_day",
    "finish",
    "hold",
    "leave",
    "let_go",
    "miss",
    "note_case",
    "print_again",
    "recall",
    "resume",
    "return_ticket",
    "serve",
    "sit_down",
    "stand_up",
    "take_ticket",
    "ticket_for",
    "transfer",
]
