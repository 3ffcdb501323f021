"""The own place, and the information desk: take a number for somebody, check in, print again, bring back, stop."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from melayani.delivery.appointments.queries import by_number
from melayani.delivery.queues import access, actions, queries, rules, telling
from melayani.delivery.queues.models import Line, Site, Ticket
from melayani.foundation.messaging import correspondence
from melayani.foundation.numbers.rules import read_number
from melayani.foundation.people import OfficerRequest, officer_page

ON_TICKET: dict[str, tuple[Callable[..., Ticket], str]] = {
    "kembalikan": (actions.return_ticket, "kembali dalam antrean."),
    "lanjutkan": (actions.resume, "kembali dalam antrean."),
    "keluar": (actions.leave, "keluar dari antrean."),
}
LETTER = "surat"


@require_safe
@officer_page(roles=access.OFFICE)
def mine(request: OfficerRequest) -> HttpResponse:
    """The officer's places and counters; straight to the counter where the officer sits."""
    now = timezone.now()
    seat = queries.my_counter(request.officer)
    if seat is not None and "semua" not in request.GET:
        return redirect("queues_office:caller", seat.pk)
    context = {
        "places": queries.my_places(request.officer, now),
        "seat": seat,
        "may_open": queries.units_without_queue(request.officer, timezone.localdate(now)),
    }
    return render(request, "queues/officer/mine.html", context)


@require_safe
@officer_page(roles=access.OFFICE)
def desk(request: OfficerRequest, slug: str) -> HttpResponse:
    """The information desk of a place; a unit in it sees its own lines, a manager the totals."""
    now = timezone.now()
    site = _site(request, slug)
    typed, page = request.GET.get("q", "")[:20], request.GET.get("page", "1")
    context = {
        "view": queries.desk_view(request.officer, site, now, typed=typed, page=page),
        "site": site,
        "unit": site.organisation,
        "may_stop": access.may_plan(request.officer, site) or access.works_at(request.officer, site.organisation),
        "may_plan": access.may_plan(request.officer, site),
        "request_key": str(uuid4()),
        "settle_url": reverse("queues_office:desk_act", args=[slug, LETTER]),
    }
    response = render(request, "queues/officer/desk.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@officer_page(roles=access.DESK)
def take(request: OfficerRequest, slug: str) -> HttpResponse:
    """A number for somebody at the desk; the form sent twice is one number."""
    site = _site(request, slug)
    try:
        chosen = _line(site, request.POST.get("line", ""))
        row = actions.take_ticket(
            actor=request.officer,
            site=site,
            line=chosen,
            way=rules.DESK,
            priority=request.POST.get("priority") == "1",
            wishes=[_line(site, pk) for pk in request.POST.getlist("wishes")[:9] if pk != str(chosen.pk)],
            request_key=request.POST.get("request_key", "")[:64],
            now=timezone.now(),
        )
    except actions.ActionRefused as refused:
        messages.error(request, str(refused))
        return redirect("queues_office:desk", slug)
    messages.success(request, f"Nomor {row.code}: {row.line.service.title}.")
    return redirect("queues_office:paper", slug, row.number)


@require_POST
@officer_page(roles=access.DESK)
def check_in(request: OfficerRequest, slug: str) -> HttpResponse:
    """Check a booked visitor in by the number of the booking."""
    site = _site(request, slug)
    booking = by_number(read_number(request.POST.get("number", "")) or "")
    line = actions.line_of(booking) if booking is not None else None
    if booking is None or line is None or line.site_id != site.pk:
        messages.error(request, "Nomor janji temu ini tidak ada di sini. Periksa kembali, contoh JNJ-7K3Q9XBT-M.")
        return redirect("queues_office:desk", slug)
    try:
        row = actions.check_in(actor=request.officer, booking=booking, way=rules.DESK, now=timezone.now())
    except actions.ActionRefused as refused:
        messages.error(request, str(refused))
        return redirect("queues_office:desk", slug)
    messages.success(request, f"Hadir. Nomor {row.code}: {row.line.service.title}.")
    return redirect("queues_office:paper", slug, row.number)


@require_POST
@officer_page(roles=access.OFFICE)
def desk_act(request: OfficerRequest, slug: str, verb: str) -> HttpResponse:
    """Bring back, let leave, print again; stop numbers and give them again."""
    site, now = _site(request, slug), timezone.now()
    try:
        if verb == "hentikan":
            actions.stop_numbers(actor=request.officer, site=site, reason=request.POST.get("reason", ""), now=now)
            messages.success(request, "Nomor baru dihentikan. Kios dan layar mengatakannya.")
        elif verb == "buka":
            actions.resume_numbers(actor=request.officer, site=site, now=now)
            messages.success(request, "Nomor baru diberikan lagi.")
        else:
            return _on_ticket(request, site, verb)
    except actions.ActionRefused as refused:
        messages.error(request, str(refused))
    return redirect("queues_office:desk", slug)


@require_safe
@officer_page(roles=access.DESK)
def paper(request: OfficerRequest, slug: str, number: str) -> HttpResponse:
    """The number on paper, 58 or 80 mm."""
    site = _site(request, slug)
    row = access.get_for_officer(request.officer, number)
    if row.site_id != site.pk:
        raise Http404
    link = settings.PUBLIC_URL + telling.path_of(row)
    context = {
        "ticket": row,
        "site": site,
        "unit": site.organisation,
        "qr": segno.make(link, error="m").svg_data_uri(scale=5, border=2),
    }
    response = render(request, "queues/officer/paper.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@officer_page(roles=access.DESK)
def letter_file(request: OfficerRequest, slug: str, number: str, file: UUID) -> HttpResponseBase:
    """A file of a letter on a ticket of this place; 404 for any other, 410 when its bytes are gone."""
    site, row = _site(request, slug), access.get_for_officer(request.officer, number)
    if row.site_id != site.pk:
        raise Http404
    return correspondence.handed_out(request, row.reference, file)


def _on_ticket(request: OfficerRequest, site: Site, verb: str) -> HttpResponseRedirect:
    row = access.get_for_officer(request.officer, request.POST.get("nomor", ""))
    now = timezone.now()
    if row.site_id != site.pk or verb not in {*ON_TICKET, "cetak", LETTER}:
        raise Http404
    if verb == LETTER:
        actions.settle_letters(actor=request.officer, ticket=row, answer=request.POST.get("answer", ""), now=now)
        messages.success(request, f"Surat pemegang nomor {row.code} ditandai sudah dibaca.")
        return redirect("queues_office:desk", site.organisation.slug)
    if verb == "cetak":
        actions.print_again(actor=request.officer, ticket=row, now=now)
        return redirect("queues_office:paper", site.organisation.slug, row.number)
    action, done = ON_TICKET[verb]
    action(actor=request.officer, ticket=row, now=now)
    messages.success(request, f"{row.code} {done}")
    return redirect("queues_office:desk", site.organisation.slug)


def _site(request: OfficerRequest, slug: str) -> Site:
    return access.get_office_site(request.officer, slug, timezone.localdate())


def _line(site: Site, typed: str) -> Line:
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 15):
        raise actions.ActionRefused("Pilih layanan.")
    return access.line_at(site, int(typed))
