"""Registers, yearly reports, the office's own shorter limits."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.foundation.ui.papers import sheet
from melayani.voice.disclosure import access, actions, reports, rules, sheets
from melayani.voice.disclosure.composing import keeping
from melayani.voice.disclosure.officer_views.forms import LimitForm, ReportForm, add_problems
from melayani.voice.disclosure.rules import law

BOOKS = {"permintaan": "Register permintaan", "keberatan": "Register keberatan"}


def _desk(request: OfficerRequest, slug: str = "") -> Organisation:
    """The office whose books are open: the one asked for, else the officer's first."""
    if slug:
        return access.get_desk(request.officer, slug)
    desks = access.desks_of(request.officer)
    if not desks:
        raise Http404
    return desks[0]


def _year(desk: Organisation, text: str, now: datetime) -> int:
    this = now.astimezone(desk.zone).year
    if not text:
        return this
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    if not 2010 <= year <= this:
        raise Http404
    return year


@require_safe
@officer_page(roles=access.READERS)
def books(request: OfficerRequest) -> HttpResponse:
    """A register by office and year, with the columns of the law's form; paged."""
    now = timezone.now()
    desk = _desk(request, request.GET.get("kantor", ""))
    book = request.GET.get("buku", "permintaan")
    if book not in BOOKS:
        raise Http404
    year = _year(desk, request.GET.get("tahun", ""), now)
    found = keeping.register_page(desk, book=book, year=year, page=request.GET.get("page", "1"), reader=request.officer)
    context = {
        "found": found,
        "desk": desk,
        "desks": access.desks_of(request.officer),
        "book": book,
        "books": BOOKS.items(),
        "title": BOOKS[book],
        "year": year,
        "years": keeping.years_of(desk, now),
    }
    return render(request, "disclosure/officer/registers.html", context)


@require_safe
@officer_page(roles=access.READERS)
def book_file(request: OfficerRequest, slug: str, book: str, year: int, kind: str) -> HttpResponse:
    """A whole register as XLSX or PDF, the same cells as on the page."""
    now, desk = timezone.now(), _desk(request, slug)
    if book not in BOOKS:
        raise Http404
    year = _year(desk, str(year), now)
    reader = request.officer
    if kind == "xlsx":
        make = sheets.objection_register_xlsx if book == "keberatan" else sheets.request_register_xlsx
        content, content_type = make(desk, year, reader=reader), sheets.XLSX
    else:
        draw = sheets.objection_register_pdf if book == "keberatan" else sheets.request_register_pdf
        content, content_type = draw(desk, year, reader=reader, now=now), sheets.PDF
    return sheet(content, f"register-{book}-{desk.slug}-{year}.{kind}", content_type)


@require_safe
@officer_page(roles=access.READERS)
def yearly(request: OfficerRequest) -> HttpResponse:
    """The years of an office, each with its report."""
    desk = _desk(request, request.GET.get("kantor", ""))
    context = {
        "desk": desk,
        "desks": access.desks_of(request.officer),
        "rows": keeping.reports_of(desk, timezone.now()),
    }
    return render(request, "disclosure/officer/reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.READERS)
def report(request: OfficerRequest, slug: str, year: int) -> HttpResponse:
    """Figures from the register, words from the officer, chapter by chapter."""
    now, desk = timezone.now(), _desk(request, slug)
    year = _year(desk, str(year), now)
    row = access.get_report(desk, year)
    words = {name: getattr(row, name, "") for name in actions.REPORT_TEXTS}
    form = ReportForm(request.POST if request.method == "POST" else None, initial=words)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_report(actor=request.officer, organisation=desk, year=year, texts=form.cleaned_data, now=now)
        except rules.InputRefused as refused:
            add_problems(form, refused.problems)
        except rules.ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Tersimpan.")
            return redirect("disclosure_office:report", slug, year)
    found = reports.figures_of(desk, year)
    context = {
        "form": form,
        "desk": desk,
        "year": year,
        "report": row,
        "tables": [*reports.service_tables(found), *reports.objection_tables(found)],
        "may_write": access.may(request.officer, access.WRITE_REPORT, desk) and not (row and row.published_at),
        "finished": year < now.astimezone(desk.zone).year,
    }
    return render(request, "disclosure/officer/report.html", context, status=422 if form.errors else 200)


@require_POST
@officer_page(roles=access.PPID)
def publish_report(request: OfficerRequest, slug: str, year: int) -> HttpResponse:
    desk = _desk(request, slug)
    try:
        actions.publish_report(actor=request.officer, organisation=desk, year=year, now=timezone.now())
    except rules.ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Laporan terbit dan tampil di halaman laporan publik.")
    return redirect("disclosure_office:report", slug, year)


@require_safe
@officer_page(roles=access.READERS)
def report_file(request: OfficerRequest, slug: str, year: int, kind: str) -> HttpResponse:
    """The report as XLSX, or on paper: the draft, as long as it is not published."""
    desk = _desk(request, slug)
    row = access.get_report(desk, year)
    if row is None:
        raise Http404
    name = f"laporan-layanan-informasi-{desk.slug}-{year}.{kind}"
    if kind == "xlsx":
        return sheet(sheets.report_xlsx(row), name, sheets.XLSX)
    return sheet(sheets.report_pdf(row, actor=request.officer, now=timezone.now()), name)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.PPID | access.SUPERIOR)
def settings(request: OfficerRequest) -> HttpResponse:
    """The law's limits, and what the office promises sooner."""
    now = timezone.now()
    desk = _desk(request, request.GET.get("kantor", ""))
    form = LimitForm(
        request.POST if request.method == "POST" else None, initial={"since": now.astimezone(desk.zone).date()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_limit(actor=request.officer, organisation=desk, now=now, **form.cleaned_data)
        except rules.InputRefused as refused:
            add_problems(form, refused.problems)
        except rules.ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Batas waktu disimpan; berlaku untuk permintaan baru.")
            return redirect(f"{request.path}?kantor={desk.slug}")
    context = {
        "form": form,
        "desk": desk,
        "desks": access.desks_of(request.officer, *(access.PPID | access.SUPERIOR)),
        "rows": keeping.limits_of(desk, now),
        "duty": law.DUTY,
    }
    return render(request, "disclosure/officer/settings.html", context, status=422 if form.errors else 200)
