"""How units do: index with its elements, share on time, published periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from melayani.delivery.catalogue import queries as catalogue
from melayani.delivery.catalogue.models import Service
from melayani.entrances.portal import charts
from melayani.entrances.portal.composing.promises import ServiceCard, cards
from melayani.foundation.organisations.models import Organisation
from melayani.oversight.evaluation import queries as evaluation
from melayani.oversight.evaluation.queries import PublishedIndex
from melayani.voice.surveys import queries as surveys
from melayani.voice.surveys.models import Period
from melayani.voice.surveys.queries import IndexResult, TooFew, Year

Figures = IndexResult | TooFew
UNITS_PER_PAGE = 25
SERVICES_SHOWN = 30


@dataclass(frozen=True)
class ServiceRow:
    """A service with its index and its promise beside reality."""

    card: ServiceCard
    figures: Figures


@dataclass(frozen=True)
class UnitPerformance:
    """One unit: the figures of the chosen period (the running one when none is chosen), its services, its periods."""

    unit: Organisation
    figures: Figures
    services: list[ServiceRow]
    periods: list[Period]
    chosen: Period | None
    service: Service | None = None
    judged: PublishedIndex | None = None
    years: Sequence[Year] = ()  # of the whole unit, newest first; none beside a chosen period or service

    @property
    def year_chart(self) -> charts.Chart | None:
        """The index of each year with enough comparable answers, oldest first; None for a single one."""
        rows = [(str(one.year), one.headline) for one in reversed(self.years) if one.comparable]
        bars = [(label, one.index, one.grade) for label, one in rows if one.index is not None]
        return charts.index_chart(bars) if len(bars) > 1 else None

    @property
    def results(self) -> list[tuple[Period, IndexResult]]:
        """The published periods with the figures that they froze, newest first."""
        found = [(one, surveys.index_of(period=one)) for one in self.periods]
        return [(period, figures) for period, figures in found if isinstance(figures, IndexResult)]

    @property
    def chart(self) -> charts.Chart | None:
        if not isinstance(self.figures, IndexResult):
            return None
        return charts.index_chart([(one.name, one.index, one.grade) for one in self.figures.elements])


def unit_performance(unit: Organisation, *, period: str = "", service: str = "", now: datetime) -> UnitPerformance:
    """The unit's figures; `period` is the key of one of its published periods, `service` the slug of one service."""
    own = surveys.published_of(unit, limit=24)
    chosen = next((one for one in own if str(one.pk) == period), None)
    services = catalogue.services_of(unit, limit=SERVICES_SHOWN)
    only = next((one for one in services if one.slug == service), None)
    return UnitPerformance(
        unit=unit,
        figures=surveys.index_of(unit=unit, service=only, period=chosen, now=now),
        services=service_rows([only] if only else services, now, period=chosen),
        periods=own,
        chosen=chosen,
        service=only,
        judged=evaluation.published_index(unit),
        years=[] if chosen or only else surveys.yearly(unit, until=now.astimezone(unit.zone).date())[::-1],
    )


def service_rows(services: Sequence[Service], now: datetime, *, period: Period | None = None) -> list[ServiceRow]:
    """The services with reality and index (frozen, of a published `period`); a constant number of queries."""
    found: Mapping[int, Figures]
    if period is not None:
        found = {one.pk: surveys.index_of(period=period, service=one.pk) for one in services}
    else:
        found = surveys.indices_of_services(services, now=now) if services else {}
    return [ServiceRow(card=card, figures=found[card.service.pk]) for card in cards(services, now)]


@dataclass(frozen=True)
class UnitPage:
    """A page of units in the order of the tree; `after` asks for the next one, `before` for the one before."""

    rows: list[surveys.UnitIndex]
    after: int | None
    before: int | None
    judged: Sequence[PublishedIndex] = ()

    @property
    def chart(self) -> charts.Chart | None:
        """The published index of each unit, or the running one where none is published."""
        shown = [(row.unit, row.published or row.running) for row in self.rows]
        bars = [(str(unit), one.index, one.grade) for unit, one in shown if isinstance(one, IndexResult)]
        return charts.index_chart(bars[:10]) if bars else None


def unit_page(*, region: str, after: int, now: datetime) -> UnitPage:
    """Units with figures; within a province when its code is given."""
    paths = _paths(region) if region else None
    rows = surveys.indices(paths=paths, now=now, offset=after, limit=UNITS_PER_PAGE + 1)
    more = len(rows) > UNITS_PER_PAGE
    return UnitPage(
        rows=rows[:UNITS_PER_PAGE],
        after=after + UNITS_PER_PAGE if more else None,
        before=max(0, after - UNITS_PER_PAGE) if after else None,
        judged=() if after else evaluation.published_list(paths=("",) if paths is None else paths),
    )


def _paths(region: str) -> list[str]:
    governments = Organisation.objects.filter(region__code=region, kind__in=["province", "regency", "city"])
    return list(governments.values_list("path", flat=True)[:10])
