"""What everybody may open: the screen in the hall, the kiosk, the door, one's own number, the public board."""

from melayani.delivery.queues.citizen_views.board import board, board_state, index
from melayani.delivery.queues.citizen_views.door import door, hadir
from melayani.delivery.queues.citizen_views.kiosk import beat, check_in, kiosk, printed, take
from melayani.delivery.queues.citizen_views.phone import leave, letter_file, paper, state, ticket
from melayani.delivery.queues.citizen_views.screen import screen, screen_state

__all__ = [
    "beat",
    "board",
    "board_state",
    "check_in",
    "door",
    "hadir",
    "index",
    "kiosk",
    "leave",
    "letter_file",
    "paper",
    "printed",
    "screen",
    "screen_state",
    "state",
    "take",
    "ticket",
]
