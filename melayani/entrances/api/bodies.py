"""Read a request's body once: JSON that every database can store, or the parts of a form."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any, NoReturn, cast

from django.http import HttpRequest
from ninja.parser import Parser

from melayani.entrances.api.problems import Problem

JSON, FORM = "application/json", "multipart/form-data"
PARSED = "_melayani_api_body"


class CleanParser(Parser):
    """JSON without NUL, lone surrogates, NaN, or nesting without end."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        return cast("dict[str, Any]", json_of(request))


def json_of(request: HttpRequest) -> Any:
    """The parsed body; raises Problem `malformed`."""
    if not hasattr(request, PARSED):
        try:
            value = json.loads(request.body, parse_constant=_no_constant)
            _demand_storable(value)
        except (ValueError, RecursionError) as error:
            raise Problem("malformed", "Isi permintaan bukan JSON yang sah.") from error
        setattr(request, PARSED, value)
    return getattr(request, PARSED)


def demand_readable(request: HttpRequest) -> None:
    """Raise Problem for a path or query with NUL, and for a body of another type than the address takes."""
    if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        raise Problem("invalid", "Alamat memuat huruf yang tidak dapat dipakai.")
    if request.method == "POST":
        wanted = FORM if request.path.endswith("/attachments") else JSON
        if (request.content_type or "").lower() != wanted:
            raise Problem("unsupported_media_type", f"Kirim isi sebagai {wanted}.")


def fingerprint(request: HttpRequest, key: str) -> bytes:
    """What tells this request from another with the same Idempotency-Key: method, address and body.

    It is keyed with the caller's own key, which we do not keep: from a stored row nobody can try out which answers to
    a survey it stands for.
    """
    digest = hmac.new(key.encode(), f"{request.method} {request.path}\n".encode(), hashlib.sha256)
    if request.content_type != FORM:
        digest.update(request.body)
        return digest.digest()
    for name, value in sorted(request.POST.items()):  # the boundary differs each time, the parts do not
        digest.update(f"{name}={value}\n".encode(errors="replace"))
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            digest.update(f"{name}:{file.name}\n".encode(errors="replace"))
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.digest()


def hidden(text: str, key: str) -> str:
    """40 hexadecimal digits for `text` that only who knows `key` can make again."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()[:40]


def _demand_storable(value: Any) -> None:
    """Raise ValueError for text that no database stores: NUL, half of a surrogate pair (UnicodeEncodeError)."""
    if isinstance(value, str):
        value.encode()
        if "\x00" in value:
            raise ValueError("NUL")
    elif isinstance(value, dict):
        for name, inner in value.items():
            _demand_storable(name)
            _demand_storable(inner)
    elif isinstance(value, list):
        for inner in value:
            _demand_storable(inner)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
