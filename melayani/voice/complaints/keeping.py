"""What an organisation set for itself, as the officers' pages list it: reply texts, categories, limits, ladder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import Http404

from melayani.foundation.organisations.models import Organisation, at_or_below
from melayani.foundation.people import Officer
from melayani.voice.complaints import access, national, rules
from melayani.voice.complaints.models import Category, LadderStep, LocalClock, ReplyTemplate

PAGE_SIZE, LISTED_AT_MOST = 50, 200


def places_of(officer: Officer) -> list[Organisation]:
    """The organisations at which the officer keeps the settings; raises Http404 for nobody's."""
    found = [one for one in officer.organisations if access.may_at(officer, access.KEEP_SETTINGS, one)]
    if not found:
        raise Http404
    return found


def reach(officer: Officer, prefix: str = "organisation__") -> Q:
    """A filter for rows of organisations at or below which the officer keeps the settings."""
    return at_or_below(officer.reach(*access.ROLES[access.KEEP_SETTINGS]), prefix)


def texts_of(officer: Officer, page: str) -> Page[ReplyTemplate]:
    """The reply texts in use at the officer's units, by title; two queries."""
    rows = ReplyTemplate.objects.filter(reach(officer), active=True).select_related("organisation", "category")
    return Paginator(rows.order_by("title", "pk"), PAGE_SIZE).get_page(page)


def text_of(officer: Officer, pk: int) -> ReplyTemplate:
    """The reply text; raises Http404 for another organisation's."""
    rows = ReplyTemplate.objects.filter(reach(officer), pk=pk, active=True)
    found = rows.select_related("organisation", "category").first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Limit:
    """A limit of the country beside the organisation's own, which can only be shorter."""

    rule: rules.ClockRule
    own: Sequence[LocalClock]


def limits_of(officer: Officer, day: date) -> list[Limit]:
    """The national limits in force on `day`, each with those of the officer's organisations; one query."""
    rows = list(
        LocalClock.objects.filter(reach(officer))
        .select_related("organisation")
        .order_by("valid_from", "pk")[:LISTED_AT_MOST]
    )
    return [
        Limit(rule, [row for row in rows if (row.clock, row.complaint_class) == (rule.clock, rule.complaint_class)])
        for rule in national.clock_rules()
        if rule.holds_on(day)
    ]


def own_ladder(officer: Officer) -> list[LadderStep]:
    """The rungs of the officer's organisations; one query."""
    rows = LadderStep.objects.filter(reach(officer)).select_related("organisation")
    return list(rows.order_by("organisation__path", "clock", "hours")[:LISTED_AT_MOST])


def categories_of(officer: Officer, page: str) -> Page[Category]:
    """The national categories and those of the officer's organisations, with their questions; three queries."""
    rows = Category.objects.filter(Q(organisation__isnull=True) | reach(officer)).select_related("organisation")
    return Paginator(rows.prefetch_related("questions").order_by("position", "name", "pk"), PAGE_SIZE).get_page(page)


def category_of(officer: Officer, slug: str) -> Category:
    """A category of the officer's own organisations; raises Http404 for a national one and for another's."""
    found = Category.objects.filter(reach(officer), slug=slug).select_related("organisation").first()
    if found is None:
        raise Http404
    return found


def clock_of(officer: Officer, pk: int) -> LocalClock:
    """An own limit; raises Http404 for another organisation's."""
    found = LocalClock.objects.filter(reach(officer), pk=pk).select_related("organisation").first()
    if found is None:
        raise Http404
    return found


def step_of(officer: Officer, pk: int) -> LadderStep:
    """A rung of an own ladder; raises Http404 for another organisation's."""
    found = LadderStep.objects.filter(reach(officer), pk=pk).select_related("organisation").first()
    if found is None:
        raise Http404
    return found


def place_of(officer: Officer, pk: str) -> Organisation:
    """One of the organisations whose settings the officer keeps; raises Http404 for any other."""
    found = next((one for one in places_of(officer) if str(one.pk) == pk), None)
    if found is None:
        raise Http404
    return found
