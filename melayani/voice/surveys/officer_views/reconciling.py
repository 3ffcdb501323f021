"""Find the index of an old report again, by the ways in which it may have been computed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.voice.surveys import access
from melayani.voice.surveys.forms import ReconcileForm
from melayani.voice.surveys.reconciling import CannotReconcile, read_means, readings


@officer_page(roles=access.SEES)
@require_safe
def reconcile(request: OfficerRequest) -> HttpResponse:
    """Means and day in the address, so that the result can be passed on; nothing is stored."""
    form = ReconcileForm(request.GET if "means" in request.GET else None)
    found = []
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            found = readings(read_means(given["means"]), on=given["day"], reported=given["reported"])
        except CannotReconcile as refusal:
            form.add_error("means", str(refusal))
    context = {"form": form, "readings": found, "matched": any(one.found for one in found)}
    return render(request, "surveys/officer/reconcile.html", context, status=422 if form.errors else 200)
