"""What a place has, before the trip; and saying that something is not so."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from melayani.foundation.attachments.queries import download
from melayani.foundation.messaging.models import Contact
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import CitizenRequest, address_of, contact_typed, network_of, public_page
from melayani.foundation.people import actions as people
from melayani.foundation.ui.code_form import CodeForm
from melayani.oversight.facilities import access, actions, queries, showing, telling
from melayani.oversight.facilities.forms import MismatchForm


@public_page
@require_safe
def place(request: CitizenRequest, slug: str) -> HttpResponse:
    """The list of a place, whole or for one need."""
    found = access.get_public_place(slug)
    today = timezone.now().astimezone(found.zone).date()
    page = showing.place_page(found, request.GET.get("kebutuhan", ""), today)
    return render(request, "facilities/citizen/place.html", {"page": page})


@public_page
@require_safe
def photo(request: CitizenRequest, file: UUID) -> HttpResponseBase:
    """A photo that stands on a public list; it may be kept for an hour on the way."""
    answer = download(request, access.get_public_photo(file), inline=True)
    if answer.status_code == 200:
        answer["Cache-Control"] = "public, max-age=3600"
    return answer


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mismatch(request: CitizenRequest, slug: str, item: str) -> HttpResponse:
    """Say what is not so; with an e-mail or a number the code that came there is asked for first."""
    found = access.get_public_place(slug)
    today = timezone.now().astimezone(found.zone).date()
    thing = showing.thing_of(queries.place_view(found, today), item, today)
    if thing is None or thing.day is None:
        raise Http404
    form = MismatchForm(request.POST if request.method == "POST" else None)
    screen: dict[str, Any] = {"place": found, "thing": thing, "form": form}
    if request.method != "POST" or not form.is_valid():
        return _screen(request, screen)
    typed = {name: form.cleaned_data[name].strip() for name in ("email", "phone")}
    if not any(typed.values()):
        return _filed(request, screen, None)
    contact = contact_typed(**typed)
    if contact is None:
        form.add_error("phone" if typed["phone"] else "email", _("Periksa lagi: alamat atau nomor ini tidak lengkap."))
        return _screen(request, screen)
    return _with_code(request, screen, contact)


def _with_code(request: CitizenRequest, screen: dict[str, Any], contact: Contact) -> HttpResponse:
    """Send the code, or take it and file the report."""
    place, thing, form = screen["place"], screen["thing"], screen["form"]
    proof: dict[str, Any] = {
        "contact": contact,
        "purpose": f"facility.report:{place.pk}:{thing.key}",
        "address": address_of(request),
    }
    asked = CodeForm(request.POST if "code" in request.POST else None)
    shown = screen | {"code": asked, "value": contact.value}
    now = timezone.now()
    try:
        if "code" not in request.POST:
            people.send_code(now=now, **proof)
            return _screen(request, shown)
        if not asked.is_valid():
            return _screen(request, shown)
        people.check_code(typed=asked.cleaned_data["code"], now=now, **proof)
    except (people.CodeRefused, people.TooMany) as error:
        (asked if "code" in request.POST else form).add_error(None, str(error))
        return _screen(request, shown if "code" in request.POST else screen)
    return _filed(request, screen, contact)


def _filed(request: CitizenRequest, screen: dict[str, Any], contact: Contact | None) -> HttpResponse:
    form = screen["form"]
    try:
        report = actions.report_mismatch(
            actor=request.citizen,
            organisation=screen["place"],
            item=screen["thing"].key,
            text=form.cleaned_data["text"],
            network=network_of(request),
            contact=contact,
            now=timezone.now(),
        )
    except actions.ReportRefused as refusal:
        form.add_error("text", str(refusal))
    except people.TooMany as error:
        form.add_error(None, str(error))
    else:
        messages.success(request, _("Laporan Anda diterima. Terima kasih."))
        return redirect("facilities:report", report.secret)
    return _screen(request, screen)


def _screen(request: CitizenRequest, screen: dict[str, Any]) -> HttpResponse:
    wrong = screen["form"].errors or ("code" in screen and screen["code"].errors)
    return render(
        request, "facilities/citizen/mismatch.html", {"code": None, "value": "", **screen}, status=422 if wrong else 200
    )


@public_page
@never_cache
@require_safe
def report(request: CitizenRequest, secret: str) -> HttpResponse:
    """Where a report stands: for whoever holds its link."""
    row = access.get_own_report(secret)
    context = {
        "one": row,
        "place": row.organisation,
        "item": telling.item_name(row.item, showing.language(), timezone.now()),
        "state": _state_now(row.organisation, row.item),
    }
    return render(request, "facilities/citizen/report.html", context)


def _state_now(place: Organisation, item: str) -> showing.Thing | None:
    today = timezone.now().astimezone(place.zone).date()
    return showing.thing_of(queries.place_view(place, today), item, today)
