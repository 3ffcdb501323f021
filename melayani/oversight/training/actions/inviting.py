"""Invite units to a session; a unit answers that it sends nobody (sending somebody is to register)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from melayani.foundation.audit import Actor, insert_unless_known
from melayani.foundation.messaging import queue
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.rules import NotAContact
from melayani.foundation.numbers.rules import Reference, make_secret
from melayani.foundation.organisations.models import Organisation
from melayani.oversight.training import access, lists, moving, rules, seats, states
from melayani.oversight.training.models import Invitation, Session, secret_hash
from melayani.oversight.training.rules.seats import REASON_MAX, fits_office

AT_ONCE = 600  # all regencies and cities in one go


def invite_units(
    *, actor: Actor, session: Session, organisations: Sequence[Organisation], office: str, people: int, now: datetime
) -> list[Invitation]:
    """Invite units, each for so many people; a unit that was invited already stays as it is.

    The unit finds the invitation at its desk, and by e-mail when it has an address. Raises NotAllowed, InputRefused,
    ActionRefused.
    """
    event = session.event
    access.demand_organiser(actor, event.organisation)
    _demand(session, organisations, office, people, now)
    made = []
    with transaction.atomic():
        held = seats.lock(session.pk)
        for unit in organisations:
            secret = make_secret()
            row = Invitation(
                session=held,
                organisation=unit,
                office=office,
                people=people,
                secret=secret,
                secret_hash=secret_hash(secret),
                made_at=now,
            )
            if insert_unless_known(row):
                made.append(row)
                _send(row, now)
        moving.record_event(event, "training.invited", actor=actor, now=now, units=len(made), session=session.number)
    return made


def decline(*, actor: Actor, invitation: Invitation, reason: str, now: datetime, secret: str = "") -> Invitation:
    """The unit sends nobody, and says why. Raises NotAllowed, InputRefused, ActionRefused."""
    if not access.opens(invitation, secret) and not access.may_send(actor, invitation.organisation):
        raise rules.NotAllowed(access.NOT_YOURS)
    said = reason.strip()
    if not said or len(said) > REASON_MAX:
        raise rules.InputRefused({"reason": gettext("Tulis alasannya dengan singkat.")})
    with transaction.atomic():
        rows = Invitation.objects.select_for_update(of=("self",)).select_related("session__event__organisation")
        row = rows.get(pk=invitation.pk)
        if row.registrations.filter(state__in=states.ALIVE).exists():
            raise rules.ActionRefused(gettext("Ada orang yang sudah terdaftar. Batalkan dahulu pendaftaran mereka."))
        row.answer, row.reason, row.answered_at = Invitation.Answer.DECLINED, said, now
        row.save(update_fields=["answer", "reason", "answered_at"])
        moving.record_event(row.session.event, "training.declined", actor=actor, now=now, reason=said)
    return row


def link_of(invitation: Invitation, language: str = settings.LANGUAGE_CODE) -> str:
    """The path by which a unit answers without an account."""
    with translation.override(language):
        return reverse("training:invitation", args=[invitation.secret])


def _send(row: Invitation, now: datetime) -> None:
    """By e-mail to the address that the tree knows; without one the invitation waits at the unit's desk."""
    if not row.organisation.email:
        return
    try:
        contact = keep_contact(email=row.organisation.email, now=now)
    except NotAContact:
        return
    event = row.session.event
    queue(
        "training.invitation",
        to=contact,
        template="training/invitation",
        context={
            "event": event.title,
            "organiser": event.organisation.name,
            "unit": row.organisation.name,
            "people": row.people,
            "starts_at": row.session.starts_at,
            "zone": event.organisation.time_zone,
            "place": row.session.place,
            "has_room": row.session.has_room,
        },
        reference=Reference(kind="training", number=event.reference.number, url=link_of(row), title=event.title),
        now=now,
        organisation=event.organisation,
        dedupe_key=f"training:invitation:{row.pk}",
    )


def _demand(session: Session, organisations: Sequence[Organisation], office: str, people: int, now: datetime) -> None:
    problems: dict[str, str] = {}
    if not organisations or len(organisations) > AT_ONCE:
        problems["units"] = f"Pilih satu sampai {AT_ONCE} unit."
    if office not in lists.keys("offices") or not fits_office(office, session.offices):
        problems["office"] = "Sesi ini bukan untuk jenis kantor itu."
    if people < 1 or people > (session.cap_per_agency or session.capacity):
        problems["people"] = "Jumlahnya melebihi batas per instansi di sesi ini."
    if problems:
        raise rules.InputRefused(problems)
    if session.event.state not in (states.event.OPEN, states.event.DRAFT) or now >= session.starts_at:
        raise rules.ActionRefused("Undangan hanya untuk sesi yang belum mulai pada acara yang belum ditutup.")
