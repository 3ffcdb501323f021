"""When the database takes no writes, or the disk is full: pages still read, a write gets a calm answer.

And questions that no database can be asked are made fit, or refused, before a page reads them.
"""

from __future__ import annotations

import errno
from collections.abc import Callable

import structlog
from django.db import InternalError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static

log = structlog.get_logger()
RETRY_AFTER_S = "60"
READ_ONLY = ("readonly database", "read-only transaction", "query_only")
LOCKED = ("database is locked", "lock timeout", "could not obtain lock")
FULL = ("database or disk is full", "no space left on device")


class ReadOnlyDatabase:
    """Turn a refused write into 503 with words; everything else passes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django calls this with what a page raised."""
        reason = refused_write(exception)
        return calm_answer(request, reason) if reason else None


class FitQuestions:
    """No NUL reaches a page by its address: PostgreSQL refuses to be asked for it, and nothing we keep holds one.

    In a query it falls away, in a path the page does not exist. The doors of machines say so themselves, in their form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(("/api/", "/open311/")):
            if "\x00" in request.path_info:
                raise Http404
            request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")
        return self.get_response(request)


def refused_write(exception: BaseException | None) -> str | None:
    """read_only, locked or full, when that is what `exception` says, or what it was raised from; else None."""
    while exception is not None:
        if reason := _reason(exception):
            return reason
        exception = exception.__cause__ or exception.__context__
    return None


def _reason(exception: BaseException) -> str | None:
    if isinstance(exception, OSError) and exception.errno in (errno.ENOSPC, errno.EDQUOT):
        return "full"
    if not isinstance(
        exception, OperationalError | InternalError
    ):  # PostgreSQL's read-only refusal is an InternalError
        return None
    text = f"{exception} {exception.__cause__ or ''}".lower()
    for reason, signs in (("read_only", READ_ONLY), ("locked", LOCKED), ("full", FULL)):
        if any(sign in text for sign in signs):
            return reason
    return None


def calm_answer(request: HttpRequest, reason: str) -> HttpResponse:
    """503 (507 for a full disk) with a sentence, as a page or as problem details under /api/."""
    status = 507 if reason == "full" else 503
    log.error("write_refused", reason=reason, path=request.path)
    title = "Sebentar, kami belum bisa menyimpan"
    text = "Halaman bisa dibaca, tetapi penyimpanan sedang berhenti. Coba kirim lagi beberapa menit lagi."
    if request.path.startswith("/api/"):
        body = {"type": "about:blank", "title": title, "status": status, "detail": text, "code": f"storage_{reason}"}
        answer: HttpResponse = JsonResponse(body, status=status, content_type="application/problem+json")
    else:
        context = {"title": title, "text": text, "code": status, "style_sheet": static("ui/melayani.css")}
        answer = HttpResponse(render_to_string("ui/error_plain.html", context), status=status)
    answer["Retry-After"] = RETRY_AFTER_S
    return answer
