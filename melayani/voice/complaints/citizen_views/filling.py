"""Begin, answer one question per screen, read it all once more."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from melayani.foundation.people import CitizenRequest, network_of, public_page
from melayani.foundation.people import actions as people
from melayani.voice.complaints import access, drafts, finding, progress, queries, rules, steps, words
from melayani.voice.complaints.citizen_views.screens import FORMS, KEEPERS, extra_of
from melayani.voice.complaints.citizen_views.sending import receipt_page
from melayani.voice.complaints.models import Draft

BACK_TO_SUMMARY = "ringkasan"
LIKE_FROM = 15  # letters: less says nothing

TEMPLATES = {
    steps.STORY: "complaints/citizen/steps/cerita.html",
    steps.TARGET: "complaints/citizen/steps/tujuan.html",
    steps.QUESTIONS: "complaints/citizen/steps/pertanyaan.html",
    steps.PLACE: "complaints/citizen/steps/tempat.html",
    steps.FILES: "complaints/citizen/steps/berkas.html",
    steps.PRIVACY: "complaints/citizen/steps/privasi.html",
    steps.WHO: "complaints/citizen/steps/anda.html",
}


@public_page
@never_cache
def start(request: CitizenRequest) -> HttpResponse:
    """What the form will ask and what happens then; the button makes a draft."""
    target = finding.target_of(_asked_target(request))
    if request.method == "POST" and _slow_down(request):
        service, about = (target.service, target.about) if target else (None, None)
        draft = drafts.begin(citizen=request.citizen, service=service, about=about, now=timezone.now())
        if not request.user.is_authenticated:  # an officer's session stays short
            request.session.set_expiry(drafts.LIFE)
        return redirect("complaints:step", draft.pk, steps.STORY)
    own = drafts.open_of(request.citizen.token, timezone.now())
    return render(request, "complaints/citizen/start.html", {"target": target, "drafts": own})


@public_page
@never_cache
def step(request: CitizenRequest, draft_id: UUID, step: str) -> HttpResponse:
    """One screen of the form with one decision."""
    draft = access.get_draft(token=request.citizen.token, draft_id=draft_id, now=timezone.now())
    if draft.complaint is not None:
        return receipt_page(draft.complaint)
    form_of = progress.of(draft)
    screen = form_of.find(step)
    if screen is None:
        raise Http404
    form = FORMS[step](request, form_of)
    if request.method == "POST" and form.is_valid():
        try:
            if KEEPERS[step](request, form_of, form):
                return _onward(request, draft, step)
        except drafts.AlreadySent:
            return redirect("complaints:summary", draft.pk)
    context = {
        "form": form,
        "screen": screen,
        "draft": draft,
        "filled": form_of.contents,
        "place": form_of.place(step),
        "total": form_of.total,
        "bar": form_of.bar(step),
        "before": form_of.before(step),
        "from_summary": _from_summary(request),
        **extra_of(request, step),
    }
    return render(request, TEMPLATES[step], context)


@public_page
@never_cache
def alike(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """Published reports like this one, each of which can be joined instead."""
    draft = access.get_draft(token=request.citizen.token, draft_id=draft_id, now=timezone.now())
    if draft.complaint is not None:
        return receipt_page(draft.complaint)
    form_of = progress.of(draft)
    if form_of.find(steps.TARGET) is None:
        raise Http404
    last = steps.QUESTIONS if form_of.find(steps.QUESTIONS) else steps.TARGET
    context = {"draft": draft, "found": _like(draft), "before": last, "following": steps.PLACE}
    context["state_words"] = words.PUBLIC
    return render(request, "complaints/citizen/steps/mirip.html", context)


@public_page
@never_cache
@require_POST
def like(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """The list under the story while it is typed. By POST, so that no log keeps the words; it writes nothing."""
    draft = access.get_draft(token=request.citizen.token, draft_id=draft_id, now=timezone.now())
    text = request.POST.get("text", "")[: rules.TEXT_MAX].strip()
    found = _like(draft, text) if len(text) >= LIKE_FROM else []
    return render(request, "complaints/citizen/like_list.html", {"found": found, "state_words": words.PUBLIC})


def _like(draft: Draft, text: str | None = None) -> list[queries.Outline]:
    filled = drafts.contents(draft)
    report = filled.report
    return queries.similar(
        report.text if text is None else text,
        service=filled.service,
        category=filled.category,
        latitude=report.latitude,
        longitude=report.longitude,
        now=timezone.now(),
    )


def _asked_target(request: CitizenRequest) -> str:
    """The service or office that the page before was about, as `finding` reads it."""
    if request.method == "POST":
        return request.POST.get("target", "")[:140]
    for kind, word in (("service", "layanan"), ("unit", "instansi")):
        if slug := request.GET.get(word, "")[:120]:
            return f"{kind}:{slug}"
    return ""


def _slow_down(request: CitizenRequest) -> bool:
    """Whether this address may begin one more draft: enough for all behind a carrier, too few to fill the disk."""
    try:
        people.throttle(
            scope="complaint.draft",
            key=network_of(request),
            limit=settings.PEOPLE_PER_ADDRESS,
            window=timedelta(hours=1),
            now=timezone.now(),
        )
    except people.TooMany as error:
        messages.error(request, str(error))
        return False
    return True


def _from_summary(request: CitizenRequest) -> bool:
    return request.GET.get("ke") == BACK_TO_SUMMARY


def _onward(request: CitizenRequest, draft: Draft, step: str) -> HttpResponseRedirect:
    """To the next screen; past reports like this one, when there are some; back to where a change began."""
    draft.refresh_from_db()
    form_of = progress.of(draft)
    following = form_of.after(step)
    if "more" in request.POST:
        return redirect("complaints:step", draft.pk, step)
    if not following or (_from_summary(request) and following != steps.QUESTIONS):
        return redirect("complaints:summary", draft.pk)
    if following == steps.PLACE and _like(draft):
        return redirect("complaints:alike", draft.pk)
    return redirect("complaints:step", draft.pk, following)
