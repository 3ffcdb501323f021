"""What the public sees of a case: put there, taken away, never for a case about misconduct or a secret one."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from melayani.foundation.audit import Actor
from melayani.voice.complaints import rules
from melayani.voice.complaints.models import Complaint, Entry, EntryKind, Publication, Visibility

TITLE_MAX, TEXT_MAX = 200, 10_000
FIELDS = ("publication", "public_title", "public_text", "published_at", "public_latitude", "public_longitude")


def may_be_public(row: Complaint) -> bool:
    """Whether anything of the case may ever be shown to everybody."""
    listed = row.category is None or row.category.listed
    return listed and not row.secret_content and not row.is_guarded


def shown(row: Complaint, *, title: str, text: str, now: datetime) -> dict[str, Any]:
    """The columns that put the case before the public with these words; a position is rounded, about 100 metres."""
    return {
        "publication": Publication.PUBLISHED,
        "public_title": title,
        "public_text": text,
        "published_at": row.published_at or now,
        "public_latitude": rules.rounded(row.latitude),
        "public_longitude": rules.rounded(row.longitude),
    }


def taken_away(publication: str) -> dict[str, Any]:
    """The columns that take a case from the public; its words as written stay in the case."""
    return {
        "publication": publication,
        "public_title": "",
        "public_text": "",
        "published_at": None,
        "public_latitude": None,
        "public_longitude": None,
    }


def after_change(row: Complaint) -> dict[str, Any]:
    """The columns that follow from another class, category or unit: private when it may not be public any more."""
    if not may_be_public(row):
        return taken_away(Publication.PRIVATE)
    return taken_away(Publication.PENDING) if row.publication == Publication.PRIVATE else {}


def seal(row: Complaint, *, actor: Actor, now: datetime) -> Entry | None:
    """Keep the public words as they stand now, encrypted, before they are changed or taken away."""
    if not row.public_title and not row.public_text:
        return None
    return Entry.objects.create(
        complaint=row,
        kind=EntryKind.REDACTION,
        text=json.dumps({"title": row.public_title, "text": row.public_text}, ensure_ascii=False),
        visibility=Visibility.INTERNAL,
        by_id=actor.person_id,
        organisation=row.organisation,
        at=now,
    )


def at_once(row: Complaint, now: datetime) -> dict[str, Any]:
    """The columns that show a verified report in the reporter's words, where the category needs no moderation."""
    if row.category is None or row.category.moderated or row.publication != Publication.PENDING:
        return {}
    if not may_be_public(row):
        return {}
    return shown(row, title=(row.title or row.category.name)[:TITLE_MAX], text=row.text, now=now)


def checked(title: str, text: str) -> tuple[str, str]:
    """Title and text as they will be shown; raises InputRefused when one is missing or too long."""
    heading, body, problems = rules.clean(title), rules.clean(text), {}
    if not heading or len(heading) > TITLE_MAX:
        problems["title"] = "Tulis judul untuk umum, paling panjang 200 huruf, tanpa nama dan nomor telepon."
    if not body or len(body) > TEXT_MAX:
        problems["text"] = "Tulis isi untuk umum, paling panjang 10.000 huruf. Hapus nama, alamat, dan nomor pribadi."
    if problems:
        raise rules.InputRefused(problems)
    return heading, body
