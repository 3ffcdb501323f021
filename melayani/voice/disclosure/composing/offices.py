"""The offices that can be asked, and until when they would answer."""

from __future__ import annotations

from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.utils import timezone

from melayani.foundation.organisations.models import Kind, Organisation
from melayani.foundation.people import Officer
from melayani.voice.disclosure import access, clock, desks
from melayani.voice.disclosure.models import AnnualReport
from melayani.voice.disclosure.rules import law

PAGE_SIZE, OFFICES_AT_MOST = 30, 300


def offices_to_ask(q: str, *, page: str, today: date) -> Page[Organisation]:
    """Offices that are open, by the words of their names; paged. Units are asked through their office."""
    rows = Organisation.objects.open_on(today).exclude(kind=Kind.UNIT).order_by("name", "pk")
    for word in q.split()[:5]:
        rows = rows.filter(name__icontains=word)
    return Paginator(rows, PAGE_SIZE).get_page(page)


def get_office_to_ask(slug: str, *, today: date) -> Organisation:
    """The open office of that address; raises Http404."""
    found = Organisation.objects.open_on(today).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def due_if_sent(unit: Organisation, now: datetime) -> datetime:
    """When the answer would be due for a request sent now, by the promise and the calendar of who answers for it."""
    desk = desks.desk_for(unit, now)
    return clock.count(desk, now, clock.days_for(law.REQUEST, desk, now.astimezone(desk.zone).date())).at


def get_office(slug: str) -> Organisation:
    """The office of that address, open or closed; raises Http404."""
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def published_report(unit: Organisation, year: int) -> AnnualReport | None:
    """The yearly report of the office when it was published."""
    return (
        AnnualReport.objects.filter(organisation=unit, year=year, published_at__isnull=False)
        .select_related("document")
        .first()
    )


def offices_to_file_for(officer: Officer, now: datetime) -> list[Organisation]:
    """Open offices for which the officer may record requests, in the order of the tree; at most 300."""
    rows = Organisation.objects.open_on(timezone.localdate(now)).at_or_below(officer.reach(*access.FRONT))
    return list(rows.order_by("path")[:OFFICES_AT_MOST])
