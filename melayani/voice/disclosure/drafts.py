"""Drafts: what a citizen filled in so far. Plumbing, not actions: nothing is recorded before a request is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit import SYSTEM, Actor
from melayani.foundation.messaging.models import Contact
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Citizen
from melayani.voice.disclosure.models.drafts import Draft, token_hash
from melayani.voice.disclosure.models.requests import InformationRequest

DRAFT_LIFE = timedelta(days=30)
DRAFTS_SHOWN = 5
SWEEP_BATCH = 100
FILES_READ = 50


class AlreadySent(Exception):
    """The draft became a request; there is nothing to change any more."""


def begin(*, citizen: Citizen, organisation: Organisation, now: datetime) -> Draft:
    """Open a draft that belongs to this session (a POST made the token)."""
    return Draft.objects.create(
        token=token_hash(citizen.token),
        organisation=organisation,
        created_at=now,
        updated_at=now,
        expires_at=now + DRAFT_LIFE,
    )


def get(*, token: str, draft_id: UUID, now: datetime) -> Draft:
    """The draft of this session; raises Http404 for a foreign, unknown or expired one, or without a session."""
    rows = Draft.objects.select_related("organisation", "request", "proven_contact")
    found = rows.of_token(token).filter(pk=draft_id, expires_at__gt=now).first() if token else None
    if found is None:
        raise Http404
    return found


def of_session(token: str, now: datetime) -> list[Draft]:
    """The unsent drafts of one session, newest first; none without a session."""
    if not token:
        return []
    rows = Draft.objects.of_token(token).filter(request__isnull=True, expires_at__gt=now)
    return list(rows.select_related("organisation").order_by("-updated_at")[:DRAFTS_SHOWN])


def contents(draft: Draft) -> dict[str, dict[str, Any]]:
    """The answers by screen; a screen that was not seen is not there."""
    found: dict[str, dict[str, Any]] = json.loads(draft.answers or "{}")
    return found


def keep(draft: Draft, key: str, values: Mapping[str, Any], *, proven: str, now: datetime) -> Draft:
    """Keep the fields of one screen; a change of the screen `proven` must be proven anew. Raises AlreadySent."""
    with transaction.atomic():
        row = _open(draft)
        raw = contents(row)
        if key == proven and raw.get(key) != dict(values):
            row.proven_contact = None
        raw[key] = dict(values)
        row.answers, row.updated_at = json.dumps(raw, ensure_ascii=False), now
        row.save(update_fields=["answers", "updated_at", "proven_contact"])
        return row


def add_files(draft: Draft, uploads: Sequence[Any], *, actor: Actor, now: datetime) -> list[Attachment]:
    """Store uploads for this draft. Raises attachments' FileRefused with a text for the form; AlreadySent."""
    stored = [attachments.store(upload=upload, actor=actor, now=now, purpose="information") for upload in uploads]
    with transaction.atomic():
        row = _open(draft)
        return attachments.claim(ids=[file.pk for file in stored], owner=row.reference, actor=actor, now=now)


def drop_files(draft: Draft, files: Sequence[Attachment], *, now: datetime) -> None:
    """Take files away again. Raises AlreadySent."""
    with transaction.atomic():
        own = {file.pk for file in files_of(_open(draft))}
        for file in files:
            if file.pk in own:
                attachments.remove(attachment=file, actor=SYSTEM, now=now)


def files_of(draft: Draft) -> list[Attachment]:
    """The files that the draft holds, oldest first; one query."""
    rows = Attachment.objects.of_owner(draft.reference.kind, draft.reference.number).order_by("created_at")
    return list(rows[:FILES_READ])


def mark_proven(draft: Draft, contact: Contact) -> None:
    """The one-time code of this contact came back."""
    draft.proven_contact = contact
    draft.save(update_fields=["proven_contact"])


def mark_sent(draft: Draft, request: InformationRequest, *, now: datetime) -> None:
    """The draft became a request: its copy of the personal data goes, the link to the request stays."""
    draft.request, draft.answers, draft.updated_at = request, "{}", now
    draft.save(update_fields=["request", "answers", "updated_at"])


def sweep(now: datetime) -> int:
    """Remove expired drafts; the unsent ones with their files. Safe to run twice; returns how many went."""
    gone = 0
    for pk in list(Draft.objects.expired(now).order_by("expires_at").values_list("pk", flat=True)[:SWEEP_BATCH]):
        with transaction.atomic():
            # under the lock: it may be sent in this moment, and its files would go with it
            row = Draft.objects.select_for_update(of=("self",)).filter(pk=pk).first()
            if row is None:
                continue
            if row.request_id is None:
                for file in files_of(row):
                    attachments.remove(attachment=file, actor=SYSTEM, now=now)
            row.delete()
        gone += 1
    return gone


def lock(draft: Draft) -> Draft:
    """The draft under a row lock, for sending it once; call inside a transaction."""
    return Draft.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=draft.pk)


def _open(draft: Draft) -> Draft:
    row = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if row.request_id is not None:
        raise AlreadySent
    return row
