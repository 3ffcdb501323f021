"""In the room: who came, the code on the wall, what is said; and what came on line, to be read before it shows."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.foundation.documents import qr_svg
from melayani.foundation.numbers.rules import make_secret
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.voice.consultations import access, actions, rules, states
from melayani.voice.consultations.forms.meeting import PresentForm, SaidForm
from melayani.voice.consultations.models import Consultation
from melayani.voice.consultations.officer_views.shown import show, tried
from melayani.voice.consultations.queries import desk
from melayani.voice.consultations.rules import attending

PAGE_SIZE = 50
SHOW, HIDE = "tayangkan", "sembunyikan"


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.READERS)
def attendance(request: OfficerRequest, number: str) -> HttpResponse:
    """Who came; add one from the paper list, tick a guest."""
    row = access.get_for_officer(request.officer, number)
    if request.method == "POST":
        row = access.get_to_work_on(request.officer, number)
    form = PresentForm(request.POST if request.method == "POST" else None, initial={"once": make_secret()})
    if request.method == "POST" and tried(form, lambda: _note(request, row, form)):
        messages.success(request, "Kehadiran dicatat.")
        return redirect("consultations_office:attendance", number)
    expected = access.invitations_of(row).exclude(attendances__isnull=False)
    came = Paginator(access.attendances_of(row), PAGE_SIZE).get_page(request.GET.get("page", "1"))
    context = {
        "form": form,
        "page": came,
        "expected": list(expected.filter(state__in=("sent", "accepted"))[:PAGE_SIZE]),
        "seats": desk.seats_of(row),
        "may_note": row.state in (states.INVITED, states.HELD),
        "takes_codes": row.takes_attendance(timezone.now()),
    }
    return show(request, row, "attendance.html", context, here="attendance")


@require_POST
@officer_page(roles=access.READERS)
def drop_attendance(request: OfficerRequest, number: str, pk: int) -> HttpResponse:
    """Take back who was noted by mistake."""
    row = access.get_to_work_on(request.officer, number)
    try:
        actions.drop_attendance(actor=request.officer, attendance=access.get_attendance(row, pk), now=timezone.now())
    except rules.ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Kehadiran itu dihapus dari daftar.")
    return redirect("consultations_office:attendance", number)


@require_safe
@officer_page(roles=access.READERS)
def screen(request: OfficerRequest, number: str) -> HttpResponse:
    """The code for the wall: one that changes while it is shown, or with `?cetak` the printed one of the day."""
    row = access.get_to_work_on(request.officer, number)
    now = timezone.now()
    printed = "cetak" in request.GET
    code = row.code if printed else access.changing_code(row, attending.step_of(now))
    with override(settings.LANGUAGE_CODE):
        url = settings.PUBLIC_URL + reverse("consultations:attend", args=[row.number, code])
    context = {
        "url": url,
        "qr": mark_safe(qr_svg(url)),  # noqa: S308 - drawn here from an address of ours
        "printed": printed,
        "takes_codes": row.takes_attendance(now),
        "seconds": int(attending.STEP.total_seconds()),
    }
    return show(request, row, "screen.html", context, here="attendance")


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.READERS)
def contributions(request: OfficerRequest, number: str) -> HttpResponse:
    """All that was said, what waits to be read first; type what came in the room or on paper."""
    row = access.get_for_officer(request.officer, number)
    if request.method == "POST":
        row = access.get_to_work_on(request.officer, number)
    return _said(request, row)


@require_POST
@officer_page(roles=access.READERS)
def judge(request: OfficerRequest, number: str, pk: int, verb: str) -> HttpResponse:
    """Let a contribution show in the words of the form, or keep it from the page with a reason."""
    row = access.get_to_work_on(request.officer, number)
    found = access.get_contribution(row, pk)
    now, text, reason = timezone.now(), request.POST.get("text", ""), request.POST.get("reason", "")
    if verb not in (SHOW, HIDE):
        raise Http404
    try:
        if verb == SHOW:
            actions.show_contribution(actor=request.officer, contribution=found, text=text, now=now)
        else:
            actions.hide_contribution(actor=request.officer, contribution=found, reason=reason, now=now)
    except rules.ActionRefused as refused:
        response = _said(request, row, judged=pk, problem=str(refused), typed=text, reason=reason)
        response.status_code = 422
        return response
    messages.success(request, "Masukan tayang." if verb == SHOW else "Masukan tidak tayang; pengirimnya dikabari.")
    return redirect("consultations_office:contributions", number)


def _said(request: OfficerRequest, row: Consultation, **refusal: object) -> HttpResponse:
    posted = request.POST if request.method == "POST" and not refusal else None
    form = SaidForm(posted, topics=list(access.topics_of(row)), initial={"once": make_secret()})
    if posted is not None and tried(form, lambda: _type(request, row, form)):
        messages.success(request, "Masukan dicatat dan tayang.")
        return redirect("consultations_office:contributions", row.number)
    chosen = request.GET.get("status", "")
    rows = access.contributions_of(row)
    narrowed = rows.filter(state=chosen) if chosen in states.contributions.LABELS else rows
    context = {
        "form": form,
        "page": Paginator(narrowed, PAGE_SIZE).get_page(request.GET.get("page", "1")),
        "waiting": rows.filter(state="received").count(),
        "labels": list(states.contributions.LABELS.items()),
        "chosen": chosen,
        "may_type": row.state in (states.INVITED, states.HELD),
        "may_hide": row.state not in (states.PLANNED, states.CANCELLED),  # a name that somebody finds years later
        "judged": 0,
        "problem": "",
        "typed": "",
        "reason": "",
        **refusal,
    }
    return show(request, row, "contributions.html", context, here="contributions")


def _note(request: OfficerRequest, row: Consultation, form: PresentForm) -> object:
    return actions.note_attendance(actor=request.officer, consultation=row, now=timezone.now(), **form.cleaned_data)


def _type(request: OfficerRequest, row: Consultation, form: SaidForm) -> object:
    return actions.type_contribution(
        actor=request.officer,
        consultation=row,
        said=form.said(),
        once=form.cleaned_data["once"],
        now=timezone.now(),
    )
