"""Questions of the tests, and materials."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from melayani.foundation.attachments.actions import store
from melayani.foundation.attachments.rules import FileRefused
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.oversight.training import access, actions, queries
from melayani.oversight.training.forms.office import MaterialForm, QuestionsForm
from melayani.oversight.training.models import Question


@officer_page(roles=access.ORGANISERS)
def questions(request: OfficerRequest, slug: str) -> HttpResponse:
    """The test, all questions in one field: what can be written down can be pasted."""
    event = access.get_event(request.officer, slug)
    posted = request.POST if request.method == "POST" else None
    written = _written(queries.events.questions_of(event))
    form = QuestionsForm(posted, initial={"questions": written})
    if posted is not None and form.is_valid():
        try:
            rows = actions.save_questions(actor=request.officer, event=event, asked=form.asked(), now=timezone.now())
        except (actions.ActionRefused, actions.InputRefused) as refused:
            form.add_error("questions", str(refused))
        else:
            messages.success(request, f"{len(rows)} soal disimpan.")
            return redirect("training_office:event", slug)
    context = {"form": form, "title": "Soal tes awal dan akhir", "back": slug}
    return render(request, "training/officer/form.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.ORGANISERS)
def material(request: OfficerRequest, slug: str) -> HttpResponse:
    """Add a file or a link."""
    event = access.get_event(request.officer, slug)
    form = MaterialForm(request.POST, request.FILES) if request.method == "POST" else MaterialForm()
    if request.method == "POST" and form.is_valid():
        data, now = form.cleaned_data, timezone.now()
        try:
            upload = data["file"]
            kept = store(upload=upload, actor=request.officer, now=now, purpose="training") if upload else None
            actions.add_material(
                actor=request.officer,
                event=event,
                title=data["title"],
                file=kept.pk if kept else None,
                url=data["url"],
                public=data["public"],
                now=now,
            )
        except FileRefused as refused:
            form.add_error("file", str(refused))
        except (actions.ActionRefused, actions.InputRefused) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Materi ditambahkan.")
            return redirect("training_office:event", slug)
    context = {"form": form, "title": "Tambah materi", "back": slug}
    return render(request, "training/officer/form.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.ORGANISERS)
@require_POST
def remove_material(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    """Take a material away."""
    event = access.get_event(request.officer, slug)
    actions.remove_material(actor=request.officer, material=access.get_material(event, pk), now=timezone.now())
    messages.success(request, "Materi dihapus.")
    return redirect("training_office:event", slug)


def _written(rows: list[Question]) -> str:
    """The questions as the field takes them."""
    blocks = []
    for row in rows:
        answers = [f"* {text}" if place == row.right else text for place, text in enumerate(row.answers)]
        blocks.append("\n".join([row.text, *answers]))
    return "\n\n".join(blocks)
