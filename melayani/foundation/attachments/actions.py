"""Take a file in, make it part of a case, remove it."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_UP, Decimal
from typing import Any, BinaryIO, cast

import filetype
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext

from melayani.foundation.attachments import storage
from melayani.foundation.attachments.images import redraw
from melayani.foundation.attachments.models import Attachment, State
from melayani.foundation.attachments.pdfs import inspect
from melayani.foundation.attachments.queries import still_pending
from melayani.foundation.attachments.rules import ALLOWED, IMAGES, FileRefused, NotYours, clean_name
from melayani.foundation.attachments.scanner import scan
from melayani.foundation.audit import Actor, record
from melayani.foundation.numbers.rules import Reference


@dataclass(frozen=True)
class _Content:
    content: bytes
    content_type: str
    pages: int | None


def store(*, upload: UploadedFile[Any], actor: Actor, now: datetime, purpose: str = "") -> Attachment:
    """Take the file that `actor` uploads; it waits for `claim` and is swept when nobody does within a day.

    Raises FileRefused: empty, too big, a type we do not take (judged by content), an image or PDF that is broken or
    dangerous, a virus, a scanner that does not answer, a full disk. Nothing is left behind then.
    """
    seen = _examine(upload)
    return _keep(seen, name=upload.name or "", actor=actor, now=now, purpose=purpose)


def take_in(
    *, actor: Actor, kept: Iterable[str], uploads: Iterable[UploadedFile[Any]], now: datetime, purpose: str = ""
) -> tuple[list[Attachment], str]:
    """The actor's earlier uploads that belong to no case yet and the new ones, and what is wrong with a new one.

    Good ones are kept whatever else is wrong, so that a form shown again need not be given them anew.
    """
    found, trouble = still_pending(actor, kept), ""
    for upload in uploads:
        try:
            found.append(store(upload=upload, actor=actor, now=now, purpose=purpose))
        except FileRefused as refused:
            trouble = str(refused)
    return found, trouble


def store_bytes(
    *,
    content: bytes,
    name: str,
    content_type: str,
    owner: Reference,
    actor: Actor,
    now: datetime,
    pages: int | None = None,
) -> Attachment:
    """Keep a file that the platform made itself, as part of `owner` at once; raises FileRefused on a full disk."""
    made = _Content(content=content, content_type=content_type, pages=pages)
    fields = {"state": State.CLAIMED, "owner_kind": owner.kind, "owner_number": owner.number}
    return _keep(made, name=name, actor=actor, now=now, **fields)


def claim(*, ids: Iterable[uuid.UUID], owner: Reference, actor: Actor, now: datetime) -> list[Attachment]:
    """Make files that `actor` uploaded part of the case `owner`, all or none, in the order of `ids`.

    Raises NotYours when one is not there, was given by somebody else, or belongs to a case already.
    """
    wanted = list(dict.fromkeys(ids))
    if not Attachment.objects.pending().given_by(actor).hand_over(wanted, owner):
        raise NotYours(gettext("Berkas ini tidak ditemukan. Unggah lagi, lalu kirim ulang."))
    rows = Attachment.objects.in_bulk(wanted)
    return [rows[id] for id in wanted]


def remove(*, attachment: Attachment, actor: Actor, now: datetime, and_name: bool = False) -> Attachment:
    """Delete the bytes, keep the row as a trace. The caller has decided that `actor` may; twice does no harm.

    With `and_name` the name that the file had goes, too: people name files after people.
    """
    with transaction.atomic():
        row = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
        if row.state == State.REMOVED:
            return row
        if row.state == State.CLAIMED:
            subject = Reference(kind=row.owner_kind, number=row.owner_number)
            record("attachment.removed", actor=actor, subject=subject, data={"type": row.content_type}, now=now)
        row.state, row.removed_at = State.REMOVED, now
        row.name = "" if and_name else row.name
        row.save(update_fields=["state", "removed_at", "name"])
        path = row.path
        transaction.on_commit(lambda: storage.delete(path))
    return row


def too_large_words(size: int) -> str:
    """How we say that `size` bytes are too many (rounded up, so that it never reads "10 MB; paling besar 10 MB")."""
    words = gettext(
        "Berkas ini %(size)s MB; paling besar %(most)s MB. Foto ulang dengan ukuran lebih kecil, atau bawa ke loket."
    )
    return words % {"size": _megabytes(size), "most": _megabytes(settings.UPLOAD_MAX_BYTES)}


def _megabytes(size: int) -> str:
    value = (Decimal(size) / 1_000_000).quantize(Decimal("0.1"), rounding=ROUND_UP)
    return str(number_format(value, decimal_pos=0 if value == value.to_integral_value() else 1))


def _examine(upload: UploadedFile[Any]) -> _Content:
    """Judge the upload by its bytes: length, type, virus, then the picture or the pages themselves."""
    size = upload.size or 0
    if size == 0:
        raise FileRefused(gettext("Berkas ini kosong. Pilih berkas lain, atau foto ulang."))
    if size > settings.UPLOAD_MAX_BYTES:
        raise FileRefused(too_large_words(size))
    file = cast(BinaryIO, upload.file)
    file.seek(0)
    content_type = filetype.guess_mime(file.read(8192))
    if content_type not in ALLOWED:
        raise FileRefused(gettext("Berkas ini bukan foto (JPG, PNG, WEBP) atau PDF. Simpan sebagai PDF atau foto."))
    scan(file)
    if content_type in IMAGES:
        return _Content(content=redraw(file, content_type), content_type=content_type, pages=None)
    pages = inspect(file)
    file.seek(0)
    return _Content(content=file.read(), content_type=content_type, pages=pages)


def _keep(seen: _Content, *, name: str, actor: Actor, now: datetime, **fields: Any) -> Attachment:
    """Bytes first, row second: a row never points at nothing; bytes without a row are swept."""
    id = uuid.uuid4()
    path = storage.new_path(id)
    storage.write(path, seen.content)
    try:
        return Attachment.objects.create(
            id=id,
            name=clean_name(name, seen.content_type),
            content_type=seen.content_type,
            size=len(seen.content),
            sha256=hashlib.sha256(seen.content).hexdigest(),
            path=path,
            pages=seen.pages,
            created_at=now,
            actor_kind=actor.kind,
            actor_id=actor.id,
            **fields,
        )
    except Exception:
        storage.delete(path)
        raise
