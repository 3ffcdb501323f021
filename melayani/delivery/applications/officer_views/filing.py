"""An officer files for a citizen at the counter, on the telephone or from a letter, by the same action as the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.delivery.applications import access, actions, office, queries, rules
from melayani.delivery.applications.models import Application
from melayani.delivery.applications.outlines import outline_of
from melayani.delivery.catalogue.models import Service, Standard
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.rules import FileRefused
from melayani.foundation.people import Officer, OfficerRequest, officer_page
from melayani.foundation.workdays.rules import explain

CHANNELS = ((rules.COUNTER, "Loket"), (rules.PHONE, "Telepon"), (rules.POST, "Pos"))
WAYS = {
    rules.BRING: "Sudah dibawa atau akan dibawa",
    rules.UPLOAD: "Dipindai di sini",
    rules.TEXT: "Diisi di sini",
    rules.NOT_APPLICABLE: "Tidak berlaku",
}
REMEMBERED = "applications_filed"  # form keys already sent in this session, so that a second click files nothing
REMEMBER_AT_MOST = 20


@dataclass(frozen=True)
class Row:
    """A requirement on the counter's form, with what was chosen and typed before."""

    asked: rules.Asked
    key: str
    ways: list[tuple[str, str]]
    chosen: str
    text: str
    problem: str


@require_safe
@officer_page(roles=access.FRONT)
def choose_service(request: OfficerRequest) -> HttpResponse:
    """The services of my units for which I may file."""
    services = office.services_to_file_for(request.officer)
    return render(request, "applications/officer/choose.html", {"services": services})


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.FRONT)
def file(request: OfficerRequest, slug: str) -> HttpResponse:
    """One page with everything a counter asks; what is wrong stands beside its field and nothing typed is lost."""
    service, standard = office.service_to_file_for(request.officer, slug)
    if request.method != "POST":
        return _show(request, service, standard, request.GET, {})
    key = request.POST.get("form_key", "")
    filed: dict[str, str] = request.session.get(REMEMBERED, {})
    if key and key in filed:
        return redirect("applications_office:receipt", number=filed[key])
    try:
        application = _submit(request.officer, service, standard, request.POST, request.FILES)
    except rules.InputRefused as refused:
        return _show(request, service, standard, request.POST, refused.problems, status=422)
    except rules.ActionRefused as refused:
        return _show(request, service, standard, request.POST, {"": str(refused)}, status=422)
    request.session[REMEMBERED] = dict([*filed.items(), (key, application.number)][-REMEMBER_AT_MOST:])
    messages.success(request, "Permohonan dicatat. Cetak tanda terima untuk warga.")
    return redirect("applications_office:receipt", number=application.number)


@require_safe
@officer_page(roles=access.FRONT)
def receipt(request: OfficerRequest, number: str) -> HttpResponse:
    """The receipt to print for the citizen."""
    application = access.get_for_officer(request.officer, number)
    return render(request, "applications/officer/receipt.html", _receipt(request.officer, application))


@require_POST
@officer_page(roles=access.FRONT)
def receipt_code(request: OfficerRequest, number: str) -> HttpResponse:
    """The receipt with a fresh paper code, shown on this answer only; an older code opens nothing any more."""
    application = access.get_for_officer(request.officer, number)
    code = actions.give_paper_code(actor=request.officer, application=application, now=timezone.now())
    context = {**_receipt(request.officer, application), "paper_code": code}
    response = render(request, "applications/officer/receipt.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _receipt(officer: Officer, application: Application) -> dict[str, object]:
    view = queries.case_for_officer(officer, application.number, timezone.now())
    sentences = explain(view.due) if view.due else []
    return {"view": view, "case": view.application, "sentences": sentences, "address": settings.PUBLIC_URL}


def _submit(
    officer: Officer, service: Service, standard: Standard, data: QueryDict, files: MultiValueDict[str, Any]
) -> Application:
    variant = data.get("variant", "")
    answers, problems = [], {}
    for asked in rules.requirements_of(outline_of(standard), variant or None):
        key = rules.field_key(asked.number)
        try:
            answers.append(_given(officer, asked.number, key, data, files))
        except FileRefused as refused:
            problems[key] = str(refused)
    if not outline_of(standard).requirements:
        answers.append(rules.Given(number=0, kind=rules.TEXT, text=data.get(f"text-{rules.STORY}", "")))
    identity, born = _identity(data)
    if born:
        problems["birth_date"] = born
    if problems:
        raise rules.InputRefused(problems)
    return actions.submit_application(
        actor=officer,
        service=service,
        standard=standard,
        variant=variant,
        identity=identity,
        answers=answers,
        channel=data.get("channel", rules.COUNTER),
        now=timezone.now(),
    )


def _given(officer: Officer, number: int, key: str, data: QueryDict, files: MultiValueDict[str, Any]) -> rules.Given:
    kind = data.get(f"way-{key}", rules.BRING)
    stored: list[UUID] = []
    if kind == rules.UPLOAD:
        for upload in files.getlist(f"files-{key}")[: rules.FILES_MAX]:
            stored.append(attachments.store(upload=upload, actor=officer, now=timezone.now()).pk)
    text = data.get(f"text-{key}", "") if kind == rules.TEXT else ""
    return rules.Given(number=number, kind=kind, text=text, files=tuple(stored))


def _identity(data: QueryDict) -> tuple[rules.Identity, str]:
    typed = data.get("birth_date", "").strip()
    born, problem = None, ""
    if typed:
        try:
            born = date.fromisoformat(typed)
        except ValueError:
            problem = "Tulis tanggal lahir dengan benar, misalnya 17-08-1990."
    texts = {name: data.get(name, "").strip() for name in ("name", "nik", "address", "phone", "email")}
    return rules.Identity(birth_date=born, **texts), problem


def _show(
    request: OfficerRequest,
    service: Service,
    standard: Standard,
    data: QueryDict,
    problems: Mapping[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    outline = outline_of(standard)
    variant = data.get("variant", "")
    rows = []
    for asked in rules.requirements_of(outline, variant or None):
        key = rules.field_key(asked.number)
        ways = [(way, WAYS[way]) for way in rules.ways_for(asked)]
        chosen = data.get(f"way-{key}") or next((way for way, _ in ways if way == rules.BRING), ways[0][0])
        rows.append(Row(asked, key, ways, chosen, data.get(f"text-{key}", ""), problems.get(key, "")))
    context = {
        "service": service,
        "standard": standard,
        "variants": outline.variants,
        "variant": variant,
        "needs_variant": bool(outline.variants) and variant not in dict(outline.variants),
        "free_text": not outline.requirements,
        "story": data.get(f"text-{rules.STORY}", ""),
        "rows": rows,
        "typed": data,
        "problems": problems,
        "channels": CHANNELS,
        "form_key": data.get("form_key") or str(uuid4()),
    }
    return render(request, "applications/officer/file.html", context, status=status)
