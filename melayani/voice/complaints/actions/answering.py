"""What the office says on a case: follow-ups, answers, corrections, notes; a wrong answer opened again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from melayani.foundation.audit import SYSTEM, Actor, record
from melayani.voice.complaints import case, clock, entries, joined, publishing, rules, states, telling
from melayani.voice.complaints.models import Complaint, Entry, EntryKind, Visibility
from melayani.voice.complaints.rules import ANSWER_MAX, FOLLOW_UP_CLOCK

NEWS = "follower_news"


def follow_up(*, actor: Actor, complaint: Complaint, text: str, public: bool, now: datetime) -> Complaint:
    """Note what was done; the first one keeps the limit of the first follow-up.

    `public` tells the reporter, else only officers read it. Raises NotAllowed, ActionRefused.
    """
    words = telling.words(text, what="tindak lanjut", most=ANSWER_MAX)
    with transaction.atomic():
        row = case.begin(states.FOLLOW_UP, actor=actor, complaint=complaint)
        seen = Visibility.REPORTER if public else Visibility.INTERNAL
        entries.say(row, EntryKind.FOLLOW_UP, words, seen, actor=actor, now=now)
        if public:
            clock.note_response(row, now)
        row.followed_up_at = row.followed_up_at or now
        case.advance(row, states.FOLLOW_UP, now=now, followed_up_at=row.followed_up_at)
        entries.record_event("complaint.followed_up", actor, row, now)
        if public:
            case.tell(row, "followed_up", now=now, text=words, due_at=telling.promise(row))
    return row


def answer(
    *,
    actor: Actor,
    complaint: Complaint,
    text: str,
    now: datetime,
    public_text: str = "",
    files: Sequence[UUID] = (),
) -> Complaint:
    """Answer the reporter. It is provisional: the case closes when the reporter agrees, or stays silent long enough.

    `public_text` is what everybody may read of it on a published case; without it the public reads nothing of the
    answer. Reporters of joined cases get the same words by the worker. Raises NotAllowed, ActionRefused.
    """
    words = telling.words(text, what="jawaban", most=ANSWER_MAX)
    open_words = _open_words(public_text)
    with transaction.atomic():
        row = case.begin(states.ANSWER, actor=actor, complaint=complaint)
        _answer(row, words, open_words, actor=actor, files=files, now=now)
        if row.publication == "published" and open_words:
            case.tell_followers(row, NEWS, now=now, news="answered")
        case.tell(row, "answered", now=now, text=words)
    return row


def answer_joined(*, master: Complaint, now: datetime, count: int = joined.BATCH) -> int:
    """Answer the next reports joined to an answered `master` with the same words; return how many. Safe to repeat.

    Each keeps its own number and clock, and closes by its own reporter's word or silence.
    """
    with transaction.atomic():
        top = case.lock(master)
        last = Entry.objects.filter(complaint=top).answers().order_by("-at", "-pk").first()
        if last is None or top.state not in (states.ANSWERED, states.CLOSED) or top.answered_at is None:
            return 0
        rows = list(joined.waiting(top).values_list("pk", flat=True)[:count])
        for key in rows:
            row = case.lock(Complaint(pk=key))
            open_words = last.public_text if last.visibility == Visibility.PUBLIC else ""
            _answer(row, last.text, open_words, actor=SYSTEM, now=now, place=top)
            if not joined.is_heard_already(row, top):
                case.tell(row, "answered", now=now, text=last.text)
        if rows:
            data = {"count": len(rows)}
            record(
                "complaint.joined_answered",
                actor=SYSTEM,
                subject=top.reference,
                organisation=top.organisation,
                data=data,
                now=now,
            )
    return len(rows)


def correct_joined(*, master: Complaint, now: datetime, after: int = 0, count: int = joined.BATCH) -> int:
    """Put the last correction of `master` beside the same answer of the next reports joined to it; return how many.

    Looks at `count` reports with keys above `after`; one that was answered in other words since stays as it is.
    """
    with transaction.atomic():
        top = case.lock(master)
        last = Entry.objects.filter(complaint=top, kind=EntryKind.CORRECTION).order_by("-at", "-pk").first()
        rows = list(joined.answered(top, after).values_list("pk", flat=True)[:count])
        if last is None or last.corrects is None or not rows:
            return 0
        done = sum(_correct_one(case.lock(Complaint(pk=key)), top, last, now) for key in rows)
        entries.record_event("complaint.joined_corrected", SYSTEM, top, now, count=done, after=rows[-1])
    return done


def correct_answer(
    *, actor: Actor, complaint: Complaint, entry: Entry, text: str, now: datetime, public_text: str = ""
) -> Entry:
    """Put a corrected answer beside the old one, which stays as it is; the reporter and everybody joined is told.

    Raises NotAllowed, ActionRefused for an entry that is no answer of this case, or was corrected before.
    """
    words = telling.words(text, what="jawaban yang benar", most=ANSWER_MAX)
    open_words = _open_words(public_text)
    with transaction.atomic():
        row = case.begin(states.CORRECT_ANSWER, actor=actor, complaint=complaint)
        old = Entry.objects.filter(complaint=row, pk=entry.pk).answers().first()
        if old is None:
            raise rules.ActionRefused("Pilih jawaban dari laporan ini.")
        if old.corrections.exists():
            raise rules.ActionRefused("Jawaban ini sudah diperbaiki. Perbaiki yang terbaru.")
        seen = _seen(row, open_words)
        new = entries.say(
            row, EntryKind.CORRECTION, words, seen, actor=actor, now=now, public_text=open_words, corrects=old
        )
        if row.state == states.ANSWERED:
            clock.begin_silence(row, now)  # who was told something new has the whole time to reply to it
        case.keep(row, now=now)
        entries.record_event("complaint.answer_corrected", actor, row, now)
        case.tell(row, "corrected", now=now, text=words)
        if open_words:
            case.tell_followers(row, NEWS, now=now, news="corrected")
    return new


def reopen(*, actor: Actor, complaint: Complaint, reason: str, now: datetime) -> Complaint:
    """The office itself finds its answer wanting: the case is worked on again, under a new clock.

    Also a case that silence closed: whoever comes to the counter late is heard. Raises NotAllowed, ActionRefused
    without a reason or once the case is over otherwise.
    """
    why = telling.words(reason, what="alasan membuka lagi")
    with transaction.atomic():
        row = case.begin(states.REOPEN, actor=actor, complaint=complaint)
        open_again(row, states.REOPEN, now=now)
        entries.record_event("complaint.reopened", actor, row, now, reason=why)
        case.tell(row, "reopened", now=now, due_at=row.follow_up_due_at)
        case.tell_followers(row, NEWS, now=now, news="reopened")
    return row


def add_note(*, actor: Actor, complaint: Complaint, text: str, now: datetime) -> Entry:
    """Write a note that only officers who see the case can read. Raises NotAllowed, ActionRefused."""
    words = telling.words(text, what="catatan")
    with transaction.atomic():
        row = case.begin(states.ADD_NOTE, actor=actor, complaint=complaint)
        entry = entries.say(row, EntryKind.NOTE, words, Visibility.INTERNAL, actor=actor, now=now)
        entries.record_event("complaint.note_added", actor, row, now)
    return entry


def open_again(row: Complaint, action: str, *, now: datetime) -> None:
    """Begin another round: the answer no longer stands, the follow-up clock runs anew, nothing closes by itself.

    What silence had closed is open again; its rating goes, for the reporter rates how it ends.
    """
    row.round += 1
    row.reopened_at, row.forwarded_at, row.followed_up_at, row.answered_at = now, None, None, None
    row.outcome, row.closed_at, row.satisfaction, row.satisfaction_note = "", None, None, ""
    clock.end_silence(row)
    changed = {name: getattr(row, name) for name in ROUND}
    row.state = states.next_state(row.state, action) or row.state
    clock.set_clocks(row, FOLLOW_UP_CLOCK)
    case.keep(row, now=now, **changed)


ROUND = (
    "round",
    "reopened_at",
    "forwarded_at",
    "followed_up_at",
    "answered_at",
    "master",
    "outcome",
    "closed_at",
    "satisfaction",
    "satisfaction_note",
)


def _answer(
    row: Complaint,
    words: str,
    open_words: str,
    *,
    actor: Actor,
    now: datetime,
    files: Sequence[UUID] = (),
    place: Complaint | None = None,
) -> None:
    """Write the answer, move the case, record it; the message is the caller's."""
    seen = _seen(row, open_words)
    shown = open_words if seen == Visibility.PUBLIC else ""
    entries.say(row, EntryKind.ANSWER, words, seen, actor=actor, now=now, files=files, public_text=shown)
    clock.note_response(row, now)
    row.answered_at = now
    clock.begin_silence(row, now)
    case.advance(
        row,
        states.ANSWER,
        now=now,
        answered_at=now,
        first_answered_at=row.first_answered_at or now,
        followed_up_at=row.followed_up_at or now,
    )
    more = {"master": place.number} if place else {"joined": row.duplicates.count()}
    entries.record_event("complaint.answered", actor, row, now, **more)


def _correct_one(row: Complaint, top: Complaint, correction: Entry, now: datetime) -> bool:
    """Correct the answer of one joined report when it is the one that was corrected at the master."""
    old = Entry.objects.filter(complaint=row).answers().order_by("-at", "-pk").first()
    if old is None or correction.corrects is None or old.text != correction.corrects.text:
        return False
    words, open_words = correction.text, correction.public_text
    seen = _seen(row, open_words)
    entries.say(row, EntryKind.CORRECTION, words, seen, actor=SYSTEM, now=now, public_text=open_words, corrects=old)
    if row.state == states.ANSWERED:
        clock.begin_silence(row, now)
    case.keep(row, now=now)
    entries.record_event("complaint.answer_corrected", SYSTEM, row, now, master=top.number)
    if not joined.is_heard_already(row, top):
        case.tell(row, "corrected", now=now, text=words)
    return True


def _seen(row: Complaint, open_words: str) -> str:
    return Visibility.PUBLIC if open_words and publishing.may_be_public(row) else Visibility.REPORTER


def _open_words(public_text: str) -> str:
    return telling.words(public_text, what="jawaban untuk umum", most=ANSWER_MAX) if public_text.strip() else ""
