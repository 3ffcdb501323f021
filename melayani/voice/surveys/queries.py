"""Indexes of units and services, from daily totals only; periods; the invitation of a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, IntegerField, Max, Q, Sum, Value, When
from django.urls import reverse
from django.utils import timezone, translation

from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation, OrganisationQuerySet
from melayani.voice.surveys import rules
from melayani.voice.surveys.figures import Figures, IndexResult, TooFew, figures, thaw
from melayani.voice.surveys.models import Comment, DailyTotal, DailyTotalQuerySet, Invitation, Period

__all__ = ["Figures", "IndexResult", "TooFew"]

WINDOW = timedelta(days=364)  # where no period runs, the last 365 days: the law asks for a survey at least once a year
SERVICES_SHOWN = 100
COMMENTS_SHOWN = 20


@dataclass(frozen=True)
class UnitIndex:
    """A unit with its running index and the one it published last."""

    unit: Organisation
    running: Figures
    published: IndexResult | None


@dataclass(frozen=True)
class ServiceIndex:
    """A service (by id and title) with its index."""

    service_id: int
    slug: str
    title: str
    figures: Figures


@dataclass(frozen=True)
class Progress:
    """How far a unit is with its sample: users it is computed from, answers needed, answers there."""

    users: int
    required: int
    n: int

    @property
    def percent(self) -> int:
        return min(100, 100 * self.n // self.required) if self.required else 0


def index_of(
    *, unit: Organisation | None = None, service: Any = None, period: Period | None = None, now: datetime | None = None
) -> Figures:
    """The index of a unit (all answers at or below it), of a service (row or id), or of both; at most two queries.

    With a published `period` the frozen figures, without a query. Otherwise what stands in finished days of the period,
    or, without one, of the unit's running period or the last 365 days: provisional, and TooFew below ten answers.
    """
    service_id = getattr(service, "pk", service)
    if period is not None and period.frozen is not None:
        return _frozen_of(period, service_id)
    if period is not None:
        unit, (since, until) = unit or period.organisation, (period.starts_on, period.ends_on)
    else:
        since, until = window(unit, now or timezone.now())
    rows = DailyTotal.objects.between(since, until)
    if unit is not None:
        rows = rows.within([unit.path])
    if service_id is not None:
        rows = rows.filter(service_id=service_id)
    return figures(_tallies(rows), since=since, until=until)


def figures_between(unit: Organisation, *, since: date, until: date) -> Figures:
    """The index of all answers at or below `unit` in finished days of a span; one query."""
    return figures(_tallies(DailyTotal.objects.between(since, until).within([unit.path])), since=since, until=until)


def window(unit: Organisation | None, now: datetime) -> tuple[date, date]:
    """The days of the running index of `unit`: its running period up to today, else the last 365 days; one query."""
    today = now.astimezone(unit.zone).date() if unit else timezone.localdate(now)
    running = None
    if unit is not None:
        running = Period.objects.running().covering(today).filter(organisation=unit).order_by("-starts_on").first()
    return (running.starts_on if running else today - WINDOW), today


def latest_published(unit: Organisation) -> Period | None:
    """The period that the unit published last; one query."""
    return Period.objects.published().filter(organisation=unit).order_by("-ends_on").first()


def find_period(unit: Organisation, starts_on: date, ends_on: date) -> Period | None:
    """The published period of exactly these days, or None."""
    return Period.objects.published().filter(organisation=unit, starts_on=starts_on, ends_on=ends_on).first()


def periods_of(unit: Organisation, *, limit: int = 24) -> list[Period]:
    """The unit's periods, newest first; one query."""
    return list(Period.objects.filter(organisation=unit).order_by("-starts_on")[:limit])


def published_periods(
    *, unit: Organisation | None = None, ended: str = "", limit: int = 50, offset: int = 0
) -> list[Period]:
    """Published periods at or below `unit`, newest first; `ended` is a year (2026) or month (2026-06); one query."""
    rows = Period.objects.published().select_related("organisation")
    year, _, month = ended.partition("-")
    if year:
        rows = rows.filter(ends_on__year=int(year), **({"ends_on__month": int(month)} if month else {}))
    if unit is not None:
        rows = rows.within([unit.path])
    return list(rows.order_by("-ends_on", "organisation__path", "-pk")[offset : offset + limit])


def indices_of_services(
    services: Iterable[Any], *, now: datetime | None = None, since: date | None = None, until: date | None = None
) -> dict[int, Figures]:
    """Running index of each service (row or id), TooFew where ten answers are missing; one query."""
    today = timezone.localdate(now or timezone.now())
    first, last = since or today - WINDOW, until or today
    ids = [getattr(service, "pk", service) for service in services]
    rows = DailyTotal.objects.between(first, last).filter(service_id__in=ids)
    grouped = _grouped(rows, "service_id")
    return {pk: figures(grouped.get((pk,), {}), since=first, until=last) for pk in ids}


def services_of(
    unit: Organisation, *, since: date, until: date, limit: int | None = SERVICES_SHOWN
) -> list[ServiceIndex]:
    """The services answered about at or below `unit`, most answers first; one query."""
    rows = DailyTotal.objects.between(since, until).within([unit.path])
    grouped = _grouped(rows, "service_id", "service__slug", "service__title")
    found = [
        ServiceIndex(service_id=pk, slug=slug, title=title, figures=figures(tallies, since=since, until=until))
        for (pk, slug, title), tallies in grouped.items()
    ]
    return sorted(found, key=lambda row: (-row.figures.n, row.title))[:limit]


def indices(
    *,
    unit: Organisation | None = None,
    paths: Sequence[str] | None = None,
    now: datetime | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[UnitIndex]:
    """Units with answers or a published period, at or below `unit` or `paths`, in the order of the tree.

    Each with its running index (of its own running period, else of the last 365 days) and its latest published one.
    Four queries whatever the number of units.
    """
    today = timezone.localdate(now or timezone.now())
    wanted = paths if paths is not None else [unit.path if unit else ""]
    units = list(_units_with_figures(wanted, today)[offset : offset + limit])
    if not units:
        return []
    ids = [one.pk for one in units]
    running = Period.objects.running().covering(today).filter(organisation_id__in=ids).order_by("starts_on")
    starts = {period.organisation_id: period.starts_on for period in running}
    sums = _sums_by_start(units, {*starts.values(), today - WINDOW}, today)
    latest = _latest_published(ids)
    return [
        UnitIndex(
            unit=one,
            running=_roll_up(one, starts.get(one.pk, today - WINDOW), today, sums),
            published=latest.get(one.pk),
        )
        for one in units
    ]


def progress_of(unit: Organisation, *, n: int, since: date, until: date) -> Progress:
    """Answers needed for the users of the span before this one (or, in a first span, of this one); one query.

    A user is somebody who was invited: whose case at or below the unit was decided.
    """
    start = datetime.combine(since, time.min, tzinfo=unit.zone)
    end = datetime.combine(until + timedelta(days=1), time.min, tzinfo=unit.zone)
    rows = Invitation.objects.filter(
        organisation__path__startswith=unit.path, created_at__gte=start - (end - start), created_at__lt=end
    )
    counted = rows.aggregate(
        previous=Count("pk", filter=Q(created_at__lt=start)), current=Count("pk", filter=Q(created_at__gte=start))
    )
    users = counted["previous"] or counted["current"]
    return Progress(users=users, required=rules.required_sample(users) if users else 0, n=n)


def comments_of(unit: Organisation, *, since: date, until: date) -> list[str]:
    """What people wrote, without day or scores, at most COMMENTS_SHOWN, newest days first; one query."""
    rows = Comment.objects.filter(
        response__organisation__path__startswith=unit.path, response__day__gte=since, response__day__lte=until
    )
    return [row.text for row in rows.order_by("-response__day", "pk")[:COMMENTS_SHOWN]]


def invitation_for(reference: Reference) -> Invitation | None:
    """The invitation of a case, used or not; one query."""
    return Invitation.objects.of(reference).first()


def invitation_link_for(reference: Reference, *, now: datetime | None = None) -> str | None:
    """The address of the case's survey while it can still be answered, else None. For the holder of the case only."""
    found = Invitation.objects.of(reference).open(now or timezone.now()).first()
    return survey_url(found.token, language=translation.get_language() or "id") if found else None


def survey_url(token: str, *, language: str) -> str:
    """The absolute address of the questionnaire."""
    with translation.override(language):
        return f"{settings.PUBLIC_URL}{reverse('surveys:answer', args=[token])}"


def _tallies(rows: DailyTotalQuerySet) -> dict[str, rules.Tally]:
    return _grouped(rows).get((), {})


def _grouped(rows: DailyTotalQuerySet, *keys: str) -> dict[tuple[Any, ...], dict[str, rules.Tally]]:
    """Counts per element for each group of `keys`; one query."""
    sums = [Sum(name) for name in ("c1", "c2", "c3", "c4")]
    found: dict[tuple[Any, ...], dict[str, rules.Tally]] = {}
    for *group, element, c1, c2, c3, c4 in rows.order_by().values_list(*keys, "element").annotate(*sums):
        found.setdefault(tuple(group), {})[element] = rules.Tally((c1, c2, c3, c4))
    return found


def _frozen_of(period: Period, service_id: int | None) -> Figures:
    frozen: Mapping[str, Any] = period.frozen or {}
    if service_id is None:
        return thaw(frozen["unit"])
    row = next((row for row in frozen["services"] if row["id"] == service_id), None)
    return thaw(row["figures"]) if row else TooFew(n=0, since=period.starts_on, until=period.ends_on)


def _units_with_figures(paths: Sequence[str], today: date) -> OrganisationQuerySet:
    answered = DailyTotal.objects.between(today - WINDOW, today).values("organisation_id")
    published = Period.objects.published().values("organisation_id")
    rows = Organisation.objects.at_or_below(paths).filter(Q(pk__in=answered) | Q(pk__in=published))
    return rows.order_by("path")


def _sums_by_start(
    units: Sequence[Organisation], starts: set[date], today: date
) -> dict[tuple[Any, ...], dict[str, rules.Tally]]:
    """Counts per (path of the answered unit, start): each day falls to the latest of `starts` that is not after it."""
    ordered = sorted(starts, reverse=True)
    bucket = Case(
        *[When(day__gte=start, then=Value(place)) for place, start in enumerate(ordered)], output_field=IntegerField()
    )
    rows = DailyTotal.objects.between(ordered[-1], today).within([unit.path for unit in units])
    grouped = _grouped(rows.annotate(bucket=bucket), "organisation__path", "bucket")
    return {(path, ordered[place]): tallies for (path, place), tallies in grouped.items()}


def _roll_up(
    unit: Organisation, since: date, until: date, sums: Mapping[tuple[Any, ...], Mapping[str, rules.Tally]]
) -> Figures:
    parts = [tallies for (path, start), tallies in sums.items() if path.startswith(unit.path) and start >= since]
    return figures(rules.pooled(parts), since=since, until=until)


def _latest_published(ids: Sequence[int]) -> dict[int, IndexResult]:
    newest = Period.objects.published().filter(organisation_id__in=ids).order_by()
    ends = newest.values("organisation_id").annotate(last=Max("ends_on")).values_list("organisation_id", "last")
    wanted = Q(pk__in=[])
    for organisation_id, last in ends:
        wanted |= Q(organisation_id=organisation_id, ends_on=last)
    found = {}
    for period in newest.filter(wanted):
        result = thaw((period.frozen or {})["unit"])
        if isinstance(result, IndexResult):
            found[period.organisation_id] = result
    return found
