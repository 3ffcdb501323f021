"""What the head of a unit, or the manager of its mall, plans: services, sessions, roster, shares, releases."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django.db import transaction

from melayani.delivery.appointments import access, rules
from melayani.delivery.appointments.ground import session_of
from melayani.delivery.appointments.models import (
    Absence,
    Offer,
    ReleasePlan,
    SessionTemplate,
    Shift,
    TemplateCap,
    UnitPlan,
)
from melayani.delivery.catalogue.models import Service
from melayani.foundation.audit import Actor, record
from melayani.foundation.numbers.rules import Reference, make_secret
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.models import Person

ONE_DAY = timedelta(days=1)
PLAN_FIELDS = frozenset(
    {"horizon_days", "lead_minutes", "walk_in_percent", "priority_percent", "uses_roster", "is_open"}
)


def save_plan(*, actor: Actor, organisation: Organisation, now: datetime, **settings: Any) -> UnitPlan:
    """How the unit gives appointments; raises NotAllowed, InputRefused."""
    _demand(actor, organisation, now)
    _demand_settings(settings)
    with transaction.atomic():
        plan, _ = UnitPlan.objects.get_or_create(organisation=organisation)
        for name, value in settings.items():
            setattr(plan, name, value)
        plan.stale_since = now
        plan.save()
        _record("visits.planned", organisation, actor, now, what="pengaturan", **settings)
    return plan


def save_offer(
    *,
    actor: Actor,
    organisation: Organisation,
    service: Service,
    now: datetime,
    slots_needed: int = 1,
    party_max: int = 4,
    is_open: bool = True,
) -> Offer:
    """Let a service be visited by appointment, taking so many consecutive slots; raises NotAllowed, InputRefused."""
    _demand(actor, organisation, now)
    if not 1 <= slots_needed <= rules.SLOTS_MAX:
        raise rules.InputRefused({"slots_needed": f"Isi 1 sampai {rules.SLOTS_MAX}."})
    if not 1 <= party_max <= rules.PARTY_MAX:
        raise rules.InputRefused({"party_max": f"Isi 1 sampai {rules.PARTY_MAX}."})
    with transaction.atomic():
        values = {"slots_needed": slots_needed, "party_max": party_max, "is_open": is_open}
        offer, _ = Offer.objects.update_or_create(organisation=organisation, service=service, defaults=values)
        _stale(organisation, now)
        _record("visits.planned", organisation, actor, now, what=service.title, **values)
    return offer


def add_template(
    *,
    actor: Actor,
    organisation: Organisation,
    name: str,
    weekdays: Sequence[int],
    starts: time,
    ends: time,
    slot_minutes: int,
    places: int,
    valid_from: date,
    now: datetime,
    valid_until: date | None = None,
    caps: Mapping[Service, int] | None = None,
) -> SessionTemplate:
    """Add sessions that repeat; raises NotAllowed, InputRefused for sizes or for a template at the same time."""
    _demand(actor, organisation, now)
    row = SessionTemplate(
        organisation=organisation,
        name=name.strip()[:80],
        weekdays=sorted(set(weekdays)),
        starts=starts,
        ends=ends,
        slot_minutes=slot_minutes,
        places=places,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    _demand_template(row)
    with transaction.atomic():
        _stale(organisation, now)  # the plan's row is the lock: two templates at once cannot overlap
        _demand_free(row, session_of(row))
        row.save(force_insert=True)
        TemplateCap.objects.bulk_create(
            TemplateCap(template=row, service=service, places=count) for service, count in (caps or {}).items()
        )
        _record("visits.planned", organisation, actor, now, what=row.name)
    return row


def end_template(*, actor: Actor, template: SessionTemplate, now: datetime) -> SessionTemplate:
    """End a template with today; its bookings become conflicts to settle. Raises NotAllowed."""
    return _end(actor, template, now)


def add_shift(
    *,
    actor: Actor,
    organisation: Organisation,
    counter: str,
    weekdays: Sequence[int],
    starts: time,
    ends: time,
    valid_from: date,
    now: datetime,
    officer: Person | None = None,
    break_from: time | None = None,
    break_until: time | None = None,
    services: Sequence[Service] = (),
    valid_until: date | None = None,
) -> Shift:
    """Put a counter on the roster; raises NotAllowed, InputRefused."""
    _demand(actor, organisation, now)
    row = Shift(
        organisation=organisation,
        counter=counter.strip()[:40],
        officer=officer,
        weekdays=sorted(set(weekdays)),
        starts=starts,
        ends=ends,
        break_from=break_from,
        break_until=break_until,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    _demand_shift(row)
    with transaction.atomic():
        row.save(force_insert=True)
        row.services.set(services)
        _stale(organisation, now)
        _record("visits.planned", organisation, actor, now, what=row.counter)
    return row


def end_shift(*, actor: Actor, shift: Shift, now: datetime) -> Shift:
    """Take a counter off the roster from tomorrow on. Raises NotAllowed."""
    return _end(actor, shift, now)


def add_absence(
    *, actor: Actor, shift: Shift, starts_on: date, ends_on: date, now: datetime, at_home: bool = False
) -> Absence:
    """Leave a counter empty on some days (absent, or working from home); raises NotAllowed, InputRefused."""
    organisation = shift.organisation
    _demand(actor, organisation, now)
    if ends_on < starts_on:
        raise rules.InputRefused({"ends_on": "Hari terakhir harus sama dengan atau setelah hari pertama."})
    with transaction.atomic():
        row = Absence.objects.create(shift=shift, starts_on=starts_on, ends_on=ends_on, at_home=at_home)
        _stale(organisation, now)
        _record("visits.planned", organisation, actor, now, what=f"{shift.counter}: tidak hadir")
    return row


def plan_release(
    *,
    actor: Actor,
    organisation: Organisation,
    name: str,
    kind: str,
    first_day: date,
    last_day: date,
    opens_at: datetime,
    now: datetime,
    closes_at: datetime | None = None,
    waves: Sequence[Mapping[str, Any]] = (),
) -> ReleasePlan:
    """Say how the places of some days are given out. Of a draw the commitment is public from now on.

    Raises NotAllowed, InputRefused.
    """
    _demand(actor, organisation, now)
    _demand_release(organisation, kind, first_day, last_day, opens_at, closes_at, waves, now)
    secret = make_secret() if kind == rules.DRAW else ""
    with transaction.atomic():
        _stale(organisation, now)
        if ReleasePlan.objects.touching(first_day, last_day).filter(organisation=organisation).exists():
            raise rules.InputRefused({"first_day": "Hari-hari ini sudah diatur oleh rencana lain."})
        plan = ReleasePlan.objects.create(
            organisation=organisation,
            name=name.strip()[:120],
            slug=secrets.token_hex(6),
            kind=kind,
            first_day=first_day,
            last_day=last_day,
            opens_at=opens_at,
            closes_at=closes_at,
            waves=[dict(wave) for wave in waves],
            seed=secret,
            commitment=rules.commitment(secret) if secret else "",
        )
        _record("release.planned", organisation, actor, now, what=plan.name, commitment=plan.commitment)
    return plan


def mark_stale(*, organisation: Organisation | None, now: datetime) -> int:
    """Note that the calendar of the unit and of all below it changed (None: everybody's); the worker regenerates."""
    rows = UnitPlan.objects.all()
    if organisation is not None:
        rows = rows.filter(organisation__path__startswith=organisation.path)
    return UnitPlan.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(stale_since=now)


def look_again(*, organisation: Organisation, at: datetime) -> None:
    """Regenerate this unit at a later moment; a change of its plan or calendar in between comes first."""
    UnitPlan.objects.filter(organisation=organisation).update(stale_since=at)


Row = TypeVar("Row", SessionTemplate, Shift)


def _end(actor: Actor, row: Row, now: datetime) -> Row:
    unit = row.organisation
    _demand(actor, unit, now)
    today = now.astimezone(unit.zone).date()
    with transaction.atomic():
        row.valid_from = min(row.valid_from, today)
        row.valid_until = today
        row.save(update_fields=["valid_from", "valid_until"])
        _stale(unit, now)
        _record("visits.planned", unit, actor, now, what=f"{row}: berakhir")
    return row


def _demand(actor: Actor, organisation: Organisation, now: datetime) -> None:
    access.demand_plan(actor, organisation, now.astimezone(organisation.zone).date())


def _stale(organisation: Organisation, now: datetime) -> None:
    """Lock the unit's plan and note that its slots must be looked at again."""
    UnitPlan.objects.get_or_create(organisation=organisation)
    plan = UnitPlan.objects.select_for_update(of=("self",)).get(organisation=organisation)
    plan.stale_since = now
    plan.save(update_fields=["stale_since"])


def _record(name: str, organisation: Organisation, actor: Actor, now: datetime, **data: Any) -> None:
    subject = Reference(kind="organisation", number=organisation.slug)
    record(name, actor=actor, subject=subject, organisation=organisation, data=data, now=now)


def _demand_settings(settings: Mapping[str, Any]) -> None:
    unknown = set(settings) - PLAN_FIELDS
    if unknown:
        raise TypeError(f"unknown settings: {sorted(unknown)}")
    problems = {}
    if not 1 <= settings.get("horizon_days", 30) <= 180:
        problems["horizon_days"] = "Isi 1 sampai 180 hari."
    shares = (settings.get("walk_in_percent", 0), settings.get("priority_percent", 0))
    if min(shares) < 0 or sum(shares) > 100:
        problems["walk_in_percent"] = "Kedua bagian bersama paling banyak 100 persen."
    if problems:
        raise rules.InputRefused(problems)


def _demand_template(row: SessionTemplate) -> None:
    problems = {}
    if not row.name:
        problems["name"] = "Isi nama sesi, misalnya “Pagi”."
    if not row.weekdays or not set(row.weekdays) <= set(range(7)):
        problems["weekdays"] = "Pilih paling sedikit satu hari."
    if row.ends <= row.starts:
        problems["ends"] = "Jam selesai harus setelah jam mulai."
    if not 5 <= row.slot_minutes <= 480:
        problems["slot_minutes"] = "Isi 5 sampai 480 menit."
    if not 1 <= row.places <= rules.PLACES_MAX:
        problems["places"] = f"Isi 1 sampai {rules.PLACES_MAX} tempat."
    if row.valid_until is not None and row.valid_until < row.valid_from:
        problems["valid_until"] = "Hari terakhir harus sama dengan atau setelah hari pertama."
    if problems:
        raise rules.InputRefused(problems)


def _demand_free(row: SessionTemplate, wanted: rules.Session) -> None:
    for other in SessionTemplate.objects.filter(organisation=row.organisation_id):
        if rules.overlapping(wanted, session_of(other)):
            raise rules.InputRefused({"starts": f"Bertabrakan dengan sesi “{other.name}”. Ubah jam atau harinya."})


def _demand_shift(row: Shift) -> None:
    problems = {}
    if not row.counter:
        problems["counter"] = "Isi nama loket."
    if not row.weekdays or not set(row.weekdays) <= set(range(7)):
        problems["weekdays"] = "Pilih paling sedikit satu hari."
    if row.ends <= row.starts:
        problems["ends"] = "Jam selesai harus setelah jam mulai."
    if (row.break_from is None) != (row.break_until is None):
        problems["break_until"] = "Isi awal dan akhir istirahat, atau kosongkan keduanya."
    elif row.break_from and row.break_until and row.break_until <= row.break_from:
        problems["break_until"] = "Akhir istirahat harus setelah awalnya."
    if problems:
        raise rules.InputRefused(problems)


def _demand_release(
    unit: Organisation,
    kind: str,
    first_day: date,
    last_day: date,
    opens_at: datetime,
    closes_at: datetime | None,
    waves: Sequence[Mapping[str, Any]],
    now: datetime,
) -> None:
    problems = {}
    today = now.astimezone(unit.zone).date()
    if not today < first_day <= last_day:
        problems["first_day"] = "Hari pertama paling cepat besok, dan tidak setelah hari terakhir."
    elif (last_day - first_day).days > rules.WAITING_DAYS_MAX or (first_day - today).days > rules.AHEAD_DAYS_MAX:
        problems["last_day"] = (
            f"Paling panjang {rules.WAITING_DAYS_MAX} hari, dan mulai dalam {rules.AHEAD_DAYS_MAX} hari ke depan."
        )
    if kind == rules.DRAW and (closes_at is None or closes_at <= opens_at):
        problems["closes_at"] = "Pendaftaran undian perlu akhir setelah awalnya."
    elif kind == rules.DRAW and closes_at and closes_at.astimezone(unit.zone).date() >= first_day:
        problems["closes_at"] = "Pendaftaran harus selesai sebelum hari pertama."
    if kind == rules.WAVES and sum(int(wave["percent"]) for wave in waves) != 100:
        problems["waves"] = "Bagian semua tahap bersama harus 100 persen."
    if kind not in (rules.AT_ONCE, rules.WAVES, rules.DRAW):
        problems["kind"] = "Pilih cara pembagian."
    if problems:
        raise rules.InputRefused(problems)
