"""Files that came with an officer's form: taken in at once, so that nothing is scanned twice after a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.queries import still_pending
from melayani.foundation.people import Officer
from melayani.voice.complaints import rules


@dataclass(frozen=True)
class Papers:
    """What was taken in, those of an earlier try first, and what is wrong with the new ones."""

    files: Sequence[Attachment] = ()
    problem: str = ""

    @property
    def ids(self) -> list[UUID]:
        return [file.pk for file in self.files]


def take(officer: Officer, kept: Iterable[str], uploads: Sequence[UploadedFile[Any]], now: datetime) -> Papers:
    """Store the uploads beside those `kept` from before. Call it outside a transaction."""
    found = still_pending(officer, kept)
    if len(found) + len(uploads) > rules.FILES_MAX:
        return Papers(found, f"Paling banyak {rules.FILES_MAX} berkas. Hapus sebagian.")
    return Papers(*attachments.take_in(actor=officer, kept=[str(one.pk) for one in found], uploads=uploads, now=now))
