"""Meetings and campaigns of an officer."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer
from melayani.oversight.reporting import access, states
from melayani.oversight.reporting.models import ActionPoint, Campaign, Meeting, Round, Turn

ROWS = 25


def campaigns(officer: Officer, number: str | None) -> Page[Any]:
    """Campaigns newest first, with how many periods they opened."""
    rows = access.campaigns_visible_to(officer).select_related("asked_by").annotate(opened=Count("rounds"))
    page: Page[Any] = Paginator(rows.order_by("-since", "-pk"), ROWS).get_page(number)
    page.object_list = list(page.object_list)
    return page


def rounds_of(campaign: Campaign, number: str | None) -> Page[Any]:
    """Periods newest first, with what was expected and received."""
    owed = Q(reports__is_expected=True) & ~Q(reports__state=states.EXEMPT)
    rows = campaign.rounds.annotate(
        expected=Count("reports", filter=owed),
        received=Count("reports", filter=owed & Q(reports__state__in=sorted(states.RECEIVED))),
    )
    page: Page[Any] = Paginator(rows.select_related("campaign").order_by("-starts_on"), ROWS).get_page(number)
    page.object_list = list(page.object_list)
    return page


def round_of(campaign: Campaign, pk: int) -> Round | None:
    return campaign.rounds.select_related("campaign__asked_by").filter(pk=pk).first()


def units_of(one: Round, limit: int = 200) -> list[Organisation]:
    """The units that owe the round, in the order of the tree."""
    return list(Organisation.objects.filter(pk__in=one.reports.owed().values("organisation"))[:limit])


def meetings(officer: Officer, number: str | None) -> Page[Any]:
    known = access.campaigns_visible_to(officer).values("pk")
    rows = Meeting.objects.filter(round__campaign__in=known).select_related("held_by", "round__campaign")
    page: Page[Any] = Paginator(rows.annotate(units=Count("turns")).order_by("-starts_at", "pk"), ROWS).get_page(number)
    page.object_list = list(page.object_list)
    return page


def turns_of(meeting: Meeting) -> list[Turn]:
    return list(meeting.turns.select_related("organisation").order_by("place"))


def points_of(meeting: Meeting, limit: int = 200) -> list[ActionPoint]:
    return list(meeting.points.select_related("organisation").order_by("due_on", "pk")[:limit])
