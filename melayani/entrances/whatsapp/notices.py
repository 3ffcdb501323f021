"""What holds for an office today, gathered in one place: limits, closures, changed hours."""

from __future__ import annotations

from datetime import datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from melayani.delivery.announcements import queries as announcements
from melayani.delivery.announcements.rules.origins import origin_of_row
from melayani.delivery.catalogue.models import Service
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.ui.format import format_day
from melayani.foundation.workdays import queries as workdays
from melayani.foundation.workdays.models import Restriction

SHOWN = 3


def today_at(organisation: Organisation, now: datetime, *, service: Service | None = None) -> list[str]:
    """Whether the office is open now and until when, then what is announced of it and of `service`; ten queries."""
    today = workdays.state_today(organisation, now)
    told = announcements.in_force(now, organisation=organisation, service=service)
    known = {one.origin for one in told}
    limits = [row for row in today.restrictions if _origin(row) not in known]
    return [today.words, *(_announcement(one) for one in told[:SHOWN]), *map(_restriction, limits)]


def _announcement(one: announcements.InForce) -> str:
    title, _text = one.words((get_language() or "id")[:2])
    link = settings.PUBLIC_URL + reverse("announcements:page", args=[one.slug])
    return _("📢 {title}. Selengkapnya: {link}").format(title=title.rstrip("."), link=link)


def _origin(row: Restriction) -> str:
    return origin_of_row(row.kind, row.organisation_id, row.starts_on, row.ends_on)


def _restriction(row: Restriction) -> str:
    if row.kind == "visitor_cap":
        what = _("loket {cap} orang per hari").format(cap=row.cap)
    elif row.kind == "changed_hours":
        what = _("jam layanan {opens} sampai {closes}").format(opens=_clock(row.opens), closes=_clock(row.closes))
    else:
        what = _("hanya layanan daring")
    return _("Perhatian: {what}, sampai {day}. Alasannya: {reason}.").format(
        what=what, day=format_day(row.ends_on), reason=row.reason.rstrip(".")
    )


def _clock(moment: time | None) -> str:
    return moment.strftime("%H.%M") if moment else ""
