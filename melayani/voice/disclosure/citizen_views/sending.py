"""Prove the contact by a one-time code, send once, get the receipt."""

from __future__ import annotations

from uuid import UUID

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
from melayani.voice.disclosure import drafts, rules
from melayani.voice.disclosure.citizen_views import steps
from melayani.voice.disclosure.composing import sending
from melayani.voice.disclosure.models import Draft, InformationRequest


@public_page
@never_cache
@require_POST
def send(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """The button under the summary: send at once when the contact is proven, else send the code first."""
    draft = drafts.get(token=request.citizen.token, draft_id=draft_id, now=timezone.now())
    if draft.request is not None:
        return receipt_page(draft.request)
    contact = _contact(draft)
    if contact is None:
        messages.error(request, gettext("Isi e-mail atau nomor telepon yang benar lebih dahulu."))
        return redirect("disclosure:step", draft.pk, steps.CONTACT)
    if draft.proven_contact == contact or request.citizen.contact_id == contact.pk:
        drafts.mark_proven(draft, contact)
        return _submit(request, draft, contact)
    try:
        people.send_code(contact=contact, purpose=_purpose(draft), address=address_of(request), now=timezone.now())
    except people.TooMany as error:
        messages.error(request, str(error))
        return redirect("disclosure:summary", draft.pk)
    return redirect("disclosure:code", draft.pk)


@public_page
@never_cache
def code(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """Type the code and send the request with one button."""
    draft = drafts.get(token=request.citizen.token, draft_id=draft_id, now=timezone.now())
    if draft.request is not None:
        return receipt_page(draft.request)
    applicant = steps.applicant(drafts.contents(draft))
    if not (applicant.email or applicant.phone):
        return redirect("disclosure:step", draft.pk, steps.CONTACT)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        trouble, contact = _prove(request, draft, form.cleaned_data["code"]), _contact(draft)
        if not trouble and contact is not None:
            return _submit(request, draft, contact)
        form.add_error("code", trouble)
    context = {"form": form, "draft": draft, "contact": contact_words(applicant)}
    return render(request, "disclosure/citizen/code.html", context)


def receipt_page(request: InformationRequest) -> HttpResponseRedirect:
    return redirect("disclosure:received", request.number, request.secret)


def contact_words(applicant: rules.Applicant) -> dict[str, str]:
    """The contact that gets the code: e-mail first, because its channel is there first."""
    kind = "email" if applicant.email else "phone"
    return {"kind": kind, "value": applicant.email or applicant.phone}


def _submit(request: CitizenRequest, draft: Draft, contact: Contact) -> HttpResponse:
    raw = drafts.contents(draft)
    try:
        found = sending.send_draft(
            actor=request.citizen,
            draft=draft,
            applicant=steps.applicant(raw),
            asked=steps.asked(raw),
            contact=contact,
            now=timezone.now(),
        )
    except rules.InputRefused:
        messages.error(request, gettext("Masih ada yang perlu diperbaiki sebelum dikirim."))
        return redirect("disclosure:summary", draft.pk)
    except (rules.ActionRefused, rules.TooManyRequests) as error:
        messages.error(request, gettext(str(error)))
        return redirect("disclosure:summary", draft.pk)
    return receipt_page(found)


def _prove(request: CitizenRequest, draft: Draft, typed: str) -> str:
    """Check the code; return why it was refused, or an empty text."""
    contact = _contact(draft)

    def meanwhile() -> bool:
        draft.refresh_from_db()
        return draft.request_id is not None or (contact is not None and draft.proven_contact_id == contact.pk)

    trouble = prove(request, contact, purpose=_purpose(draft), typed=typed, meanwhile=meanwhile)
    if contact is not None and not trouble:
        # the proof stays with the draft: noting it in the session would change the session's key, and the second of
        # two clicks would then arrive with a key that is gone
        drafts.mark_proven(draft, contact)
    return trouble


def _contact(draft: Draft) -> Contact | None:
    """The contact row of what was typed; None when it is missing or no longer reads as one."""
    applicant = steps.applicant(drafts.contents(draft))
    return contact_typed(email=applicant.email, phone=applicant.phone)


def _purpose(draft: Draft) -> str:
    return f"information:{draft.pk.hex}"
