"""The officer's records, one record with what can be done, the bureau's overview."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from melayani.foundation.audit.queries import history
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.foundation.ui.papers import sheet
from melayani.oversight.innovations import access, queries, rules, states, work
from melayani.oversight.innovations.sheets import XLSX, overview_workbook
from melayani.oversight.innovations.words import HEALTH, health_words, one_of, typed

ROWS, PLACES = 30, 50


@officer_page(roles=access.SEES)
@require_safe
def records(request: OfficerRequest) -> HttpResponse:
    """Every record of the officer's places, what waits for the officer first."""
    today = timezone.localdate()
    state = one_of(request.GET.get("status", ""), states.LABELS)
    asked = queries.Filters(
        words=typed(request.GET.get("q", "")), health=one_of(request.GET.get("keadaan", ""), rules.HEALTH)
    )
    rows = queries.narrowed(access.visible_to(request.officer), asked, today)
    rows = rows.filter(state=state) if state else rows
    page = Paginator(rows.order_by("-pk"), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(row, health_words(row, today)) for row in page],
        "asked": asked,
        "state": state,
        "states": states.LABELS.items(),
        "healths": [(key, words) for key, (_tone, words) in HEALTH.items()],
        "to_look_over": work.to_look_over(request.officer)[:20],
        "to_check": work.to_check(request.officer, today)[:20],
        "to_confirm": work.to_confirm(request.officer),
        "may_start": not access.KEEPS.isdisjoint(request.officer.roles),
    }
    return render(request, "innovations/officer/records.html", context)


@officer_page(roles=access.SEES)
@require_safe
def record(request: OfficerRequest, slug: str) -> HttpResponse:
    """One record with its parts, what is missing, what can be done, its history."""
    row = access.get_for_officer(request.officer, slug)
    today = timezone.now().astimezone(row.organisation.zone).date()
    keeps = access.may_keep(request.officer, row.organisation)
    context = {
        "row": row,
        "view": queries.innovation_view(row, today),
        "health": health_words(row, today),
        "missing": queries.missing(row) if row.state == states.DRAFT else [],
        "may_change": keeps and row.state in states.OPEN_TO_CHANGE,
        "may_submit": keeps and row.state == states.DRAFT,
        "may_withdraw": keeps and states.next_state(row.state, "withdraw") is not None,
        "may_decide": row.state == states.SUBMITTED and access.may_look_over(request.officer, row.organisation),
        "is_public": row.state == states.PUBLISHED,
        "keeps": keeps,
        "lines": history(row.reference),
    }
    return render(request, "innovations/officer/record.html", context)


@officer_page(roles=access.SEES)
@require_safe
def overview(request: OfficerRequest) -> HttpResponse:
    """Each place of the officer with its innovations counted by whether they run."""
    today = timezone.localdate()
    page = Paginator(access.places_seen_by(request.officer), PLACES).get_page(request.GET.get("page"))
    context = {"page": page, "lines": queries.agency_lines(list(page.object_list), today), "today": today}
    return render(request, "innovations/officer/overview.html", context)


@officer_page(roles=access.SEES)
@require_safe
def overview_sheet(request: OfficerRequest) -> HttpResponse:
    """The same as a workbook, with every record of the officer's places."""
    today = timezone.localdate()
    places = list(access.places_seen_by(request.officer)[:2000])
    rows = access.visible_to(request.officer).order_by("organisation__name", "title", "pk")[:5000]
    book = overview_workbook(queries.agency_lines(places, today), rows, today)
    return sheet(book, f"inovasi-{today.isoformat()}.xlsx", XLSX)
