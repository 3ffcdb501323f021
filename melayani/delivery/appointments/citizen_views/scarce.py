"""When places are scarce: the waiting list with its offers, and draws that anyone can check."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from melayani.delivery.appointments import access, actions, offers, queries, rules
from melayani.delivery.appointments.citizen_views.choosing import demand_terms
from melayani.delivery.appointments.citizen_views.proving import proven_contact
from melayani.delivery.appointments.forms import DrawForm, WaitingForm, WhoForm
from melayani.delivery.appointments.models import ReleasePlan
from melayani.foundation.messaging.models import Contact
from melayani.foundation.people import CitizenRequest, public_page


@public_page
@never_cache
def join(request: CitizenRequest, service: str, unit: str) -> HttpResponse:
    """Join the waiting list; the code proves the contact on the same page."""
    terms = demand_terms(service, unit)
    today = timezone.now().astimezone(terms.offer.organisation.zone).date()
    form = WaitingForm(request.POST if request.method == "POST" else None, initial={"first_day": today})
    if request.method == "POST" and form.is_valid():
        contact = proven_contact(request, form, purpose=f"waiting:{terms.offer.pk}")
        if contact is not None and (secret := _join(request, terms, form, contact)):
            return redirect("appointments:waiting", secret)
    context = {"form": form, "terms": terms, "service": terms.offer.service, "unit": terms.offer.organisation}
    return render(request, "appointments/citizen/join.html", {**context, "asks_code": asks_code(form)})


@public_page
@never_cache
def waiting(request: CitizenRequest, token: str) -> HttpResponse:
    """Where one stands; accept an offer, or leave the list."""
    entry = access.get_waiting(token)
    if request.method == "POST":
        try:
            if "leave" in request.POST:
                actions.leave_waiting_list(actor=request.citizen, entry=entry, secret=token, now=timezone.now())
                messages.success(request, gettext("Anda sudah keluar dari daftar tunggu."))
            else:
                made = actions.accept_offer(actor=request.citizen, entry=entry, secret=token, now=timezone.now())
                return redirect("appointments:ticket", made.number, made.secret)
        except actions.ActionRefused as error:
            messages.error(request, str(error))
        except actions.Busy:
            messages.error(request, gettext("Sedang ramai. Tunggu sebentar, lalu coba lagi."))
        return redirect("appointments:waiting", token)
    context = {"entry": entry, "service": entry.service, "unit": entry.organisation, "now": timezone.now()}
    return render(request, "appointments/citizen/waiting.html", context)


@public_page
@never_cache
def draw(request: CitizenRequest, slug: str) -> HttpResponse:
    """The rules of a draw, the registration while it is open, the result with everything needed to check it."""
    plan = access.get_release(slug)
    now = timezone.now()
    form: DrawForm | None = None
    if plan.kind == rules.DRAW and plan.closes_at and plan.opens_at <= now < plan.closes_at:
        form = DrawForm(request.POST if request.method == "POST" else None, choices=_choices(plan))
        if request.method == "POST" and form.is_valid():
            contact = proven_contact(request, form, purpose=f"draw:{plan.slug}")
            if contact is not None and _register(request, plan, form, contact):
                return redirect("appointments:draw", slug)
    page = queries.draw_entries(plan, request.GET.get("page", "1"))
    seed = plan.result.get("seed", "")
    rows = [(entry, rules.digest_of(seed, entry.number) if seed else "") for entry in page.object_list]
    context = {"plan": plan, "unit": plan.organisation, "form": form, "found": page, "rows": rows, "now": now}
    waves = [(int(wave["percent"]), datetime.fromisoformat(wave["at"])) for wave in plan.waves]
    more: dict[str, Any] = {"method": rules.METHOD, "asks_code": form is not None and asks_code(form), "waves": waves}
    more["own"] = queries.draw_entry(plan, request.GET.get("nomor", ""))
    return render(request, "appointments/citizen/draw.html", {**context, **more})


def asks_code(form: WhoForm) -> bool:
    return form.is_bound and form.fields["name"].widget.is_hidden


def _choices(plan: ReleasePlan) -> list[tuple[str, str]]:
    found = queries.planning_of(plan.organisation, plan.first_day).offers
    return [(str(offer.service_id), offer.service.title) for offer in found if offer.is_open]


def _join(request: CitizenRequest, terms: offers.Terms, form: WaitingForm, contact: Contact) -> str:
    data = form.cleaned_data
    try:
        entry = actions.join_waiting_list(
            actor=request.citizen,
            terms=terms,
            visitor=form.visitor,
            contact=contact,
            first_day=data["first_day"],
            last_day=data["last_day"],
            party_size=data["party_size"],
            priority=data["priority"],
            now=timezone.now(),
        )
    except actions.InputRefused as refused:
        for name, text in refused.problems.items():
            form.add_error(name if name in form.fields else None, text)
        return ""
    except actions.ActionRefused as refused:
        form.add_error(None, str(refused))
        return ""
    return entry.secret


def _register(request: CitizenRequest, plan: ReleasePlan, form: DrawForm, contact: Contact) -> bool:
    data = form.cleaned_data
    try:
        terms = offers.terms_of(organisation_id=plan.organisation_id, service_id=int(data["offer"]))
        entry = actions.register_for_draw(
            actor=request.citizen,
            plan=plan,
            terms=terms,
            visitor=form.visitor,
            contact=contact,
            party_size=data["party_size"],
            priority=data["priority"],
            now=timezone.now(),
        )
    except (actions.ActionRefused, actions.InputRefused) as refused:
        form.add_error(None, str(refused))
        return False
    text = gettext("Anda terdaftar dengan nomor {number}. Nomor ini juga kami kirim kepada Anda.")
    messages.success(request, text.format(number=entry.number))
    return True
