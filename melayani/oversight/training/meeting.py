"""The on-line room of a session: open it, a link into it for one person, look who is inside."""

from __future__ import annotations

from datetime import datetime, timedelta

from melayani.foundation.audit import keyed_hash
from melayani.oversight.training import actions, rules
from melayani.oversight.training.models import Registration, RoomKind, Session
from melayani.oversight.training.rooms import bigbluebutton as bbb

OPENS, STAYS = timedelta(minutes=20), timedelta(minutes=30)  # before the start, after the end


def meeting_of(session: Session) -> bbb.Meeting:
    """The room at the server; its id and passwords follow from the session and our key, so that nothing is kept."""
    proof = keyed_hash(f"{session.pk}", purpose="training.room")
    return bbb.Meeting(
        id=f"melayani-{session.pk}-{proof[:12]}",
        name=session.event.title[:64],
        attendee_password=proof[12:28],
        moderator_password=proof[28:44],
    )


def is_open(session: Session, now: datetime) -> bool:
    return session.has_room and session.starts_at - OPENS <= now <= session.ends_at + STAYS


def link_for(registration: Registration, now: datetime) -> str:
    """The link into the room for a participant. Raises ActionRefused outside its time, RoomUnavailable."""
    session = registration.session
    session.event = registration.event
    if not registration.is_sure or not is_open(session, now):
        raise rules.ActionRefused("room closed")
    if session.room_kind == RoomKind.LINK:
        return session.room_url
    meeting = meeting_of(session)
    bbb.create(meeting)
    return bbb.join_url(meeting, name=registration.name, key=registration.key)


def link_for_host(session: Session, *, name: str, now: datetime) -> str:
    """The link for the organiser, who leads. Raises RoomUnavailable."""
    if session.room_kind == RoomKind.LINK:
        return session.room_url
    meeting = meeting_of(session)
    bbb.create(meeting)
    return bbb.join_url(meeting, name=name, key=f"host-{session.pk}", moderator=True)


def look(session: Session, now: datetime) -> int:
    """Look who is inside, outside of any transaction, and note it; new marks. A fault is noted and passes."""
    try:
        keys = bbb.inside(meeting_of(session))
    except bbb.RoomUnavailable as error:
        actions.note_fault(session=session, fault=str(error))
        return 0
    return actions.note_room(session=session, keys=keys, now=now)
