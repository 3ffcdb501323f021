"""How the doors stand, by date."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from melayani.foundation.audit import Actor, record
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.workdays.actions.refusal import (
    ONE_DAY,
    Refused,
    demand_coming,
    demand_keeper,
    demand_span,
    local_day,
    locked,
    reference,
)
from melayani.foundation.workdays.models import Mode, OperatingMode


def set_mode(
    *,
    organisation: Organisation,
    mode: str,
    since: date,
    actor: Actor,
    now: datetime,
    until: date | None = None,
    office_share: int | None = None,
) -> OperatingMode:
    """Let the doors stand in `mode` from `since` to `until` (None: until further notice); clocks go on.

    `office_share` is the percentage of the staff at the office. Modes planned for later are replaced. Raises Refused;
    records mode.changed.
    """
    demand_keeper(actor, organisation)
    _demand_sense(mode, since, until, office_share, today=local_day(organisation, now))
    with transaction.atomic():
        locked(organisation)
        mine = OperatingMode.objects.filter(organisation=organisation)
        mine.filter(since__gte=since).delete()
        mine.within(since, since).update(until=since - ONE_DAY)
        row = OperatingMode.objects.create(
            organisation=organisation, mode=mode, since=since, until=until, office_share=office_share
        )
        data = {
            "mode": mode,
            "what": str(Mode(mode).label),
            "since": since.isoformat(),
            "until": until.isoformat() if until else None,
            "office_share": office_share,
        }
        record(
            "mode.changed", actor=actor, subject=reference(organisation), organisation=organisation, data=data, now=now
        )
    return row


def _demand_sense(mode: str, since: date, until: date | None, office_share: int | None, *, today: date) -> None:
    if until is None:
        demand_coming(since, today=today)
    else:
        demand_span(since, until, today=today)
    if mode not in Mode.values:
        raise Refused(_("Pilih cara kantor melayani."))
    if office_share is not None and not 0 <= office_share <= 100:
        raise Refused(_("Bagian pegawai di kantor diisi antara 0 dan 100 persen."))
