"""Reads: what is in force for a page, the public list and archive, feeds, and who was reached by what.

What is in force is read once in some seconds by each process: every page asks, and few announcements stand at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q

from melayani.delivery.announcements import access, rules
from melayani.delivery.announcements import reach as reach  # whom a sending reached, counted and kept
from melayani.delivery.announcements import work as work  # drafts that wait, for the desk and the rail
from melayani.delivery.announcements.models import (
    Announcement,
    AnnouncementQuerySet,
    Publication,
    Subscription,
    Telling,
)
from melayani.delivery.catalogue.models import Service
from melayani.foundation.organisations.models import Organisation, Region
from melayani.foundation.people import kept

AT_MOST = 3_000  # announcements in force at once, of a whole country
AHEAD = timedelta(minutes=5)  # one that begins while the reading is kept is there in time
PAGE_SIZE = 20
FEED_MOST = 50
FOLLOWED_SHOWN = 100
CHOICES_MOST = 300
CALENDAR_BACK = timedelta(days=60)
_epoch = [0]  # rises when this process changed something: its next reading is new


@dataclass(frozen=True)
class InForce:
    """An announcement as pages show it; light, because all of them are kept in memory."""

    slug: str
    kind: str
    severity: str
    title: str
    text: str
    title_en: str
    text_en: str
    office: str
    scope: rules.Scope
    valid_from: datetime
    valid_until: datetime | None
    zone: str
    origin: str
    published_at: datetime

    @property
    def tone(self) -> str:
        return rules.TONES[self.severity]

    def words(self, language: str) -> tuple[str, str]:
        """Title and text in `language`; Indonesian where English was not written."""
        return (self.title_en, self.text_en) if language == "en" and self.title_en else (self.title, self.text)


def forget() -> None:
    """Let the next reading of this process be a new one; other processes see a change after some seconds."""
    _epoch[0] += 1


def all_in_force(now: datetime) -> list[InForce]:
    """Everything that holds at `now`, the most urgent first, then the newest; one query, none while kept."""
    rows = kept(("announcements", _epoch[0]), lambda: _standing(now))
    return [one for one in rows if rules.is_in_force(one.valid_from, one.valid_until, now)]


def in_force(
    now: datetime,
    *,
    organisation: Organisation | None = None,
    service: Service | None = None,
    region: str = "",
) -> list[InForce]:
    """What holds for everybody, and for an office, a service (its agency must be loaded) or a region (code).

    The most urgent first; one query, or none while it is kept.
    """
    return among(all_in_force(now), organisation=organisation, service=service, region=region)


def among(
    rows: Sequence[InForce],
    *,
    organisation: Organisation | None = None,
    service: Service | None = None,
    region: str = "",
) -> list[InForce]:
    """Those of `rows` that belong on a page about this office, service or region."""
    home = organisation or (service.agency if service else None)
    place = rules.Place(
        path=home.path if home else "",
        service_id=service.pk if service else None,
        region=region or (home.region_id or "" if home else ""),
    )
    return [one for one in rows if rules.concerns(one.scope, place)]


def origins_in_force(now: datetime) -> frozenset[str]:
    """The calendar entries that an announcement in force already tells of."""
    return frozenset(one.origin for one in all_in_force(now) if one.origin)


def followed_by(contact_id: int) -> list[Subscription]:
    """What a contact follows, newest first; one query."""
    rows = Subscription.objects.filter(contact=contact_id).select_related("unit", "service", "region")
    return list(rows.order_by("-since", "-pk")[:FOLLOWED_SHOWN])


def public_list(
    *, now: datetime, unit: Organisation | None, region: str, archive: bool, page: str
) -> Page[Announcement]:
    """Published announcements of a place or of all: those in force and coming, or what is past; newest first."""
    rows = _of_place(Announcement.objects.public().select_related(*access.LOADED), unit, region)
    current = Q(state="published") & (Q(valid_until__isnull=True) | Q(valid_until__gt=now))
    rows = rows.exclude(current) if archive else rows.filter(current)
    return Paginator(rows.order_by("-published_at", "-id"), PAGE_SIZE).get_page(page)


def newest(unit: Organisation | None = None) -> list[Announcement]:
    """The newest published ones of an office and what concerns it, or of all, for a feed; one query."""
    rows = _of_place(Announcement.objects.public().select_related(*access.LOADED), unit, "")
    return list(rows.order_by("-changed_at", "-id")[:FEED_MOST])


def for_calendar(now: datetime, unit: Organisation | None = None) -> list[Announcement]:
    """Closures and changed hours that are coming or were lately, withdrawn ones too: a calendar must learn of it."""
    rows = _of_place(Announcement.objects.public().select_related(*access.LOADED), unit, "")
    recent = Q(valid_until__isnull=True) | Q(valid_until__gt=now - CALENDAR_BACK)
    return list(rows.filter(recent, kind__in=sorted(rules.IN_CALENDAR)).order_by("-published_at", "-id")[:FEED_MOST])


def places_with_announcements(limit: int = 200) -> list[Organisation]:
    """The offices that have published something, by name; one query."""
    speakers = Announcement.objects.public().order_by().values("organisation")
    return list(Organisation.objects.filter(pk__in=speakers).order_by("name")[:limit])


def provinces() -> list[Region]:
    """The provinces to choose from; one query."""
    return list(Region.objects.filter(level="province", valid_until__isnull=True).order_by("name"))


def publications(announcement: Announcement) -> list[Publication]:
    """Where else it was made known, newest first, with the files; two queries."""
    rows = Publication.objects.filter(announcement=announcement).prefetch_related("files__attachment")
    return list(rows.order_by("-at", "-id")[:100])


@dataclass(frozen=True)
class Choices:
    """Whom an office may address, as far as a form offers it."""

    units: list[Organisation]
    services: list[Service]
    regions: list[Region]


def choices_for(office: Organisation) -> Choices:
    """The office and what lies below it, their services, its region and those inside; three queries."""
    below = Organisation.objects.at_or_below([office.path]).filter(closed_on__isnull=True)
    services = Service.objects.filter(agency__in=below.order_by().values("pk"), is_offered=True)
    regions = Region.objects.filter(valid_until__isnull=True)
    if office.depth > 1:
        code = office.region_id or "-"
        regions = regions.filter(Q(pk=code) | Q(pk__startswith=f"{code}."))
    else:
        regions = regions.filter(level="province")
    return Choices(
        list(below.order_by("path")[:CHOICES_MOST]),
        list(services.select_related("agency").order_by("title", "pk")[:CHOICES_MOST]),
        list(regions.order_by("code")[:CHOICES_MOST]),
    )


def telling_of(announcement: Announcement) -> Telling | None:
    """How far its sending is; None where nobody gets a message."""
    return Telling.objects.filter(announcement=announcement).select_related("announcement").first()


def desk(rows: AnnouncementQuerySet, *, state: str, words: str, page: str) -> Page[Announcement]:
    """An officer's list: drafts first, then the newest; narrowed by state and words."""
    rows = rows.filter(state=state) if state else rows
    for word in words.split()[:5]:
        rows = rows.filter(Q(title__icontains=word) | Q(text__icontains=word))
    return Paginator(rows.select_related("telling").order_by("-created_at", "-id"), PAGE_SIZE).get_page(page)


def proposed_withdrawals(rows: AnnouncementQuerySet) -> Sequence[Announcement]:
    """Announcements whose calendar entry has ended, for the officer to withdraw or keep."""
    return list(rows.exclude(withdrawal_proposed="").order_by("-id")[:20])


def _of_place(rows: AnnouncementQuerySet, unit: Organisation | None, region: str) -> AnnouncementQuerySet:
    if unit is not None:
        return rows.for_place(unit.path, unit.region_id or "")
    if region:
        inside = Q(organisation__region=region) | Q(organisation__region__code__startswith=f"{region}.")
        return rows.filter(inside | Q(region=region) | Q(region__code__startswith=f"{region}."))
    return rows


def _standing(now: datetime) -> list[InForce]:
    rows: Any = Announcement.objects.published().not_ended(now).filter(valid_from__lte=now + AHEAD)
    found = [_light(row) for row in rows.select_related(*access.LOADED).order_by("-published_at", "-id")[:AT_MOST]]
    return sorted(found, key=lambda one: rules.RANK[one.severity])


def _light(row: Announcement) -> InForce:
    return InForce(
        slug=row.slug,
        kind=row.kind,
        severity=row.severity,
        title=row.title,
        text=row.text,
        title_en=row.title_en,
        text_en=row.text_en,
        office=str(row.organisation),
        scope=row.scope,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        zone=row.organisation.time_zone,
        origin=row.origin,
        published_at=row.published_at or row.created_at,
    )
