"""A draw for scarce places: register with a proven contact, draw once, give the places in the order of the draw."""

from __future__ import annotations

from datetime import datetime, timedelta

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

    What was published is never drawn anew; a run that broke off goes on with the published order. Raises ActionRefused.
    """
    _publish(plan, now)
    for entry in DrawEntry.objects.filter(plan=plan, booking__isnull=True, rank__isnull=False).order_by("rank"):
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
    """Hold all draws whose registration has closed."""
    plans = list(ReleasePlan.objects.to_draw(now).order_by("closes_at")[:20])
    for plan in plans:
        draw(plan=plan, now=now)
    return len(plans)


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
    """The earliest free time for this entry, or the waiting list; an entry that was given one is left alone."""
    plan = entry.plan
    terms = offers.terms_of(organisation_id=plan.organisation_id, service_id=entry.service_id)
    zone = plan.organisation.zone
    found = candidates.times(
        terms,
        since=max(candidates.day_start(plan.first_day, zone), now),
        until=candidates.day_start(plan.last_day + timedelta(days=1), zone),
        now=now,
        priority=entry.priority,
        for_draw=True,
    )
    for free in [one for one in found if one.left >= entry.party_size][:TRIES]:
        try:
            _book(entry, terms, free.slot.pk, now)
        except rules.AlreadyBooked:
            return
        except rules.ActionRefused:
            continue  # full or withdrawn meanwhile
        else:
            return
    _wait(entry, plan, terms, now)


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


def _wait(entry: DrawEntry, plan: ReleasePlan, terms: offers.Terms, now: datetime) -> None:
    contact, today = entry.contact, now.astimezone(plan.organisation.zone).date()
    if contact is None or plan.last_day < today:  # drawn late, after the worker stood still: nothing to wait for
        return
    visitor = Visitor(
        name=entry.name,
        phone=contact.value if contact.kind == "phone" else "",
        email=contact.value if contact.kind == "email" else "",
        assistance=tuple(key for key in entry.assistance.split(",") if key),
    )
    try:
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
        )
    except (rules.AlreadyBooked, rules.InputRefused):
        return  # on the list since a run before this one, or the service no longer takes such a party


def _lock(plan: ReleasePlan) -> ReleasePlan:
    return ReleasePlan.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=plan.pk)


def _record(entry: DrawEntry, name: str, *, actor: Actor, now: datetime) -> None:
    subject = Reference(kind="draw_entry", number=entry.number)
    data = {"plan": entry.plan.slug, "service": entry.service_id}
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
        reference=Reference(kind="draw_entry", number=entry.number, url=visit.draw_path(entry.plan.slug)),
        now=now,
        organisation=entry.plan.organisation,
    )
