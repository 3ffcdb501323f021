"""The portal on a device: manifest, service worker, and the page that reads without a connection."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from melayani.entrances.portal import device
from melayani.foundation.people import CitizenRequest, public_page


@require_safe
@login_not_required
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    return JsonResponse(device.manifest(), content_type="application/manifest+json")


@require_safe
@login_not_required
@cache_control(no_cache=True)
@conditional_page
def service_worker(request: HttpRequest) -> HttpResponse:
    """From the root, because a service worker reaches no further than its own folder. Asked for anew each time."""
    return HttpResponse(device.service_worker(), content_type="text/javascript; charset=utf-8")


@require_safe
@public_page
def offline(request: CitizenRequest) -> HttpResponse:
    """What this device remembers; the rows stand on the device and never come here."""
    return render(request, "portal/offline.html")
