"""Draft an announcement, change its words, look it over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from melayani.delivery.announcements import access, rules, states
from melayani.delivery.announcements.case import demand_speaker, locked, record_step, step
from melayani.delivery.announcements.models import Announcement
from melayani.delivery.announcements.rules import AnnouncementRefused, Words
from melayani.delivery.catalogue.models import Service
from melayani.delivery.catalogue.rules import slug
from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Organisation, Region


@dataclass(frozen=True)
class Given:
    """What an officer says: the words, whom they are for, how long they hold, and who gets a message."""

    words: Words
    kind: str
    valid_from: datetime
    valid_until: datetime | None = None
    severity: str = rules.NOTE
    audience: str = rules.UNIT
    unit: Organisation | None = None
    service: Service | None = None
    region: Region | None = None
    affects_from: datetime | None = None
    affects_until: datetime | None = None
    tell_bookings: bool = False
    tell_cases: bool = False
    tell_subscribers: bool = True


def draft_announcement(
    *, actor: Actor, organisation: Organisation, given: Given, now: datetime, origin: str = ""
) -> Announcement:
    """Write a draft in the name of `organisation`; nobody else sees it yet. Raises AnnouncementRefused.

    `origin` names the entry of a calendar it was made from; a second draft from the same entry is refused.
    """
    demand_speaker(actor, organisation)
    fields = _fields(organisation, given, now)
    with transaction.atomic():
        if origin and Announcement.objects.filter(origin=origin).exists():
            raise AnnouncementRefused("Pengumuman dari catatan kalender ini sudah ada.")
        row = Announcement.objects.create(
            slug=_free_slug(fields["title"], organisation, given.valid_from),
            organisation=organisation,
            origin=origin,
            written_by=actor.id,
            created_at=now,
            changed_at=now,
            **fields,
        )
        record_step("announcement.drafted", actor, row, now, title=row.title, origin=origin)
    return row


def edit_announcement(
    *, actor: Actor, announcement: Announcement, given: Given, now: datetime, reason: str = ""
) -> Announcement:
    """Change a draft, or correct published words: those get a new version and need a reason.

    Words that were checked become a draft again. Whom a published one was sent to does not change. Raises
    AnnouncementRefused.
    """
    demand_speaker(actor, announcement.organisation)
    fields = _fields(announcement.organisation, given, now)
    with transaction.atomic():
        row = locked(announcement)
        after = step(row, "edit")
        is_public = row.state == states.PUBLISHED
        said = rules.demand_reason(reason) if is_public else ""
        for name, value in fields.items():
            setattr(row, name, value)
        row.state, row.changed_at, row.written_by = after, now, actor.id
        if is_public:
            row.version, row.correction, row.corrected_at = row.version + 1, said, now
            row.save()
            record_step("announcement.corrected", actor, row, now, version=row.version, reason=said, title=row.title)
        else:
            row.save()
            record_step("announcement.edited", actor, row, now, title=row.title)
    return row


def check_announcement(*, actor: Actor, announcement: Announcement, now: datetime) -> Announcement:
    """Say that a draft reads well; only somebody else than its writer. Raises AnnouncementRefused."""
    demand_speaker(actor, announcement.organisation)
    with transaction.atomic():
        row = locked(announcement)
        after = step(row, "check")
        if row.written_by == actor.id:
            raise AnnouncementRefused("Yang memeriksa bukan penulisnya. Minta rekan membacanya.")
        row.state = after
        row.save(update_fields=["state"])
        record_step("announcement.checked", actor, row, now)
    return row


def _fields(organisation: Organisation, given: Given, now: datetime) -> dict[str, object]:
    """The columns of what was given, after every demand. Raises AnnouncementRefused."""
    words = rules.demand_words(given.words)
    rules.demand_span(given.valid_from, given.valid_until, now=now)
    rules.demand_affected(given.affects_from, given.affects_until)
    for field, value, known in (
        ("kind", given.kind, rules.KINDS),
        ("severity", given.severity, rules.SEVERITIES),
        ("audience", given.audience, rules.AUDIENCES),
    ):
        if value not in known:
            raise AnnouncementRefused("Pilih salah satu.", field)
    return {
        "kind": given.kind,
        "severity": given.severity,
        "title": words.title,
        "text": words.text,
        "title_en": words.title_en,
        "text_en": words.text_en,
        "valid_from": given.valid_from,
        "valid_until": given.valid_until,
        "affects_from": given.affects_from,
        "affects_until": given.affects_until,
        "tell_bookings": given.tell_bookings,
        "tell_cases": given.tell_cases,
        "tell_subscribers": given.tell_subscribers,
        **_scope(organisation, given),
    }


def _scope(organisation: Organisation, given: Given) -> dict[str, object]:
    """The audience with the one column it needs, if the office may speak to it. Raises AnnouncementRefused."""
    kept: dict[str, object] = {"audience": given.audience, "unit": None, "service": None, "region": None}
    scope = rules.Scope(given.audience)
    if given.audience == rules.UNIT:
        unit = given.unit or organisation
        kept["unit"], scope = unit, rules.Scope(rules.UNIT, unit.path)
    elif given.audience == rules.SERVICE:
        if given.service is None:
            raise AnnouncementRefused("Pilih layanannya.", "service")
        kept["service"], scope = given.service, rules.Scope(rules.SERVICE, given.service.agency.path)
    elif given.audience == rules.REGION:
        if given.region is None:
            raise AnnouncementRefused("Pilih wilayahnya.", "region")
        kept["region"], scope = given.region, rules.Scope(rules.REGION, region=given.region.pk)
    if not access.may_address(organisation, scope):
        field = given.audience if given.audience != rules.ALL else "audience"
        raise AnnouncementRefused("Kantor ini tidak dapat berbicara kepada semua orang di sana.", field)
    return kept


def _free_slug(title: object, organisation: Organisation, begins: datetime) -> str:
    """A readable key with its day, so that it never equals a fixed address; numbered when it is taken."""
    day = begins.astimezone(organisation.zone).date()
    start = f"{slug(str(title))[:110].rstrip('-') or organisation.slug}-{day:%Y%m%d}"
    taken = set(Announcement.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    return next(name for number in range(1, len(taken) + 3) if (name := _numbered(start, number)) not in taken)


def _numbered(start: str, number: int) -> str:
    return start if number == 1 else f"{start}-{number}"
