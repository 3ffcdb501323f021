"""Names, sizes, times and refusals of appointments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

WEB, API, OFFICER, DRAW, WAITING, WHATSAPP = "web", "api", "officer", "draw", "waiting", "whatsapp"
AT_ONCE, WAVES = "at_once", "waves"

PARTY_MAX = 10
SLOTS_MAX = 12
PLACES_MAX = 500
NAME_MAX = 120
NOTE_MAX = 300
HOLD_LIFE = timedelta(minutes=10)
OFFER_LIFE = timedelta(hours=2)
LOCK_WAIT_S = 3
NO_SHOW_AFTER = timedelta(minutes=60)  # after the end of the slot
CHECK_IN_BEFORE = timedelta(minutes=60)
REMIND_DAY, REMIND_HOURS = timedelta(hours=24), timedelta(hours=2)
ALTERNATIVES = 5
PROPOSE_WITHIN = timedelta(days=14)
WAITING_DAYS_MAX = 31
AHEAD_DAYS_MAX = 180  # how far ahead a plan may open its days, and a citizen may wait for one

ASSISTANCE: dict[str, str] = {  # what help, never which illness
    "wheelchair": "Kursi roda",
    "sign_language": "Juru bahasa isyarat",
    "guide": "Pendamping jalan",
    "companion": "Saya datang dengan pendamping",
    "reading": "Dibantu membaca dan mengisi",
}


@dataclass(frozen=True)
class Visitor:
    """Who comes, as typed."""

    name: str
    phone: str = ""
    email: str = ""
    nik: str = ""
    assistance: tuple[str, ...] = ()
    note: str = ""


class ActionRefused(Exception):
    """The rules do not allow this now; the text says why and what to do."""


class NotAllowed(Exception):
    """The actor has no right to this."""


class InputRefused(Exception):
    """Something typed is missing or wrong; `problems` maps the field to a sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(" ".join(self.problems.values()))


class SlotFull(ActionRefused):
    """No place is left here; what else is free is read by the caller, after the transaction."""

    alternatives: Sequence[Mapping[str, Any]] = ()


class AlreadyBooked(ActionRefused):
    """This person has a booking for this service on this day."""


class Busy(Exception):
    """The slot's lock could not be had in time; nothing was done, and trying again soon is right."""

    retry_after = 2
