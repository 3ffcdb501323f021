"""The pledges of units (maklumat pelayanan): list, sign and publish, withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.delivery.catalogue import access, actions, queries
from melayani.delivery.catalogue.forms.process import PledgeForm, WithdrawForm, initial, usual_statements
from melayani.delivery.catalogue.models import Pledge
from melayani.delivery.catalogue.officer_views.standards import keeper_page, reader_page
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import OfficerRequest

ROWS = 50


@reader_page
@require_safe
def pledges(request: OfficerRequest) -> HttpResponse:
    """The units within the officer's reach that offer a service, with their pledges."""
    rows = access.units_with_standards(request.officer).filter(services__is_offered=True).distinct().order_by("path")
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    held = queries.pledged(page.object_list)
    context = {"page": page, "lines": [(unit, held.get(unit.pk)) for unit in page.object_list], "here": "pledges"}
    return render(request, "catalogue/officer/pledges.html", context)


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: OfficerRequest, slug: str) -> HttpResponse:
    """The pledge of a unit, and the form of a new one for its head."""
    unit = access.get_unit_for_officer(request.officer, slug)
    may_sign = access.may_sign_pledge(request.officer, unit)
    if request.method == "POST" and not may_sign:
        raise Http404
    held = queries.pledge_of(unit)
    form = PledgeForm(request.POST if request.method == "POST" else None, initial=_start(request, unit, held))
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        statements = actions.Statements(data.pop("promise"), data.pop("duty"), data.pop("sanction"))
        try:
            actions.publish_pledge(unit=unit, statements=statements, actor=request.officer, now=timezone.now(), **data)
        except actions.NotPossible as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Maklumat ditandatangani dan diumumkan. Cetak lembarnya dan pasang di kantor.")
            return redirect("standards_office:pledge", slug)
    context = {
        "unit": unit,
        "held": held,
        "earlier": [one for one in queries.pledges_of(unit) if held is None or one.pk != held.pk],
        "form": form if may_sign else None,
        "withdraw": WithdrawForm() if may_sign and held else None,
    }
    return render(request, "catalogue/officer/pledge.html", context, status=422 if form.errors else 200)


@keeper_page
@require_POST
def withdraw_pledge(request: OfficerRequest, slug: str) -> HttpResponse:
    row = access.get_pledge_for_head(request.officer, slug)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Tuliskan alasannya, paling panjang 500 huruf.")
        return redirect("standards_office:pledge", slug)
    try:
        actions.withdraw_pledge(pledge=row, actor=request.officer, now=timezone.now(), **form.cleaned_data)
    except actions.NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Maklumat ditarik. Lembarnya tidak berlaku lagi.")
    return redirect("standards_office:pledge", slug)


def _start(request: OfficerRequest, unit: Organisation, held: Pledge | None) -> dict[str, object]:
    """What stands in the form: the words of the pledge that holds, else the usual ones."""
    kept = ("promise", "duty", "sanction", "signer_post", "place", "decree_no", "shown_at")
    words = {name: getattr(held, name) for name in kept} if held else usual_statements()
    place = unit.region.name if unit.region else ""
    usual = {"signer_post": f"Kepala {unit.name}", "place": place, "signer_name": request.officer.name}
    today = timezone.now().astimezone(unit.zone).date()
    return initial(today, **{**usual, **words})
