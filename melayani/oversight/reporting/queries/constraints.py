"""Constraints of verified reports, ranked and searched, and who has overcome them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, Q, Value, When

from melayani.foundation.people import Officer
from melayani.oversight.reporting import access, definitions
from melayani.oversight.reporting.models import Outcome, Remark, RemarkKind, RemarkQuerySet

ROWS = 25


@dataclass(frozen=True)
class Wanted:
    """What to look for. Empty values do not narrow."""

    words: str = ""
    code: str = ""
    indicator: str = ""
    place: str = ""
    since: date | None = None


@dataclass(frozen=True)
class Rank:
    """A kind of constraint: how often it was named, by how many units, how many strategies answer it and solved it."""

    code: str
    name: str
    named: int
    units: int
    answers: int
    solved: int
    share: int  # percent of the most frequent, for the bar


def ranked(officer: Officer, wanted: Wanted) -> list[Rank]:
    """Kinds of constraint by how often verified reports name them; one query."""
    rows = _narrowed(access.entries_visible_to(officer), wanted)
    is_constraint, is_strategy = Q(kind=RemarkKind.CONSTRAINT), Q(kind=RemarkKind.STRATEGY)
    counted = (
        rows.order_by()
        .values_list("code")
        .annotate(
            named=Count("pk", filter=is_constraint),
            units=Count("report__organisation", filter=is_constraint, distinct=True),
            given=Count("pk", filter=is_strategy),
            solved=Count("pk", filter=is_strategy & Q(outcome=Outcome.SOLVED)),
        )
    )
    found = sorted(counted, key=lambda one: (-one[1], one[0]))
    most = max([one[1] for one in found] + [1])
    names = definitions.constraint_kinds()
    return [
        Rank(code, names.get(code, code), named, units, given, solved, share=named * 100 // most)
        for code, named, units, given, solved in found
    ]


def listed(officer: Officer, wanted: Wanted, number: str | None) -> Page[Remark]:
    """Constraints that fit, newest first."""
    rows = _narrowed(access.entries_visible_to(officer), wanted).filter(kind=RemarkKind.CONSTRAINT)
    return _page(rows.order_by("-pk"), number)


def answers(officer: Officer, code: str, indicator: str, number: str | None) -> Page[Remark]:
    """Strategies elsewhere that answer this kind of constraint: solved ones first, then those that help, newest first;
    those about the same indicator before the others."""
    weight = Case(
        When(outcome=Outcome.SOLVED, then=Value(0)),
        When(outcome=Outcome.HELPS, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    same = Case(When(indicator=indicator, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = access.entries_visible_to(officer).filter(kind__in=[RemarkKind.STRATEGY, RemarkKind.INNOVATION], code=code)
    return _page(rows.annotate(weight=weight, same=same).order_by("same", "weight", "-pk"), number)


def _page(rows: RemarkQuerySet, number: str | None) -> Page[Remark]:
    loaded = rows.select_related("report__organisation", "report__round__campaign")
    page: Page[Remark] = Paginator(loaded, ROWS).get_page(number)
    page.object_list = list(page.object_list)
    return page


def _narrowed(rows: RemarkQuerySet, wanted: Wanted) -> RemarkQuerySet:
    for word in wanted.words.split()[:6]:
        rows = rows.filter(text__icontains=word)
    if wanted.code:
        rows = rows.filter(code=wanted.code)
    if wanted.indicator:
        rows = rows.filter(indicator=wanted.indicator)
    if wanted.place:
        field = "report__province" if len(wanted.place) == 2 else "report__region"
        rows = rows.filter(**{field: wanted.place})
    return rows.filter(report__starts_on__gte=wanted.since) if wanted.since else rows
