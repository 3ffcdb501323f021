"""The files of a request: claimed so that nobody else can use them, originals apart from redacted copies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.rules import NotYours
from melayani.foundation.audit import Actor
from melayani.foundation.numbers.rules import Reference
from melayani.voice.disclosure import rules
from melayani.voice.disclosure.models import (
    Draft,
    FileKind,
    InformationObjection,
    InformationRequest,
    RedactionMark,
    RequestFile,
)


def attach(
    request: InformationRequest,
    kind: str,
    files: Iterable[Attachment],
    *,
    objection: InformationObjection | None = None,
) -> None:
    RequestFile.objects.bulk_create(
        RequestFile(request=request, attachment=file, kind=kind, round=request.round, objection=objection)
        for file in files
    )


def attach_given(request: InformationRequest, given: Sequence[rules.GivenFile], *, actor: Actor, now: datetime) -> None:
    """The files of a decision: each redacted copy with its marks, its original kept apart and never handed over."""
    wanted = [one.attachment for one in given] + [one.original for one in given if one.original]
    rows = {row.pk: row for row in claim(request.reference, wanted, actor=actor, now=now)}
    for one in given:
        original = None
        if one.original is not None:
            original = RequestFile.objects.create(
                request=request, attachment=rows[one.original], kind=FileKind.ORIGINAL, round=request.round
            )
        file = RequestFile.objects.create(
            request=request,
            attachment=rows[one.attachment],
            kind=FileKind.DELIVERED,
            round=request.round,
            original=original,
        )
        RedactionMark.objects.bulk_create(
            RedactionMark(file=file, position=place, page=mark.page, what=mark.what.strip(), ground=mark.ground)
            for place, mark in enumerate(one.redactions, 1)
        )


def claim(owner: Reference, ids: Iterable[UUID], *, actor: Actor, now: datetime) -> list[Attachment]:
    """Make the actor's own uploads part of `owner`; raises InputRefused for anybody else's or used ones."""
    try:
        return attachments.claim(ids=ids, owner=owner, actor=actor, now=now)
    except NotYours as error:
        raise rules.InputRefused({"papers": gettext("Berkas ini tidak dikenali. Unggah lagi berkasnya.")}) from error


def of_draft(draft: Draft, ids: Sequence[UUID]) -> list[Attachment]:
    """Files that the draft holds; raises InputRefused for any other."""
    own = {row.pk: row for row in Attachment.objects.of_owner(draft.reference.kind, draft.reference.number)}
    if not set(ids) <= set(own):
        raise rules.InputRefused({"papers": gettext("Berkas ini tidak dikenali. Unggah lagi berkasnya.")})
    return [own[pk] for pk in ids]
