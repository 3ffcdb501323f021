"""Files for an application that is sent next."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile

from melayani.entrances.api.keys import caller_of
from melayani.entrances.api.problems import unauthorized
from melayani.foundation.attachments import actions

router = Router(tags=["attachments"])


class AttachmentOut(Schema):
    """A stored file; it is removed after 24 hours unless an application takes it."""

    id: UUID
    name: str
    content_type: str
    size: int
    sha256: str


@router.post("", response={201: AttachmentOut}, operation_id="create_attachment", summary="Kirim berkas")
def create_attachment(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """JPEG, PNG, WEBP, atau PDF, paling besar 10 MB. Jenis dinilai dari isinya. Izin: attachments:write."""
    caller = caller_of(request)
    if caller is None:
        raise unauthorized()
    return Status(201, actions.store(upload=file, actor=caller, now=timezone.now(), purpose="api"))
