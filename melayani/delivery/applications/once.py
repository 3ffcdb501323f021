"""A form that is sent twice (a double click, a reload, two tabs) makes one case."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from melayani.delivery.applications import rules
from melayani.delivery.applications.models import Application
from melayani.foundation.people import Officer
from melayani.foundation.people import actions as people

PATIENCE = (0.2, 0.4, 0.8, 1.6)  # seconds that a second click waits for the first
STATUS = 302


def file_once(*, officer: Officer, key: str, now: datetime, work: Callable[[], Application]) -> str:
    """Do `work` unless the form with this key was filed before; return the number of its case either way.

    Raises what `work` raises (the form may then be sent again, mended) and ActionRefused while the first still runs.
    """
    started = _begin(f"officer:{officer.person_id}:filing", key, now)
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


BUSY = "Permohonan ini sedang dicatat. Tunggu sebentar, lalu tekan sekali lagi; tidak akan tercatat dua kali."


def _begin(owner: str, key: str, now: datetime) -> people.Started | people.Replay:
    for pause in (*PATIENCE, None):
        try:
            return people.begin_request(owner=owner, key=key, body=b"", now=now)
        except people.StillRunning:
            if pause is None:
                break
            time.sleep(pause)
    raise rules.ActionRefused(BUSY)
