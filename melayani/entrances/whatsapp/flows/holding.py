"""The place that a conversation holds while it asks who comes: taken, held again, let go, made certain."""

from __future__ import annotations

from melayani.delivery.appointments import actions, rules
from melayani.delivery.appointments.models import Booking
from melayani.entrances.whatsapp.flows.times import Wanted
from melayani.entrances.whatsapp.talk import Talk
from melayani.foundation.audit import keyed_hash


def take(talk: Talk, wanted: Wanted, slot: int) -> Booking:
    """Hold the time, as the page does and for as long; an earlier hold of this conversation ends.

    Raises SlotFull, ActionRefused, InputRefused, Busy.
    """
    row = actions.hold(
        token=_token(talk),
        terms=wanted.terms,
        slot_id=slot,
        party_size=wanted.party,
        priority=wanted.priority,
        channel=rules.WHATSAPP,
        now=talk.now,
    )
    talk.data |= {"hold": row.number, "slot": slot}
    return row


def standing(talk: Talk) -> Booking | None:
    """What this conversation holds now, or None when it has lapsed."""
    return actions.held_by(_token(talk), talk.now)


def certain(talk: Talk, visitor: rules.Visitor) -> Booking:
    """Turn the hold into the visit. One that lapsed is still taken while nobody else came.

    Raises SlotFull, AlreadyBooked, ActionRefused, InputRefused, Busy.
    """
    row = actions.last_of(_token(talk), str(talk.data.get("hold", "")))
    if row is None:
        raise actions.ActionRefused
    return actions.confirm_hold(
        actor=talk.actor, booking=row, visitor=visitor, contact=talk.contact, token=_token(talk), now=talk.now
    )


def let_go(talk: Talk) -> None:
    """The place is free for others at once."""
    actions.release(token=_token(talk), now=talk.now)


def _token(talk: Talk) -> str:
    """By what the holds of this conversation are known; nobody can write it into a cookie."""
    return keyed_hash(str(talk.conversation.pk), purpose="whatsapp.holder")
