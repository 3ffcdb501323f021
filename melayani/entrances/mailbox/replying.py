"""A letter that answers to a case is added to it, as if its reporter had written on the page of the case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from melayani.entrances.mailbox import filing
from melayani.entrances.mailbox.letter import Letter
from melayani.foundation.messaging.models import Contact
from melayani.foundation.people import Citizen
from melayani.voice.complaints import actions as complaints
from melayani.voice.complaints import states
from melayani.voice.complaints.models import Complaint

SEE_FILES = "(lihat lampiran)"


def add(letter: Letter, *, complaint: Complaint, sender: Contact, files: Sequence[UUID], now: datetime) -> None:
    """Complete the case when the office waits for that, else add the words to it; the officers in charge are told.

    Who writes from another address holds what was sent to the reporter, and is named. Call it inside a transaction.
    Raises complaints' ActionRefused once the case is over.
    """
    verb = states.completing(verified=complaint.verified_at is not None)
    act = complaints.complete if states.next_state(complaint.state, verb) else complaints.reply
    act(
        actor=Citizen(contact_id=complaint.contact_id),
        complaint=complaint,
        text=words_of(letter, is_other=sender.pk != complaint.contact_id),
        secret=complaint.secret,
        files=files,
        now=now,
    )


def words_of(letter: Letter, *, is_other: bool) -> str:
    said = letter.said.strip() or SEE_FILES
    return filing.shortened(f"{letter.sender}:\n{said}" if is_other else said)


def page_of(complaint: Complaint, language: str) -> str:
    """The reporter's page of the case."""
    with translation.override(language):
        return f"{settings.PUBLIC_URL}{reverse('complaints:case', args=[complaint.number, complaint.secret])}"
