"""The officers' page of one complaint: read once, at a cost that does not depend on what was said on the case."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.queries import files_of
from melayani.foundation.audit.queries import Line, history
from melayani.foundation.messaging import queries as messaging
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Officer
from melayani.foundation.ui import format as words
from melayani.foundation.workdays.rules import DayCell, Due, calendar_weeks, explain
from melayani.voice.complaints import access, case, rules, states
from melayani.voice.complaints.models import (
    ENTRY_KIND,
    Complaint,
    Disposition,
    Entry,
    EntryKind,
    Escalation,
    Pause,
    Question,
)
from melayani.voice.complaints.papers import files_of_case

SAID_AT_MOST, LIKE_AT_MOST, JOINED_AT_MOST, CHAIN_AT_MOST = 100, 5, 20, 50
NEAR = Decimal("0.00045")  # about 50 metres
LIKE_WITHIN = timedelta(weeks=12)
MASKS = {
    "name": ("Nama", words.mask_name),
    "nik": ("NIK", words.mask_nik),
    "phone": ("Telepon", words.mask_phone),
    "email": ("Surel", words.mask_email),
    "address": ("Alamat pelapor", words.mask_address),
}


@dataclass(frozen=True)
class Personal:
    """One masked value of the reporter; `shown` is in clear on the one answer after it was unmasked."""

    field: str
    label: str
    masked: str
    shown: str = ""


@dataclass(frozen=True)
class Said:
    """Something that was said on the case, with its files."""

    entry: Entry
    files: Sequence[Attachment]

    @property
    def text(self) -> str:
        """What was said; of a redaction the public words that it replaced."""
        if self.entry.kind != EntryKind.REDACTION:
            return self.entry.text
        before = json.loads(self.entry.text)
        return f"Sebelumnya tayang: {before['title']}\n{before['text']}"


@dataclass(frozen=True)
class Report:
    """What the reporter gave beside the text: files, and answers to the category's questions."""

    files: Sequence[Attachment]
    answers: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Clock:
    """The limit that binds the office now: its days, and why it ends when it ends."""

    title: str
    due: Due
    used: int
    days: Sequence[DayCell]
    sentences: Sequence[str]
    is_late: bool


@dataclass(frozen=True)
class CaseView:
    """Everything that the case page shows beside the case itself."""

    complaint: Complaint
    facts: states.Facts
    open_actions: Sequence[states.Possible]
    closed_actions: Sequence[states.Possible]
    said: Sequence[Said]
    files: Sequence[Attachment]
    answers: Sequence[tuple[str, str]]
    chain: Sequence[Disposition]
    climbed: Sequence[Escalation]
    pause: Pause | None
    clocks: Sequence[Clock]
    personal: Sequence[Personal]
    like: Sequence[Complaint]
    joined: Sequence[Complaint]
    followers: int
    lines: Sequence[Line]
    messages: Sequence[OutboxMessage]

    @property
    def not_yet(self) -> list[states.Possible]:
        """What the officer may do here, but not now, each with its reasons."""
        return [one for one in self.closed_actions if not one.forbidden]

    @property
    def of_receiver(self) -> list[str]:
        """What only the organisation that received the case may do with it, as buttons say it."""
        return [one.label for one in self.closed_actions if one.forbidden]

    @property
    def block(self) -> int | None:
        """The 24-hour block of the first response (1, 3, 5, 7, 14 days); None for a later one or none yet."""
        hours = self.complaint.response_hours
        return rules.block_of(hours) if hours is not None else None


def view_of(officer: Officer, row: Complaint, now: datetime, *, shown: Mapping[str, str] | None = None) -> CaseView:
    """The case as `officer` sees it; `shown` holds values that were just unmasked."""
    facts = case.facts_of(row)
    buttons = states.available_actions(row.state, facts, access.actions_of(officer, row))
    if facts.published:
        buttons = [one for one in buttons if one.action != states.PUBLISH]
    pauses = list(row.pauses.order_by("since")[:CHAIN_AT_MOST])
    pause = next((one for one in pauses if one.until is None), None)
    return CaseView(
        complaint=row,
        facts=facts,
        open_actions=[one for one in buttons if one.allowed],
        closed_actions=[one for one in buttons if not one.allowed],
        said=said_on(row),
        files=files_of_case(row),
        answers=answers_of(row),
        chain=chain_of(row),
        climbed=list(row.escalations.select_related("organisation").order_by("at")[:CHAIN_AT_MOST]),
        pause=pause,
        clocks=clocks_of(row, now),
        personal=personal_of(officer, row, shown or {}),
        like=like(officer, row),
        joined=list(row.duplicates.order_by("pk")[:JOINED_AT_MOST]),
        followers=row.followers.count(),
        lines=history(row.reference),
        messages=messaging.outbox_of(row.reference, limit=20),
    )


def report_of(row: Complaint) -> Report:
    return Report(files_of(row.reference), answers_of(row))


def said_on(row: Complaint) -> list[Said]:
    """What was said, oldest first, each with its files; two queries."""
    entries = list(row.entries.select_related("by", "organisation").order_by("at", "pk")[:SAID_AT_MOST])
    found: dict[str, list[Attachment]] = {}
    owned = Attachment.objects.filter(owner_kind=ENTRY_KIND, owner_number__in=[str(entry.pk) for entry in entries])
    for file in owned.order_by("created_at", "id"):
        found.setdefault(file.owner_number, []).append(file)
    return [Said(entry, found.get(str(entry.pk), [])) for entry in entries]


def chain_of(row: Complaint) -> list[Disposition]:
    """The hand-overs in their order; one query."""
    rows = row.dispositions.select_related("from_organisation", "to_organisation", "by")
    return list(rows.order_by("at", "pk")[:CHAIN_AT_MOST])


def answers_of(row: Complaint) -> list[tuple[str, str]]:
    """The category's questions with what was answered, in words; one query, none without answers."""
    given = json.loads(row.answers or "{}")
    if not given:
        return []
    found = []
    for question in Question.objects.filter(category=row.category_id, code__in=list(given)).order_by("order"):
        found.append((question.words, question.answered(given[question.code])))
    return found


def clocks_of(row: Complaint, now: datetime) -> list[Clock]:
    """The limits that still run, the nearest first: verification or follow-up, and the whole case; no query."""
    kept = [("Jawaban", row.due_explanation)]
    if row.round > 1 and row.state in states.WORKING:
        kept = [("Jawaban kembali", row.follow_up_explanation)]
    elif row.state == states.RECEIVED:
        kept.insert(0, ("Verifikasi", row.verify_explanation))
    elif row.state in states.WORKING and row.followed_up_at is None:
        kept.insert(0, ("Tindak lanjut pertama", row.follow_up_explanation))
    elif row.state == states.ANSWERED:
        kept.insert(0, ("Menutup sendiri", row.closes_explanation))
    return [_clock(title, Due.from_json(data), row, now) for title, data in kept if data and "counted" in data]


def _clock(title: str, due: Due, row: Complaint, now: datetime) -> Clock:
    day = now.astimezone(row.organisation.zone).date()
    over = row.closed_at or (row.answered_at if row.state == states.ANSWERED and title == "Jawaban" else None)
    until = over.astimezone(row.organisation.zone).date() if over else day
    weeks = calendar_weeks(due, today=None if over else day)
    first, last = due.start.date(), due.at.date()
    days = [cell for week in weeks for cell in week if first <= cell.date <= last]
    used = sum(1 for counted in due.counted if counted <= until)
    return Clock(title, due, used, days, explain(due), is_late=over is None and due.at < now)


def personal_of(officer: Officer, row: Complaint, shown: Mapping[str, str]) -> list[Personal]:
    """The reporter's values that there are, masked; none of an anonymous one."""
    reporter = access.reporter_of(officer, row)
    found = []
    for field, (label, mask) in MASKS.items():
        if value := str(getattr(reporter, field)):
            found.append(Personal(field, label, mask(value), shown.get(field, "")))
    return found


def like(officer: Officer, row: Complaint) -> list[Complaint]:
    """Cases that may be the same: within 50 metres, of the same person, or of the same service and category.

    Within twelve weeks either way. Nothing joins an anonymous report to its reporter. Two queries.
    """
    near = Q(pk__in=[])
    if row.latitude is not None and row.longitude is not None:
        near |= Q(
            latitude__range=(row.latitude - NEAR, row.latitude + NEAR),
            longitude__range=(row.longitude - NEAR, row.longitude + NEAR),
        )
    if row.category_id:
        near |= Q(category=row.category_id, service=row.service_id, about=row.about_id)
    since, until = row.received_at - LIKE_WITHIN, row.received_at + LIKE_WITHIN
    mine = access.visible_to(officer).select_related("organisation").exclude(pk=row.pk).order_by("-received_at", "-pk")
    around = mine.filter(near, organisation=row.organisation_id, received_at__range=(since, until))
    found = {one.pk: one for one in around[:LIKE_AT_MOST]}
    if not row.anonymous and row.contact_id:
        same = mine.filter(contact=row.contact_id, anonymous=False, received_at__range=(since, until))
        found |= {one.pk: one for one in same[:LIKE_AT_MOST]}
    return list(found.values())[:LIKE_AT_MOST]


def facts_of(row: Complaint) -> states.Facts:
    return case.facts_of(row)


def file_of(row: Complaint, file: UUID) -> Attachment | None:
    """A file of this case or of something said on it; None for any other."""
    attachment = Attachment.objects.filter(pk=file).first()
    if attachment is None:
        return None
    if attachment in files_of_case(row):
        return attachment
    number = attachment.owner_number
    of_entry = attachment.owner_kind == ENTRY_KIND and number.isdigit()
    return attachment if of_entry and row.entries.filter(pk=int(number)).exists() else None
