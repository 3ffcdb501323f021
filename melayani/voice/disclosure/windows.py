"""The times in which a requester may object: opened by each ground, never offered after they lapsed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from melayani.voice.disclosure import clock, states
from melayani.voice.disclosure.models import InformationRequest, ObjectionWindow
from melayani.voice.disclosure.rules import law, objecting


def open_windows(request: InformationRequest, grounds: Iterable[str], *, opened_at: datetime) -> None:
    """Let the grounds arise at `opened_at`; one that stood already runs anew when this is later (inside atomic)."""
    for option in _options(request, grounds, opened_at):
        row, made = ObjectionWindow.objects.get_or_create(
            request=request,
            ground=option.ground,
            defaults={
                "opened_at": option.opened_at,
                "closes_at": option.closes_at,
                "explanation": option.explanation,
            },
        )
        if not made and row.opened_at < option.opened_at:
            row.opened_at, row.closes_at, row.explanation = option.opened_at, option.closes_at, option.explanation
            row.save(update_fields=["opened_at", "closes_at", "explanation"])


def open_silence(request: InformationRequest) -> None:
    """The due moment passed without a notice: its grounds arise at that moment, whenever somebody looks."""
    open_windows(request, objecting.GROUNDS_OF_SILENCE, opened_at=request.due_at)


def options(request: InformationRequest, now: datetime) -> list[objecting.Option]:
    """Every ground that has arisen, by letter, open or lapsed. Reads only: a silence not yet noted is counted in."""
    found = {
        row.ground: objecting.Option(row.ground, row.opened_at, row.closes_at, row.explanation)
        for row in request.windows.all()
    }
    if is_silent(request, now):
        for option in _options(request, objecting.GROUNDS_OF_SILENCE - set(found), request.due_at):
            found[option.ground] = option
    return [found[key] for key in sorted(found)]


def open_options(request: InformationRequest, now: datetime) -> list[objecting.Option]:
    """The grounds that may be used at `now`; none once the request is over or while an objection runs."""
    if request.state in states.FINAL or request.objections.running().exists():
        return []
    return [option for option in options(request, now) if option.is_open(now)]


def is_silent(request: InformationRequest, now: datetime) -> bool:
    """Whether the notice is owed and its time is over."""
    return request.state in states.RUNNING and request.first_notified_at is None and now > request.due_at


def _options(request: InformationRequest, grounds: Iterable[str], opened_at: datetime) -> list[objecting.Option]:
    wanted = sorted(grounds)
    if not wanted:
        return []
    desk = request.desk
    days = law.stages(opened_at.astimezone(desk.zone).date())[law.OBJECTION_WINDOW].amount
    end = clock.count(desk, opened_at, days)
    return [objecting.Option(ground, opened_at, end.at, end.to_json()) for ground in wanted]
