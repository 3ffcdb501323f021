"""The door: what happens to every request before and after its view. Limits, keys, languages, formats, refusals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from melayani.entrances.open311 import codec, limits
from melayani.entrances.open311.codec import JSON, XML
from melayani.entrances.open311.endpoints import agency_of
from melayani.entrances.open311.keys import NO_KEY, caller_of
from melayani.entrances.open311.parameters import text
from melayani.entrances.open311.refusals import Refusal, forbidden, invalid, not_found
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import ApiClient, network_of
from melayani.foundation.people.actions import note_key_use
from melayani.foundation.ui.middleware import refused_write

log = structlog.get_logger()
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
RETRY_AFTER_S = "60"
OURS = "Ada kesalahan di pihak kami. Sudah kami catat; coba lagi nanti."
NOWHERE = "Alamat ini tidak ada. Mulai dari discovery.xml."
NO_WRITES = "Untuk sementara kami tidak dapat menyimpan. Coba kirim lagi beberapa menit lagi."


@dataclass(frozen=True)
class Call:
    """A request that was let in. `given` holds the query, and the form after it."""

    request: HttpRequest
    form: str
    slug: str
    test: bool
    given: QueryDict
    caller: ApiClient | None
    now: datetime

    @property
    def agency(self) -> Organisation:
        """The agency that is asked; raises 404 or 400."""
        return agency_of(self.slug, text(self.given, "jurisdiction_id"), timezone.localdate(self.now))

    @property
    def sender(self) -> ApiClient:
        """The system behind the key; raises 403 without one."""
        if self.caller is None:
            raise forbidden(NO_KEY)
        return self.caller


@dataclass(frozen=True)
class Answer:
    """What a view gives: the name of the root element and what stands in it; `fresh_for` seconds it may be kept."""

    root: str
    value: Any
    fresh_for: int = 0


View = Callable[..., Answer]


def door(*, get: View | None = None, post: View | None = None) -> Callable[..., HttpResponse]:
    """One address: a view per method. HEAD is GET without a body, OPTIONS says what there is.

    Without views it is an address that does not exist.
    """
    views = {"GET": get, "HEAD": get, "POST": post}
    known = {method: view for method, view in views.items() if view}

    def entered(
        request: HttpRequest, /, form: str = XML, agency: str = "", test: bool = False, **names: str
    ) -> HttpResponse:
        form = JSON if names.get("rest", "").endswith(".json") else form
        language = translation.get_language_from_request(request)
        with translation.override(language):
            answer = _answer(known, request, form, agency, test, names)
        answer["Content-Language"] = language
        answer["Vary"] = "Accept-Language"
        if request.method == "HEAD":
            answer["Content-Length"] = str(len(answer.content))
            answer.content = b""
        return answer

    return csrf_exempt(login_not_required(entered))


def _answer(
    known: dict[str, View], request: HttpRequest, form: str, slug: str, test: bool, names: dict[str, str]
) -> HttpResponse:
    try:
        if not known:
            raise not_found(NOWHERE)
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": _allowed(known)})
        view = known.get(request.method or "")
        if view is None:
            raise Refusal(405, "Metode ini tidak tersedia di alamat ini.", headers={"Allow": _allowed(known)})
        answer = view(_enter(request, form, slug, test, names), **names)
        return _written(answer, form, request)
    except Exception as error:
        refusal = _refusal(error, request)
        body = codec.write("errors", refusal.body, form)
        headers = {"Cache-Control": "no-store", **refusal.headers}
        return HttpResponse(body, status=refusal.status, content_type=codec.CONTENT_TYPES[form], headers=headers)


def _enter(request: HttpRequest, form: str, slug: str, test: bool, names: dict[str, str]) -> Call:
    """Who calls, how often, with what; raises Refusal."""
    now = timezone.now()
    if "\x00" in request.path_info:
        raise not_found("Alamat ini tidak ada.")
    if request.method != "POST":
        given = _clean(request.GET)
        limits.demand_read(_name(request, None), now, most=limits.PER_ADDRESS)
        caller = caller_of(request, given)
        limits.demand_read(f"{_name(request, caller)} alone", now)
        return Call(request, form, slug, test, given, caller, now)
    limits.demand_write(_name(request, None), now, most=limits.PER_ADDRESS)
    given = _clean(_with_form(request))
    caller = caller_of(request, given, demanded=True)
    limits.demand_write(_name(request, caller), now)
    if caller:
        note_key_use(key=caller.key, now=now)
    return Call(request, form, slug, test, given, caller, now)


def _with_form(request: HttpRequest) -> QueryDict:
    if (request.content_type or "").lower() not in FORMS:
        raise invalid(f"Content-Type: Kirim isi sebagai {FORMS[0]} atau {FORMS[1]}.")
    given = request.GET.copy()
    for name, values in request.POST.lists():
        given.setlist(name, [*given.getlist(name), *values])
    return given


def _clean(given: QueryDict) -> QueryDict:
    """The parameters as a database can keep them; raises 400 for NUL."""
    for name, values in given.lists():
        if "\x00" in name or any("\x00" in str(value) for value in values):
            raise invalid("Parameter memuat huruf yang tidak dapat dipakai.")
    return given


def _name(request: HttpRequest, caller: ApiClient | None) -> str:
    """What limits are counted by: the key, else the block of addresses that the request came from."""
    return f"key:{caller.id}" if caller else f"address:{network_of(request)}"


def _written(answer: Answer, form: str, request: HttpRequest) -> HttpResponse:
    body = codec.write(answer.root, answer.value, form)
    response = HttpResponse(body, content_type=codec.CONTENT_TYPES[form])
    keep = answer.fresh_for and request.method in {"GET", "HEAD"} and "api_key" not in request.GET
    response["Cache-Control"] = f"public, max-age={answer.fresh_for}" if keep else "no-store"
    return response


def _allowed(known: dict[str, View]) -> str:
    return ", ".join([*known, "OPTIONS"])


def _refusal(error: Exception, request: HttpRequest) -> Refusal:
    """Every failure as a refusal that a client can read; what is our fault is written to the log."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, Http404):
        return not_found("Tidak ditemukan.")
    if isinstance(error, RequestDataTooBig):
        return Refusal(413, f"Isi tanpa berkas paling besar {ceil(settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1e6)} MB.")
    if isinstance(error, SuspiciousOperation | MultiPartParserError | UnreadablePostError):
        return invalid("Isi permintaan tidak dapat dibaca.")
    if refused_write(error):
        log.error("write_refused", reason=refused_write(error), door="open311")
        return Refusal(503, NO_WRITES, headers={"Retry-After": RETRY_AFTER_S})
    route = request.resolver_match.route if request.resolver_match else ""
    log.exception("open311_failed", route=route, method=request.method)  # never the path: it can hold a token
    return Refusal(500, OURS)
