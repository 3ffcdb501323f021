"""Show a masked value of a requester to the information officer, with a reason that is recorded."""

from __future__ import annotations

from datetime import datetime

from melayani.foundation.people import Officer
from melayani.foundation.people import actions as people
from melayani.voice.disclosure import access, rules
from melayani.voice.disclosure.models import InformationRequest

MASKED_FIELDS = {
    "name": "Nama",
    "nik": "NIK",
    "address": "Alamat",
    "phone": "Telepon",
    "email": "Surel",
    "principal": "Pemberi kuasa",
}


def unmask_field(*, actor: Officer, request: InformationRequest, field: str, reason: str, now: datetime) -> str:
    """The value in clear; who asked and why is recorded. Raises NotAllowed, ActionRefused, people's own Refused."""
    access.demand(actor, access.UNMASK, request)
    if field not in MASKED_FIELDS:
        raise rules.ActionRefused("Isian ini tidak disamarkan.")
    return people.unmask(
        officer=actor,
        subject=request.reference,
        field=field,
        reason=reason,
        value_of=lambda: str(getattr(request, field)),
        organisation=request.organisation,
        now=now,
    )
