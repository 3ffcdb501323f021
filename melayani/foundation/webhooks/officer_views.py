"""Pages of administrators: endpoints, one with its log, its secret shown once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.foundation.people.access import organisations_managed_by
from melayani.foundation.webhooks import access, actions, queries, rules, states
from melayani.foundation.webhooks.forms import EndpointForm, NewEndpointForm
from melayani.foundation.webhooks.models import Endpoint

ROWS = 25
keeper_page = officer_page(roles=access.KEEPERS)


@require_safe
@keeper_page
def endpoints(request: OfficerRequest) -> HttpResponse:
    page = Paginator(access.visible_to(request.officer), ROWS).get_page(request.GET.get("page"))
    return render(request, "webhooks/officer/list.html", {"page": page})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeper_page
def register(request: OfficerRequest) -> HttpResponse:
    """A new endpoint; its secret is shown by the answer and never again."""
    words = request.GET.get("instansi", "")[:80]
    places = organisations_managed_by(request.officer)
    if request.method != "POST":
        form = NewEndpointForm(places=places.filter(name__icontains=words) if words else places)
        return render(request, "webhooks/officer/form.html", {"form": form, "words": words, "endpoint": None})
    form = NewEndpointForm(request.POST, places=places)
    if form.is_valid():
        try:
            row, secret = actions.register(actor=request.officer, now=timezone.now(), **form.cleaned_data)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
        else:
            return render(request, "webhooks/officer/secret.html", {"endpoint": row, "secret": secret, "until": None})
    return render(request, "webhooks/officer/form.html", {"form": form, "words": words, "endpoint": None}, status=422)


@require_safe
@keeper_page
def endpoint(request: OfficerRequest, pk: int) -> HttpResponse:
    """One endpoint: what it hears, how it fares, its log."""
    row = access.get_for_officer(request.officer, pk)
    context = {
        "endpoint": row,
        "page": queries.log_of(row, request.GET.get("page", "1")),
        "now": timezone.now(),
        "kept_days": rules.KEPT.days,
        "final": row.state in states.FINAL,
    }
    return render(request, "webhooks/officer/endpoint.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@keeper_page
def change(request: OfficerRequest, pk: int) -> HttpResponse:
    row = access.get_for_officer(request.officer, pk)
    if row.state in states.FINAL:
        raise Http404
    initial = {"name": row.name, "url": row.url, "events": row.events}
    form = EndpointForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(actor=request.officer, endpoint=row, now=timezone.now(), **form.cleaned_data)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Webhook disimpan.")
            return redirect("webhooks_office:endpoint", row.pk)
    context = {"form": form, "endpoint": row, "words": ""}
    return render(request, "webhooks/officer/form.html", context, status=422 if form.errors else 200)


def _test(request: OfficerRequest, row: Endpoint) -> str:
    actions.send_test(actor=request.officer, endpoint=row, now=timezone.now())
    return "Uji kirim antre. Muat ulang halaman ini sebentar lagi untuk melihat jawabannya."


def _pause(request: OfficerRequest, row: Endpoint) -> str:
    actions.pause(actor=request.officer, endpoint=row, reason="Dijeda oleh pengelolanya.", now=timezone.now())
    return "Webhook dijeda. Kabar baru menunggu paling lama tiga hari."


def _resume(request: OfficerRequest, row: Endpoint) -> str:
    actions.resume(actor=request.officer, endpoint=row, now=timezone.now())
    return "Webhook menyala lagi; yang menunggu segera dikirim."


def _end(request: OfficerRequest, row: Endpoint) -> str:
    actions.end(actor=request.officer, endpoint=row, now=timezone.now())
    return "Webhook diakhiri. Catatannya tetap ada."


VERBS: Mapping[str, Callable[[OfficerRequest, Endpoint], str]] = {
    "uji": _test,
    "jeda": _pause,
    "nyalakan": _resume,
    "akhiri": _end,
}


@require_POST
@keeper_page
def act(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """Test, pause, resume or end."""
    row = access.get_for_officer(request.officer, pk)
    if verb not in VERBS:
        raise Http404
    try:
        messages.success(request, VERBS[verb](request, row))
    except actions.Refused as refused:
        messages.error(request, str(refused))
    return redirect("webhooks_office:endpoint", row.pk)


@never_cache
@require_POST
@keeper_page
def rotate(request: OfficerRequest, pk: int) -> HttpResponse:
    """A new secret, shown by the answer and never again."""
    row, now = access.get_for_officer(request.officer, pk), timezone.now()
    try:
        secret = actions.rotate_secret(actor=request.officer, endpoint=row, now=now)
    except actions.Refused as refused:
        messages.error(request, str(refused))
        return redirect("webhooks_office:endpoint", row.pk)
    context = {"endpoint": row, "secret": secret, "until": now + rules.BOTH_SECRETS}
    return render(request, "webhooks/officer/secret.html", context)


@require_POST
@keeper_page
def replay(request: OfficerRequest, pk: int, delivery: int) -> HttpResponse:
    row = access.get_delivery_for(request.officer, pk, delivery)
    try:
        actions.replay(actor=request.officer, delivery=row, now=timezone.now())
    except actions.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Kiriman antre lagi dengan isi dan kunci yang sama.")
    return redirect("webhooks_office:endpoint", pk)


@require_safe
@keeper_page
def guide(request: OfficerRequest) -> HttpResponse:
    """The published list of news and how to check a signature."""
    context = {"groups": rules.grouped(), "patience": rules.PATIENCE.days, "site": settings.PUBLIC_URL}
    return render(request, "webhooks/officer/guide.html", context)
