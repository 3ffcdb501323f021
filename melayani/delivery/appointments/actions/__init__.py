"""The verbs of appointments. Pages, API and the worker call these and nothing else.

Holding: hold, held_by, last_of, release. Booking: book, confirm_hold. Afterwards: change, cancel, accept_proposal,
check_in, undo_check_in, serve, miss, keep, unmask_field, erase_person. Letters of the visitor: write, settle_letters.
Planning: save_plan, save_offer, add_template, end_template, add_shift, end_shift, add_absence, set_capacity,
regenerate, plan_release, close_in_emergency, close_mall_in_emergency. Waiting: join_waiting_list,
leave_waiting_list, accept_offer. Draws: register_for_draw, draw. For the worker: miss_all, offer_places, draw_all,
mark_stale, look_again, settle_closings.
"""

from melayani.delivery.appointments.actions.booking import book, confirm_hold
from melayani.delivery.appointments.actions.closing import (
    ClosedMall,
    close_in_emergency,
    close_mall_in_emergency,
    settle_closings,
)
from melayani.delivery.appointments.actions.drawing import draw, draw_all, register_for_draw
from melayani.delivery.appointments.actions.erasing import erase_person
from melayani.delivery.appointments.actions.following import (
    accept_proposal,
    cancel,
    change,
    check_in,
    keep,
    miss,
    miss_all,
    serve,
    undo_check_in,
    unmask_field,
)
from melayani.delivery.appointments.actions.generating import regenerate, set_capacity
from melayani.delivery.appointments.actions.planning import (
    add_absence,
    add_shift,
    add_template,
    end_shift,
    end_template,
    look_again,
    mark_stale,
    plan_release,
    save_offer,
    save_plan,
)
from melayani.delivery.appointments.actions.waiting import (
    accept_offer,
    join_waiting_list,
    leave_waiting_list,
    offer_places,
)
from melayani.delivery.appointments.actions.writing import settle_letters, write
from melayani.delivery.appointments.holds import held_by, hold, last_of, release
from melayani.delivery.appointments.rules import (
    ActionRefused,
    AlreadyBooked,
    Busy,
    InputRefused,
    NotAllowed,
    SlotFull,
)

__all__ = [
    "ActionRefused",
    "AlreadyBooked",
    "Busy",
    "ClosedMall",
    "InputRefused",
    "NotAllowed",
    "SlotFull",
    "accept_offer",
    "accept_proposal",
    "add_absence",
    "add_shift",
    "add_template",
    "book",
    "cancel",
    "change",
    "check_in",
    "close_in_emergency",
    "close_mall_in_emergency",
    "confirm_hold",
    "erase_person",
    "held_by",
    "hold",
    "last_of",
    "release",
    "draw",
    "draw_all",
    "end_shift",
    "end_template",
    "join_waiting_list",
    "keep",
    "leave_waiting_list",
    "look_again",
    "mark_stale",
    "miss",
    "miss_all",
    "offer_places",
    "plan_release",
    "regenerate",
    "register_for_draw",
    "save_offer",
    "save_plan",
    "serve",
    "set_capacity",
    "settle_closings",
    "settle_letters",
    "undo_check_in",
    "unmask_field",
    "write",
]
