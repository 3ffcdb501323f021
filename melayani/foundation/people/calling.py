"""Who is on the telephone with this officer: kept in the session, encrypted, until the call ends or half an hour."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from melayani.foundation.audit import Undecipherable, decrypt, encrypt

CALLER, PURPOSE = "caller", "people.session.caller"
LIFE = timedelta(minutes=30)


@dataclass(frozen=True)
class Caller:
    """What the caller said: a name, a number, both perhaps empty. Forms that are filed on behalf begin with it."""

    name: str = ""
    phone: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.phone)


def remember_caller(request: HttpRequest, caller: Caller, *, now: datetime) -> None:
    """Note who calls; an empty caller ends the call."""
    request.session.pop(CALLER, None)
    if caller:
        text = json.dumps([caller.name, caller.phone, now.timestamp()])
        request.session[CALLER] = encrypt(text, purpose=PURPOSE)


def caller_of(request: HttpRequest, *, now: datetime) -> Caller:
    """Who calls now; an empty caller when nobody does."""
    try:
        name, phone, since = json.loads(decrypt(str(request.session.get(CALLER, "")), purpose=PURPOSE))
    except (Undecipherable, ValueError):
        return Caller()
    return Caller(name, phone) if 0 <= now.timestamp() - since < LIFE.total_seconds() else Caller()
