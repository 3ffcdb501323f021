"""An officer files for a citizen at the counter, on the telephone or from a letter, by the same action as the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.delivery.applications import access, actions, office, queries, rules
from melayani.delivery.applications.models import Application
from melayani.delivery.applications.once import file_once
from melayani.delivery.applications.outlines import outline_of
from melayani.delivery.catalogue.models import Service, Standard
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.queries import still_pending
from melayani.foundation.attachments.rules import FileRefused
from melayani.foundation.people import Officer, OfficerRequest, caller_of, officer_page
from melayani.foundation.workdays.rules import explain

CHANNELS = ((rules.COUNTER, "Loket"), (rules.PHONE, "Telepon"), (rules.POST, "Pos"))
WAYS = {
    rules.BRING: "Sudah dibawa atau akan dibawa",
    rules.UPLOAD: "Dipindai di sini",
    rules.TEXT: "Diisi di sini",
    rules.NOT_APPLICABLE: "Tidak berlaku",
}
BORN = forms.DateField(
    required=False,
    input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
    error_messages={"invalid": "Tanggal ini tidak ada. Tulis tanggal lahir dengan benar, misalnya 17-08-1990."},
)


@dataclass(frozen=True)
class Row:
    """A requirement on the counter's form, with what was chosen, typed and uploaded before."""

    asked: rules.Asked
    key: str
    ways: list[tuple[str, str]]
    chosen: str
    text: str
    kept: list[Attachment]
    problem: str


@dataclass(frozen=True)
class Typed:
    """What came with the form: text, and by requirement the files that were taken in or are wrong."""

    data: Mapping[str, str] = field(default_factory=lambda: defaultdict(str))
    given: Mapping[int, rules.Given] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


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
        return _show(request, service, standard, Typed(_begun(request)))
    typed = _read(request.officer, standard, request.POST, request.FILES)
    now = timezone.now()
    try:
        number = file_once(
            officer=request.officer,
            key=request.POST.get("form_key", "")[:64] or str(uuid4()),
            now=now,
            work=lambda: _submit(request.officer, service, standard, typed, now),
        )
    except rules.InputRefused as refused:
        return _show(request, service, standard, replace(typed, problems=refused.problems), status=422)
    except rules.ActionRefused as refused:
        return _show(request, service, standard, replace(typed, problems={"": str(refused)}), status=422)
    messages.success(request, "Permohonan dicatat. Cetak tanda terima untuk warga.")
    if back := _way_back(typed):
        return redirect(f"{back}?{urlencode({'nomor': number})}")
    return redirect("applications_office:receipt", number=number)


def _way_back(typed: Typed) -> str:
    """The office page that sent the officer here (a counter) and wants to hear the number; "" for none or a foreign."""
    path = typed.data["kembali"]
    local = url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if local and path.startswith("/kantor/") and "?" not in path else ""


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


def _read(officer: Officer, standard: Standard, data: QueryDict, files: MultiValueDict[str, Any]) -> Typed:
    """Take the form in; good uploads are kept whatever else is wrong, so that nothing is scanned twice."""
    outline = outline_of(standard)
    given, problems = {}, {}
    for asked in rules.requirements_of(outline, data.get("variant") or None):
        key = rules.field_key(asked.number)
        kind = data.get(f"way-{key}", rules.BRING)
        papers: tuple[UUID, ...] = ()
        if kind == rules.UPLOAD:
            papers, problems[key] = _papers(officer, key, data, files)
        text = data.get(f"text-{key}", "") if kind == rules.TEXT else ""
        given[asked.number] = rules.Given(number=asked.number, kind=kind, text=text, files=papers)
    if not outline.requirements:
        given[0] = rules.Given(number=0, kind=rules.TEXT, text=data.get(f"text-{rules.STORY}", ""))
    wrong = {key: problem for key, problem in problems.items() if problem}
    return Typed(_texts(data), given, wrong)


def _papers(
    officer: Officer, key: str, data: QueryDict, files: MultiValueDict[str, Any]
) -> tuple[tuple[UUID, ...], str]:
    """The files of one requirement, those of an earlier try first, and what is wrong with the new ones."""
    found = [row.pk for row in still_pending(officer, data.getlist(f"kept-{key}"))]
    uploads = files.getlist(f"files-{key}")
    if len(found) + len(uploads) > rules.FILES_MAX:
        return tuple(found[: rules.FILES_MAX]), "Paling banyak 5 berkas untuk satu syarat. Hapus sebagian."
    problem = ""
    for upload in uploads:
        try:
            found.append(attachments.store(upload=upload, actor=officer, now=timezone.now()).pk)
        except FileRefused as refused:
            problem = str(refused)
    return tuple(found), problem


def _submit(officer: Officer, service: Service, standard: Standard, typed: Typed, now: datetime) -> Application:
    """File it; raises InputRefused with everything that is wrong at once."""
    identity, born = _identity(typed.data)
    problems = {**typed.problems, **({"birth_date": born} if born else {})}
    if problems:
        today = now.astimezone(service.agency.zone).date()
        raise rules.InputRefused({**rules.identity_problems(identity, today=today, needs_contact=False), **problems})
    return actions.submit_application(
        actor=officer,
        service=service,
        standard=standard,
        variant=typed.data["variant"],
        identity=identity,
        answers=list(typed.given.values()),
        channel=typed.data["channel"] or rules.COUNTER,
        now=now,
    )


def _identity(data: Mapping[str, str]) -> tuple[rules.Identity, str]:
    texts = {name: data[name].strip() for name in ("name", "nik", "address", "phone", "email")}
    try:
        return rules.Identity(birth_date=BORN.clean(data["birth_date"]), **texts), ""
    except ValidationError as error:
        return rules.Identity(birth_date=None, **texts), error.messages[0]


def _begun(request: OfficerRequest) -> Mapping[str, str]:
    """What the form begins with: the address's own fields, and who is on the telephone now."""
    texts = dict(_texts(request.GET))
    if caller := caller_of(request, now=timezone.now()):
        texts = {"name": caller.name, "phone": caller.phone, "channel": rules.PHONE, **texts}
    return defaultdict(str, texts)


def _texts(data: QueryDict) -> Mapping[str, str]:
    """What was typed, by field; an empty text for what was not."""
    return defaultdict(str, {name: data.get(name, "") for name in data})


def _show(
    request: OfficerRequest, service: Service, standard: Standard, typed: Typed, *, status: int = 200
) -> HttpResponse:
    outline = outline_of(standard)
    variant = typed.data["variant"]
    held = still_pending(request.officer, [str(pk) for one in typed.given.values() for pk in one.files])
    rows = [_row(asked, typed, held) for asked in rules.requirements_of(outline, variant or None)]
    context = {
        "service": service,
        "standard": standard,
        "variants": outline.variants,
        "variant": variant,
        "needs_variant": bool(outline.variants) and variant not in dict(outline.variants),
        "free_text": not outline.requirements,
        "story": typed.data[f"text-{rules.STORY}"],
        "rows": rows,
        "typed": typed.data,
        "problems": typed.problems,
        "channels": CHANNELS,
        "form_key": typed.data["form_key"] or str(uuid4()),
        "back": _way_back(typed),
    }
    return render(request, "applications/officer/file.html", context, status=status)


def _row(asked: rules.Asked, typed: Typed, held: Sequence[Attachment]) -> Row:
    key = rules.field_key(asked.number)
    ways = [(way, WAYS[way]) for way in rules.ways_for(asked)]
    usual = next((way for way, _ in ways if way == rules.BRING), ways[0][0])
    given = typed.given.get(asked.number)
    kept = [row for row in held if given and row.pk in given.files]
    chosen = typed.data[f"way-{key}"] or usual
    return Row(asked, key, ways, chosen, typed.data[f"text-{key}"], kept, typed.problems.get(key, ""))
