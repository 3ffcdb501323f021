"""The worker's part: queue one message per person in batches, so that a country can be told and nobody waits for it.

Each batch is one transaction with the place where the next begins. A worker that dies in between loses nothing; the
key of each message keeps anybody from getting it twice, also who is named in several sources.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import inf
from time import monotonic

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import translation

from melayani.delivery.announcements import access, recipients, rules, states
from melayani.delivery.announcements.models import Announcement, Subscription, Telling
from melayani.foundation.audit import SYSTEM, record
from melayani.foundation.messaging import Addressee, queue, queue_to_many
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.models import Contact, MessageKind, OutboxMessage
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.people import Role
from melayani.foundation.people.models import Membership

WAITING = "announcement.waiting"
HEADS_MOST = 10
BATCH = 200  # rows in one transaction: others write between two of them, on SQLite too
SECONDS = 0.25  # of a pass of the worker: what is urgent is waiting to be sent


def tell_for_a_while(now: datetime) -> int:
    """Batches of the sendings that run, in turns, for SECONDS and at most one batch more; return the rows looked at."""
    done, until = 0, monotonic() + SECONDS
    while monotonic() < until and (found := tell_next(now, until=until)):
        done += found
    return done


def tell_next(now: datetime, *, size: int = BATCH, until: float = inf) -> int:
    """One batch of each sending that runs, who waited longest first; none is begun after `until` on the monotonic
    clock. Return how many rows were looked at."""
    running = Telling.objects.filter(state=states.RUNNING).order_by("changed_at", "pk").values_list("pk", flat=True)
    done = 0
    for pk in list(running[:20]):
        done += tell_batch(pk, now=now, size=size)
        if monotonic() >= until:
            break
    return done


def tell_batch(pk: int, *, now: datetime, size: int = BATCH) -> int:
    """The next batch of this sending, unless it was stopped or another worker has it; return the rows looked at."""
    with transaction.atomic():
        telling = _take(pk)
        if telling is None:
            return 0
        row = telling.announcement
        found = _next_rows(telling, size, now)
        telling.queued += _queue(row, telling.source, found, now)
        if len(found) == size:
            telling.cursor = found[-1][0]
        elif telling.source + 1 < len(recipients.SOURCES):
            telling.source, telling.cursor = telling.source + 1, 0
        else:
            telling.state, telling.finished_at = states.DONE, now
            data = {"queued": telling.queued}
            record(
                "announcement.told",
                actor=SYSTEM,
                subject=row.reference,
                organisation=row.organisation,
                data=data,
                now=now,
            )
        telling.changed_at = now
        telling.save(update_fields=["queued", "source", "cursor", "state", "finished_at", "changed_at"])
    return max(len(found), 1)


def _next_rows(telling: Telling, size: int, now: datetime) -> Sequence[tuple[int, int]]:
    """The rows of the next batch; sources in which nobody is left are passed."""
    while True:
        row, source = telling.announcement, telling.source
        found = recipients.batch(row, source, after=telling.cursor, size=size, now=now)
        if found or source + 1 == len(recipients.SOURCES):
            return found
        telling.source, telling.cursor = source + 1, 0


def _take(pk: int) -> Telling | None:
    rows = Telling.objects.filter(pk=pk, state=states.RUNNING, announcement__state=states.PUBLISHED)
    skip = connection.features.has_select_for_update_skip_locked
    rows = rows.select_for_update(of=("self",), skip_locked=skip)
    return rows.select_related(*(f"announcement__{name}" for name in access.LOADED)).first()


def _queue(row: Announcement, source: int, found: Sequence[tuple[int, int]], now: datetime) -> int:
    """Queue a message for each contact that has none yet; return how many were written."""
    contacts = Contact.objects.in_bulk({contact for _, contact in found})
    keys = {dedupe_key(row, contact) for contact in contacts}
    told = set(OutboxMessage.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
    own_affair = source != recipients.SUBSCRIBERS
    subscription_of = {} if own_affair else {contact: subscription for subscription, contact in found}
    wanting: dict[str, list[tuple[Contact, int]]] = {}
    for contact in contacts.values():
        if dedupe_key(row, contact.pk) not in told:
            wanting.setdefault(contact.language, []).append((contact, subscription_of.get(contact.pk, 0)))
    return sum(_tell(row, language, people, own_affair, now) for language, people in wanting.items())


def dedupe_key(row: Announcement, contact_id: int) -> str:
    """One message per announcement and contact, whatever happens."""
    return f"announcement:{row.pk}:{contact_id}"


def _tell(
    row: Announcement, language: str, people: Sequence[tuple[Contact, int]], own_affair: bool, now: datetime
) -> int:
    """One text for all who read this language; the link to stop is each one's own."""
    title, text = row.words(language)
    with translation.override(language):
        path = reverse("announcements:page", args=[row.slug])
        before, _, after = reverse("announcements:leave", args=["-"]).rpartition("-")
    return queue_to_many(
        "announcement.published",
        to=[
            Addressee(
                contact,
                dedupe_key(row, contact.pk),
                f"{settings.PUBLIC_URL}{before}{access.leave_token(contact.pk, subscription)}{after}",
            )
            for contact, subscription in people
        ],
        template="announcements/published",
        context={
            "title": title,
            "text": text,
            "office": row.organisation.name,
            "urgent": row.severity == rules.URGENT,
            "own_affair": own_affair,
        },
        own="leave",
        reference=Reference(row.reference.kind, row.slug, url=path, title=title),
        now=now,
        language=language,
        organisation=row.organisation,
        # who has an affair at the office hears of it in any case; followers only while they want announcements
        kind=MessageKind.CASE if own_affair else MessageKind.ANNOUNCEMENT,
        urgent=row.severity == rules.URGENT,
        life=(row.valid_until - now) if row.valid_until else None,
    )


def tell_heads(row: Announcement, now: datetime) -> int:
    """Tell those who lead the office that a draft from the calendar waits for their word; return how many."""
    posts = Membership.objects.current(now).filter(
        organisation=row.organisation, role__in=[Role.HEAD, Role.MALL_MANAGER], person__is_active=True
    )
    people = {post.person_id: post.person for post in posts.select_related("person").order_by("person_id")[:HEADS_MOST]}
    path = reverse("announcements_office:record", args=[row.slug])
    for person in people.values():
        queue(
            WAITING,
            to=keep_contact(email=person.email, language="id", now=now),
            template="announcements/waiting",
            context={
                "officer": person.name,
                "title": row.title,
                "office": row.organisation.name,
                "begins": row.affects_from or row.valid_from,
                "zone": row.organisation.time_zone,
            },
            reference=Reference(row.reference.kind, row.slug, url=path, title=row.title),
            now=now,
            organisation=row.organisation,
            dedupe_key=f"announcement:{row.pk}:waiting:{person.pk}",
            language="id",
        )
    return len(people)


def followers_of(contact: Contact) -> list[Subscription]:
    """What a contact follows; one query."""
    rows = Subscription.objects.filter(contact=contact).select_related("unit", "service", "region")
    return list(rows.order_by("pk")[:100])
