"""Holidays changed by hand: an organisation's own, and corrections of national ones."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from melayani.foundation.audit import Actor, record
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Role
from melayani.foundation.workdays import proposals
from melayani.foundation.workdays.actions.refusal import (
    Refused,
    demand_coming,
    demand_keeper,
    demand_text,
    local_day,
    locked,
    reference,
)
from melayani.foundation.workdays.models import IMPORTED, Category, Holiday
from melayani.foundation.workdays.proposals import Proposal
from melayani.foundation.workdays.rules import Change

NAME_LENGTH = 120


def add_local_holiday(
    *, organisation: Organisation, day: date, name: str, actor: Actor, now: datetime, source: str = ""
) -> Holiday:
    """Make `day` no working day for the organisation and all below it. Raises Refused; records holiday.changed."""
    name = _demand_holiday(organisation, day, name, actor, now)
    with transaction.atomic():
        locked(organisation)
        _demand_new(organisation, day)
        holiday = Holiday.objects.create(
            date=day, name=name, category=Category.LOCAL, organisation=organisation, source=source[:160]
        )
        data = changed(day, organisation, added=name)
        record(
            "holiday.changed",
            actor=actor,
            subject=reference(organisation),
            organisation=organisation,
            data=data,
            now=now,
        )
    return holiday


def propose_local_holiday(
    *, organisation: Organisation, day: date, name: str, actor: Actor, now: datetime, source: str = ""
) -> Proposal:
    """What `add_local_holiday` would do, with the same demands; saves nothing. Raises Refused."""
    name = _demand_holiday(organisation, day, name, actor, now)
    _demand_new(organisation, day)
    change = Change.told_by("holiday.changed", changed(day, organisation, added=name))
    return proposals.one_more_holiday(organisation, change, name=name)


def remove_local_holiday(*, holiday: Holiday, actor: Actor, now: datetime) -> None:
    """Make the day count again. Raises Refused for past days and national rows; records holiday.changed."""
    organisation = _demand_own(holiday, actor, now)
    with transaction.atomic():
        gone, _rows = Holiday.objects.filter(pk=holiday.pk).delete()
        if not gone:
            raise Refused(_("Libur itu sudah dihapus."))
        data = changed(holiday.date, organisation, removed=holiday.name)
        record(
            "holiday.changed",
            actor=actor,
            subject=reference(organisation),
            organisation=organisation,
            data=data,
            now=now,
        )


def propose_removal(*, holiday: Holiday, actor: Actor, now: datetime) -> Proposal:
    """What `remove_local_holiday` would do, with the same demands; saves nothing. Raises Refused."""
    organisation = _demand_own(holiday, actor, now)
    change = Change.told_by("holiday.changed", changed(holiday.date, organisation, removed=holiday.name))
    return proposals.one_holiday_less(holiday, organisation, change)


def correct_holiday(
    *, day: date, category: str, name: str, source: str, actor: Actor, now: datetime, withdraw: bool = False
) -> Holiday:
    """Write a national holiday by hand, as a decree says, or strike it out; imports leave such a row alone.

    `source` names the decree. For the platform itself, superusers and the ministry; raises Refused for everybody else.
    Records holiday.changed with organisation None.
    """
    if not (actor.kind == "system" or actor.holds(Role.ADMINISTRATOR, None) or _is_ministry(actor)):
        raise Refused(_("Hanya kementerian yang dapat mengubah libur nasional."))
    if category not in {Category.PUBLIC, Category.COLLECTIVE_LEAVE}:
        raise Refused(_("Libur nasional adalah libur umum atau cuti bersama."))
    name = demand_text(name, longest=NAME_LENGTH)
    source = demand_text(source, longest=160)
    if source.startswith(IMPORTED):
        raise Refused(_("Sebutkan keputusan yang menjadi dasar."))
    with transaction.atomic():
        holiday, _created = Holiday.objects.update_or_create(
            date=day,
            category=category,
            organisation=None,
            region=None,
            defaults={"name": name, "source": source, "estimated": False, "withdrawn": withdraw},
        )
        data = changed(day, None, **{"removed" if withdraw else "added": name})
        record("holiday.changed", actor=actor, subject=year_reference(day.year), data=data, now=now)
    return holiday


def changed(day: date, organisation: Organisation | None, **what: str) -> dict[str, Any]:
    """The data of holiday.changed: the date, whose it is (None: everybody's), and the name added or removed."""
    return {"date": day.isoformat(), "organisation": organisation.slug if organisation else None, **what}


def year_reference(year: int) -> Reference:
    """The national calendar of a year as the subject of an event."""
    return Reference(kind="calendar", number=str(year))


def _demand_holiday(organisation: Organisation, day: date, name: str, actor: Actor, now: datetime) -> str:
    demand_keeper(actor, organisation)
    demand_coming(day, today=local_day(organisation, now))
    return demand_text(name, longest=NAME_LENGTH)


def _demand_new(organisation: Organisation, day: date) -> None:
    if Holiday.objects.filter(organisation=organisation, date=day).exists():
        raise Refused(_("Tanggal itu sudah tercatat sebagai libur setempat."))


def _demand_own(holiday: Holiday, actor: Actor, now: datetime) -> Organisation:
    """The organisation whose coming local holiday it is."""
    organisation = holiday.organisation
    if organisation is None:
        raise Refused(_("Libur nasional tidak dapat dihapus dari kalender kantor."))
    demand_keeper(actor, organisation)
    demand_coming(holiday.date, today=local_day(organisation, now))
    return organisation


def _is_ministry(actor: Actor) -> bool:
    roots = Organisation.objects.filter(depth=1)[:10]
    return any(actor.holds(Role.MINISTRY, root) for root in roots)
