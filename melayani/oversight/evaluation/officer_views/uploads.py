"""Files that came with a form: each is judged and stored before it becomes part of an evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.rules import FileRefused
from melayani.foundation.people import Officer


def taken(officer: Officer, uploads: Sequence[UploadedFile[Any]], now: datetime) -> tuple[list[UUID], str]:
    """The ids of what was stored, and what is wrong with the last one that was not. Call it outside a transaction."""
    ids: list[UUID] = []
    problem = ""
    for upload in uploads:
        try:
            ids.append(attachments.store(upload=upload, actor=officer, now=now, purpose="evaluation").pk)
        except FileRefused as refused:
            problem = str(refused)
    return ids, problem
