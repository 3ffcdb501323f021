"""The reporter's own verbs, opened by the secret of the case: complete, reply, confirm, rate, contest, withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from melayani.foundation.audit import Actor
from melayani.voice.complaints import access, case, clock, entries, joined, publishing, rules, states, telling
from melayani.voice.complaints.actions.answering import NEWS, open_again
from melayani.voice.complaints.models import Complaint, EntryKind, Publication, Visibility
from melayani.voice.complaints.rules import TEXT_MAX

SATISFACTION = range(1, 5)
NOTE_MAX = 1_000


def complete(
    *, actor: Actor, complaint: Complaint, text: str, now: datetime, secret: str = "", files: Sequence[UUID] = ()
) -> Complaint:
    """Give what the office asked for; the clocks run again from where they stood.

    Raises NotAllowed without the secret (or a role), InputRefused without words, ActionRefused when nothing is asked.
    """
    words = _typed(text, gettext("Tulis jawaban Anda."))
    with transaction.atomic():
        verb = states.completing(verified=case.lock(complaint).verified_at is not None)
        row = case.begin(verb, actor=actor, complaint=complaint, secret=secret)
        entries.say(row, EntryKind.COMPLETION, words, Visibility.REPORTER, actor=actor, now=now, files=files)
        clock.end_silence(row)
        row.state = states.next_state(row.state, verb) or row.state
        later = clock.run_again(row, now=now)
        case.keep(row, now=now)
        entries.record_event("complaint.completed", actor, row, now)
        telling.heard(row, "completed", now=now)
        case.tell_if_later(row, later, now=now)
    return row


def reply(
    *, actor: Actor, complaint: Complaint, text: str, now: datetime, secret: str = "", files: Sequence[UUID] = ()
) -> Complaint:
    """Add words to the case; after an answer the time of silence begins anew. The officers in charge are told.

    Raises NotAllowed, InputRefused, ActionRefused once the case is over.
    """
    words = _typed(text, gettext("Tulis tanggapan Anda."))
    with transaction.atomic():
        row = case.begin(states.REPLY, actor=actor, complaint=complaint, secret=secret)
        entries.say(row, EntryKind.REPLY, words, Visibility.REPORTER, actor=actor, now=now, files=files)
        if row.state == states.ANSWERED:
            clock.begin_silence(row, now)
        case.advance(row, states.REPLY, now=now)
        entries.record_event("complaint.replied", actor, row, now)
        telling.heard(row, "replied", now=now)
    return row


def confirm(
    *, actor: Actor, complaint: Complaint, secret: str, satisfaction: int | None, now: datetime, note: str = ""
) -> Complaint:
    """The reporter agrees that it is solved, and rates the handling from 1 to 4; only so is a case "resolved".

    Raises NotAllowed without the secret, InputRefused for another number, ActionRefused before an answer.
    """
    opinion = _opinion(satisfaction, note)
    with transaction.atomic():
        row = case.begin(states.CONFIRM, actor=actor, complaint=complaint, secret=secret)
        clock.end_silence(row)
        case.advance(row, states.CONFIRM, now=now, outcome=states.RESOLVED, closed_at=now, **opinion)
        entries.record_event("complaint.confirmed", actor, row, now, satisfaction=satisfaction)
        telling.heard(row, "confirmed", now=now)
        case.tell_followers(row, NEWS, now=now, news="closed")
    return row


def rate(
    *, actor: Actor, complaint: Complaint, secret: str, satisfaction: int, now: datetime, note: str = ""
) -> Complaint:
    """Rate the handling of a case that closed by silence, once. Raises NotAllowed, InputRefused, ActionRefused."""
    opinion = _opinion(satisfaction, note)
    with transaction.atomic():
        row = case.lock(complaint)
        access.demand(actor, states.CONFIRM, row, secret=secret)
        if row.outcome != states.AUTO_CLOSED or row.satisfaction is not None:
            raise rules.ActionRefused(gettext("Laporan ini tidak dapat dinilai (lagi)."))
        case.keep(row, now=now, **opinion)
        entries.record_event("complaint.rated", actor, row, now, satisfaction=satisfaction)
    return row


def contest(
    *, actor: Actor, complaint: Complaint, reason: str, now: datetime, secret: str = "", files: Sequence[UUID] = ()
) -> Complaint:
    """The reporter says that it is not solved: the case is worked on again under a new clock; "selesai" never stood.

    A case that closed by silence may be contested for some time more (LATE_WORD). A report that was joined to another
    goes its own way from here. Raises NotAllowed, InputRefused, ActionRefused.
    """
    words = _typed(reason, gettext("Tulis apa yang belum selesai."))
    with transaction.atomic():
        row = case.begin(states.CONTEST, actor=actor, complaint=complaint, secret=secret)
        until = clock.late_word_until(row)
        if until is not None and until < now:
            raise rules.ActionRefused(gettext("Waktu membuka lagi laporan ini sudah lewat. Buatlah laporan baru."))
        entries.say(row, EntryKind.CONTEST, words, Visibility.REPORTER, actor=actor, now=now, files=files)
        row.master = None
        open_again(row, states.CONTEST, now=now)
        entries.record_event("complaint.contested", actor, row, now, round=row.round)
        telling.heard(row, "contested", now=now)
        case.tell(row, "reopened", now=now, due_at=row.follow_up_due_at)
        case.tell_followers(row, NEWS, now=now, news="reopened")
    return row


def withdraw(*, actor: Actor, complaint: Complaint, secret: str, now: datetime) -> Complaint:
    """The reporter takes the report back: work stops, the public sees it no more, joined reports go on without it.

    Raises NotAllowed without the secret, ActionRefused once it was answered.
    """
    with transaction.atomic():
        row = case.begin(states.WITHDRAW, actor=actor, complaint=complaint, secret=secret)
        end_withdrawn(row, actor=actor, now=now)
        entries.record_event("complaint.withdrawn", actor, row, now)
        telling.heard(row, "withdrawn", now=now)
        case.tell(row, "withdrawn", now=now)
    return row


def end_withdrawn(row: Complaint, *, actor: Actor, now: datetime) -> None:
    """Close a case as withdrawn: by the reporter's word, or because a report was never completed."""
    clock.end_pauses(row, now=now)
    clock.end_silence(row)
    joined.hand_on(row, actor=actor, now=now)
    hidden = publishing.taken_away(Publication.WITHHELD) if row.publication == Publication.PUBLISHED else {}
    if hidden:
        publishing.seal(row, actor=actor, now=now)
    case.advance(row, states.WITHDRAW, now=now, outcome=states.WITHDRAWN, closed_at=now, **hidden)


def _typed(text: str, missing: str) -> str:
    words = rules.clean(text)
    if not words:
        raise rules.InputRefused({"text": missing})
    if len(words) > TEXT_MAX:
        raise rules.InputRefused({"text": gettext("Paling panjang 10.000 huruf. Singkat, atau lampirkan sebagai PDF.")})
    return words


def _opinion(satisfaction: int | None, note: str) -> dict[str, Any]:
    if satisfaction is not None and satisfaction not in SATISFACTION:
        raise rules.InputRefused({"satisfaction": gettext("Pilih satu dari empat.")})
    words = rules.clean(note)
    if len(words) > NOTE_MAX:
        raise rules.InputRefused({"note": gettext("Pesan paling panjang 1.000 huruf.")})
    return {"satisfaction": satisfaction, "satisfaction_note": words}
