"""Settings of an organisation: categories with their questions, limits shorter than the national ones, its ladder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.voice.complaints import access, actions, keeping, national, rules
from melayani.voice.complaints.forms import settings as forms
from melayani.voice.complaints.forms.office import CLASS_LABELS, VerbForm
from melayani.voice.complaints.models import Category, Question
from melayani.voice.complaints.officer_views.sections import sections

KEEPERS = access.ROLES[access.KEEP_SETTINGS]
CATEGORYS_FIELDS = [
    "name",
    "name_en",
    "description",
    "group",
    "kind",
    "listed",
    "anonymous_allowed",
    "moderated",
    "active",
]  # keywords are a list
QUESTIONS_FIELDS = ["datatype", "required", "description", "hint", "order", "values"]


@require_safe
@officer_page(roles=KEEPERS)
def settings(request: OfficerRequest) -> HttpResponse:
    """Categories, limits beside the national ones, and the ladder."""
    now = timezone.now()
    places = keeping.places_of(request.officer)
    context = {
        "page": keeping.categories_of(request.officer, request.GET.get("page", "1")),
        "limits": keeping.limits_of(request.officer, now.astimezone(places[0].zone).date()),
        "ladder": keeping.own_ladder(request.officer),
        "national_ladder": national.ladder(),
        "clock_words": forms.CLOCK_WORDS,
        "class_words": {"": "semua golongan", **CLASS_LABELS},
        "unit_words": forms.UNIT_WORDS,
        "level_words": forms.LEVEL_WORDS,
        "own": {one.pk for one in places},
        "sections": sections(request.officer),
    }
    return render(request, "complaints/officer/settings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=KEEPERS)
def new_category(request: OfficerRequest) -> HttpResponse:
    return _category(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=KEEPERS)
def category(request: OfficerRequest, slug: str) -> HttpResponse:
    return _category(request, keeping.category_of(request.officer, slug))


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=KEEPERS)
def question(request: OfficerRequest, slug: str) -> HttpResponse:
    """A question of a category: a new one, or with `?kode` one that is there."""
    row = keeping.category_of(request.officer, slug)
    chosen = row.questions.filter(code=request.GET.get("kode", "")).first()
    form = forms.QuestionForm(
        request.POST if request.method == "POST" else None, initial=_question_initial(row, chosen)
    )

    def save(data: dict[str, Any]) -> object:
        details = {name: data[name] for name in QUESTIONS_FIELDS}
        return actions.keep_question(
            actor=request.officer, category=row, code=data["code"], details=details, now=timezone.now()
        )

    return _written(request, form, save, title=f"Pertanyaan: {row.name}", done="Pertanyaan disimpan.")


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=KEEPERS)
def clock(request: OfficerRequest) -> HttpResponse:
    """A limit of the own organisation; one longer than the national one is refused with the national one in words."""
    form = forms.ClockForm(
        request.POST if request.method == "POST" else None, choices={"organisation": _places(request)}
    )

    def save(data: dict[str, Any]) -> object:
        return actions.keep_clock(
            actor=request.officer,
            organisation=keeping.place_of(request.officer, data["organisation"]),
            now=timezone.now(),
            **{
                name: data[name]
                for name in ["clock", "complaint_class", "amount", "unit", "source", "valid_from", "valid_until"]
            },
        )

    return _written(request, form, save, title="Batas waktu sendiri", done="Batas waktu disimpan.")


@require_POST
@officer_page(roles=KEEPERS)
def end_clock(request: OfficerRequest, pk: int) -> HttpResponse:
    actions.end_clock(actor=request.officer, clock=keeping.clock_of(request.officer, pk), now=timezone.now())
    messages.success(request, "Batas waktu ini tidak berlaku untuk laporan yang masuk sesudah hari ini.")
    return redirect("complaints_office:settings")


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=KEEPERS)
def ladder(request: OfficerRequest) -> HttpResponse:
    """A rung of the own ladder."""
    form = forms.LadderForm(
        request.POST if request.method == "POST" else None, choices={"organisation": _places(request)}
    )

    def save(data: dict[str, Any]) -> object:
        return actions.keep_step(
            actor=request.officer,
            organisation=keeping.place_of(request.officer, data["organisation"]),
            now=timezone.now(),
            **{name: data[name] for name in ("key", "clock", "hours", "level")},
        )

    return _written(request, form, save, title="Anak tangga eskalasi", done="Anak tangga disimpan.")


@require_POST
@officer_page(roles=KEEPERS)
def drop_step(request: OfficerRequest, pk: int) -> HttpResponse:
    actions.drop_step(actor=request.officer, step=keeping.step_of(request.officer, pk), now=timezone.now())
    messages.success(request, "Anak tangga dihapus.")
    return redirect("complaints_office:settings")


def _category(request: OfficerRequest, row: Category | None) -> HttpResponse:
    choices = {"organisation": _places(request)}
    form = forms.CategoryForm(
        request.POST if request.method == "POST" else None, initial=_category_initial(row), choices=choices
    )

    def save(data: dict[str, Any]) -> object:
        words = [word.strip() for word in data["keywords"].split(",") if word.strip()]
        return actions.keep_category(
            actor=request.officer,
            organisation=keeping.place_of(request.officer, data["organisation"]),
            details={**{name: data[name] for name in CATEGORYS_FIELDS}, "keywords": words},
            category=row,
            now=timezone.now(),
        )

    questions = list(row.questions.order_by("order")) if row else []
    title = row.name if row else "Kategori baru"
    return _written(request, form, save, title=title, done="Kategori disimpan.", row=row, questions=questions)


def _written(
    request: OfficerRequest,
    form: VerbForm,
    save: Callable[[dict[str, Any]], object],
    *,
    title: str,
    done: str,
    **more: object,
) -> HttpResponse:
    """Show a form of the settings, or save it; a refusal stands above what was typed."""
    if form.is_bound and form.is_valid():
        try:
            save(form.cleaned_data)
        except rules.ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect("complaints_office:settings")
    context = {"form": form, "title": title, "row": None, "questions": [], **more}
    return render(request, "complaints/officer/setting.html", context, status=422 if form.errors else 200)


def _places(request: OfficerRequest) -> list[tuple[str, str]]:
    found = [(str(one.pk), one.name) for one in keeping.places_of(request.officer)]
    if not found:
        raise Http404
    return found


def _category_initial(row: Category | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {
        **{name: getattr(row, name) for name in CATEGORYS_FIELDS},
        "keywords": ", ".join(row.keywords),
        "organisation": row.organisation_id,
    }


def _question_initial(row: Category, chosen: Question | None) -> dict[str, Any]:
    if chosen is None:
        return {"order": row.questions.count() + 1}
    values = "\n".join(f"{value['key']} = {value['name']}" for value in chosen.values)
    return {**{name: getattr(chosen, name) for name in QUESTIONS_FIELDS}, "code": chosen.code, "values": values}
