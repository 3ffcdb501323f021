"""The verbs of queues. Pages, machines, the API and the worker call these and nothing else.

Taking a number: take_ticket, check_in, print_again. Calling: sit_down, stand_up, begin_break, end_break, call_next,
call, recall, serve, finish, miss, return_ticket, hold, resume, transfer, leave, note_case. Planning: open_site,
close_site, save_policy, stop_numbers, resume_numbers, save_zone, save_line, save_counter, add_device, renew_device,
close_device, renew_door. Behind a mask: unmask_visitor. Letters: write,
settle_letters. For the worker: ticket_for, let_go, end_day, foretell.
"""

from melayani.delivery.queues.actions.calling import call, call_next, recall, return_ticket, serve
from melayani.delivery.queues.actions.closing import end_day
from melayani.delivery.queues.actions.finishing import finish, hold, leave, let_go, miss, note_case, resume, transfer
from melayani.delivery.queues.actions.looking import unmask_visitor
from melayani.delivery.queues.actions.planning import (
    add_device,
    close_device,
    close_site,
    open_site,
    renew_device,
    renew_door,
    resume_numbers,
    save_counter,
    save_line,
    save_policy,
    save_zone,
    stop_numbers,
)
from melayani.delivery.queues.actions.sitting import begin_break, end_break, sit_down, stand_up
from melayani.delivery.queues.actions.taking import check_in, line_of, print_again, take_ticket, ticket_for
from melayani.delivery.queues.actions.writing import settle_letters, write
from melayani.delivery.queues.forecasting import foretell
from melayani.delivery.queues.rules import ActionRefused, NobodyWaits, NotAllowed

__all__ = [
    "ActionRefused",
    "NobodyWaits",
    "NotAllowed",
    "add_device",
    "begin_break",
    "call",
    "call_next",
    "check_in",
    "close_device",
    "close_site",
    "end_break",
    "end_day",
    "finish",
    "foretell",
    "hold",
    "leave",
    "let_go",
    "line_of",
    "miss",
    "note_case",
    "open_site",
    "print_again",
    "recall",
    "renew_device",
    "renew_door",
    "resume",
    "resume_numbers",
    "return_ticket",
    "save_counter",
    "save_line",
    "save_policy",
    "save_zone",
    "serve",
    "settle_letters",
    "sit_down",
    "stand_up",
    "stop_numbers",
    "take_ticket",
    "ticket_for",
    "transfer",
    "unmask_visitor",
    "write",
]
