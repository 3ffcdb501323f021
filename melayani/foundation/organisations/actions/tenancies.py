"""Units of other agencies come to serve in a mall, and leave it, on given days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from melayani.foundation.audit import Actor, record
from melayani.foundation.organisations import access
from melayani.foundation.organisations.actions.tree import Refused, record_details, reference_of
from melayani.foundation.organisations.models import Kind, Organisation, Tenancy

HOSTED = frozenset({Kind.AGENCY, Kind.UNIT})
DETAILS = frozenset({"address", "phone", "whatsapp", "email", "website", "opened_on"})


def start_tenancy(
    *, actor: Actor, mall: Organisation, unit: Organisation, since: date, now: datetime, stand: str = ""
) -> Tenancy:
    """Let `unit` serve in `mall` from `since` on; without a right at the unit the stay waits for the unit to agree.

    Raises Refused when `mall` is no mall, `unit` cannot serve in one or is there already, or the actor may not.
    """
    if mall.kind != Kind.MALL:
        raise Refused(_("Hanya mal pelayanan publik yang menerima unit lain."))
    _demand(access.may_keep_mall(actor, mall))
    if unit.kind not in HOSTED or mall.path.startswith(unit.path):
        raise Refused(_("Hanya instansi atau unit yang dapat menempati gerai."))
    waits = not access.may_speak_for(actor, unit)
    with transaction.atomic():
        Organisation.objects.select_for_update(of=("self",)).get(pk=mall.pk)  # two who add the same unit at once
        _demand_free(mall, unit, since)
        tenancy = Tenancy.objects.create(mall=mall, unit=unit, since=since, stand=stand, awaits_consent=waits)
        _record("tenancy.proposed" if waits else "tenancy.started", tenancy, actor, now, since=since)
    return tenancy


def agree_tenancy(*, actor: Actor, tenancy: Tenancy, now: datetime) -> Tenancy:
    """The unit agrees to a stay that the mall proposed; agreeing twice changes nothing. Raises Refused."""
    _demand(access.may_speak_for(actor, tenancy.unit))
    with transaction.atomic():
        row = Tenancy.objects.select_for_update(of=("self",)).get(pk=tenancy.pk)
        if row.awaits_consent:
            row.awaits_consent = False
            row.save(update_fields=["awaits_consent"])
            _record("tenancy.agreed", row, actor, now, since=row.since)
    return row


def decline_tenancy(*, actor: Actor, tenancy: Tenancy, now: datetime) -> None:
    """The unit declines a proposed stay, or the mall takes it back; raises Refused once it was agreed to."""
    _demand(access.may_speak_for(actor, tenancy.unit) or access.may_keep_mall(actor, tenancy.mall))
    with transaction.atomic():
        row = Tenancy.objects.select_for_update(of=("self",)).filter(pk=tenancy.pk).first()
        if row is None:
            return
        if not row.awaits_consent:
            raise Refused(_("Gerai ini sudah disetujui. Akhiri dengan tanggal."))
        _record("tenancy.declined", row, actor, now, since=row.since)
        row.delete()


def end_tenancy(*, actor: Actor, tenancy: Tenancy, until: date, now: datetime) -> Tenancy:
    """Give the tenancy its last day; raises Refused without the right to do so, or before the first day."""
    _demand(access.may_keep_mall(actor, tenancy.mall) or access.may_speak_for(actor, tenancy.unit))
    with transaction.atomic():
        row = Tenancy.objects.select_for_update(of=("self",)).get(pk=tenancy.pk)
        if until < row.since:
            raise Refused(_("Hari terakhir tidak boleh sebelum hari pertama."))
        row.until = until
        row.save(update_fields=["until"])
        _record("tenancy.ended", row, actor, now, until=until)
    return row


def keep_mall_details(*, actor: Actor, mall: Organisation, now: datetime, **details: Any) -> Organisation:
    """Set address, contacts and the opening date (None: unknown) of a mall; raises Refused."""
    _demand(access.may_keep_mall(actor, mall))
    if not details.keys() <= DETAILS:
        raise Refused(_("Nama dan letak mal hanya diubah administrator."))
    return record_details(organisation=mall, details=details, actor=actor, now=now)


def _demand_free(mall: Organisation, unit: Organisation, since: date) -> None:
    stays = Tenancy.objects.filter(mall=mall, unit=unit)
    if stays.filter(Q(until__isnull=True) | Q(until__gte=since)).exists():
        raise Refused(_("Unit ini sudah menempati gerai pada tanggal itu. Akhiri dahulu yang lama."))


def _record(name: str, row: Tenancy, actor: Actor, now: datetime, **days: date) -> None:
    data = {"unit": row.unit.slug, "name": str(row.unit), "stand": row.stand}
    data |= {key: day.isoformat() for key, day in days.items()}
    record(name, actor=actor, subject=reference_of(row.mall), organisation=row.mall, data=data, now=now)


def _demand(allowed: bool) -> None:
    if not allowed:
        raise Refused(_("Anda tidak berwenang mengubah gerai mal ini."))
