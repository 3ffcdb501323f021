"""Results as they were published: indexes of surveys and of evaluations, newest first."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.ui.atom import Entry
from melayani.foundation.ui.format import format_day, format_decimal2
from melayani.oversight.evaluation import queries as evaluation
from melayani.oversight.evaluation.queries import PublishedIndex
from melayani.voice.surveys import queries as surveys
from melayani.voice.surveys.models import Period
from melayani.voice.surveys.queries import IndexResult

MOST = 50


def published_results(unit: Organisation | None) -> list[Entry]:
    """The newest results at or below `unit`, or of everybody; two queries."""
    paths = [unit.path] if unit else [""]
    found = [_of_survey(period, at) for period, at in surveys.newly_published(paths=paths, limit=MOST)]
    found += [_of_evaluation(one, at) for one, at in evaluation.newly_published(paths=paths, limit=MOST)]
    return sorted((one for one in found if one), key=lambda one: one.at, reverse=True)[:MOST]


def _of_survey(period: Period, at: datetime) -> Entry | None:
    figures = surveys.index_of(period=period)
    if not isinstance(figures, IndexResult):
        return None
    path = reverse("surveys:result", args=[period.organisation.slug, period.pk])
    lowest = figures.lowest_first[0].name
    text = _("Indeks kepuasan masyarakat {first} sampai {last}, dari {count} jawaban. Unsur terendah: {lowest}.")
    return Entry(
        name=f"{settings.PUBLIC_URL}{path}",
        title=f"{period.organisation}: {format_decimal2(figures.index)} ({figures.grade}, {figures.label})",
        text=text.format(
            first=format_day(period.starts_on), last=format_day(period.ends_on), count=figures.n, lowest=lowest
        ),
        path=path,
        at=at,
        author=period.organisation.name,
    )


def _of_evaluation(one: PublishedIndex, at: datetime) -> Entry:
    path = f"{reverse('portal:performance')}?instansi={one.unit.slug}"
    label = one.labels.get((get_language() or "id")[:2], one.labels["id"])
    return Entry(
        name=f"{settings.PUBLIC_URL}{path}#ipp-{one.year}",
        title=f"{one.unit}: {format_decimal2(one.index)} ({one.category}, {label})",
        text=_("Indeks Pelayanan Publik {year}, dari 0 sampai 5, dinilai oleh {by}.").format(year=one.year, by=one.by),
        path=path,
        at=at,
        author=one.by.name,
    )
