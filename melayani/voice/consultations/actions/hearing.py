"""Who came, and what was said: on the public page, by an invitation, by the officer's hand. All count alike."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from melayani.foundation.audit import Actor, insert_unless_known
from melayani.foundation.messaging.models import Contact
from melayani.foundation.numbers.rules import make_secret
from melayani.voice.consultations import access, rules, states, telling
from melayani.voice.consultations.case import lock, next_entry, record_event, refusal
from melayani.voice.consultations.models import Attendance, Consultation, Contribution, Invitation, token_hash
from melayani.voice.consultations.models.participants import Way
from melayani.voice.consultations.rules import recording, stakeholders
from melayani.voice.consultations.rules.words import POST_MAX, REASON_MAX, TEXT_MAX, clean, demand
from melayani.voice.consultations.states import contributions

BY_ONE_INVITATION = 20


def attend(
    *,
    actor: Actor,
    consultation: Consultation,
    name: str,
    kind: str,
    body: str = "",
    vulnerable: bool = False,
    code: str,
    now: datetime,
) -> Attendance:
    """Somebody in the room notes by code that they came; a second time from the same phone finds the first.

    Raises InputRefused, ActionRefused for a code that counts no more.
    """
    if not access.opens_attendance(consultation, code, now, sending=True):
        raise refusal("Kode hadir ini tidak berlaku lagi. Pindai kode yang tampil sekarang.")
    person = _person(name, kind)
    with transaction.atomic():
        row = lock(consultation)
        once = hashlib.sha256(f"{row.number}:{actor.id}".encode()).hexdigest()
        found = Attendance(
            consultation=row,
            kind=kind,
            vulnerable=vulnerable,
            name=person,
            body=clean(body, POST_MAX),
            by_code=True,
            once=once,
            at=now,
        )
        if not insert_unless_known(found):
            return Attendance.objects.get(consultation=row, once=once)
        record_event("attended", actor=actor, row=row, now=now, kind=stakeholders.KINDS[kind])
    return found


def note_attendance(
    *,
    actor: Actor,
    consultation: Consultation,
    name: str = "",
    kind: str = "",
    body: str = "",
    vulnerable: bool = False,
    invitation: Invitation | None = None,
    once: str,
    now: datetime,
) -> Attendance:
    """An officer notes who came, a guest of the list or somebody else. `once` is the form's key: two clicks, one row.

    Raises NotAllowed, InputRefused, ActionRefused.
    """
    with transaction.atomic():
        row = lock(consultation)
        access.demand_work(actor, row)
        if row.state not in (states.INVITED, states.HELD) or (row.starts_at is not None and row.starts_at > now):
            raise rules.ActionRefused("Kehadiran dicatat sejak pertemuan dimulai sampai berita acara ditandatangani.")
        if invitation is not None:
            name, kind, body = invitation.name, invitation.kind, invitation.body
            vulnerable, once = invitation.vulnerable, f"guest:{invitation.pk}"
        found = Attendance(
            consultation=row,
            kind=kind,
            vulnerable=vulnerable,
            name=_person(name, kind),
            body=clean(body, POST_MAX),
            once=once[:64],
            invitation=invitation,
            at=now,
        )
        if not insert_unless_known(found):
            return Attendance.objects.get(consultation=row, once=once[:64])
        record_event("attended", actor=actor, row=row, now=now, kind=stakeholders.KINDS[kind])
    return found


def drop_attendance(*, actor: Actor, attendance: Attendance, now: datetime) -> None:
    """Take back who was noted by mistake, before the record is signed: the kinds present are counted from these rows.

    Raises NotAllowed, ActionRefused.
    """
    with transaction.atomic():
        row = lock(attendance.consultation)
        access.demand_work(actor, row)
        if row.state not in (states.INVITED, states.HELD):
            raise rules.ActionRefused("Berita acara sudah ditandatangani; daftar hadirnya tidak berubah lagi.")
        record_event("attendance_dropped", actor=actor, row=row, now=now, kind=stakeholders.KINDS[attendance.kind])
        row.attendances.filter(pk=attendance.pk).delete()


def contribute(
    *,
    actor: Actor,
    consultation: Consultation,
    said: rules.Said,
    once: str,
    contact: Contact | None = None,
    invitation: Invitation | None = None,
    now: datetime,
) -> Contribution:
    """A contribution from the public page (a proven `contact`) or from an invitation's link; it waits for moderation.

    The same form sent twice gives the same contribution. Raises InputRefused, ActionRefused.
    """
    tidy = recording.check_said(said)
    if contact is None and invitation is None:
        raise refusal("Buktikan dahulu surel atau nomor telepon Anda.")
    with transaction.atomic():
        row = lock(consultation)
        known = row.contributions.filter(once=once[:64]).first()
        if known is not None:
            return known
        by_guest = invitation is not None and row.state == states.INVITED
        if not row.takes_contributions(now) and not by_guest:
            raise refusal("Masa masukan konsultasi ini sudah berakhir atau belum dimulai.")
        if invitation is not None and invitation.contributions.count() >= BY_ONE_INVITATION:
            raise refusal("Undangan ini sudah menyampaikan sebanyak yang dapat kami terima.")
        way = Way.INVITED if invitation is not None else Way.ONLINE
        found = _keep(row, tidy, way=way, once=once, now=now, contact=contact, invitation=invitation)
        record_event("contributed", actor=actor, row=row, now=now, entry=found.entry, way=found.get_way_display())
        telling.received(found, row, now=now)
    return found


def type_contribution(
    *, actor: Actor, consultation: Consultation, said: rules.Said, once: str, now: datetime
) -> Contribution:
    """What was said in the room or written on paper, typed by an officer: it counts like any other and shows at once.

    Raises NotAllowed, InputRefused, ActionRefused.
    """
    tidy = recording.check_said(said)
    with transaction.atomic():
        row = lock(consultation)
        access.demand_work(actor, row)
        if row.state not in (states.INVITED, states.HELD):
            raise rules.ActionRefused("Masukan diketik sejak diumumkan sampai berita acara ditandatangani.")
        known = row.contributions.filter(once=once[:64]).first()
        if known is not None:
            return known
        found = _keep(row, tidy, way=Way.OFFLINE, once=once, now=now)
        found.state, found.shown_text, found.judged_at = contributions.SHOWN, tidy.text, now
        found.save(update_fields=["state", "shown_text", "judged_at"])
        record_event("contributed", actor=actor, row=row, now=now, entry=found.entry, way=found.get_way_display())
    return found


def show_contribution(*, actor: Actor, contribution: Contribution, text: str, now: datetime) -> Contribution:
    """Let the public read it, in the words of `text`: names and numbers of people taken out, nothing else changed.

    What shows already may be shown in better words, until the record is signed.

    Raises NotAllowed, InputRefused, ActionRefused.
    """
    words = clean(text, TEXT_MAX)
    demand(text="" if words else "Tulis kata-kata yang akan tayang.")
    with transaction.atomic():
        row, found = _to_judge(actor, contribution, contributions.SHOW)
        found.state, found.shown_text, found.hidden_reason, found.judged_at = contributions.SHOWN, words, "", now
        found.save(update_fields=["state", "shown_text", "hidden_reason", "judged_at"])
        record_event("contribution_shown", actor=actor, row=row, now=now, entry=found.entry)
    return found


def hide_contribution(*, actor: Actor, contribution: Contribution, reason: str, now: datetime) -> Contribution:
    """Keep it from the public page, for a reason that its author is told; it stays in the record.

    Raises NotAllowed, InputRefused, ActionRefused.
    """
    why = clean(reason, REASON_MAX)
    demand(reason="" if why else "Tulis alasannya; pengirimnya membacanya.")
    with transaction.atomic():
        row, found = _to_judge(actor, contribution, contributions.HIDE)
        found.state, found.hidden_reason, found.judged_at = contributions.HIDDEN, why, now
        found.save(update_fields=["state", "hidden_reason", "judged_at"])
        record_event("contribution_hidden", actor=actor, row=row, now=now, entry=found.entry, reason=why)
        telling.hidden(found, row, now=now)
    return found


def _to_judge(actor: Actor, contribution: Contribution, verb: str) -> tuple[Consultation, Contribution]:
    row = lock(contribution.consultation)
    access.demand_work(actor, row)
    found = Contribution.objects.select_related("contact", "invitation__contact").get(pk=contribution.pk)
    signed = row.state not in (states.INVITED, states.HELD)
    if contributions.next_state(found.state, verb) is None or (signed and verb == contributions.SHOW):
        raise rules.ActionRefused("Masukan ini sudah diperiksa. Muat ulang halaman.")
    return row, found


def _keep(
    row: Consultation,
    said: rules.Said,
    *,
    way: Way,
    once: str,
    now: datetime,
    contact: Contact | None = None,
    invitation: Invitation | None = None,
) -> Contribution:
    topic = row.topics.filter(pk=said.topic).first() if said.topic else None
    token = "" if way == Way.OFFLINE else make_secret()
    return Contribution.objects.create(
        consultation=row,
        entry=next_entry(row),
        way=way,
        kind=said.kind,
        vulnerable=said.vulnerable,
        name=said.name,
        body=said.body,
        show_name=said.show_name,
        text=said.text,
        topic=topic,
        contact=contact,
        invitation=invitation,
        token=token,
        token_hash=token_hash(token) if token else None,
        once=once[:64],
        received_at=now,
    )


def _person(name: str, kind: str) -> str:
    person = clean(name, 120)
    demand(
        name="" if person else gettext("Isi nama Anda."),
        kind="" if kind in stakeholders.KINDS else gettext("Pilih dari unsur mana Anda berbicara."),
    )
    return person
