"""A telephone to try the conversation. It exists only in a database marked as a demonstration."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from melayani.entrances.whatsapp import handset, payloads
from melayani.foundation.attachments.rules import FileRefused
from melayani.foundation.organisations.queries import is_demonstration
from melayani.foundation.people import CitizenRequest, public_page

WORDS_MOST = 4096


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: CitizenRequest) -> HttpResponse:
    """The chat; what is sent goes to the webhook, signed, and the answer is on the next page."""
    if not is_demonstration():
        raise Http404
    key = request.GET.get("telepon", "1")
    if key not in handset.HANDSETS:
        raise Http404
    if request.method == "POST":
        content = _content(request)
        if content is not None and handset.send(key, content, timezone.now()) != 200:
            messages.error(request, "Pintu WhatsApp menolak kiriman ini.")
        return redirect(f"{reverse('whatsapp:phone')}?telepon={key}#akhir")
    context = {
        "bubbles": handset.screen(key),
        "handsets": handset.HANDSETS,
        "key": key,
        "places": {name: words for name, (words, _lat, _lon) in handset.PLACES.items()},
        "recorded": handset.RECORDED,
    }
    return render(request, "whatsapp/phone.html", context)


def _content(request: CitizenRequest) -> dict[str, object] | None:
    """What was sent, as the part of a payload; None for nothing."""
    chosen = request.POST.get("pilih", "")[:400]
    if chosen:
        kind, _bar, rest = chosen.partition("|")
        key, _bar, title = rest.partition("|")
        return payloads.tapped(key, title, row=kind == "row")
    if place := handset.PLACES.get(request.POST.get("lokasi", "")):
        words, latitude, longitude = place
        return payloads.location(latitude, longitude, words)
    if (kind := request.POST.get("jenis", "")) in handset.RECORDED:
        return payloads.recorded(kind)
    words = request.POST.get("teks", "").strip()[:WORDS_MOST]
    upload = request.FILES.get("foto")
    if upload:
        try:
            return payloads.image(handset.put_down(upload, timezone.now()), words)
        except FileRefused as refused:
            messages.error(request, str(refused))
            return None
    return payloads.text(words) if words else None
