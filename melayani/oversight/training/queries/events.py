"""Events as pages show them: lists, one event with its sessions and the places that are left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext

from melayani.foundation.organisations.models import Region
from melayani.oversight.training import lists, states
from melayani.oversight.training.models import (
    Event,
    EventQuerySet,
    Feedback,
    Material,
    Question,
    Registration,
    Session,
)
from melayani.oversight.training.rules.learning import Gain, gain

ROWS = 24
FEED = 200


@dataclass(frozen=True)
class SessionView:
    """A session with what is taken of it, and the names of the regions and kinds of offices it is for."""

    session: Session
    taken: int = 0
    waiting: int = 0
    pending: int = 0
    came: int = 0
    regions: Sequence[str] = ()
    offices: Sequence[str] = ()

    @property
    def left(self) -> int:
        return max(0, self.session.capacity - self.taken)

    @property
    def is_recorded(self) -> bool:
        """Whether its people stand in a source and not in rows here."""
        row = self.session
        return bool(row.recorded_note) or row.recorded_people is not None or row.recorded_offices is not None


@dataclass(frozen=True)
class Card:
    """An event in a list: its words, how many sessions, how many places are left in those that have not begun."""

    event: Event
    kind: str
    topics: Sequence[str]
    sessions: int
    left: int
    recorded: int = 0
    time_known: bool = True


@dataclass(frozen=True)
class EventView:
    """All that the page of an event shows."""

    event: Event
    kind: str
    topics: Sequence[str]
    sessions: Sequence[SessionView]
    materials: Sequence[Material] = field(default_factory=list)

    @property
    def recorded_people(self) -> int:
        return sum(one.session.recorded_people or 0 for one in self.sessions)


def coming(now: datetime) -> EventQuerySet:
    """Announced events that are not over."""
    return Event.objects.filter(state__in=states.event.COMING, last_at__gte=now)


def past(now: datetime) -> EventQuerySet:
    """Announced events that are over or were called off."""
    over = Q(state__in=states.event.FINAL) | Q(last_at__lt=now)
    return Event.objects.public().filter(over, last_at__isnull=False)


def narrowed(rows: EventQuerySet, *, kind: str = "", topic: str = "", typed: str = "") -> EventQuerySet:
    """Those of one kind, about one topic, with these words in the title."""
    if kind:
        rows = rows.filter(kind=kind)
    if topic:
        rows = rows.annotate(about=Cast("topics", TextField())).filter(about__contains=f'"{topic}"')
    return rows.filter(title__icontains=typed) if typed else rows


def page_of(rows: EventQuerySet, number: str, *, order: Sequence[str], now: datetime, language: str) -> Page[Any]:
    """A page of cards; three queries however many events it shows."""
    page: Page[Any] = Paginator(rows.select_related("organisation").order_by(*order, "pk"), ROWS).get_page(number)
    page.object_list = cards(list(page.object_list), now=now, language=language)
    return page


def cards(events: Sequence[Event], *, now: datetime, language: str) -> list[Card]:
    """The events as cards; one query."""
    taken = Count("registrations", filter=Q(registrations__state__in=states.HOLDS_PLACE))
    rows = Session.objects.filter(event__in=[one.pk for one in events]).annotate(taken=taken)
    by_event: dict[int, list[Any]] = {}
    for row in rows:
        by_event.setdefault(row.event_id, []).append(row)
    return [_card(one, by_event.get(one.pk, []), now, language) for one in events]


def event_view(event: Event, *, language: str, with_files: bool = True) -> EventView:
    """The event with its sessions; three queries, two without files."""
    return EventView(
        event=event,
        kind=lists.words("kinds", event.kind, language),
        topics=[lists.words("topics", key, language) for key in event.topics],
        sessions=session_views(event, language=language),
        materials=list(event.materials.select_related("attachment").order_by("pk")) if with_files else [],
    )


def session_views(event: Event, *, language: str) -> list[SessionView]:
    """The sessions in order, with counts by state and names; two queries."""

    def count(found_in: Iterable[str]) -> Count:
        return Count("registrations", filter=Q(registrations__state__in=list(found_in)))

    rows: Any = Session.objects.filter(event=event).order_by("starts_at", "number")
    rows = list(
        rows.annotate(
            taken=count(states.HOLDS_PLACE),
            waiting=count([states.WAITING]),
            pending=count([states.PENDING]),
            came=count(states.CAME),
        )
    )
    names = region_names(code for row in rows for code in row.regions)
    found = []
    for row in rows:
        row.event = event
        offices = [lists.words("offices", key, language) for key in row.offices]
        regions = [names[code] for code in row.regions if code in names]
        found.append(SessionView(row, row.taken, row.waiting, row.pending, row.came, regions, offices))
    return found


def region_names(codes: Iterable[str]) -> dict[str, str]:
    """Names by code as sessions write it; `33*` is "seluruh kabupaten/kota di Jawa Tengah"; one query."""
    wanted = list(codes)
    rows = dict(Region.objects.filter(code__in=[one.rstrip("*") for one in wanted]).values_list("code", "name"))
    names = {code: rows[code.rstrip("*")] for code in wanted if code.rstrip("*") in rows}
    everywhere = gettext("seluruh kabupaten/kota di {province}")
    return {code: everywhere.format(province=name) if _is_all_of(code) else name for code, name in names.items()}


def _is_all_of(code: str) -> bool:
    """Whether the code takes in every regency and city of a province (`33*`)."""
    return code.endswith("*") and len(code) == 3


def regions_for(session: Session) -> list[Region]:
    """The regions that a session is for, provinces first; all provinces, regencies and cities when none is named."""
    rows = Region.objects.filter(level__in=("province", "regency"), valid_until__isnull=True).order_by("code")
    if session.regions:
        wanted = Q(code__in=[code for code in session.regions if not code.endswith("*")])
        for code in session.regions:
            if code.endswith("*"):
                wanted |= Q(code__startswith=code[:-1])
        rows = rows.filter(wanted)
    return list(rows)


def region(code: str) -> Region | None:
    return Region.objects.filter(code=code).first() if code else None


def feed(now: datetime) -> list[Session]:
    """Sessions that lie ahead of announced events, for a calendar to subscribe to; one query."""
    rows = Session.objects.filter(event__state__in=states.event.COMING, ends_at__gte=now)
    return list(rows.select_related("event__organisation").order_by("starts_at", "pk")[:FEED])


def questions_of(event: Event) -> list[Question]:
    return list(Question.objects.filter(event=event).order_by("number"))


def feedback_means(event: Event, *, language: str) -> tuple[int, list[tuple[str, float]], list[str]]:
    """How many gave feedback, the mean of each question (1 to 4), the words; nothing below the least number."""
    rows = list(Feedback.objects.filter(session__event=event).order_by("?")[:2000])
    if len(rows) < lists.limit("feedback_shown_from"):
        return len(rows), [], []
    means = [
        (one.words(language), round(sum(row.scores.get(one.key, 0) for row in rows) / len(rows), 2))
        for one in lists.rows("feedback")
    ]
    return len(rows), means, [row.text for row in rows if row.text][:100]


def test_pairs(event: Event) -> list[tuple[int, int]]:
    """Scores before and after of everybody who took both tests; one query."""
    rows = Registration.objects.filter(event=event, pre_score__isnull=False, post_score__isnull=False)
    pairs = rows.order_by().values_list("pre_score", "post_score")
    return [(before, after) for before, after in pairs if before is not None and after is not None]


def _card(event: Event, sessions: Sequence[Any], now: datetime, language: str) -> Card:
    ahead = [one for one in sessions if one.starts_at > now]
    return Card(
        event=event,
        kind=lists.words("kinds", event.kind, language),
        topics=[lists.words("topics", key, language) for key in event.topics],
        sessions=len(sessions),
        left=sum(max(0, one.capacity - one.taken) for one in ahead),
        recorded=sum(one.recorded_people or 0 for one in sessions),
        time_known=all(one.time_known for one in sessions),
    )


def gain_of(event: Event) -> Gain | None:
    """What was learnt, over those who took both tests; None while they are too few. One query."""
    return gain(test_pairs(event), at_least=lists.limit("gain_shown_from"))
