"""What officers read at a counter and at the information desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from melayani.delivery.appointments.rules import ASSISTANCE
from melayani.delivery.queues import access, states
from melayani.delivery.queues.layout import layout_of
from melayani.delivery.queues.models import KIND, Counter, Handling, Line, Site, Sitting, Ticket, TicketQuerySet, Wish
from melayani.delivery.queues.moving import served_by
from melayani.delivery.queues.queries.public import KioskOffer, kiosk_offer
from melayani.foundation.messaging import correspondence
from melayani.foundation.numbers.rules import read_number
from melayani.foundation.people import Officer

NEXT = 10
ASIDE = 20  # held and missed numbers that are shown
LETTERS = 20  # tickets at which words wait, shown
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class PersonRow:
    """Somebody in the queue as an officer sees them: the name of a booked visitor is masked by the page."""

    ticket: Ticket
    waited: int  # minutes
    assistance: Sequence[str] = ()
    letter: bool = False  # words of its holder wait to be read

    @property
    def booked_at(self) -> datetime | None:
        return self.ticket.booking.starts_at if self.ticket.booking else None

    @property
    def name(self) -> str:
        return self.ticket.booking.name if self.ticket.booking else ""

    @property
    def booked_clock(self) -> str:
        """The booked time as a word for the pill."""
        zone = self.ticket.site.organisation.zone
        return f"Janji {self.booked_at.astimezone(zone):%H.%M}" if self.booked_at else ""


@dataclass(frozen=True)
class CallerView:
    """Everything of a counter's page; `current` stands at it now."""

    counter: Counter
    sitting: Sitting | None
    mine: bool
    current: PersonRow | None
    calls: int
    upcoming: list[PersonRow]
    waiting: int
    held: list[PersonRow]
    missed: list[PersonRow]
    wishes: list[Line]
    lines: list[Line]  # served by this counter
    other_lines: list[Line]
    other_counters: list[Counter]
    pause: tuple[time, time] | None
    done_today: int
    letters: Sequence[correspondence.Said]  # on the ticket that stands here

    @property
    def on_break(self) -> bool:
        return self.sitting is not None and self.sitting.on_break_since is not None


def caller_view(officer: Officer, counter: Counter, now: datetime) -> CallerView:
    """The counter, whom it serves, who comes next, who is aside; a constant number of queries."""
    site, day = counter.site, _day(counter.site, now)
    served = served_by(counter)
    sitting = Sitting.objects.select_related("officer").filter(counter=counter, until__isnull=True).first()
    today = Ticket.objects.today(site.pk, day)
    current = today.filter(counter=counter, state__in=sorted(states.AT_COUNTER)).select_related(*access.LOADED).first()
    mine = today.waiting().filter(line__in=served)
    mine = mine.filter(Q(only_counter__isnull=True) | Q(only_counter=counter))
    layout = layout_of(site)
    return CallerView(
        counter=counter,
        sitting=sitting,
        mine=sitting is not None and sitting.officer_id == officer.person.pk,
        current=_person(current, now) if current is not None else None,
        calls=current.calls.filter(called_at__gte=current.called_at).count() if current is not None else 0,
        upcoming=_people(mine.in_order()[:NEXT], now),
        waiting=mine.count(),
        held=_people(today.filter(line__in=served, state=states.HELD).in_order()[:ASIDE], now),
        missed=_people(today.filter(line__in=served, state=states.NO_SHOW).order_by("-called_at")[:ASIDE], now),
        wishes=[wish.line for wish in _wishes(current)],
        lines=[layout.lines[pk] for pk in served if pk in layout.lines],
        other_lines=[line for line in layout.lines.values() if current is None or line.pk != current.line_id],
        other_counters=[post.counter for post in layout.posts if post.counter.pk != counter.pk and post.sitting],
        pause=_pause(counter),
        done_today=Handling.objects.filter(counter=counter, day=day, outcome__in=("done", "gone_on")).count(),
        letters=correspondence.thread(current.reference, _link_of(current)) if current is not None else (),
    )


def waiting_for(counter: Counter, now: datetime) -> int:
    """How many a counter may call now; three queries."""
    rows = Ticket.objects.today(counter.site_id, _day(counter.site, now)).waiting()
    rows = rows.filter(line__in=served_by(counter))
    return rows.filter(Q(only_counter__isnull=True) | Q(only_counter=counter)).count()


@dataclass(frozen=True)
class MyPlace:
    """A place of the officer's: its counters at which the officer may sit, and what else the officer does there."""

    site: Site
    counters: list[tuple[Counter, Sitting | None]] = field(default_factory=list)
    waiting: int = 0
    desk: bool = False
    plans: bool = False


def my_places(officer: Officer, now: datetime) -> list[MyPlace]:
    """The officer's places with their counters; three queries and one count for each place."""
    seats = {one.counter_id: one for one in _open_sittings(officer)}
    by_site: dict[int, list[tuple[Counter, Sitting | None]]] = {}
    for counter in access.counters_of(officer).order_by("site", "number")[:400]:
        by_site.setdefault(counter.site_id, []).append((counter, seats.get(counter.pk)))
    found = []
    for site in access.sites_of(officer, timezone.localdate(now))[:50]:
        waiting = Ticket.objects.today(site.pk, _day(site, now)).waiting().count()
        found.append(
            MyPlace(
                site,
                by_site.get(site.pk, []),
                waiting,
                desk=access.works_at(officer, site.organisation) or bool(by_site.get(site.pk)),
                plans=access.may_plan(officer, site),
            )
        )
    return found


def my_counter(officer: Officer) -> Counter | None:
    """The counter at which the officer sits now."""
    sitting = Sitting.objects.filter(officer=officer.person, until__isnull=True).select_related("counter").first()
    return sitting.counter if sitting is not None else None


def lines_of(counter: Counter) -> list[Line]:
    """The open lines that a counter serves, with unit, service and place loaded; in the order of their letters."""
    rows = Line.objects.filter(pk__in=served_by(counter)).select_related("unit", "service", "site__organisation")
    return list(rows.order_by("prefix"))


@dataclass(frozen=True)
class Written:
    """A ticket at which words of its holder wait, with them."""

    ticket: Ticket
    letters: Sequence[correspondence.Said]

    @property
    def heading(self) -> str:
        return f"Surat pemegang nomor {self.ticket.code}"


@dataclass(frozen=True)
class DeskView:
    """The information desk: lines to take numbers of, what was taken, who is aside; only of the officer's lines."""

    site: Site
    offer: KioskOffer
    mine: frozenset[int]  # lines for which the officer may take a number
    found: Page[Ticket]
    aside: list[PersonRow]
    letters: list[Written]
    typed: str


def desk_view(officer: Officer, site: Site, now: datetime, *, typed: str = "", page: str = "1") -> DeskView:
    """Today at a place as its information desk, or as a unit in it, sees it; a constant number of queries."""
    offer = kiosk_offer(site, now)
    mine = frozenset(
        row.line.pk
        for unit in offer.units
        for row in unit.lines
        if access.works_at(officer, site.organisation) or access.works_at(officer, unit.unit)
    )
    today = access.visible_to(officer).today(site.pk, _day(site, now)).select_related(*access.LOADED)
    aside = today.filter(state__in=(states.NO_SHOW, states.HELD)).order_by("state", "-called_at", "pk")
    rows = _by_code(today, typed).order_by("-arrived_at", "-pk")
    found = Paginator(rows, 20).get_page(page)
    return DeskView(site, offer, mine, found, _people(aside[:ASIDE], now), _written(today), typed)


def _by_code(rows: TicketQuerySet, typed: str) -> TicketQuerySet:
    """Numbers as a hand types them: A-012, a12, or the whole ATR number; all when nothing is typed."""
    word = typed.strip().upper()
    if not word:
        return rows
    if word.startswith("ATR"):
        return rows.filter(number=read_number(word) or "")
    prefix = "".join(letter for letter in word if letter.isalpha())
    digits = "".join(letter for letter in word if letter.isascii() and letter.isdigit())[:5]
    rows = rows.filter(taken_in__prefix=prefix) if prefix else rows
    return rows.filter(sequence=int(digits)) if digits else rows


def _open_sittings(officer: Officer) -> list[Sitting]:
    counters = access.counters_of(officer).order_by().values("pk")
    return list(Sitting.objects.filter(counter__in=counters, until__isnull=True).select_related("officer"))


def _people(rows: TicketQuerySet, now: datetime) -> list[PersonRow]:
    loaded = rows.select_related(*access.LOADED).annotate(letter_waits=correspondence.has_waiting(KIND))
    return [_person(row, now) for row in loaded]


def _written(today: TicketQuerySet) -> list[Written]:
    """The tickets at which words wait; one query, three where there are any."""
    tickets = list(today.filter(correspondence.has_waiting(KIND)).order_by("turn", "pk")[:LETTERS])
    by_number = {row.number: row for row in tickets}
    found: dict[str, list[correspondence.Said]] = {}
    if tickets:
        for one in correspondence.waiting_among(KIND, by_number, lambda number, file: _link(by_number[number], file)):
            found.setdefault(one.number, []).append(one)
    return [Written(by_number[number], letters) for number, letters in found.items()]


def _link_of(ticket: Ticket) -> Callable[[UUID], str]:
    return lambda file: _link(ticket, file)


def _link(ticket: Ticket, file: UUID) -> str:
    return reverse("queues_office:letter_file", args=[ticket.site.organisation.slug, ticket.number, file])


def _person(ticket: Ticket, now: datetime) -> PersonRow:
    until = ticket.called_at if ticket.called_at and ticket.state != states.WAITING else now
    keys = ticket.booking.assistance_keys if ticket.booking else ()
    words = [ASSISTANCE[key] for key in keys if key in ASSISTANCE]
    waited = max(0, int((until - ticket.arrived_at) / MINUTE))
    return PersonRow(ticket, waited, words, getattr(ticket, "letter_waits", False))


def _wishes(ticket: Ticket | None) -> list[Wish]:
    if ticket is None:
        return []
    rows = Wish.objects.filter(ticket=ticket, begun_at__isnull=True).select_related("line__service")
    return list(rows.order_by("position"))


def _pause(counter: Counter) -> tuple[time, time] | None:
    if counter.break_from is None or counter.break_until is None:
        return None
    return counter.break_from, counter.break_until


def _day(site: Site, now: datetime) -> date:
    return now.astimezone(site.organisation.zone).date()
