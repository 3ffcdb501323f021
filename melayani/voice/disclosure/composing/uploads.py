"""An officer's own uploads that belong to no case yet, so that a form shown again need not be given them anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.queries import still_pending
from melayani.foundation.attachments.rules import FileRefused
from melayani.foundation.people import Officer


def taken_in(
    officer: Officer, ids: Iterable[str], uploads: Sequence[Any], *, now: datetime
) -> tuple[list[Attachment], str]:
    """Earlier uploads and the new ones, and what is wrong with a new one; good ones are kept whatever else is wrong."""
    found, trouble = still_pending(officer, ids), ""
    for upload in uploads:
        try:
            found.append(attachments.store(upload=upload, actor=officer, now=now, purpose="information"))
        except FileRefused as refused:
            trouble = str(refused)
    return found, trouble
