"""Answers that say "nothing new": a page that is asked every second must cost nothing while nothing changes."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified


def tag_of(*parts: object) -> str:
    """An ETag over what a page shows."""
    return f'"{sha256(repr(parts).encode()).hexdigest()[:20]}"'


def unchanged(request: HttpRequest, tag: str) -> HttpResponse | None:
    """304 when the caller has this version; a proxy that compresses makes a tag weak, which is the same version."""
    if request.headers.get("If-None-Match", "").removeprefix("W/") != tag:
        return None
    return tagged(HttpResponseNotModified(), tag)


def tagged(answer: HttpResponse, tag: str) -> HttpResponse:
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    return answer
