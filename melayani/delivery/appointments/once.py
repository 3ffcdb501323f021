"""A form that is sent twice (a double click, a reload) makes one booking."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from melayani.delivery.appointments import rules
from melayani.delivery.appointments.models import Booking
from melayani.foundation.people import Officer
from melayani.foundation.people import actions as people

PATIENCE = (0.2, 0.4, 0.8)  # seconds that a second click waits for the first
BUSY = "Janji temu ini sedang dicatat. Tunggu sebentar; tidak akan tercatat dua kali."
STATUS = 302


def book_once(*, officer: Officer, key: str, now: datetime, work: Callable[[], Booking]) -> str:
    """Do `work` unless the form with this key was sent before; the number of its booking either way."""
    started = _begin(f"officer:{officer.person_id}:booking", key, now)
    if isinstance(started, people.Replay):
        return started.body
    try:
        with transaction.atomic():
            number = work().number
            people.finish_request(started=started, status=STATUS, body=number)
    except people.Lost as error:
        raise rules.ActionRefused(BUSY) from error
    except BaseException:
        people.abandon_request(started=started)
        raise
    return number


def _begin(owner: str, key: str, now: datetime) -> people.Started | people.Replay:
    for pause in (*PATIENCE, None):
        try:
            return people.begin_request(owner=owner, key=key, body=b"", now=now)
        except people.StillRunning:
            if pause is None:
                break
            time.sleep(pause)
    raise rules.ActionRefused(BUSY)
