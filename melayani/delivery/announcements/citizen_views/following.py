"""Follow the announcements of an office, a service or a region with a proven contact; stop by the own link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from melayani.delivery.announcements import access, actions
from melayani.delivery.announcements.devices import About, device_url, name_of, promise_of
from melayani.delivery.announcements.forms import FollowForm
from melayani.foundation.messaging.models import Contact
from melayani.foundation.people import CitizenRequest, address_of, contact_typed, public_page
from melayani.foundation.people import actions as people
from melayani.foundation.ui.code_form import CodeForm

KEYS = {"kantor": "unit", "layanan": "service", "wilayah": "region"}


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: CitizenRequest, what: str, key: str) -> HttpResponse:
    """Two screens: where announcements go, then the code that came there."""
    about = _about(what, key)
    form = FollowForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, about, form)
    contact = _contact(form)
    if contact is None:
        return _page(request, about, form)
    if request.citizen.contact_id != contact.pk:
        asked = _code(request, contact)
        if asked is not None:
            return _page(request, about, asked, form.contact())
    actions.follow(actor=request.citizen, contact=contact, about=about, words=promise_of(about), now=timezone.now())
    messages.success(request, gettext("Anda mengikuti pengumuman {about}.").format(about=name_of(about)))
    return redirect("announcements:index")


@csrf_exempt  # the token is the permission: a mail program posts here on one click (RFC 8058)
@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: CitizenRequest, token: str) -> HttpResponse:
    """Stop: the link shows buttons, because programs that look at links must not press them; a POST stops."""
    contact, subscription = access.find_leaver(token)
    everything = subscription is None or request.POST.get("semua") == "1"
    if request.method == "POST":
        words = gettext("Berhenti menerima pengumuman")
        chosen = None if everything else subscription
        actions.leave(actor=request.citizen, contact=contact, subscription=chosen, words=words, now=timezone.now())
    context = {"subscription": subscription, "is_done": request.method == "POST", "everything": everything}
    return render(request, "announcements/citizen/leave.html", context)


def _about(what: str, key: str) -> About:
    if what not in KEYS or "\x00" in key:
        raise Http404
    return access.get_followable(**{KEYS[what]: key[:140]})


def _contact(form: FollowForm) -> Contact | None:
    """The contact that was typed; None, with the problem on the form, for what reads as none."""
    contact = contact_typed(**form.contact())
    if contact is None:
        field = "email" if form.contact()["email"] else "phone"
        form.add_error(field, gettext("Periksa lagi: alamat atau nomor ini tidak dapat kami hubungi."))
    return contact


def _code(request: CitizenRequest, contact: Contact) -> CodeForm | None:
    """None once the code was right; else the form that asks for it (a fresh code is sent when none was typed)."""
    code = CodeForm(request.POST if request.POST.get("step") == "code" else None)
    given: dict[str, Any] = {"contact": contact, "purpose": "announcements", "address": address_of(request)}
    try:
        if not code.is_bound:
            people.send_code(now=timezone.now(), **given)
            return code
        if not code.is_valid():
            return code
        people.check_code(typed=code.cleaned_data["code"], now=timezone.now(), **given)
    except (people.CodeRefused, people.TooMany) as error:
        code = CodeForm(request.POST)
        code.full_clean()
        code.add_error(None, str(error))
        return code
    return None


def _page(request: CitizenRequest, about: About, form: Any, contact: dict[str, str] | None = None) -> HttpResponse:
    value = (contact["email"] or contact["phone"]) if contact else ""
    context = {
        "about": name_of(about),
        "promise": promise_of(about),
        "form": form,
        "contact": contact,
        "value": value,
        "device": device_url(about, get_language() or "id"),
    }
    return render(request, "announcements/citizen/follow.html", context, status=422 if form.errors else 200)
