"""Join a published report of the same problem, and leave it again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from melayani.foundation.audit import Actor, record
from melayani.foundation.messaging.models import Contact
from melayani.voice.complaints import access, case, rules, states
from melayani.voice.complaints.models import Complaint, Follower


def join_complaint(*, actor: Actor, complaint: Complaint, contact: Contact | None, now: datetime) -> Follower:
    """Note that somebody with a proven contact has the same problem and wants news; a second time changes nothing.

    Raises NotAllowed without a contact, ActionRefused for a report that is not public or is over.
    """
    if contact is None:
        raise rules.NotAllowed(gettext("Buktikan dahulu nomor telepon atau e-mail Anda dengan kode sekali pakai."))
    with transaction.atomic():
        row = case.lock(complaint)
        if not access.public().filter(pk=row.pk).exists() or states.next_state(row.state, states.JOIN) is None:
            raise rules.ActionRefused(gettext("Laporan ini tidak dapat didukung lagi. Buat laporan Anda sendiri."))
        known = Follower.objects.filter(complaint=row, contact=contact).first()
        if known is not None:
            return known
        follower = Follower.objects.create(complaint=row, contact=contact, joined_at=now)
        record("complaint.joined", actor=actor, subject=row.reference, organisation=row.organisation, now=now)
        case.tell_follower(row, follower, "joined", now=now)
    return follower


def leave_complaint(*, actor: Actor, complaint: Complaint, contact: Contact, now: datetime) -> bool:
    """End the news of a report for a proven contact; return whether it had joined."""
    with transaction.atomic():
        gone, _ = Follower.objects.filter(complaint=complaint, contact=contact).delete()
        if gone:
            place = complaint.organisation
            record("complaint.left", actor=actor, subject=complaint.reference, organisation=place, now=now)
    return bool(gone)
