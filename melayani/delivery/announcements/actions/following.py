"""Follow announcements and stop; where else an announcement was made known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from melayani.delivery.announcements.case import demand_speaker, locked, record_step
from melayani.delivery.announcements.models import (
    FOLLOWING,
    PURPOSE,
    Announcement,
    Publication,
    PublicationFile,
    Subscription,
)
from melayani.delivery.announcements.rules import MEDIA, AnnouncementRefused
from melayani.delivery.catalogue.models import Service
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.rules import NotYours
from melayani.foundation.audit import Actor, record
from melayani.foundation.messaging import actions as messaging
from melayani.foundation.messaging.models import Consent, Contact
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation, Region

FILES_MOST = 5
SOON = timedelta(minutes=5)  # clocks of two machines may differ
OLDEST = timedelta(days=731)  # an announcement is in force for about a year at most; older is a slip of the pen


def follow(
    *,
    actor: Actor,
    contact: Contact,
    about: Organisation | Service | Region,
    words: str,
    now: datetime,
    by: str = "web",
) -> Subscription:
    """Send the announcements of `about` to this contact, which a code or the browser itself has proven; `words` are
    what the person saw, `by` the door (web, push).

    Twice does no harm. A contact that wanted no announcements wants them again.
    """
    scope = "service" if isinstance(about, Service) else "region" if isinstance(about, Region) else "unit"
    with transaction.atomic():
        row, made = Subscription.objects.get_or_create(contact=contact, **{scope: about}, defaults={"since": now})
        messaging.opt_in(contact=contact, by=by, words=words, now=now, actor=actor)
        if made:
            _consent(row, True, words, now, by)
            data = {"about": row.about}
            record("announcement.followed", actor=actor, subject=_reference(row.pk), data=data, now=now)
    return row


def leave(
    *,
    actor: Actor,
    contact: Contact,
    subscription: Subscription | None,
    words: str,
    now: datetime,
    by: str = "web",
) -> None:
    """Stop one subscription; without one stop all announcements to this contact. Twice does no harm."""
    with transaction.atomic():
        if subscription is not None:
            about, key = subscription.about, subscription.pk
            _consent(subscription, False, words, now, by)
            subscription.delete()
        else:
            about, key = "semua", 0
            for row in Subscription.objects.filter(contact=contact).order_by("pk"):
                _consent(row, False, words, now, by)
                row.delete()
            messaging.opt_out(contact=contact, by=by, words=words, now=now, actor=actor)
        record("announcement.unfollowed", actor=actor, subject=_reference(key), data={"about": about}, now=now)


def make_known(
    *,
    actor: Actor,
    announcement: Announcement,
    medium: str,
    place: str,
    at: datetime,
    now: datetime,
    note: str = "",
    files: Sequence[UUID] = (),
) -> Publication:
    """Record that it was made known outside the platform, with the files that show it. Raises AnnouncementRefused."""
    demand_speaker(actor, announcement.organisation)
    where = " ".join(place.split())
    if medium not in MEDIA:
        raise AnnouncementRefused("Pilih medianya.", "medium")
    if not 2 <= len(where) <= 200:
        raise AnnouncementRefused("Tulis di mana: nama akun, stasiun, koran dan halaman, atau desa.", "place")
    _demand_recent(at, now)
    if len(files) > FILES_MOST:
        raise AnnouncementRefused(f"Paling banyak {FILES_MOST} berkas.", "papers")
    with transaction.atomic():
        row = locked(announcement)
        if row.published_at is None:
            raise AnnouncementRefused("Terbitkan dahulu, lalu catat medianya.")
        kept = Publication.objects.create(
            announcement=row, medium=medium, place=where, at=at, note=" ".join(note.split())[:300], recorded_at=now
        )
        try:
            claimed = attachments.claim(ids=files, owner=row.reference, actor=actor, now=now)
        except NotYours as refused:
            raise AnnouncementRefused(str(refused), "papers") from refused
        for file in claimed:
            PublicationFile.objects.create(publication=kept, attachment=file)
        record_step("announcement.made_known", actor, row, now, medium=MEDIA[medium], place=where)
    return kept


def _demand_recent(at: datetime, now: datetime) -> None:
    if at > now + SOON:
        raise AnnouncementRefused("Catat sesudah diumumkan, bukan sebelumnya.", "at")
    if at < now - OLDEST:
        raise AnnouncementRefused("Periksa tahunnya: paling lama dua tahun yang lalu.", "at")


def _consent(row: Subscription, given: bool, words: str, now: datetime, by: str) -> None:
    """The proof of this one subscription; that announcements are welcome at all is proven by messaging."""
    scope = f"unit:{row.unit_id}" if row.unit_id else f"service:{row.service_id}"
    scope = f"region:{row.region_id}" if row.region_id else scope
    purpose = f"{PURPOSE}:{scope}"
    Consent.objects.create(contact_id=row.contact_id, purpose=purpose, given=given, by=by, words=words[:300], at=now)


def _reference(key: int) -> Reference:
    return Reference(kind=FOLLOWING, number=str(key))
