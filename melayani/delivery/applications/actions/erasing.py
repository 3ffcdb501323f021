"""The citizen asks that the personal data of a closed case be destroyed, and the head of the unit does it.

Law 27/2022 gives the right; the case itself, its dates, its judgements and its result stay as the office's record.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from melayani.delivery.applications import access, case, rules
from melayani.delivery.applications.models import AnswerFile, Application, Draft
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit import Actor, record
from melayani.foundation.messaging import correspondence, forget_case
from melayani.foundation.messaging.rules import keep_until, why_not_erased
from melayani.foundation.ui.format import format_day

PERSONAL = ("name", "nik", "birth_date", "address", "phone", "email", "refusal_reason")
HASHES = ("nik_hash", "phone_hash", "email_hash")


def ask_erasure(*, actor: Actor, application: Application, now: datetime, secret: str = "") -> Application:
    """The citizen of a closed case asks for erasure: a letter that rises at the desk until it is answered.

    Asking again while that waits, or after the erasure, changes nothing. Raises NotAllowed without the secret (or a
    role at the unit), ActionRefused while the case is open.
    """
    with transaction.atomic():
        row = case.lock(application)
        access.demand(actor, access.ASK_ERASURE, row, secret=secret)
        _demand_over(row)
        if row.erased_at or (row.erasure_asked_at and correspondence.is_waiting(row.reference)):
            return row
        words = gettext("Saya minta data pribadi saya pada permohonan ini dihapus.")
        letter = correspondence.write(actor=actor, reference=row.reference, text=words, now=now)
        row.erasure_asked_at = now
        row.save(update_fields=["erasure_asked_at"])
        record("application.erasure_asked", actor=actor, subject=row.reference, organisation=row.organisation, now=now)
        case.tell_officer(row, "officer_letter", by=actor, dedupe=str(letter.pk), now=now)
    return row


def erase_person(*, actor: Actor, application: Application, reason: str, now: datetime) -> Application:
    """Destroy who the citizen of a closed case was: identity, answers, files, letters, texts of messages, and the key
    of personal values in its events. Numbers, dates, judgements and the issued result stay. The citizen is told once
    more; then the way to them is cut. Twice does no harm.

    Raises NotAllowed for others than the head of the unit, ActionRefused while the case is open, while the office must
    keep it (ERASURE_KEEP_DAYS), or without a reason that names nobody.
    """
    with transaction.atomic():
        row = case.lock(application)
        access.demand(actor, access.ERASE, row)
        _demand_over(row)
        if row.erased_at:
            return row
        _demand_time(row, now)
        if wrong := why_not_erased(reason, known=[getattr(row, name) for name in PERSONAL]):
            raise rules.ActionRefused(wrong)
        forget_case(actor=actor, reference=row.reference, files=_give_up_files(row), now=now)
        case.tell(row, "erased", now=now)
        _empty(row, now)
        record(
            "application.erased",
            actor=actor,
            subject=row.reference,
            organisation=row.organisation,
            data={"reason": reason.strip()},
            now=now,
        )
    return row


def _demand_over(row: Application) -> None:
    if not row.is_final:
        raise rules.ActionRefused(gettext("Data dapat dihapus sesudah permohonan selesai, ditolak, atau dibatalkan."))


def _demand_time(row: Application, now: datetime) -> None:
    until = keep_until(row.closed_at or now, settings.ERASURE_KEEP_DAYS)
    if settings.ERASURE_KEEP_DAYS and now < until:
        day = format_day(until.astimezone(row.organisation.zone).date())
        raise rules.ActionRefused(f"Data permohonan ini wajib disimpan sampai {day}. Sesudah itu dapat dihapus.")


def _give_up_files(row: Application) -> list[Attachment]:
    """The files that the citizen gave, no longer held by answers and payments."""
    held = AnswerFile.objects.filter(answer__application=row)
    files = [one.attachment for one in held.select_related("attachment")]
    files += [one.proof for one in row.payments.select_related("proof") if one.proof]
    held.delete()
    row.payments.update(proof=None)
    return files


def _empty(row: Application, now: datetime) -> None:
    Draft.objects.filter(application=row).update(answers="{}", proven_contact=None)
    row.answers.update(text="", reason="", previous_reason="")
    for name in (*PERSONAL, *HASHES):
        setattr(row, name, "")
    row.contact, row.erased_at = None, now
    row.save(update_fields=[*PERSONAL, *HASHES, "contact", "erased_at"])
