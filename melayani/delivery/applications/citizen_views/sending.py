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

from melayani.delivery.applications import access, actions, drafts, rules
from melayani.delivery.applications.models import Application, Draft
from melayani.foundation.messaging.models import Contact
from melayani.foundation.people import CitizenRequest, address_of, contact_typed, prove, public_page
from melayani.foundation.people import actions as people
from melayani.foundation.ui.code_form import CodeForm


@public_page
@never_cache
@require_POST
def send(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """The button under the summary: send at once when the contact is proven, else send the code first."""
    draft = access.get_draft(token=request.citizen.token, draft_id=draft_id, now=timezone.now())
    if draft.application is not None:
        return receipt_page(draft.application)
    contact = _contact(draft)
    if contact is None:
        messages.error(request, gettext("Isi e-mail atau nomor telepon yang benar lebih dahulu."))
        return redirect("applications:step", draft.pk, rules.CONTACT)
    if draft.proven_contact == contact or request.citizen.contact_id == contact.pk:
        drafts.mark_proven(draft, contact)
        return _submit(request, draft)
    try:
        people.send_code(contact=contact, purpose=_purpose(draft), address=address_of(request), now=timezone.now())
    except people.TooMany as error:
        messages.error(request, str(error))
        return redirect("applications:summary", draft.pk)
    return redirect("applications:code", draft.pk)


@public_page
@never_cache
def code(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """Type the code and send the application with one button."""
    draft = access.get_draft(token=request.citizen.token, draft_id=draft_id, now=timezone.now())
    if draft.application is not None:
        return receipt_page(draft.application)
    identity = drafts.contents(draft).identity
    if not (identity.email or identity.phone):
        return redirect("applications:step", draft.pk, rules.CONTACT)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        trouble = _prove(request, draft, form.cleaned_data["code"])
        if not trouble:
            return _submit(request, draft)
        form.add_error("code", trouble)
    context = {"form": form, "draft": draft, "service": draft.service, "contact": contact_words(identity)}
    return render(request, "applications/citizen/code.html", context)


def receipt_page(application: Application) -> HttpResponseRedirect:
    return redirect("applications:received", application.number, application.secret)


def contact_words(identity: rules.Identity) -> dict[str, str]:
    """The contact that gets the code: e-mail first, because its channel is there first."""
    kind = "email" if identity.email else "phone"
    return {"kind": kind, "value": identity.email or identity.phone}


def _submit(request: CitizenRequest, draft: Draft) -> HttpResponse:
    try:
        application = actions.submit_draft(actor=request.citizen, draft=draft, now=timezone.now())
    except actions.InputRefused:
        messages.error(request, gettext("Masih ada yang perlu diperbaiki sebelum dikirim."))
        return redirect("applications:summary", draft.pk)
    except actions.ActionRefused as error:
        messages.error(request, gettext(str(error)))
        return redirect("applications:summary", draft.pk)
    return receipt_page(application)


def _prove(request: CitizenRequest, draft: Draft, typed: str) -> str:
    """Check the code; return why it was refused, or an empty text."""
    contact = _contact(draft)

    def meanwhile() -> bool:
        draft.refresh_from_db()
        return draft.application_id is not None or (contact is not None and draft.proven_contact_id == contact.pk)

    trouble = prove(request, contact, purpose=_purpose(draft), typed=typed, meanwhile=meanwhile)
    if contact is not None and not trouble:
        # the proof stays with the draft: noting it in the session would change the session's key, and the second of
        # two clicks would then arrive with a key that is gone
        drafts.mark_proven(draft, contact)
    return trouble


def _contact(draft: Draft) -> Contact | None:
    """The contact row of what was typed; None when it is missing or no longer reads as one."""
    identity = drafts.contents(draft).identity
    return contact_typed(email=identity.email, phone=identity.phone)


def _purpose(draft: Draft) -> str:
    return f"application:{draft.pk.hex}"
