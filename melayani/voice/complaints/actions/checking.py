"""Verify, ask the reporter to complete, reject, change class, kind, or what the report is about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from melayani.delivery.catalogue.models import Service
from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Organisation
from melayani.voice.complaints import case, clock, entries, joined, publishing, rules, states, telling
from melayani.voice.complaints.models import Category, Complaint, ComplaintClass, EntryKind, Visibility
from melayani.voice.complaints.rules import CASE, FOLLOW_UP_CLOCK, filing


def verify(
    *,
    actor: Actor,
    complaint: Complaint,
    complaint_class: str,
    now: datetime,
    category: Category | None = None,
    about: Organisation | None = None,
    service: Service | None = None,
) -> Complaint:
    """Give a new report its class, by which its limit runs, and what it is about where the reporter did not say.

    One about misconduct goes to the organisation above `about` at once, whose officers are told.
    Raises NotAllowed, ActionRefused.
    """
    _check_class(complaint_class)
    with transaction.atomic():
        row = case.begin(states.VERIFY, actor=actor, complaint=complaint)
        before = row.organisation_id, row.coordinator_id
        changes = _put(row, now, category=category, about=about, service=service, complaint_class=complaint_class)
        row.publication = changes.get("publication", row.publication)
        changes |= publishing.at_once(row, now)
        row.verified_at = now
        clock.set_clocks(row, CASE, FOLLOW_UP_CLOCK)
        case.advance(row, states.VERIFY, now=now, verified_at=now, **changes)
        class_words = row.get_complaint_class_display().lower()
        entries.record_event("complaint.verified", actor, row, now, class_words=class_words)
        case.tell(row, "verified", now=now, class_words=telling.class_words(row))
        if before != (row.organisation_id, row.coordinator_id):
            telling.lifted_up(row, now=now)
    return row


def reclassify(*, actor: Actor, complaint: Complaint, complaint_class: str, reason: str, now: datetime) -> Complaint:
    """Change the class, with a reason; the limit is counted anew from the same start.

    "Oversight" pulls the case above the unit it is about and out of the public list. Raises NotAllowed, ActionRefused.
    """
    _check_class(complaint_class)
    why = telling.words(reason, what="alasan perubahan golongan")
    with transaction.atomic():
        row = case.begin(states.RECLASSIFY, actor=actor, complaint=complaint)
        if row.complaint_class == complaint_class:
            raise rules.ActionRefused("Laporan ini sudah digolongkan demikian.")
        before, holder = row.get_complaint_class_display().lower(), (row.organisation_id, row.coordinator_id)
        changes = _put(row, now, actor=actor, complaint_class=complaint_class)
        clock.set_clocks(row, CASE)
        case.advance(row, states.RECLASSIFY, now=now, **changes)
        class_words = row.get_complaint_class_display().lower()
        entries.record_event(
            "complaint.reclassified", actor, row, now, from_words=before, class_words=class_words, reason=why
        )
        case.tell(row, "reclassified", now=now, class_words=telling.class_words(row), due_at=telling.promise(row))
        if holder != (row.organisation_id, row.coordinator_id):
            telling.lifted_up(row, now=now)
    return row


def set_about(
    *,
    actor: Actor,
    complaint: Complaint,
    now: datetime,
    about: Organisation | None = None,
    service: Service | None = None,
    category: Category | None = None,
) -> Complaint:
    """Say (anew) which unit, service or category a report is about; what is not given stays.

    A guarded report is pulled above the unit now named. Raises NotAllowed, ActionRefused when nothing changes.
    """
    with transaction.atomic():
        row = case.begin(states.SET_ABOUT, actor=actor, complaint=complaint)
        holder = row.organisation_id, row.coordinator_id
        given = {"unit": (row.about, about), "layanan": (row.service, service), "kategori": (row.category, category)}
        what = [name for name, (old, new) in given.items() if new is not None and new != old]
        if not what:
            raise rules.ActionRefused("Pilih unit, layanan, atau kategori yang berbeda dari sekarang.")
        changes = _put(row, now, actor=actor, category=category, about=about, service=service)
        clock.set_clocks(row)
        case.advance(row, states.SET_ABOUT, now=now, **changes)
        entries.record_event("complaint.about_changed", actor, row, now, what=telling.listed(what))
        if holder != (row.organisation_id, row.coordinator_id):
            telling.lifted_up(row, now=now)
    return row


def convert(*, actor: Actor, complaint: Complaint, kind: str, now: datetime, reason: str = "") -> Complaint:
    """Change what kind of report it is (complaint, aspiration, question); a class that no longer fits follows.

    Raises NotAllowed, ActionRefused for an unknown or the same kind, or a report about misconduct.
    """
    why = telling.words(reason, what="alasan") if reason.strip() else ""
    with transaction.atomic():
        row = case.begin(states.CONVERT, actor=actor, complaint=complaint)
        if kind not in filing.KINDS or kind == row.kind:
            raise rules.ActionRefused("Pilih jenis laporan yang lain.")
        if row.is_guarded:
            raise rules.ActionRefused("Laporan berkadar pengawasan tidak dapat diubah jenisnya.")
        before = str(row.get_kind_display()).lower()
        row.kind = kind
        changes: dict[str, Any] = {"kind": kind}
        if row.complaint_class:
            changes["complaint_class"] = row.complaint_class = rules.class_of(kind, "", conduct=False)
        clock.set_clocks(row, CASE)
        case.advance(row, states.CONVERT, now=now, **changes)
        kind_words = str(row.get_kind_display()).lower()
        entries.record_event(
            "complaint.converted", actor, row, now, from_words=before, kind_words=kind_words, reason=why
        )
        if row.complaint_class:
            case.tell(row, "reclassified", now=now, class_words=telling.class_words(row), due_at=telling.promise(row))
    return row


def request_completion(*, actor: Actor, complaint: Complaint, question: str, now: datetime) -> Complaint:
    """Ask the reporter for what is missing; the clocks stand until the answer.

    Without an answer within the limit of the data the report counts as withdrawn. Raises NotAllowed, ActionRefused.
    """
    asked = telling.words(question, what="apa yang perlu dilengkapi")
    with transaction.atomic():
        row = case.begin(states.REQUEST_COMPLETION, actor=actor, complaint=complaint)
        if row.master is not None:
            raise rules.ActionRefused(f"Laporan ini digabung ke {row.master.number}; tanyakan kepada pelapor di sana.")
        entries.say(row, EntryKind.COMPLETION_REQUEST, asked, Visibility.REPORTER, actor=actor, now=now)
        clock.note_response(row, now)
        clock.begin_waiting(row, now)
        clock.stop(row, now=now)
        case.advance(row, states.REQUEST_COMPLETION, now=now)
        entries.record_event("complaint.completion_requested", actor, row, now)
        case.tell(row, "completion_requested", now=now, question=asked, until=row.closes_at)
    return row


def reject(*, actor: Actor, complaint: Complaint, outcome: str, reason: str, now: datetime) -> Complaint:
    """Say that a report cannot be handled, of which sort that is, and why, in words for the reporter.

    Nothing is erased: it is counted, and the reporter may go on to the Ombudsman. Raises NotAllowed, ActionRefused.
    """
    if outcome not in states.REJECTIONS:
        raise rules.ActionRefused("Pilih mengapa laporan ini tidak dapat ditangani.")
    why = telling.words(reason, what="alasan untuk pelapor")
    with transaction.atomic():
        row = case.begin(states.REJECT, actor=actor, complaint=complaint)
        clock.note_response(row, now)
        clock.end_pauses(row, now=now)
        clock.end_silence(row)
        joined.hand_on(row, actor=actor, now=now)
        ending = {"outcome": outcome, "outcome_reason": why, "closed_at": now}
        case.advance(row, states.REJECT, now=now, **ending)
        words = states.OUTCOMES[outcome]
        entries.record_event(
            "complaint.rejected", actor, row, now, outcome=outcome, outcome_words=words.officer.lower()
        )
        case.tell(row, "rejected", now=now, outcome=entries.translated(words.citizen), reason=why)
    return row


def _put(row: Complaint, now: datetime, *, actor: Actor | None = None, **given: Any) -> dict[str, Any]:
    """Put what is given on the row, and what follows from it: who may hold it, what the public may see."""
    changes = {name: value for name, value in given.items() if value is not None}
    seen_by = row.is_guarded, row.about_id if row.is_guarded else None
    for name, value in changes.items():
        setattr(row, name, value)
    if actor is not None and seen_by != (row.is_guarded, row.about_id if row.is_guarded else None):
        changes |= joined.part(row, actor=actor, now=now)
    moved = telling.lifted(row, now)
    for name, value in moved.items():
        setattr(row, name, value)
    public = publishing.after_change(row)
    if public and actor is not None:
        publishing.seal(row, actor=actor, now=now)
    return {**changes, **moved, **public}


def _check_class(complaint_class: str) -> None:
    if complaint_class not in ComplaintClass.values:
        raise rules.ActionRefused("Pilih golongan laporan ini.")
