"""What the forum agrees on while it runs: how it went, proposals with the agency's answer, commitments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from melayani.foundation.audit import Actor
from melayani.voice.consultations import rules, states
from melayani.voice.consultations.case import begin, next_entry, record_event
from melayani.voice.consultations.models import Commitment, Consultation, Proposal, Record
from melayani.voice.consultations.rules import planning, recording
from melayani.voice.consultations.rules.words import REASON_MAX, clean, demand

PROPOSALS_MAX, COMMITMENTS_MAX, SUMMARY_MAX = 100, 60, 12_000


def write_minutes(*, actor: Actor, consultation: Consultation, summary: str, now: datetime) -> Record:
    """Keep how the discussion went, for the minutes. Raises NotAllowed, InputRefused, ActionRefused."""
    text = clean(summary, SUMMARY_MAX)
    demand(summary="" if text else "Tulis jalannya pembahasan.")
    with transaction.atomic():
        row = begin(states.WRITE, actor=actor, row=consultation, now=now)
        found, _ = Record.objects.update_or_create(consultation=row, defaults={"summary": text})
        record_event("minutes_written", actor=actor, row=row, now=now)
    return found


def add_proposal(
    *, actor: Actor, consultation: Consultation, text: str, entries: Iterable[int] = (), now: datetime
) -> Proposal:
    """Note a proposal, gathered from contributions (`entries`). Raises NotAllowed, InputRefused, ActionRefused."""
    words, wanted = clean(text, REASON_MAX * 2), sorted(set(entries))
    with transaction.atomic():
        row = begin(states.WRITE, actor=actor, row=consultation, now=now)
        sources = list(row.contributions.filter(entry__in=wanted))
        unknown = sorted(set(wanted) - {one.entry for one in sources})
        demand(
            text="" if words else "Tulis usulannya.",
            entries=f"Tidak ada masukan nomor {', '.join(map(str, unknown))}." if unknown else "",
        )
        if row.proposals.count() >= PROPOSALS_MAX:
            raise rules.ActionRefused(f"Paling banyak {PROPOSALS_MAX} usulan dalam satu berita acara.")
        found = Proposal.objects.create(consultation=row, entry=next_entry(row), text=words)
        found.contributions.set(sources)
        record_event("proposal_added", actor=actor, row=row, now=now, entry=found.entry)
    return found


def drop_proposal(*, actor: Actor, proposal: Proposal, now: datetime) -> None:
    """Take back a proposal written down by mistake or twice, before signing. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = begin(states.WRITE, actor=actor, row=proposal.consultation, now=now)
        if proposal.commitments.exists():
            raise rules.ActionRefused("Usulan ini sudah punya komitmen. Hapus komitmennya lebih dahulu.")
        record_event("proposal_dropped", actor=actor, row=row, now=now, entry=proposal.entry)
        row.proposals.filter(pk=proposal.pk).delete()


def answer_proposal(*, actor: Actor, proposal: Proposal, answer: str, reason: str = "", now: datetime) -> Proposal:
    """What the agency says to a proposal: accepted, partly or not, with the reason that everybody reads.

    Raises NotAllowed, InputRefused, ActionRefused.
    """
    why = recording.check_answer(answer, reason)
    with transaction.atomic():
        row = begin(states.WRITE, actor=actor, row=proposal.consultation, now=now)
        found = Proposal.objects.get(pk=proposal.pk)
        if answer == planning.REFUSED and found.commitments.exists():
            raise rules.ActionRefused("Usulan ini sudah punya komitmen. Hapus komitmennya lebih dahulu.")
        found.answer, found.reason, found.answered_at = answer, why, now
        found.save(update_fields=["answer", "reason", "answered_at"])
        words = found.get_answer_display()
        record_event("proposal_answered", actor=actor, row=row, now=now, entry=found.entry, answer=words)
    return found


def commit(
    *,
    actor: Actor,
    consultation: Consultation,
    action: str,
    responsible: str,
    due: date,
    proposal: Proposal | None = None,
    now: datetime,
) -> Commitment:
    """Promise an action with a day and the post that answers for it. Raises NotAllowed, InputRefused, ActionRefused."""
    with transaction.atomic():
        row = begin(states.WRITE, actor=actor, row=consultation, now=now)
        words, post = recording.check_commitment(action, responsible, due, today=row.today(now))
        if proposal is not None and proposal.answer not in (planning.ACCEPTED, planning.PARTLY):
            raise rules.InputRefused({"proposal": "Jawab dahulu usulan ini: diterima atau diterima sebagian."})
        if row.commitments.count() >= COMMITMENTS_MAX:
            raise rules.ActionRefused(f"Paling banyak {COMMITMENTS_MAX} komitmen dalam satu berita acara.")
        entry = (row.commitments.aggregate(last=Max("entry"))["last"] or 0) + 1
        given = {"proposal": proposal, "action": words, "responsible": post, "due": due, "created_at": now}
        found = Commitment.objects.create(consultation=row, entry=entry, **given)
        record_event("committed", actor=actor, row=row, now=now, entry=entry, action=words, due=f"{due:%d/%m/%Y}")
    return found


def drop_commitment(*, actor: Actor, commitment: Commitment, now: datetime) -> None:
    """Take back what was written down by mistake, before the record is signed. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = begin(states.WRITE, actor=actor, row=commitment.consultation, now=now)
        what = {"entry": commitment.entry, "action": commitment.action}
        record_event("commitment_dropped", actor=actor, row=row, now=now, **what)
        row.commitments.filter(pk=commitment.pk).delete()
