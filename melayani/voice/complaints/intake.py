"""A report that an officer writes down: what it is about, and filing it once however often the form is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from melayani.delivery.catalogue.models import Service
from melayani.foundation.organisations.models import Organisation, Region
from melayani.foundation.people import Officer
from melayani.voice.complaints import access, actions, choosing, rules
from melayani.voice.complaints.models import Category, Complaint, Question


@dataclass(frozen=True)
class Topic:
    """What a report is about, as far as it was said; `place` is the officer's own organisation."""

    place: Organisation
    about: Organisation | None
    category: Category | None
    service: Service | None
    questions: Sequence[Question]

    @property
    def region(self) -> Region | None:
        return (self.about.region if self.about else None) or self.place.region

    @property
    def initial(self) -> dict[str, object]:
        named = {"about": self.about, "category": self.category, "service": self.service}
        return {name: row.pk if row else "" for name, row in named.items()}


def topic_of(officer: Officer, data: Mapping[str, str]) -> Topic:
    """The topic that a form names; at first the officer's own organisation."""
    place = next(one for one in officer.organisations if access.may_at(officer, access.FILE_ON_BEHALF, one))
    about = choosing.unit(str(data.get("about", ""))) if "about" in data else place
    category = choosing.category(str(data.get("category", "")))
    service = choosing.service(str(data.get("service", "")))
    questions = list(category.questions.order_by("order")) if category else []
    return Topic(place, about, category, service, questions)


def file_once(
    *,
    officer: Officer,
    topic: Topic,
    report: rules.Report,
    reporter: rules.Reporter,
    channel: str,
    received_at: datetime | None,
    files: Sequence[UUID],
    key: UUID,
    now: datetime,
) -> str:
    """File the report and return its number; a form that is sent again makes no second case.

    Raises NotAllowed, InputRefused, ActionRefused as the action does.
    """
    if number := _filed(officer, key):
        return number
    try:
        row = actions.file_complaint(
            actor=officer,
            report=report,
            reporter=reporter,
            channel=channel,
            about=topic.about,
            service=topic.service,
            category=topic.category,
            files=files,
            received_at=received_at,
            draft_id=key,
            now=now,
        )
    except IntegrityError:  # the same form, sent a second time at the same moment
        number = _filed(officer, key)
        if number is None:
            raise
        return number
    return row.number


def _filed(officer: Officer, key: UUID) -> str | None:
    rows = Complaint.objects.filter(draft_id=key, filed_by=officer.person_id)
    return rows.values_list("number", flat=True).first()
