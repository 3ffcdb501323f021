"""The queue of a unit now, for other systems: counts, ranges and numbers, nobody's name."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Router, Schema

from melayani.delivery.queues import queries

router = Router(tags=["queues"])
Unit = Annotated[str, Path(min_length=1, max_length=80, description="Slug unit atau mal.")]


class NowServing(Schema):
    """A number that is called and not yet at its counter."""

    code: str
    counter: int
    service: str
    called_at: datetime


class WaitOut(Schema):
    """Minutes that somebody who comes now waits: eight of ten waits end between `low` and `high`."""

    low: int
    high: int


class LineOut(Schema):
    """The queue of one service. `estimate` is null when no counter calls or too little is known; `words` says why."""

    prefix: str
    service: str
    unit: str
    waiting: int
    counters: list[int]
    estimate: WaitOut | None
    words: str


class QueueOut(Schema):
    """A place now. `gives_numbers` tells whether a number can be taken; `reason` is empty when it can."""

    unit: str
    name: str
    at: datetime
    gives_numbers: bool
    reason: str
    open_counters: int
    waiting: int
    now_serving: list[NowServing]
    lines: list[LineOut]
    order: list[str]


@router.get("/{unit}", response=QueueOut, operation_id="get_queue", summary="Antrean sekarang")
def get_queue(request: HttpRequest, response: HttpResponse, unit: Unit) -> dict[str, Any]:
    """Yang sedang dipanggil, yang menunggu, dan perkiraan tunggu sebuah unit atau mal."""
    now = timezone.now()
    board = queries.queue_of_unit(unit, now)
    zone = board.site.organisation.zone
    response["Cache-Control"] = "public, max-age=5"
    return {
        "unit": unit,
        "name": board.site.organisation.name,
        "at": now.astimezone(zone),
        "gives_numbers": not board.why,
        "reason": board.why,
        "open_counters": board.open_counters,
        "waiting": board.people,
        "now_serving": [
            {
                "code": call.code,
                "counter": call.counter_number,
                "service": call.service,
                "called_at": call.called_at.astimezone(zone),
            }
            for call in board.called
        ],
        "lines": [_line(line) for line in board.lines],
        "order": board.policy,
    }


def _line(line: queries.Waiting) -> dict[str, Any]:
    known = line.low is not None and line.high is not None
    return {
        "prefix": line.prefix,
        "service": line.name,
        "unit": line.unit,
        "waiting": line.people,
        "counters": list(line.counters),
        "estimate": {"low": line.low, "high": line.high} if known else None,
        "words": line.words,
    }
