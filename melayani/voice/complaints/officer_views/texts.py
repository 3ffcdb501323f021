"""Reply texts of an organisation: listed, written, changed, taken out of use."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.voice.complaints import access, actions, choosing, keeping, rules
from melayani.voice.complaints.forms.settings import TemplateForm
from melayani.voice.complaints.models import ReplyTemplate
from melayani.voice.complaints.officer_views.sections import sections

KEEPERS = access.ROLES[access.KEEP_SETTINGS]


@require_safe
@officer_page(roles=KEEPERS)
def templates(request: OfficerRequest) -> HttpResponse:
    """The texts in use at my units, by title; paged."""
    page = keeping.texts_of(request.officer, request.GET.get("page", "1"))
    context = {"page": page, "sections": sections(request.officer)}
    return render(request, "complaints/officer/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=KEEPERS)
def new_template(request: OfficerRequest) -> HttpResponse:
    return _write(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=KEEPERS)
def template(request: OfficerRequest, pk: int) -> HttpResponse:
    return _write(request, keeping.text_of(request.officer, pk))


@require_POST
@officer_page(roles=KEEPERS)
def retire_template(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a text out of use; answers given with it keep their words."""
    row = keeping.text_of(request.officer, pk)
    actions.retire_template(actor=request.officer, template=row, now=timezone.now())
    messages.success(request, "Templat tidak dipakai lagi.")
    return redirect("complaints_office:templates")


def _write(request: OfficerRequest, row: ReplyTemplate | None) -> HttpResponse:
    places = keeping.places_of(request.officer)
    choices = {
        "organisation": [(str(one.pk), one.name) for one in places],
        "category": choosing.categories_at(row.organisation if row else places[0]),
    }
    if request.method != "POST":
        return _show(request, row, TemplateForm(initial=_initial(row), choices=choices))
    form = TemplateForm(request.POST, choices=choices)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.keep_template(
                actor=request.officer,
                organisation=next(one for one in places if str(one.pk) == data["organisation"]),
                title=data["title"],
                text=data["text"],
                category=choosing.category(data["category"]),
                for_action=data["for_action"],
                template=row,
                now=timezone.now(),
            )
        except rules.ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Templat disimpan.")
            return redirect("complaints_office:templates")
    return _show(request, row, form, status=422)


def _initial(row: ReplyTemplate | None) -> dict[str, object]:
    if row is None:
        return {}
    return {
        "organisation": row.organisation_id,
        "title": row.title,
        "text": row.text,
        "category": row.category_id or "",
        "for_action": row.for_action,
    }


def _show(request: OfficerRequest, row: ReplyTemplate | None, form: TemplateForm, *, status: int = 200) -> HttpResponse:
    return render(request, "complaints/officer/template.html", {"row": row, "form": form}, status=status)
