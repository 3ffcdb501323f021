"""The files of a letter, through the same checks as any upload."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from melayani.entrances.mailbox.letter import Letter
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.rules import FileRefused
from melayani.foundation.people import Citizen


@dataclass(frozen=True)
class Taken:
    """Files that were accepted, and a line about each that was not."""

    ids: list[UUID]
    refused: list[str]


def take(letter: Letter, *, actor: Citizen, most: int, now: datetime) -> Taken:
    """Store what can be stored. A refused file does not refuse the letter: its sender is told which and why.

    They belong to no case yet; whoever files claims them, and what nobody claims is swept.
    """
    ids, refused = [], []
    for one in letter.attached[:most]:
        try:
            upload = SimpleUploadedFile(one.name or "lampiran", one.content)
            ids.append(attachments.store(upload=upload, actor=actor, now=now, purpose="mail").id)
        except FileRefused as trouble:
            refused.append(f"{one.name or 'lampiran'}: {trouble}")
    beyond = letter.left_out + max(0, len(letter.attached) - most)
    return Taken(ids, [*refused, f"+{beyond}"] if beyond else refused)
