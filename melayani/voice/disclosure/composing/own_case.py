"""A request as the person who made it reads it: answer, files, clock, objections, letters, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext

from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit.queries import Line, timeline
from melayani.foundation.documents.models import Document
from melayani.foundation.documents.queries import documents_of
from melayani.foundation.messaging import correspondence
from melayani.foundation.ui.format import shortened
from melayani.voice.disclosure import access, states, windows
from melayani.voice.disclosure.composing import words
from melayani.voice.disclosure.composing.clocks import Clock, Reality, clock_of, days_late, days_so_far, reality_of
from melayani.voice.disclosure.models import (
    FileKind,
    InformationObjection,
    InformationRequest,
    RedactionMark,
    RequestFile,
)
from melayani.voice.disclosure.rules import law, limits
from melayani.voice.disclosure.states import objections

HEADING_LENGTH = 110
AT_MOST = 50


@dataclass(frozen=True)
class Mark:
    """One blacked out place."""

    page: int | None
    what: str
    ground: str


@dataclass(frozen=True)
class GivenFile:
    """A file handed over, with what was blacked out in it."""

    attachment_id: UUID
    name: str
    size: int
    marks: list[Mark]


@dataclass(frozen=True)
class Option:
    """A ground on which an objection is possible now."""

    key: str
    label: str
    until: datetime


@dataclass(frozen=True)
class ObjectionView:
    """An objection with what may be done about it."""

    row: InformationObjection
    grounds: list[str]
    outcome: str
    late: bool
    dispute: bool

    @property
    def running(self) -> bool:
        return self.row.state == objections.LODGED

    @property
    def may_respond(self) -> bool:
        return self.row.state == objections.ANSWERED and not self.row.response

    @property
    def can_withdraw(self) -> bool:
        return objections.next_state(self.row.state, objections.WITHDRAW) is not None


@dataclass(frozen=True)
class OwnCase:
    """Everything that the page of a request shows beside its row."""

    row: InformationRequest
    clock: Clock
    day: int
    late: bool
    days_late: int | None
    files: list[GivenFile]
    objections: list[ObjectionView]
    options: list[Option]
    letters: list[Document]
    lines: list[Line]
    reality: Reality
    written: list[correspondence.Said]

    @property
    def heading(self) -> str:
        """The beginning of what was asked."""
        return shortened(self.row.information, HEADING_LENGTH)

    @property
    def decision(self) -> words.DecisionWords | None:
        return words.decision_words(self.row)

    @property
    def has_marks(self) -> bool:
        """Whether something was blacked out in what was handed over."""
        return any(file.marks for file in self.files)

    @property
    def how(self) -> str:
        return words.how_words(self.row)

    @property
    def promised(self) -> int:
        return self.row.promised_days + (self.row.extension_days or 0)

    @property
    def can_withdraw(self) -> bool:
        return states.next_state(self.row.state, states.WITHDRAW) is not None


def own_case(number: str, secret: str, now: datetime) -> OwnCase:
    """The request that the secret opens; raises Http404 for any other. The number of queries is fixed."""
    row = access.get_for_citizen(number, secret)
    lodged = list(row.objections.select_related("desk").order_by("lodged_at", "pk")[:AT_MOST])
    lines = [*timeline(row.reference), *(line for one in lodged for line in timeline(one.reference))]
    letters = [*documents_of(row.reference), *(letter for one in lodged for letter in documents_of(one.reference))]
    stands_at = row.first_notified_at or row.closed_at
    late = limits.is_late(due_at=row.due_at, notified_at=stands_at, now=now) and row.state != states.WITHDRAWN
    return OwnCase(
        row=row,
        clock=clock_of(row.due_explanation, row.desk, now=None if stands_at else now),
        day=_day(row, stands_at or now),
        late=late,
        days_late=days_late(row.desk, row.due_at, stands_at or now) if late else None,
        files=given_files(row),
        objections=[_objection(one, now) for one in lodged],
        options=open_options(row, lodged, now),
        letters=sorted(letters, key=lambda letter: letter.issued_at, reverse=True),
        lines=sorted(lines, key=lambda line: line.at),
        reality=reality_of(row.desk_id, now),
        written=_written(row),
    )


def _written(row: InformationRequest) -> list[correspondence.Said]:
    one = [row.number, row.secret]
    return correspondence.thread(row.reference, lambda file: reverse("disclosure:file", args=[*one, file]))


def given_files(row: InformationRequest) -> list[GivenFile]:
    """What was handed over so far, the newest round; nothing before delivery. Originals stay with the office."""
    if row.delivered_at is None:
        return []
    marks = Prefetch("marks", queryset=RedactionMark.objects.order_by("position"))
    rows = RequestFile.objects.filter(request=row, kind=FileKind.DELIVERED).select_related("attachment")
    return [
        GivenFile(
            one.attachment_id,
            one.attachment.name,
            one.attachment.size,
            [Mark(mark.page, mark.what, words.ground_words(mark.ground)) for mark in one.marks.all()],
        )
        for one in rows.prefetch_related(marks).order_by("round", "pk")[:AT_MOST]
    ]


def own_file(number: str, secret: str, file: UUID) -> Attachment:
    """A file that was handed over to the requester, or came with an own letter; raises Http404 for any other, originals
    first of all."""
    row = access.get_for_citizen(number, secret)
    if own := correspondence.file_of(row.reference, file):
        return own
    if row.delivered_at is None:
        raise Http404
    rows = RequestFile.objects.filter(request=row, kind=FileKind.DELIVERED, attachment=file)
    found = rows.select_related("attachment").first()
    if found is None:
        raise Http404
    return found.attachment


def own_letter(number: str, secret: str, letter: str) -> Attachment:
    """A letter of the request or of an objection against it; raises Http404 for any other."""
    row = access.get_for_citizen(number, secret)
    about = [row.reference, *(one.reference for one in row.objections.order_by("pk")[:AT_MOST])]
    for reference in about:
        for document in documents_of(reference):
            if document.number == letter:
                return document.attachment
    raise Http404


def open_options(row: InformationRequest, lodged: Sequence[InformationObjection], now: datetime) -> list[Option]:
    """The grounds that are open now, as a citizen would say them; one that lapsed or was used is not offered."""
    words_of = law.objection_grounds()
    used = {(key, one.lodged_at) for one in lodged if one.state != objections.WITHDRAWN for key in one.grounds}
    return [
        Option(one.ground, gettext(words_of[one.ground].citizen), one.closes_at)
        for one in windows.open_options(row, now)
        if not any(key == one.ground and at >= one.opened_at for key, at in used)
    ]


def _objection(row: InformationObjection, now: datetime) -> ObjectionView:
    outcome = words.OUTCOMES.get(row.outcome)
    return ObjectionView(
        row=row,
        grounds=words.objection_grounds(row.grounds),
        outcome=str(outcome) if outcome else "",
        late=row.state == objections.LODGED and row.due_at < now,
        dispute=row.dispute_until is not None and row.dispute_until >= now and row.response != "satisfied",
    )


def _day(row: InformationRequest, until: datetime) -> int:
    return row.days_taken if row.days_taken is not None else days_so_far(row.due_explanation, row.desk, until)
