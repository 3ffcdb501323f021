"""The questionnaire behind an invitation's link."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from melayani.foundation.people import CitizenRequest, public_page
from melayani.voice.surveys import access, actions, queries
from melayani.voice.surveys.forms import SurveyForm
from melayani.voice.surveys.models import Invitation

CLOSED = "surveys/citizen/closed.html"
_WAIT = gettext_lazy("Undangan survei dibuat beberapa menit setelah permohonan Anda diputus. Coba lagi sebentar lagi.")

_AFTER_VISIT = gettext_lazy("Survei dibuka sesaat setelah Anda selesai dilayani. Coba lagi sebentar lagi.")


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: CitizenRequest, token: str) -> HttpResponse:
    """Nine questions on one page. After the answer the address no longer carries the token."""
    invitation = access.find_invitation(token)
    if invitation is None or not invitation.is_open(timezone.now()):
        return _closed(request, invitation)
    now = timezone.now()
    instrument = queries.instrument_for(invitation.organisation, now.astimezone(invitation.organisation.zone).date())
    form = SurveyForm(request.POST if request.method == "POST" else None, instrument=instrument)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_survey(
                token=token,
                scores=form.scores(),
                comment=form.cleaned_data["comment"],
                traits=form.traits(),
                complete=not form.incomplete,
                now=now,
            )
        except actions.BadAnswers as refusal:
            form.add_error(None, str(refusal))
        except actions.SurveyRefused:
            return _closed(request, access.find_invitation(token))
        else:
            return redirect("surveys:thanks")
    status = 422 if form.is_bound else 200
    context = {"form": form, "service": invitation.service, "unit": invitation.organisation}
    return render(request, "surveys/citizen/answer.html", context, status=status)


@public_page
@never_cache
@require_safe
def of_case(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """From the page of a case to its survey: the way of those who got no message, with a code on paper."""
    invitation = access.get_invitation_of_case(number, secret)
    if invitation is None:
        return render(request, CLOSED, {"title": _("Survei belum tersedia"), "words": _WAIT})
    if not invitation.is_open(timezone.now()):
        return _closed(request, invitation)
    return redirect("surveys:answer", invitation.token)


@public_page
@never_cache
@require_safe
def of_visit(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """From the page of a queue number to the survey of that visit."""
    invitation = access.get_invitation_of_visit(number, secret)
    if invitation is None:
        return render(request, CLOSED, {"title": _("Survei belum tersedia"), "words": _AFTER_VISIT})
    if not invitation.is_open(timezone.now()):
        return _closed(request, invitation)
    return redirect("surveys:answer", invitation.token)


@public_page
@require_safe
def thanks(request: CitizenRequest) -> HttpResponse:
    return render(request, "surveys/citizen/thanks.html")


def _closed(request: CitizenRequest, invitation: Invitation | None) -> HttpResponse:
    """Say why there is nothing to fill in: never sent, already used, too old."""
    if invitation is None:
        title = _("Tautan survei tidak dikenal")
        words = _("Periksa kembali tautan di pesan Anda, atau buka survei dari halaman pelacakan permohonan.")
    elif invitation.used:
        title = _("Survei ini sudah diisi")
        words = _("Terima kasih. Satu permohonan cukup satu jawaban, dan jawaban itu sudah kami terima.")
    else:
        title = _("Masa pengisian survei sudah lewat")
        words = _("Tautan survei berlaku 30 hari. Anda tetap dapat menyampaikan saran kepada unit layanan.")
    status = 404 if invitation is None else 410
    return render(request, CLOSED, {"title": title, "words": words}, status=status)
