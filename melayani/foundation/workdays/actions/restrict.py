"""Limits on visits: fewer visitors, other hours, only on-line."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from melayani.foundation.audit import Actor, record
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.workdays.actions.close import REASON_LENGTH
from melayani.foundation.workdays.actions.refusal import (
    ONE_DAY,
    Refused,
    demand_keeper,
    demand_span,
    demand_text,
    local_day,
    locked,
    reference,
)
from melayani.foundation.workdays.models import Restriction, RestrictionKind

BIGGEST_CAP = 100_000


def restrict(
    *,
    organisation: Organisation,
    starts_on: date,
    ends_on: date,
    kind: str,
    reason: str,
    actor: Actor,
    now: datetime,
    cap: int | None = None,
    opens: time | None = None,
    closes: time | None = None,
) -> Restriction:
    """Limit visits on these days, both included: `cap` for visitor_cap, `opens` and `closes` for changed_hours.

    Changed hours also move the due moment of their days. Raises Refused; records restriction.started.
    """
    demand_keeper(actor, organisation)
    demand_span(starts_on, ends_on, today=local_day(organisation, now))
    details = _details(kind, cap, opens, closes)
    reason = demand_text(reason, longest=REASON_LENGTH)
    with transaction.atomic():
        locked(organisation)
        same = Restriction.objects.filter(organisation=organisation, kind=kind, starts_on=starts_on, ends_on=ends_on)
        if same.exists():
            raise Refused(_("Pembatasan seperti itu sudah tercatat pada tanggal yang sama."))
        row = Restriction.objects.create(
            organisation=organisation, starts_on=starts_on, ends_on=ends_on, kind=kind, reason=reason, **details
        )
        record(
            "restriction.started",
            actor=actor,
            subject=reference(organisation),
            organisation=organisation,
            data=_data(row),
            now=now,
        )
    return row


def end_restriction(*, restriction: Restriction, actor: Actor, now: datetime) -> None:
    """Lift the restriction from today on; past days stay on record. Raises Refused; records restriction.ended."""
    organisation = restriction.organisation
    demand_keeper(actor, organisation)
    today = local_day(organisation, now)
    with transaction.atomic():
        row = Restriction.objects.select_for_update(of=("self",)).filter(pk=restriction.pk, ends_on__gte=today).first()
        if row is None:
            raise Refused(_("Pembatasan itu sudah berakhir."))
        data = _data(row)
        if row.starts_on >= today:
            row.delete()
        else:
            row.ends_on = today - ONE_DAY
            row.save(update_fields=["ends_on"])
        record(
            "restriction.ended",
            actor=actor,
            subject=reference(organisation),
            organisation=organisation,
            data=data,
            now=now,
        )


def _details(kind: str, cap: int | None, opens: time | None, closes: time | None) -> dict[str, int | time | None]:
    """What this kind of restriction keeps; raises Refused when it is missing or makes no sense."""
    if kind not in RestrictionKind.values:
        raise Refused(_("Pilih jenis pembatasan."))
    if kind == RestrictionKind.VISITOR_CAP:
        if cap is None or not 0 < cap <= BIGGEST_CAP:
            raise Refused(_("Isi jumlah pengunjung paling banyak, mulai dari 1."))
        return {"cap": cap}
    if kind == RestrictionKind.CHANGED_HOURS:
        if opens is None or closes is None or closes <= opens:
            raise Refused(_("Isi jam buka dan jam tutup; jam tutup sesudah jam buka."))
        return {"opens": opens, "closes": closes}
    return {}


def _data(row: Restriction) -> dict[str, str | int | None]:
    return {
        "kind": row.kind,
        "what": str(RestrictionKind(row.kind).label),
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "reason": row.reason,
        "cap": row.cap,
        "opens": row.opens.isoformat("minutes") if row.opens else None,
        "closes": row.closes.isoformat("minutes") if row.closes else None,
    }
