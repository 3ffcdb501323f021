"""Pages under /kantor/mal/: the malls of an officer, their tenants, their readiness."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from melayani.delivery.catalogue import access, actions, queries
from melayani.delivery.catalogue.forms.malls import DetailsForm, EndForm, ReadinessForm, TenantForm
from melayani.foundation.organisations import actions as organisations
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import OfficerRequest, Role, officer_page

ROWS = 50
FOUND = 20
DETAILS = tuple(DetailsForm.base_fields)
mall_page = officer_page(roles=access.MALL_KEEPERS)
unit_page = officer_page(roles=access.UNIT_SPEAKERS)


@officer_page(roles=access.MALL_KEEPERS | access.UNIT_SPEAKERS)
@require_safe
def malls(request: OfficerRequest) -> HttpResponse:
    """The malls that the officer keeps, and the stays that wait for a word of the officer's units."""
    rows = access.malls_visible_to(request.officer)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    proposals = list(access.proposals_for(request.officer).order_by("since", "pk")[:ROWS])
    lines = queries.mall_rows(list(page.object_list), timezone.localdate())
    context = {"page": page, "lines": lines, "proposals": proposals}
    return render(request, "catalogue/officer/malls.html", context)


@mall_page
@require_safe
def mall(request: OfficerRequest, slug: str) -> HttpResponse:
    organisation = access.get_mall_for_officer(request.officer, slug)
    today = _today(organisation)
    view = queries.mall_view(slug, today)
    stays = access.tenancies_of(organisation).order_by("stand", "unit__name", "pk")
    context = {
        "mall": organisation,
        "view": view,
        "coming": list(stays.agreed().filter(since__gt=today)),
        "waiting": list(stays.filter(awaits_consent=True)),
        "may_judge": access.may_judge_readiness(request.officer, organisation),
        "may_close": request.officer.holds(Role.MALL_MANAGER, organisation),
        "today": today,
    }
    return render(request, "catalogue/officer/mall.html", context)


@mall_page
def details(request: OfficerRequest, slug: str) -> HttpResponse:
    """Opening date, address and contacts."""
    organisation = access.get_mall_for_officer(request.officer, slug)
    initial = {name: getattr(organisation, name) for name in DETAILS}
    form = DetailsForm(request.POST if request.method == "POST" else None, initial=initial)
    if _done(
        request,
        form,
        lambda now: organisations.keep_mall_details(
            actor=request.officer, mall=organisation, now=now, **form.cleaned_data
        ),
    ):
        messages.success(request, "Keterangan mal disimpan.")
        return redirect("catalogue_office:mall", slug)
    return _form_page(request, "catalogue/officer/details.html", organisation, form)


@mall_page
def add_tenant(request: OfficerRequest, slug: str) -> HttpResponse:
    """Find a unit by its name, then let it serve here; one that the officer does not speak for is asked first."""
    organisation = access.get_mall_for_officer(request.officer, slug)
    typed = request.GET.get("q", "").strip()[:80]
    today = _today(organisation)
    found = list(access.hostable(organisation, typed, today)[:FOUND]) if typed else []
    by_slug = {one.slug: one for one in found}
    form = TenantForm(
        [(one.slug, one.name) for one in found],
        request.POST if request.method == "POST" else None,
        initial={"since": today},
    )

    def act(now: datetime) -> object:
        data = dict(form.cleaned_data)
        unit = by_slug[data.pop("unit")]
        stay = organisations.start_tenancy(actor=request.officer, mall=organisation, unit=unit, now=now, **data)
        waits = "Ajakan dikirim. Gerai tampil setelah unit itu menyetujuinya."
        messages.success(request, waits if stay.awaits_consent else "Gerai ditambahkan.")
        return stay

    if _done(request, form, act):
        return redirect("catalogue_office:mall", slug)
    return _form_page(request, "catalogue/officer/add_tenant.html", organisation, form, typed=typed, found=found)


@mall_page
def end_tenant(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    """Give a stay its last day."""
    organisation = access.get_mall_for_officer(request.officer, slug)
    stay = access.get_tenancy(organisation, pk)
    initial = {"until": stay.until or _today(organisation)}
    form = EndForm(request.POST if request.method == "POST" else None, initial=initial)
    if _done(
        request,
        form,
        lambda now: organisations.end_tenancy(actor=request.officer, tenancy=stay, now=now, **form.cleaned_data),
    ):
        messages.success(request, "Hari terakhir dicatat.")
        return redirect("catalogue_office:mall", slug)
    return _form_page(request, "catalogue/officer/end_tenant.html", organisation, form, stay=stay)


@mall_page
@require_POST
def withdraw(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    """Take back a stay that the unit has not agreed to."""
    organisation = access.get_mall_for_officer(request.officer, slug)
    stay = access.get_tenancy(organisation, pk)
    try:
        organisations.decline_tenancy(actor=request.officer, tenancy=stay, now=timezone.now())
    except organisations.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Ajakan ditarik kembali.")
    return redirect("catalogue_office:mall", slug)


@unit_page
@require_POST
def agree(request: OfficerRequest, pk: int) -> HttpResponse:
    """A unit agrees to serve in a mall."""
    stay = access.get_proposal(request.officer, pk)
    organisations.agree_tenancy(actor=request.officer, tenancy=stay, now=timezone.now())
    messages.success(request, f"{stay.unit} melayani di {stay.mall} sejak tanggal yang diajukan.")
    return redirect("catalogue_office:malls")


@unit_page
@require_POST
def decline(request: OfficerRequest, pk: int) -> HttpResponse:
    """A unit does not want to serve in a mall."""
    stay = access.get_proposal(request.officer, pk)
    organisations.decline_tenancy(actor=request.officer, tenancy=stay, now=timezone.now())
    messages.success(request, f"Ajakan {stay.mall} ditolak.")
    return redirect("catalogue_office:malls")


@mall_page
def readiness(request: OfficerRequest, slug: str, criterion: str) -> HttpResponse:
    """One criterion: the judgement that holds, a new one, and all earlier ones."""
    organisation = access.get_mall_for_officer(request.officer, slug)
    today = _today(organisation)
    view = queries.mall_view(slug, today)
    row = next((one for one in view.rows if one.criterion.key == criterion), None) if view else None
    if row is None:
        raise Http404
    may_judge = access.may_judge_readiness(request.officer, organisation)
    if request.method == "POST" and not may_judge:
        raise Http404
    held = row.check
    kept = {name: getattr(held, name) for name in ("evidence", "evidence_url")} if held else {}
    initial = {"state": row.state, "checked_on": today, **kept}
    form = ReadinessForm(request.POST if request.method == "POST" else None, initial=initial)
    if _done(
        request,
        form,
        lambda now: actions.judge_readiness(
            actor=request.officer, mall=organisation, criterion=criterion, now=now, **form.cleaned_data
        ),
    ):
        messages.success(request, "Penilaian dicatat; yang lama tetap tersimpan.")
        return redirect("catalogue_office:mall", slug)
    earlier = queries.readiness_history(organisation, criterion)
    context = {"row": row, "earlier": earlier, "may_judge": may_judge}
    return _form_page(request, "catalogue/officer/readiness.html", organisation, form, **context)


def _today(mall: Organisation) -> date:
    return timezone.now().astimezone(mall.zone).date()


def _done(request: OfficerRequest, form: django_forms.Form, act: Callable[[datetime], object]) -> bool:
    """Whether the form was sent, was valid, and the action took it; a refusal stands above the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(timezone.now())
    except (organisations.Refused, actions.NotPossible) as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _form_page(
    request: OfficerRequest, template: str, mall: Organisation, form: django_forms.Form, **more: object
) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"mall": mall, "form": form, **more}, status=status)
