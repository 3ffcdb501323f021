"""Dispositions down the tree and back, transfer to a body outside, joining duplicates under one master."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from melayani.foundation.audit import Actor, record
from melayani.foundation.organisations.models import Organisation
from melayani.voice.complaints import access, case, clock, entries, joined, papers, routing, rules, states, telling
from melayani.voice.complaints.models import Complaint, Disposition
from melayani.voice.complaints.rules import CASE, FOLLOW_UP_CLOCK

BODY_MAX = 200


def forward(*, actor: Actor, complaint: Complaint, to: Organisation, instruction: str, now: datetime) -> Complaint:
    """Give the case to another unit with an instruction; each level of the tree may pass it on further down.

    The first disposition starts the clock of the first follow-up. The reporter hears of it, and of a new one after the
    case came back. A case about misconduct never goes to the unit it is
    about, nor below. Raises NotAllowed, ActionRefused for a closed, unfit or unstaffed unit.
    """
    order = telling.words(instruction, what="arahan")
    with transaction.atomic():
        row = case.begin(states.FORWARD, actor=actor, complaint=complaint)
        _check_target(actor, row, to, now)
        before, first = row.organisation, row.forwarded_at is None and row.round == 1
        anew = row.state == states.VERIFIED  # it had come back: the reporter knows of another unit
        if first:
            row.forwarded_at = now
        row.organisation = to
        if first:
            clock.set_clocks(row, FOLLOW_UP_CLOCK)
        Disposition.objects.create(
            complaint=row,
            from_organisation=before,
            to_organisation=to,
            instruction=order,
            by_id=actor.person_id,
            at=now,
            due_at=row.follow_up_due_at,
        )
        case.advance(row, states.FORWARD, now=now, organisation=to, forwarded_at=row.forwarded_at)
        entries.record_event("complaint.forwarded", actor, row, now, **{"from": before.name, "to": to.name})
        if not telling.in_charge(
            row, "officer_disposition", now=now, giver=before.name, instruction=order, **_dues(row)
        ):
            raise rules.ActionRefused(f"{to.name} belum memiliki pejabat penghubung. Pilih unit lain.")
        if first or anew:
            case.tell(row, "forwarded", now=now, to=to.name)
    return row


def return_disposition(*, actor: Actor, complaint: Complaint, reason: str, now: datetime) -> Complaint:
    """Give the case back to who disposed it, with a reason; the clocks run on, the disposition stays on record.

    The reporter hears when it is back where it was received, without the reason, which is for colleagues.

    Raises NotAllowed, ActionRefused without a disposition.
    """
    why = telling.words(reason, what="alasan pengembalian")
    with transaction.atomic():
        row = case.begin(states.RETURN_DISPOSITION, actor=actor, complaint=complaint)
        given = case.open_disposition(row)
        if given is None:
            raise rules.ActionRefused("Tidak ada disposisi yang dapat dikembalikan.")
        given.returned_at, given.return_reason = now, why
        given.save(update_fields=["returned_at", "return_reason"])
        before, back = row.organisation, _home(row, given.from_organisation, now)
        row.organisation = back
        case.advance(row, states.RETURN_DISPOSITION, now=now, organisation=back)
        entries.record_event(
            "complaint.disposition_returned", actor, row, now, **{"from": before.name, "to": back.name}
        )
        telling.in_charge(row, "officer_returned", now=now, giver=before.name, reason=why, due_at=telling.promise(row))
        if (
            back.pk == row.coordinator_id
        ):  # further down the reporter was told of no disposition, so of no return either
            case.tell(row, "came_back", now=now, unit=before.name, to=back.name)
    return row


def transfer_out(*, actor: Actor, complaint: Complaint, body: str, reason: str, now: datetime) -> Complaint:
    """Pass a report on to a body outside by a numbered letter, which the reporter can download; the case ends here.

    Raises NotAllowed, ActionRefused without the body's name or a reason.
    """
    whom = telling.words(body, what="nama lembaga tujuan", most=BODY_MAX)
    why = telling.words(reason, what="alasan pelimpahan")
    with transaction.atomic():
        row = case.begin(states.TRANSFER_OUT, actor=actor, complaint=complaint)
        clock.note_response(row, now)
        clock.end_silence(row)
        letter = papers.transfer_letter(row, body=whom, reason=why, actor=actor, now=now)
        joined.hand_on(row, actor=actor, now=now)
        ending = {"outcome": states.TRANSFERRED, "outcome_reason": why, "transferred_to": whom, "closed_at": now}
        case.advance(row, states.TRANSFER_OUT, now=now, **ending)
        entries.record_event("complaint.transferred", actor, row, now, body=whom, document=letter.number)
        case.tell(row, "transferred", now=now, body=whom, reason=why, document=letter.number)
    return row


def merge_into(*, actor: Actor, complaint: Complaint, master: Complaint, now: datetime) -> Complaint:
    """Join a report to another about the same matter: its number and clock stay, its reporter gets the same answer.

    Raises NotAllowed when either case is not the actor's to decide, ActionRefused when they cannot be joined.
    """
    with transaction.atomic():
        for key in sorted(
            {complaint.pk, master.pk}
        ):  # the same order for everybody: two officers cannot block each other
            case.lock(Complaint(pk=key))
        row = case.begin(states.MERGE_INTO, actor=actor, complaint=complaint)
        top = case.lock(master)
        access.demand(actor, states.MERGE_INTO, top)
        _check_pair(row, top)
        changes: dict[str, Any] = {"master": top}
        row.master = top
        if not row.complaint_class:
            changes |= {"complaint_class": top.complaint_class, "verified_at": now}
            row.complaint_class, row.verified_at = top.complaint_class, now
            clock.set_clocks(row, CASE)
        case.advance(row, states.MERGE_INTO, now=now, **changes)
        entries.record_event("complaint.merged", actor, row, now, master=top.number)
        record(
            "complaint.joined_to",
            actor=actor,
            subject=top.reference,
            organisation=top.organisation,
            data={"number": row.number},
            now=now,
        )
        case.tell(row, "merged", now=now, dedupe=top.number)
    return row


def _check_target(actor: Actor, row: Complaint, to: Organisation, now: datetime) -> None:
    if to.pk == row.organisation_id:
        raise rules.ActionRefused(f"Laporan ini sudah di {to.name}. Pilih unit lain.")
    if not to.is_open_on(now.astimezone(to.zone).date()):
        raise rules.ActionRefused(f"{to.name} sudah tutup. Pilih unit lain.")
    if not access.may_hold(row, to):
        raise rules.ActionRefused(
            "Laporan ini berkadar pengawasan: tidak dapat diberikan kepada unit yang diadukan atau di bawahnya."
        )
    coordinates = access.may_at(actor, states.FORWARD, row.coordinator)
    if not coordinates and not to.path.startswith(row.organisation.path):
        raise rules.ActionRefused(
            "Unit hanya dapat meneruskan ke bagian di bawahnya. Kembalikan disposisi bila bukan urusan unit ini."
        )


def _home(row: Complaint, organisation: Organisation, now: datetime) -> Organisation:
    """Where a returned case goes: to who gave it, or to the coordinator when that is closed or may not hold it."""
    back = routing.open_or_above(organisation, now.astimezone(organisation.zone).date())
    if back is None or back.pk == row.organisation_id or not access.may_hold(row, back):
        return row.coordinator
    return back


def _check_pair(row: Complaint, top: Complaint) -> None:
    """Joined reporters read the same words, so both must be seen by the same people."""
    if row.pk == top.pk:
        raise rules.ActionRefused("Pilih laporan induk yang lain, bukan laporan ini sendiri.")
    if top.master is not None:
        raise rules.ActionRefused(f"{top.number} sendiri digabung ke {top.master.number}; gabungkan ke sana.")
    if top.state not in states.WORKING | {states.NEEDS_COMPLETION} or not top.complaint_class:
        raise rules.ActionRefused(f"{top.number} belum diverifikasi atau sudah dijawab; pilih induk yang lain.")
    guarded = row.is_guarded or top.is_guarded
    if guarded and (row.is_guarded != top.is_guarded or row.about_id != top.about_id):
        raise rules.ActionRefused(
            "Laporan berkadar pengawasan hanya dapat digabung dengan laporan yang sama golongan dan unit terlapornya."
        )


def _dues(row: Complaint) -> dict[str, datetime | None]:
    return {"follow_up_due_at": row.follow_up_due_at, "due_at": row.due_at if row.round == 1 else None}
