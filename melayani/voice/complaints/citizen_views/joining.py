"""Join somebody else's published report, or leave it, with a contact proven by a code."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from melayani.foundation.people import CitizenRequest, address_of, contact_typed, public_page
from melayani.foundation.people import actions as people
from melayani.foundation.ui.code_form import CodeForm
from melayani.voice.complaints import access, actions, rules
from melayani.voice.complaints.citizen_views.screens import check_contact
from melayani.voice.complaints.forms.following import ContactForm
from melayani.voice.complaints.models import Complaint

LEAVE = "leave"


@public_page
@never_cache
def join(request: CitizenRequest, number: str) -> HttpResponse:
    """Two screens: where news goes, then the code that came there."""
    complaint = access.get_public(number)
    form = ContactForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not _valid(form):
        return _page(request, complaint, form)
    typed = {name: form.cleaned_data[name].strip() for name in ("email", "phone")}
    if request.POST.get("step") in ("code", LEAVE):
        return _with_code(request, complaint, typed)
    contact = contact_typed(**typed)
    try:
        if contact is not None:
            people.send_code(
                contact=contact, purpose=_purpose(complaint), address=address_of(request), now=timezone.now()
            )
    except people.TooMany as error:
        form.add_error(None, str(error))
        return _page(request, complaint, form)
    return _page(request, complaint, CodeForm(), typed)


def _with_code(request: CitizenRequest, complaint: Complaint, typed: dict[str, str]) -> HttpResponse:
    form = CodeForm(request.POST)
    contact = contact_typed(**typed)
    if contact is None or not form.is_valid():
        return _page(request, complaint, form, typed)
    now, code = timezone.now(), form.cleaned_data["code"]
    common: dict[str, Any] = {"actor": request.citizen, "complaint": complaint, "contact": contact, "now": now}
    try:
        people.check_code(
            contact=contact, purpose=_purpose(complaint), typed=code, address=address_of(request), now=now
        )
        if request.POST["step"] == LEAVE:
            actions.leave_complaint(**common)
            messages.success(request, gettext("Anda tidak mengikuti laporan ini lagi."))
        else:
            actions.join_complaint(**common)
            messages.success(request, gettext("Anda mengikuti laporan ini. Kabar dikirim setiap ada perubahan."))
    except (people.CodeRefused, people.TooMany) as error:
        form.add_error("code", str(error))
        return _page(request, complaint, form, typed)
    except rules.ActionRefused as error:
        messages.error(request, gettext(str(error)))
    return redirect("complaints:public_case", complaint.number)


def _valid(form: ContactForm) -> bool:
    if not form.is_valid():
        return False
    email, phone = form.cleaned_data["email"].strip(), form.cleaned_data["phone"].strip()
    if not email and not phone:
        form.add_error("email", gettext("Isi e-mail atau nomor telepon, supaya kabar dapat dikirim."))
    check_contact(form, email=email, phone=phone)
    return not form.errors


def _page(
    request: CitizenRequest, complaint: Complaint, form: Any, contact: dict[str, str] | None = None
) -> HttpResponse:
    value = (contact["email"] or contact["phone"]) if contact else ""
    context = {"complaint": complaint, "form": form, "asking_code": bool(contact), "contact": contact, "value": value}
    return render(request, "complaints/citizen/join.html", context)


def _purpose(complaint: Complaint) -> str:
    return f"complaint.join:{complaint.pk}"
