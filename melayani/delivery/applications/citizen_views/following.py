"""The case page and what the citizen does there: answer a return, write, pay, withdraw, download."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache

from melayani.delivery.applications import access, actions, forms, queries, results, rules, states, words
from melayani.delivery.applications.models import Answer
from melayani.delivery.applications.queries import CaseView
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.queries import download
from melayani.foundation.attachments.rules import FileRefused
from melayani.foundation.messaging import following
from melayani.foundation.people import CitizenRequest, letters, public_page
from melayani.foundation.ui.papers import sheet


@public_page
@never_cache
def case(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """Where the case stands, what happens next, and everything that belongs to it."""
    return _case(request, _view(number, secret), letters.blank())


@public_page
@never_cache
def write(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """What the form on the page of the case sends: words and files to the officers."""
    view = _view(number, secret)
    if request.method == "POST":
        form = letters.take(
            request,
            number=view.application.number,
            keep=lambda text, files: actions.write(
                actor=request.citizen,
                application=view.application,
                text=text,
                secret=secret,
                files=files,
                now=timezone.now(),
            ),
            refusal=actions.ActionRefused,
        )
        if form.errors:
            return _case(request, view, form)
    return redirect("applications:case", number, secret)


@public_page
@never_cache
def received(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """The receipt: number, due date with its explanation, what happens next, the link to keep."""
    return _page(request, "applications/citizen/received.html", _view(number, secret))


@public_page
@never_cache
def receipt(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """The proof of receipt as PDF."""
    application = access.get_for_citizen(number, secret)
    return sheet(results.receipt(application), f"tanda-terima-{application.number}.pdf")


@public_page
@never_cache
def result(request: CitizenRequest, number: str, secret: str) -> HttpResponseBase:
    """The issued result as PDF; 404 before there is one, 410 when its bytes are gone."""
    application = access.get_for_citizen(number, secret)
    if application.result is None:
        raise Http404
    return download(request, application.result.attachment)


@public_page
@never_cache
def file(request: CitizenRequest, number: str, secret: str, file_id: UUID) -> HttpResponseBase:
    """A file that the citizen gave for this case; 404 for any other, 410 when its bytes are gone."""
    attachment = queries.file_of_case(access.get_for_citizen(number, secret), file_id)
    if attachment is None:
        raise Http404
    return download(request, attachment)


@public_page
@never_cache
def answer(request: CitizenRequest, number: str, secret: str) -> HttpResponseBase:
    """Answer the returned requirements, and only those."""
    view = _view(number, secret)
    if not view.returned:
        return redirect("applications:case", number, secret)
    data = request.POST if request.method == "POST" else None
    asked = [
        (
            row,
            forms.AnswerForm(
                data,
                request.FILES if request.method == "POST" else None,
                prefix=row.field_key,
                ways=rules.ways_again(row.kind, row.requirement),
                initial={"way": row.kind, "text": row.text},
            ),
        )
        for row in view.returned
    ]
    if request.method == "POST" and all([form.is_valid() for _, form in asked]):
        given = _give_again(request, asked)
        if given is not None and _done(
            request,
            lambda: actions.answer_return(
                actor=request.citizen, application=view.application, answers=given, secret=secret, now=timezone.now()
            ),
        ):
            messages.success(request, gettext("Terima kasih. Perbaikan Anda terkirim; jam janji jalan lagi."))
            return redirect("applications:case", number, secret)
    return _page(request, "applications/citizen/answer.html", view, asked=asked)


@public_page
@never_cache
def pay(request: CitizenRequest, number: str, secret: str) -> HttpResponseBase:
    """How much, with which code, and the proof of payment."""
    view = _view(number, secret)
    if view.open_payment is None:
        return redirect("applications:case", number, secret)
    form = forms.ProofForm(*_typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            proof = attachments.store(
                upload=form.cleaned_data["proof"], actor=request.citizen, purpose="payment", now=timezone.now()
            )
        except FileRefused as error:
            form.add_error("proof", str(error))
        else:
            if _done(
                request,
                lambda: actions.give_payment_proof(
                    actor=request.citizen,
                    application=view.application,
                    attachment=proof.pk,
                    secret=secret,
                    now=timezone.now(),
                ),
            ):
                messages.success(request, gettext("Bukti terkirim. Petugas akan memeriksanya."))
                return redirect("applications:case", number, secret)
    return _page(request, "applications/citizen/pay.html", view, form=form)


@public_page
@never_cache
def withdraw(request: CitizenRequest, number: str, secret: str) -> HttpResponseBase:
    """Ask once more before the application is taken back."""
    view = _view(number, secret)
    if states.next_state(view.application.state, states.WITHDRAW) is None:
        return redirect("applications:case", number, secret)
    if request.method == "POST":
        _done(
            request,
            lambda: actions.withdraw(
                actor=request.citizen, application=view.application, secret=secret, now=timezone.now()
            ),
        )
        return redirect("applications:case", number, secret)
    return _page(request, "applications/citizen/withdraw.html", view)


@public_page
@never_cache
def ask_erasure(request: CitizenRequest, number: str, secret: str) -> HttpResponseBase:
    """What goes and what stays, and the button that asks for it; once the case is over."""
    view = _view(number, secret)
    row = view.application
    if not row.is_final or row.erased_at:
        return redirect("applications:case", number, secret)
    if request.method == "POST":
        if _done(
            request,
            lambda: actions.ask_erasure(actor=request.citizen, application=row, secret=secret, now=timezone.now()),
        ):
            messages.success(request, gettext("Permintaan Anda diterima. Jawabannya muncul di halaman ini."))
        return redirect("applications:case", number, secret)
    return _page(request, "applications/citizen/erase.html", view, days=settings.ERASURE_ANSWER_DAYS)


def _typed(request: CitizenRequest) -> tuple[Any, Any]:
    """What a form is bound to: nothing on GET; on POST also an empty answer, so that it is refused."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _view(number: str, secret: str) -> CaseView:
    return queries.case_for_citizen(number, secret, timezone.now())


def _case(request: CitizenRequest, view: CaseView, form: letters.LetterForm) -> HttpResponse:
    """The page of the case; words to the officers are taken while it is open."""
    row = view.application
    more = {
        "letters": queries.own_letters(row),
        "letter_form": None if row.is_final and not form.errors else form,
        "letter_url": reverse("applications:write", args=[row.number, row.secret]),
    }
    return _page(request, "applications/citizen/case.html", view, **more)


def _page(request: CitizenRequest, template: str, view: CaseView, **more: Any) -> HttpResponse:
    application = view.application
    link = reverse("applications:case", args=[application.number, application.secret])
    context = {
        "view": view,
        "application": application,
        "service": application.service,
        "unit": application.organisation,
        "words": application.words,
        "due_sentences": words.due_sentences(application),
        "late": view.is_late(timezone.now()),
        "can_withdraw": states.next_state(application.state, states.WITHDRAW) is not None,
        "bring": [row for row in view.answers if row.kind == rules.BRING],
        "link": request.build_absolute_uri(link),
        "device": following.device_url(application.number, application.contact_id, get_language() or "id"),
        **more,
    }
    answer = render(request, template, context)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _give_again(request: CitizenRequest, asked: list[tuple[Answer, forms.AnswerForm]]) -> list[rules.Given] | None:
    """Store the uploads of all forms; None when one was refused, which then stands on its form."""
    given = []
    for row, form in asked:
        stored = []
        if form.cleaned_data["way"] == rules.UPLOAD:
            for upload in form.uploads:
                try:
                    stored.append(
                        attachments.store(
                            upload=upload, actor=request.citizen, purpose="application", now=timezone.now()
                        )
                    )
                except FileRefused as error:
                    form.add_error("papers", str(error))
                    return None
        given.append(form.given(row.number, stored))
    return given


def _done(request: CitizenRequest, act: Callable[[], object]) -> bool:
    try:
        act()
    except actions.ActionRefused as error:
        messages.error(request, gettext(str(error)))
        return False
    return True
