"""Attendance: by the code on the screen, by scan, at the desk, by the on-line room. Told twice, it counts once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from melayani.foundation.audit import SYSTEM, Actor, insert_unless_known
from melayani.foundation.people import actions as people
from melayani.oversight.training import access, lists, moving, rules, seats, states
from melayani.oversight.training.models import Attendance, Registration, RoomPresence, Scan, Session, secret_hash
from melayani.oversight.training.rules import presence

TRIES, WINDOW = 10, timedelta(hours=1)
SCANS_AT_ONCE = 500
MARKED, KNOWN, UNKNOWN, OUTSIDE = "marked", "known", "unknown", "outside"


@dataclass(frozen=True)
class Scanned:
    """What a device read: its own key for this scan, when, and what the QR code said."""

    key: str
    at: datetime
    text: str


def mark_by_code(
    *, actor: Actor, registration: Registration, typed: str, now: datetime, secret: str = ""
) -> Registration:
    """The participant types the digits that the screen shows now. Raises NotAllowed, ActionRefused, people.TooMany.

    Ten tries an hour: six digits that change every minute cannot be guessed.
    """
    access.demand_own(actor, registration, secret)
    people.throttle(scope="training.code", key=registration.key, limit=TRIES, window=WINDOW, now=now)
    session = registration.session
    _demand_time(session, now)
    if not presence.code_fits(session.code_secret, typed, now, seconds=lists.limit("code_seconds")):
        raise rules.ActionRefused(gettext("Kode itu tidak cocok. Lihat lagi layar di ruangan; kodenya berganti."))
    with transaction.atomic():
        row = moving.lock(registration)
        _mark(row, _part(session, now), Attendance.How.CODE, actor=actor, at=now, now=now)
    return row


def mark_at_desk(*, actor: Actor, registration: Registration, part: int, now: datetime) -> Registration:
    """An officer at the door saw the person. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = moving.lock(registration)
        access.demand_door(actor, row.event.organisation)
        if now < row.session.starts_at - presence.EARLY:
            raise rules.ActionRefused("Kehadiran dicatat mulai 45 menit sebelum sesi.")
        if not 1 <= part <= row.session.parts:
            raise rules.ActionRefused("Bagian itu tidak ada di sesi ini.")
        _mark(row, part, Attendance.How.DESK, actor=actor, at=now, now=now)
    return row


def unmark(*, actor: Actor, registration: Registration, part: int, now: datetime) -> Registration:
    """Take a mark back that was made by mistake. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = moving.lock(registration)
        access.demand_door(actor, row.event.organisation)
        if row.state != states.ATTENDED or not row.attendances.filter(part=part).delete()[0]:
            raise rules.ActionRefused("Tidak ada tanda hadir yang dapat dicabut di sini.")
        if not row.attendances.exists():
            moving.advance(row, states.UNDO)
        moving.record_on(row, "training.attendance_undone", actor=actor, now=now, part=part)
    return row


def take_scans(*, actor: Actor, session: Session, scans: Sequence[Scanned], now: datetime) -> Mapping[str, int]:
    """Scans of a device, perhaps made without a network: how many marked, known, unknown, outside the time.

    The same key again is the same scan and answers as it did; the same person in the same part is marked once.
    Raises NotAllowed, ActionRefused.
    """
    access.demand_door(actor, session.event.organisation)
    if len(scans) > SCANS_AT_ONCE:
        raise rules.ActionRefused(f"Kirim paling banyak {SCANS_AT_ONCE} pindaian sekaligus.")
    outcomes: Counter[str] = Counter()
    with transaction.atomic():
        held = seats.lock(session.pk)
        for one in scans:
            outcomes[_take(held, one, actor=actor, now=now)] += 1
        found = {name: outcomes[name] for name in (MARKED, KNOWN, UNKNOWN, OUTSIDE)}
        moving.record_event(held.event, "training.scanned", actor=actor, now=now, session=held.number, **found)
    return found


def note_room(*, session: Session, keys: Sequence[str], now: datetime) -> int:
    """Who is in the on-line room now: minutes are added, and enough of them in a part is attendance; return new marks.

    Twice for the same moment does no harm: the time since the last look is credited once.
    """
    with transaction.atomic():
        held = seats.lock(session.pk)
        gained = presence.credit(held.room_looked_at, now)
        held.room_looked_at, held.room_fault = now, ""
        held.save(update_fields=["room_looked_at", "room_fault"])
        rows = Registration.objects.filter(session=held, key__in=set(keys), state__in=states.SURE | {states.ABSENT})
        marked = sum(_seen(held, row, gained, now) for row in rows.select_related("event__organisation", "session"))
        if marked:
            moving.record_event(held.event, "training.room_seen", actor=SYSTEM, now=now, people=len(set(keys)))
    return marked


def note_fault(*, session: Session, fault: str) -> None:
    """Note that the room could not be looked into; the desk shows it until the next look succeeds."""
    Session.objects.filter(pk=session.pk).update(room_fault=fault[:200])


def _seen(session: Session, row: Registration, gained: int, now: datetime) -> bool:
    part = _part(session, now)
    found, _ = RoomPresence.objects.get_or_create(registration=row, part=part)
    found.seconds += gained
    found.save(update_fields=["seconds"])
    length = presence.part_length(starts_at=session.starts_at, ends_at=session.ends_at, parts=session.parts)
    if not presence.was_there(found.seconds, length, percent=lists.limit("presence_percent")):
        return False
    return _mark(row, part, Attendance.How.ROOM, actor=SYSTEM, at=now, now=now)


def _take(session: Session, one: Scanned, *, actor: Actor, now: datetime) -> str:
    key = one.key[:64]
    at = min(max(one.at, now - presence.OFFLINE), now)
    scan = Scan(session=session, key=key, at=at, taken_at=now, outcome=UNKNOWN)
    if not insert_unless_known(scan):
        return str(Scan.objects.values_list("outcome", flat=True).get(session=session, key=key))
    scan.outcome = _outcome(session, one.text, at, actor=actor, now=now)
    scan.save(update_fields=["outcome"])
    return scan.outcome


def _outcome(session: Session, text: str, at: datetime, *, actor: Actor, now: datetime) -> str:
    secret = re.search(r"/acara/saya/([\w-]{20,64})/?", text)
    found = secret.group(1) if secret else text.strip()
    rows = Registration.objects.select_related("event__organisation", "session", "contact")
    row = rows.filter(session=session, secret_hash=secret_hash(found)).first() if found else None
    if row is None or row.state not in states.SURE | {states.ABSENT}:
        return UNKNOWN
    if not presence.may_mark(at, starts_at=session.starts_at, ends_at=session.ends_at):
        return OUTSIDE
    new = _mark(row, _part(session, at), Attendance.How.SCAN, actor=actor, at=at, now=now)
    return MARKED if new else KNOWN


def _mark(row: Registration, part: int, how: str, *, actor: Actor, at: datetime, now: datetime) -> bool:
    """Write the mark and move the registration; False when the person was marked in this part before."""
    if row.state not in states.SURE | {states.ABSENT}:
        text = gettext("Pendaftaran ini berstatus “{state}”, jadi kehadirannya belum dapat dicatat.")
        raise rules.ActionRefused(text.format(state=gettext(row.words.citizen)))
    mark = Attendance(registration=row, part=part, how=how, at=at, marked_by_id=actor.person_id)
    if not insert_unless_known(mark):
        return False
    if row.state in (states.CONFIRMED, states.ABSENT):
        moving.advance(row, states.ATTEND)
    moving.record_on(row, "training.attended", actor=actor, now=now, part=part, how=how)
    return True


def _part(session: Session, moment: datetime) -> int:
    return presence.part_at(moment, starts_at=session.starts_at, ends_at=session.ends_at, parts=session.parts)


def _demand_time(session: Session, now: datetime) -> None:
    if not presence.may_mark(now, starts_at=session.starts_at, ends_at=session.ends_at):
        raise rules.ActionRefused(gettext("Kehadiran dicatat mulai 45 menit sebelum sesi, sampai 3 jam sesudahnya."))
