"""Photos of a report: in the request itself, or at addresses that are fetched at once. All go through the same checks.

A report is worth more than its photo: one that cannot be fetched is named in the notice, and the report is taken. A
photo that was sent itself and is refused refuses the report, because its sender can mend it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from melayani.entrances.open311 import fetching
from melayani.entrances.open311.door import Call
from melayani.entrances.open311.refusals import invalid
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.rules import FileRefused
from melayani.voice.complaints.rules import FILES_MAX

ADDRESSES_MOST = 3
SECONDS = 10.0  # for all addresses of one report together
NOT_FETCHED = "Foto di media_url ke-%d tidak dapat diambil atau tidak dapat diterima; laporan tetap kami terima."
BAD_ADDRESS = "media_url: Kirim alamat https tanpa nama pengguna dan tanpa port lain."


def store_all(call: Call) -> tuple[list[UUID], list[str]]:
    """Store every file of the request; return their ids and notices about addresses that gave none."""
    uploads = [file for name in call.request.FILES for file in call.request.FILES.getlist(name)]
    addresses = [one.strip() for one in call.given.getlist("media_url") if one.strip()]
    _demand_few(uploads, addresses)
    for address in addresses:
        try:
            fetching.demand_askable(address)
        except fetching.BadAddress as error:
            raise invalid(BAD_ADDRESS) from error
    ids = [_store(call, upload) for upload in uploads]
    fetched, notices = _fetch_all(call, addresses)
    return ids + fetched, notices


def _demand_few(uploads: Sequence[object], addresses: Sequence[str]) -> None:
    if len(addresses) > ADDRESSES_MOST:
        raise invalid(f"media_url: Paling banyak {ADDRESSES_MOST} alamat; kirim foto lainnya sebagai berkas.")
    if len(uploads) + len(addresses) > FILES_MAX:
        raise invalid(f"media: Paling banyak {FILES_MAX} berkas untuk satu laporan.")


def _store(call: Call, upload: UploadedFile[Any]) -> UUID:
    try:
        return attachments.store(upload=upload, actor=call.sender, now=call.now, purpose="open311").id
    except FileRefused as error:
        raise invalid(f"media: {error}") from error


def _fetch_all(call: Call, addresses: Sequence[str]) -> tuple[list[UUID], list[str]]:
    ids, notices = [], []
    deadline = time.monotonic() + SECONDS
    for place, address in enumerate(addresses, start=1):
        try:
            left = min(fetching.SECONDS, deadline - time.monotonic())
            found = fetching.fetch(address, most=settings.UPLOAD_MAX_BYTES, seconds=left)
            upload = SimpleUploadedFile(found.name, found.content)
            ids.append(attachments.store(upload=upload, actor=call.sender, now=call.now, purpose="open311").id)
        except (fetching.NotFetched, FileRefused):
            notices.append(NOT_FETCHED % place)
    return ids, notices
