"""Lists: `{"items": […], "next": url|null}`; every number bounded, so that no database overflows."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from ninja import Query

MOST = 100
FURTHEST = 100_000

Limit = Annotated[int, Query(ge=1, le=MOST, description="Banyaknya per halaman, paling banyak 100.")]
After = Annotated[int, Query(ge=0, le=FURTHEST, description="Lewati sekian butir; dipakai oleh `next`.")]


def next_url(request: HttpRequest, after: int | str | None) -> str | None:
    """The address of the page that begins after `after`, with the other questions kept; None for the last page."""
    if after is None or (isinstance(after, int) and after > FURTHEST):
        return None
    query = request.GET.copy()
    query["after"] = str(after)
    return f"{settings.PUBLIC_URL}{request.path}?{urlencode(sorted(query.items()))}"
