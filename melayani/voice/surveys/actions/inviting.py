"""Invite to the survey, once per case."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from melayani.foundation.audit import SYSTEM, record
from melayani.foundation.messaging import queue
from melayani.foundation.numbers.rules import Reference, make_secret
from melayani.voice.surveys.models import Invitation, token_hash
from melayani.voice.surveys.queries import survey_url

if TYPE_CHECKING:
    from melayani.foundation.messaging.models import Contact
    from melayani.foundation.organisations.models import Organisation

LIFE = timedelta(days=30)


def invite(
    *,
    reference: Reference,
    organisation: Organisation,
    service_id: int,
    standard_id: int,
    channel: str,
    contact: Contact | None,
    now: datetime,
) -> Invitation:
    """Give the finished case its one invitation, open for 30 days, and queue the message where there is a contact.

    A second call for the same case changes nothing and sends nothing. Without a contact the link still stands on the
    tracking page, which a paper receipt opens.
    """
    with transaction.atomic():
        token = make_secret()
        invitation, made = Invitation.objects.get_or_create(
            reference_kind=reference.kind,
            reference_number=reference.number,
            defaults={
                "organisation": organisation,
                "service_id": service_id,
                "standard_id": standard_id,
                "token": token,
                "token_hash": token_hash(token),
                "language": contact.language if contact else "id",
                "channel": channel,
                "created_at": now,
                "expires_at": now + LIFE,
            },
        )
        if made:
            record("survey.invited", actor=SYSTEM, subject=reference, organisation=organisation, now=now)
            if contact:
                _send(invitation, contact, now)
    return invitation


def _send(invitation: Invitation, contact: Contact, now: datetime) -> None:
    queue(
        "survey.invited",
        to=contact,
        template="surveys/invited",
        context={
            "service": invitation.service.title,
            "unit": invitation.organisation.name,
            "link": survey_url(invitation.token, language=contact.language),
            "days": LIFE.days,
        },
        reference=invitation.reference,
        organisation=invitation.organisation,
        now=now,
        dedupe_key=f"survey.invited:{invitation.reference_kind}:{invitation.reference_number}",
        offers=_offers(invitation, contact.language),
    )


def _offers(invitation: Invitation, language: str) -> dict[str, Any]:
    """A button that opens this survey in the conversation."""
    with translation.override(language):
        title = gettext("Nilai di sini")
    return {"buttons": [{"id": f"go:survey:{invitation.reference_number}", "title": title}]}
