"""What citizens, screens and kiosks read. Nobody is named here: numbers, counters, counts and ranges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from melayani.delivery.appointments.models import Booking
from melayani.delivery.queues import doors, rules, states, words
from melayani.delivery.queues.access import LOADED, get_site
from melayani.delivery.queues.layout import Layout, layout_of
from melayani.delivery.queues.models import Call, Device, Line, Site, Ticket, Wish, Zone, token_hash
from melayani.delivery.queues.notices import said
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.workdays import Today

PAGE_SIZE = 20
LAST_CALLS = 6
CALLED_SHOWN = 12


def pulse_of(token: str, kind: str, now: datetime) -> str | None:
    """The version of what the device at this address shows, or None for an unknown one; one indexed read.

    It changes with every call and number, and once a minute, so that an old forecast does not stay on a screen.
    """
    rows = Device.objects.filter(token_hash=token_hash(token), kind=kind, is_open=True, site__is_open=True)
    pulse = rows.values_list("site__pulse", flat=True).first()
    return None if pulse is None else f"{pulse}-{int(now.timestamp()) // 60}"


@dataclass(frozen=True)
class CallLine:
    """One call as it is shown and spoken. `call_id` only rises: a screen speaks each once."""

    call_id: int
    code: str
    counter_number: int
    zone: str
    called_at: datetime
    is_recall: bool
    service: str = ""


@dataclass(frozen=True)
class Waiting:
    """A line or a waiting area: how many wait, and what somebody who comes now waits, in words."""

    name: str
    prefix: str
    people: int
    low: int | None
    high: int | None
    words: str
    unit: str = ""
    counters: tuple[int, ...] = ()


@dataclass(frozen=True)
class ScreenState:
    """Everything a screen shows. `speak` are the calls that are young enough to be spoken, the oldest first."""

    site: Site
    device: Device
    called: list[CallLine]
    last: list[CallLine]
    speak: list[CallLine]
    waiting: list[Waiting]
    notices: list[str]
    zones: list[str]
    open_counters: int

    @property
    def voice(self) -> bool:
        return self.site.voice


def screen_state(device: Device, now: datetime) -> ScreenState:
    """What a screen shows now; a constant number of queries."""
    site = device.site
    zones = list(device.zones.order_by("position", "pk"))
    layout = layout_of(site)
    day = now.astimezone(site.organisation.zone).date()
    calls = list(_calls(site, day, zones)[: CALLED_SHOWN * 3])
    latest: dict[int, Call] = {}
    for call in calls:
        latest.setdefault(call.ticket_id, call)
    now_called = [call for call in latest.values() if _stands(call)]
    earlier = [call for call in latest.values() if not _stands(call)]
    door = doors.door_of(site, [], now)
    notices = [why for why in (door.why_shut(now), door.why_full()) if why]
    notices += said(site.organisation, now) + _limits(door.today.values())
    young = [call for call in calls if now - call.called_at <= rules.SPOKEN_WITHIN]
    names = {zone.pk for zone in zones}
    return ScreenState(
        site=site,
        device=device,
        called=[_line(call) for call in now_called[:CALLED_SHOWN]],
        last=[_line(call) for call in earlier[:LAST_CALLS]],
        speak=[_line(call) for call in reversed(young)],
        waiting=[row for row, zone in _waiting(site, layout, day, now) if not names or zone in names],
        notices=notices,
        zones=[zone.name for zone in zones],
        open_counters=sum(1 for post in layout.posts if post.calls),
    )


@dataclass(frozen=True)
class LineOffer:
    """A line at the kiosk: open, or why not."""

    line: Line
    why: str
    people: int
    low: int | None
    high: int | None
    words: str

    @property
    def is_open(self) -> bool:
        return not self.why


@dataclass(frozen=True)
class UnitOffer:
    """A unit of the place with its lines."""

    unit: Organisation
    lines: list[LineOffer]

    @property
    def is_open(self) -> bool:
        return any(line.is_open for line in self.lines)


@dataclass(frozen=True)
class KioskOffer:
    """What may be taken now at the place; `why` when nothing may."""

    site: Site
    today: Today
    why: str
    units: list[UnitOffer] = field(default_factory=list)
    policy: list[str] = field(default_factory=list)

    @property
    def gives(self) -> bool:
        return not self.why and any(unit.is_open for unit in self.units)


def kiosk_offer(site: Site, now: datetime) -> KioskOffer:
    """The lines of a place by unit, open or why not, with who waits; a constant number of queries."""
    layout = layout_of(site)
    day = now.astimezone(site.organisation.zone).date()
    door = doors.door_of(site, layout.lines.values(), now)
    why = door.why_shut(now) or door.why_full()
    counts = _counts(site, day)
    units: dict[int, UnitOffer] = {}
    for line in layout.lines.values():
        low, high, told = _told(line, layout, now)
        offer = LineOffer(line, why or door.why_line_shut(line, now), counts.get(line.pk, 0), low, high, told)
        units.setdefault(line.unit_id, UnitOffer(line.unit, [])).lines.append(offer)
    return KioskOffer(
        site, door.today[site.organisation_id], why, list(units.values()), words.policy_words(site.policy)
    )


@dataclass(frozen=True)
class QueueBoard:
    """A place as everybody may read it: now called, who waits how long, hours, order."""

    site: Site
    today: Today
    why: str
    called: list[CallLine]
    lines: list[Waiting]
    open_counters: int
    policy: list[str]
    pulse: int

    @property
    def people(self) -> int:
        return sum(line.people for line in self.lines)


def queue_of_unit(slug: str, now: datetime) -> QueueBoard:
    """The board of a unit: of its own place, else its lines in the mall in which it serves; Http404 without either."""
    own = site_of(slug)
    if own is not None:
        return board_of(own, now)
    rows = Line.objects.select_related("unit", "site__organisation")
    line = rows.filter(unit__slug=slug, is_open=True, site__is_open=True).order_by("site", "pk").first()
    if line is None:
        raise Http404
    return board_of(line.site, now, unit=line.unit)


def queue_board(slug: str, now: datetime) -> QueueBoard:
    """The board of a place by the slug of its organisation; raises Http404 when it has no queue."""
    return board_of(get_site(slug), now)


def board_of(site: Site, now: datetime, *, unit: Organisation | None = None) -> QueueBoard:
    """The board of a place, or of one unit in it; a constant number of queries."""
    layout = layout_of(site)
    day = now.astimezone(site.organisation.zone).date()
    door = doors.door_of(site, [], now)
    lines = [row for row, _ in _waiting(site, layout, day, now, unit=unit)]
    calls = _calls(site, day, [], unit=unit)
    latest: dict[int, Call] = {}
    for call in calls[: CALLED_SHOWN * 3]:
        latest.setdefault(call.ticket_id, call)
    return QueueBoard(
        site=site,
        today=door.today[site.organisation_id],
        why=door.why_shut(now) or door.why_full(),
        called=[_line(call) for call in latest.values() if _stands(call)][:CALLED_SHOWN],
        lines=lines,
        open_counters=sum(
            1 for post in layout.posts if post.calls and (unit is None or post.counter.unit_id == unit.pk)
        ),
        policy=words.policy_words(site.policy),
        pulse=site.pulse,
    )


@dataclass(frozen=True)
class TicketView:
    """A citizen's number as its page shows it. Without a range `reason` says why."""

    ticket: Ticket
    code: str
    words: states.Words
    ahead: int | None
    low: int | None
    high: int | None
    range: str
    reason: str
    counter_number: int | None
    wishes: list[Wish]
    policy: list[str]
    leave_now: bool
    asks_survey: bool
    poll_seconds: int

    @property
    def is_over(self) -> bool:
        return self.ticket.is_final


def ticket_view(ticket: Ticket, now: datetime) -> TicketView:
    """What the holder of a number reads now; a constant number of queries, nothing is written."""
    ahead = low = high = None
    told = reason = ""
    if ticket.state == states.WAITING:
        layout = layout_of(ticket.site)
        ahead = _ahead(ticket, layout)
        if words.is_fresh(ticket.foretold_at, now) and ticket.wait_low is not None and layout.calling(ticket.line_id):
            low, high = ticket.wait_low, ticket.wait_high
            told = words.range_words(low, high or low)
        else:
            reason = words.why_unknown(layout, ticket.line_id, ticket.foretold_at, now, holder=True)
    wishes = Wish.objects.filter(ticket=ticket, begun_at__isnull=True).select_related("line__service", "line__unit")
    return TicketView(
        ticket=ticket,
        code=ticket.code,
        words=ticket.words,
        ahead=ahead,
        low=low,
        high=high,
        range=told,
        reason=reason,
        counter_number=ticket.counter.number if ticket.counter and ticket.state in states.HERE else None,
        wishes=list(wishes.order_by("position")),
        policy=words.policy_words(ticket.site.policy),
        leave_now=ticket.told_to_leave_at is not None and ticket.state == states.WAITING,
        asks_survey=ticket.state == states.DONE and not ticket.case_number,
        poll_seconds=3 if ticket.state == states.CALLED or (ahead is not None and ahead < 4) else 10,
    )


def sites_for_citizens(*, typed: str = "", page: str = "1") -> Page[Site]:
    """Places with a queue, by words of the name of the place or of a service there; paged."""
    rows = Site.objects.select_related("organisation").filter(is_open=True)
    for word in typed.split()[:6]:
        services = Line.objects.filter(is_open=True, service__title__icontains=word).order_by().values("site")
        named = Q(organisation__name__icontains=word) | Q(organisation__short_name__icontains=word)
        rows = rows.filter(named | Q(pk__in=services))
    return Paginator(rows.order_by("organisation__name", "pk"), PAGE_SIZE).get_page(page)


def ticket_of_booking(booking: Booking) -> Ticket | None:
    """The number of a booking that has checked in."""
    return Ticket.objects.select_related(*LOADED).filter(booking=booking).first()


def public_state(number: str) -> Ticket | None:
    """The ticket of this number for the page that finds every number: code, state and place only."""
    return Ticket.objects.select_related(*LOADED).filter(number=number).first()


def _ahead(ticket: Ticket, layout: Layout) -> int:
    """How many are called before this ticket; one indexed count."""
    before = Q(turn__lt=ticket.turn) | Q(turn=ticket.turn, pk__lt=ticket.pk)
    rows = Ticket.objects.today(ticket.site_id, ticket.day).waiting().filter(line__in=layout.beside(ticket.line_id))
    return rows.filter(before).count()


def _calls(site: Site, day: date, zones: Sequence[Zone], *, unit: Organisation | None = None) -> QuerySet[Call]:
    rows = Call.objects.filter(site=site, ticket__day=day).select_related(
        "ticket__taken_in", "ticket__line__service", "counter__zone"
    )
    if zones:
        rows = rows.filter(counter__zone__in=zones)
    if unit is not None:
        rows = rows.filter(counter__unit=unit)
    return rows.order_by("-pk")


def _stands(call: Call) -> bool:
    """Whether the call still holds: the ticket is at that counter and not yet served."""
    return call.ticket.state == states.CALLED and call.ticket.counter_id == call.counter_id


def _line(call: Call) -> CallLine:
    zone = call.counter.zone
    return CallLine(
        call_id=call.pk,
        code=call.ticket.code,
        counter_number=call.counter.number,
        zone=zone.name if zone else "",
        called_at=call.called_at,
        is_recall=call.is_recall,
        service=call.ticket.line.service.title,
    )


def _counts(site: Site, day: date) -> dict[int, int]:
    rows = Ticket.objects.filter(site=site, day=day, state=states.WAITING).values("line")
    return {row["line"]: row["n"] for row in rows.annotate(n=Count("pk")).order_by()}


def _told(line: Line, layout: Layout, now: datetime) -> tuple[int | None, int | None, str]:
    """What somebody who comes now waits."""
    if words.is_fresh(line.foretold_at, now) and line.wait_low is not None and layout.calling(line.pk):
        high = line.wait_high if line.wait_high is not None else line.wait_low
        return line.wait_low, high, _("tanpa menunggu") if high == 0 else words.range_words(line.wait_low, high)
    return None, None, words.why_unknown(layout, line.pk, line.foretold_at, now)


def _waiting(
    site: Site, layout: Layout, day: date, now: datetime, *, unit: Organisation | None = None
) -> list[tuple[Waiting, int | None]]:
    counts = _counts(site, day)
    found = []
    for line in layout.lines.values():
        if unit is not None and line.unit_id != unit.pk:
            continue
        low, high, told = _told(line, layout, now)
        counters = tuple(post.counter.number for post in layout.calling(line.pk))
        row = Waiting(
            line.service.title, line.prefix, counts.get(line.pk, 0), low, high, told, str(line.unit), counters
        )
        found.append((row, line.zone_id))
    return found


def _limits(states_of_today: Iterable[Today]) -> list[str]:
    return [f"{row.get_kind_display()}: {row.reason}" for today in states_of_today for row in today.restrictions]


def site_of(slug: str) -> Site | None:
    """The queue of an organisation for pages that show it beside other things; None when it has none."""
    try:
        return get_site(slug)
    except Http404:
        return None
