"""What became of the promises: progress with evidence, done, the clause that changed; reminders; forgetting people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.audit import SYSTEM, Actor
from melayani.voice.consultations import access, clauses, lists, rules, states, telling
from melayani.voice.consultations.case import advance, begin, lock, record_event, write
from melayani.voice.consultations.models import Commitment, Consultation, Progress
from melayani.voice.consultations.rules.words import REASON_MAX, clean, demand
from melayani.voice.consultations.states import commitments

RUNNING = frozenset({states.RECORD_SIGNED, states.PUBLISHED})


def report_progress(
    *, actor: Actor, commitment: Commitment, text: str, file: UUID | None = None, now: datetime
) -> Progress:
    """Tell how far a commitment is, with a file as evidence when there is one; followers hear of it.

    Raises NotAllowed, InputRefused, ActionRefused, NotYours (of the attachments).
    """
    words = clean(text, REASON_MAX)
    demand(text="" if words else "Tulis apa yang sudah dilakukan.")
    with transaction.atomic():
        row, found = _running(actor, commitment, commitments.REPORT)
        taken = attachments.claim(ids=[file], owner=row.reference, actor=actor, now=now)[0] if file else None
        step = Progress.objects.create(commitment=found, text=words, attachment=taken, at=now)
        record_event("progress_reported", actor=actor, row=row, now=now, **_what(found))
    return step


def finish_commitment(
    *, actor: Actor, commitment: Commitment, done_on: date, evidence: str, now: datetime
) -> Commitment:
    """A promise is kept, and what shows it; the last one of a published consultation closes it.

    Raises NotAllowed, InputRefused, ActionRefused.
    """
    proof = clean(evidence, REASON_MAX)
    with transaction.atomic():
        row, found = _running(actor, commitment, commitments.FINISH)
        first = row.held_on or done_on
        demand(
            done_on="" if first <= done_on <= row.today(now) else "Tanggalnya di antara hari pertemuan dan hari ini.",
            evidence="" if proof else "Tulis apa yang menunjukkannya: alamat halaman, nomor surat, tempat foto.",
        )
        found.state, found.done_on, found.evidence = commitments.DONE, done_on, proof
        found.save(update_fields=["state", "done_on", "evidence"])
        record_event("commitment_done", actor=actor, row=row, now=now, **_what(found))
        if row.state == states.PUBLISHED and not row.commitments.filter(state=commitments.OPEN).exists():
            advance(row, states.FINISH, now=now, ended_at=now)
    return found


def reopen_commitment(*, actor: Actor, commitment: Commitment, reason: str, now: datetime) -> Commitment:
    """A promise was noted as kept by mistake: it runs again, and the reason stands among its steps, for everybody.

    A consultation that its last promise had closed runs again with it. Raises NotAllowed, InputRefused, ActionRefused.
    """
    why = clean(reason, REASON_MAX)
    demand(reason="" if why else "Tulis mengapa belum selesai; warga membacanya.")
    with transaction.atomic():
        row, found = _running(actor, commitment, commitments.REOPEN)
        found.state, found.done_on, found.evidence = commitments.FIRST, None, ""
        found.save(update_fields=["state", "done_on", "evidence"])
        Progress.objects.create(commitment=found, text=why, at=now)
        if row.state == states.FOLLOWED_UP:
            advance(row, states.REOPEN, now=now, ended_at=None)
        record_event("commitment_reopened", actor=actor, row=row, now=now, **_what(found))
    return found


def link_clause(
    *, actor: Actor, commitment: Commitment, service: str, component: str, version: int | None = None, now: datetime
) -> Commitment:
    """Say which clause of which version of a standard the commitment changed: the page of the standard can lead here.

    Without a version it is the one in force. An actor who may change that standard writes the clause's origin with it;
    a clause named by mistake before loses it.
    Raises NotAllowed, InputRefused when the office has no such service or the service no such version.
    """
    with transaction.atomic():
        row = lock(commitment.consultation)
        access.demand_work(actor, row)
        slug = service.strip()
        known = clauses.version_named(slug, version)
        version = known.version if known else version
        ours = known is not None and known.service.agency.path.startswith(row.organisation.path)
        demand(
            service="" if ours else "Kantor ini tidak punya layanan itu dengan versi standar yang Anda tulis.",
            component="" if component in lists.components() else "Pilih komponen standar yang berubah.",
        )
        found = Commitment.objects.get(pk=commitment.pk)
        before = (found.service_slug, found.component, found.version)
        found.service_slug, found.component, found.version = slug, component, version
        found.save(update_fields=["service_slug", "component", "version"])
        if before != (slug, component, version):
            clauses.move_origin(found, row, before=before, actor=actor, now=now)
        words = lists.components()[component]
        record_event("clause_linked", actor=actor, row=row, now=now, service=slug, component=words, version=version)
    return found


def finish(*, actor: Actor, consultation: Consultation, now: datetime) -> Consultation:
    """Close a published consultation that left nothing open. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = begin(states.FINISH, actor=actor, row=consultation, now=now)
        advance(row, states.FINISH, now=now, ended_at=now)
        record_event("finished", actor=actor, row=row, now=now)
    return row


def remind_overdue(*, commitment: Commitment, now: datetime) -> bool:
    """The day of a promise has passed: those who decide and the followers are told, once. Safe to run twice."""
    with transaction.atomic():
        row = lock(commitment.consultation)
        found = Commitment.objects.get(pk=commitment.pk)
        if found.state != commitments.OPEN or found.overdue_told_at is not None or not found.is_late(row.today(now)):
            return False
        found.overdue_told_at = now
        found.save(update_fields=["overdue_told_at"])
        telling.overdue(found, row, now=now)
        record_event("commitment_overdue", actor=SYSTEM, row=row, now=now, **_what(found))
    return True


def forget_people(*, consultation: Consultation, now: datetime) -> bool:
    """A year after publication names, contacts and needs of people go; what was said, counted and agreed stays.

    A name that its owner wished to be shown stays with the words; followers stay until it ended. Safe to run twice.
    """
    with transaction.atomic():
        row = lock(consultation)
        gone = row.followers.all().delete()[0] if row.state in states.OVER else 0
        if row.forgotten_at is not None and not gone:
            return False
        row.invitations.update(name="", need="", contact=None)
        row.attendances.update(name="")
        row.contributions.filter(show_name=False).update(name="", body="")
        row.contributions.update(contact=None)
        write(row, now=now, forgotten_at=now)
        record_event("people_forgotten", actor=SYSTEM, row=row, now=now)
    return True


def _what(row: Commitment) -> dict[str, Any]:
    """What an event says of the promise."""
    return {"commitment": row.pk, "entry": row.entry, "action": row.action}


def _running(actor: Actor, commitment: Commitment, verb: str) -> tuple[Consultation, Commitment]:
    row = lock(commitment.consultation)
    access.demand_work(actor, row)
    found = Commitment.objects.get(pk=commitment.pk)
    if row.state not in RUNNING and not (verb == commitments.REOPEN and row.state == states.FOLLOWED_UP):
        raise rules.ActionRefused("Komitmen berjalan sesudah berita acara ditandatangani, sampai selesai.")
    if commitments.next_state(found.state, verb) is None:
        open_one = found.state == commitments.OPEN
        raise rules.ActionRefused("Komitmen ini masih berjalan." if open_one else "Komitmen ini sudah selesai.")
    return row, found
