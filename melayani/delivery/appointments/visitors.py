"""Who comes: what is typed, made fit, and how one person is known again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from melayani.delivery.appointments import rules
from melayani.delivery.appointments.models import person_hash
from melayani.delivery.appointments.rules import Visitor as Visitor
from melayani.foundation.messaging import actions as messaging
from melayani.foundation.messaging.models import Contact, ContactKind
from melayani.foundation.messaging.rules import NotAContact, normalise_email, normalise_phone
from melayani.foundation.people.rules import check_nik, nik_digits

HELP = {  # the words of rules.ASSISTANCE for pages and conversations
    "wheelchair": _("Kursi roda"),
    "sign_language": _("Juru bahasa isyarat"),
    "guide": _("Pendamping jalan di kantor"),
    "companion": _("Saya datang dengan pendamping"),
    "reading": _("Dibantu membaca dan mengisi"),
}


@dataclass(frozen=True)
class Known:
    """A visitor made fit: normalised contacts and the hash by which the person is known."""

    name: str
    phone: str
    email: str
    person: str
    assistance: str
    note: str

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "phone": self.phone,
            "email": self.email,
            "person_hash": self.person,
            "assistance": self.assistance,
            "note": self.note,
        }

    def contact(self, now: datetime) -> Contact | None:
        """Where news goes: e-mail first, because its channel is there first; None for somebody with neither."""
        language = "en" if (get_language() or "").startswith("en") else "id"
        for kind, value in ((ContactKind.EMAIL, self.email), (ContactKind.PHONE, self.phone)):
            if value:
                return messaging.keep_normalised(kind=kind, value=value, language=language, now=now)
        return None


def known(visitor: Visitor, *, needs_contact: bool = True) -> Known:
    """The visitor made fit; raises InputRefused with a sentence for each field that is missing or wrong."""
    problems: dict[str, str] = {}
    name, note = visitor.name.strip(), visitor.note.strip()
    if not name or len(name) > rules.NAME_MAX:
        problems["name"] = gettext("Isi nama Anda, paling panjang {count} huruf.").format(count=rules.NAME_MAX)
    if len(note) > rules.NOTE_MAX:
        problems["note"] = gettext("Catatan paling panjang {count} huruf.").format(count=rules.NOTE_MAX)
    phone = _fit("phone", visitor.phone, problems)
    email = _fit("email", visitor.email, problems)
    if needs_contact and not (phone or email or problems):
        problems["phone"] = gettext("Isi nomor telepon atau e-mail, supaya kami dapat mengabari Anda.")
    nik = nik_digits(visitor.nik)
    if visitor.nik.strip() and not (findings := check_nik(nik, known_districts=frozenset())).well_formed:
        problems["nik"] = " ".join(gettext(text) for text in findings.problems)
    if set(visitor.assistance) - set(rules.ASSISTANCE):
        problems["assistance"] = gettext("Pilih bantuan yang ada di daftar.")
    if problems:
        raise rules.InputRefused(problems)
    help_wanted = ",".join(key for key in rules.ASSISTANCE if key in visitor.assistance)
    return Known(name, phone, email, person_hash(nik=nik, phone=phone, email=email), help_wanted, note)


def _fit(field: str, typed: str, problems: dict[str, str]) -> str:
    normalise = normalise_phone if field == "phone" else normalise_email
    try:
        return normalise(typed) if typed.strip() else ""
    except NotAContact as error:
        problems[field] = gettext(str(error))
        return ""
