"""What a citizen names in words: a service or an office, a district or a regency."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from melayani.delivery.catalogue import queries as catalogue
from melayani.delivery.catalogue.models import Service
from melayani.foundation.organisations.models import Organisation, Region
from melayani.voice.complaints.models import Category

MOST = 8
DISTRICTS_MOST, CATEGORIES_MOST = 100, 200
OFFICES = ("agency", "unit", "province", "regency", "city", "mall")


@dataclass(frozen=True)
class Target:
    """A service or an office to choose: the value that the form sends back, its name, and whose it is."""

    value: str
    name: str
    whose: str
    service: Service | None = None
    office: Organisation | None = None

    @property
    def about(self) -> Organisation | None:
        return self.service.agency if self.service else self.office


def targets(q: str) -> list[Target]:
    """Services and offices whose names hold every word; two to four queries, at most MOST of each."""
    words = q.split()[:8]
    if not words or len(q) > 200:
        return []
    services = catalogue.search(q, limit=MOST).services
    rows: QuerySet[Organisation] = Organisation.objects.open_on(timezone.localdate()).filter(kind__in=OFFICES)
    for word in words:
        rows = rows.filter(Q(name__icontains=word) | Q(short_name__icontains=word))
    offices = list(rows.select_related("region")[:MOST])
    return [*map(of_service, services), *map(of_office, offices)]


def of_service(service: Service) -> Target:
    return Target(f"service:{service.slug}", service.title, service.agency.name, service=service)


def of_office(office: Organisation) -> Target:
    return Target(f"unit:{office.slug}", office.name, str(office.region or ""), office=office)


def target_of(value: str) -> Target | None:
    """The service or office that a sent value names; None when there is none."""
    kind, _, slug = value.partition(":")
    if kind == "service":
        service = catalogue.get_service(slug[:120])
        return of_service(service) if service else None
    if kind == "unit" and (office := office_of(slug)):
        return of_office(office)
    return None


def office_of(slug: str) -> Organisation | None:
    """The open office with this slug; no query for none."""
    rows = Organisation.objects.open_on(timezone.localdate()).select_related("region")
    return rows.filter(slug=slug[:80], kind__in=OFFICES).first() if slug else None


def categories(about: Organisation | None, language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Categories offered at an office, by group, as a select shows them; two queries."""
    steps = range(Organisation.steplen, len(about.path) + 1, Organisation.steplen) if about else ()
    paths = [about.path[:step] for step in steps] if about else []
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in Category.objects.offered_at(paths).order_by("position", "name")[:CATEGORIES_MOST]:
        name = row.name_en if language == "en" and row.name_en else row.name
        groups.setdefault(row.group, []).append((row.slug, name))
    return list(groups.items())


def category_of(slug: str) -> Category | None:
    return Category.objects.active().filter(slug=slug[:60]).first() if slug else None


def regions(q: str) -> list[Region]:
    """Districts and regencies of today whose names, with those above them, hold every word; exact ones first."""
    words = q.replace(",", " ").split()[:6]
    if not words or len(q) > 100:
        return []
    rows = _places()
    for word in words:
        rows = rows.filter(
            Q(name__icontains=word) | Q(parent__name__icontains=word) | Q(parent__parent__name__icontains=word)
        )
    # the last name must be the place's own: "Bengkalis" is the regency and the district, not its eleven districts
    own = rows.filter(name__icontains=words[0])
    found = list(own.order_by("level", "name", "code")[: MOST * 2])
    return sorted(found, key=lambda one: (_folded(one.name) != _folded(q), -len(one.level), one.name))[: MOST + 4]


def region_of(code: str) -> Region | None:
    """The district or regency with this code, as it stands today."""
    return _places().filter(pk=code[:8]).first()


def districts_of(region: Region | None) -> list[Region]:
    """The regency or city itself and its districts; empty for a province and for nothing."""
    if region is None or region.level == "province":
        return []
    top = region if region.level == "regency" else region.parent
    if top is None:
        return []
    below = _places().filter(parent=top).order_by("name")[:DISTRICTS_MOST]
    return [top, *below]


def _places() -> QuerySet[Region]:
    rows = Region.objects.filter(level__in=["regency", "district"], valid_until__isnull=True)
    return rows.select_related("parent__parent")


def _folded(name: str) -> str:
    return name.lower().removeprefix("kabupaten ").removeprefix("kota ").strip()
