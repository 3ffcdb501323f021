"""Show a masked value of the reporter to an officer who says why. Of an anonymous reporter there is nothing to show."""

from __future__ import annotations

from datetime import datetime

from melayani.foundation.people import Officer
from melayani.foundation.people import actions as people
from melayani.voice.complaints import access, rules
from melayani.voice.complaints.models import Complaint

MASKED_FIELDS = ("name", "nik", "phone", "email", "address")


def unmask_field(*, actor: Officer, complaint: Complaint, field: str, reason: str, now: datetime) -> str:
    """One personal value of the reporter; the record keeps who, which and why.

    Raises NotAllowed for a stranger and for an anonymous report, ActionRefused for a field that is not masked; people's
    own error without a reason.
    """
    access.demand(actor, access.UNMASK, complaint)
    if complaint.anonymous:
        raise rules.NotAllowed("Pelapor anonim: namanya tidak disimpan dan tidak dapat dibuka oleh siapa pun.")
    if field not in MASKED_FIELDS:
        raise rules.ActionRefused("Isian ini tidak disamarkan.")
    return people.unmask(
        officer=actor,
        subject=complaint.reference,
        field=field,
        reason=reason,
        value_of=lambda: str(getattr(access.reporter_of(actor, complaint), field)),
        organisation=complaint.organisation,
        now=now,
    )
