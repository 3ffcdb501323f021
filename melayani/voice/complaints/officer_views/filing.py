"""An officer files for somebody who came, called or wrote, by the same action as the citizens' pages."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.foundation.people import Officer, OfficerRequest, caller_of, officer_page
from melayani.foundation.workdays.rules import Due, explain
from melayani.voice.complaints import access, actions, choosing, finding, intake, rules
from melayani.voice.complaints.forms.intake import IntakeForm, TopicForm
from melayani.voice.complaints.forms.questions import QuestionsForm
from melayani.voice.complaints.models import Channel, Complaint
from melayani.voice.complaints.officer_views.acting import put_problems
from melayani.voice.complaints.officer_views.papers import Papers, take


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.STANDS_IN)
def file(request: OfficerRequest) -> HttpResponse:
    """One page with everything a desk asks; what is wrong stands beside its field and nothing typed is lost."""
    topic = intake.topic_of(request.officer, request.POST if request.method == "POST" else request.GET)
    with timezone.override(topic.place.zone):  # moments are typed by the clock of the desk
        return _write_down(request, topic)


def _write_down(request: OfficerRequest, topic: intake.Topic) -> HttpResponse:
    now = timezone.now()
    form, questions = _forms(request, topic)
    if request.method != "POST":
        return _show(request, topic, form, questions)
    papers = take(request.officer, request.POST.getlist("kept"), request.FILES.getlist("papers"), now)
    if papers.problem:
        form.add_error("papers", papers.problem)
    if form.is_valid() and questions.is_valid():
        try:
            number = _file(request.officer, topic, form, questions, papers, request.POST.get("form_key", ""), now)
        except rules.InputRefused as refused:
            put_problems(form, _named(form, refused.problems))
        except rules.ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Pengaduan dicatat. Cetak tanda terima untuk pelapor.")
            return redirect("complaints_office:receipt", number)
    return _show(request, topic, form, questions, papers=papers, status=422)


@require_safe
@officer_page(roles=access.STANDS_IN)
def receipt(request: OfficerRequest, number: str) -> HttpResponse:
    """The receipt to print for the reporter."""
    return render(request, "complaints/officer/receipt.html", _receipt(_mine(request, number)))


@require_POST
@officer_page(roles=access.STANDS_IN)
def receipt_code(request: OfficerRequest, number: str) -> HttpResponse:
    """The receipt with a fresh paper code, shown on this answer only; an older code opens nothing any more."""
    row = _mine(request, number)
    code = actions.give_paper_code(actor=request.officer, complaint=row, now=timezone.now())
    response = render(request, "complaints/officer/receipt.html", {**_receipt(row), "paper_code": code})
    response["Cache-Control"] = "no-store"
    return response


def _mine(request: OfficerRequest, number: str) -> Complaint:
    """A case that this officer filed today, or may read anyway; raises Http404 for any other."""
    if row := access.visible_to(request.officer).select_related(*access.LOADED).filter(number=number).first():
        return row
    return access.get_filed(request.officer, number, timezone.now())


def _receipt(row: Complaint) -> dict[str, object]:
    sentences = explain(Due.from_json(row.due_explanation)) if row.due_explanation else []
    return {"case": row, "sentences": sentences, "address": settings.PUBLIC_URL}


def _forms(request: OfficerRequest, topic: intake.Topic) -> tuple[IntakeForm, QuestionsForm]:
    regions = [("", "Tidak disebut"), *((one.code, str(one)) for one in finding.districts_of(topic.region))]
    choices = {"region": regions}
    if request.method == "POST":
        form = IntakeForm(request.POST, request.FILES, choices=choices)
        return form, QuestionsForm(request.POST, questions=topic.questions, prefix="question")
    caller = caller_of(request, now=timezone.now())
    begun = {"name": caller.name, "phone": caller.phone, "channel": Channel.PHONE} if caller else {}
    return IntakeForm(choices=choices, initial=begun), QuestionsForm(questions=topic.questions, prefix="question")


def _file(
    officer: Officer,
    topic: intake.Topic,
    form: IntakeForm,
    questions: QuestionsForm,
    papers: Papers,
    key: str,
    now: datetime,
) -> str:
    answers = {code: tuple(given) for code, given in questions.answers.items()}
    return intake.file_once(
        officer=officer,
        topic=topic,
        report=rules.Report(**form.report_fields(), answers=answers),
        reporter=form.reporter(),
        channel=form.cleaned_data["channel"],
        received_at=form.cleaned_data["received_at"],
        files=papers.ids,
        key=_key(key),
        now=now,
    )


def _named(form: IntakeForm, problems: dict[str, str]) -> dict[str, str]:
    """The rules' problems by the names of this form's fields."""
    return {("phone" if name == "contact" else name): text for name, text in problems.items()}


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _show(
    request: OfficerRequest,
    topic: intake.Topic,
    form: IntakeForm,
    questions: QuestionsForm,
    *,
    papers: Papers | None = None,
    status: int = 200,
) -> HttpResponse:
    listed = {
        "about": choosing.units_of(request.officer),
        "category": choosing.categories_at(topic.place),
        "service": choosing.services_at(topic.place),
    }
    context = {
        "topic": topic,
        "topic_form": TopicForm(initial=topic.initial, choices=listed),
        "form": form,
        "questions": questions,
        "papers": papers or Papers(),
        "privacy": [form[name] for name in ("anonymous", "secret", "conduct")],
        "form_key": request.POST.get("form_key") or str(uuid4()),
    }
    return render(request, "complaints/officer/file.html", context, status=status)
