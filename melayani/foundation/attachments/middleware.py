"""Refuse an upload by its announced length, before anything of it is read into memory or parsed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from melayani.foundation.attachments.actions import too_large_words

BODY_METHODS = {"POST", "PUT", "PATCH"}
DRAIN_CHUNK = 65_536
DRAIN_FACTOR = 4
DRAIN_SECONDS = 30
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class RefuseOversizedUpload:
    """413 for a body announced longer than UPLOAD_REQUEST_MAX_BYTES, 411 for one that does not say its length.

    It stands before sessions, languages and the database, and needs none of them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in BODY_METHODS:
            return self.get_response(request)
        length = _announced_length(request)
        if length is None:
            return _answer(request, 411, "length_required", _length_words)
        if length > _most(request):
            without_wrapping = length - length % 100_000  # the form around the file weighs a little too
            return _answer(request, 413, "too_large", lambda: too_large_words(without_wrapping))
        return self.get_response(request)


def _most(request: HttpRequest) -> int:
    """How many bytes this address takes: a letter with its files may be longer than one upload."""
    return int(settings.LONG_BODIES.get(request.path_info, settings.UPLOAD_REQUEST_MAX_BYTES))


class Refusal(HttpResponse):
    """An answer that is given at once; the body is read and dropped after it.

    A browser shows an answer only once it could send its body: cut off in the middle, it shows a broken connection.
    The rest is dropped in small pieces, up to a bound in bytes and time; whoever sends more is cut off.
    """

    unread: Any = None

    def close(self) -> None:
        super().close()
        self.drop_body()

    def drop_body(self) -> None:
        """Read the body and forget it."""
        left = settings.UPLOAD_REQUEST_MAX_BYTES * DRAIN_FACTOR
        deadline = time.monotonic() + DRAIN_SECONDS
        # the sender may be gone by now, and every server says so with an exception of its own
        with suppress(Exception):
            while self.unread is not None and left > 0 and time.monotonic() < deadline:
                read = len(self.unread.read(DRAIN_CHUNK))
                left = left - read if read else 0


def _announced_length(request: HttpRequest) -> int | None:
    """The length in bytes; 0 without a body; None for a body of unknown length (chunked, or no number)."""
    announced = request.META.get("CONTENT_LENGTH") or ""
    if announced:
        return int(announced) if announced.isascii() and announced.isdigit() else None
    return None if request.META.get("HTTP_TRANSFER_ENCODING") else 0


def _answer(request: HttpRequest, status: int, code: str, words: Callable[[], str]) -> HttpResponse:
    language = "en" if request.path_info.startswith("/en/") else settings.LANGUAGE_CODE
    with translation.override(language):
        if request.path_info.startswith("/api/"):
            answer = Refusal(_problem(status, code, words()), content_type="application/problem+json")
        elif request.path_info.startswith("/open311/"):
            answer = _errors(status, words(), is_json=request.path_info.endswith(".json"))
        else:
            context = {"words": words(), "back": _way_back(request), "language": language, "too_large": status == 413}
            answer = Refusal(render_to_string("attachments/too_large.html", context))
            answer["Content-Security-Policy"] = POLICY
    answer.status_code = status
    answer.unread = request.META.get("wsgi.input")
    answer["Content-Length"] = str(len(answer.content))
    answer["Cache-Control"] = "no-store"
    return answer


def _problem(status: int, code: str, words: str) -> str:
    title = gettext("Kiriman tidak diterima")
    body = {"type": "about:blank", "title": title, "status": status, "detail": words, "code": code}
    return json.dumps(body, ensure_ascii=False)


def _errors(status: int, words: str, *, is_json: bool) -> Refusal:
    """The refusal as clients of GeoReport read it."""
    if is_json:
        body = json.dumps([{"code": str(status), "description": words}], ensure_ascii=False)
        return Refusal(body, content_type="application/json; charset=utf-8")
    error = f"<error><code>{status}</code><description>{escape(words)}</description></error>"
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<errors>{error}</errors>'
    return Refusal(body, content_type="text/xml; charset=utf-8")


def _way_back(request: HttpRequest) -> str:
    """The page of this site that the form stood on, else the address it was sent to."""
    referer = urlsplit(request.META.get("HTTP_REFERER", ""))
    here = referer.path and referer.netloc == request.META.get("HTTP_HOST", "")
    path = f"/{(referer.path if here else request.path).lstrip('/')}"  # "//other.example" would lead away
    return f"{path}?{referer.query}" if here and referer.query else path


def _length_words() -> str:
    return gettext("Kiriman ini tidak menyebut ukurannya. Coba lagi dengan peramban lain, atau bawa ke loket.")
