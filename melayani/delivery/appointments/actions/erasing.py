"""The head of the unit destroys the personal data of a visit that is over, when its visitor asks (law 27/2022)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from melayani.delivery.appointments import access, rules, visit
from melayani.delivery.appointments.models import Booking, WaitingEntry
from melayani.foundation.audit import Actor
from melayani.foundation.messaging import forget_case
from melayani.foundation.messaging.rules import keep_until, why_not_erased
from melayani.foundation.ui.format import format_day

PERSONAL = ("name", "phone", "email", "note", "assistance", "person_hash", "holder")
LAST_MESSAGE_LIFE = timedelta(days=7)  # the address is kept no longer for it


def erase_person(*, actor: Actor, booking: Booking, reason: str, now: datetime) -> Booking:
    """Destroy who the visitor was: identity, note, letters with their files, texts of messages. Time, place, service
    and what came of the visit stay. The visitor is told once more. Twice does no harm.

    Raises NotAllowed for others than the head of the unit, ActionRefused before the visit is over, while the office
    must keep it (ERASURE_KEEP_DAYS), or without a reason that names nobody.
    """
    with transaction.atomic():
        row = visit.lock(booking)
        if not access.may_erase(actor, row.organisation):
            raise rules.NotAllowed(access.NOT_YOURS)
        if row.erased_at:
            return row
        _demand_over(row, now)
        if wrong := why_not_erased(reason, known=[row.name, row.phone, row.email]):
            raise rules.ActionRefused(wrong)
        forget_case(actor=actor, reference=row.reference, files=[], now=now)
        visit.tell(row, "erased", now=now, life=LAST_MESSAGE_LIFE)
        for name in PERSONAL:
            setattr(row, name, "")
        WaitingEntry.objects.came_to(row).forget_person()
        row.contact, row.erased_at = None, now
        row.save(update_fields=[*PERSONAL, "contact", "erased_at"])
        visit.record_on(row, "booking.erased", actor=actor, now=now, reason=reason.strip())
    return row


def _demand_over(row: Booking, now: datetime) -> None:
    if not row.is_final:
        raise rules.ActionRefused("Data dapat dihapus sesudah janji temu selesai atau dibatalkan.")
    until = keep_until(row.closed_at or now, settings.ERASURE_KEEP_DAYS)
    if settings.ERASURE_KEEP_DAYS and now < until:
        day = format_day(until.astimezone(row.organisation.zone).date())
        raise rules.ActionRefused(f"Data janji temu ini wajib disimpan sampai {day}. Sesudah itu dapat dihapus.")
