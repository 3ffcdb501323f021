"""Prove a contact on the page where it is typed: the first answer sends the code, the second brings it back."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import get_language, gettext

from melayani.delivery.appointments.forms import WhoForm
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.models import Contact, ContactKind
from melayani.foundation.messaging.queries import can_reach
from melayani.foundation.messaging.rules import NotAContact
from melayani.foundation.people import CitizenRequest, address_of
from melayani.foundation.people import actions as people

CHANGE_CONTACT, NEW_CODE = "ganti", "kirim"  # what the page of the code can ask for beside the code


def proven_contact(request: CitizenRequest, form: WhoForm, *, purpose: str) -> Contact | None:
    """The contact of a valid form once it is proven; else None, and the form asks for the code or says why not.

    From the page of the code one may also ask for a new one, or go back to mend what was typed.
    """
    step = request.POST.get("langkah", "")
    contact = _contact(form) if step != CHANGE_CONTACT else None
    if contact is None:
        return None
    if request.citizen.contact_id == contact.pk:
        return contact
    typed = form.cleaned_data["code"] if step != NEW_CODE else ""
    try:
        if not typed:
            people.send_code(contact=contact, purpose=purpose, address=address_of(request), now=timezone.now())
            form.ask_code()
            return None
        people.check_code(
            contact=contact, purpose=purpose, typed=typed, address=address_of(request), now=timezone.now()
        )
    except people.TooMany as error:
        form.add_error("code" if typed or step else "email" if form.cleaned_data["email"] else "phone", str(error))
    except people.CodeRefused as error:
        form.add_error("code", str(error))
    else:
        return contact
    if typed or step:
        form.ask_code()
    return None


def _contact(form: WhoForm) -> Contact | None:
    email, phone = form.cleaned_data["email"].strip(), form.cleaned_data["phone"].strip()
    field = "email" if email or not phone else "phone"
    if not (email or phone):
        form.add_error("email", gettext("Isi e-mail atau nomor telepon, supaya kami dapat mengabari Anda."))
        return None
    if not can_reach(ContactKind.EMAIL if email else ContactKind.PHONE):
        form.add_error(field, _unreachable(email=bool(email)))
        return None
    language, now = get_language() or "id", timezone.now()
    try:
        if email:
            return keep_contact(email=email, language=language, now=now)
        return keep_contact(phone=phone, language=language, now=now)
    except NotAContact as error:
        form.add_error(field, str(error))
        return None


def _unreachable(*, email: bool) -> str:
    if email:
        return gettext("E-mail sedang tidak dapat kami kirim dari sini. Datanglah ke loket, atau coba lagi nanti.")
    return gettext("Pesan ke nomor telepon saja belum dapat kami kirim. Tambahkan e-mail Anda.")
