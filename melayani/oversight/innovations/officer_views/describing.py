"""Write a record down: begin, words, figures, evidence, contests."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.delivery.catalogue.queries import services_of
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.queries import download
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.oversight.innovations import access, actions, queries
from melayani.oversight.innovations.forms import (
    ContestForm,
    DescribeForm,
    EvidenceForm,
    FigureForm,
    FigureForms,
    StartForm,
)
from melayani.oversight.innovations.models import Innovation
from melayani.oversight.innovations.officer_views.deciding import tried

FILES_MOST = 1


@officer_page(roles=access.KEEPS)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: OfficerRequest) -> HttpResponse:
    """Begin a record with its title."""
    homes = list(access.homes_of(request.officer)[:500])
    initial = {"organisation": homes[0].slug} if len(homes) == 1 else {}
    form = StartForm(homes, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        home = access.get_home(request.officer, form.cleaned_data["organisation"])
        title = form.cleaned_data["title"]
        row = actions.start_innovation(actor=request.officer, organisation=home, title=title, now=timezone.now())
        return redirect("innovations_office:describe", row.slug)
    status = 422 if form.errors else 200
    return render(request, "innovations/officer/start.html", {"form": form}, status=status)


@officer_page(roles=access.KEEPS)
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: OfficerRequest, slug: str) -> HttpResponse:
    """All that the record says, on one page that can be saved half full."""
    row = access.get_for_keeper(request.officer, slug)
    chosen = list(row.services.order_by("title", "pk"))
    offered = list(dict.fromkeys([*chosen, *services_of(row.organisation)]))
    data = request.POST if request.method == "POST" else None
    form = DescribeForm(row, offered, data, initial=DescribeForm.initial_for(row, chosen))
    if request.method == "POST" and form.is_valid():
        given = form.description()
        try:
            actions.describe_innovation(actor=request.officer, innovation=row, given=given, now=timezone.now())
        except actions.InnovationRefused as refused:
            form.blame(refused.field, str(refused))
        else:
            messages.success(request, "Tersimpan.")
            return redirect("innovations_office:record", slug)
    context = {"form": form, "row": row}
    return render(request, "innovations/officer/describe.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.KEEPS)
@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: OfficerRequest, slug: str) -> HttpResponse:
    """Figures before and after; a row left empty is dropped."""
    row = access.get_for_keeper(request.officer, slug)
    held = [FigureForm.initial_for(one) for one in row.figures.order_by("position")]
    forms = FigureForms(request.POST if request.method == "POST" else None, initial=held)
    problem = ""
    if request.method == "POST" and forms.is_valid():
        given = [one.given() for one in forms if one.cleaned_data.get("name")]
        try:
            actions.set_figures(actor=request.officer, innovation=row, figures=given, now=timezone.now())
        except actions.InnovationRefused as refused:
            problem = str(refused)
        else:
            messages.success(request, "Ukuran tersimpan.")
            return redirect("innovations_office:record", slug)
    wrong = bool(problem) or (request.method == "POST" and not forms.is_valid())
    context = {"forms": forms, "row": row, "problem": problem}
    return render(request, "innovations/officer/figures.html", context, status=422 if wrong else 200)


@officer_page(roles=access.KEEPS)
@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: OfficerRequest, slug: str) -> HttpResponse:
    """Add a file that shows what the record says."""
    row, now = access.get_for_keeper(request.officer, slug), timezone.now()
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        paper = form.cleaned_data["paper"]
        files, trouble = attachments.take_in(
            actor=request.officer, kept=(), uploads=[paper], now=now, purpose="innovation"
        )
        if trouble:
            form.add_error("paper", trouble)
        elif _added(request, row, form, files[0].pk):
            messages.success(request, "Bukti ditambahkan.")
            return redirect("innovations_office:record", slug)
    context = {"form": form, "row": row}
    return render(request, "innovations/officer/evidence.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.SEES)
@require_safe
def evidence_file(request: OfficerRequest, slug: str, file: UUID) -> HttpResponseBase:
    """A file of a record, published or not."""
    found = access.get_evidence(access.get_for_officer(request.officer, slug), file)
    return download(request, found.attachment, inline=True)


@officer_page(roles=access.KEEPS)
@require_POST
def remove_file(request: OfficerRequest, slug: str, file: UUID) -> HttpResponse:
    row = access.get_for_keeper(request.officer, slug)
    access.get_evidence(row, file)
    return tried(
        request,
        slug,
        lambda: actions.remove_evidence(actor=request.officer, innovation=row, file=file, now=timezone.now()),
        "Bukti dihapus.",
    )


@officer_page(roles=access.KEEPS)
@require_http_methods(["GET", "HEAD", "POST"])
def contest(request: OfficerRequest, slug: str) -> HttpResponse:
    """Note a contest and how far the innovation came; what made others fail stands beside."""
    row, now = access.get_for_keeper(request.officer, slug), timezone.now()
    form = ContestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_contest(actor=request.officer, innovation=row, now=now, **form.cleaned_data)
        except actions.InnovationRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "Lomba dicatat.")
            return redirect("innovations_office:record", slug)
    today = now.astimezone(row.organisation.zone).date()
    context = {"form": form, "row": row, "warnings": queries.warnings(row, today)}
    return render(request, "innovations/officer/contest.html", context, status=422 if form.errors else 200)


def _added(request: OfficerRequest, row: Innovation, form: EvidenceForm, file: UUID) -> bool:
    title = form.cleaned_data["title"]
    try:
        actions.add_evidence(actor=request.officer, innovation=row, file=file, title=title, now=timezone.now())
    except actions.InnovationRefused as refused:
        form.add_error("title" if refused.field == "title" else None, str(refused))
        return False
    return True
