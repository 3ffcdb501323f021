"""Issue, replace and revoke documents."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from melayani.foundation.attachments.actions import store_bytes
from melayani.foundation.audit import Actor, record
from melayani.foundation.documents import access
from melayani.foundation.documents.models import Document, State
from melayani.foundation.documents.rendering import letterhead, qr_svg, render, template_version
from melayani.foundation.numbers.rules import Reference, make_number, make_secret
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.ui.format import format_day

PDF = "application/pdf"
LONGEST_REASON = 500


class Refused(Exception):
    """The actor may not do this to the document, or it makes no sense; the text says why."""


class AlreadyIssued(Refused):
    """A document of this kind for this case still stands: replace it instead."""


def issue(
    *,
    template: str,
    title: str,
    kind: str,
    inputs: dict[str, Any],
    reference: Reference,
    organisation: Organisation,
    holder_name: str,
    actor: Actor,
    now: datetime,
    number_kind: str = "DOK",
) -> Document:
    """Issue a document for the case `reference` and return it; `number_kind` begins its number (SRT: a certificate).

    The template gets `inputs`; unless they are among them, title, date and letterhead (`organisation`); and always the
    number, the address for verification and its QR code. Raises Refused without the right to issue for `organisation`,
    AlreadyIssued while a document of this kind stands for the case, RenderFailed when the template misses an input.
    """
    if not access.may_issue(actor, organisation):
        raise Refused(_("Anda tidak berwenang menerbitkan dokumen unit ini."))
    with transaction.atomic():
        if Document.objects.about(reference.kind, reference.number).valid().filter(kind=kind).exists():
            raise AlreadyIssued(_("Dokumen ini sudah diterbitkan. Ganti dokumen itu bila isinya berubah."))
        draft = Document(
            kind=kind,
            title=title[:200],
            reference_kind=reference.kind,
            reference_number=reference.number,
            organisation=organisation,
            holder_name=holder_name,
            template=template,
        )
        document = _finish(draft, inputs=inputs, actor=actor, now=now, number_kind=number_kind)
        record("document.issued", actor=actor, **_told(document), now=now, data=_data(document))
    return document


def replace(
    *,
    document: Document,
    inputs: dict[str, Any],
    reason: str,
    actor: Actor,
    now: datetime,
    title: str = "",
    template: str = "",
    holder_name: str = "",
) -> Document:
    """Issue a new document in the place of `document` and return the new one; what is not given stays as it was.

    Raises Refused without a reason, without the right, or when `document` no longer stands.
    """
    with transaction.atomic():
        older = _lock_to_decide(document, actor=actor, reason=reason)
        older.state = State.REPLACED
        older.save(update_fields=["state"])
        draft = Document(
            kind=older.kind,
            title=(title or older.title)[:200],
            reference_kind=older.reference_kind,
            reference_number=older.reference_number,
            organisation=older.organisation,
            holder_name=holder_name or older.holder_name,
            template=template or older.template,
        )
        newer = _finish(draft, inputs=inputs, actor=actor, now=now, number_kind=older.number[:3])
        older.replaced_by = newer
        older.save(update_fields=["replaced_by"])
        data = {**_data(older), "newer": newer.number, "reason": reason.strip()}
        record("document.replaced", actor=actor, **_told(older), now=now, data=data)
        record("document.issued", actor=actor, **_told(newer), now=now, data={**_data(newer), "older": older.number})
    return newer


def revoke(*, document: Document, reason: str, actor: Actor, now: datetime) -> Document:
    """Declare that `document` no longer stands, for a reason that everybody who checks it can read.

    Raises Refused without a reason, without the right, or when `document` no longer stands.
    """
    with transaction.atomic():
        row = _lock_to_decide(document, actor=actor, reason=reason)
        row.state, row.revoked_at, row.revoked_reason = State.REVOKED, now, reason.strip()
        row.save(update_fields=["state", "revoked_at", "revoked_reason"])
        record("document.revoked", actor=actor, **_told(row), now=now, data={**_data(row), "reason": reason.strip()})
    return row


def verification_url(secret: str) -> str:
    """The absolute address that stands in the QR code; always the Indonesian page."""
    with override("id"):
        return settings.PUBLIC_URL + reverse("documents:verified", args=[secret])


def _finish(draft: Document, *, inputs: dict[str, Any], actor: Actor, now: datetime, number_kind: str) -> Document:
    """Give the draft its number and secret, draw it, keep its bytes and hash, and save it."""
    draft.number, draft.secret = make_number(number_kind), make_secret()
    draft.issued_at, draft.issued_by_id = now, actor.person_id
    draft.template_version = template_version(draft.template)
    content = render(draft.template, {**_usual(draft, inputs, now), **inputs, **_proof(draft)}, at=now)
    draft.sha256 = hashlib.sha256(content).hexdigest()
    owner = Reference(kind="document", number=draft.number)
    name = f"{draft.number}.pdf"
    draft.attachment = store_bytes(content=content, name=name, content_type=PDF, owner=owner, actor=actor, now=now)
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError as error:  # another request issued the same document in this moment
        raise AlreadyIssued(_("Dokumen ini baru saja diterbitkan. Muat ulang halaman.")) from error
    return draft


def _usual(draft: Document, inputs: dict[str, Any], now: datetime) -> dict[str, Any]:
    with override(inputs.get("lang", "id")):
        date = format_day(now.astimezone(draft.organisation.zone).date())
    return {
        "title": draft.title,
        "date": date,
        "organisation": letterhead(draft.organisation),
    }


def _proof(draft: Document) -> dict[str, str]:
    url = verification_url(draft.secret)
    return {"number": draft.number, "verify_url": url, "qr": qr_svg(url)}


def _lock_to_decide(document: Document, *, actor: Actor, reason: str) -> Document:
    row = Document.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=document.pk)
    if row.state != State.VALID:
        raise Refused(_("Dokumen ini sudah tidak berlaku. Muat ulang halaman."))
    if not access.may_revoke(actor, row):
        raise Refused(_("Hanya pejabat penyetuju atau kepala unit yang boleh mengganti atau mencabut dokumen."))
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        raise Refused(_("Tulis alasannya, paling panjang 500 huruf: siapa pun yang memeriksa dokumen akan membacanya."))
    return row


def _told(document: Document) -> dict[str, Any]:
    return {"subject": Reference(kind="document", number=document.number), "organisation": document.organisation}


def _data(document: Document) -> dict[str, str]:
    return {
        "number": document.number,
        "title": document.title,
        "kind": document.kind,
        "case": document.reference_number,
        "sha256": document.sha256,
    }
