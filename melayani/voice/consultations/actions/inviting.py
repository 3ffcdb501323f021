"""Who is asked to come: the list with its quota in view, the letters with secret links, the answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from melayani.foundation.audit import Actor
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.models import Contact
from melayani.foundation.messaging.rules import NotAContact
from melayani.foundation.numbers.rules import make_secret
from melayani.voice.consultations import access, rules, states, telling
from melayani.voice.consultations.case import lock, record_event
from melayani.voice.consultations.models import Consultation, Invitation, token_hash
from melayani.voice.consultations.rules import stakeholders
from melayani.voice.consultations.rules.words import PLACE_MAX, POST_MAX, clean, demand
from melayani.voice.consultations.states import invitations

GUESTS_MAX, AT_ONCE = 600, 200


@dataclass(frozen=True)
class Invited:
    """A guest as an officer types one: a contact (e-mail or telephone), or a letter on paper."""

    kind: str
    name: str
    body: str = ""
    vulnerable: bool = False
    email: str = ""
    phone: str = ""
    on_paper: bool = False


def invite(*, actor: Actor, consultation: Consultation, guest: Invited, now: datetime) -> Invitation:
    """Put a guest on the list; nothing is sent yet. Raises NotAllowed, InputRefused, ActionRefused."""
    name = clean(guest.name, 120) or clean(guest.body, 120)
    with transaction.atomic():
        row = _open(actor, consultation)
        contact = None if guest.on_paper else _contact(guest, now)
        demand(
            kind="" if guest.kind in stakeholders.KINDS else "Pilih unsurnya.",
            name="" if name else "Tulis nama orang atau lembaganya.",
            email="Tamu dengan alamat ini sudah ada dalam daftar." if _is_there(row, contact) else "",
        )
        if row.invitations.count() >= GUESTS_MAX:
            raise rules.ActionRefused(f"Daftar undangan memuat paling banyak {GUESTS_MAX} tamu.")
        token = make_secret()
        found = Invitation.objects.create(
            consultation=row,
            kind=guest.kind,
            vulnerable=guest.vulnerable,
            name=name,
            body=clean(guest.body, POST_MAX),
            contact=contact,
            token=token,
            token_hash=token_hash(token),
            on_paper=guest.on_paper,
            created_at=now,
        )
        kind = stakeholders.KINDS[found.kind]
        record_event("guest_listed", actor=actor, row=row, now=now, kind=kind)
    return found


def drop_guest(*, actor: Actor, invitation: Invitation, now: datetime) -> None:
    """Take a guest from the list whose invitation was not sent: a wrong address, a name twice.

    Raises NotAllowed, ActionRefused.
    """
    with transaction.atomic():
        row = _open(actor, invitation.consultation)
        found = row.invitations.filter(pk=invitation.pk, state=invitations.PREPARED).first()
        if found is None:
            raise rules.ActionRefused("Undangan ini sudah dikirim; catat saja jawabannya.")
        record_event("guest_dropped", actor=actor, row=row, now=now, kind=stakeholders.KINDS[found.kind])
        found.delete()


def send_invitations(*, actor: Actor, consultation: Consultation, now: datetime) -> int:
    """Send what is prepared, at most 200 at once; return how many. Letters on paper are noted as sent.

    Raises NotAllowed, ActionRefused when it was not announced or nobody waits.
    """
    with transaction.atomic():
        row = _open(actor, consultation)
        if row.state != states.INVITED:
            raise rules.ActionRefused("Umumkan dahulu konsultasinya, supaya tautan undangan dapat dibuka.")
        waiting = list(
            row.invitations.filter(state=invitations.PREPARED).select_related("contact").order_by("pk")[:AT_ONCE]
        )
        if not waiting:
            raise rules.ActionRefused("Tidak ada undangan yang menunggu dikirim.")
        for one in waiting:
            one.consultation = row
            one.state, one.sent_at = invitations.SENT, now
            one.save(update_fields=["state", "sent_at"])
            telling.invite(one, now=now)
        record_event("invitations_sent", actor=actor, row=row, now=now, count=len(waiting))
    return len(waiting)


def answer_invitation(
    *, actor: Actor, invitation: Invitation, comes: bool, need: str = "", token: str = "", now: datetime
) -> Invitation:
    """The guest's answer by the secret link, or as an officer heard it; it may be changed until the meeting is over.

    Raises NotAllowed, ActionRefused.
    """
    with transaction.atomic():
        row = lock(invitation.consultation)
        found = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        if not token or token_hash(token) != found.token_hash:
            access.demand_work(actor, row)
        verb = invitations.ACCEPT if comes else invitations.DECLINE
        target = invitations.next_state(found.state, verb)
        if row.state != states.INVITED or target is None:
            raise rules.ActionRefused("Undangan ini tidak dapat dijawab lagi.")
        found.state, found.answered_at, found.need = target, now, clean(need, PLACE_MAX) if comes else ""
        found.save(update_fields=["state", "answered_at", "need"])
        found.consultation = row
        kind = stakeholders.KINDS[found.kind]
        record_event("guest_accepted" if comes else "guest_declined", actor=actor, row=row, now=now, kind=kind)
    return found


def _open(actor: Actor, consultation: Consultation) -> Consultation:
    row = lock(consultation)
    access.demand_work(actor, row)
    if row.state not in (states.PLANNED, states.INVITED):
        raise rules.ActionRefused("Pertemuannya sudah selesai; daftar undangan tidak berubah lagi.")
    return row


def _contact(guest: Invited, now: datetime) -> Contact:
    demand(email="" if guest.email or guest.phone else "Isi surel atau nomor telepon, atau pilih surat kertas.")
    field = "email" if guest.email else "phone"
    try:
        return keep_contact(email=guest.email, now=now) if guest.email else keep_contact(phone=guest.phone, now=now)
    except NotAContact as problem:
        raise rules.InputRefused({field: str(problem)}) from problem


def _is_there(row: Consultation, contact: Contact | None) -> bool:
    return contact is not None and row.invitations.filter(contact=contact).exists()
