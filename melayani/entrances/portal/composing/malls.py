"""The register of malls and the page of one mall: catalogue, hours, appointments, surveys and facilities together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from melayani.delivery.appointments.models import Offer
from melayani.delivery.catalogue import queries as catalogue
from melayani.delivery.catalogue.models import MallEntry, Service, Standard
from melayani.delivery.catalogue.rules import promised
from melayani.delivery.queues.queries import QueueBoard
from melayani.entrances.portal import words
from melayani.entrances.portal.composing.facilities import FacilityCard, facility_card, things_for
from melayani.entrances.portal.composing.offices import HoursRow, Notice, Office, hours_table, offices
from melayani.entrances.portal.composing.queues import live_queue
from melayani.entrances.portal.composing.service_pages import whole_number
from melayani.foundation.organisations.models import Kind, Organisation, Tenancy
from melayani.foundation.ui.format import format_number
from melayani.oversight.facilities import queries as facilities
from melayani.voice.surveys.models import Period

PAGE = 12


@dataclass(frozen=True)
class AskedMalls:
    """What a visitor asked the register for; every value is bounded. `day` is today unless another one was asked."""

    q: str
    region: str
    need: str
    day: date
    today: date
    after: int

    @classmethod
    def read(cls, query: Mapping[str, str], today: date) -> AskedMalls:
        return cls(
            q=query.get("q", "").replace("\x00", "").strip()[:100],
            region=query.get("wilayah", "").replace("\x00", "")[:5],
            need=query.get("kebutuhan", "").replace("\x00", "")[:20],
            day=_day(query.get("tanggal", "")) or today,
            today=today,
            after=whole_number(query.get("setelah", "")),
        )

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def narrowed(self) -> bool:
        return bool(self.region or self.need) or not self.is_today


@dataclass(frozen=True)
class MallCard:
    """A mall in the register. Its state now is known for today only; `things` is what it has for the need asked."""

    row: catalogue.MallRow
    office: Office | None
    things: list[str]

    @property
    def mall(self) -> Organisation:
        return self.row.mall


@dataclass(frozen=True)
class Register:
    """A page of the register."""

    asked: AskedMalls
    cards: list[MallCard]
    total: int
    before: int | None
    after: int | None
    count: catalogue.MallCount
    needs: facilities.Needs
    provinces: list[tuple[str, str]]

    @property
    def groups(self) -> list[tuple[str, str]]:
        """The needs to choose from, by key and name."""
        return [(group.key, group.name(_language())) for group in self.needs.groups]

    @property
    def national(self) -> str:
        """The published count of the country: "206 atau 208" where sources differ; "" where none is that old."""
        values = self.count.national.values if self.count.national else ()
        return _(" atau ").join(format_number(value) for value in values)


@dataclass(frozen=True)
class ServiceLine:
    """A service at a stand: the ways to get it, and whether a visit can be booked."""

    service: Service
    counter: bool
    online: bool
    bookable: bool


@dataclass(frozen=True)
class StandCard:
    """A tenant of today with its state now and its services."""

    tenancy: Tenancy
    office: Office
    lines: list[ServiceLine]


@dataclass(frozen=True)
class CriterionLine:
    """A criterion of readiness in words; `beside` is what this platform itself can say of it, "" for nothing."""

    name: str
    meaning: str
    tone: str
    state: str
    evidence: str
    evidence_url: str
    checked_on: date | None
    beside: str


@dataclass(frozen=True)
class Figure:
    """A published figure: "26 gerai", of when, and where it was read."""

    text: str
    as_of: str
    source: str


@dataclass(frozen=True)
class MallPage:
    """Everything on the page of a mall."""

    view: catalogue.MallView
    office: Office
    hours: list[HoursRow]
    stands: list[StandCard]
    criteria: list[CriterionLine]
    facilities: FacilityCard
    queue: QueueBoard | None
    today: date

    @property
    def mall(self) -> Organisation:
        return self.view.mall

    @property
    def entry(self) -> MallEntry | None:
        return self.view.entry

    @property
    def notices(self) -> list[Notice]:
        return self.office.notices

    @property
    def service_count(self) -> int:
        return sum(len(stand.lines) for stand in self.stands)

    @property
    def bookable(self) -> bool:
        return any(line.bookable for stand in self.stands for line in stand.lines)

    @property
    def is_closed_for_good(self) -> bool:
        return self.mall.closed_on is not None and self.mall.closed_on <= self.today

    @property
    def criteria_title(self) -> str:
        return self.view.criteria.titles.get(_language(), self.view.criteria.titles["id"])

    @property
    def figures(self) -> list[Figure]:
        rows = self.entry.published if self.entry else []
        return [Figure(_figure(row), _as_of(row["as_of"]), row["source"]) for row in rows]


def register(query: Mapping[str, str], now: datetime) -> Register:
    """The page of the register that was asked for; a constant number of queries."""
    asked = AskedMalls.read(query, timezone.localdate(now))
    needs = facilities.needs(asked.need, asked.today)
    among = facilities.places_with(needs.asked.key, kind=Kind.MALL, day=asked.today) if needs.asked else None
    found = catalogue.search_malls(
        asked.q, day=asked.day, region=asked.region, among=among, limit=PAGE, after=asked.after
    )
    malls = [row.mall for row in found.rows]
    states = {one.organisation.pk: one for one in offices(malls, now)} if asked.is_today else {}
    things = things_for(malls, needs.asked.key if needs.asked else "", asked.today)
    return Register(
        asked=asked,
        cards=[MallCard(row, states.get(row.mall.pk), things.get(row.mall.pk, [])) for row in found.rows],
        total=found.total,
        before=max(asked.after - PAGE, 0) if asked.after else None,
        after=found.after,
        count=catalogue.count_malls(asked.day),
        needs=needs,
        provinces=catalogue.provinces_with_malls(),
    )


def mall_page(slug: str, now: datetime) -> MallPage | None:
    """The page of the mall with this slug, or None; a constant number of queries."""
    view = catalogue.mall_view(slug, timezone.localdate(now))
    if view is None:
        return None
    today = now.astimezone(view.mall.zone).date()
    units = [stand.tenancy.unit for stand in view.stands]
    office, *tenants = offices([view.mall, *units], now)
    bookable = _bookable(units)
    stands = [
        StandCard(stand.tenancy, state, [_line(service, bookable) for service in stand.services])
        for stand, state in zip(view.stands, tenants, strict=True)
    ]
    beside = _beside(stands, units, catalogue.published_standards(row.pk for row in view.services))
    return MallPage(
        view=view,
        office=office,
        hours=hours_table(office.week, today),
        stands=stands,
        criteria=[_criterion(row, beside) for row in view.rows],
        facilities=facility_card(view.mall, today),
        queue=live_queue(view.mall, now),
        today=today,
    )


def _bookable(units: Sequence[Organisation]) -> set[tuple[int, str]]:
    """Services (by key) that may be visited by appointment, each with the slug of the unit that offers it."""
    rows = Offer.objects.filter(organisation__in=units, is_open=True)
    return set(rows.values_list("service", "organisation__slug"))


def _line(service: Service, bookable: set[tuple[int, str]]) -> ServiceLine:
    return ServiceLine(
        service=service,
        counter="counter" in service.channels,
        online="online" in service.channels,
        bookable=(service.pk, service.agency.slug) in bookable,
    )


def _criterion(row: catalogue.CriterionRow, beside: Mapping[str, str]) -> CriterionLine:
    tone, label = words.READINESS[row.state]
    return CriterionLine(
        name=row.criterion.name(_language()),
        meaning=row.criterion.meaning(_language()),
        tone=tone,
        state=str(label),
        evidence=row.check.evidence if row.check else "",
        evidence_url=row.check.evidence_url if row.check else "",
        checked_on=row.check.checked_on if row.check else None,
        beside=beside.get(row.criterion.key, ""),
    )


def _beside(
    stands: Sequence[StandCard], units: Sequence[Organisation], standards: Mapping[int, Standard]
) -> dict[str, str]:
    """What this platform itself can say of criteria, by their keys; nothing is judged by it."""
    lines = [line for stand in stands for line in stand.lines]
    if not lines:
        return {}
    complete = sum(1 for row in standards.values() if promised(row) and row.fee_amount is not None)
    online = sum(1 for line in lines if line.online)
    booked = sum(1 for line in lines if line.bookable)
    judged = Period.objects.published().filter(organisation__in=units).values("organisation").distinct().count()
    total = {"total": format_number(len(lines)), "tenants": format_number(len(units))}
    told = {
        "information": _("{count} dari {total} layanan di sini mencantumkan waktu dan biaya."),
        "queue": _("{count} dari {total} layanan di sini dapat didatangi dengan janji temu."),
        "processing": _("{count} dari {total} layanan di sini dapat diajukan daring dan dilacak."),
        "survey": _("{count} dari {tenants} gerai sudah mengumumkan hasil survei."),
    }
    counts = {"information": complete, "queue": booked, "processing": online, "survey": judged}
    return {key: text.format(count=format_number(counts[key]), **total) for key, text in told.items()}


def _figure(row: Mapping[str, object]) -> str:
    number = row["value"]
    shown = format_number(number) if isinstance(number, int) else str(number)
    return str(words.MALL_FIGURES[str(row["what"])]).format(count=shown)


def _as_of(text: str) -> str:
    """ "2020-02" as a month in words, "opening" as what it is, a year as it stands."""
    if text == "opening":
        return _("saat dibuka")
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return formats.date_format(date(int(text[:4]), int(text[5:]), 1), "F Y")
    return text


def _day(typed: str) -> date | None:
    try:
        found = date.fromisoformat(typed) if len(typed) == 10 else None
    except ValueError:
        return None
    return found if found and 2000 <= found.year <= 2100 else None


def _language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"
