"""For machines that watch this installation."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from melayani.entrances.portal import health


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; it asks nobody else."""
    return JsonResponse({"ok": True})


@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when all checks are well, else 503; the checks by name in both cases."""
    ok, checks = health.readiness(timezone.now())
    answer = JsonResponse({"ok": ok, "checks": checks}, status=200 if ok else 503)
    answer["Cache-Control"] = "no-store"
    return answer
