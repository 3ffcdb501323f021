"""Cases as they are read out on the telephone: across modules, of the officer's own units, masked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from melayani.delivery.applications import access as applications
from melayani.delivery.applications import states as application_states
from melayani.delivery.applications.models import equality_hash as application_hash
from melayani.delivery.appointments import access as bookings
from melayani.delivery.appointments import states as booking_states
from melayani.delivery.appointments.models import person_hash
from melayani.foundation.audit.queries import Line, history
from melayani.foundation.messaging.rules import NotAContact, normalise_phone
from melayani.foundation.numbers.rules import Reference, read_number
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer
from melayani.foundation.ui.format import format_moment
from melayani.voice.complaints import access as complaints
from melayani.voice.complaints import states as complaint_states
from melayani.voice.complaints.models import equality_hash as complaint_hash
from melayani.voice.disclosure import access as disclosure
from melayani.voice.disclosure import states as disclosure_states
from melayani.voice.disclosure.models.requests import equality_hash as information_hash

MOST = 10  # cases of one person of each kind
NIK_DIGITS = 16


@dataclass(frozen=True)
class Spoken:
    """One case on the telephone. `aloud` are sentences to say; `name` and `phone` are shown masked only."""

    kind: str
    reference: Reference
    organisation: Organisation
    title: str
    url: str
    tone: str
    state: str
    aloud: list[str]
    name: str
    phone: str
    changed_at: datetime

    @property
    def number(self) -> str:
        return self.reference.number

    @property
    def calls(self) -> list[Line]:
        """Earlier calls about this case, newest first; one query."""
        return [line for line in history(self.reference) if line.name == "call.noted"][:5]


@dataclass(frozen=True)
class Asked:
    """What was typed: a number, a whole NIK, a telephone number, or none of them."""

    number: str = ""
    nik: str = ""
    phone: str = ""

    def __bool__(self) -> bool:
        return bool(self.number or self.nik or self.phone)


def read_asked(typed: str) -> Asked:
    """Read the one field. Sixteen digits are a NIK, other digits a telephone number."""
    if number := read_number(typed):
        return Asked(number=number)
    digits = "".join(one for one in typed if one.isdigit())
    if len(digits) == NIK_DIGITS:
        return Asked(nik=digits)
    try:
        return Asked(phone=normalise_phone(typed))
    except NotAContact:
        return Asked()


def find(officer: Officer, asked: Asked) -> list[Spoken]:
    """The officer's cases that fit, those last changed first; at most one query for each kind."""
    if not asked:
        return []
    found = [*_applications(officer, asked), *_bookings(officer, asked), *_complaints(officer, asked)]
    return sorted([*found, *_information(officer, asked)], key=lambda one: one.changed_at, reverse=True)


def get_spoken(officer: Officer, number: str) -> Spoken | None:
    """The case with this number, when the officer may read it."""
    known = read_number(number)
    return next(iter(find(officer, Asked(number=known))), None) if known else None


def _narrowed(rows: Any, asked: Asked, kind: str, nik: str, phone: str) -> Any:
    """Rows by what was asked for; `nik` and `phone` are the module's keyed hashes of it."""
    if asked.number:
        return rows.filter(number=asked.number) if asked.number.startswith(kind) else rows.none()
    return rows.filter(nik_hash=nik) if asked.nik else rows.filter(phone_hash=phone)


def _applications(officer: Officer, asked: Asked) -> Iterator[Spoken]:
    nik, phone = application_hash(asked.nik, field="nik"), application_hash(asked.phone, field="phone")
    rows = _narrowed(applications.visible_to(officer), asked, "PMH", nik, phone)
    for row in rows.select_related("organisation", "service").order_by("-submitted_at")[:MOST]:
        words = application_states.STATES[row.state]
        due = row.due_at if row.state in application_states.RUNNING else None
        yield Spoken(
            kind="Permohonan",
            reference=row.reference,
            organisation=row.organisation,
            title=row.service.title,
            url=reverse("applications_office:case", args=[row.number]),
            tone=words.tone,
            state=words.citizen,
            aloud=_aloud(words, due, row.organisation),
            name=row.name,
            phone=row.phone,
            changed_at=row.submitted_at,
        )


def _bookings(officer: Officer, asked: Asked) -> Iterator[Spoken]:
    rows = bookings.visible_to(officer)
    if asked.number:
        rows = rows.filter(number=asked.number) if asked.number.startswith("JNJ") else rows.none()
    else:
        rows = rows.filter(person_hash=person_hash(nik=asked.nik, phone=asked.phone))
    for row in rows.select_related("organisation", "service").order_by("-starts_at")[:MOST]:
        words = booking_states.STATES[row.state]
        yield Spoken(
            kind="Janji temu",
            reference=row.reference,
            organisation=row.organisation,
            title=row.service.title,
            url=reverse("appointments_office:booking", args=[row.number]),
            tone=words.tone,
            state=words.citizen,
            aloud=[
                f"Waktunya {format_moment(row.starts_at, row.organisation)}.",
                *_aloud(words, None, row.organisation),
            ],
            name=row.name,
            phone=row.phone,
            changed_at=row.made_at,
        )


def _complaints(officer: Officer, asked: Asked) -> Iterator[Spoken]:
    nik, phone = complaint_hash(asked.nik, field="nik"), complaint_hash(asked.phone, field="phone")
    rows = _narrowed(complaints.visible_to(officer), asked, "ADU", nik, phone)
    for row in rows.select_related("organisation", "category").order_by("-received_at")[:MOST]:
        words = complaint_states.STATES[row.state]
        hidden = row.anonymous or row.is_guarded
        due = row.due_at if row.state in complaint_states.UNANSWERED else None
        yield Spoken(
            kind=row.get_kind_display(),
            reference=row.reference,
            organisation=row.organisation,
            title=row.category.name if row.category else "Belum dikategorikan",
            url=reverse("complaints_office:case", args=[row.number]),
            tone=words.tone,
            state=words.citizen,
            aloud=_aloud(words, due, row.organisation),
            name="" if hidden else row.name,
            phone="" if hidden else row.phone,
            changed_at=row.received_at,
        )


def _information(officer: Officer, asked: Asked) -> Iterator[Spoken]:
    nik, phone = information_hash(asked.nik, field="nik"), information_hash(asked.phone, field="phone")
    rows = _narrowed(disclosure.visible_to(officer), asked, "INF", nik, phone)
    for row in rows.select_related("organisation", "desk").order_by("-received_at")[:MOST]:
        words = disclosure_states.STATES[row.state]
        known = disclosure.may_see_identity(officer, row)
        due = None if row.first_notified_at else row.due_at
        yield Spoken(
            kind="Permintaan informasi",
            reference=row.reference,
            organisation=row.organisation,
            title=f"Nomor register {row.register_label}",
            url=reverse("disclosure_office:case", args=[row.number]),
            tone=words.tone,
            state=words.citizen,
            aloud=_aloud(words, due, row.organisation),
            name=row.name if known else "",
            phone=row.phone if known else "",
            changed_at=row.received_at,
        )


def _aloud(words: Any, due: datetime | None, place: Organisation) -> list[str]:
    """The state as a sentence, what comes next for the citizen, and the promised date."""
    said = [f"Keadaannya sekarang: {words.citizen}.", words.next]
    if due is None:
        return said
    when = format_moment(due, place)
    late = due < timezone.now()
    return [*said, f"Dijanjikan {when}; sudah lewat, sampaikan maaf." if late else f"Dijanjikan paling lambat {when}."]
