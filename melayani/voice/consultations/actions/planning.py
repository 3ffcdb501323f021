"""Before the meeting: the plan, its topics and files, making it known, calling it off."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.audit import Actor
from melayani.foundation.numbers.rules import make_number, read_number
from melayani.foundation.organisations.models import Organisation
from melayani.voice.consultations import access, lists, rules, states
from melayani.voice.consultations.case import advance, begin, record_event, write
from melayani.voice.consultations.models import Consultation, Material, Topic
from melayani.voice.consultations.models.consultations import LIST, MATERIAL_KINDS
from melayani.voice.consultations.rules import planning
from melayani.voice.consultations.rules.words import REASON_MAX, clean, demand

TOPICS_MAX, MATERIALS_MAX = 20, 60


def plan_consultation(*, actor: Actor, organisation: Organisation, plan: rules.Plan, now: datetime) -> Consultation:
    """Begin a consultation: nobody outside the office sees it yet. Raises NotAllowed, InputRefused."""
    access.demand_decide(actor, organisation)
    today = now.astimezone(organisation.zone).date()
    tidy = planning.check_plan(plan, now=now, today=today, running=False)
    with transaction.atomic():
        row = Consultation.objects.create(
            number=make_number("FKP"),
            organisation=organisation,
            code=secrets.token_urlsafe(18),
            created_at=now,
            updated_at=now,
            planned_by_id=actor.person_id,
            **asdict(tidy),
        )
        record_event("planned", actor=actor, row=row, now=now, purpose=row.get_purpose_display())
    return row


def change_plan(*, actor: Actor, consultation: Consultation, plan: rules.Plan, now: datetime) -> Consultation:
    """Change the plan before the meeting is over; who follows hears of a new date or place.

    Raises NotAllowed, InputRefused, ActionRefused.
    """
    with transaction.atomic():
        row = begin(states.CHANGE, actor=actor, row=consultation, now=now)
        announced = row.state != states.PLANNED
        tidy = planning.check_plan(plan, now=now, today=row.today(now), running=announced)
        if announced and tidy.opens_on is None and tidy.starts_at is None:
            raise rules.InputRefused({"starts_at": "Konsultasi ini sudah diumumkan; tanggalnya tidak boleh kosong."})
        moved = (row.starts_at, row.place, row.link, row.closes_on) != (
            tidy.starts_at,
            tidy.place,
            tidy.link,
            tidy.closes_on,
        )
        write(row, now=now, **asdict(tidy))
        record_event("moved" if announced and moved else "changed", actor=actor, row=row, now=now)
    return row


def add_topic(
    *,
    actor: Actor,
    consultation: Consultation,
    kind: str,
    reference: str = "",
    title: str = "",
    component: str = "",
    note: str = "",
    now: datetime,
) -> Topic:
    """Add what is to be discussed: a service's standard (slug), a survey element (key), a complaint (ADU), or words.

    Raises NotAllowed, InputRefused, ActionRefused.
    """
    with transaction.atomic():
        row = begin(states.CHANGE, actor=actor, row=consultation, now=now)
        found = _topic(row, kind, reference.strip(), clean(title, 250), component)
        if row.topics.count() >= TOPICS_MAX:
            raise rules.ActionRefused(f"Paling banyak {TOPICS_MAX} pokok bahasan. Buat konsultasi lain untuk sisanya.")
        found.note, found.added_at = clean(note, REASON_MAX), now
        found.save()
        record_event("topic_added", actor=actor, row=row, now=now, title=found.title)
    return found


def remove_topic(*, actor: Actor, consultation: Consultation, topic: Topic, now: datetime) -> None:
    """Take a topic out before the meeting is over. Raises NotAllowed, ActionRefused (the last one announced stays)."""
    with transaction.atomic():
        row = begin(states.CHANGE, actor=actor, row=consultation, now=now)
        if row.state != states.PLANNED and row.topics.count() == 1:
            raise rules.ActionRefused("Konsultasi yang sudah diumumkan perlu paling sedikit satu pokok bahasan.")
        record_event("topic_removed", actor=actor, row=row, now=now, title=topic.title)
        row.topics.filter(pk=topic.pk).delete()


def announce(*, actor: Actor, consultation: Consultation, now: datetime) -> Consultation:
    """Open the public page. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = begin(states.ANNOUNCE, actor=actor, row=consultation, now=now)
        advance(row, states.ANNOUNCE, now=now, announced_at=now)
        record_event("announced", actor=actor, row=row, now=now)
    return row


def cancel(*, actor: Actor, consultation: Consultation, reason: str, now: datetime) -> Consultation:
    """Call it off; guests and followers are told why. Raises NotAllowed, InputRefused, ActionRefused."""
    why = clean(reason, REASON_MAX)
    demand(reason="" if why else "Tulis alasannya; tamu dan pengikut membacanya.")
    with transaction.atomic():
        row = begin(states.CANCEL, actor=actor, row=consultation, now=now)
        advance(row, states.CANCEL, now=now, cancel_reason=why, ended_at=now)
        record_event("cancelled", actor=actor, row=row, now=now, reason=why)
    return row


def add_material(
    *,
    actor: Actor,
    consultation: Consultation,
    kind: str,
    title: str,
    file: UUID,
    is_public: bool,
    now: datetime,
) -> Material:
    """Add a file that the actor uploaded: material to read, a photo, the signed list, a report.

    Raises NotAllowed, InputRefused, NotYours (of the attachments).
    """
    with transaction.atomic():
        row = (
            Consultation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=consultation.pk)
        )
        access.demand_work(actor, row)
        words = clean(title, 160)
        demand(
            kind="" if kind in dict(MATERIAL_KINDS) else "Pilih jenis berkasnya.",
            title="" if words else "Tulis nama berkasnya, sebagaimana warga akan membacanya.",
            is_public="Daftar hadir bertanda tangan tidak ditayangkan." if kind == LIST and is_public else "",
        )
        if row.materials.count() >= MATERIALS_MAX:
            raise rules.ActionRefused(f"Paling banyak {MATERIALS_MAX} berkas.")
        taken = attachments.claim(ids=[file], owner=row.reference, actor=actor, now=now)[0]
        found = Material.objects.create(
            consultation=row, kind=kind, title=words, attachment=taken, is_public=is_public, added_at=now
        )
        record_event("material_added", actor=actor, row=row, now=now, title=words)
    return found


def remove_material(*, actor: Actor, consultation: Consultation, material: Material, now: datetime) -> None:
    """Delete a file and its bytes while the record is not signed. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = (
            Consultation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=consultation.pk)
        )
        access.demand_work(actor, row)
        if row.state not in (states.PLANNED, states.INVITED, states.HELD):
            raise rules.ActionRefused("Berita acara sudah ditandatangani; berkas yang menyertainya tetap ada.")
        file = material.attachment
        record_event("material_removed", actor=actor, row=row, now=now, title=material.title)
        material.delete()
        attachments.remove(attachment=file, actor=actor, now=now)


def _topic(row: Consultation, kind: str, reference: str, title: str, component: str) -> Topic:
    """The topic with its words looked up where the platform knows them; raises InputRefused."""
    demand(
        kind="" if kind in planning.TOPIC_KINDS else "Pilih dari mana pokok ini berasal.",
        component="" if not component or component in lists.components() else "Pilih komponennya dari daftar.",
    )
    if kind == planning.STANDARD:
        service = access.service_below(row.organisation, reference)  # also one whose first standard is a draft
        if service is None:
            raise rules.InputRefused({"service": "Pilih layanan dari kantor ini."})
        words = title or service.title
        return Topic(
            consultation=row,
            kind=kind,
            reference=service.slug,
            title=words,
            service_slug=service.slug,
            component=component,
        )
    if kind == planning.ELEMENT:
        demand(element="" if reference in lists.elements() else "Pilih unsur surveinya.")
        return Topic(consultation=row, kind=kind, reference=reference, title=title or lists.elements()[reference])
    if kind == planning.COMPLAINT:
        number = read_number(reference) or ""
        demand(
            complaint="" if number.startswith("ADU-") else "Tulis nomor pengaduan yang benar, seperti ADU-7K3Q9XBT-M.",
            title="" if title else "Tulis pokok pengaduannya tanpa nama orang; warga membacanya.",
        )
        return Topic(consultation=row, kind=kind, reference=number, title=title)
    demand(title="" if title else "Tulis apa yang dibahas.")
    return Topic(consultation=row, kind=kind, title=title)
