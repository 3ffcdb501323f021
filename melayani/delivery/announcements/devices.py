"""Announcements on a device: of an office, a service or a region, without an account and without an address."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from melayani.delivery.announcements import actions
from melayani.delivery.announcements.models import PURPOSE, Announcement, Subscription
from melayani.delivery.catalogue.models import Service
from melayani.foundation.audit import Actor
from melayani.foundation.messaging import following
from melayani.foundation.messaging.models import Contact
from melayani.foundation.organisations.models import Organisation, Region

About = Organisation | Service | Region
UNIT, SERVICE, REGION = "unit", "service", "region"
WAYS = {UNIT: "kantor", SERVICE: "layanan", REGION: "wilayah"}  # as the addresses of following by e-mail say it


class Devices:
    """A device is a follower like any other: the same row, the same proof, the same way to stop."""

    def find(self, key: str) -> following.Topic | None:
        about = about_of(key)
        if about is None:
            return None
        with translation.override(translation.get_language() or settings.LANGUAGE_CODE):
            address = about.pk if isinstance(about, Region) else about.slug
            back = reverse("announcements:follow", args=[WAYS[scope_of(about)], address])
        return following.Topic(
            name=name_of(about),
            promise=promise_of(about),
            otherwise=gettext(
                "Ikuti lewat e-mail atau telepon, tautannya di bawah ini, atau lewat umpan dan kalender."
            ),
            back=back,
        )

    def is_kept(self, key: str, contact: Contact) -> bool:
        about = about_of(key)
        return contact.opted_out_at is None and about is not None and subscription_of(contact, about) is not None

    def keep(self, key: str, contact: Contact, on: bool, *, actor: Actor, words: str, now: datetime) -> None:
        about = about_of(key)
        if about is None:
            return
        if on:
            actions.follow(actor=actor, contact=contact, about=about, words=words, now=now, by="push")
            return
        found = subscription_of(contact, about)
        if found is not None:
            actions.leave(actor=actor, contact=contact, subscription=found, words=words, now=now, by="push")


following.offer(PURPOSE, Devices())


def device_url(about: About, language: str) -> str:
    """The page on which a device follows `about`; "" while push is off."""
    return following.topic_url(PURPOSE, f"{scope_of(about)}:{about.pk}", language)


def device_url_here(unit: Organisation | None, region: str, language: str) -> str:
    """The same for what a list was narrowed to: an office, or the code of a region; "" for neither."""
    if unit is not None:
        return device_url(unit, language)
    return following.topic_url(PURPOSE, f"{REGION}:{region}", language) if region else ""


def followable_of(row: Announcement) -> About:
    """What a reader of this announcement may follow: what it is about, else the office that speaks."""
    return row.service or row.region or row.organisation


def name_of(about: About) -> str:
    return about.title if isinstance(about, Service) else about.name


def promise_of(about: About) -> str:
    """What the person is shown before agreeing; kept as proof of the consent."""
    words = gettext("Kami mengirim setiap pengumuman baru tentang {about}: tutup, jam berubah, pembatasan, gangguan.")
    return words.format(about=name_of(about))


def scope_of(about: About) -> str:
    return SERVICE if isinstance(about, Service) else REGION if isinstance(about, Region) else UNIT


def about_of(key: str) -> About | None:
    """What a key names, while it can be followed; None for one that is closed, or not there."""
    scope, _, pk = key.partition(":")
    if scope == REGION:
        return Region.objects.filter(code=pk, valid_until__isnull=True).first()
    if scope not in WAYS or not (pk.isascii() and pk.isdigit() and len(pk) < 18):
        return None
    if scope == SERVICE:
        return Service.objects.select_related("agency").filter(pk=int(pk), is_offered=True).first()
    return Organisation.objects.filter(pk=int(pk), closed_on__isnull=True).first()


def subscription_of(contact: Contact, about: About) -> Subscription | None:
    rows = Subscription.objects.select_related("unit", "service", "region")
    return rows.filter(contact=contact, **{scope_of(about): about}).first()
