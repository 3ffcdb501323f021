"""What holds for an office today, gathered in one place: limits, closures, changed hours."""

from __future__ import annotations

from datetime import datetime, time

from django.utils.translation import gettext as _

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.ui.format import format_day
from melayani.foundation.workdays import queries as workdays
from melayani.foundation.workdays.models import Restriction


def today_at(organisation: Organisation, now: datetime) -> list[str]:
    """Whether the office is open now and until when, then each notice of today; nine queries."""
    today = workdays.state_today(organisation, now)
    return [today.words, *notices_of(organisation, today.restrictions)]


def notices_of(organisation: Organisation, restrictions: list[Restriction]) -> list[str]:
    """All that is announced of an office, in whole sentences. Whatever else announces something is asked here."""
    return [_restriction(row) for row in restrictions]


def _restriction(row: Restriction) -> str:
    if row.kind == "visitor_cap":
        what = _("loket {cap} orang per hari").format(cap=row.cap)
    elif row.kind == "changed_hours":
        what = _("jam layanan {opens} sampai {closes}").format(opens=_clock(row.opens), closes=_clock(row.closes))
    else:
        what = _("hanya layanan daring")
    return _("Perhatian: {what}, sampai {day}: {reason}").format(
        what=what, day=format_day(row.ends_on), reason=row.reason
    )


def _clock(moment: time | None) -> str:
    return moment.strftime("%H.%M") if moment else ""
