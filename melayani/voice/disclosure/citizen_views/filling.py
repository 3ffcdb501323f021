"""Choose the office, answer one question per screen, read it all once more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from melayani.foundation.attachments.rules import FileRefused
from melayani.foundation.people import CitizenRequest, network_of, public_page
from melayani.foundation.people import actions as people
from melayani.voice.disclosure import drafts, forms
from melayani.voice.disclosure.citizen_views import steps
from melayani.voice.disclosure.citizen_views.sending import contact_words, receipt_page
from melayani.voice.disclosure.composing import offices
from melayani.voice.disclosure.models.drafts import Draft

BACK_TO_SUMMARY = "ringkasan"


@public_page
@require_safe
def choose(request: CitizenRequest) -> HttpResponse:
    """Which office is asked, found by a word of its name."""
    q = request.GET.get("q", "").replace("\x00", "")[:80].strip()
    page = offices.offices_to_ask(q, page=request.GET.get("page", "1"), today=timezone.localdate())
    return render(request, "disclosure/citizen/choose.html", {"page": page, "q": q})


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: CitizenRequest, slug: str) -> HttpResponse:
    """What the form will ask and when the answer comes; the button makes a draft."""
    now = timezone.now()
    unit = offices.get_office_to_ask(slug, today=timezone.localdate(now))
    if request.method == "POST" and _slow_down(request):
        draft = drafts.begin(citizen=request.citizen, organisation=unit, now=now)
        if not request.user.is_authenticated:  # an officer's session stays short
            request.session.set_expiry(drafts.DRAFT_LIFE)
        return redirect("disclosure:step", draft.pk, steps.WHO)
    context = {"unit": unit, "due": offices.due_if_sent(unit, now)}
    return render(request, "disclosure/citizen/start.html", context)


@public_page
@never_cache
def step(request: CitizenRequest, draft_id: UUID, step: str) -> HttpResponse:
    """One screen of the form."""
    draft = drafts.get(token=request.citizen.token, draft_id=draft_id, now=timezone.now())
    if draft.request is not None:
        return receipt_page(draft.request)
    seen = steps.screens(drafts.contents(draft))
    screen = next((one for one in seen if one.key == step), None)
    if screen is None:
        return redirect("disclosure:summary", draft.pk)
    form = _form(request, draft, screen)
    if request.method == "POST" and form.is_valid():
        try:
            if _keep(request, draft, screen, form):
                return _onward(request, draft, screen)
        except drafts.AlreadySent:
            return redirect("disclosure:send", draft.pk)
    return render(request, "disclosure/citizen/step.html", _context(request, draft, screen, seen, form))


@public_page
@never_cache
@require_safe
def summary(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """Everything once more, with links to change it, and what is still missing."""
    draft = drafts.get(token=request.citizen.token, draft_id=draft_id, now=timezone.now())
    if draft.request is not None:
        return receipt_page(draft.request)
    raw = drafts.contents(draft)
    seen = steps.screens(raw)
    context = {
        "draft": draft,
        "unit": draft.organisation,
        "rows": steps.rows(draft),
        "problems": steps.problems(raw),
        "contact": contact_words(steps.applicant(raw)),
        "total": len(seen) + 1,
        "bar": [True] * (len(seen) + 1),
    }
    return render(request, "disclosure/citizen/summary.html", context)


def _context(
    request: HttpRequest, draft: Draft, screen: steps.Screen, seen: list[steps.Screen], form: Any
) -> dict[str, Any]:
    place = seen.index(screen) + 1
    return {
        "form": form,
        "screen": screen,
        "draft": draft,
        "place": place,
        "total": len(seen) + 1,
        "bar": [number <= place for number in range(1, len(seen) + 2)],
        "before": seen[place - 2].key if place > 1 else "",
        "from_summary": request.GET.get("ke") == BACK_TO_SUMMARY,
    }


def _slow_down(request: CitizenRequest) -> bool:
    """Whether this address may begin one more draft: enough for all behind a carrier, too few to fill the disk."""
    try:
        people.throttle(
            scope="information.draft",
            key=network_of(request),
            limit=settings.PEOPLE_PER_ADDRESS,
            window=timedelta(hours=1),
            now=timezone.now(),
        )
    except people.TooMany as error:
        messages.error(request, str(error))
        return False
    return True


def _form(request: HttpRequest, draft: Draft, screen: steps.Screen) -> Any:
    data = request.POST if request.method == "POST" else None
    if screen.key == steps.PAPERS:
        files = request.FILES if request.method == "POST" else None
        return forms.PapersForm(data, files, kept=drafts.files_of(draft))
    return screen.form(data, initial=drafts.contents(draft).get(screen.key))


def _keep(request: CitizenRequest, draft: Draft, screen: steps.Screen, form: django_forms.Form) -> bool:
    """Keep a valid screen in the draft; False when a file was refused, which then stands on the form."""
    now = timezone.now()
    if isinstance(form, forms.PapersForm):
        try:
            drafts.drop_files(draft, [file for file in form.kept if file not in form.remaining()], now=now)
            drafts.add_files(draft, form.uploads, actor=request.citizen, now=now)
        except FileRefused as error:
            form.add_error("papers", str(error))
            return False
        return True
    drafts.keep(draft, screen.key, form.cleaned_data, proven=steps.CONTACT, now=now)
    return True


def _onward(request: HttpRequest, draft: Draft, screen: steps.Screen) -> HttpResponseRedirect:
    """To the next screen; back to the same one for more files; to the summary when the change began there."""
    if "more" in request.POST:
        return redirect("disclosure:step", draft.pk, screen.key)
    draft.refresh_from_db(fields=["answers"])
    raw = drafts.contents(draft)
    seen = [one.key for one in steps.screens(raw)]
    place = seen.index(screen.key)
    following = seen[place + 1] if place + 1 < len(seen) else ""
    skipped = screen.key == steps.WHO and following not in raw and following in (steps.BODY, steps.PROXY)
    if not following or (request.GET.get("ke") == BACK_TO_SUMMARY and not skipped):
        return redirect("disclosure:summary", draft.pk)
    return redirect("disclosure:step", draft.pk, following)
