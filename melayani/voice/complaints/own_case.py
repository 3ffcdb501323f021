"""The reporter's page of a case: what was said, what happened, how the date was counted, what can be done now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language, gettext

from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit.queries import Line, timeline
from melayani.foundation.workdays.rules import DayCell, Due, calendar_weeks, explain
from melayani.voice.complaints import clock, states
from melayani.voice.complaints.models import ENTRY_KIND, Complaint, Entry, EntryKind
from melayani.voice.complaints.papers import files_of_case

ENTRIES_SHOWN = 200
OWN_VERBS = (states.COMPLETE, states.REPLY, states.CONFIRM, states.CONTEST, states.WITHDRAW)


@dataclass(frozen=True)
class Said:
    """An entry with its files."""

    entry: Entry
    files: list[Attachment]


@dataclass(frozen=True)
class OwnCase:
    """One complaint as its reporter reads it."""

    complaint: Complaint
    said: list[Said]
    files: list[Attachment]
    lines: list[Line]
    weeks: list[list[DayCell]]
    is_paused: bool
    is_public: bool
    can: frozenset[str]
    late_word_until: datetime | None  # of a case that silence closed: until when its reporter may open it again

    @property
    def words(self) -> states.Words:
        return self.complaint.words

    @property
    def asked_now(self) -> Entry | None:
        """What the officer wants to know, while the case waits for it."""
        if states.COMPLETE not in self.can:
            return None
        asked = [one.entry for one in self.said if one.entry.kind == EntryKind.COMPLETION_REQUEST]
        return asked[-1] if asked else None

    @property
    def standing(self) -> Entry | None:
        """The answer to agree with or to contest: the last one, or its correction."""
        answers = [one.entry for one in self.said if one.entry.kind in (EntryKind.ANSWER, EntryKind.CORRECTION)]
        return answers[-1] if answers and states.CONFIRM in self.can else None

    @property
    def can_rate(self) -> bool:
        """Whether the handling may still be rated, because the case closed while its reporter stayed silent."""
        return self.complaint.outcome == states.AUTO_CLOSED and self.complaint.satisfaction is None

    @property
    def due_sentences(self) -> list[str]:
        """Why the date is what it is, or why there is none; in the active language."""
        if not self.complaint.due_explanation:
            return [gettext("Untuk laporan semacam ini peraturan tidak menyebut jangka waktu. Kami tetap menjawab.")]
        language = "en" if (get_language() or "").startswith("en") else "id"
        return list(explain(Due.from_json(self.complaint.due_explanation), language))

    def is_late(self, now: datetime) -> bool:
        """Whether an answer was promised for a moment that is over."""
        due = self.complaint.due_at
        waiting = self.complaint.state in states.UNANSWERED and not self.is_paused
        return due is not None and due < now and waiting

    def can_go_to_ombudsman(self, now: datetime) -> bool:
        """Whether the office had its turn: it answered, refused, or let its time pass."""
        row = self.complaint
        return bool(row.first_answered_at) or row.state == states.REJECTED or self.is_late(now)


def read(complaint: Complaint, now: datetime) -> OwnCase:
    """The page of a case that its secret opened; a constant number of queries."""
    entries = list(
        Entry.objects.filter(complaint=complaint)
        .for_reporter()
        .select_related("organisation")
        .order_by("at", "pk")[:ENTRIES_SHOWN]
    )
    given = _files_of_entries(entries)
    due = Due.from_json(complaint.due_explanation) if complaint.due_explanation else None
    today = now.astimezone(complaint.coordinator.zone).date()
    until = clock.late_word_until(complaint)
    return OwnCase(
        complaint=complaint,
        said=[Said(entry, given.get(str(entry.pk), [])) for entry in entries],
        files=files_of_case(complaint),
        lines=timeline(complaint.reference),
        weeks=calendar_weeks(due, today=None if complaint.is_final else today) if due else [],
        is_paused=complaint.pauses.filter(until__isnull=True).exists(),
        is_public=Complaint.objects.published().filter(pk=complaint.pk).exists(),
        can=_possible(complaint, late=until is not None and now <= until),
        late_word_until=until,
    )


def file_of(complaint: Complaint, file_id: UUID) -> Attachment | None:
    """The file with this id when its reporter may read it: given with the report, or with what was said to them."""
    if found := next((one for one in files_of_case(complaint) if one.pk == file_id), None):
        return found
    entries = Entry.objects.filter(complaint=complaint).for_reporter().values_list("pk", flat=True)
    numbers = [str(pk) for pk in entries[:ENTRIES_SHOWN]]
    return Attachment.objects.filter(pk=file_id, owner_kind=ENTRY_KIND, owner_number__in=numbers).first()


def _possible(complaint: Complaint, *, late: bool) -> frozenset[str]:
    """The reporter's verbs that the state allows; completing reads the same before and after verification.

    `late` says that a case is closed by silence and may still be contested.
    """
    if complaint.is_final:
        return frozenset({states.CONTEST} if late else ())
    return frozenset(verb for verb in OWN_VERBS if states.next_state(complaint.state, verb) is not None)


def _files_of_entries(entries: list[Entry]) -> dict[str, list[Attachment]]:
    found: dict[str, list[Attachment]] = {}
    if entries:
        rows = Attachment.objects.filter(owner_kind=ENTRY_KIND, owner_number__in=[str(one.pk) for one in entries])
        for row in rows.exclude(state="removed").order_by("created_at", "id"):
            found.setdefault(row.owner_number, []).append(row)
    return found
