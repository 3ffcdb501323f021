"""Register for a session, withdraw, judge, give freed places to those who wait."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from melayani.foundation.audit import SYSTEM, Actor
from melayani.foundation.messaging.models import Contact
from melayani.foundation.numbers.rules import make_secret
from melayani.foundation.organisations.models import Organisation, Region
from melayani.foundation.people import Officer
from melayani.foundation.people import actions as people
from melayani.oversight.training import access, lists, moving, rules, seats, states
from melayani.oversight.training.models import Invitation, Registration, Session, Way, person_hash, secret_hash
from melayani.oversight.training.rules.seats import (
    AGENCY_MAX,
    NAME_MAX,
    POSITION_MAX,
    REASON_MAX,
    agency_key,
    fits_office,
    fits_region,
    placed,
)

MASKED = ("name", "position", "needs")


@dataclass(frozen=True)
class Participant:
    """Who comes, from which office; `organisation` where the office stands in the tree."""

    name: str
    position: str
    office: str
    agency_name: str = ""
    region: Region | None = None
    organisation: Organisation | None = None
    needs: str = ""


def register(
    *,
    actor: Actor,
    session: Session,
    who: Participant,
    contact: Contact | None,
    now: datetime,
    invitation: Invitation | None = None,
    way: str = Way.WEB,
) -> Registration:
    """Register one person: a place, a place to be judged, or the waiting list when the session or the agency is full.

    `contact` is proven, or vouched for by the account or the unit. Raises NotAllowed without one, InputRefused,
    ActionRefused when the session takes nobody, AgencyFull, AlreadyRegistered, Busy.
    """
    if contact is None:
        raise rules.NotAllowed(gettext("Buktikan dahulu nomor telepon atau e-mail Anda dengan kode sekali pakai."))
    _demand_open(session, invitation, now)
    _demand_fit(session, who, invitation)
    secret = make_secret()
    try:
        with transaction.atomic():
            held = seats.lock(session.pk)
            _demand_share(invitation)
            row = _new(held, who, contact, secret, now=now, way=way, invitation=invitation)
            row.officer_id = actor.person_id if way == Way.ACCOUNT else None
            room = seats.room(held, row.agency_key)
            action = placed(room, needs_approval=held.event.needs_approval)
            row.state = states.next_state(states.ASKED, action) or states.WAITING
            row.save(force_insert=True)
            _note_answer(invitation, now)
            moving.record_on(row, "training.registered", actor=actor, now=now, state=row.state, way=way)
            moving.tell(row, "registered", now=now)
    except IntegrityError as error:
        if "person_hash" not in str(error) and "training_one_per_person" not in str(error):
            raise
        raise rules.AlreadyRegistered(gettext("Orang ini sudah terdaftar pada acara ini.")) from error
    return row


def withdraw(*, actor: Actor, registration: Registration, now: datetime, secret: str = "") -> Registration:
    """Give the place back; who waits gets it at once. Raises NotAllowed, ActionRefused, Busy."""
    with transaction.atomic():
        session = seats.lock(registration.session_id)
        row = moving.lock(registration)
        access.demand_own(actor, row, secret)
        if now >= session.ends_at:
            raise rules.ActionRefused(gettext("Sesi ini sudah selesai."))
        moving.advance(row, states.WITHDRAW, sequence=row.sequence + 1)
        moving.record_on(row, "training.withdrawn", actor=actor, now=now)
        moving.tell(row, "withdrawn", now=now)
        give_places(session=session, now=now)
    return row


def approve(*, actor: Actor, registration: Registration, now: datetime) -> Registration:
    """The organiser takes the person in. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = moving.lock(registration)
        access.demand_organiser(actor, row.event.organisation)
        moving.advance(row, states.APPROVE)
        moving.record_on(row, "training.approved", actor=actor, now=now)
        moving.tell(row, "approved", now=now)
    return row


def reject(*, actor: Actor, registration: Registration, reason: str, now: datetime) -> Registration:
    """The organiser turns the person down and says why; the place is free. Raises NotAllowed, ActionRefused, Busy."""
    said = reason.strip()
    if not said or len(said) > REASON_MAX:
        raise rules.InputRefused({"reason": f"Tulis alasannya, paling panjang {REASON_MAX} huruf; peserta membacanya."})
    with transaction.atomic():
        session = seats.lock(registration.session_id)
        row = moving.lock(registration)
        access.demand_organiser(actor, row.event.organisation)
        moving.advance(row, states.REJECT, reason=said)
        moving.record_on(row, "training.rejected", actor=actor, now=now, reason=said)
        moving.tell(row, "rejected", now=now)
        give_places(session=session, now=now)
    return row


def give_places(*, session: Session, now: datetime) -> int:
    """Give free places to those who wait, first come first, within the cap of each agency; under the session's lock."""
    if now >= session.starts_at or session.event.state not in states.event.COMING:
        return 0
    rows = seats.next_in_line(session)
    action = states.PROPOSE if session.event.needs_approval else states.PROMOTE
    for row in rows:
        moving.advance(row, action)
        moving.record_on(row, "training.promoted", actor=SYSTEM, now=now, state=row.state)
        moving.tell(row, "promoted", now=now)
    return len(rows)


def unmask_field(*, actor: Officer, registration: Registration, field: str, reason: str, now: datetime) -> str:
    """Show one personal value to an organiser who says why; the record keeps who, which and why.

    Raises NotAllowed for a stranger, ActionRefused for a field that is not masked; people's own error without reason.
    """
    access.demand_door(actor, registration.event.organisation)
    if field not in (*MASKED, "contact"):
        raise rules.ActionRefused("Isian ini tidak disamarkan.")
    return people.unmask(
        officer=actor,
        subject=registration.reference,
        field=field,
        reason=reason,
        value_of=lambda: _value(registration, field),
        organisation=registration.event.organisation,
        now=now,
    )


def _value(row: Registration, field: str) -> str:
    if field == "contact":
        return row.contact.value if row.contact else ""
    return str(getattr(row, field))


def _demand_open(session: Session, invitation: Invitation | None, now: datetime) -> None:
    event = session.event
    if event.state != states.event.OPEN:
        raise rules.ActionRefused(gettext("Pendaftaran acara ini sedang tidak dibuka."))
    if now >= session.starts_at:
        raise rules.ActionRefused(gettext("Sesi ini sudah mulai. Pilih sesi lain."))
    if event.by_invitation and invitation is None:
        raise rules.ActionRefused(gettext("Acara ini hanya untuk kantor yang diundang."))
    if invitation is not None and invitation.session_id != session.pk:
        raise rules.NotAllowed(access.NOT_YOURS)


def _demand_fit(session: Session, who: Participant, invitation: Invitation | None) -> None:
    problems: dict[str, str] = {}
    for name, value, most, empty in (
        ("name", who.name, NAME_MAX, gettext("Isi nama peserta.")),
        ("position", who.position, POSITION_MAX, gettext("Isi jabatan peserta.")),
        ("agency_name", who.agency_name, AGENCY_MAX, gettext("Isi nama kantor.")),
    ):
        if not value.strip():
            problems[name] = empty
        elif len(value.strip()) > most:
            problems[name] = gettext("Paling panjang {count} huruf.").format(count=most)
    if len(who.needs) > REASON_MAX:
        problems["needs"] = gettext("Paling panjang {count} huruf.").format(count=REASON_MAX)
    if who.office not in lists.keys("offices") or not fits_office(who.office, session.offices):
        problems["office"] = gettext("Sesi ini bukan untuk jenis kantor itu.")
    if invitation is None and not fits_region(who.region.code if who.region else "", session.regions):
        problems["region"] = gettext("Sesi ini bukan untuk daerah itu. Pilih sesi yang sesuai.")
    if problems:
        raise rules.InputRefused(problems)


def _demand_share(invitation: Invitation | None) -> None:
    """An invitation is for so many people; counted under the lock of the session."""
    if invitation is None:
        return
    sent = Registration.objects.filter(invitation=invitation, state__in=states.ALIVE).count()
    if sent >= invitation.people:
        text = gettext("Undangan ini untuk {count} orang, dan semuanya sudah terdaftar.")
        raise rules.AgencyFull(text.format(count=invitation.people))


def _new(
    session: Session,
    who: Participant,
    contact: Contact,
    secret: str,
    *,
    now: datetime,
    way: str,
    invitation: Invitation | None,
) -> Registration:
    organisation = who.organisation
    region = who.region or (organisation.region if organisation else None)
    known_as = agency_key(
        region=region.code if region else "",
        kind=who.office,
        organisation=organisation.pk if organisation else None,
        name=who.agency_name,
    )
    return Registration(
        event=session.event,
        session=session,
        key=secrets.token_hex(8),
        secret=secret,
        secret_hash=secret_hash(secret),
        way=way,
        name=who.name.strip(),
        position=who.position.strip(),
        needs=who.needs.strip(),
        person_hash=person_hash(contact.kind, contact.value),
        contact=contact,
        invitation=invitation,
        organisation=organisation,
        region=region,
        office=who.office,
        agency_name=who.agency_name.strip(),
        agency_key=known_as,
        made_at=now,
    )


def _note_answer(invitation: Invitation | None, now: datetime) -> None:
    if invitation is not None and invitation.answer != Invitation.Answer.ACCEPTED:
        invitation.answer, invitation.answered_at, invitation.reason = Invitation.Answer.ACCEPTED, now, ""
        invitation.save(update_fields=["answer", "answered_at", "reason"])
