"""Photos that came with an officer's form: taken in at once, so that a refusal elsewhere does not lose them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.queries import still_pending
from melayani.foundation.attachments.rules import IMAGES, FileRefused
from melayani.foundation.people import Officer

KEPT = "kept_"


@dataclass(frozen=True)
class Taken:
    """The uploads by the name of what they belong to, and what is wrong with others."""

    photos: dict[str, UUID] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def kept(self) -> dict[str, str]:
        """What the form carries along when it is shown again."""
        return {name: str(id) for name, id in self.photos.items()}


def take(officer: Officer, typed: Mapping[str, str], uploads: Mapping[str, UploadedFile[Any]], now: datetime) -> Taken:
    """Store the uploads; a photo of an earlier sending (hidden field) stays unless a new one came. Call it outside a
    transaction."""
    names = {typed[name]: name.removeprefix(KEPT) for name in typed if name.startswith(KEPT)}
    found = {names[str(one.pk)]: one.pk for one in still_pending(officer, names)}
    taken = Taken(photos=found)
    for name, upload in uploads.items():
        try:
            stored = attachments.store(upload=upload, actor=officer, now=now, purpose="facility")
        except FileRefused as refused:
            taken.problems[name] = str(refused)
            continue
        if stored.content_type in IMAGES:
            taken.photos[name] = stored.pk
        else:
            taken.problems[name] = "Unggah foto (JPG, PNG, atau WEBP), bukan berkas lain."
    return taken
