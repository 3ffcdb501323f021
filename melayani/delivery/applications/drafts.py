"""Drafts: what a citizen filled in so far. Plumbing, not actions: nothing is recorded before an application is sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from melayani.delivery.applications import rules
from melayani.delivery.applications.models import Application, Draft, token_hash
from melayani.delivery.catalogue.models import Service, Standard
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit import SYSTEM, Actor
from melayani.foundation.messaging.models import Contact
from melayani.foundation.people import Citizen

SWEEP_BATCH = 100
ORPHAN_LIFE = timedelta(hours=24)


class AlreadySent(Exception):
    """The draft became an application; there is nothing to change any more."""


@dataclass(frozen=True)
class Contents:
    """A draft in the shape of the rules."""

    identity: rules.Identity
    given: list[rules.Given]
    raw: dict[str, Any]

    def answer_to(self, number: int) -> rules.Given | None:
        return next((item for item in self.given if item.number == number), None)


def begin(*, citizen: Citizen, service: Service, standard: Standard, now: datetime) -> Draft:
    """Open a draft that belongs to this session (a POST made the token)."""
    return Draft.objects.create(
        token=token_hash(citizen.token),
        service=service,
        standard=standard,
        created_at=now,
        updated_at=now,
        expires_at=now + rules.DRAFT_LIFE,
    )


def belongs_to(draft: Draft, actor: Actor) -> bool:
    token = getattr(actor, "token", "")
    return bool(token) and draft.token == token_hash(token)


def contents(draft: Draft) -> Contents:
    """Read the answers; missing ones are empty, never an error."""
    raw: dict[str, Any] = json.loads(draft.answers or "{}")
    who, contact = raw.get(rules.WHO, {}), raw.get(rules.CONTACT, {})
    born = who.get("birth_date") or ""
    identity = rules.Identity(
        name=who.get("name", ""),
        nik=who.get("nik", ""),
        birth_date=date.fromisoformat(born) if born else None,
        address=raw.get(rules.ADDRESS, {}).get("address", ""),
        phone=contact.get("phone", ""),
        email=contact.get("email", ""),
    )
    given = [
        rules.Given(
            number=int(number),
            kind=item["kind"],
            text=item.get("text", ""),
            files=tuple(UUID(file) for file in item.get("files", [])),
        )
        for number, item in sorted(raw.get("given", {}).items(), key=lambda pair: int(pair[0]))
    ]
    return Contents(identity, given, raw)


def keep_fields(draft: Draft, key: str, values: dict[str, str], *, now: datetime) -> Draft:
    """Keep the fields of one screen. A changed contact must be proven anew. Raises AlreadySent."""
    with transaction.atomic():
        row = _open(draft)
        raw = contents(row).raw
        if key == rules.CONTACT and raw.get(key) != values:
            row.proven_contact = None
        raw[key] = values
        return _write(row, raw, step=key, now=now)


def keep_variant(draft: Draft, variant: str, *, now: datetime) -> Draft:
    """Choose the variant; answers to requirements of another one are dropped with their files. Raises AlreadySent."""
    with transaction.atomic():
        row = _open(draft)
        raw = contents(row).raw
        if row.variant != variant:
            for item in raw.pop("given", {}).values():
                _remove(row, item.get("files", []), now=now)
            row.variant = variant
        return _write(row, raw, step=rules.VARIANT, now=now)


def keep_answer(draft: Draft, given: rules.Given, *, now: datetime) -> Draft:
    """Keep the answer to one requirement; files no longer named in it are removed. Raises AlreadySent."""
    with transaction.atomic():
        row = _open(draft)
        raw = contents(row).raw
        answers = raw.setdefault("given", {})
        before = answers.get(str(given.number), {}).get("files", [])
        files = [str(pk) for pk in given.files]
        _remove(row, [pk for pk in before if pk not in files], now=now)
        answers[str(given.number)] = {"kind": given.kind, "text": given.text, "files": files}
        return _write(row, raw, step=rules.field_key(given.number) if given.number else rules.STORY, now=now)


def add_files(draft: Draft, uploads: Sequence[Any], *, actor: Actor, now: datetime) -> list[Attachment]:
    """Store uploads for this draft. Raises attachments' FileRefused with a text for the form; AlreadySent."""
    stored = [attachments.store(upload=upload, actor=actor, now=now, purpose="application") for upload in uploads]
    with transaction.atomic():
        row = _open(draft)
        return attachments.claim(ids=[file.pk for file in stored], owner=row.reference, actor=actor, now=now)


def files_of(draft: Draft) -> dict[UUID, Attachment]:
    """The files that the draft holds, by id; one query."""
    rows = Attachment.objects.of_owner(draft.reference.kind, draft.reference.number).order_by("created_at")
    return {row.pk: row for row in rows[: rules.FILES_MAX * 40]}


def mark_proven(draft: Draft, contact: Contact) -> None:
    """The one-time code of this contact came back."""
    draft.proven_contact = contact
    draft.save(update_fields=["proven_contact"])


def mark_sent(draft: Draft, application: Application, *, now: datetime) -> None:
    """The draft became an application: its copy of the personal data goes, the link to the application stays."""
    draft.application, draft.answers, draft.updated_at = application, "{}", now
    draft.save(update_fields=["application", "answers", "updated_at"])


def sweep(now: datetime) -> int:
    """Remove expired drafts; the unsent ones with their files. Safe to run twice; returns how many went."""
    gone = 0
    for pk in list(Draft.objects.expired(now).order_by("expires_at").values_list("pk", flat=True)[:SWEEP_BATCH]):
        with transaction.atomic():
            # under the lock: it may be sent in this moment, and its files would go with it
            row = Draft.objects.select_for_update(of=("self",)).filter(pk=pk).first()
            if row is None:
                continue
            if row.application_id is None:
                _remove(row, [str(file) for file in files_of(row)], now=now)
            row.delete()
        gone += 1
    return gone


def _open(draft: Draft) -> Draft:
    row = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if row.application_id is not None:
        raise AlreadySent
    return row


def _write(row: Draft, raw: dict[str, Any], *, step: str, now: datetime) -> Draft:
    row.answers, row.step, row.updated_at = json.dumps(raw, ensure_ascii=False), step, now
    row.save(update_fields=["answers", "step", "updated_at", "variant", "proven_contact"])
    return row


def _remove(draft: Draft, ids: Sequence[str], *, now: datetime) -> None:
    own = files_of(draft)
    for pk in ids:
        if attachment := own.get(UUID(pk)):
            attachments.remove(attachment=attachment, actor=SYSTEM, now=now)
