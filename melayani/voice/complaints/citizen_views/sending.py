"""Read it all once more, prove the contact by a one-time code, send once, get the receipt."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from melayani.foundation.messaging.models import Contact
from melayani.foundation.people import CitizenRequest, address_of, contact_typed, prove, public_page
from melayani.foundation.people import actions as people
from melayani.foundation.ui.code_form import CodeForm
from melayani.voice.complaints import access, actions, drafts, progress, rules, steps
from melayani.voice.complaints.citizen_views.screens import place_words
from melayani.voice.complaints.models import Complaint, Draft

PAPER_CODE_LIFE = 24 * 60 * 60  # seconds that the sender's own browser keeps the code; here only its hash is kept


@public_page
@never_cache
def summary(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """Everything once more, with links to change it, and what is still missing."""
    draft = access.get_draft(token=request.citizen.token, draft_id=draft_id, now=timezone.now())
    if draft.complaint is not None:
        return receipt_page(draft.complaint)
    form_of, files = progress.of(draft), drafts.files_of(draft)
    found = form_of.problems(today=rules.latest_today(timezone.now()), files=len(files))
    region = form_of.contents.region
    context = {
        "draft": draft,
        "filled": form_of.contents,
        "report": form_of.contents.report,
        "reporter": form_of.contents.reporter,
        "kind": steps.KIND_WORDS[form_of.contents.report.kind],
        "given": _given(form_of.contents),
        "region": place_words(region) if region else "",
        "files": files,
        "problems": [(form_of.find(key), gettext(text)) for key, text in found.items()],
        "total": form_of.total,
        "bar": form_of.bar(),
        "contact": _typed_contact(draft),
    }
    return render(request, "complaints/citizen/summary.html", context)


@public_page
@never_cache
@require_POST
def send(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """The button under the summary: send at once when the contact is proven or none is given, else the code first."""
    draft = access.get_draft(token=request.citizen.token, draft_id=draft_id, now=timezone.now())
    if draft.complaint is not None:
        return receipt_page(draft.complaint)
    if not _typed_contact(draft):
        return _submit(request, draft)
    contact = _contact(draft)
    if contact is None:
        messages.error(request, gettext("Isi e-mail atau nomor telepon yang benar lebih dahulu."))
        return redirect("complaints:step", draft.pk, steps.WHO)
    if draft.proven_contact == contact or request.citizen.contact_id == contact.pk:
        drafts.mark_proven(draft, contact)
        return _submit(request, draft)
    try:
        people.send_code(contact=contact, purpose=_purpose(draft), address=address_of(request), now=timezone.now())
    except people.TooMany as error:
        messages.error(request, str(error))
        return redirect("complaints:summary", draft.pk)
    return redirect("complaints:code", draft.pk)


@public_page
@never_cache
def code(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """Type the code and send the report with one button."""
    draft = access.get_draft(token=request.citizen.token, draft_id=draft_id, now=timezone.now())
    if draft.complaint is not None:
        return receipt_page(draft.complaint)
    value = _typed_contact(draft)
    if not value:
        return redirect("complaints:step", draft.pk, steps.WHO)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        trouble = _prove(request, draft, form.cleaned_data["code"])
        if not trouble:
            return _submit(request, draft)
        form.add_error("code", trouble)
    return render(request, "complaints/citizen/code.html", {"form": form, "draft": draft, "value": value})


def receipt_page(complaint: Complaint) -> HttpResponseRedirect:
    return redirect("complaints:received", complaint.number, complaint.secret)


def _submit(request: CitizenRequest, draft: Draft) -> HttpResponse:
    try:
        complaint = actions.submit_draft(actor=request.citizen, draft=draft, now=timezone.now())
    except rules.InputRefused as error:
        for text in error.problems.values():
            messages.error(request, gettext(text))
        return redirect("complaints:summary", draft.pk)
    except (rules.ActionRefused, people.TooMany) as error:
        messages.error(request, gettext(str(error)))
        return redirect("complaints:summary", draft.pk)
    answer = receipt_page(complaint)
    if complaint.paper_code:
        answer.set_signed_cookie(
            _cookie(complaint),
            complaint.paper_code,
            max_age=PAPER_CODE_LIFE,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return answer


def paper_code_of(request: CitizenRequest, complaint: Complaint) -> str:
    """The code to write down, shown to the browser that sent the report for a day; "" for everybody else."""
    kept = request.get_signed_cookie(_cookie(complaint), default="", max_age=PAPER_CODE_LIFE)
    return str(kept or "")


def _cookie(complaint: Complaint) -> str:
    return f"kode-{complaint.number}"


def _prove(request: CitizenRequest, draft: Draft, typed: str) -> str:
    """Check the code; return why it was refused, or an empty text."""
    contact = _contact(draft)

    def meanwhile() -> bool:
        draft.refresh_from_db()
        return draft.complaint_id is not None or (contact is not None and draft.proven_contact_id == contact.pk)

    trouble = prove(request, contact, purpose=_purpose(draft), typed=typed, meanwhile=meanwhile)
    if contact is not None and not trouble:
        # the proof stays with the draft: noting it in the session would change the session's key, and the second of
        # two clicks would then arrive with a key that is gone
        drafts.mark_proven(draft, contact)
    return trouble


def _typed_contact(draft: Draft) -> str:
    """The contact that gets the code: e-mail first, because its channel is there first."""
    reporter = drafts.contents(draft).reporter
    return reporter.email or reporter.phone


def _contact(draft: Draft) -> Contact | None:
    """The contact row of what was typed; None when it is missing or no longer reads as one."""
    reporter = drafts.contents(draft).reporter
    return contact_typed(email=reporter.email, phone=reporter.phone)


def _purpose(draft: Draft) -> str:
    return f"complaint:{draft.pk.hex}"


def _given(filled: drafts.Contents) -> list[tuple[str, str]]:
    """The category's questions with their answers, in words of the reader's language."""
    answers: dict[str, Any] = filled.of(steps.QUESTIONS)
    return [(one.words, one.answered(answers[one.code])) for one in filled.questions if answers.get(one.code)]
