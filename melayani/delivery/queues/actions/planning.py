"""Plan a place: its order, zones, lines, counters, screens and kiosks; stop and resume numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.db import IntegrityError, transaction

from melayani.delivery.catalogue.models import Service
from melayani.delivery.queues import access, moving, rules, states
from melayani.delivery.queues.models import Counter, Device, Line, Site, Ticket, Zone, token_hash
from melayani.foundation.audit import Actor
from melayani.foundation.numbers.rules import make_secret
from melayani.foundation.organisations.models import Organisation

POLICY = ("priority_ahead", "appointment_ahead", "grace", "paper_mm", "voice")
TWICE = "Nama, huruf, atau nomor ini sudah dipakai di sini."


def open_site(*, actor: Actor, organisation: Organisation, now: datetime) -> Site:
    """Open a queue at a unit or a mall; opened again it is the same one. Raises NotAllowed."""
    with transaction.atomic():
        site = Site.objects.select_related("organisation").filter(organisation=organisation).first()
        site = site or Site(organisation=organisation, door_token=make_secret())
        access.demand_plan(actor, site)
        site.is_open = True
        site.save()
        moving.record_of(site, "queue.planned", actor=actor, now=now, what="antrean dibuka")
    return site


def close_site(*, actor: Actor, site: Site, now: datetime) -> None:
    """No queue here any more. Raises NotAllowed, ActionRefused while people wait."""
    with transaction.atomic():
        access.demand_plan(actor, site)
        if Ticket.objects.today(site.pk, moving.local_day(site, now)).filter(state__in=sorted(states.HERE)).exists():
            raise rules.ActionRefused("Masih ada yang menunggu. Hentikan nomor baru dulu.")
        Site.objects.filter(pk=site.pk).update(is_open=False)
        moving.record_of(site, "queue.planned", actor=actor, now=now, what="antrean ditutup")
        moving.touch(site.pk)


def save_policy(*, actor: Actor, site: Site, now: datetime, **policy: Any) -> Site:
    """Change what the place publishes about its order, its paper and its voice. Numbers already given keep their turn.

    Raises NotAllowed, ActionRefused.
    """
    with transaction.atomic():
        access.demand_plan(actor, site)
        for name in POLICY:
            if name in policy:
                setattr(site, name, policy[name])
        site.save(update_fields=list(POLICY))
        moving.record_of(site, "queue.planned", actor=actor, now=now, what="urutan dan suara")
        moving.touch(site.pk)
    return site


def stop_numbers(*, actor: Actor, site: Site, reason: str, now: datetime) -> None:
    """No new numbers today, for a reason that screens and kiosks tell; those given are still called."""
    with transaction.atomic():
        _demand_running(actor, site)
        if not reason.strip():
            raise rules.ActionRefused("Tulis alasannya: warga membacanya di kios dan di layar.")
        Site.objects.filter(pk=site.pk).update(gives_numbers=False, stopped_because=reason.strip()[:200])
        moving.record_of(site, "queue.stopped", actor=actor, now=now, reason=reason.strip()[:200])
        moving.touch(site.pk)


def resume_numbers(*, actor: Actor, site: Site, now: datetime) -> None:
    """Numbers are given again."""
    with transaction.atomic():
        _demand_running(actor, site)
        Site.objects.filter(pk=site.pk).update(gives_numbers=True, stopped_because="")
        moving.record_of(site, "queue.resumed", actor=actor, now=now)
        moving.touch(site.pk)


def save_zone(*, actor: Actor, site: Site, name: str, position: int, now: datetime, zone: Zone | None = None) -> Zone:
    """Add a waiting area, or rename one. Raises NotAllowed, ActionRefused for a name that is taken."""
    try:
        with transaction.atomic():
            access.demand_plan(actor, site)
            row = zone or Zone(site=site)
            row.name, row.position = name.strip()[:40], position
            row.save()
            moving.record_of(site, "queue.planned", actor=actor, now=now, what=f"ruang {row.name}")
            moving.touch(site.pk)
    except IntegrityError as error:
        raise rules.ActionRefused(TWICE) from error
    return row


def save_line(
    *,
    actor: Actor,
    site: Site,
    unit: Organisation,
    service: Service,
    prefix: str,
    now: datetime,
    line: Line | None = None,
    **more: Any,
) -> Line:
    """Add the line of a service, or change one; `more`: zone, minutes, daily_limit, is_open.

    The service of a line that gave numbers stays. Raises NotAllowed, ActionRefused.
    """
    try:
        with transaction.atomic():
            access.demand_plan_for(actor, site, unit)
            row = line or Line(site=site, unit=unit, service=service)
            row.prefix = prefix.strip().upper()
            if not (row.prefix.isascii() and row.prefix.isalpha() and 1 <= len(row.prefix) <= 2):
                raise rules.ActionRefused("Awalan nomor satu atau dua huruf, misalnya A.")
            for name in ("zone", "minutes", "daily_limit", "is_open"):
                if name in more:
                    setattr(row, name, more[name])
            row.save()
            moving.record_of(site, "queue.planned", actor=actor, now=now, what=f"antrean {row.prefix}")
            moving.touch(site.pk)
    except IntegrityError as error:
        raise rules.ActionRefused(TWICE) from error
    return row


def save_counter(
    *,
    actor: Actor,
    site: Site,
    unit: Organisation,
    number: int,
    lines: Sequence[Line],
    now: datetime,
    counter: Counter | None = None,
    zone: Zone | None = None,
    break_from: time | None = None,
    break_until: time | None = None,
    is_open: bool = True,
) -> Counter:
    """Add a counter of a unit, or change one. Without `lines` it serves all lines of its unit.

    Raises NotAllowed, ActionRefused.
    """
    if (break_from is None) != (break_until is None) or (break_from and break_until and break_until <= break_from):
        raise rules.ActionRefused("Tulis awal dan akhir istirahat; akhirnya sesudah awalnya.")
    if any(line.site_id != site.pk or line.unit_id != unit.pk for line in lines):
        raise rules.ActionRefused("Loket hanya melayani antrean unitnya sendiri.")
    try:
        with transaction.atomic():
            access.demand_plan_for(actor, site, unit)
            row = counter or Counter(site=site, unit=unit)
            row.number, row.zone, row.is_open = number, zone, is_open
            row.break_from, row.break_until = break_from, break_until
            row.save()
            row.lines.set(lines)
            moving.record_of(site, "queue.planned", actor=actor, now=now, what=f"loket {number}")
            moving.touch(site.pk)
    except IntegrityError as error:
        raise rules.ActionRefused(TWICE) from error
    return row


def add_device(
    *, actor: Actor, site: Site, kind: str, name: str, zones: Sequence[Zone], now: datetime
) -> tuple[Device, str]:
    """Add a screen or a kiosk; its address is told once, here. Raises NotAllowed, ActionRefused."""
    token = make_secret()
    try:
        with transaction.atomic():
            access.demand_plan(actor, site)
            device = Device.objects.create(
                site=site, kind=kind, name=name.strip()[:60], token=token, token_hash=token_hash(token)
            )
            device.zones.set(zones)
            moving.record_of(site, "queue.planned", actor=actor, now=now, what=f"{device.kind} {device.name}")
    except IntegrityError as error:
        raise rules.ActionRefused(TWICE) from error
    return device, token


def renew_device(*, actor: Actor, device: Device, now: datetime) -> str:
    """Give a screen or kiosk a new address; the old one is dead at once. Raises NotAllowed."""
    token = make_secret()
    with transaction.atomic():
        access.demand_plan(actor, device.site)
        device.token, device.token_hash, device.is_open = token, token_hash(token), True
        device.save(update_fields=["token", "token_hash", "is_open"])
        moving.record_of(device.site, "queue.planned", actor=actor, now=now, what=f"alamat baru {device.name}")
    return token


def close_device(*, actor: Actor, device: Device, now: datetime) -> None:
    """A screen or kiosk that is gone; its address opens nothing any more. Raises NotAllowed."""
    with transaction.atomic():
        access.demand_plan(actor, device.site)
        device.is_open = False
        device.save(update_fields=["is_open"])
        moving.record_of(device.site, "queue.planned", actor=actor, now=now, what=f"{device.name} ditutup")


def renew_door(*, actor: Actor, site: Site, now: datetime) -> str:
    """A new QR for the door; the old one opens nothing any more. Raises NotAllowed."""
    with transaction.atomic():
        access.demand_plan(actor, site)
        site.door_token = make_secret()
        site.save(update_fields=["door_token"])
        moving.record_of(site, "queue.planned", actor=actor, now=now, what="QR pintu baru")
    return site.door_token


def _demand_running(actor: Actor, site: Site) -> None:
    """Numbers are stopped by who plans the place, and by its information desk."""
    if actor.kind != "system" and not (access.may_plan(actor, site) or access.works_at(actor, site.organisation)):
        raise rules.NotAllowed(access.NOT_YOURS)
