"""One address per verb: its form on a page of its own, a preview where the public or the reporter reads, the deed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.foundation.people import actions as people
from melayani.voice.complaints import access, actions, casework, choosing, redaction, rules, states
from melayani.voice.complaints.forms.office import VerbForm
from melayani.voice.complaints.models import Complaint
from melayani.voice.complaints.officer_views.page import IN_PLACE_OF, render_case
from melayani.voice.complaints.officer_views.papers import Papers, take
from melayani.voice.complaints.officer_views.verbs import VERBS, Deed

PREVIEWED = frozenset({states.ANSWER, states.CORRECT_ANSWER, states.PUBLISH, states.REDACT})
MODERATES = frozenset({states.PUBLISH, states.REDACT})
TALKS = frozenset({states.ANSWER, states.CORRECT_ANSWER, states.FOLLOW_UP, states.REQUEST_COMPLETION, states.REJECT})


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.READS)
def act(request: OfficerRequest, number: str, verb: str) -> HttpResponse:
    """The form of `verb`; on POST its preview, or the deed. A refusal stands beside the field and loses nothing."""
    row = access.get_for_officer(request.officer, number)
    if verb not in VERBS or not may(request, row, verb):
        raise Http404
    now = timezone.now()
    if request.method != "POST":
        return show(request, row, verb, form_of(request, row, verb, now), now)
    form = form_of(request, row, verb, now)
    papers = take(request.officer, request.POST.getlist("kept"), request.FILES.getlist("papers"), now)
    if form.is_valid() and not papers.problem and "preview" not in request.POST:
        try:
            VERBS[verb].do(Deed(request.officer, row, form.cleaned_data, papers.ids, now))
        except rules.InputRefused as refused:
            put_problems(form, refused.problems)
        except rules.ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, VERBS[verb].done)
            return back(request, row)
        row = access.get_for_officer(request.officer, number)
    if papers.problem:
        form.add_error("papers", papers.problem)
    return show(request, row, verb, form, now, papers=papers, status=422 if form.errors else 200)


@require_POST
@officer_page(roles=access.ACTS)
def unmask(request: OfficerRequest, number: str) -> HttpResponse:
    """Show one personal value once, on this answer only; the record keeps who, which and why."""
    row = access.get_for_officer(request.officer, number)
    field, chosen = request.POST.get("field", ""), request.POST.get("reason", "")
    reason = request.POST.get("other_reason", "") if chosen == "other" else chosen
    try:
        value = actions.unmask_field(
            actor=request.officer, complaint=row, field=field, reason=reason, now=timezone.now()
        )
    except (rules.ActionRefused, people.Refused) as refused:
        typed = {"reason": chosen, "other_reason": request.POST.get("other_reason", "")}
        return render_case(request, row, refused=f"unmask-{field}", problem=str(refused), typed=typed, status=422)
    return render_case(request, row, shown={field: value})


def may(request: OfficerRequest, row: Complaint, verb: str) -> bool:
    """Whether a role of this officer allows the verb on this case at all; when it is possible is asked of the table."""
    action = states.completing(verified=row.verified_at is not None) if verb == states.COMPLETE else verb
    return access.may(request.officer, action, row)


def back(request: OfficerRequest, row: Complaint) -> HttpResponse:
    """To the case, or to the list of cases when the officer gave it out of sight."""
    if access.visible_to(request.officer).of_number(row.number).exists():
        return redirect("complaints_office:case", number=row.number)
    return redirect("complaints_office:list")


def form_of(request: OfficerRequest, row: Complaint, verb: str, now: datetime) -> VerbForm:
    """The form with its choices, filled with what was typed or with what the case holds."""
    kind = VERBS[verb].form
    day = now.astimezone(row.organisation.zone).date()
    wanted = kind.base_fields
    choices: dict[str, Any] = {}
    if "to" in wanted:
        choices["to"] = choosing.unit_choices(request.officer, row, day, request.GET.get("cari", "").strip())
    if "about" in wanted:
        choices |= {
            "about": choosing.about_choices(row),
            "category": choosing.category_choices(row),
            "service": choosing.service_choices(row),
        }
    if "entry" in wanted:
        choices["entry"] = choosing.answer_choices(row)
    if request.method == "POST":
        return kind(request.POST, request.FILES, choices=choices)
    return kind(initial=initial(request, row, verb), choices=choices)


def initial(request: OfficerRequest, row: Complaint, verb: str) -> dict[str, object]:
    """What the fields hold before anybody typed."""
    found: dict[str, object] = {
        "complaint_class": row.complaint_class or row.clock_class,
        "about": row.about_id or "",
        "category": row.category_id or "",
        "service": row.service_id or "",
        "external_number": row.external_number,
        "kind": row.kind,
        "public": True,
        "master": request.GET.get("induk", "")[:40],
    }
    if verb in MODERATES:
        found |= {"title": row.public_title or row.heading, "text": row.public_text or row.text}
    chosen = request.GET.get("templat", "")
    text = next((one.text for one in choosing.texts_for(row, verb) if str(one.pk) == chosen), "") if chosen else ""
    return {**found, "text": text, "question": text, "reason": text} if text else found


def put_problems(form: VerbForm, problems: dict[str, str]) -> None:
    """Sentences beside their fields; those of no field of this form above it."""
    for name, problem in problems.items():
        form.add_error(name if name in form.fields else None, problem)


def show(
    request: OfficerRequest,
    row: Complaint,
    verb: str,
    form: VerbForm,
    now: datetime,
    *,
    papers: Papers | None = None,
    status: int = 200,
) -> HttpResponse:
    facts = casework.facts_of(row)
    action = states.completing(verified=row.verified_at is not None) if verb == states.COMPLETE else verb
    context = {
        "case": row,
        "verb": verb,
        "words": IN_PLACE_OF.get(verb) or states.VERBS[verb].label,
        "form": form,
        "papers": papers or Papers(),
        "why_not": states.why_not_yet(row.state, action, facts),
        "texts": choosing.texts_for(row, verb) if verb in TALKS else [],
        "search": request.GET.get("cari", ""),
        "picks_unit": "to" in form.fields,
        "like": casework.like(request.officer, row) if verb == states.MERGE_INTO else [],
        "hints": redaction.hints_in(row.text, (row.name,)) if verb in MODERATES or verb == states.ANSWER else [],
        "previews": verb in PREVIEWED,
        "preview": preview_of(form, row) if "preview" in request.POST and form.is_valid() else None,
        "talk": {"said": casework.said_on(row)},
        "view": casework.report_of(row),
    }
    response = render(request, "complaints/officer/verb.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def preview_of(form: VerbForm, row: Complaint) -> dict[str, str]:
    """What each reader will see: the reporter the whole, the public what was written for it."""
    data = form.cleaned_data
    if "title" in data:
        return {"title": data["title"], "public": data["text"]}
    shown = data.get("public_text", "") if row.publication == "published" or row.publication == "pending" else ""
    return {"reporter": data["text"], "public": shown}
