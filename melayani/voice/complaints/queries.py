"""Reads for pages: like reports, the public list, search and map, figures of months. None scans the cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import cos, hypot, radians

from django.db.models import Q

from melayani.delivery.catalogue.models import Service
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.organisations.queries import regions_within
from melayani.voice.complaints import access, rules, search, states
from melayani.voice.complaints import work as work  # what waits at the desk, for the office door
from melayani.voice.complaints.models import (
    Category,
    Channel,
    ComplaintClass,
    ComplaintQuerySet,
    Kind,
    MonthTotals,
    PublicWord,
)
from melayani.voice.complaints.rules import Figures

PAGE_SIZE, PAGE_MOST = 20, 100
MAP_MOST = 500
SIMILAR_MOST = 5
CANDIDATES = 60  # looked at for each reason why a report may be alike
LIKE_FOR = timedelta(weeks=12)
NEAR = Decimal("0.005")  # degrees, about 500 metres
AT_FIRST, SEARCH_DEPTH = 100, 2_000  # newest entries of the rarest word that a page looks through, at first and then
LIKE_WORDS = 12
OUTLINE = (
    "number",
    "kind",
    "state",
    "public_title",
    "public_text",
    "published_at",
    "received_at",
    "public_latitude",
    "public_longitude",
    "organisation__name",
    "region__name",
    "category__name",
)


@dataclass(frozen=True)
class Outline:
    """A published report as lists and maps show it; only what the public may see."""

    pk: int
    number: str
    kind: str
    state: str
    title: str
    text: str
    published_at: datetime
    received_at: datetime
    latitude: Decimal | None
    longitude: Decimal | None
    organisation: str
    region: str
    category: str
    distance: int | None = None  # metres, where a place was named
    score: float = 0

    @property
    def words(self) -> states.Words:
        return states.STATES[self.state]


@dataclass(frozen=True)
class Filters:
    """What the reader chose to see. Empty values do not narrow."""

    q: str = ""
    organisation: Organisation | None = None
    region: str = ""  # code of a province, regency or district
    category: Category | None = None
    service: Service | None = None
    kind: str = ""
    states: tuple[str, ...] = ()


@dataclass(frozen=True)
class Box:
    """A part of the map in degrees."""

    south: Decimal
    west: Decimal
    north: Decimal
    east: Decimal


@dataclass(frozen=True)
class PublicPage:
    """A page of published reports, newest first; `after` is the mark of the next page, "" on the last.

    A search stops after a bounded number of reports: its page may hold few rows, or none, and the next one goes on.
    """

    rows: list[Outline]
    after: str = ""


# --- the public list, search and map ----------------------------------------------------------------------------------
def public_list(filters: Filters, after: str = "", limit: int = PAGE_SIZE) -> PublicPage:
    """Published reports newest first; `after` is the mark of the page before. At most six queries."""
    limit = max(1, min(limit, PAGE_MOST))
    rows, mark = _filtered(access.public(), filters), _read_mark(after)
    if filters.q.strip():
        return _found(rows, search.read(filters.q), mark, limit)
    if mark:
        moment, pk = mark
        rows = rows.filter(Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=pk), published_at__lte=moment)
    found = _outlines(rows.order_by("-published_at", "-pk"), limit + 1)
    return PublicPage(found[:limit], _mark(found[limit - 1]) if len(found) > limit else "")


def _found(rows: ComplaintQuerySet, wanted: search.Search, mark: search.Mark | None, limit: int) -> PublicPage:
    """A page of what was searched: a few newest entries first, enough for words that often stand together."""
    found: list[Outline] = []
    for depth in (AT_FIRST, SEARCH_DEPTH):
        entries, mark = wanted.newest(mark, depth)
        if entries:
            narrowed = wanted.narrow(rows, entries).order_by("-published_at", "-pk")
            found += _outlines(narrowed, limit + 1 - len(found))
        if len(found) > limit:
            return PublicPage(found[:limit], _mark(found[limit - 1]))
        if mark is None:
            return PublicPage(found)
    return PublicPage(found, f"{mark[0].isoformat()}~{mark[1]}" if mark else "")


def public_map(filters: Filters, box: Box | None = None) -> list[Outline]:
    """The newest published reports with a position, at most MAP_MOST; positions are rounded to about 100 metres."""
    rows = _filtered(access.mapped(), filters)
    if filters.q.strip():
        wanted = search.read(filters.q)
        entries, _ = wanted.newest(None, SEARCH_DEPTH)
        rows = wanted.narrow(rows, entries)
    if box is not None:
        rows = rows.filter(public_latitude__range=(box.south, box.north), public_longitude__range=(box.west, box.east))
    return _outlines(rows.order_by("-published_at", "-pk"), MAP_MOST)


def _filtered(rows: ComplaintQuerySet, filters: Filters) -> ComplaintQuerySet:
    if filters.organisation is not None:
        rows = rows.held_within([filters.organisation.path])
    if filters.region:
        rows = rows.filter(region__in=regions_within(filters.region))
    wanted = {"category": filters.category, "service": filters.service, "kind": filters.kind}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return rows.filter(state__in=filters.states) if filters.states else rows


def _outlines(rows: ComplaintQuerySet, limit: int) -> list[Outline]:
    return [_outline(row) for row in rows.values("pk", *OUTLINE)[:limit]]


def _outline(row: dict[str, object]) -> Outline:
    text = str(row["public_text"])
    return Outline(
        pk=int(str(row["pk"])),
        number=str(row["number"]),
        kind=str(row["kind"]),
        state=str(row["state"]),
        title=str(row["public_title"]),
        text=text if len(text) <= 240 else text[:239].rstrip() + "…",
        published_at=row["published_at"],  # type: ignore[arg-type]
        received_at=row["received_at"],  # type: ignore[arg-type]
        latitude=row["public_latitude"],  # type: ignore[arg-type]
        longitude=row["public_longitude"],  # type: ignore[arg-type]
        organisation=str(row["organisation__name"]),
        region=str(row["region__name"] or ""),
        category=str(row["category__name"] or ""),
    )


def _mark(row: Outline) -> str:
    return f"{row.published_at.isoformat()}~{row.pk}"


def _read_mark(text: str) -> tuple[datetime, int] | None:
    """The place after which a page begins; None for anything that is no mark."""
    moment, _, pk = text.replace(" ", "+").partition("~")
    try:
        at = datetime.fromisoformat(moment)
        return (at, int(pk)) if at.tzinfo and len(pk) < 19 else None
    except ValueError:
        return None


# --- like reports -----------------------------------------------------------------------------------------------------
def similar(
    text: str,
    *,
    service: Service | None = None,
    category: Category | None = None,
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
    now: datetime,
) -> list[Outline]:
    """Published reports of the last weeks that may tell of the same, best first, at most five.

    Looked at are the newest on the same service, of the same category, nearby, and with the rarest words. At most
    eight queries, each bounded, whatever the number of reports.
    """
    recent = access.public().filter(published_at__gt=now - LIKE_FOR).order_by("-published_at", "-pk")
    words = rules.words_of(text)
    reasons = [recent.filter(service=service)] if service else []
    reasons += [recent.filter(category=category)] if category else []
    if latitude is not None and longitude is not None:
        near = {
            "public_latitude__range": (latitude - NEAR, latitude + NEAR),
            "public_longitude__range": (longitude - NEAR, longitude + NEAR),
        }
        reasons.append(recent.filter(public_latitude__isnull=False, **near))
    if words:
        reasons.append(recent.filter(pk__in=_with_any(words, now)))
    found = {one.pk: one for rows in reasons for one in _outlines(rows, CANDIDATES)}
    judged = [_judged(one, set(words), latitude, longitude) for one in found.values()]
    alike = [one for one in judged if one.score >= LIKE_FROM]
    return sorted(alike, key=lambda one: (-one.score, -one.pk))[:SIMILAR_MOST]


LIKE_FROM = 0.25


def _with_any(words: list[str], now: datetime) -> list[int]:
    """The newest reports with any of the text's telling words: long words first, for long words are rare."""
    telling = sorted(words, key=len, reverse=True)[:LIKE_WORDS]
    rows = PublicWord.objects.filter(word__in=telling, published_at__gt=now - LIKE_FOR).order_by("-published_at")
    return list(dict.fromkeys(rows.values_list("complaint_id", flat=True)[: CANDIDATES * 5]))


def _judged(one: Outline, words: set[str], latitude: Decimal | None, longitude: Decimal | None) -> Outline:
    """How much two reports have in common: the share of words, and nearness counts as half a text."""
    own = set(rules.words_of(one.title, one.text))
    shared = len(own & words) / max(1, min(len(own), len(words)))
    distance = None
    if None not in (latitude, longitude, one.latitude, one.longitude):
        distance = metres(latitude, longitude, one.latitude, one.longitude)  # type: ignore[arg-type]
    nearness = 0.0 if distance is None else max(0.0, 0.5 - distance / 1000)
    return Outline(**{**one.__dict__, "distance": distance, "score": shared + nearness})


def metres(latitude: Decimal, longitude: Decimal, other_latitude: Decimal, other_longitude: Decimal) -> int:
    """The distance of two places in metres, good enough within a city."""
    north = float(latitude - other_latitude) * 111_320
    east = float(longitude - other_longitude) * 111_320 * cos(radians(float(latitude)))
    return round(hypot(north, east))


# --- figures ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Statistics:
    """Figures of a time: all together, by month, class, channel and kind."""

    total: Figures
    months: list[Figures]
    by_class: list[Figures]
    by_channel: list[Figures]
    by_kind: list[Figures]
    since: date
    until: date


def statistics(organisation: Organisation | None, *, since: date, until: date) -> Statistics:
    """Cases received from the month of `since` to that of `until` at or below the organisation (None: everywhere).

    One query over the worker's totals; their number does not grow with the cases.
    """
    first, last = since.replace(day=1), until.replace(day=1)
    rows = MonthTotals.objects.filter(subtree=True, month__range=(first, last))
    rows = rows.filter(organisation=organisation) if organisation else rows.filter(organisation__depth=1)
    total = Figures()
    months = {month: Figures(month=month, key=month.isoformat()) for month in rules.months_between(first, last)}
    classes = {
        key: Figures(key=key, name=str(name)) for key, name in [("", "Belum digolongkan"), *_pairs(ComplaintClass)]
    }
    channels = {key: Figures(key=key, name=str(name)) for key, name in _pairs(Channel)}
    kinds = {key: Figures(key=key, name=str(name)) for key, name in _pairs(Kind)}
    for row in rows.order_by("month", "pk"):
        places = (total, months[row.month], classes[row.complaint_class], channels[row.channel], kinds[row.kind])
        for figures in places:
            figures.add(row.__dict__, row.hours)
    return Statistics(
        total=total,
        months=list(months.values()),
        by_class=_received(classes),
        by_channel=_received(channels),
        by_kind=_received(kinds),
        since=first,
        until=last,
    )


def _received(groups: dict[str, Figures]) -> list[Figures]:
    return [one for one in groups.values() if one.received]


def _pairs(choices: type[ComplaintClass] | type[Channel] | type[Kind]) -> Iterable[tuple[str, object]]:
    return choices.choices
