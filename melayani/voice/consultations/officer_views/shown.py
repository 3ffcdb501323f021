"""What every officers' page of a consultation shares: the head, the tabs, problems of an action beside their fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.queries import still_pending
from melayani.foundation.attachments.rules import FileRefused, NotYours
from melayani.foundation.people import OfficerRequest
from melayani.voice.consultations import access, rules
from melayani.voice.consultations.models import Consultation


def show(
    request: OfficerRequest, row: Consultation, template: str, context: dict[str, Any], *, here: str
) -> HttpResponse:
    """A page of one consultation: 422 when one of its forms was refused; never kept by a browser."""
    wrong = any(isinstance(one, Form) and one.errors for one in context.values())
    common = {
        "row": row,
        "here": here,
        "may_work": access.may_work(request.officer, row.organisation),
        "may_decide": access.may_decide(request.officer, row.organisation),
        "sees_names": access.may_read_names(request.officer, row.organisation),
    }
    name = f"consultations/officer/{template}"
    response = render(request, name, {**common, **context}, status=422 if wrong else 200)
    response["Cache-Control"] = "no-store"
    return response


def tried(form: Form, do: Callable[[], object]) -> bool:
    """Do it; a refusal stands beside the field it is about, or above the form. True when it was done."""
    if not form.is_valid():
        return False
    try:
        do()
    except rules.InputRefused as refused:
        for name, text in refused.problems.items():
            form.add_error(name if name in form.fields else None, text)
    except (rules.ActionRefused, rules.NotAllowed, NotYours) as refused:
        form.add_error(None, str(refused))
    return not form.errors


def taken_in(request: OfficerRequest, name: str, form: Form, *, now: Any, wanted: bool) -> Attachment | None:
    """The file that was uploaded with the form, or before a form that was refused; a problem goes on the form."""
    kept = still_pending(request.officer, request.POST.getlist("kept"))
    upload = request.FILES.get(name)
    try:
        if upload is not None:
            return attachments.store(upload=upload, actor=request.officer, now=now, purpose="consultation")
    except FileRefused as refused:
        form.add_error(None, str(refused))
        return None
    if not kept and wanted:
        form.add_error(None, "Pilih berkasnya: PDF atau foto.")
    return kept[0] if kept else None
