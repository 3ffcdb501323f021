"""Drafts: what a citizen told so far. Plumbing, not actions: nothing is recorded before a report is sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.functional import cached_property

from melayani.delivery.catalogue.models import Service
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.rules import FileRefused
from melayani.foundation.audit import SYSTEM, Actor
from melayani.foundation.messaging.models import Contact
from melayani.foundation.organisations.models import Organisation, Region
from melayani.foundation.people import Citizen
from melayani.foundation.ui.format import shortened
from melayani.voice.complaints import rules, steps
from melayani.voice.complaints.models import Category, Complaint, Draft, Question, token_hash
from melayani.voice.complaints.rules.filing import COMPLAINT

LIFE = timedelta(days=30)
SWEEP_BATCH = 100
SHOWN = 10
HEADING = 80


class AlreadySent(Exception):
    """The draft became a complaint; there is nothing to change any more."""


class TooManyFiles(Exception):
    """More files than one report may carry."""


@dataclass(frozen=True)
class Contents:
    """What a draft says, in the shape of the rules; what is missing is empty, never an error."""

    draft: Draft
    raw: dict[str, dict[str, Any]]

    def of(self, step: str) -> dict[str, Any]:
        return self.raw.get(step, {})

    @property
    def service(self) -> Service | None:
        return self.draft.service

    @property
    def about(self) -> Organisation | None:
        return self.draft.about

    @property
    def category(self) -> Category | None:
        return self.draft.category

    @cached_property
    def questions(self) -> list[Question]:
        return list(self.category.questions.order_by("order")) if self.category else []

    @cached_property
    def region(self) -> Region | None:
        code = self.of(steps.PLACE).get("region", "")
        return Region.objects.select_related("parent__parent").filter(pk=code).first() if code else None

    @property
    def anonymous(self) -> bool:
        return bool(self.of(steps.PRIVACY).get("anonymous"))

    @property
    def secret(self) -> bool:
        return bool(self.of(steps.PRIVACY).get("secret"))

    @property
    def conduct(self) -> bool:
        return bool(self.of(steps.PRIVACY).get("conduct"))

    @property
    def report(self) -> rules.Report:
        story, place = self.of(steps.STORY), self.of(steps.PLACE)
        day = place.get("occurred_on") or ""
        return rules.Report(
            kind=story.get("kind", COMPLAINT),
            text=story.get("text", ""),
            loss=story.get("loss", ""),
            asked=story.get("asked", ""),
            occurred_on=date.fromisoformat(day) if day else None,
            address=place.get("address", ""),
            region=place.get("region", ""),
            latitude=_decimal(place.get("latitude")),
            longitude=_decimal(place.get("longitude")),
            anonymous=self.anonymous,
            secret=self.secret,
            conduct=self.conduct,
            answers={code: tuple(given) for code, given in self.of(steps.QUESTIONS).items()},
        )

    @property
    def reporter(self) -> rules.Reporter:
        """Who reports; for an anonymous report nothing but where news goes."""
        who = self.of(steps.WHO)
        return rules.Reporter(
            name="" if self.anonymous else who.get("name", ""),
            address="" if self.anonymous else who.get("address", ""),
            phone=who.get("phone", ""),
            email=who.get("email", ""),
        )

    @property
    def outline(self) -> str:
        """The first words, by which its writer knows a draft again."""
        return shortened(self.of(steps.STORY).get("text", ""), HEADING)


def begin(
    *, citizen: Citizen, service: Service | None = None, about: Organisation | None = None, now: datetime
) -> Draft:
    """Open a draft that belongs to this session (a POST made the token), already about a service or a unit."""
    return Draft.objects.create(
        token=token_hash(citizen.token),
        service=service,
        about=about or (service.agency if service else None),
        created_at=now,
        updated_at=now,
        expires_at=now + LIFE,
    )


def open_of(token: str, now: datetime) -> list[tuple[Draft, str]]:
    """The unsent drafts of one session with their first words, newest first; one query, none without a session."""
    if not token:
        return []
    rows = Draft.objects.of_token(token).unsent().filter(expires_at__gt=now)
    return [(row, contents(row).outline) for row in rows.order_by("-updated_at")[:SHOWN]]


def contents(draft: Draft) -> Contents:
    return Contents(draft, json.loads(draft.contents or "{}"))


def keep(draft: Draft, step: str, values: dict[str, Any], *, now: datetime) -> None:
    """Keep what one screen says. A changed contact must be proven anew. Raises AlreadySent."""
    with transaction.atomic():
        row = _open(draft)
        raw = contents(row).raw
        if step == steps.WHO and raw.get(step) != values:
            row.proven_contact = None
        raw[step] = values
        _write(row, raw, step=step, now=now)


def keep_target(
    draft: Draft,
    *,
    service: Service | None,
    about: Organisation | None,
    category: Category | None,
    now: datetime,
) -> None:
    """Keep what the report is about; answers to another category's questions go. Raises AlreadySent."""
    with transaction.atomic():
        row = _open(draft)
        raw = contents(row).raw
        if row.category_id != (category.pk if category else None):
            raw.pop(steps.QUESTIONS, None)
        row.service, row.about, row.category = service, about, category
        _write(row, raw, step=steps.TARGET, now=now)


def add_files(draft: Draft, uploads: Sequence[Any], *, actor: Actor, now: datetime) -> list[str]:
    """Store uploads for this draft; one that is refused does not cost the others. Returns why, a sentence per file.

    Raises TooManyFiles, AlreadySent.
    """
    if len(files_of(draft)) + len(uploads) > rules.FILES_MAX:
        raise TooManyFiles
    stored, refused = [], []
    for upload in uploads:
        try:
            stored.append(attachments.store(upload=upload, actor=actor, now=now, purpose="complaint"))
        except FileRefused as error:
            refused.append(f"{upload.name}: {error}")
    with transaction.atomic():
        row = _open(draft)
        attachments.claim(ids=[file.pk for file in stored], owner=row.reference, actor=actor, now=now)
    return refused


def remove_files(draft: Draft, ids: Sequence[str], *, now: datetime) -> None:
    """Take files of this draft away; ids that are not its own are ignored. Raises AlreadySent."""
    with transaction.atomic():
        row = _open(draft)
        for file in files_of(row):
            if str(file.pk) in ids:
                attachments.remove(attachment=file, actor=SYSTEM, now=now)


def files_of(draft: Draft) -> list[Attachment]:
    """The files that the draft holds, oldest first; one query."""
    rows = Attachment.objects.of_owner(draft.reference.kind, draft.reference.number)
    return list(rows.order_by("created_at", "id")[: rules.FILES_MAX * 2])


def mark_proven(draft: Draft, contact: Contact) -> None:
    """The one-time code of this contact came back."""
    draft.proven_contact = contact
    draft.save(update_fields=["proven_contact"])


def mark_sent(draft: Draft, complaint: Complaint, *, now: datetime) -> None:
    """The draft became a complaint: its files go over, its copy of the text goes, the link stays."""
    ids = [file.pk for file in files_of(draft)]
    Attachment.objects.of_owner(draft.reference.kind, draft.reference.number).hand_over(ids, complaint.reference)
    draft.complaint, draft.contents, draft.updated_at = complaint, "{}", now
    draft.save(update_fields=["complaint", "contents", "updated_at"])


def lock(draft: Draft) -> Draft:
    """The row under a lock, sent or not; inside a transaction."""
    return Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)


def sweep(now: datetime) -> int:
    """Remove expired drafts; the unsent ones with their files. Safe to run twice; returns how many went."""
    gone = 0
    for pk in list(Draft.objects.expired(now).order_by("expires_at").values_list("pk", flat=True)[:SWEEP_BATCH]):
        with transaction.atomic():
            # under the lock: it may be sent in this moment, and its files would go with it
            row = Draft.objects.select_for_update(of=("self",)).filter(pk=pk).first()
            if row is None:
                continue
            if row.complaint_id is None:
                for file in files_of(row):
                    attachments.remove(attachment=file, actor=SYSTEM, now=now)
            row.delete()
        gone += 1
    return gone


def _open(draft: Draft) -> Draft:
    row = lock(draft)
    if row.complaint_id is not None:
        raise AlreadySent
    return row


def _write(row: Draft, raw: dict[str, Any], *, step: str, now: datetime) -> None:
    row.contents, row.step, row.updated_at = json.dumps(raw, ensure_ascii=False), step, now
    row.save(
        update_fields=["contents", "step", "updated_at", "proven_contact", "about", "service", "category"],
    )


def _decimal(text: Any) -> Decimal | None:
    return Decimal(text) if text else None
