"""The talk with the Graph API: one connection that is kept, and what each answer means for the message."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
from django.conf import settings

from melayani.foundation.messaging.connections import client
from melayani.foundation.messaging.outcomes import ChannelAway, Outcome, Refused, Stopped, TryLater

WINDOW_CLOSED = "131047"
# Meta's codes (Cloud API, error codes, as of 2026-03): whatsapp.md section 6 orders what follows
NEXT_CHANNEL = {"131026", "131049", "131030", "131021", "131045"}  # cannot, may not or shall not reach this recipient
FORM_GONE = {"132001": "withdrawn", "132007": "rejected", "132015": "paused", "132016": "withdrawn"}
PAIR_LIMIT = "131056"
# the number or the account as a whole: too fast, token expired, account locked or unpaid, Meta's own trouble
WHOLE_CHANNEL = {"130429", "4", "80007", "0", "190", "131031", "131042", "131005", "10", "1", "2", "131000", "131016"}
WHOLE_CHANNEL |= {"133004", "131057", "368"}


def post(body: dict[str, Any]) -> str:
    """Hand one message over; return its wamid. Raises Refused, Stopped, TryLater, ChannelAway."""
    url = f"{settings.WHATSAPP_URL}/{settings.WHATSAPP_VERSION}/{settings.WHATSAPP_NUMBER_ID}/messages"
    try:
        answer = client("whatsapp").post(url, json=body, headers={"Authorization": f"Bearer {settings.WHATSAPP_TOKEN}"})
    except httpx.HTTPError as problem:  # no server, no answer in time, hung up
        raise ChannelAway(f"{type(problem).__name__}: {problem}") from problem
    told = _json(answer)
    if answer.is_success:
        wamid = _wamid(told)
        if not wamid:  # taken, as it says; sending it again would double it
            raise Stopped("accepted without a message id", code="no_id")
        return wamid
    error = told.get("error")
    error = error if isinstance(error, dict) else {}
    code = str(error.get("code", ""))
    if not code or (answer.status_code >= 500 and code not in NEXT_CHANNEL):
        raise ChannelAway(f"HTTP {answer.status_code} {error.get('message', '')}".strip(), code=code)
    raise meaning_of(code, str(error.get("message") or error.get("title") or code))


def meaning_of(code: str, words: str) -> Outcome:
    """What an error of Meta leads to; the same for an answer and for a status that comes later."""
    if code == WINDOW_CLOSED:
        return TryLater(words, code=code, wait=timedelta(0))  # as a form at once; `note_problem` closes the window
    if code == PAIR_LIMIT:
        return TryLater(words, code=code)
    if code in WHOLE_CHANNEL:
        return ChannelAway(words, code=code)
    if code in NEXT_CHANNEL or code in FORM_GONE:
        return Refused(words, code=code)
    return Stopped(words, code=code)


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _wamid(told: dict[str, Any]) -> str:
    messages = told.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else {}
    return str(first.get("id") or "") if isinstance(first, dict) else ""
