"""The history of a standard with the causes of its changes linked, and the pledge of a unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import Resolver404, resolve
from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language, gettext_lazy

from melayani.delivery.catalogue import queries as catalogue
from melayani.delivery.catalogue.models import ClauseOrigin, Pledge, Service, Standard
from melayani.entrances.portal import words
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.organisations.queries import by_slug

CAUSES: dict[str, Lazy] = {
    "consultation": gettext_lazy("forum konsultasi publik"),
    "finding": gettext_lazy("temuan pemantauan"),
    "complaint": gettext_lazy("pengaduan warga"),
    "survey": gettext_lazy("survei kepuasan"),
    "other": gettext_lazy("sebab lain"),
}
PAGES = {"consultation": "/konsultasi/{number}/"}
"""Which causes have a public page; a complaint has none, its number is its reporter's own."""


@dataclass(frozen=True)
class Cause:
    """What caused a component to change, in words, with the page that tells more ("" when there is none)."""

    component: str
    kind: str
    number: str
    words: str
    url: str


@dataclass(frozen=True)
class ChangedPart:
    """A component that differs from the version before: lines gone and new, and why."""

    name: str
    gone: list[str]
    new: list[str]
    causes: list[Cause]


@dataclass(frozen=True)
class EditionCard:
    """A published version as the history shows it."""

    standard: Standard
    first: bool
    parts: list[ChangedPart]
    other: list[Cause]

    @property
    def last_day(self) -> date | None:
        """The last day on which it held: the one that follows holds from `valid_until` on. None: it still holds."""
        until = self.standard.valid_until
        return max(until - timedelta(days=1), self.standard.valid_from or until) if until else None


@dataclass(frozen=True)
class HistoryPage:
    service: Service
    editions: list[EditionCard]


@dataclass(frozen=True)
class PledgePage:
    unit: Organisation
    pledge: Pledge


def causes(rows: Iterable[ClauseOrigin]) -> list[Cause]:
    """The causes with their links; complaints without their numbers, which are nobody else's business."""
    return [
        Cause(
            component=str(words.COMPONENTS.get(row.component, row.component)),
            kind=str(CAUSES.get(row.kind, "")),
            number="" if row.kind == "complaint" else row.number,
            words=row.words,
            url=_page_of(row),
        )
        for row in rows
    ]


def history_page(slug: str) -> HistoryPage | None:
    """The published versions of the service, newest first; None for a service that citizens do not see."""
    service = catalogue.get_service(slug)
    if service is None:
        return None
    return HistoryPage(service, [_card(one) for one in catalogue.history(service)])


def sheet_of(slug: str) -> Standard | None:
    """The standard in force of the service with its parts, or None."""
    service = catalogue.get_service(slug)
    found = catalogue.latest_in_force(service) if service else None
    if found is not None and service is not None:
        found.service = service
    return found


def pledge_page(slug: str) -> PledgePage | None:
    """The pledge of the unit that holds, or None."""
    unit = by_slug(slug)
    pledge = catalogue.pledge_of(unit) if unit else None
    return PledgePage(unit, pledge) if unit and pledge else None


def _card(edition: catalogue.Edition) -> EditionCard:
    parts = [
        ChangedPart(
            name=str(words.COMPONENTS[change.component]),
            gone=change.gone,
            new=change.new,
            causes=causes(edition.origins.get(change.component, ())),
        )
        for change in edition.changes
    ]
    return EditionCard(edition.standard, edition.first, parts, causes(edition.other_origins))


def _page_of(row: ClauseOrigin) -> str:
    """The address of the page that tells of the cause, in the reader's language, as far as there is such a page."""
    pattern = PAGES.get(row.kind)
    if pattern is None or not row.number or "/" in row.number:
        return ""
    prefix = "/en" if get_language() == "en" else ""
    address = prefix + pattern.format(number=row.number)
    try:
        resolve(address)
    except Resolver404:
        return ""
    return address
