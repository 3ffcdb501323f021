"""The webhook: a mail server hands a letter over as it came, signed. It is stored before the answer says so."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from melayani.entrances.mailbox.keeping import keep
from melayani.foundation.attachments.rules import FileRefused

SIGNATURE = "X-Melayani-Signature"  # sha256=<hexadecimal HMAC-SHA256 of the body>


@csrf_exempt
@login_not_required
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Take one letter (raw MIME). 404 while off, 413 too large by its length, 403 forged, 400 empty, 503 no room.

    A letter that comes again is answered like the first time: nothing is done twice.
    """
    if not settings.MAIL_SECRET:
        raise Http404
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > settings.MAIL_MAX_BYTES:
        return _said("too large", 413)
    try:
        raw = request.read(settings.MAIL_MAX_BYTES + 1)
    except UnreadablePostError:
        return _said("cut off", 400)
    if not _is_signed(raw, request.headers.get(SIGNATURE, "")):
        return _said("forged", 403)
    if not raw.strip():
        return _said("empty", 400)
    try:
        fresh = keep(raw, now=timezone.now())
    except FileRefused:
        return _said("no room", 503)
    return _said("stored" if fresh else "known", 200)


def _is_signed(raw: bytes, header: str) -> bool:
    wanted = "sha256=" + hmac.new(settings.MAIL_SECRET.encode(), raw, hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted.encode(), header.strip().encode("utf-8", "replace"))


def _said(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", content_type="text/plain; charset=utf-8", status=status)
