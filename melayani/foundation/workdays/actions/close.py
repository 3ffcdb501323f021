"""Days on which an office does not work at all."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from melayani.foundation.audit import Actor, record
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.workdays import proposals
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
from melayani.foundation.workdays.models import Closure
from melayani.foundation.workdays.proposals import Proposal
from melayani.foundation.workdays.rules import Change

REASON_LENGTH = 200


def close(
    *, organisation: Organisation, starts_on: date, ends_on: date, reason: str, actor: Actor, now: datetime
) -> Closure:
    """Close the organisation and all below it on these days, both included; every clock skips them.

    Raises Refused; records closure.added.
    """
    span = {"starts_on": starts_on, "ends_on": ends_on}
    reason = _demand_closing(organisation, reason=reason, actor=actor, now=now, **span)
    with transaction.atomic():
        locked(organisation)
        _demand_new(organisation, **span)
        closure = Closure.objects.create(organisation=organisation, starts_on=starts_on, ends_on=ends_on, reason=reason)
        data = _data(starts_on, ends_on, reason)
        record(
            "closure.added", actor=actor, subject=reference(organisation), organisation=organisation, data=data, now=now
        )
    return closure


def propose_closing(
    *, organisation: Organisation, starts_on: date, ends_on: date, reason: str, actor: Actor, now: datetime
) -> Proposal:
    """What `close` would do, with the same demands; saves nothing. Raises Refused."""
    span = {"starts_on": starts_on, "ends_on": ends_on}
    reason = _demand_closing(organisation, reason=reason, actor=actor, now=now, **span)
    _demand_new(organisation, **span)
    change = Change.told_by("closure.added", _data(starts_on, ends_on, reason))
    return proposals.closing(organisation, change, reason=reason, **span)


def reopen(*, closure: Closure, actor: Actor, now: datetime) -> None:
    """End the closure: from today on the days count again, days already past stay closed.

    Raises Refused; records closure.ended.
    """
    organisation = closure.organisation
    demand_keeper(actor, organisation)
    today = local_day(organisation, now)
    with transaction.atomic():
        row = Closure.objects.select_for_update(of=("self",)).filter(pk=closure.pk, ends_on__gte=today).first()
        if row is None:
            raise Refused(_("Penutupan itu sudah berakhir."))
        if row.starts_on >= today:
            row.delete()
        else:
            row.ends_on = today - ONE_DAY
            row.save(update_fields=["ends_on"])
        data = _data(row.starts_on, closure.ends_on, row.reason)
        data["open_from"] = max(today, row.starts_on).isoformat()
        record(
            "closure.ended", actor=actor, subject=reference(organisation), organisation=organisation, data=data, now=now
        )


def propose_reopening(*, closure: Closure, actor: Actor, now: datetime) -> Proposal:
    """What `reopen` would do, with the same demands; saves nothing. Raises Refused."""
    organisation = closure.organisation
    demand_keeper(actor, organisation)
    today = local_day(organisation, now)
    if closure.ends_on < today:
        raise Refused(_("Penutupan itu sudah berakhir."))
    change = Change.told_by("closure.ended", {"open_from": max(today, closure.starts_on).isoformat()})
    return proposals.reopening(closure, change)


def _demand_closing(
    organisation: Organisation, *, starts_on: date, ends_on: date, reason: str, actor: Actor, now: datetime
) -> str:
    demand_keeper(actor, organisation)
    demand_span(starts_on, ends_on, today=local_day(organisation, now))
    return demand_text(reason, longest=REASON_LENGTH)


def _demand_new(organisation: Organisation, *, starts_on: date, ends_on: date) -> None:
    if Closure.objects.filter(organisation=organisation, starts_on=starts_on, ends_on=ends_on).exists():
        raise Refused(_("Penutupan pada tanggal itu sudah tercatat."))


def _data(starts_on: date, ends_on: date, reason: str) -> dict[str, str]:
    return {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat(), "reason": reason}
