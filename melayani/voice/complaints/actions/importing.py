"""Load the starter categories."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from melayani.foundation.audit import SYSTEM, record
from melayani.foundation.numbers.rules import Reference
from melayani.voice.complaints import national
from melayani.voice.complaints.models import Category, Question
from melayani.voice.complaints.rules import COMPLAINT


def import_categories(*, now: datetime) -> tuple[int, int]:
    """Make the starter categories that are missing; return how many were made and how many stood already.

    What an operator changed stays: a category that is there is not touched.
    """
    rows = national.document("categories")["categories"]
    with transaction.atomic():
        known = set(Category.objects.filter(slug__in=[row["slug"] for row in rows]).values_list("slug", flat=True))
        missing = [(place, row) for place, row in enumerate(rows, 1) if row["slug"] not in known]
        for place, row in missing:
            _make(place, row)
        if missing:
            subject = Reference(kind="complaint_categories", number="starter")
            record("complaint_categories.imported", actor=SYSTEM, subject=subject, data={"made": len(missing)}, now=now)
    return len(missing), len(known)


def _make(place: int, row: dict[str, Any]) -> None:
    category = Category.objects.create(
        slug=row["slug"],
        name=row["name"],
        name_en=row["name_en"],
        description=row["description"],
        description_en=row["description_en"],
        group=row["group"],
        keywords=row["keywords"],
        kind=row.get("kind", COMPLAINT),
        listed=row.get("listed", True),
        position=place * 10,
    )
    Question.objects.bulk_create(
        Question(
            category=category,
            code=question["code"],
            datatype=question["datatype"],
            required=question["required"],
            description=question["description"],
            description_en=question["description_en"],
            hint=question.get("hint", ""),
            order=order,
            values=question.get("values", []),
        )
        for order, question in enumerate(row["questions"], 1)
    )
