"""The officers' pages: the own place, the counter, the information desk, planning, figures."""

from melayani.delivery.queues.officer_views.caller import act, caller, pulse, unmask
from melayani.delivery.queues.officer_views.desk import check_in, desk, desk_act, letter_file, mine, paper, take
from melayani.delivery.queues.officer_views.figures import accuracy, statistics, statistics_xlsx
from melayani.delivery.queues.officer_views.planning import address, edit, open_queue, plan, plan_act

__all__ = [
    "accuracy",
    "act",
    "address",
    "caller",
    "check_in",
    "desk",
    "desk_act",
    "edit",
    "letter_file",
    "mine",
    "open_queue",
    "paper",
    "plan",
    "plan_act",
    "pulse",
    "statistics",
    "statistics_xlsx",
    "take",
    "unmask",
]
