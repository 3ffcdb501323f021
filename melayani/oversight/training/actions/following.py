"""What units do afterwards, and what is forgotten of people in time."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from melayani.foundation.audit import Actor, record
from melayani.foundation.organisations.models import Organisation
from melayani.oversight.training import access, moving, rules
from melayani.oversight.training.models import Event, FollowUp, Registration

TEXT_MAX, RESULT_MAX = 300, 500


def give_task(
    *, actor: Actor, event: Event, organisation: Organisation, text: str, due_on: date, now: datetime
) -> FollowUp:
    """Ask a unit to do something with what was learnt; it lies on that unit's desk. Raises NotAllowed, InputRefused."""
    access.demand_organiser(actor, event.organisation)
    problems: dict[str, str] = {}
    if not text.strip() or len(text.strip()) > TEXT_MAX:
        problems["text"] = f"Tulis tugasnya, paling panjang {TEXT_MAX} huruf."
    if due_on < now.astimezone(event.organisation.zone).date():
        problems["due_on"] = "Tenggatnya sudah lewat."
    if problems:
        raise rules.InputRefused(problems)
    with transaction.atomic():
        row = FollowUp.objects.create(
            event=event, organisation=organisation, text=text.strip(), due_on=due_on, made_at=now
        )
        told = {"text": row.text, "unit": organisation.slug, "due": due_on.isoformat()}
        moving.record_event(event, "training.task_given", actor=actor, now=now, **told)
    return row


def finish_task(*, actor: Actor, task: FollowUp, result: str, now: datetime) -> FollowUp:
    """The unit (or the organiser for it) says what was done. Raises NotAllowed, InputRefused, ActionRefused."""
    if not access.may_send(actor, task.organisation):
        access.demand_organiser(actor, task.event.organisation)
    if not result.strip() or len(result.strip()) > RESULT_MAX:
        raise rules.InputRefused({"result": f"Tulis apa yang dilakukan, paling panjang {RESULT_MAX} huruf."})
    with transaction.atomic():
        rows = FollowUp.objects.select_for_update(of=("self",)).select_related("event__organisation")
        row = rows.get(pk=task.pk)
        if row.done_at is not None:
            raise rules.ActionRefused("Tindak lanjut ini sudah dinyatakan selesai.")
        row.done_at, row.done_by_id, row.result = now, actor.person_id, result.strip()
        row.save(update_fields=["done_at", "done_by", "result"])
        moving.record_event(row.event, "training.task_done", actor=actor, now=now, text=row.text)
    return row


def erase_person(*, actor: Actor, registration: Registration, now: datetime) -> Registration:
    """Forget who a participant was; office and region stay for the counts. An organiser or the worker; NotAllowed."""
    with transaction.atomic():
        row = moving.lock(registration)
        access.demand_organiser(actor, row.event.organisation)
        row.name = row.position = row.needs = row.person_hash = ""
        row.contact, row.officer, row.erased_at = None, None, now
        row.save(update_fields=["name", "position", "needs", "person_hash", "contact", "officer", "erased_at"])
        told = {"event": row.event.slug}
        record(
            "training.erased",
            actor=actor,
            subject=row.reference,
            organisation=row.event.organisation,
            data=told,
            now=now,
        )
    return row
