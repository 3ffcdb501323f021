"""The own request: where it stands, its files and letters, objecting, responding, taking back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.foundation.attachments.queries import download
from melayani.foundation.messaging import following
from melayani.foundation.people import CitizenRequest, letters, public_page
from melayani.foundation.ui.papers import sheet
from melayani.voice.disclosure import access, actions, receipts, rules
from melayani.voice.disclosure.composing import letters as papers
from melayani.voice.disclosure.composing import own_case
from melayani.voice.disclosure.composing.clocks import limit_of
from melayani.voice.disclosure.composing.own_case import OwnCase
from melayani.voice.disclosure.forms import ObjectionForm
from melayani.voice.disclosure.rules import law


@public_page
@never_cache
@require_safe
def case(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """Where the request stands, the answer, what may be done next."""
    return _case(request, own_case.own_case(number, secret, timezone.now()), letters.blank())


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """What the form on the page of the request sends: words and files to the information officers."""
    page = own_case.own_case(number, secret, timezone.now())
    if request.method == "POST":
        form = letters.take(
            request,
            number=page.row.number,
            keep=lambda text, files: actions.write(
                actor=request.citizen, request=page.row, text=text, secret=secret, files=files, now=timezone.now()
            ),
            refusal=rules.ActionRefused,
        )
        if form.errors:
            return _case(request, page, form)
    return redirect("disclosure:case", number, secret)


@public_page
@never_cache
@require_safe
def received(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """The receipt: register number, due date with its explanation, what happens next, the link to keep."""
    return _page(request, "disclosure/citizen/received.html", own_case.own_case(number, secret, timezone.now()))


@public_page
@never_cache
@require_safe
def receipt(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """The proof of receipt as PDF."""
    row = access.get_for_citizen(number, secret)
    return sheet(papers.receipt(row), f"tanda-terima-{row.number}.pdf")


@public_page
@never_cache
@require_safe
def objection_receipt(request: CitizenRequest, number: str, secret: str, objection: str) -> HttpResponse:
    """The proof that an objection was received, as PDF."""
    row = access.get_objection_for_citizen(objection, secret)
    return sheet(receipts.objection_receipt(row), f"tanda-terima-{row.number}.pdf")


@public_page
@never_cache
@require_safe
def redactions(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """What was blacked out in the files that were handed over, as PDF; 404 when nothing was."""
    row = access.get_for_citizen(number, secret)
    found = receipts.redaction_list(row) if row.delivered_at else None
    if found is None:
        raise Http404
    return sheet(found, f"bagian-dihitamkan-{row.number}.pdf")


@public_page
@never_cache
@require_safe
def file(request: CitizenRequest, number: str, secret: str, file_id: UUID) -> HttpResponseBase:
    """A file that was handed over; 404 for any other, 410 when its bytes are gone."""
    return download(request, own_case.own_file(number, secret, file_id))


@public_page
@never_cache
@require_safe
def letter(request: CitizenRequest, number: str, secret: str, letter: str) -> HttpResponseBase:
    """A letter of this request as PDF."""
    return download(request, own_case.own_letter(number, secret, letter))


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lodge(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """Lodge an objection on one of the grounds that are open now."""
    now = timezone.now()
    page = own_case.own_case(number, secret, now)
    if not page.options:
        return redirect("disclosure:case", number, secret)
    choices = [(option.key, option.label) for option in page.options]
    form = ObjectionForm(request.POST if request.method == "POST" else None, grounds=choices)
    if request.method == "POST" and form.is_valid():
        lodged = rules.Lodged(tuple(form.cleaned_data["grounds"]), form.cleaned_data["case_position"])
        try:
            actions.object_to(actor=request.citizen, request=page.row, lodged=lodged, secret=secret, now=now)
        except rules.InputRefused as refused:
            for name, words in refused.problems.items():
                form.add_error(name if name in form.fields else None, gettext(words))
        except rules.ActionRefused as refused:
            form.add_error(None, gettext(str(refused)))
        else:
            messages.success(request, gettext("Keberatan Anda terkirim. Atasan PPID akan menjawabnya secara tertulis."))
            return redirect("disclosure:case", number, secret)
    days = limit_of(page.row.organisation, law.OBJECTION_ANSWER, now)
    return _page(request, "disclosure/citizen/object.html", page, form=form, days=days)


@public_page
@never_cache
@require_POST
def respond(request: CitizenRequest, number: str, secret: str, objection: str) -> HttpResponse:
    """Say whether the superior's answer is accepted."""
    row = access.get_objection_for_citizen(objection, secret)
    text, response = request.POST.get("text", ""), request.POST.get("response", "")
    if _done(
        request,
        lambda: actions.respond_to_objection(
            actor=request.citizen, objection=row, response=response, text=text, secret=secret, now=timezone.now()
        ),
    ):
        messages.success(request, gettext("Terima kasih. Tanggapan Anda kami catat."))
    return redirect("disclosure:case", number, secret)


@public_page
@never_cache
@require_POST
def withdraw_objection(request: CitizenRequest, number: str, secret: str, objection: str) -> HttpResponse:
    """Take an objection back before it is answered."""
    row = access.get_objection_for_citizen(objection, secret)
    _done(
        request,
        lambda: actions.withdraw_objection(actor=request.citizen, objection=row, secret=secret, now=timezone.now()),
    )
    return redirect("disclosure:case", number, secret)


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """Ask once more before the request is taken back."""
    page = own_case.own_case(number, secret, timezone.now())
    if not page.can_withdraw:
        return redirect("disclosure:case", number, secret)
    if request.method == "POST":
        _done(
            request,
            lambda: actions.withdraw(actor=request.citizen, request=page.row, secret=secret, now=timezone.now()),
        )
        return redirect("disclosure:case", number, secret)
    return _page(request, "disclosure/citizen/withdraw.html", page)


def _case(request: CitizenRequest, page: OwnCase, form: letters.LetterForm) -> HttpResponse:
    """The page of the request; words to its officers are taken while it is open."""
    more = {
        "letter_form": None if page.row.is_final and not form.errors else form,
        "letter_url": reverse("disclosure:write", args=[page.row.number, page.row.secret]),
    }
    return _page(request, "disclosure/citizen/case.html", page, **more)


def _page(request: CitizenRequest, template: str, page: OwnCase, **more: Any) -> HttpResponse:
    row = page.row
    link = reverse("disclosure:case", args=[row.number, row.secret])
    context = {
        "page": page,
        "case": row,
        "unit": row.organisation,
        "state_words": row.words,
        "due_sentences": page.clock.sentences,
        "weeks": page.clock.weeks,
        "link": request.build_absolute_uri(link),
        "device": following.device_url(row.number, row.contact_id, get_language() or "id"),
        **more,
    }
    answer = render(request, template, context)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _done(request: CitizenRequest, act: Callable[[], object]) -> bool:
    try:
        act()
    except rules.ActionRefused as error:
        messages.error(request, gettext(str(error)))
        return False
    return True
