"""How a contact is reached: the page of its wishes, and the page that ends announcements by one press."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from melayani.delivery.announcements import queries as announcements
from melayani.delivery.announcements.access import leave_token
from melayani.entrances.portal import words
from melayani.entrances.portal.forms import ReachForm, WishesForm
from melayani.foundation.messaging import actions as messaging
from melayani.foundation.messaging import links, wishes
from melayani.foundation.messaging.models import Contact, ContactKind
from melayani.foundation.messaging.queries import can_reach
from melayani.foundation.people import CitizenRequest, address_of, contact_typed, public_page, remember_proof
from melayani.foundation.people import actions as people
from melayani.foundation.ui.code_form import CodeForm

PURPOSE = "preferences"


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: CitizenRequest) -> HttpResponse:
    """Three screens: which contact, the code that came there, then its wishes."""
    contact = wishes.contact_by_id(request.citizen.contact_id)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if step == "contact":
        return _send_code(request)
    if step == "code":
        return _with_code(request)
    if contact is None or "ganti" in request.GET:
        return _page(request, ReachForm())
    return _keep(request, contact) if step == "wishes" else _wishes(request, contact, WishesForm(contact=contact))


def _send_code(request: CitizenRequest) -> HttpResponse:
    form = ReachForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    contact = contact_typed(**form.typed)
    if contact is None:
        form.add_error("reach", gettext("Isi e-mail atau nomor telepon yang benar, misalnya nama@contoh.id."))
        return _page(request, form)
    if not can_reach(contact.kind):
        form.add_error("reach", gettext("Kami sedang tidak dapat mengirim kode ke sana. Coba lagi nanti."))
        return _page(request, form)
    try:
        people.send_code(contact=contact, purpose=PURPOSE, address=address_of(request), now=timezone.now())
    except people.TooMany as error:
        form.add_error("reach", str(error))
        return _page(request, form)
    return _page(request, CodeForm(), form.cleaned_data["reach"])


def _with_code(request: CitizenRequest) -> HttpResponse:
    reach, form = ReachForm(request.POST), CodeForm(request.POST)
    contact = contact_typed(**reach.typed) if reach.is_valid() else None
    if contact is None:
        return _page(request, ReachForm())
    if not form.is_valid():
        return _page(request, form, reach.cleaned_data["reach"])
    now, typed = timezone.now(), form.cleaned_data["code"]
    try:
        people.check_code(contact=contact, purpose=PURPOSE, typed=typed, address=address_of(request), now=now)
    except (people.CodeRefused, people.TooMany) as error:
        form.add_error("code", str(error))
        return _page(request, form, reach.cleaned_data["reach"])
    remember_proof(request, contact_id=contact.pk, now=now)
    return redirect("portal:preferences")


def _keep(request: CitizenRequest, contact: Contact) -> HttpResponse:
    form = WishesForm(request.POST, contact=contact)
    if not form.is_valid():
        return _wishes(request, contact, form)
    now = timezone.now()
    wishes.keep_wishes(actor=request.citizen, contact=contact, wishes=form.wishes, now=now)
    wanted = form.cleaned_data["announcements"] == "yes"
    said: dict[str, Any] = {"by": "web", "words": str(form.words_of_choice), "now": now, "actor": request.citizen}
    if wanted != (contact.opted_out_at is None) or not wanted:
        (messaging.opt_in if wanted else messaging.opt_out)(contact=contact, **said)
    messages.success(request, gettext("Tersimpan. Pesan berikutnya mengikuti pilihan ini."))
    return redirect("portal:preferences")


def _wishes(request: CitizenRequest, contact: Contact, form: WishesForm) -> HttpResponse:
    followed = [
        (row.about, reverse("announcements:leave", args=[leave_token(contact.pk, row.pk)]))
        for row in announcements.followed_by(contact.pk)
    ]
    context = {"contact": contact, "form": form, "consents": _consents(contact), "followed": followed}
    return render(request, "portal/wishes.html", context)


def _consents(contact: Contact) -> list[dict[str, Any]]:
    """What was agreed to or ended, with the door by its name."""
    return [
        {"given": one.given, "at": one.at, "words": one.words, "door": words.DOORS.get(one.by, one.by)}
        for one in wishes.consents_of(contact)
    ]


def _page(request: CitizenRequest, form: Any, reach: str = "") -> HttpResponse:
    return render(request, "portal/preferences.html", {"form": form, "reach": reach})


@csrf_exempt
@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: CitizenRequest, token: str) -> HttpResponse:
    """GET shows a button, POST ends announcements: by the button, or by the mailbox of the reader (RFC 8058).

    The token is the right to do it: no sign-in, no cookie. A second press changes nothing.
    """
    contact = links.contact_of(token)
    if contact is None:
        raise Http404
    if request.method == "POST":
        one_click = request.POST.get("List-Unsubscribe") == "One-Click"
        messaging.opt_out(
            contact=contact,
            by="email" if contact.kind == ContactKind.EMAIL else "web",
            words="List-Unsubscribe=One-Click" if one_click else gettext("Berhenti menerima pengumuman"),
            now=timezone.now(),
        )
    done = contact.opted_out_at is not None
    return render(request, "portal/unsubscribe.html", {"done": done, "token": token})
