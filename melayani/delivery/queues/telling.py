"""Messages about a ticket, with the link to its page: to its contact, and to devices that follow the number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from melayani.delivery.queues.models import Ticket
from melayani.foundation.messaging import correspondence, following, queue, withdraw
from melayani.foundation.messaging.models import Contact, ContactKind
from melayani.foundation.numbers.rules import Reference

LIFE = timedelta(hours=2)  # a call that arrives later helps nobody
LIFE_ON_DEVICE = timedelta(minutes=15)  # a device that was off is not called to a counter where nobody waits any more
TOPIC = "ticket"
URGENT = frozenset({"leave_now", "near", "called", "missed"})


def tell(
    ticket: Ticket,
    what: str,
    *,
    now: datetime,
    again: datetime | None = None,
    devices_only: bool = False,
    **context: Any,
) -> None:
    """Queue the message `what` for contact and devices, once for each; nothing where nobody listens.

    `again` is the moment of what is told when it may happen more than once: a second call is told a second time.
    """
    listeners = devices_of([ticket]).get(ticket.number, [])
    if ticket.contact is not None and not devices_only:
        listeners = [ticket.contact, *listeners]
    for contact in listeners:
        _queue(ticket, what, contact, now, again, context)


def _queue(
    ticket: Ticket, what: str, contact: Contact, now: datetime, again: datetime | None, context: Mapping[str, Any]
) -> None:
    when = f":{again.timestamp():.3f}" if again else ""
    queue(
        f"ticket.{what}",
        to=contact,
        template=f"queues/{what}",
        context={"code": ticket.code, "place": ticket.site.organisation.name, **context},
        reference=Reference(
            kind=ticket.reference.kind,
            number=ticket.number,
            url=path_of(ticket, contact.language),
            title=ticket.line.service.title,
        ),
        now=now,
        organisation=ticket.line.unit,
        dedupe_key=f"ticket:{ticket.number}:{what}{when}:{contact.pk}",
        life=LIFE_ON_DEVICE if contact.kind == ContactKind.PUSH else LIFE,
        urgent=what in URGENT,
    )


def devices_of(tickets: Iterable[Ticket]) -> dict[str, list[Contact]]:
    """The devices that follow these numbers, by number; one query, none while push is off."""
    return following.devices_of(TOPIC, [ticket.number for ticket in tickets])


def hush(ticket: Ticket, now: datetime) -> None:
    """The person stands at the counter or is gone: what still waits to be sent about the number is not sent."""
    withdraw(ticket.reference, now=now)


@following.followed_by_consent(TOPIC)
def topic(number: str) -> following.Topic | None:
    """The number as the page says it that lets a device follow; None for one that is not there."""
    rows = Ticket.objects.select_related("site__organisation", "taken_in")
    row = rows.filter(number=number).first()
    if row is None:
        return None
    return following.Topic(
        name=gettext("Nomor {code}, {place}").format(code=row.code, place=row.site.organisation.name),
        promise=gettext("Kami kabari di gawai ini saat giliran Anda hampir tiba, saat dipanggil, dan bila terlewat."),
        otherwise=gettext("Giliran Anda tetap tampil di halaman nomor Anda, dan dipanggil di layar kantor."),
        back=path_of(row, translation.get_language() or settings.LANGUAGE_CODE),
        is_over=row.is_final,
    )


def device_url(ticket: Ticket, language: str) -> str:
    """The page on which a device follows this number; "" while push is off, or once the number has ended."""
    return "" if ticket.is_final else following.topic_url(TOPIC, ticket.number, language)


def path_of(ticket: Ticket, language: str = settings.LANGUAGE_CODE) -> str:
    """The path of the citizen's page of this ticket, in the language's own place."""
    with translation.override(language):
        return reverse("queues:ticket", args=[ticket.number, ticket.secret])


def own_letters(ticket: Ticket) -> list[correspondence.Said]:
    """What the holder of the number wrote and what was answered, with the holder's addresses of the files."""
    one = [ticket.number, ticket.secret]
    return correspondence.thread(ticket.reference, lambda file: reverse("queues:letter_file", args=[*one, file]))
