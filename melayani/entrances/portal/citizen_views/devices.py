"""News on this device, of whatever can be followed: the page with the button, and what the browser posts."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from melayani.foundation.messaging import following
from melayani.foundation.people import CitizenRequest, network_of, public_page
from melayani.foundation.people.actions import TooMany, throttle

LONGEST = 5_000
WINDOW = timedelta(hours=1)


@csrf_exempt
@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def device(request: CitizenRequest, tag: str) -> HttpResponse:
    """GET explains and offers; POST takes {"subscription": …, "on": true or false}, or "ask": true for how it stands.

    The tag is the right to do it.
    """
    topic = following.topic_of(tag) if following.is_on() else None
    if topic is None:
        raise Http404
    if request.method != "POST":
        context = {"topic": topic, "tag": tag, "key": following.public_key()}
        return render(request, "portal/device.html", context)
    now = timezone.now()
    try:
        throttle(
            scope="portal.device", key=network_of(request), limit=settings.PEOPLE_PER_ADDRESS, window=WINDOW, now=now
        )
        return JsonResponse({"on": _said(request, tag, json.loads(request.body[:LONGEST]))})
    except TooMany as error:
        return JsonResponse({"problem": str(error)}, status=429, headers={"Retry-After": str(error.retry_after)})
    except following.Over:
        return JsonResponse({"problem": "over"}, status=410)
    except (following.BadSubscription, KeyError, TypeError, ValueError):
        return JsonResponse({"problem": "subscription"}, status=422)


def _said(request: CitizenRequest, tag: str, told: Any) -> bool:
    """Whether this browser gets the news, after what it said."""
    if "ask" in told:
        return following.follows(tag=tag, told=told["subscription"])
    return following.follow(
        actor=request.citizen,
        tag=tag,
        told=told["subscription"],
        on=bool(told["on"]),
        language="en" if (get_language() or "").startswith("en") else "id",
        now=timezone.now(),
    )
