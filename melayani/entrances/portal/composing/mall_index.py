"""How visitors judge a mall: its tenants pooled, and each of them, while they stand there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from melayani.delivery.catalogue import queries as catalogue
from melayani.entrances.portal import charts
from melayani.foundation.organisations.models import Organisation
from melayani.voice.surveys import queries as surveys
from melayani.voice.surveys.queries import IndexResult, MallIndex


@dataclass(frozen=True)
class MallJudged:
    """A mall and the answers of its running period, or of the last 365 days."""

    mall: Organisation
    index: MallIndex

    @property
    def hidden(self) -> int:
        """Tenants that are not shown because too few answered."""
        return sum(1 for row in self.index.tenants if not isinstance(row.figures, IndexResult))

    @property
    def chart(self) -> charts.Chart | None:
        shown = [(row.label, row.figures) for row in self.index.tenants]
        bars = [(label, one.index, one.grade) for label, one in shown if isinstance(one, IndexResult)]
        return charts.index_chart(bars[:15]) if bars else None


def mall_judged(slug: str, now: datetime) -> MallJudged | None:
    """The page of the mall with this slug, or None; a constant number of queries."""
    view = catalogue.mall_view(slug, timezone.localdate(now))
    if view is None:
        return None
    since, until = surveys.window(view.mall, now)
    return MallJudged(view.mall, surveys.mall_index(view.mall, since=since, until=until))
