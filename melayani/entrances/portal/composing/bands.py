"""The bands at the top of every page, and the sentences on the screens: both from what is announced now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet, Value
from django.db.models.fields import IntegerField, TimeField
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from melayani.delivery.announcements import queries as announcements
from melayani.delivery.announcements.queries import InForce
from melayani.delivery.announcements.rules import as_said
from melayani.delivery.announcements.rules.origins import origin_of_row
from melayani.delivery.queues import says_on_screens
from melayani.entrances.portal.composing.offices import notice
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.ui.concerns import concern_of
from melayani.foundation.ui.format import format_day
from melayani.foundation.workdays.models import Closure, Restriction

SHOWN, ON_SCREEN, LIMITS = 3, 2, 2


@dataclass(frozen=True)
class Band:
    """A band at the top of the page; `lang` where its words are not in the page's language."""

    level: str
    title: str
    text: str
    url: str = ""
    lang: str = ""


def bands(request: HttpRequest, now: datetime) -> list[Band]:
    """What is announced for everybody and for what this page is about, then limits of the whole platform.

    Two queries; one while announcements are kept in memory. The page of an announcement does not repeat it.
    """
    everything, about = announcements.all_in_force(now), concern_of(request)
    found = announcements.among(everything, organisation=about.organisation, service=about.service)
    shown = [one for one in announced(found) if one.url != request.path]
    more = len(shown) - SHOWN
    if more > 0:
        words = _("Masih ada {count} pengumuman lain.").format(count=more)
        shown = [*shown[:SHOWN], Band("note", words, "", reverse("announcements:index"))]
    told = {one.origin for one in everything}
    return shown + [_limit(row) for row in _limits_of_all(timezone.localdate(now)) if _origin(row) not in told]


@says_on_screens("announcements")
def sentences(place: Organisation, now: datetime) -> list[str]:
    """What the screens of a place say: the titles of what is announced for it."""
    return [f"{row.title}." for row in announcements.in_force(now, organisation=place)[:ON_SCREEN]]


def announced(rows: Sequence[InForce]) -> list[Band]:
    """A band for each announcement."""
    return [_announced(row) for row in rows]


def _announced(row: InForce) -> Band:
    language = get_language() or "id"
    title, _text = row.words(language)
    last = as_said(row.valid_until, ZoneInfo(row.zone))
    until = gettext("Sampai {day}.").format(day=format_day(last, row.zone)) if last else ""
    office = "" if row.office in title else f"{row.office}. "
    return Band(
        level=row.tone,
        title=title,
        text=f"{office}{until}".strip(),
        url=reverse("announcements:page", args=[row.slug]),
        lang="id" if language == "en" and title == row.title else "",
    )


def _limit(row: Restriction | Closure) -> Band:
    found = notice(row)
    text = _("{reason}, sampai {day}.").format(reason=found.reason, day=format_day(found.until))
    return Band(level=found.kind, title=f"{found.organisation}: {found.title}.", text=text)


def _origin(row: Restriction | Closure) -> str:
    kind = "closure" if isinstance(row, Closure) else row.kind
    return origin_of_row(kind, row.organisation_id, row.starts_on, row.ends_on)


def _limits_of_all(day: date) -> list[Restriction | Closure]:
    """Restrictions and closures of today at the top of the tree, those that end first at the front; one query."""
    limits = _columns(Restriction.objects.within(day, day), what=F("kind"), most=F("cap"), opening=F("opens"))
    closures = _columns(
        Closure.objects.within(day, day),
        what=Value("closure"),
        most=Value(None, IntegerField()),
        opening=Value(None, TimeField()),
        closing=Value(None, TimeField()),
    )
    return [_row(*values) for values in limits.union(closures, all=True).order_by("ends_on", "pk")[:LIMITS]]


def _columns(rows: QuerySet[Any], **more: Any) -> QuerySet[Any, Any]:
    more.setdefault("closing", F("closes"))
    named: QuerySet[Any, Any] = rows.filter(organisation__depth=1).order_by().annotate(**more)
    columns: QuerySet[Any, Any] = named.values_list(
        "pk",
        "what",
        "organisation_id",
        "organisation__name",
        "organisation__short_name",
        "starts_on",
        "ends_on",
        "reason",
        "most",
        "opening",
        "closing",
    )
    return columns


def _row(
    pk: int,
    what: str,
    organisation_id: int,
    name: str,
    short_name: str,
    starts_on: date,
    ends_on: date,
    reason: str,
    most: int | None,
    opening: time | None,
    closing: time | None,
) -> Restriction | Closure:
    home = Organisation(pk=organisation_id, name=name, short_name=short_name)
    span: dict[str, Any] = {"organisation": home, "starts_on": starts_on, "ends_on": ends_on, "reason": reason}
    if what == "closure":
        return Closure(pk=pk, **span)
    return Restriction(pk=pk, kind=what, cap=most, opens=opening, closes=closing, **span)
