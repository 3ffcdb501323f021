"""Watch a standard in force: checks, the dates of its review, and what caused its clauses to change."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation

from melayani.delivery.catalogue import access, rules, states
from melayani.delivery.catalogue.models import ClauseOrigin, Standard, StandardCheck
from melayani.delivery.catalogue.rules import drafting
from melayani.delivery.catalogue.steps import NotPossible, demand, locked, record_change, record_step
from melayani.foundation.audit import SYSTEM, Actor
from melayani.foundation.messaging import queue
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.rules import NotAContact
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.people.models import Membership
from melayani.foundation.people.rules import Role
from melayani.foundation.ui.format import format_day

BATCH = 100
TOLD_AT_MOST = 10


def record_check(
    *,
    standard: Standard,
    state: str,
    checked_on: date,
    finding: str,
    actor: Actor,
    now: datetime,
    component: str = "",
) -> StandardCheck:
    """Enter whether a standard in force is kept, as a whole or in one component; raises NotPossible."""
    demand(access.may_change_standards(actor, standard.service.agency))
    if standard.state not in states.IN_FORCE:
        raise NotPossible("Yang dipantau adalah standar yang berlaku.")
    if component and component not in rules.COMPONENTS or state not in dict(StandardCheck.STATES):
        raise NotPossible("Pilih bagian dan keadaannya.")
    if not finding.strip():
        raise NotPossible("Tuliskan apa yang ditemukan.")
    if checked_on > _today(standard, now):
        raise NotPossible("Tanggal pemeriksaan belum tiba.")
    with transaction.atomic():
        row = StandardCheck.objects.create(
            standard=standard,
            component=component,
            state=state,
            checked_on=checked_on,
            finding=finding.strip(),
            checked_by_id=actor.person_id,
        )
        record_change("standard.checked", standard, actor, now, component=component, state=state, check=row.pk)
    return row


def plan_review(*, standard: Standard, due: date, actor: Actor, now: datetime) -> Standard:
    """Set until when a standard in force is to be reviewed; raises NotPossible for a day that is over."""
    demand(access.may_change_standards(actor, standard.service.agency))
    if standard.state not in states.IN_FORCE:
        raise NotPossible("Yang ditinjau adalah standar yang berlaku.")
    if due <= _today(standard, now):
        raise NotPossible("Pilih tanggal yang akan datang.")
    with transaction.atomic():
        standard.review_due = due
        standard.save(update_fields=["review_due"])
        record_change("standard.review_planned", standard, actor, now, due=due.isoformat())
    return standard


def finish_review(*, standard: Standard, words: str, review_due: date, actor: Actor, now: datetime) -> Standard:
    """A reviewed standard stays as it is, until the next review; `words` say why. Raises NotPossible."""
    today = _today(standard, now)
    if not words.strip():
        raise NotPossible("Tuliskan hasil tinjauannya.")
    if review_due <= today:
        raise NotPossible("Pilih tanggal tinjauan berikutnya yang akan datang.")
    with transaction.atomic():
        StandardCheck.objects.create(
            standard=standard, state="kept", checked_on=today, finding=words.strip(), checked_by_id=actor.person_id
        )
        return record_step(standard, "keep", actor, now, reviewed_on=today, review_due=review_due)


def note_origin(
    *, standard: Standard, component: str, kind: str, words: str, actor: Actor, now: datetime, number: str = ""
) -> ClauseOrigin:
    """Note what caused a component of the version to change; the same cause twice is noted once.

    A consultation, finding, complaint or survey is named by its number; the link to it is made where pages are
    composed. Raises NotPossible without the right to it, or for a version out of force.
    """
    demand(access.may_change_standards(actor, standard.service.agency))
    if standard.state in states.FINAL:
        raise NotPossible("Versi ini sudah diganti.")
    if component not in rules.COMPONENTS or kind not in dict(ClauseOrigin.KINDS) or not words.strip():
        raise NotPossible("Pilih bagian dan sebabnya, lalu tuliskan dalam satu kalimat.")
    if kind == "consultation" and not number.strip():
        raise NotPossible("Isi nomor forum konsultasi publiknya.")
    with transaction.atomic():
        locked(standard)
        same = {"standard": standard, "component": component, "kind": kind, "number": number.strip()}
        held = ClauseOrigin.objects.filter(**same).first() if number.strip() else None
        if held is not None:
            return held
        row = ClauseOrigin.objects.create(**same, words=words.strip()[:500], noted_at=now)
        record_change("standard.origin_noted", standard, actor, now, component=component, kind=kind, number=row.number)
    return row


def withdraw_origin(*, standard: Standard, origin: int, actor: Actor, now: datetime) -> None:
    """Take back a cause (a primary key) that was noted by mistake; raises NotPossible."""
    demand(access.may_change_standards(actor, standard.service.agency))
    with transaction.atomic():
        locked(standard)
        row = ClauseOrigin.objects.filter(standard=standard, pk=origin).first()
        if row is None:
            raise NotPossible("Sebab ini tidak tercatat pada versi ini.")
        row.delete()
        told = {"component": row.component, "kind": row.kind, "number": row.number}
        record_change("standard.origin_withdrawn", standard, actor, now, **told)


def remind_of_reviews(*, now: datetime) -> int:
    """Tell the heads of units whose standards are to be reviewed within 30 days, once for each due date."""
    soon = timezone.localdate(now) + timedelta(days=drafting.REMIND_DAYS)
    rows = Standard.objects.in_force().filter(review_due__lte=soon, service__is_offered=True)
    waiting = rows.exclude(reminded_for=F("review_due")).select_related("service__agency").order_by("review_due", "pk")
    found = list(waiting[:BATCH])
    for standard in found:
        with transaction.atomic():
            standard.reminded_for = standard.review_due
            standard.save(update_fields=["reminded_for"])
            _tell_heads(standard, now)
            due = standard.review_due.isoformat() if standard.review_due else ""
            record_change("standard.review_reminded", standard, SYSTEM, now, due=due)
    return len(found)


def _tell_heads(standard: Standard, now: datetime) -> None:
    service = standard.service
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse("standards_office:version", args=[service.slug, standard.version])
    heads = Membership.objects.current(now).filter(organisation=service.agency, role=Role.HEAD, person__is_active=True)
    for duty in heads.select_related("person").order_by("pk")[:TOLD_AT_MOST]:
        try:
            contact = keep_contact(email=duty.person.email, now=now)
        except NotAContact:
            continue
        queue(
            "standard.review_due",
            to=contact,
            template="catalogue/review_due",
            context={"service": service.title, "agency": service.agency.name, "due": format_day(standard.review_due)},
            reference=Reference("service", service.slug, url=path),
            now=now,
            organisation=service.agency,
            language="id",
            dedupe_key=f"catalogue:{standard.pk}:review:{standard.review_due}:{duty.person_id}",
        )


def _today(standard: Standard, now: datetime) -> date:
    return now.astimezone(standard.service.agency.zone).date()
