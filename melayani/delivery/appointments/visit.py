"""What every action on a booking does: lock the row, ask right and state again, move it, tell the citizen."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from melayani.delivery.appointments import rules, states
from melayani.delivery.appointments.models import Booking
from melayani.foundation.audit import Actor, record
from melayani.foundation.messaging import correspondence, queue, two_ways
from melayani.foundation.numbers.rules import Reference

# messages that one answers in the conversation, with the words of their button (at most 20 letters)
ANSWERED_AT_ONCE = {
    "proposal": gettext_noop("Terima atau ubah"),
    "conflict": gettext_noop("Pilih waktu lain"),
    "reminder": gettext_noop("Ubah atau batalkan"),
}
NUMBER, SECRET = "JNJ-00000000-0", "SECRET"  # what stands in an address until it is known whose it is


def lock(booking: Booking) -> Booking:
    rows = Booking.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "service", "contact").get(pk=booking.pk)


def demand_state(booking: Booking, action: str) -> None:
    """Raise ActionRefused unless the table allows `action` now."""
    if states.next_state(booking.state, action) is None:
        text = gettext("Janji temu ini berstatus “{state}”, jadi tindakan ini tidak mungkin lagi.")
        raise rules.ActionRefused(text.format(state=gettext(booking.words.citizen)))


def advance(booking: Booking, action: str, **changes: Any) -> None:
    """Move the booking along the table by `action` and write the other `changes` with it."""
    demand_state(booking, action)
    booking.state = states.next_state(booking.state, action) or booking.state
    for name, value in changes.items():
        setattr(booking, name, value)
    booking.save(update_fields=["state", *changes])


def record_on(booking: Booking, name: str, *, actor: Actor, now: datetime, **data: Any) -> None:
    """Write the event `name` of a booking: no personal data."""
    record(
        name,
        actor=actor,
        subject=booking.reference,
        organisation=booking.organisation,
        data={"service": booking.service_id, "starts_at": booking.starts_at.isoformat(), **data},
        now=now,
    )


def tell(
    booking: Booking, what: str, *, now: datetime, dedupe: str = "", life: timedelta | None = None, **context: Any
) -> bool:
    """Queue the message `what` for the citizen with the link to the booking; False when it was told before.

    After `life` it is not sent any more, and its address and text are soon forgotten.
    """
    if booking.contact is None:
        return False
    contact, instead = two_ways(
        booking.contact,
        phone=booking.phone,
        email=booking.email,
        vouched=booking.channel in (rules.API, rules.OFFICER),
        now=now,
    )
    organisation = booking.organisation
    message = queue(
        f"booking.{what}",
        to=contact,
        instead=instead,
        template=f"appointments/{what}",
        context={
            "service": booking.service.title,
            "unit": organisation.name,
            "address": organisation.address,
            "starts_at": booking.starts_at,
            "zone": organisation.time_zone,
            "party": booking.party_size,
            **context,
        },
        reference=_told_of(booking, contact.language),
        now=now,
        organisation=organisation,
        dedupe_key=f"booking:{booking.number}:{what}:{dedupe}" if dedupe else None,
        offers=_offers(booking, what, contact.language),
        life=life,
    )
    return message is not None


def _told_of(booking: Booking, language: str) -> Reference:
    """The visit as a message names it, with its page in that language."""
    one = booking.reference
    return Reference(kind=one.kind, number=one.number, url=path_of(booking, language), title=booking.service.title)


def _offers(booking: Booking, what: str, language: str) -> dict[str, Any] | None:
    """A button that opens this visit in the conversation: accept, another time, or cancel."""
    if what not in ANSWERED_AT_ONCE:
        return None
    with translation.override(language):
        return {"buttons": [{"id": f"go:visits:{booking.number}", "title": gettext(ANSWERED_AT_ONCE[what])}]}


def own_letters(booking: Booking) -> list[correspondence.Said]:
    """What the visitor wrote on the booking and what was answered, with the visitor's addresses of the files."""
    one = [booking.number, booking.secret]
    return correspondence.thread(booking.reference, lambda file: reverse("appointments:letter_file", args=[*one, file]))


def letters(booking: Booking) -> list[correspondence.Said]:
    """The same with the officers' addresses of the files."""
    return correspondence.thread(
        booking.reference, lambda file: reverse("appointments_office:letter_file", args=[booking.number, file])
    )


def path_of(booking: Booking, language: str = settings.LANGUAGE_CODE, page: str = "ticket") -> str:
    """The path of a citizen's page of this booking, in the language's own place."""
    return _path(page, language).replace(NUMBER, booking.number).replace(SECRET, booking.secret)


@cache
def _path(page: str, language: str) -> str:
    """The path with words in the place of number and secret, which need no quoting: looked up once per process."""
    with translation.override(language):
        return reverse(f"appointments:{page}", args=[NUMBER, SECRET])


def calendar_entry(booking: Booking, now: datetime) -> rules.Entry:
    """The booking as an entry of the citizen's calendar, in the active language."""
    unit = booking.organisation
    link = settings.PUBLIC_URL + path_of(booking, translation.get_language() or settings.LANGUAGE_CODE)
    place = f"{unit.name}, {unit.address}" if unit.address else unit.name
    return rules.Entry(
        uid=f"{booking.number}@{urlsplit(settings.PUBLIC_URL).hostname}",
        sequence=booking.sequence,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        stamp=now,
        summary=gettext("Janji temu: {service}").format(service=booking.service.title),
        description=gettext("Nomor {number}. Ubah atau batalkan: {link}").format(number=booking.number, link=link),
        location=place,
        url=link,
        cancelled=booking.state == states.CANCELLED,
    )


def draw_path(slug: str, language: str = settings.LANGUAGE_CODE, number: str = "") -> str:
    """The path of the public page of a draw: rules, registration, result; with `number` what became of that one."""
    with translation.override(language):
        path = reverse("appointments:draw", args=[slug])
    return f"{path}?nomor={number}" if number else path
