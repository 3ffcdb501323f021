"""The door of the webhook: proven, written down, answered. Nothing is read in the request."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from melayani.entrances.whatsapp import proof
from melayani.foundation.messaging import inbound

MOST = 512_000  # bytes; Meta packs many messages into one call, and media come as ids
CHANNEL = "whatsapp"


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: HttpRequest) -> HttpResponse:
    """GET says Meta's challenge back; POST takes a signed payload. Not there while the channel is off."""
    if not proof.is_open():
        raise Http404
    return _take(request) if request.method == "POST" else _shake_hands(request)


def _shake_hands(request: HttpRequest) -> HttpResponse:
    token, challenge = request.GET.get("hub.verify_token", ""), request.GET.get("hub.challenge", "")
    wanted = settings.WHATSAPP_VERIFY_TOKEN
    same = hmac.compare_digest(token.encode(errors="replace"), wanted.encode())
    if not wanted or not same or request.GET.get("hub.mode") != "subscribe":
        return HttpResponse(status=403)
    return HttpResponse(challenge[:200], content_type="text/plain")


def _take(request: HttpRequest) -> HttpResponse:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MOST:
        return HttpResponse(status=413)
    try:
        raw = request.body
    except UnreadablePostError:  # cut off: Meta sends it again
        return HttpResponse(status=400)
    if not proof.is_signed(raw, request.headers.get("X-Hub-Signature-256", "")):
        return HttpResponse(status=403)
    inbound.store(CHANNEL, raw.decode(errors="replace").replace("\x00", ""), now=timezone.now())
    return HttpResponse(status=200)
