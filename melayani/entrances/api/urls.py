"""Addresses of the API. Every one of them goes through the door."""

from __future__ import annotations

from typing import cast

from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt

from melayani.entrances.api.door import View, door, nowhere
from melayani.entrances.api.root import api


def _through_the_door() -> list[URLPattern | URLResolver]:
    """The addresses that ninja made, each behind the door; its own root is none of ours."""
    found = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
    return [path(str(one.pattern), csrf_exempt(door(cast(View, one.callback))), name=one.name) for one in found]


machine: list[URLPattern | URLResolver] = [
    *_through_the_door(),
    path("", csrf_exempt(door(nowhere)), name="api-nowhere"),
    path("<path:rest>", csrf_exempt(door(nowhere)), name="api-nowhere-else"),
]
