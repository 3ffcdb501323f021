"""Reading files. Whoever calls has asked the access rule of the module that owns the case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from melayani.foundation.attachments.models import Attachment, State
from melayani.foundation.attachments.rules import PDF
from melayani.foundation.attachments.storage import FileGone as FileGone  # callers of this module must catch it
from melayani.foundation.attachments.storage import open_path
from melayani.foundation.audit import Actor
from melayani.foundation.numbers.rules import Reference

LIMIT = 200


def open_file(attachment: Attachment) -> BinaryIO:
    """Open the bytes for reading; raises FileGone when they were removed."""
    if attachment.state == State.REMOVED:
        raise FileGone(attachment.path)
    return open_path(attachment.path)


def response(attachment: Attachment, *, inline: bool = False) -> FileResponse:
    """The download: private, never sniffed, and without power over our pages. Raises FileGone.

    A PDF shown `inline` is not sandboxed, because browsers refuse to show a sandboxed one; it was found inactive.
    """
    answer = FileResponse(
        open_file(attachment),
        as_attachment=not inline,
        filename=attachment.name,
        content_type=attachment.content_type,
    )
    shown_pdf = inline and attachment.content_type == PDF
    answer["Content-Security-Policy"] = "default-src 'none'" if shown_pdf else "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def download(request: HttpRequest, attachment: Attachment, *, inline: bool = False) -> HttpResponseBase:
    """The file as the answer of a page, or 410 with a sentence when its bytes were removed."""
    try:
        return response(attachment, inline=inline)
    except FileGone:
        context = {
            "code": 410,
            "title": gettext("Berkas ini sudah tidak tersimpan"),
            "text": gettext("Catatannya masih ada, isinya sudah dihapus. Mintalah salinannya kepada kantor ini."),
        }
        return render(request, "ui/error.html", context, status=410)


def still_pending(given_by: Actor, ids: Iterable[str]) -> list[Attachment]:
    """The actor's own uploads with these ids that belong to no case yet, in this order; forged ids give nothing.

    So a form that is shown again need not be given its files anew. One query, none without a readable id.
    """
    wanted = [UUID(text) for text in dict.fromkeys(ids) if is_uuid(text)]
    rows = Attachment.objects.pending().given_by(given_by).in_bulk(wanted) if wanted else {}
    return [rows[pk] for pk in wanted if pk in rows]


def is_uuid(text: str) -> bool:
    """Whether a text from an address or a form is an id of a file."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def files_of(owner: Reference, *, limit: int = LIMIT) -> list[Attachment]:
    """The files of a case, oldest first; one query."""
    return list(Attachment.objects.of_owner(owner.kind, owner.number).order_by("created_at", "id")[:limit])
