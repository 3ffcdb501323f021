"""Places of a session: how many are left under both caps, whom it is for, by what an agency is known."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from melayani.oversight.training import states

LOCK_WAIT_S = 3.0
NAME_MAX, POSITION_MAX, AGENCY_MAX, REASON_MAX = 120, 120, 160, 300
OTHER = "other"  # the kind of office under which unlike offices of one region stand


@dataclass(frozen=True)
class Room:
    """What is taken of a session, by everybody and by one agency; `cap` None where agencies are not limited."""

    capacity: int
    cap: int | None
    taken: int
    of_agency: int

    @property
    def is_full(self) -> bool:
        return self.taken >= self.capacity

    @property
    def agency_is_full(self) -> bool:
        """Whether the agency has sent as many as the session takes from one."""
        return self.cap is not None and self.of_agency >= self.cap


def placed(room: Room, *, needs_approval: bool) -> str:
    """By which action of the table a new registration finds its place: a seat, a seat to be judged, the waiting list.

    Who comes from an agency at its cap waits like everybody else, until a colleague withdraws.
    """
    if room.is_full or room.agency_is_full:
        return states.QUEUE
    return states.SUBMIT if needs_approval else states.PLACE


def fits_region(code: str, wanted: Collection[str]) -> bool:
    """Whether a session is for the region: nobody named means everybody; `33*` means 33 and everything in it."""
    return not wanted or code in wanted or any(one.endswith("*") and code.startswith(one[:-1]) for one in wanted)


def fits_office(kind: str, wanted: Collection[str]) -> bool:
    """Whether a session is for this kind of office; none named means all."""
    return not wanted or kind in wanted


def agency_key(*, region: str, kind: str, organisation: int | None, name: str) -> str:
    """By what an agency is known, so that two spellings of one office share its cap and are counted as one office.

    A region has one office of each kind; only "another office" is told apart by its place in the tree or its name.
    """
    if region and kind != OTHER:
        return f"{region}:{kind}"
    if organisation is not None:
        return f"org:{organisation}"
    return f"{region}:{_plain(name)}"[:120]


@dataclass(frozen=True)
class Waiter:
    """One who waits: the key of the row and of the agency."""

    pk: int
    agency: str


def next_waiters(waiting: Sequence[Waiter], *, free: int, cap: int | None, of_agency: dict[str, int]) -> list[int]:
    """Who gets the free places, first come first; an agency at its cap is stepped over, not pushed back."""
    chosen: list[int] = []
    sent = dict(of_agency)
    for one in waiting:
        if len(chosen) >= free:
            break
        if cap is not None and sent.get(one.agency, 0) >= cap:
            continue
        sent[one.agency] = sent.get(one.agency, 0) + 1
        chosen.append(one.pk)
    return chosen


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", name.lower()).strip()
