"""Plan an improvement for a finding, note how far it is, complete it with proof, drop it with a reason."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from melayani.foundation.audit import SYSTEM, Actor, record
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.models import Person
from melayani.oversight.facilities import access, rules, states, telling
from melayani.oversight.facilities.actions.checking import Finding, record_check
from melayani.oversight.facilities.inventory import inventory_on
from melayani.oversight.facilities.keeping import locked
from melayani.oversight.facilities.models import FacilityCheck, Improvement, Progress

REMIND_AGAIN = timedelta(days=7)
WORDS = 300  # letters of a plan, a step, a reason


class ImprovementRefused(Exception):
    """The actor may not, or the improvement cannot be planned or moved so; the text says why and what to do."""


def plan_improvement(
    *,
    actor: Actor,
    organisation: Organisation,
    item: str,
    plan: str,
    owner: Person,
    deadline: date,
    now: datetime,
) -> Improvement:
    """Plan what is done about the newest finding of an item, by whom and until when; the owner is told.

    Raises ImprovementRefused: without the right, without a finding that calls for work, for an owner who may not check
    there, for a past day, or while another one runs for the item. Records facility.improvement_planned.
    """
    _demand_right(actor, organisation)
    words = _words(plan, _("Tuliskan apa yang akan dikerjakan."))
    _demand_terms(organisation, owner, deadline, now)
    with transaction.atomic():
        locked(organisation)
        row = Improvement.objects.create(
            organisation=organisation,
            item=item,
            finding=_finding(organisation, item),
            plan=words,
            owner=owner,
            deadline=deadline,
            due_at=rules.end_of(deadline, organisation.zone),
            created_at=now,
            created_by_id=actor.person_id,
        )
        _record("facility.improvement_planned", actor, row, now, deadline=deadline.isoformat())
        if owner.pk != actor.person_id:
            telling.tell_owner(row, "planned", now=now)
    return row


def note_progress(*, actor: Actor, improvement: Improvement, percent: int, text: str, now: datetime) -> Progress:
    """Note what was done and how far it is, 0 to 99 percent: 100 is said by completing it with proof.

    Raises ImprovementRefused. Records facility.improvement_moved.
    """
    words = _words(text, _("Tuliskan apa yang sudah dikerjakan."))
    if not 0 <= percent <= 99:
        raise ImprovementRefused(_("Isi 0 sampai 99 persen. Bila sudah selesai, tandai selesai dengan buktinya."))
    with transaction.atomic():
        row = _opened(actor, improvement, states.REPORT_PROGRESS)
        row.percent = percent
        row.save(update_fields=["percent"])
        step = Progress.objects.create(improvement=row, at=now, by_id=actor.person_id, percent=percent, text=words)
        _record("facility.improvement_moved", actor, row, now, percent=percent)
    return step


def complete_improvement(
    *,
    actor: Actor,
    improvement: Improvement,
    text: str,
    now: datetime,
    photo: UUID | None = None,
    photo_alt: str = "",
) -> Improvement:
    """Say that it is done: whoever completes has seen the thing, so it is checked as there and good, with the photo.

    Raises ImprovementRefused, CheckRefused. Records facility.checked and facility.improvement_done.
    """
    words = _words(text, _("Tuliskan apa yang sudah diperbaiki."))
    with transaction.atomic():
        row = _opened(actor, improvement, states.COMPLETE)
        today = now.astimezone(row.organisation.zone).date()
        (row.proof,) = record_check(
            actor=actor,
            organisation=row.organisation,
            section=_section_of(row, today),
            findings=[_mended(row, words, photo, photo_alt)],
            checked_on=today,
            now=now,
        )
        row.state, row.percent, row.ended_at = states.DONE, 100, now
        row.save(update_fields=["state", "percent", "ended_at", "proof"])
        Progress.objects.create(improvement=row, at=now, by_id=actor.person_id, percent=100, text=words)
        _record("facility.improvement_done", actor, row, now)
    return row


def drop_improvement(*, actor: Actor, improvement: Improvement, reason: str, now: datetime) -> Improvement:
    """Stop an improvement, with the reason; the finding then waits for another. Raises ImprovementRefused."""
    words = _words(reason, _("Tuliskan mengapa perbaikan ini dihentikan."))
    with transaction.atomic():
        row = _opened(actor, improvement, states.DROP)
        row.state, row.reason, row.ended_at = states.DROPPED, words, now
        row.save(update_fields=["state", "reason", "ended_at"])
        _record("facility.improvement_dropped", actor, row, now, reason=words)
    return row


def remind_owner(*, improvement: Improvement, now: datetime) -> bool:
    """Tell the owner that the deadline is over, weekly until it ends; False when there is nothing to tell."""
    with transaction.atomic():
        row = _locked(improvement)
        lately = row.reminded_at is not None and row.reminded_at > now - REMIND_AGAIN
        if row.state != states.OPEN or row.due_at >= now or lately:
            return False
        row.reminded_at = now
        row.save(update_fields=["reminded_at"])
        _record("facility.improvement_overdue", SYSTEM, row, now, deadline=row.deadline.isoformat())
        telling.tell_owner(row, "overdue", now=now)
    return True


def _demand_terms(organisation: Organisation, owner: Person, deadline: date, now: datetime) -> None:
    if deadline < now.astimezone(organisation.zone).date():
        raise ImprovementRefused(_("Tenggat sudah lewat. Pilih hari ini atau sesudahnya."))
    if not access.owners_at(organisation, now).filter(pk=owner.pk).exists():
        raise ImprovementRefused(_("Pilih penanggung jawab yang bertugas memeriksa sarana di tempat ini."))


def _finding(organisation: Organisation, item: str) -> FacilityCheck:
    """The finding in force, when it calls for work and nothing is done about it yet."""
    found = FacilityCheck.objects.current().filter(organisation=organisation, item=item).first()
    if found is None or not rules.needs_work(state=found.state, condition=found.condition):
        raise ImprovementRefused(_("Butir ini tidak perlu diperbaiki menurut pemeriksaan terakhir."))
    if Improvement.objects.open().filter(organisation=organisation, item=item).exists():
        raise ImprovementRefused(_("Perbaikan untuk butir ini sudah berjalan. Catat kemajuannya di sana."))
    return found


def _section_of(row: Improvement, today: date) -> str:
    item = inventory_on(today).item(row.item)
    if item is None:
        raise ImprovementRefused(_("Butir ini tidak ada lagi dalam daftar yang berlaku. Hentikan perbaikan ini."))
    return item.section


def _mended(row: Improvement, words: str, photo: UUID | None, photo_alt: str) -> Finding:
    """The thing as it stands now: there and good, otherwise as it was found last."""
    held = FacilityCheck.objects.current().get(organisation=row.organisation, item=row.item)
    return Finding(
        item=row.item,
        state=rules.MET,
        count=held.count,
        condition="good",
        floor=held.floor,
        note=words[:200],
        photo=photo,
        photo_alt=photo_alt,
        mandatory=held.mandatory,
    )


def _demand_right(actor: Actor, organisation: Organisation) -> None:
    if not access.may_check(actor, organisation):
        raise ImprovementRefused(_("Anda tidak berwenang memeriksa sarana di tempat ini."))


def _words(text: str, missing: str) -> str:
    words = text.strip()
    if not words:
        raise ImprovementRefused(missing)
    if len(words) > WORDS:
        raise ImprovementRefused(_("Paling banyak 300 huruf."))
    return words


def _locked(improvement: Improvement) -> Improvement:
    rows = Improvement.objects.select_for_update(of=("self",)).select_related("organisation", "owner")
    return rows.get(pk=improvement.pk)


def _opened(actor: Actor, improvement: Improvement, verb: str) -> Improvement:
    """The improvement, locked, when the actor may act and the step is in the table."""
    _demand_right(actor, improvement.organisation)
    locked(improvement.organisation)  # before the improvement itself, as a walk does
    row = _locked(improvement)
    if states.next_state(row.state, verb) is None:
        raise ImprovementRefused(_("Perbaikan ini sudah berakhir."))
    return row


def _record(name: str, actor: Actor, row: Improvement, now: datetime, **data: Any) -> None:
    told = {"item": row.item, "plan": row.plan, **data}
    record(name, actor=actor, subject=row.reference, organisation=row.organisation, data=told, now=now)
