"""The screen in the hall. It signs in nobody; its address is its secret."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from melayani.delivery.queues import access, queries
from melayani.delivery.queues.citizen_views.tags import tag_of, tagged, unchanged
from melayani.delivery.queues.models import Device
from melayani.delivery.queues.rules import speech
from melayani.foundation.people import CitizenRequest, public_page

FEW, SOME = 5, 8  # so many lines stand in one column, large or smaller; beyond it is two columns
DRAWN_MAX = 200
_drawn: dict[tuple[int, ...], tuple[str, str]] = {}


@dataclass(frozen=True)
class Spoken:
    """A call as the script of the screen reads it; `at` in milliseconds since 1970."""

    call: queries.CallLine
    at: int
    text: str
    clips: str


@public_page
@never_cache
@require_safe
def screen(request: CitizenRequest, token: str) -> HttpResponse:
    """The whole page; the script then asks for `screen_state` alone."""
    device = access.get_device(token, Device.Kind.SCREEN)
    now = timezone.now()
    context = {**_board(device, now), "token": token, "device": device, "audio": _audio_paths(), "now_ms": _ms(now)}
    return render(request, "queues/machine/screen.html", context)


@public_page
@require_safe
def screen_state(request: CitizenRequest, token: str) -> HttpResponse:
    """What the screen shows, or 304 after one indexed read while it shows it already."""
    now = timezone.now()
    pulse = queries.pulse_of(token, Device.Kind.SCREEN, now)
    if pulse is None:
        raise Http404
    tag = tag_of(pulse)
    if answer := unchanged(request, tag):
        return answer
    device = access.get_device(token, Device.Kind.SCREEN)
    answer = tagged(HttpResponse(_rendered(device, pulse, now)), tag)
    answer["X-Now"] = str(_ms(now))
    return answer


def _rendered(device: Device, pulse: str, now: datetime) -> str:
    """The board as text. Twenty screens that show the same ask within a second of each other: it is drawn once."""
    key = (device.site_id, *device.zones.order_by("pk").values_list("pk", flat=True))
    known = _drawn.get(key)
    if settings.KEEP_IN_MEMORY and known is not None and known[0] == pulse:
        return known[1]
    if len(_drawn) >= DRAWN_MAX:
        _drawn.clear()
    text = render_to_string("queues/machine/screen_board.html", _board(device, now))
    _drawn[key] = (pulse, text)
    return text


def _board(device: Device, now: datetime) -> dict[str, Any]:
    state = queries.screen_state(device, now)
    place = state.site.organisation
    offset = now.astimezone(place.zone).utcoffset()
    return {
        "state": state,
        "place": place,
        "now": now,
        "offset": int(offset.total_seconds() // 60) if offset else 0,
        "first": state.called[0] if state.called else None,
        "others": [*state.called[1:], *state.last][:4],
        "spoken": [_spoken(call) for call in state.speak],
        "size": _size(len(state.waiting)),
    }


def _spoken(call: queries.CallLine) -> Spoken:
    return Spoken(
        call=call,
        at=_ms(call.called_at),
        text=speech.call_text(call.code, call.counter_number),
        clips=" ".join(speech.call_clips(call.code, call.counter_number)),
    )


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _size(lines: int) -> str:
    return "few" if lines <= FEW else "some" if lines <= SOME else "many"


@cache
def _audio_paths() -> str:
    """Where each clip lies, by name."""
    return json.dumps({name: static(f"queues/audio/{name}.mp3") for name in sorted(speech.CLIPS)})
