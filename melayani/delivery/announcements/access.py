"""Who speaks for an office, who reads drafts, and what everybody may read."""

from __future__ import annotations

import hmac
from typing import TypeVar
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from melayani.delivery.announcements import rules, states
from melayani.delivery.announcements.models import Announcement, AnnouncementQuerySet, PublicationFile, Subscription
from melayani.delivery.catalogue.models import Service
from melayani.foundation.audit import Actor, keyed_hash
from melayani.foundation.messaging.models import Contact
from melayani.foundation.organisations.models import Organisation, OrganisationQuerySet, Region
from melayani.foundation.people import Officer, Role

Row = TypeVar("Row")
SPEAKS = frozenset({Role.HEAD, Role.MALL_MANAGER, Role.ADMINISTRATOR, Role.BUREAU})
SEES = SPEAKS | {Role.MINISTRY, Role.AUDITOR}
LOADED = ("organisation", "unit", "service__agency", "region")


def may_speak(actor: Actor, organisation: Organisation) -> bool:
    """Heads, mall managers, administrators and the bureau, at the office or above it; the platform for its drafts."""
    return actor.kind == "system" or any(actor.holds(role, organisation) for role in SPEAKS)


def may_address(organisation: Organisation, scope: rules.Scope) -> bool:
    """Whether this office may speak to `scope`: what lies below it in the tree, its own region and what is in it.

    Everybody at once is for the organisation at the top of the tree.
    """
    if scope.audience == rules.ALL:
        return organisation.depth == 1
    if scope.audience == rules.REGION:
        return organisation.depth == 1 or rules.in_region(scope.region, organisation.region_id or "")
    return scope.path.startswith(organisation.path)


def visible_to(officer: Officer) -> AnnouncementQuerySet:
    """Every announcement of the officer's places, drafts too."""
    return Announcement.objects.within(officer.reach(*SEES)).select_related(*LOADED)


def get_for_officer(officer: Officer, slug: str) -> Announcement:
    """The announcement of that slug; raises Http404 when it is not of the officer's places."""
    return _or_404(visible_to(officer).filter(slug=slug).first())


def get_for_speaker(officer: Officer, slug: str) -> Announcement:
    """The announcement of that slug; raises Http404 when the officer does not speak for its office."""
    rows = Announcement.objects.within(officer.reach(*SPEAKS)).select_related(*LOADED)
    return _or_404(rows.filter(slug=slug).first())


def get_public(slug: str) -> Announcement:
    """A published announcement, also one that is over or withdrawn; raises Http404."""
    return _or_404(Announcement.objects.public().select_related(*LOADED).filter(slug=slug).first())


def get_file(announcement: Announcement, file: UUID) -> PublicationFile:
    """A file of the record of media of an announcement that the caller fetched by its own rule; raises Http404."""
    rows = PublicationFile.objects.select_related("attachment")
    return _or_404(rows.filter(publication__announcement=announcement, attachment=file).first())


def offices_of(officer: Officer) -> OrganisationQuerySet:
    """The offices for which the officer may speak, in the order of the tree."""
    return Organisation.objects.at_or_below(officer.reach(*SPEAKS)).filter(closed_on__isnull=True).order_by("path")


def get_office(officer: Officer, slug: str) -> Organisation:
    """The office of that slug; raises Http404 when the officer does not speak for it."""
    return _or_404(offices_of(officer).filter(slug=slug).first())


def get_followable(*, unit: str = "", service: str = "", region: str = "") -> Organisation | Service | Region:
    """What somebody wants to follow, named by one of three keys; raises Http404 for none or an unknown one."""
    if unit:
        return _or_404(Organisation.objects.open_on(timezone.localdate()).filter(slug=unit).first())
    if service:
        return _or_404(Service.objects.select_related("agency").filter(slug=service, is_offered=True).first())
    return _or_404(Region.objects.filter(code=region, valid_until__isnull=True).first())


def leave_token(contact_id: int, subscription_id: int = 0) -> str:
    """What opens the page on which this contact stops announcements: one subscription, or (0) all of them."""
    return f"{contact_id}-{subscription_id}-{_seal(contact_id, subscription_id)}"


def find_leaver(token: str) -> tuple[Contact, Subscription | None]:
    """The contact of a link, and the subscription it is about while there is one; raises Http404."""
    contact_id, _, rest = token.partition("-")
    subscription_id, _, seal = rest.partition("-")
    numbers = contact_id.isascii() and contact_id.isdigit() and subscription_id.isascii() and subscription_id.isdigit()
    if not numbers or max(len(contact_id), len(subscription_id)) > 18:
        raise Http404
    if not hmac.compare_digest(_seal(int(contact_id), int(subscription_id)).encode(), seal.encode()):
        raise Http404
    contact = _or_404(Contact.objects.filter(pk=int(contact_id)).first())
    rows = Subscription.objects.select_related("unit", "service", "region")
    return contact, rows.filter(pk=int(subscription_id), contact=contact).first()


def is_changeable(row: Announcement) -> bool:
    """Whether its words may be changed or corrected now."""
    return states.next_state(row.state, "edit") is not None


def _seal(contact_id: int, subscription_id: int) -> str:
    return keyed_hash(f"{contact_id}-{subscription_id}", purpose="announcements.leave")[:40]


def _or_404(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row
