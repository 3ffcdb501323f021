"""What everybody's pages show: headlines, the list with its filters, one report, the map, the figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date
from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext

from melayani.delivery.catalogue import queries as catalogue
from melayani.foundation.organisations import queries as organisations
from melayani.foundation.organisations.models import Organisation, Region
from melayani.foundation.ui.format import format_decimal2, format_number, locale
from melayani.voice.complaints import charts, finding, maps, queries, states, tiles, words
from melayani.voice.complaints.asked import Asked
from melayani.voice.complaints.models import Complaint, Entry, EntryKind
from melayani.voice.complaints.rules import Figures, filing
from melayani.voice.complaints.steps import KIND_WORDS

LATEST, ENTRIES_SHOWN = 3, 50
SPANS = (12, 6, 3)  # months
STATE_GROUPS: dict[str, tuple[str, ...]] = {
    "berjalan": (*sorted(states.UNANSWERED), states.NEEDS_COMPLETION),
    "dijawab": (states.ANSWERED,),
    "selesai": (states.CLOSED,),
}
Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Figure:
    """A large figure with its sentence."""

    value: str
    text: str


@dataclass(frozen=True)
class Choice:
    """One filter: its name in the address, its label, what may be chosen and what is."""

    name: str
    label: str
    options: list[tuple[str, str | Promise]]
    chosen: str


# --- the list and its filters -----------------------------------------------------------------------------------------
def latest() -> list[queries.Outline]:
    return queries.public_list(queries.Filters(), limit=LATEST).rows


def page_of(asked: Asked) -> queries.PublicPage:
    return queries.public_list(filters_of(asked), asked.after)


def filters_of(asked: Asked) -> queries.Filters:
    """What the address asks, in rows; a value that names nothing narrows nothing."""
    unit, service = finding.office_of(asked.get("instansi")), asked.get("layanan")
    return queries.Filters(
        q=asked.q,
        organisation=unit,
        region=_code(asked.get("wilayah")),
        category=finding.category_of(asked.get("soal")),
        service=catalogue.get_service(service) if service else None,
        kind=asked.get("jenis") if asked.get("jenis") in filing.KINDS else "",
        states=STATE_GROUPS.get(asked.get("keadaan"), ()),
    )


def choices(asked: Asked) -> list[Choice]:
    """The filters with what may be chosen; a constant number of queries."""
    language = get_language() or "id"
    categories = [pair for _, group in finding.categories(None, language) for pair in group]
    kinds = [(key, KIND_WORDS[key]) for key in filing.KINDS]
    keys = {"berjalan": gettext("Belum dijawab"), "dijawab": gettext("Dijawab"), "selesai": gettext("Selesai")}
    found = [
        Choice("instansi", gettext("Kantor"), [*_units(asked.get("instansi"))], asked.get("instansi")),
        Choice("soal", gettext("Soal"), [*categories], asked.get("soal")),
        Choice("wilayah", gettext("Wilayah"), [*_places(asked.get("wilayah"))], asked.get("wilayah")),
        Choice("jenis", gettext("Jenis"), [*kinds], asked.get("jenis")),
        Choice("keadaan", gettext("Keadaan"), [*keys.items()], asked.get("keadaan")),
    ]
    if slug := asked.get("layanan"):
        service = catalogue.get_service(slug)
        found.insert(1, Choice("layanan", gettext("Layanan"), [(slug, service.title)] if service else [], slug))
    return found


def _units(chosen: str) -> Options:
    rows = {one.slug: str(one) for one in catalogue.agencies_offering()}
    if chosen and chosen not in rows and (unit := finding.office_of(chosen)):
        rows[unit.slug] = str(unit)
    return list(rows.items())


def _places(chosen: str) -> Options:
    """Provinces; a regency or district that a link asked for stands beside them."""
    rows = [(one.code, one.name) for one in organisations.provinces()]
    if chosen and chosen not in dict(rows) and (place := finding.region_of(chosen)):
        rows.insert(0, (place.code, place.name))
    return rows


def _code(typed: str) -> str:
    return typed if typed.replace(".", "").isdigit() and Region.objects.filter(pk=typed).exists() else ""


# --- one report -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class PublicEntry:
    """What the office said on a published report; a corrected answer says so, wherever its correction is read."""

    entry: Entry
    corrected: bool


@dataclass(frozen=True)
class PublicReport:
    """A published report with the answers that everybody may read."""

    complaint: Complaint
    said: list[PublicEntry]
    followers: int

    @property
    def state(self) -> words.PublicWords:
        return words.PUBLIC[self.complaint.state]

    @property
    def can_be_joined(self) -> bool:
        return states.next_state(self.complaint.state, states.JOIN) is not None


def report_of(complaint: Complaint) -> PublicReport:
    """The public page of a published report; three queries."""
    rows = list(
        Entry.objects.filter(complaint=complaint)
        .public()
        .filter(kind__in=[EntryKind.ANSWER, EntryKind.CORRECTION, EntryKind.FOLLOW_UP])
        .select_related("organisation")
        .order_by("at", "pk")[:ENTRIES_SHOWN]
    )
    corrected = set(complaint.entries.filter(corrects__isnull=False).values_list("corrects_id", flat=True))
    said = [PublicEntry(row, row.pk in corrected) for row in rows]
    return PublicReport(complaint, said, complaint.followers.count())


# --- the map ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Spot:
    """A dot of the map with where it leads: to the report, or to a closer look."""

    dot: maps.Dot
    href: str


@dataclass(frozen=True)
class PublicMap:
    """The picture, its dots with their links, and the same places as rows."""

    picture: maps.Picture | None
    spots: list[Spot]
    points: list[maps.Point]
    ground: list[tiles.Tile]  # pictures of the operator's map server; none by default
    credit: str


def map_of(asked: Asked, within: maps.Box | None) -> PublicMap:
    """The newest published reports with a position, in the part of the map that is asked for."""
    box = queries.Box(*(Decimal(str(edge)) for edge in within.edges)) if within else None
    points = [
        maps.Point(
            float(one.latitude), float(one.longitude), one.title, reverse("complaints:public_case", args=[one.number])
        )
        for one in queries.public_map(filters_of(asked), box)
        if one.latitude is not None and one.longitude is not None
    ]
    picture = maps.compose(points)
    spots = [Spot(dot, _href(dot, asked, picture.box)) for dot in picture.dots] if picture else []
    ground = tiles.tiles_of(picture.box, settings.MAP_TILES) if picture else []
    return PublicMap(picture, spots, points, ground, settings.MAP_CREDIT if ground else "")


def _href(dot: maps.Dot, asked: Asked, shown: maps.Box) -> str:
    """To the one report; to the part of the map that tells several apart; to the table when nothing can."""
    if dot.count == 1:
        return dot.points[0].url
    if dot.box.width > shown.width * 0.9:
        return "#p-tabel"
    mark = "&" if asked.values else "?"
    return f"{reverse('complaints:map')}{asked.question}{mark}kotak={dot.box}"


# --- figures ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class FigureGroup:
    """A table of figures by class or by channel."""

    key: str
    title: str
    head: str
    rows: list[tuple[str | Promise, Figures]]


@dataclass(frozen=True)
class FiguresPage:
    """The figures of a time, for one office or all."""

    unit: Organisation | None
    units: Options
    chosen: str
    span: int
    found: queries.Statistics
    summary: list[Figure]
    chart: charts.Columns
    groups: list[FigureGroup]

    @property
    def spans(self) -> list[tuple[int, str]]:
        return [(months, gettext("{count} bulan").format(count=months)) for months in SPANS]


def headlines(now: datetime) -> list[Figure]:
    """Three figures of the last twelve months; none while there are too few answers to say anything."""
    found = queries.statistics(None, since=_months_ago(localdate(now), 11), until=localdate(now))
    return summary_of(found.total)[1:4] if found.total.is_enough else []


def figures_of(*, unit: str, span: str, now: datetime) -> FiguresPage:
    """The page of figures; unknown offices and spans are all offices and a year."""
    office = finding.office_of(unit)
    months = int(span) if span in {str(one) for one in SPANS} else SPANS[0]
    found = queries.statistics(office, since=_months_ago(localdate(now), months - 1), until=localdate(now))
    rows = [(_short(one.month), one.received, one.answered) for one in found.months if one.month]
    return FiguresPage(
        unit=office,
        units=_units(unit if office else ""),
        chosen=office.slug if office else "",
        span=months,
        found=found,
        summary=summary_of(found.total),
        chart=charts.months_chart(rows, _sentence(found.total)),
        groups=[
            FigureGroup(
                "golongan",
                gettext("Menurut golongan"),
                gettext("Golongan"),
                [(words.CLASSES[one.key], one) for one in found.by_class],
            ),
            FigureGroup(
                "kanal",
                gettext("Menurut jalur"),
                gettext("Jalur"),
                [(words.CHANNELS[one.key], one) for one in found.by_channel],
            ),
        ],
    )


def summary_of(total: Figures) -> list[Figure]:
    """The large figures, each with its sentence; what too few answers cannot say is left out."""
    found = [Figure(format_number(total.received), gettext("laporan masuk"))]
    if not total.is_enough:
        return [*found, Figure(format_number(total.answered), gettext("sudah dijawab"))]
    answered = gettext("sudah dijawab: {answered} dari {received}")
    numbers = {"answered": format_number(total.answered), "received": format_number(total.received)}
    found.append(Figure(f"{total.percent_answered}%", answered.format(**numbers)))
    if total.percent_on_time is not None:
        found.append(Figure(f"{total.percent_on_time}%", gettext("dijawab sebelum batas waktunya")))
    if total.median_hours is not None:
        found.append(Figure(words.hours(total.median_hours), gettext("separuh laporan ditanggapi dalam waktu ini")))
    if total.satisfaction is not None:
        satisfied = gettext("kepuasan pelapor, dari 4 ({count} penilaian)")
        found.append(
            Figure(format_decimal2(total.satisfaction), satisfied.format(count=format_number(total.satisfaction_count)))
        )
    if total.percent_confirmed is not None:
        found.append(Figure(f"{total.percent_confirmed}%", gettext("dari yang ditutup: disetujui pelapornya")))
    return found


def _sentence(total: Figures) -> str:
    told = gettext("{received} laporan masuk, {answered} sudah dijawab.")
    return told.format(received=format_number(total.received), answered=format_number(total.answered))


def _months_ago(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _short(month: date | None) -> str:
    return format_date(month, "MMM", locale=locale()) if month else ""
