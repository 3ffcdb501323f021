"""Objections in the office: the page of one, the superior's answer, one that came on paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.foundation.ui.papers import sheet
from melayani.voice.disclosure import access, actions, receipts, rules, windows
from melayani.voice.disclosure.composing.office_objection import office_objection
from melayani.voice.disclosure.officer_views.forms import AnswerForm, ObjectionForm, add_problems
from melayani.voice.disclosure.rules import law


@require_safe
@officer_page(roles=access.READERS)
def objection(request: OfficerRequest, number: str) -> HttpResponse:
    """What the requester objects to, the superior's clock and answer."""
    return _page(request, number, AnswerForm(initial={"superior_name": request.officer.name}))


@require_POST
@officer_page(roles=access.READERS)
def answer(request: OfficerRequest, number: str) -> HttpResponse:
    """The superior's written answer; nobody who handled or decided the request may give it."""
    row = access.get_objection_for_officer(request.officer, number)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer_objection(
                actor=request.officer, objection=row, answer=rules.Answer(**form.cleaned_data), now=timezone.now()
            )
        except rules.InputRefused as refused:
            add_problems(form, refused.problems)
        except rules.ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Jawaban terbit dan pemohon diberi tahu.")
            return redirect("disclosure_office:objection", number=number)
    return _page(request, number, form)


@require_POST
@officer_page(roles=access.READERS)
def withdraw_objection(request: OfficerRequest, number: str) -> HttpResponse:
    """The requester took it back, and said so to the office."""
    row = access.get_objection_for_officer(request.officer, number)
    try:
        actions.withdraw_objection(actor=request.officer, objection=row, now=timezone.now())
    except rules.ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Pembatalan keberatan dicatat.")
    return redirect("disclosure_office:objection", number=number)


@require_safe
@officer_page(roles=access.READERS)
def receipt(request: OfficerRequest, number: str) -> HttpResponse:
    """The proof that the objection was received, to print and sign."""
    row = access.get_objection_for_officer(request.officer, number)
    return sheet(receipts.objection_receipt(row, for_office=True), f"tanda-terima-{row.number}.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.FRONT)
def lodge(request: OfficerRequest, number: str) -> HttpResponse:
    """Record an objection that came by letter, telephone or at the desk."""
    now = timezone.now()
    row = access.get_for_officer(request.officer, number)
    if not access.may(request.officer, access.OBJECT_ON_BEHALF, row.organisation):
        raise Http404
    grounds = law.objection_grounds()
    choices = [(one.ground, f"{one.ground}. {grounds[one.ground].label}") for one in windows.open_options(row, now)]
    form = ObjectionForm(request.POST if request.method == "POST" else None, grounds=choices)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        lodged = rules.Lodged(tuple(data["grounds"]), data["case_position"], data["proxy_name"], data["proxy_address"])
        try:
            found = actions.object_to(
                actor=request.officer, request=row, lodged=lodged, channel=data["channel"], now=now
            )
        except rules.InputRefused as refused:
            add_problems(form, refused.problems)
        except rules.ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Keberatan {found.number} dicatat. Atasan PPID diberi tahu.")
            return redirect("disclosure_office:case", number=number)
    context = {
        "form": form,
        "title": "Catat keberatan",
        "lead": "Hanya alasan yang waktunya masih terbuka yang dapat dipilih. Salinannya menjadi tanda terima.",
        "back": "disclosure_office:case",
        "back_to": number,
        "button": "Catat keberatan",
        "empty": "" if choices else "Tidak ada alasan keberatan yang terbuka untuk permintaan ini sekarang.",
    }
    return render(request, "disclosure/officer/form.html", context, status=422 if form.errors else 200)


def _page(request: OfficerRequest, number: str, form: AnswerForm) -> HttpResponse:
    page = office_objection(request.officer, number, timezone.now())
    context = {"page": page, "objection": page.row, "case": page.row.request, "form": form, "now": timezone.now()}
    response = render(request, "disclosure/officer/objection.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response
