"""One unit's page with every step of its sum, its files, its minutes and its workbook."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from melayani.foundation.attachments.queries import download
from melayani.foundation.documents import letterhead
from melayani.foundation.documents import render as render_pdf
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.foundation.ui.papers import sheet
from melayani.oversight.evaluation import access, queries, states, workbooks
from melayani.oversight.evaluation.forms import (
    AppointForm,
    DecisionForm,
    NumberedForm,
    PlanForm,
    ProgressForm,
    ReasonForm,
)
from melayani.oversight.evaluation.minutes import TEMPLATE, draft_inputs
from melayani.oversight.evaluation.models import Assessment

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@officer_page(roles=access.EVERYBODY)
@require_safe
def unit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Where the unit stands, what comes next and by whom, the sum, objections, improvements, signatures."""
    row = access.get_assessment(request.officer, pk)
    return unit_page(request, row)


def unit_page(request: OfficerRequest, row: Assessment, **forms: Any) -> HttpResponse:
    """The page, with the forms that were refused in the place of fresh ones."""
    reads = access.reads_scores(request.officer, row)
    judge, leader = access.judges(request.officer, row), access.leads(request.officer, row)
    own = access.answers_for(request.officer, row.unit)
    indicators = row.instrument.indicators
    context = {
        "row": row,
        "now": timezone.now(),
        "reads": reads,
        "judge": judge,
        "leader": leader,
        "own": own,
        "conducts": access.conducts(request.officer, row.campaign.organisation),
        "found": queries.figures_for(row) if reads else None,
        "evaluators": queries.evaluators_of(row),
        "answers": queries.count_answers(row),
        "objections": queries.objections_of(row) if reads else [],
        "recommendations": queries.recommendations_of(row) if reads else [],
        "signing": queries.state_of_signing(row) if row.state == states.SIGNING else None,
        "signatures": queries.signatures_of(row) if row.state in states.FIXED else [],
        "document": queries.issued_minutes(row) if row.state in states.FIXED else None,
        "names": {one.number: one.names["id"] for one in indicators},
        "reason_form": ReasonForm(),
        "appoint_form": AppointForm(),
        "objection_form": NumberedForm(indicators=indicators, label="Keberatan dan buktinya"),
        "saran_form": NumberedForm(indicators=indicators, label="Saran perbaikan"),
        "decision_form": DecisionForm(),
        "plan_form": PlanForm(),
        "progress_form": ProgressForm(),
        **forms,
    }
    refused = any(getattr(form, "errors", None) for form in forms.values())
    return render(request, "evaluation/officer/unit.html", context, status=422 if refused else 200)


@officer_page(roles=access.EVERYBODY)
@require_safe
def file(request: OfficerRequest, pk: int, number: int, file: UUID) -> HttpResponseBase:
    """A piece of evidence or a photo."""
    row = access.get_assessment(request.officer, pk)
    return download(request, access.get_file(request.officer, row, number, str(file)), inline=True)


@officer_page(roles=access.EVERYBODY)
@require_safe
def minutes(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """The minutes: the issued document once it is sealed, a draft before."""
    row = access.get_assessment(request.officer, pk)
    if not access.reads_scores(request.officer, row):
        raise Http404
    issued = queries.issued_minutes(row)
    if issued is not None:
        return download(request, issued.attachment, inline=True)
    whole = queries.figures_for(row).whole
    if whole is None:
        raise Http404
    inputs = {**draft_inputs(row, whole, timezone.now()), "organisation": letterhead(row.unit)}
    content = render_pdf(TEMPLATE, inputs, at=timezone.now())
    return sheet(content, f"konsep-berita-acara-{row.unit.slug}.pdf", inline=True)


@officer_page(roles=access.EVERYBODY)
@require_safe
def workbook(request: OfficerRequest, pk: int) -> HttpResponse:
    """The sum as a workbook whose formulas compute it again."""
    row = access.get_assessment(request.officer, pk)
    whole = queries.figures_for(row).whole if access.reads_scores(request.officer, row) else None
    if whole is None:
        raise Http404
    content = workbooks.unit_xlsx(row, whole)
    return sheet(content, f"pekppp-{row.unit.slug}-{row.campaign.year}.xlsx", XLSX)
