"""News of a case on this device: the page with the button, and what the browser posts when its owner agrees."""

from __future__ import annotations

import json
from datetime import timedelta

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
LIMIT, WINDOW = 60, timedelta(hours=1)


@csrf_exempt
@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def device(request: CitizenRequest, tag: str) -> HttpResponse:
    """GET explains and offers; POST takes {"subscription": …, "on": true or false}. The tag is the right to do it."""
    case = following.case_of(tag)
    if case is None or not following.is_on():
        raise Http404
    if request.method != "POST":
        context = {"number": case[0], "tag": tag, "key": following.public_key()}
        return render(request, "portal/device.html", context)
    now = timezone.now()
    try:
        throttle(scope="portal.device", key=network_of(request), limit=LIMIT, window=WINDOW, now=now)
        told = json.loads(request.body[:LONGEST])
        on = following.follow(
            actor=request.citizen,
            tag=tag,
            told=told["subscription"],
            on=bool(told["on"]),
            language="en" if (get_language() or "").startswith("en") else "id",
            now=now,
        )
    except TooMany as error:
        return JsonResponse({"problem": str(error)}, status=429, headers={"Retry-After": str(error.retry_after)})
    except (following.BadSubscription, KeyError, TypeError, ValueError):
        return JsonResponse({"problem": "subscription"}, status=422)
    return JsonResponse({"on": on})
