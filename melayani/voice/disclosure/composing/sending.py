"""A draft becomes a request, once: the second of two clicks finds the first one's."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from melayani.foundation.audit import Actor
from melayani.foundation.messaging.models import Contact
from melayani.voice.disclosure import actions, drafts, rules
from melayani.voice.disclosure.models import Draft, InformationRequest
from melayani.voice.disclosure.rules import asking


def send_draft(
    *,
    actor: Actor,
    draft: Draft,
    applicant: rules.Applicant,
    asked: rules.Asked,
    contact: Contact,
    now: datetime,
) -> InformationRequest:
    """File the draft. Raises what `file_request` raises, and TooManyRequests.

    Every paper counts as a copy of identity, so that all of them go when the time for keeping those is over.
    """
    actions.check_rate(contact=contact, now=now)
    with transaction.atomic():
        row = drafts.lock(draft)
        if row.request is not None:
            return row.request
        found = actions.file_request(
            actor=actor,
            organisation=row.organisation,
            applicant=applicant,
            asked=asked,
            channel=asking.WEB,
            contact=contact,
            draft=row,
            files=actions.Papers(identity=tuple(file.pk for file in drafts.files_of(row))),
            now=now,
        )
        drafts.mark_sent(row, found, now=now)
    return found
