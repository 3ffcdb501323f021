"""A request that came by letter, telephone, e-mail or at the desk; its receipt and a fresh paper code."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer, OfficerRequest, caller_of, officer_page
from melayani.voice.disclosure import access, actions, rules
from melayani.voice.disclosure.composing import offices
from melayani.voice.disclosure.composing.clocks import clock_of
from melayani.voice.disclosure.forms import split_shape
from melayani.voice.disclosure.models import Channel, InformationRequest
from melayani.voice.disclosure.officer_views.forms import RecordForm, add_problems

APPLICANT = (
    "name",
    "kind",
    "address",
    "phone",
    "email",
    "occupation",
    "nik",
    "body_name",
    "body_paper",
    "principal",
    "authority",
    "secret",
)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.FRONT)
def record(request: OfficerRequest) -> HttpResponse:
    """The lawful form on one page; what is wrong stands beside its field and nothing typed is lost."""
    now = timezone.now()
    units = offices.offices_to_file_for(request.officer, now)
    caller = caller_of(request, now=now)
    begun = {"name": caller.name, "phone": caller.phone, "channel": Channel.PHONE} if caller else {}
    form = RecordForm(
        request.POST if request.method == "POST" else None,
        units=units,
        initial={"received_on": timezone.localdate(now), "unit": units[0].slug if len(units) == 1 else "", **begun},
    )
    papers, trouble = attachments.take_in(
        actor=request.officer,
        kept=request.POST.getlist("kept"),
        uploads=request.FILES.getlist("papers"),
        now=now,
        purpose="information",
    )
    if request.method == "POST" and form.is_valid() and not trouble:
        try:
            found = _file(request.officer, units, form.cleaned_data, [file.pk for file in papers], now)
        except rules.InputRefused as refused:
            add_problems(form, refused.problems)
        except rules.ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Permintaan dicatat. Cetak tanda terima untuk pemohon.")
            return redirect("disclosure_office:receipt", number=found.number)
    if trouble:
        form.add_error("papers", trouble)
    context = {"form": form, "papers": papers, "units": units}
    return render(request, "disclosure/officer/record.html", context, status=422 if form.errors else 200)


@require_safe
@officer_page(roles=access.READERS | access.FRONT)
def receipt(request: OfficerRequest, number: str) -> HttpResponse:
    """The receipt to print for the requester."""
    row = access.get_for_officer(request.officer, number)
    return render(request, "disclosure/officer/receipt.html", _receipt(request.officer, row))


@require_POST
@officer_page(roles=access.READERS | access.FRONT)
def receipt_code(request: OfficerRequest, number: str) -> HttpResponse:
    """The receipt with a fresh paper code, shown on this answer only; an older code opens nothing any more."""
    row = access.get_for_officer(request.officer, number)
    try:
        code = actions.give_paper_code(actor=request.officer, request=row, now=timezone.now())
    except rules.ActionRefused as refused:
        messages.error(request, str(refused))
        return redirect("disclosure_office:receipt", number=number)
    response = render(
        request, "disclosure/officer/receipt.html", {**_receipt(request.officer, row), "paper_code": code}
    )
    response["Cache-Control"] = "no-store"
    return response


def _receipt(officer: Officer, row: InformationRequest) -> dict[str, object]:
    return {
        "case": row,
        "sentences": clock_of(row.due_explanation, row.desk, now=None).sentences,
        "address": settings.PUBLIC_URL,
        "may_code": access.may(officer, access.FILE_ON_BEHALF, row.organisation),
        "identity_visible": access.may_see_identity(officer, row),
    }


def _file(
    officer: Officer, units: list[Organisation], data: dict[str, Any], papers: list[Any], now: datetime
) -> InformationRequest:
    unit = next(one for one in units if one.slug == data["unit"])
    manner, shape = split_shape(data["form"])
    asked = rules.Asked(
        information=data["information"],
        purpose=data["purpose"],
        manner=manner,
        copy_form=shape,
        medium=data["medium"],
    )
    today = now.astimezone(unit.zone).date()
    received = now if data["received_on"] == today else datetime.combine(data["received_on"], time(9), tzinfo=unit.zone)
    return actions.file_request(
        actor=officer,
        organisation=unit,
        applicant=rules.Applicant(**{name: data[name] for name in APPLICANT}),
        asked=asked,
        channel=data["channel"],
        files=actions.Papers(identity=tuple(papers)),
        received_at=received,
        now=now,
    )
