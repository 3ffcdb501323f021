"""A draw for scarce places: register with a proven contact, draw once, give the places in the order of the draw."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from melayani.delivery.appointments import candidates, holds, offers, places, rules, states, visit
from melayani.delivery.appointments.actions.booking import one_per_day
from melayani.delivery.appointments.actions.waiting import join_waiting_list
from melayani.delivery.appointments.models import Booking, DrawEntry, DrawOutcome, ReleaseKind, ReleasePlan
from melayani.delivery.appointments.visitors import Visitor, known
from melayani.foundation.audit import SYSTEM, Actor, record
from melayani.foundation.messaging import queue
from melayani.foundation.messaging.models import Contact
from melayani.foundation.numbers.rules import Reference, make_number

TRIES = 20
DRAWS_PER_TICK = 20
log = structlog.get_logger()


def register_for_draw(
    *,
    actor: Actor,
    plan: ReleasePlan,
    terms: offers.Terms,
    visitor: Visitor,
    contact: Contact | None,
    party_size: int,
    now: datetime,
    priority: bool = False,
) -> DrawEntry:
    """Register once per person and service. Raises NotAllowed for an unproven contact, ActionRefused outside the
    window, InputRefused, AlreadyBooked."""
    if contact is None:
        raise rules.NotAllowed(gettext("Buktikan dahulu nomor telepon atau e-mail Anda dengan kode sekali pakai."))
    if plan.kind != ReleaseKind.DRAW or terms.offer.organisation_id != plan.organisation_id:
        raise rules.ActionRefused(gettext("Undian ini bukan untuk layanan itu."))
    if plan.closes_at is None or not plan.opens_at <= now < plan.closes_at:
        raise rules.ActionRefused(gettext("Pendaftaran undian ini tidak sedang dibuka."))
    who = known(visitor)
    offers.demand_party(terms, party_size)
    try:
        with transaction.atomic():
            entry = DrawEntry.objects.create(
                plan=plan,
                number=make_number("JNJ"),
                service=terms.offer.service,
                party_size=party_size,
                priority=priority,
                name=who.name,
                person_hash=who.person,
                contact=contact,
                assistance=who.assistance,
                made_at=now,
            )
            _record(entry, "draw.registered", actor=actor, now=now)
            _tell(entry, "registered", now=now, closes_at=plan.closes_at, zone=plan.organisation.time_zone)
    except IntegrityError as error:
        raise rules.AlreadyBooked(gettext("Anda sudah terdaftar di undian ini untuk layanan itu.")) from error
    return entry


def draw(*, plan: ReleasePlan, now: datetime) -> ReleasePlan:
    """Draw after the registration closed: publish seed and order, give the places, put the rest on the waiting list.

    Everybody hears what came of it. What was published is never drawn anew; a run that broke off goes on with the
    published order. Raises ActionRefused, Busy.
    """
    _publish(plan, now)
    rows = DrawEntry.objects.filter(plan=plan, outcome="", rank__isnull=False)
    for entry in rows.select_related("plan__organisation", "service", "contact").order_by("rank"):
        _give_place(entry, now)
    with transaction.atomic():
        row = _lock(plan)
        if row.drawn_at is None:
            row.drawn_at = now
            row.save(update_fields=["drawn_at"])
            reference = Reference(kind="release", number=row.slug)
            data = {"what": row.name, "seed": row.result["seed"]}
            record("draw.done", actor=SYSTEM, subject=reference, organisation=row.organisation, data=data, now=now)
    return row


def draw_all(*, now: datetime) -> int:
    """Hold all draws whose registration has closed; one that fails is logged, tried again, and stops no other."""
    count = 0
    for plan in ReleasePlan.objects.to_draw(now).order_by("closes_at")[:DRAWS_PER_TICK]:
        try:
            draw(plan=plan, now=now)
            count += 1
        except rules.Busy:
            continue  # bookings are being made there: the next tick goes on with the published order
        except Exception as error:
            log.error("draw_failed", plan=plan.pk, error=repr(error))
    return count


def _publish(plan: ReleasePlan, now: datetime) -> None:
    """Fix seed and order, once."""
    with transaction.atomic():
        row = _lock(plan)
        if row.closes_at is None or row.kind != ReleaseKind.DRAW or now < row.closes_at:
            raise rules.ActionRefused("Pendaftaran undian ini belum ditutup.")
        if row.result:
            return
        entries = {entry.number: entry for entry in DrawEntry.objects.filter(plan=row)}
        seed = rules.seed_of(row.seed, entries)
        order = rules.draw_order(seed, entries)
        for rank, number in enumerate(order, 1):
            entries[number].rank = rank
        DrawEntry.objects.bulk_update(entries.values(), ["rank"], batch_size=500)
        row.result = {"secret": row.seed, "seed": seed, "order": order}
        row.save(update_fields=["result"])
        reference = Reference(kind="release", number=row.slug)
        record(
            "draw.published",
            actor=SYSTEM,
            subject=reference,
            organisation=row.organisation,
            data={"seed": seed},
            now=now,
        )


def _give_place(entry: DrawEntry, now: datetime) -> None:
    """The earliest free time for this entry, or the waiting list; else its person hears why there is none."""
    plan = entry.plan
    try:
        terms = offers.terms_of(organisation_id=plan.organisation_id, service_id=entry.service_id)
    except rules.ActionRefused:
        return _without(entry, DrawOutcome.NONE, now)  # no longer visited by appointment
    for slot in _fitting(entry, terms, now):
        try:
            _book(entry, terms, slot, now)
        except rules.AlreadyBooked:
            return _without(entry, DrawOutcome.BOOKED, now)
        except rules.ActionRefused:
            continue  # full or withdrawn meanwhile
        return None
    return _wait(entry, terms, now)


def _fitting(entry: DrawEntry, terms: offers.Terms, now: datetime) -> list[int]:
    """The first slots of the drawn days with room for the whole party."""
    plan, zone = entry.plan, entry.plan.organisation.zone
    found = candidates.times(
        terms,
        since=max(candidates.day_start(plan.first_day, zone), now),
        until=candidates.day_start(plan.last_day + timedelta(days=1), zone),
        now=now,
        priority=entry.priority,
        for_draw=True,
    )
    return [one.slot.pk for one in found if one.left >= entry.party_size][:TRIES]


def _book(entry: DrawEntry, terms: offers.Terms, slot_id: int, now: datetime) -> Booking:
    offer = terms.offer
    with one_per_day(), transaction.atomic():
        slots = places.take(
            places.chain_from(slot_id, offer.slots_needed),
            service_id=offer.service_id,
            places=entry.party_size,
            priority=entry.priority,
            now=now,
            for_draw=True,
        )
        booking = holds.new_booking(offer.organisation, offer.service_id, slots, now=now, channel=rules.DRAW)
        booking.service, booking.state = offer.service, states.BOOKED
        booking.party_size, booking.priority = entry.party_size, entry.priority
        booking.name, booking.person_hash = entry.name, entry.person_hash
        booking.contact, booking.assistance = entry.contact, entry.assistance
        booking.save(force_insert=True)
        places.give(booking, slots)
        entry.booking, entry.outcome = booking, DrawOutcome.WON
        entry.save(update_fields=["booking", "outcome"])
        visit.record_on(booking, "booking.made", actor=SYSTEM, now=now, channel=rules.DRAW, party=booking.party_size)
        visit.tell(booking, "booked", now=now)
    return booking


def _wait(entry: DrawEntry, terms: offers.Terms, now: datetime) -> None:
    plan, contact = entry.plan, entry.contact
    today = now.astimezone(plan.organisation.zone).date()
    if contact is None or plan.last_day < today:  # drawn late, after the worker stood still: nothing to wait for
        return _without(entry, DrawOutcome.NONE, now)
    visitor = Visitor(
        name=entry.name,
        phone=contact.value if contact.kind == "phone" else "",
        email=contact.value if contact.kind == "email" else "",
        assistance=tuple(key for key in entry.assistance.split(",") if key),
    )
    try:
        with transaction.atomic():
            join_waiting_list(
                actor=SYSTEM,
                terms=terms,
                visitor=visitor,
                contact=contact,
                first_day=max(plan.first_day, today),
                last_day=plan.last_day,
                party_size=entry.party_size,
                priority=entry.priority,
                now=now,
                drawn=plan.name,
            )
            entry.outcome = DrawOutcome.WAITING
            entry.save(update_fields=["outcome"])
    except rules.AlreadyBooked:
        return _without(entry, DrawOutcome.WAITING, now)  # stands in that line already, by an own wish
    except rules.InputRefused:
        return _without(entry, DrawOutcome.NONE, now)  # the service no longer takes such a party
    return None


def _without(entry: DrawEntry, why: DrawOutcome, now: datetime) -> None:
    """No place by this draw: note why, and say so once."""
    with transaction.atomic():
        if not DrawEntry.objects.filter(pk=entry.pk, outcome="").update(outcome=why):
            return
        _record(entry, "draw.lost", actor=SYSTEM, now=now, why=why.label)
        _tell(entry, "lost", now=now, why=why.value)


def _lock(plan: ReleasePlan) -> ReleasePlan:
    return ReleasePlan.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=plan.pk)


def _record(entry: DrawEntry, name: str, *, actor: Actor, now: datetime, **more: str) -> None:
    subject = Reference(kind="draw_entry", number=entry.number)
    data = {"plan": entry.plan.slug, "service": entry.service_id, **more}
    record(name, actor=actor, subject=subject, organisation=entry.plan.organisation, data=data, now=now)


def _tell(entry: DrawEntry, what: str, *, now: datetime, **context: object) -> None:
    if entry.contact is None:
        return
    queue(
        f"draw.{what}",
        to=entry.contact,
        template=f"appointments/{what}",
        context={
            "service": entry.service.title,
            "unit": entry.plan.organisation.name,
            "plan": entry.plan.name,
            "entry": entry.number,
            **context,
        },
        reference=Reference(
            kind="draw_entry",
            number=entry.number,
            url=visit.draw_path(entry.plan.slug, entry.contact.language, entry.number),
        ),
        now=now,
        organisation=entry.plan.organisation,
    )
