"""The door: what happens to every request before and after its view. Limits, media types, replays, problems."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils import timezone

from melayani.entrances.api import limits
from melayani.entrances.api.bodies import demand_readable, fingerprint, hidden
from melayani.entrances.api.keys import caller_of, name_of
from melayani.entrances.api.problems import Problem
from melayani.foundation.people.actions import (
    KeyReused,
    Lost,
    Replay,
    Started,
    StillRunning,
    abandon_request,
    begin_request,
    finish_request,
    in_one_piece,
    note_key_use,
)

log = structlog.get_logger()
View = Callable[..., HttpResponse]
KEY_LENGTH = 255
WRITES = frozenset({"POST", "DELETE"})


def door(view: View) -> View:
    """Wrap one address of the API. Failures of the database go on to the middleware that explains them."""

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer = _enter(view, request, timezone.now(), args, kwargs)
        except Problem as problem:
            answer = problem.response()
        except RequestDataTooBig:
            answer = Problem("too_large", "Isi JSON paling besar 1 MB.").response()
        except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
            answer = Problem("malformed").response()
        except (DatabaseError, OSError):
            raise
        except Exception:
            route = request.resolver_match.route if request.resolver_match else ""
            log.exception("api_failed", route=route, method=request.method)  # never the path: it can hold a token
            answer = Problem("internal_error").response()
        return _on_the_way(request, answer)

    return entered


def _on_the_way(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Pages of other sites may read what everybody may read; what was done for one caller is kept by nobody."""
    if request.method in WRITES or "Authorization" in request.headers:
        answer.headers.setdefault("Cache-Control", "no-store")
    else:
        answer.headers["Access-Control-Allow-Origin"] = "*"  # no cookie and no session counts here
    return answer


def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address that does not exist."""
    raise Problem("not_found", "Alamat ini tidak ada di API.")


def _enter(view: View, request: HttpRequest, now: datetime, args: Any, kwargs: Any) -> HttpResponse:
    if request.method not in WRITES:
        limits.demand_read(name_of(request), now)
        demand_readable(request)
        return _readable(view(request, *args, **kwargs))
    limits.demand_write(name_of(request), now)
    demand_readable(request)
    if caller := caller_of(request):
        note_key_use(key=caller.key, now=now)
    key = request.headers.get("Idempotency-Key")
    if key is None or request.method == "DELETE":  # deleting twice is deleting once
        return _readable(view(request, *args, **kwargs))
    return _once(lambda: _readable(view(request, *args, **kwargs)), request, key, now)


def _readable(answer: HttpResponse) -> HttpResponse:
    """The framework's own plain refusals as problems."""
    if answer.status_code == 405:
        return Problem("method_not_allowed", headers={"Allow": answer.get("Allow", "")}).response()
    return answer


def _once(work: Callable[[], HttpResponse], request: HttpRequest, key: str, now: datetime) -> HttpResponse:
    """Do the work once per Idempotency-Key; a repetition hears the first answer again."""
    if not 1 <= len(key) <= KEY_LENGTH or not key.isprintable():
        raise Problem("invalid", errors={"Idempotency-Key": "Paling panjang 255 huruf yang dapat dicetak."})
    try:
        begun = begin_request(owner=_owner(request, key), key=key, body=fingerprint(request, key), now=now)
    except KeyReused as error:
        raise Problem("key_reused", "Pakai kunci baru untuk permintaan yang lain.") from error
    except StillRunning as error:
        raise Problem("request_running", headers={"Retry-After": str(error.retry_after)}) from error
    if isinstance(begun, Replay):
        headers = {"Idempotency-Replayed": "true", "Cache-Control": "no-store"}
        return HttpResponse(begun.body, status=begun.status, content_type="application/json", headers=headers)
    return _work_and_keep(work, begun)


def _work_and_keep(work: Callable[[], HttpResponse], started: Started) -> HttpResponse:
    """Work and kept answer stand or fall together; a refusal is not kept, so that it can be mended and sent again."""
    try:
        with in_one_piece(started) as piece:
            answer = work()
            if answer.status_code >= 400:
                transaction.set_rollback(True)
            elif piece.kept != (given := (answer.status_code, answer.content.decode())):
                finish_request(started=started, status=given[0], body=given[1])
    except Lost as error:
        raise Problem("request_running", headers={"Retry-After": "2"}) from error
    except BaseException:
        abandon_request(started=started)
        raise
    if answer.status_code >= 400:
        abandon_request(started=started)
    return answer


def _owner(request: HttpRequest, key: str) -> str:
    """Whose Idempotency-Key this is. Without an API key: this very address, hidden by the caller's own key, so that
    two strangers may use the same words and no row leads to a survey's token."""
    caller = caller_of(request)
    return f"key:{caller.id}" if caller else f"open:{hidden(request.path, key)}"
