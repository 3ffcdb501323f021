"""Where a case stands: what its number opens to anybody, and what it opens beside to the contact that owns it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from melayani.delivery.applications import access as applications_access
from melayani.delivery.applications import queries as applications
from melayani.delivery.appointments import access as visits_access
from melayani.delivery.appointments import queries as visits
from melayani.delivery.queues import queries as queues
from melayani.foundation.audit.queries import timeline
from melayani.foundation.numbers.rules import KINDS, Reference
from melayani.foundation.ui.format import format_day_short, format_moment
from melayani.voice.complaints import access as complaints_access
from melayani.voice.complaints.models import Complaint
from melayani.voice.disclosure import access as disclosure_access
from melayani.voice.disclosure.models import InformationObjection, InformationRequest

LINES_SHOWN = 6


@dataclass(frozen=True)
class Public:
    """What `/lacak/` shows of a number: the service or kind, who has it, the state, until when."""

    what: str
    unit: str
    state: str
    due: str


@dataclass(frozen=True)
class Own:
    """What its owner reads beside: the address of the case, what comes next, and how its history is found."""

    reference: Reference
    link: str
    next: str
    zone: str


def public_of(number: str) -> Public | None:
    """The public state of a case of any kind; None for an unknown number. One or two queries."""
    find = _PUBLIC.get(KINDS[number[:3]])
    return find(number) if find else None


def own_of(number: str, contact_id: int) -> Own | None:
    """The case when this contact, proven by its channel, is its owner's; else None. One query."""
    find = _OWN.get(KINDS[number[:3]])
    return find(number, contact_id) if find else None


def history_of(own: Own) -> list[str]:
    """The last lines of the citizen's own history, the oldest first; one query."""
    lines = timeline(own.reference)[-LINES_SHOWN:]
    return [f"• {format_day_short(line.at, own.zone)}: {line.text}" for line in lines]


def _application(number: str) -> Public | None:
    row = applications.public_state(number)
    if row is None:
        return None
    due = _due(row.due_at, row.time_zone) or _("Standar layanan ini belum mencantumkan jangka waktu.")
    return Public(row.service, row.unit, _(row.words.citizen), due)


def _booking(number: str) -> Public | None:
    row = visits.public_state(number)
    if row is None:
        return None
    when = format_moment(row.starts_at, row.organisation)
    return Public(row.service.title, row.organisation.name, _(row.words.citizen), _("Waktu: {when}").format(when=when))


def _ticket(number: str) -> Public | None:
    row = queues.public_state(number)
    if row is None:
        return None
    what = _("Nomor antrean {code}").format(code=row.code)
    return Public(what, row.site.organisation.name, _(row.words.citizen), "")


def _complaint(number: str) -> Public | None:
    """Who received it, never what, by whom, or about whom it is."""
    row = Complaint.objects.of_number(number).select_related("coordinator").first()
    if row is None:
        return None
    due = _due(row.due_at, row.coordinator.time_zone, _("Dijawab paling lambat"))
    return Public(str(row.get_kind_display()), row.coordinator.name, _(row.words.citizen), due)


def _request(number: str) -> Public | None:
    row = InformationRequest.objects.of_number(number).select_related("desk", "organisation").first()
    if row is None:
        return None
    due = _due(row.due_at, row.desk.time_zone, _("Dijawab paling lambat"))
    return Public(_("Permintaan informasi"), row.organisation.name, _(row.words.citizen), due)


def _objection(number: str) -> Public | None:
    rows = InformationObjection.objects.filter(number=number).select_related("desk", "request__organisation")
    row = rows.first()
    if row is None:
        return None
    due = _due(row.due_at, row.desk.time_zone, _("Dijawab paling lambat"))
    return Public(_("Keberatan informasi"), row.request.organisation.name, _(row.words.citizen), due)


def _due(moment: datetime | None, zone: str, words: str = "") -> str:
    if moment is None:
        return ""
    return f"{words or _('Dijanjikan selesai')}: {format_moment(moment, zone)}"


def _own_application(number: str, contact_id: int) -> Own | None:
    row = applications_access.get_for_contact(number, contact_id)
    if row is None:
        return None
    link = _link("applications:case", row.number, row.secret)
    return Own(row.reference, link, _(row.words.next), row.organisation.time_zone)


def _own_booking(number: str, contact_id: int) -> Own | None:
    row = visits_access.get_for_contact(number, contact_id)
    if row is None:
        return None
    link = _link("appointments:ticket", row.number, row.secret)
    return Own(row.reference, link, _(row.words.next), row.organisation.time_zone)


def _own_complaint(number: str, contact_id: int) -> Own | None:
    row = complaints_access.get_for_contact(number, contact_id)
    if row is None:
        return None
    return Own(
        row.reference, _link("complaints:case", row.number, row.secret), _(row.words.next), row.coordinator.time_zone
    )


def _own_request(number: str, contact_id: int) -> Own | None:
    row = disclosure_access.get_for_contact(number, contact_id)
    if row is None:
        return None
    return Own(row.reference, _link("disclosure:case", row.number, row.secret), _(row.words.next), row.desk.time_zone)


def _link(name: str, number: str, secret: str) -> str:
    return settings.PUBLIC_URL + reverse(name, args=[number, secret])


_PUBLIC: dict[str, Callable[[str], Public | None]] = {
    "application": _application,
    "booking": _booking,
    "ticket": _ticket,
    "complaint": _complaint,
    "information_request": _request,
    "information_objection": _objection,
}
_OWN: dict[str, Callable[[str, int], Own | None]] = {
    "application": _own_application,
    "booking": _own_booking,
    "complaint": _own_complaint,
    "information_request": _own_request,
}
