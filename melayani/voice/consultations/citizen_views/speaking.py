"""Contribute and follow from the public page, with a contact proven by a code; leave by the own link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from melayani.foundation.messaging.models import Contact
from melayani.foundation.numbers.rules import make_secret
from melayani.foundation.people import CitizenRequest, address_of, contact_typed, prove, public_page, remember_proof
from melayani.foundation.people import actions as people
from melayani.foundation.ui.code_form import CodeForm
from melayani.voice.consultations import access, actions, rules
from melayani.voice.consultations.forms.citizen import ContributionForm, FollowForm
from melayani.voice.consultations.models import Consultation
from melayani.voice.consultations.rules import recording

PURPOSE = "consultation"


@public_page
@never_cache
def contribute(request: CitizenRequest, number: str) -> HttpResponse:
    """Two screens: the contribution with a contact, then the code; a contact proven a while ago needs none."""
    row = access.get_public(number)
    if not row.takes_contributions(timezone.now()):
        messages.info(request, gettext("Masa masukan konsultasi ini sudah berakhir atau belum dimulai."))
        return redirect("consultations:page", row.number)
    topics = list(access.topics_of(row))
    posted = request.POST if request.method == "POST" else None
    form = ContributionForm(posted, topics=topics, initial={"once": make_secret()})
    if posted is None or not form.is_valid() or request.POST.get("step") == "edit":
        return _form(request, row, form)
    contact = _contact(form) if _fits(form) else None
    if contact is None:
        return _form(request, row, form)
    if request.citizen.contact_id == contact.pk:
        return _said(request, row, form, contact)
    if request.POST.get("step") == "code":
        return _with_code(request, row, form, contact)
    return _ask_for_code(request, row, form, contact)


@public_page
@never_cache
def follow(request: CitizenRequest, number: str) -> HttpResponse:
    """Two screens: where news goes, then the code that came there."""
    row = access.get_public(number)
    form = FollowForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _follow_page(request, row, form)
    contact = _contact(form)
    if contact is None:
        return _follow_page(request, row, form)
    if request.citizen.contact_id != contact.pk:
        asked = _code(request, row, contact)
        if asked is not None:
            return _follow_page(request, row, asked, form.contact())
    try:
        actions.follow(actor=request.citizen, consultation=row, contact=contact, now=timezone.now())
    except rules.ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, gettext("Anda mengikuti konsultasi ini. Kabar dikirim setiap ada perubahan."))
    return redirect("consultations:page", row.number)


@public_page
@never_cache
def leave(request: CitizenRequest, token: str) -> HttpResponse:
    """Stop the news: the link shows a button, because programs that look at links must not press it."""
    follower = access.find_follower(token)
    if request.method == "POST" and follower is not None:
        actions.leave(actor=request.citizen, follower=follower, now=timezone.now())
        messages.success(request, gettext("Anda tidak lagi menerima kabar konsultasi ini."))
        return redirect("consultations:page", follower.consultation.number)
    return render(request, "consultations/citizen/leave.html", {"follower": follower})


def _ask_for_code(request: CitizenRequest, row: Consultation, form: ContributionForm, contact: Contact) -> HttpResponse:
    try:
        people.send_code(contact=contact, purpose=_purpose(row), address=address_of(request), now=timezone.now())
    except people.TooMany as error:
        form.add_error(None, str(error))
        return _form(request, row, form)
    return _code_page(request, row, form, CodeForm())


def _with_code(request: CitizenRequest, row: Consultation, form: ContributionForm, contact: Contact) -> HttpResponse:
    code = CodeForm(request.POST)
    if not code.is_valid():
        return _code_page(request, row, form, code)
    once = form.cleaned_data["once"]

    def meanwhile() -> bool:
        return access.is_said(row, once)

    trouble = prove(request, contact, purpose=_purpose(row), typed=code.cleaned_data["code"], meanwhile=meanwhile)
    if trouble:
        code.add_error("code", trouble)
        return _code_page(request, row, form, code)
    remember_proof(request, contact_id=contact.pk, now=timezone.now())
    return _said(request, row, form, contact)


def _fits(form: ContributionForm) -> bool:
    """Whether the words can be taken, asked before a code is sent for them; what is wrong stands on the form."""
    try:
        recording.check_said(form.said())
    except rules.InputRefused as refused:
        add_problems(form, refused)
        return False
    return True


def _said(request: CitizenRequest, row: Consultation, form: ContributionForm, contact: Contact) -> HttpResponse:
    try:
        found = actions.contribute(
            actor=request.citizen,
            consultation=row,
            said=form.said(),
            once=form.cleaned_data["once"],
            contact=contact,
            now=timezone.now(),
        )
    except rules.InputRefused as refused:
        add_problems(form, refused)
        return _form(request, row, form)
    except rules.ActionRefused as refused:
        messages.error(request, str(refused))
        return redirect("consultations:page", row.number)
    words = gettext("Terima kasih. Masukan Anda bernomor {entry} kami terima dan tayang setelah dibaca petugas.")
    messages.success(request, words.format(entry=found.entry))
    if found.contact_id != contact.pk:  # somebody else's form: no way to its link
        return redirect("consultations:page", row.number)
    return redirect("consultations:own", found.token)


def add_problems(form: Any, refused: rules.InputRefused) -> None:
    """Put each problem beside its field, in the active language."""
    for name, text in refused.problems.items():
        form.add_error(name if name in form.fields else None, gettext(text))


def _code(request: CitizenRequest, row: Consultation, contact: Contact) -> Any:
    """None once the code was right; else the form that asks for it (a fresh code is sent when none was typed)."""
    code = CodeForm(request.POST if request.POST.get("step") == "code" else None)
    now, address = timezone.now(), address_of(request)
    try:
        if not code.is_bound:
            people.send_code(contact=contact, purpose=_purpose(row), address=address, now=now)
            return code
        if not code.is_valid():
            return code
        typed = code.cleaned_data["code"]
        people.check_code(contact=contact, purpose=_purpose(row), typed=typed, address=address, now=now)
    except (people.CodeRefused, people.TooMany) as error:
        code = CodeForm(request.POST)
        code.full_clean()
        code.add_error(None, str(error))
        return code
    return None


def _contact(form: Any) -> Contact | None:
    """The contact that was typed; None, with the problem on the form, for what reads as none."""
    contact = contact_typed(**form.contact())
    if contact is None:
        field = "email" if form.contact()["email"] else "phone"
        form.add_error(field, gettext("Periksa lagi: alamat atau nomor ini tidak dapat kami hubungi."))
    return contact


def _purpose(row: Consultation) -> str:
    return f"{PURPOSE}:{row.pk}"


def _form(request: CitizenRequest, row: Consultation, form: Any) -> HttpResponse:
    editing = request.POST.get("step") == "edit"
    status = 422 if form.is_bound and form.errors and not editing else 200
    return render(request, "consultations/citizen/contribute.html", {"row": row, "form": form}, status=status)


def _code_page(request: CitizenRequest, row: Consultation, form: Any, code: CodeForm) -> HttpResponse:
    value = form.cleaned_data["email"] or form.cleaned_data["phone"]
    kept = [(name, request.POST.get(name, "")) for name in form.fields if request.POST.get(name)]
    context = {"row": row, "form": code, "kept": kept, "value": value, "text": form.cleaned_data["text"]}
    status = 422 if code.errors else 200
    return render(request, "consultations/citizen/code.html", context, status=status)


def _follow_page(
    request: CitizenRequest, row: Consultation, form: Any, contact: dict[str, str] | None = None
) -> HttpResponse:
    value = (contact["email"] or contact["phone"]) if contact else ""
    context = {"row": row, "form": form, "contact": contact, "value": value}
    return render(request, "consultations/citizen/follow.html", context, status=422 if form.errors else 200)
