"""An officer's own uploads that belong to no case yet, so that a form shown again need not be given them anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.rules import FileRefused
from melayani.foundation.people import Officer


def kept(officer: Officer, ids: Iterable[str]) -> list[Attachment]:
    """The officer's pending uploads with these ids, in this order; forged ids give nothing."""
    wanted = [UUID(text) for text in dict.fromkeys(ids) if _is_uuid(text)]
    rows = Attachment.objects.pending().given_by(officer).in_bulk(wanted) if wanted else {}
    return [rows[pk] for pk in wanted if pk in rows]


def taken_in(
    officer: Officer, ids: Iterable[str], uploads: Sequence[Any], *, now: datetime
) -> tuple[list[Attachment], str]:
    """Earlier uploads and the new ones, and what is wrong with a new one; good ones are kept whatever else is wrong."""
    found, trouble = kept(officer, ids), ""
    for upload in uploads:
        try:
            found.append(attachments.store(upload=upload, actor=officer, now=now, purpose="information"))
        except FileRefused as refused:
            trouble = str(refused)
    return found, trouble


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
