"""One function per resource of GeoReport v2."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from melayani.entrances.open311 import categories, description, filing, listing, tokens, update
from melayani.entrances.open311 import discovery as discovering
from melayani.entrances.open311.door import door

discovery = door(get=discovering.show)
services = door(get=categories.show_all)
definition = door(get=categories.show_definition)
requests = door(get=listing.show_many, post=filing.take)
one_request = door(get=listing.show_one)
token = door(get=tokens.show)
updates = door(get=update.show_all, post=update.take)
nowhere = door()


@login_not_required
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The same resources as an OpenAPI document."""
    return JsonResponse(description.document(), json_dumps_params={"ensure_ascii": False})
